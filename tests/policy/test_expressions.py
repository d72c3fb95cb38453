"""Expressions end: those that surely do are searched as they are, all others for a limited time."""

import time

import pytest

from pachlint.policy import expressions
from pachlint.policy.expressions import TooSlowError, replaced, search

ENDLESS = [("^(a+)+$", "a" * 40 + "b"), ("(a|a)*b", "a" * 40), ("a?" * 28 + "a" * 28, "a" * 28)]


@pytest.mark.parametrize(("pattern", "text"), ENDLESS)
def test_endless_search_is_given_up(pattern: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "LIMIT", 0.05)
    start = time.perf_counter()
    with pytest.raises(TooSlowError, match=r"takes more than"):
        search(pattern, text)
    assert time.perf_counter() - start < 5


def test_endless_replacement_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "LIMIT", 0.05)
    with pytest.raises(TooSlowError):
        replaced("(a|a)*b", "", "a" * 40)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^[a-z]+-[a-z]+$", "eu-central"),
        (r"^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+(:|$)|(^|\.)localhost(:|$)", "pachyderm.example.com"),
        ("^(a+)+$", "aaaab"),
        ("a*a*a*b", "a" * 90),
    ],
)
def test_quick_search_needs_no_clock(pattern: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "_in_time", lambda *_: pytest.fail("was timed"))
    start = time.perf_counter()
    search(pattern, text)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("pattern", "text"), [*ENDLESS, ("a*a*a*b", "a" * 3000), ("x{1,}y{1,}z", "x" * 9000)]
)
def test_slow_search_is_timed(pattern: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "_in_time", lambda *_: "timed")
    assert search(pattern, text) == "timed"
