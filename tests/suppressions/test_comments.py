"""Comments that set findings aside, from the text to the report: kinds, names, reasons, what they cover, and their removal."""

from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.results import Report
from pachlint.rulebook import Rulebook, shipped
from pachlint.source import Source
from pachlint.suppressions.comment_findings import is_about_comments
from pachlint.suppressions.comment_problems import comment_problems
from pachlint.suppressions.ignores import ignores_of
from pachlint.suppressions.suppress import Required, Suppressions
from pachlint.target import Overrides, Resolved
from pachlint.versions import parse


def own(own_rules: Any) -> Rulebook:
    """Two rules of one's own, each about every value that is not "never", and those about comments."""
    rule = {
        "each": {"in": "**", "as": "p", "where": {"p.@path": {"starts_with": "pachd.affinity"}}},
        "require": {"p": "never"},
    }
    comments = shipped().select(["unused-ignore", "unknown-ignore", "malformed-ignore", "unreasoned-ignore"])
    book: Rulebook = own_rules(mine=rule, other={**rule, "message": "other"})
    return comments.with_more(book)


def shown(report: Report) -> list[str]:
    """Findings as rule and path, or line."""
    return [
        f"{one.rule} {one.path.removeprefix('pachd.affinity.') or one.place.line}" for one in report.findings
    ]


