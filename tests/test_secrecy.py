"""No secret comes out: of no place in a values file, whatever is wrong around it, of no flag, and of no config.

``tools/secret_leaks.py`` asks in all ways, for all versions of the chart; here are those that bite.
"""

import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import secret_leaks
import secret_places
from click.testing import CliRunner
from secret_leaks import Asking, Leak
from wrapped_values import FORMS, Form

from pachlint.cli import main

OTHER_WAYS = ("as it is", "cut in two")


@pytest.fixture
def asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asking]:
    """A folder to ask in."""
    monkeypatch.chdir(tmp_path)
    return Asking(tmp_path)


def leaks(found: Iterable[Leak | None]) -> tuple[list[Leak], int]:
    """The leaks, and out of how many."""
    every = list(found)
    return [leak for leak in every if leak is not None], len(every)


@pytest.mark.parametrize("context", secret_places.CONTEXTS)
def test_report_shows_no_secret(context: str) -> None:
    change = secret_places.CONTEXTS[context]
    contents = {place.name: change(place.text) for place in secret_places.PLACES}
    found = {
        (name, show.__name__): secret_leaks.leaks_in(show(content))
        for name, content in contents.items()
        for show in (secret_leaks.narrow, secret_leaks.in_sarif)
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_sarif_is_the_same_whatever_the_secret() -> None:
    """No fingerprint tells anything of it either: a hash of a short secret can be guessed."""
    change = secret_places.CONTEXTS["with mistakes beside it"]
    every = 0
    for place in secret_places.PLACES:
        content, other = change(place.text), change(another(place.text))
        every += content != other
        assert secret_leaks.in_sarif(content) == secret_leaks.in_sarif(other), place.name
    assert every > 100


def another(text: str) -> str:
    """The text with other secrets of the same form; the first letter may belong to an escape."""
    small, great, digits = string.ascii_lowercase, string.ascii_uppercase, string.digits[1:]
    turned = str.maketrans(
        small + great + digits, "".join(signs[1:] + signs[0] for signs in (small, great, digits))
    )
    for secret in (secret_places.SECRET, secret_places.NUMBER, secret_places.WORDS):
        text = text.replace(secret, secret[0] + secret[1:].translate(turned))
    return text


@pytest.mark.parametrize("context", OTHER_WAYS)
def test_nothing_else_shows_or_writes_one(asking: Asking, context: str) -> None:
    contexts = {context: secret_places.CONTEXTS[context]}
    asking.may_reject = False
    found, every = leaks(secret_leaks.of_places(asking, secret_leaks.QUICK, contexts, shows=()))
    assert (found, every > 400) == ([], True)


def test_fields_of_the_chart_show_none_in_their_oldest_and_newest_version() -> None:
    found, every = leaks(secret_leaks.of_fields(secret_places.declared(), in_pairs=True))
    assert (found, every > 300) == ([], True)


def test_flags_show_none(asking: Asking) -> None:
    ways = (("check", "-f", secret_leaks.FILE), ("values",))
    found, every = leaks(secret_leaks.of_flags(asking, ways, in_pairs=True))
    assert (found, every > 75) == ([], True)


def test_configs_show_none(asking: Asking) -> None:
    found, every = leaks(secret_leaks.of_configs(asking))
    assert (found, every > 100) == ([], True)


def test_harness_sees_a_secret_that_comes_out() -> None:
    assert secret_leaks.leaks_in(f"a: {secret_places.SECRET[3:9]}") == [f"a: {secret_places.SECRET[3:9]}"]
    assert secret_leaks.leaks_in(f"a: {secret_places.SECRET[3:8]}") == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.wrap.__name__)
def test_files_of_other_programs_show_none_of_one_another(asking: Asking, form: Form) -> None:
    """Also where fixes are made, which are tried for each release by itself; the second writes the secret of the first as something else."""
    secret = secret_places.SECRET
    for name, own in (("a", f"rootToken: {secret}"), ("b", f"nodeSelector: {{x: {secret}}}")):
        values = f"deployTarget: LOCAL\npachd: {{{own}, logLevel: {secret}, replicas: '1'}}\n"
        Path(name).mkdir()
        Path(name, form.file).write_text(form.wrap(values, 8).text.replace("pachd", name, 1))
    for words in (("--diff",), ("--format", "html"), ("-v", "--fix")):
        result = CliRunner().invoke(main, ["check", *words, "."], catch_exceptions=False)
        assert ("log-level" in result.output) == (words != ("--diff",))
        assert secret_leaks.leaks_in(result.output) == [], result.output
