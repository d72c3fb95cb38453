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


UNTIL = "2099-01-01"
DATED = f"    # pachlint: ignore[x] until {UNTIL} why\n"


@pytest.mark.parametrize(
    ("before", "reason", "until", "after"),
    [
        ("", "", UNTIL, f"    # pachlint: ignore[one] until {UNTIL}\n"),
        ("", "why", UNTIL, f"    # pachlint: ignore[one] until {UNTIL} why\n"),
        (DATED, "", UNTIL, DATED.replace("x", "x, one")),
        # a comment that holds for another time is about other rules
        (DATED, "", "", f"{DATED}    # pachlint: ignore[one]\n"),
        (DATED, "", "2098-01-01", f"{DATED}    # pachlint: ignore[one] until 2098-01-01\n"),
    ],
)
def test_the_last_day_is_written(before: str, reason: str, until: str, after: str, own_rules: Any) -> None:
    document = read(Source("v.yaml", f"{HEAD}{before}    a: 1\n"))
    findings = check([Job("r", (document,))], own(own_rules)).findings
    new = with_ignores(findings, {"v.yaml": document}, reason, until)
    assert new.texts["v.yaml"] == f"{HEAD}{after}    a: 1\n"


def test_line_ends_and_marks_of_the_file_are_kept(own_rules: Any) -> None:
    text = "\ufeffpachd:\r\n  affinity: {a: 1}\r\ndeployTarget: LOCAL\r\n"
    document = read(Source("v.yaml", text))
    new = with_ignores(check([Job("r", (document,))], own(own_rules)).findings, {"v.yaml": document})
    assert new.texts["v.yaml"] == text.replace("  aff", "  # pachlint: ignore[one]\r\n  aff")
    text = "\ufeffpachd: {affinity: {a: 1}}\ndeployTarget: LOCAL\n"
    document = read(Source("v.yaml", text))
    new = with_ignores(check([Job("r", (document,))], own(own_rules)).findings, {"v.yaml": document})
    assert new.texts["v.yaml"] == "\ufeff# pachlint: ignore[one]\n" + text.removeprefix("\ufeff")
    text = "\ufeff  pachd: {affinity: {a: 1}}\n  deployTarget: LOCAL\n"
    document = read(Source("v.yaml", text))
    new = with_ignores(check([Job("r", (document,))], own(own_rules)).findings, {"v.yaml": document})
    assert new.texts["v.yaml"] == text.replace("  pachd", "  # pachlint: ignore[one]\n  pachd")


def test_a_comment_at_the_margin_is_added_to(own_rules: Any) -> None:
    text = "# pachlint: ignore[x] why\npachd: {affinity: {a: 1}}\ndeployTarget: LOCAL\n"
    document = read(Source("v.yaml", text))
    new = with_ignores(check([Job("r", (document,))], own(own_rules)).findings, {"v.yaml": document})
    assert new.texts["v.yaml"] == text.replace("x", "x, one", 1)


def test_what_no_key_covers_is_ignored_for_the_file(own_rules: Any) -> None:
    book = own_rules(none={"require": {"pachd.affinity.x": 1}})
    for text, after in (
        ("{}\n", "# pachlint: ignore-file[none]\n{}\n"),
        ("\ufeff{}\n", "\ufeff# pachlint: ignore-file[none]\n{}\n"),
        ("  {}\n", "# pachlint: ignore-file[none]\n  {}\n"),
        ("{}\n# pachlint: ignore-file[x] why\n", "{}\n# pachlint: ignore-file[x, none] why\n"),
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


def test_what_holds_no_comment_keeps_all_its_findings_and_stops_nothing(own_rules: Any) -> None:
    files = (
        read(Source("a.yaml", "deployTarget: LOCAL\npachd: {affinity: {a: 1}} # pachlint: ignore\n")),
        read(Source("b.yaml", "pachd: {affinity: {b: 1}}\n")),
    )
    book = (
        own(own_rules).with_more(shipped().select(["malformed-ignore"])).select(["one", "malformed-ignore"])
    )
    findings = check([Job("r", files)], book).findings
    assert [one.rule for one in findings] == ["one", "malformed-ignore", "one"]
    documents = {file.source.name: file for file in files}
    new = with_ignores(findings, documents, held=lambda texts: texts.keys() - {"a.yaml"})
    assert new.texts == {"b.yaml": "# pachlint: ignore[one]\npachd: {affinity: {b: 1}}\n"}
    assert sorted(new.left, key=findings.index) == list(findings[:2])


def test_nothing_is_written_into_what_is_encrypted(own_rules: Any) -> None:
    document = read(Source("v.yaml", f"{HEAD}    a: 1\n"))
    findings = check([Job("r", (document,))], own(own_rules)).findings
    assert with_ignores(findings, {"v.yaml": document._replace(sealed="SOPS")}) == ({}, findings)