# The lines below pachd.affinity, and the findings of "mine" and of comments that are left.
LEFT = [
    ("a: 1", ["mine a"]),
    ("a: 1 # pachlint: ignore[mine]", []),
    ("a: 1 # pachlint: ignore[mine] because", []),
    ("a: 1 # pachlint: ignore[ mine ]", []),
    ("a: 1 # pachlint: ignore [mine]", []),
    ("a: 1 # pachlint :  ignore[mine]", []),
    ("a: 1 ## pachlint: ignore[mine]", []),
    ("a: 1 # PachLint: Ignore[mine]", []),
    ("a: 1 # pachlint: ignore[mine,mine]", []),
    ("a: 1 # pachlint: ignore[Mine]", ["mine a", "unknown-ignore 4"]),
    ("a: 1 # pachlint: ignored[mine]", ["mine a"]),
    ("a: 1 # pachlint: ignore-line[mine]", ["mine a", "malformed-ignore 4"]),
    ("a: 1 # pachlint: ignore[]", ["mine a", "malformed-ignore 4"]),
    ("a: 1 # pachlint: ignore[ , ]", ["mine a", "malformed-ignore 4"]),
    ("a: 1 # pachlint: ignore[mine", ["mine a", "malformed-ignore 4"]),
    ("a: 1 # pachlint ignore[mine]", ["mine a"]),
    ("a: 1 # other: ignore[mine]", ["mine a"]),
    ("a: '# pachlint: ignore[mine]'", ["mine a"]),
    # the block right below, through comments, and not through a blank line
    ("# pachlint: ignore[mine]\na: 1\nb: 1", ["mine b"]),
    ("# pachlint: ignore[mine]\n# more\na: 1\nb: 1", ["mine b"]),
    ("# pachlint: ignore[mine]\n# more\n# and more\na: 1\nb: 1", ["mine b"]),
    ("# pachlint: ignore[mine]\n\na: 1", ["unused-ignore 4", "mine a"]),
    ("# pachlint: ignore[mine]\n# more\n\na: 1", ["unused-ignore 4", "mine a"]),
    ("a: 1\n# pachlint: ignore[mine]", ["mine a", "unused-ignore 5"]),
    # a block, a list, an item
    ("a: # pachlint: ignore[mine]\n  b: 1\n  c: [2, 3]\nd: 1", ["mine d"]),
    ("a:\n  b: 1\n  # pachlint: ignore[mine]\n  c: [2, 3]\nd: 1", ["mine a.b", "mine d"]),
    ("a: # pachlint: ignore[mine]\n- 1\n- 2\nd: 1", ["mine d"]),
    ("a:\n- 1 # pachlint: ignore[mine]\n- 2", ["mine a[1]"]),
    ("a:\n# pachlint: ignore[mine]\n- b: 1\n  c: 1\n- 2", ["mine a[1]"]),
    ("a:\n- b: 1 # pachlint: ignore[mine]\n  c: 1\n- 2", ["mine a[1]"]),
    ("a:\n- b: 1\n  c: 1 # pachlint: ignore[mine]\n- 2", ["mine a[0].b", "mine a[1]"]),
    ("# pachlint: ignore[mine]\na:\n  b: 1 # pachlint: ignore[mine]", []),
    ("a: [1\n  # pachlint: ignore[mine]\n  ]", ["mine a[0]", "unused-ignore 5"]),
    ("a: [1,\n  2, # pachlint: ignore[mine]\n  3]", ["mine a[0]", "mine a[2]"]),
    ("a: [1,\n  2,\n  3] # pachlint: ignore[mine]", ["mine a[0]", "mine a[1]"]),
    ("a: {b: 1, c: 2} # pachlint: ignore[mine]\nd: 1", ["mine d"]),
    ("a: {b: 1,\n  c: 2\n  } # pachlint: ignore[mine]\nd: 1", ["mine d"]),
    ("a: {\n  b: 1, c: 2 # pachlint: ignore[mine]\n  }\nd: 1", ["mine d"]),
    ("? a # pachlint: ignore[mine]\n: 1\nb: 1", ["mine b"]),
    ("a: | # pachlint: ignore[mine]\n  text\nb: 1", ["mine b"]),
    ("a: |\n  text # pachlint: ignore[mine]\nb: 1", ["mine a", "mine b"]),
    ("a: >-\n  x\n# pachlint: ignore[mine]\nb: 1", ["mine a"]),
    ("a: 'x\n  y' # pachlint: ignore[mine]\nb: 1", ["mine b"]),
    # anchors and merges
    ("a: &x {b: 1}\nc: *x # pachlint: ignore[mine]", ["mine a.b"]),
    ("a: &x {b: 1} # pachlint: ignore[mine]\nc: 1", ["mine c"]),
    # two rules, two comments
    ("a: 1 # pachlint: ignore[mine,unused]", ["unknown-ignore 4"]),
    ("a: 1 # pachlint: ignore[other, mine]", []),
    ("a: 1 # x # pachlint: ignore[mine] y", []),
    ("a: never # pachlint: ignore[mine]", ["unused-ignore 4"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "left"), LEFT)
def test_left(lines: str, left: list[str], own_rules: Any) -> None:
    indented = "".join(f"    {line}\n" if line else "\n" for line in lines.split("\n"))
    text = f"deployTarget: LOCAL\npachd:\n  affinity:\n{indented}"
    book = own(own_rules)
    report = check([Job("r", (read(Source("v.yaml", text)),))], book)
    assert [one for one in shown(report) if not one.startswith("other ")] == left
    # the same comments say nothing of the other rule, unless they name it
    others = [one for one in shown(report) if one.startswith("other ")]
    count = len(
        check(
            [Job("r", (read(Source("v.yaml", text.replace("pachlint", "x"))),))], book.select(["other"])
        ).findings
    )
    assert len(others) == (count if "other" not in lines or "# other" in lines else 0)


WHOLE = [
    ("# pachlint: ignore-file[mine]\n%s", []),
    ("%s# pachlint: ignore-file[mine] why\n", []),
    ("# pachlint: IGNORE-FILE[mine]\n%s", []),
    ("# pachlint: ignore[mine]\n%s", ["mine a", "mine b"]),
    ("%s# pachlint: ignore[mine]\n", ["mine a", "mine b"]),
]


@pytest.mark.parametrize(("frame", "left"), WHOLE)
def test_whole_file(frame: str, left: list[str], own_rules: Any) -> None:
    text = frame % "deployTarget: LOCAL\npachd: {affinity: {a: 1, b: {c: never}}}\nconsole: {affinity: 1}\n"
    text = text.replace("{c: never}", "1")
    report = check([Job("r", (read(Source("v.yaml", text)),))], own(own_rules).select(["mine"]))
    assert shown(report) == left


def test_a_comment_for_a_whole_file_is_for_no_other_file(own_rules: Any) -> None:
    files = (
        read(
            Source(
                "a.yaml", "# pachlint: ignore-file[mine]\ndeployTarget: LOCAL\npachd: {affinity: {a: 1}}\n"
            )
        ),
        read(Source("b.yaml", "pachd: {affinity: {b: 1}}\n")),
    )
    assert shown(check([Job("r", files)], own(own_rules).select(["mine"]))) == ["mine b"]


REASONS = [
    ("# pachlint: ignore[mine] why", "why"),
    ("# pachlint: ignore[mine] - why", "why"),
    ("# pachlint: ignore[mine]: why", "why"),
    ("# pachlint: ignore[mine] -- a: b -", "a: b -"),
    ("# pachlint: ignore[mine] why # other", "why"),
    ("# pachlint: ignore[mine] issue#5", "issue#5"),
    ("# pachlint: ignore[mine]", ""),
    ("# pachlint: ignore[mine] # why", ""),
    ("# pachlint: ignore[mine] -", ""),
    ("# why # pachlint: ignore[mine]", ""),
]


@pytest.mark.parametrize(("comment", "reason"), REASONS)
def test_reason(comment: str, reason: str, own_rules: Any) -> None:
    text = f"deployTarget: LOCAL\npachd:\n  affinity:\n    a: 1 {comment}\n"
    for required in (False, True):
        report = check(
            [Job("r", (read(Source("v.yaml", text)),))],
            own(own_rules).select(["mine", "unreasoned-ignore"]),
            Suppressions(required=Required(reason=required)),
        )
        assert [one.ignored for one in report.ignored] == [("comment", reason, "")]
        assert shown(report) == (["unreasoned-ignore 4"] if required and not reason else [])


def problems(text: str, *, used: Any = (), required: bool = False) -> list[tuple[str, str, str, str]]:
    """Code, text that is marked, message and what is left after the removal."""
    document = read(Source("v.yaml", text))
    found = comment_problems(
        document, {"mine", "other"}, {"mine", "other"}, used, required=Required(reason=required)
    )
    return [
        (
            one.code,
            text[one.span.start : one.span.end],
            one.message,
            text[: one.removal.start] + text[one.removal.end :] if one.removal else "",
        )
        for one in found
    ]


REMOVED = [
    ("a: 1 # pachlint: ignore[mine] why\nb: 1\n", "a: 1\nb: 1\n"),
    ("a: 1   # pachlint: ignore[mine]\n", "a: 1\n"),
    ("a: 1\t# pachlint: ignore[mine]\n", "a: 1\n"),
    ("a: 1 # pachlint: ignore[mine]", "a: 1"),
    ("# pachlint: ignore[mine] why\na: 1\n", "a: 1\n"),
    ("b:\n  # pachlint: ignore[mine] why\n  a: 1\n", "b:\n  a: 1\n"),
    ("a: 1\n# pachlint: ignore[mine]", "a: 1\n"),
    ("\ufeff# pachlint: ignore[mine]\na: 1\n", "\ufeffa: 1\n"),
    ("# pachlint: ignore[mine]\r\na: 1\r\n", "a: 1\r\n"),
    ("a: 1 # old # pachlint: ignore[mine] why\n", "a: 1 # old\n"),
    ("a: 1 # pachlint: ignore[mine] why # old\n", "a: 1 # old\n"),
    ("# pachlint: ignore[mine] why # old\na: 1\n", "# old\na: 1\n"),
    ("# pachlint: ignore-file[mine]\n\na: 1\n", "\na: 1\n"),
]


@pytest.mark.parametrize(("text", "left"), REMOVED)
def test_what_is_taken_away_with_a_comment_that_ignores_nothing(text: str, left: str) -> None:
    (found,) = problems(text)
    assert (found[0], found[1], found[3]) == ("unused-ignore", "mine", left)


def test_each_name_is_taken_away_with_its_comma() -> None:
    text = "a: 1 # pachlint: ignore[mine, other,mine] why\n"
    assert [(mark, left) for _, mark, _, left in problems(text)] == [
        ("mine", "a: 1 # pachlint: ignore[other,mine] why\n"),
        ("other", "a: 1 # pachlint: ignore[mine, mine] why\n"),
        ("mine", "a: 1 # pachlint: ignore[mine, other] why\n"),
    ]


def test_what_is_reported_of_comments() -> None:
    unused = "mine has no finding here, so the comment ignores nothing"
    unbound = "There is no key on this line or right below it, so the comment for mine ignores nothing"
    rows = {
        "a: 1 # pachlint: ignore[mine]\n": [("unused-ignore", "mine", unused)],
        "# pachlint: ignore[mine]\n\na: 1\n": [("unused-ignore", "mine", unbound)],
        "# pachlint: ignore-file[mine]\n\na: 1\n": [("unused-ignore", "mine", unused)],
        "a: 1 # pachlint: ignore[mien]\n": [
            ("unknown-ignore", "mien", "There is no rule mien; did you mean 'mine'?")
        ],
        "a: 1 # pachlint: ignore[zzzz]\n": [("unknown-ignore", "zzzz", "There is no rule zzzz")],
        "a: 1 # x # pachlint: ignore mine\n": [
            (
                "malformed-ignore",
                "# pachlint: ignore mine",
                "This comment names no rule, so it ignores nothing",
            )
        ],
    }
    assert {text: [one[:3] for one in problems(text)] for text in rows} == rows


def test_used_names_and_rules_that_did_not_judge_are_no_problem() -> None:
    text = "a: 1 # pachlint: ignore[mine]\nb: 1 # pachlint: ignore[mine] why\n"
    document = read(Source("v.yaml", text))
    spans = [ignore.names[0].span for ignore in ignores_of(document)]
    used = {("v.yaml", spans[0])}
    assert len(problems(text, used=used)) == 1
    assert len(problems(text, used={("w.yaml", spans[0])})) == 2
    assert comment_problems(document, {"mine"}, set(), set()) == []
    found = problems(text, used={("v.yaml", span) for span in spans}, required=True)
    assert [one[:3] for one in found] == [
        (
            "unreasoned-ignore",
            "# pachlint: ignore[mine]",
            "This comment gives no reason, which the config requires",
        )
    ]


def test_hints_say_what_to_do() -> None:
    text = "a: 1 # pachlint: ignore-file\nb: 1 # pachlint: ignore[zzzz, mine]\n"
    document = read(Source("v.yaml", text))
    found = comment_problems(document, {"mine"}, {"mine"}, set(), required=Required(reason=True))
    assert [one.hint for one in found] == [
        "Write # pachlint: ignore-file[rule-id] and the reason.",
        "pachlint rules lists all rules.",
        "Remove it.",
        "Write the reason after the brackets.",
    ]
    assert all(not one.rejected for one in found)


def test_the_first_of_several_comments_gives_the_reason(own_rules: Any) -> None:
    text = "deployTarget: LOCAL\npachd:\n  affinity: # pachlint: ignore[mine] outer\n    a: 1 # pachlint: ignore[mine] inner\n"
    report = check(
        [Job("r", (read(Source("v.yaml", text)),))], own(own_rules).select(["mine", "unused-ignore"])
    )
    assert (report.findings, [one.ignored for one in report.ignored]) == ((), [("comment", "outer", "")])


def test_a_comment_above_a_blank_line_is_not_bound_to_the_first_line(own_rules: Any) -> None:
    text = "pachd: {affinity: {a: 1}}\n# pachlint: ignore[mine]\n\ndeployTarget: LOCAL\n"
    assert shown(check([Job("r", (read(Source("v.yaml", text)),))], own(own_rules).select(["mine"]))) == [
        "mine a"
    ]
    text = "pachd: {affinity: {a: 1}}\ndeployTarget: LOCAL\n# pachlint: ignore[mine]\n"
    assert shown(check([Job("r", (read(Source("v.yaml", text)),))], own(own_rules).select(["mine"]))) == [
        "mine a"
    ]


def test_what_names_no_rule_lacks_no_reason() -> None:
    assert [one[0] for one in problems("a: 1 # pachlint: ignore[]\n", required=True)] == ["malformed-ignore"]
    assert [one[0] for one in problems("a: 1 # pachlint: ignore\n", required=True)] == ["malformed-ignore"]


def test_twenty_unknown_names_are_compared_with_the_known_ones() -> None:
    found = problems(
        "a: 1 # pachlint: ignore[" + ",".join(f"mine{chr(97 + number)}" for number in range(25)) + "]\n"
    )
    assert [("did you mean" in message) for _, _, message, _ in found] == [True] * 20 + [False] * 5


def test_comments_are_judged_beside_keys_of_other_versions() -> None:
    text = (
        "deployTarget: LOCAL\npachd: # pachlint: ignore[unused-ignore] once\n  a: 1\n# pachlint: provider=no\n"
        "loki-stack: {enabled: false}\n"
    )
    target = Overrides(chart_version=Resolved(parse("2.0.0"), "flag"))
    report = check(
        [Job("r", (read(Source("v.yaml", text)),), overrides=target)],
        shipped().select(["unused-ignore", "comment-setting", "other-version-key"]),
    )
    assert shown(report) == ["unused-ignore 2", "comment-setting 4", "other-version-key loki-stack"]


def told(report: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is found of comments: the rule, the file, and the releases."""
    return [
        (one.rule, one.place.file, one.releases) for one in report.findings if one.rule == "unknown-ignore"
    ]


def test_comments_of_a_file_of_several_releases_are_judged_once() -> None:
    shared = read(Source("v.yaml", "deployTarget: LOCAL # pachlint: ignore[no-such-rule]\n"))
    report = check([Job("a", (shared,)), Job("b", (shared,))], shipped().select(["ignores"]))
    assert told(report) == [("unknown-ignore", "v.yaml", ("a",))]


def test_beside_a_file_of_several_releases_the_comments_of_others_are_judged() -> None:
    shared = read(Source("v.yaml", "deployTarget: LOCAL # pachlint: ignore[no-such-rule]\n"))
    own = read(Source("w.yaml", "pachd: {} # pachlint: ignore[no-such-rule]\n"))
    report = check([Job("a", (shared,)), Job("b", (shared, own))], shipped().select(["ignores"]))
    assert told(report) == [("unknown-ignore", "v.yaml", ("a",)), ("unknown-ignore", "w.yaml", ("b",))]


def test_comments_of_a_file_that_cannot_be_read_are_not_judged() -> None:
    broken = read(Source("v.yaml", "# pachlint: ignore[no-such-rule]\ndeployTarget: LOCAL: x\n"))
    assert told(check([Job("a", (broken,))], shipped())) == []


def test_rules_about_comments() -> None:
    about = {rule.id for rule in shipped().rules if is_about_comments(rule)}
    assert about == {rule.id for rule in shipped().rules if rule.topic == "ignores"}
    assert about


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # the first line of the file
        ("\ufeff# pachlint: ignore[mine]\npachd: {affinity: {a: 1}}\n", []),
        # nothing stands below
        ("pachd: {affinity: {a: 1}}\n# pachlint: ignore[mine]", ["mine a", "unused-ignore 2"]),
        # at the end of the first key
        ("pachd: {affinity: {a: 1}\n  } # pachlint: ignore[mine]\n", []),
        # at the end of the document, behind all keys
        ("pachd: {affinity: {a: 1}}\n... # pachlint: ignore[mine]\n", ["mine a", "unused-ignore 2"]),
    ],
)
def test_left_at_the_edges(text: str, left: list[str], own_rules: Any) -> None:
    report = check([Job("r", (read(Source("v.yaml", text)),))], own(own_rules))
    assert [one for one in shown(report) if not one.startswith("other ")] == left


@pytest.mark.parametrize(
    ("comment", "hint"),
    [
        ("ignore[hosts] until 2027-02-30", "Write the day as in: until 2027-03-01."),
        ("ignore[hosts]", "Write the day as in: until 2027-03-01."),
        ("ignore[]", "Write # pachlint: ignore[rule-id] and the reason."),
        ("ignore[no-such-rule] until 2027-03-01", "pachlint rules lists all rules."),
    ],
)
def test_helm_rejects_nothing_for_a_comment(comment: str, hint: str) -> None:
    document = read(Source("v.yaml", f"deployTarget: LOCAL # pachlint: {comment}\n"))
    (found,) = comment_problems(document, ["hosts"], [], [], Required(expiry=True))
    assert (found.rejected, found.hint) == (False, hint)


@pytest.mark.parametrize(
    ("today", "judged", "codes", "hint", "replacement"),
    [
        (["new"], [], ["renamed-ignore"], "Write new.", "new"),
        (["new", "other"], ["new"], ["renamed-ignore"], "Write the one that is meant here.", ""),
        # all that it is now have judged the file and found nothing
        (["new"], ["new"], ["renamed-ignore", "unused-ignore"], "Write new.", "new"),
    ],
)
def test_what_is_said_of_a_former_name(
    today: list[str], judged: list[str], codes: list[str], hint: str, replacement: str
) -> None:
    document = read(Source("v.yaml", "deployTarget: LOCAL # pachlint: ignore[old]\n"))
    found = comment_problems(document, ["new", "other"], judged, [], aliases={"old": today})
    assert [one.code for one in found] == codes
    assert not any(one.rejected for one in found)
    said = (f"The rule old is now {' and '.join(today)}", hint, replacement)
    assert (found[0].message, found[0].hint, found[0].replacement) == said


def test_comment_with_too_many_names_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pachlint.reading.directives.MAX_NAMES", 2)
    document = read(Source("v.yaml", "deployTarget: LOCAL # pachlint: ignore[a, b, c]\n"))
    found = comment_problems(document, ["a", "b", "c"], [], [])[0]
    assert (found.rejected, found.hint) == (False, "Ignore the rules in the whole file, or in the config.")
    assert found.message.startswith("The comments of this file name more than ")
