"""Expressions end: those that surely do are searched as they are, all others for a limited time."""

import contextlib
import re
import signal
import threading
import time
from math import comb
from pathlib import Path

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


def test_the_limit_is_a_second_as_the_document_says() -> None:
    reported = str(TooSlowError("a+"))
    assert reported == "the regular expression 'a+' takes more than 1 second for one value"
    document = Path(__file__).parent.parent.parent / "docs" / "rule-language.md"
    assert "One that takes more than a second is a mistake of the rule" in document.read_text()


def test_a_slow_search_that_ends_in_time_finds_what_it_finds() -> None:
    pattern, text = "(a|ab)+c", "ab" * 30 + "c"
    found = search(pattern, text)
    assert found is not None
    assert found.span() == (0, 61)
    assert search(pattern, "ab" * 12) is None
    assert replaced("(a)(b)", r"\2\1", "abab") == "baba"


def test_on_another_thread_nothing_is_timed_and_all_is_found() -> None:
    found: list[object] = []

    def work() -> None:
        found.append(search("(a|ab)+c", "ab" * 30 + "c"))
        found.append(replaced("b+", "-", "abba"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert [bool(found[0]), found[1]] == [True, "a-a"]


@pytest.mark.parametrize(("pattern", "text"), [("(a|ab)+c", "ab" * 30 + "c"), ENDLESS[0]])
def test_an_alarm_of_somebody_elses_goes_on(pattern: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "LIMIT", 0.05)
    rung: list[int] = []

    def ring(number: int, _: object) -> None:
        rung.append(number)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        with contextlib.suppress(TooSlowError):
            search(pattern, text)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert signal.getsignal(signal.SIGALRM) is ring
        assert 30 < left <= 60
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert rung == []


# The most characters for which a search is surely short, so that it is not timed.
UNTIMED = [("^(a+)+$", 10), ("(a|b)*c", 10), ("a", 2_000_000), ("a*b", 2_000), ("a*b*", 270), ("a{2}b+", 270), ("a?b", 1_900_000), ("(a|b)c", 1_900_000)]  # fmt: skip


@pytest.mark.parametrize(("pattern", "length"), UNTIMED)
def test_time_is_taken_from_a_length_on(pattern: str, length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "_in_time", lambda *_: "timed")
    monkeypatch.setattr(expressions, "_compiled", lambda _: re.compile("never"))
    assert search(pattern, "a" * length) is None
    assert search(pattern, "a" * (length * 2 + 2)) == "timed"


@pytest.mark.parametrize(
    ("pattern", "length", "most"),
    [
        ("abc", 10, comb(11, 1)),
        ("a*b", 10, comb(12, 2)),
        ("ab|cd|ef", 10, comb(11, 1)),
        ("(ab|cd|ef)", 10, comb(11, 1) << 1),
        ("(a|b)(c|d)", 10, comb(11, 1) << 2),
        ("(a+)+", 10, 1 << 20),
    ],
)
def test_most_steps(pattern: str, length: int, most: int) -> None:
    assert expressions._most_steps(pattern, length) == most
