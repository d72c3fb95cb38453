"""Findings without secrets, and with all that helps: the place, the key, and what is wrong."""

import pytest

from pachlint.layering.flags import Flag
from pachlint.lint import Job, check
from pachlint.reading.document import Document, read
from pachlint.report.look import Look
from pachlint.report.text import render
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.versions import newest

NEWEST = str(newest())


def document(text: str, name: str = "v.yaml") -> Document:
    """A values file."""
    return read(Source(name, text))


def report(*documents: Document, flags: tuple[Flag, ...] = ()) -> Report:
    """Each file a release of its own, with the same flags."""
    return check([Job(one.source.name, (one,), flags) for one in documents], shipped())


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (
            "pachd:\n  enabled: true\n  rootToken S3cretMark\n",
            ["v.yaml:3:3", "This line is neither a key with a value nor a list item.", "3 |   rootToken ***"],
        ),
        (
            "pachd:\n  rootToken: S3cretMark\nS3cretMark\n",
            ["v.yaml:3:1", "This line is neither a key with a value nor a list item.", "3 | ***"],
        ),
        (
            "pachd:\n  rootToken:S3cretMark\n  enabled: true\n",
            ["v.yaml:2:12", "A space is missing after the colon of rootToken.", "2 |   rootToken:***"],
        ),
        (
            "pachd:\n  rootToken S3cretMark\n",
            [
                "v.yaml:2:3  pachd",
                f"pachd must be a mapping in chart {NEWEST}, but is *** (string)",
                "2 |   rootToken ***",
            ],
        ),
        (
            "pachd:\n  env:\n  - name: LICENCE\n    value: S3cretMark\n  x: a: b\n",
            ["v.yaml:5:7", "The value contains a colon followed by a space", "5 |   x: a: ***"],
        ),
        (
            'pachd:\n  rootToken: "S3cretMark\n  enabled: true\n',
            ["v.yaml:2:14", "This quote is never closed.", "2 |   rootToken: ***"],
        ),
        (
            "pachd: {oauthClientSecret: {value: S3cretMark}}\n",
            [
                f"pachd.oauthClientSecret must be a string in chart {NEWEST}, but is *** (mapping)",
                "1 | pachd: {oauthClientSecret: {value: ***}}",
            ],
        ),
    ],
)
def test_place_key_and_fault_are_reported(text: str, reported: list[str]) -> None:
    shown = render(report(document(text)), Look(verbose=True))
    assert [words for words in reported if words not in shown] == []
    assert "S3cretMark" not in shown


def test_secret_of_one_file_is_masked_in_another() -> None:
    one = document("pachd: {rootToken: S3cretMark}\n", "one.yaml")
    other = document("deployTarget: S3cretMark\nproxy: {enabled: 'yes'} # S3cretMark\n", "other.yaml")
    found = report(one, other)
    assert any("***" in finding.message for finding in found.findings if finding.place.file == "other.yaml")
    assert "S3cretMark" not in render(found, Look())
    assert "S3cretMark" in render(report(other), Look())


def test_what_a_broken_file_holds_is_shown_in_another_unless_it_could_be_a_secret() -> None:
    broken = document("proxy: {host: pach.example.io, x: S3cretMark\n", "broken.yaml")
    other = document("proxy: {enabled: 5, host: pach.example.io} # S3cretMark\n", "other.yaml")
    shown = render(report(broken, other), Look(verbose=True))
    assert "1 | proxy: {enabled: 5, host: pach.example.io} # ***" in shown
    assert "1 | proxy: {host: ***, x: ***" in shown


def test_secret_of_a_flag_is_masked_in_files() -> None:
    flags = (Flag("set", "pachd.rootToken=S3cretMark"),)
    shown = render(report(document("deployTarget: S3cretMark\n"), flags=flags), Look())
    assert "deployTarget *** is not a target of the chart" in shown
    assert "S3cretMark" not in shown


def test_fix_that_would_write_a_secret_is_none() -> None:
    text = "pachd: {rootToken: S3cretMark, clusterDeploymentID: 5}\n"
    fixes = [one.fix for one in report(document(text)).findings if one.rule == "wrong-type"]
    assert [fix is not None for fix in fixes] == [True]
    same = text.replace("S3cretMark", "5551234567").replace(" 5}", " 5551234567}")
    assert [
        one.fix for one in report(document(same)).findings if one.path == "pachd.clusterDeploymentID"
    ] == [None]
