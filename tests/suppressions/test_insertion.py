"""The comments that are written for what stands today: where, with which words, and for what none can be written."""

from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, shipped
from pachlint.source import Source
from pachlint.suppressions.insertion import with_ignores


def own(own_rules: Any) -> Rulebook:
    """A rule about every value 1 or 2 below pachd.affinity, one about every 2, and one about what is missing."""
    where = {"p.@path": {"starts_with": "pachd.affinity"}}
    book: Rulebook = own_rules(
        one={"each": {"in": "**", "as": "p", "where": where}, "require": {"p": {"not_in": [1, 2]}}},
        two={"each": {"in": "**", "as": "p", "where": where}, "require": {"p": {"not_equals": 2}}},
    )
    return book


HEAD = "deployTarget: LOCAL\npachd:\n  affinity:\n"
# The lines below pachd.affinity before and after, with a reason or without.
WRITTEN = [
    ("    a: 1\n", "    # pachlint: ignore[one]\n    a: 1\n"),
    ("    a: 2\n", "    # pachlint: ignore[one, two]\n    a: 2\n"),
    ("    a: 1\n    b: 1\n", "    # pachlint: ignore[one]\n    a: 1\n    # pachlint: ignore[one]\n    b: 1\n"),
    ("    a: {b: 1, c: 1}\n", "    # pachlint: ignore[one]\n    a: {b: 1, c: 1}\n"),
    ("    a: {b: 3,\n      c: 1}\n", "    a: {b: 3,\n      # pachlint: ignore[one]\n      c: 1}\n"),
    ("    a:\n    - 1\n    - 3\n", "    a:\n    # pachlint: ignore[one]\n    - 1\n    - 3\n"),
    ("    a:\n    - b: 1\n", "    a:\n    # pachlint: ignore[one]\n    - b: 1\n"),
    ("    a:\n    - - 1\n", "    a:\n    # pachlint: ignore[one]\n    - - 1\n"),
    ("    a: [3,\n      1]\n", "    a: [3,\n      # pachlint: ignore[one]\n      1]\n"),
    ("    ? a\n    : 1\n", "    # pachlint: ignore[one]\n    ? a\n    : 1\n"),
    ("    a: 1", "    # pachlint: ignore[one]\n    a: 1"),
    # comments that stand there
    ("    # pachlint: ignore[x] why\n    a: 1\n", "    # pachlint: ignore[x, one] why\n    a: 1\n"),
    ("    a: 1 # pachlint: ignore[x] why\n", "    a: 1 # pachlint: ignore[x, one] why\n"),
    ("    a: 1 # pachlint: ignore[x] why\n    b: 1\n", "    a: 1 # pachlint: ignore[x, one] why\n    # pachlint: ignore[one]\n    b: 1\n"),
    ("    # pachlint: ignore[one]\n    a: 2\n", "    # pachlint: ignore[one, two]\n    a: 2\n"),
    ("    # pachlint: ignore[x, y] why\n    a: 2\n", "    # pachlint: ignore[x, y, one, two] why\n    a: 2\n"),
    ("    # other\n    a: 1\n", "    # other\n    # pachlint: ignore[one]\n    a: 1\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), WRITTEN)
def test_written(before: str, after: str, own_rules: Any) -> None:
    book = own(own_rules)
    document = read(Source("v.yaml", HEAD + before))
    found = check([Job("r", (document,))], book)
    new = with_ignores(found.findings, {"v.yaml": document})
    assert new.left == ()
    assert new.texts["v.yaml"].removeprefix(HEAD) == after
    again = check([Job("r", (read(Source("v.yaml", new.texts["v.yaml"])),))], book)
    assert again.findings == ()


def test_the_reason_is_written_and_a_comment_without_one_stays(own_rules: Any) -> None:
    for before, after in (
        ("    a: 1\n", "    # pachlint: ignore[one] a trial\n    a: 1\n"),
        ("    # pachlint: ignore[x] why\n    a: 1\n", "    # pachlint: ignore[x, one] why\n    a: 1\n"),
        ("    # pachlint: ignore[x]\n    a: 1\n", "    # pachlint: ignore[x]\n    # pachlint: ignore[one] a trial\n    a: 1\n"),
    ):  # fmt: skip
        document = read(Source("v.yaml", HEAD + before))
        new = with_ignores(
            check([Job("r", (document,))], own(own_rules)).findings, {"v.yaml": document}, "a trial"
        )
        assert new.texts["v.yaml"].removeprefix(HEAD) == after


def test_line_ends_and_marks_of_the_file_are_kept(own_rules: Any) -> None:
    text = "\ufeffpachd:\r\n  affinity: {a: 1}\r\ndeployTarget: LOCAL\r\n"
    document = read(Source("v.yaml", text))
    new = with_ignores(check([Job("r", (document,))], own(own_rules)).findings, {"v.yaml": document})
    assert new.texts["v.yaml"] == text.replace("  aff", "  # pachlint: ignore[one]\r\n  aff")
    text = "\ufeffpachd: {affinity: {a: 1}}\ndeployTarget: LOCAL\n"
    document = read(Source("v.yaml", text))
    new = with_ignores(check([Job("r", (document,))], own(own_rules)).findings, {"v.yaml": document})
    assert new.texts["v.yaml"] == "\ufeff# pachlint: ignore[one]\n" + text.removeprefix("\ufeff")


def test_what_no_key_covers_is_ignored_for_the_file(own_rules: Any) -> None:
    book = own_rules(none={"require": {"pachd.affinity.x": 1}})
    for text, after in (
        ("{}\n", "# pachlint: ignore-file[none]\n{}\n"),
        ("\ufeff{}\n", "\ufeff# pachlint: ignore-file[none]\n{}\n"),
        ("", "# pachlint: ignore-file[none]\n"),
        ("{deployTarget: LOCAL}\n", "# pachlint: ignore[none]\n{deployTarget: LOCAL}\n"),
        ("--- {deployTarget: LOCAL}\n", "# pachlint: ignore-file[none]\n--- {deployTarget: LOCAL}\n"),
    ):
        document = read(Source("v.yaml", text))
        found = check([Job("r", (document,), part="")], book)
        assert len(found.findings) == 1
        new = with_ignores(found.findings, {"v.yaml": document})
        assert (new.texts, new.left) == ({"v.yaml": after}, ())
        assert check([Job("r", (read(Source("v.yaml", after)),), part="")], book).findings == ()


def test_no_comment_is_written_into_json_flags_and_unreadable_files(own_rules: Any) -> None:
    document = read(Source("v.JSON", '{"deployTarget": "LOCAL", "pachd": {"affinity": {"a": 1}}}\n'))
    findings = check([Job("r", (document,))], own(own_rules)).findings
    new = with_ignores(findings, {"v.JSON": document})
    assert (new.texts, new.left) == ({}, findings)
    assert with_ignores(findings, {}).left == findings
    broken = read(Source("v.yaml", "a: [\n"))
    reported = check([Job("r", (broken,))], shipped().select(["yaml"])).findings
    assert reported
    assert with_ignores(reported, {"v.yaml": broken}) == ({}, reported)


def test_findings_about_comments_stay(own_rules: Any) -> None:
    document = read(Source("v.yaml", f"{HEAD}    a: 1 # pachlint: ignore\n"))
    book = (
        own(own_rules).with_more(shipped().select(["malformed-ignore"])).select(["one", "malformed-ignore"])
    )
    new = with_ignores(check([Job("r", (document,))], book).findings, {"v.yaml": document})
    assert [one.rule for one in new.left] == ["malformed-ignore"]
    assert new.texts == {"v.yaml": f"{HEAD}    # pachlint: ignore[one]\n    a: 1 # pachlint: ignore\n"}


def test_what_takes_no_comment_stops_nothing(own_rules: Any) -> None:
    files = (
        read(Source("a.json", '{"deployTarget": "LOCAL", "pachd": {"affinity": {"a": 1}}}\n')),
        read(Source("b.yaml", "pachd: {affinity: {b: 1}}\n")),
    )
    findings = check([Job("r", files)], own(own_rules)).findings
    new = with_ignores(findings, {file.source.name: file for file in files})
    assert new.left == findings[:1]
    assert new.texts == {"b.yaml": "# pachlint: ignore[one]\npachd: {affinity: {b: 1}}\n"}
