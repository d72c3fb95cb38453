"""Baselines: one entry hides one finding, of its rule, file and path; what they hold, and what is no baseline."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.results import Report
from pachlint.rulebook import Rulebook
from pachlint.source import Source
from pachlint.suppressions.baseline import (
    Baseline,
    BaselineError,
    counted,
    read_baseline,
    stale,
    write_baseline,
)
from pachlint.suppressions.suppress import Suppressions, key_of, same_file

Z = "pachd.affinity.z"
THREE = {
    "each": {"in": "pachd.affinity.*", "as": "p"},
    "require": {"p": "never"},
    "at": Z,
    "message": "{p} is not never",
}
TEXT = "deployTarget: LOCAL\npachd: {affinity: {a: 1, b: 2, z: 3}}\n"


def judged(book: Rulebook, suppressions: Suppressions, text: str = TEXT, name: str = "v.yaml") -> Report:
    """The report on a file."""
    return check([Job("r", (read(Source(name, text)),))], book, suppressions)


def messages(findings: Any) -> list[str]:
    """What findings say."""
    return [finding.message for finding in findings]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_an_entry_ignores_as_many_findings_as_it_counts(count: int, own_rules: Any) -> None:
    key = ("three", "v.yaml", Z)
    report = judged(own_rules(three=THREE), Suppressions(baseline=Counter({key: count})))
    every = ["1 is not never", "2 is not never", "3 is not never"]
    assert messages(report.ignored) == every[:count]
    assert messages(report.findings) == every[count:]
    assert all(one.ignored == ("baseline", "", "") for one in report.ignored)


@pytest.mark.parametrize(
    ("key", "ignored"),
    [
        (("three", "v.yaml", Z), 1),
        (("other", "v.yaml", Z), 0),
        (("three", "w.yaml", Z), 0),
        (("three", "v.yaml", "pachd.affinity.a"), 0),
        (("three", "v.yaml", "pachd.affinity"), 0),
        (("three", "v.yaml", ""), 0),
    ],
)
def test_a_key_is_rule_and_file_and_path(key: tuple[str, str, str], ignored: int, own_rules: Any) -> None:
    report = judged(own_rules(three=THREE), Suppressions(baseline=Counter({key: 1})))
    assert (len(report.ignored), len(report.findings)) == (ignored, 3 - ignored)


def test_the_baseline_given_is_not_used_up(own_rules: Any) -> None:
    baseline = Counter({("three", "v.yaml", Z): 1})
    for _ in range(2):
        assert len(judged(own_rules(three=THREE), Suppressions(baseline=baseline)).findings) == 2
    assert baseline == {("three", "v.yaml", Z): 1}


def test_a_file_has_one_name(own_rules: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("v.yaml", "./v.yaml", f"{tmp_path}/v.yaml", "a/../v.yaml")
    assert {same_file(name) for name in names} == {"v.yaml"}
    assert same_file("<stdin>") == "<stdin>"
    assert same_file("../b/v.yaml") == "../b/v.yaml"
    for name in names:
        report = judged(
            own_rules(three=THREE), Suppressions(baseline=Counter({("three", "v.yaml", Z): 3})), name=name
        )
        assert report.findings == ()
        assert {key_of(one) for one in report.ignored} == {("three", "v.yaml", Z)}


def test_comment_counts_more_than_config_and_config_more_than_the_baseline(own_rules: Any) -> None:
    baseline = Counter({("three", "v.yaml", Z): 2})
    config = {"1 is not never": "", "2 is not never": "config says so"}
    suppressions = Suppressions(lambda finding: config.get(finding.message), baseline)
    report = judged(own_rules(three=THREE), suppressions)
    assert [(one.message, one.ignored) for one in report.ignored] == [
        ("1 is not never", ("config", "", "")),
        ("2 is not never", ("config", "config says so", "")),
        ("3 is not never", ("baseline", "", "")),
    ]
    text = TEXT.replace("\npachd", "\n# pachlint: ignore[three] a comment\npachd")
    report = judged(own_rules(three=THREE), suppressions, text)
    assert [one.ignored for one in report.ignored] == [("comment", "a comment", "")] * 3
    assert report.findings == ()


def test_what_is_written_is_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    counts = Counter(
        {
            ("b", "sub/v.yaml", 'a["x.y"]'): 1,
            ("a", "v.yaml", "ü"): 3,
            ("a", "<stdin>", ""): 1,
            ("c", "v.yaml", "x"): 0,
        }
    )
    here = write_baseline(Baseline(counts), ".")
    assert here == (
        '{"version": 1, "findings": [\n'
        '  {"rule": "a", "file": "<stdin>", "path": ""},\n'
        '  {"rule": "a", "file": "v.yaml", "path": "ü", "count": 3},\n'
        '  {"rule": "b", "file": "sub/v.yaml", "path": "a[\\"x.y\\"]"}\n'
        "]}\n"
    )
    below = write_baseline(Baseline(counts), "sub")
    assert [entry["file"] for entry in json.loads(below)["findings"]] == ["../v.yaml", "<stdin>", "v.yaml"]
    assert read_baseline(here, ".") == read_baseline(below, "sub") == Baseline(+counts)
    assert write_baseline(Baseline(Counter()), ".") == '{"version": 1, "findings": []}\n'
    assert read_baseline('{"version": 1, "findings": []}', ".") == Baseline(Counter())


def test_entries_of_one_key_add_up() -> None:
    entry = {"rule": "a", "file": "v.yaml", "path": "x"}
    text = json.dumps(
        {"version": 1, "findings": [entry, {**entry, "count": 2}, {**entry, "file": "./v.yaml"}]}
    )
    assert read_baseline(text, ".") == Baseline(Counter({("a", "v.yaml", "x"): 4}))


ENTRY = '{"version": 1, "findings": [{"rule": "a", "file": "f", "path": "p"}, %s]}'
NONE = "it is not a pachlint baseline"
TEXTS = "finding 2 needs a rule, a file and a path, all strings"
COUNT = "the count of finding 2 must be a positive whole number"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("{", "it is not JSON (line 1, column 2: "),
        ("", "it is not JSON (line 1, column 1: "),
        ("\n x", "it is not JSON (line 2, column 2: "),
        ("[" * 100_000, NONE),
        (f'{{"version": 1, "findings": {"9" * 5000}}}', NONE),
        ("[]", NONE),
        ("{}", NONE),
        ('{"version": 1}', NONE),
        ('{"version": 1, "findings": {}}', NONE),
        ('{"findings": []}', NONE),
        ('{"version": 2, "findings": []}', "it has version 2; this pachlint reads version 1"),
        ('{"version": 0, "findings": []}', "it has version 0; this pachlint reads version 1"),
        ('{"version": true, "findings": []}', "it has version True; this pachlint reads version 1"),
        ('{"version": 1.0, "findings": []}', "it has version 1.0; this pachlint reads version 1"),
        ('{"version": "1", "findings": []}', "it has version '1'; this pachlint reads version 1"),
        (ENTRY % "5", TEXTS),
        (ENTRY % '{"rule": "a", "file": "f"}', TEXTS),
        (ENTRY % '{"rule": "a", "path": "f"}', TEXTS),
        (ENTRY % '{"file": "a", "path": "f"}', TEXTS),
        (ENTRY % '{"rule": 1, "file": "f", "path": "p"}', TEXTS),
        (ENTRY % '{"rule": "a", "file": 1, "path": "p"}', TEXTS),
        (ENTRY % '{"rule": "a", "file": "f", "path": null}', TEXTS),
        *((ENTRY % f'{{"rule": "a", "file": "f", "path": "p", "count": {count}}}', COUNT) for count in ("0", "-1", "1.5", "true", '"1"', "null")),
    ],
)  # fmt: skip
def test_what_is_no_baseline(text: str, reported: str) -> None:
    with pytest.raises(BaselineError) as caught:
        read_baseline(text, ".")
    assert str(caught.value).startswith(reported)


def test_stale_entries_are_those_that_are_not_needed() -> None:
    baseline = {("a", "f", "p"): 3, ("b", "f", "p"): 1, ("c", "f", "p"): 1, ("d", "f", "p"): 2}
    standing = Counter({("a", "f", "p"): 1, ("b", "f", "p"): 1, ("d", "f", "p"): 5})
    assert stale(baseline, standing, lambda key: True) == {("a", "f", "p"): 2, ("c", "f", "p"): 1}
    assert stale(baseline, standing, lambda key: key[0] != "c") == {("a", "f", "p"): 2}


def test_findings_are_counted_by_key(own_rules: Any) -> None:
    report = judged(own_rules(three=THREE, one={"require": {Z: 4}}), Suppressions())
    assert counted(report.findings) == {("three", "v.yaml", Z): 3, ("one", "v.yaml", Z): 1}
