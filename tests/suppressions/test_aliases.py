"""Former ids of rules: what chooses, ignores or knows findings by them goes on to do so."""

from collections import Counter
from typing import Any

import pytest

from pachlint.finding import Severity
from pachlint.lint import Job, check
from pachlint.policy.rule import RuleErrors
from pachlint.reading.document import read
from pachlint.results import Report
from pachlint.rulebook import Rulebook, SelectionError, shipped
from pachlint.source import Source
from pachlint.suppressions.suppress import Suppressions

ABOUT_ALL = {"each": {"in": "pachd.affinity.*", "as": "p"}, "require": {"p": "never"}}
TEXT = "deployTarget: LOCAL\npachd:\n  affinity:\n    a: 1\n    b: 2\n"


@pytest.fixture
def book(own_rules: Any) -> Rulebook:
    """One rule that has been several."""
    found: Rulebook = own_rules(mine={**ABOUT_ALL, "aliases": {"for-a": ["*.a"], "for-b": ["*.b", "*.c"]}})
    return found


@pytest.fixture
def renamed(own_rules: Any) -> Rulebook:
    """One rule that was called otherwise."""
    found: Rulebook = own_rules(mine={**ABOUT_ALL, "aliases": ["yours"]})
    return found


NONE = Suppressions()


def judged(book: Rulebook, text: str = TEXT, suppressions: Suppressions = NONE) -> Report:
    """The report on a file."""
    return check([Job("r", (read(Source("v.yaml", text)),))], book, suppressions)


def left(report: Report) -> list[str]:
    """The paths that are reported."""
    return [one.path.removeprefix("pachd.affinity.") for one in report.findings]


def test_words_for_a_renamed_rule(renamed: Rulebook) -> None:
    assert left(judged(renamed.select(["yours"]))) == ["a", "b"]
    assert left(judged(renamed.select((), ["yours"]))) == []
    severe = judged(renamed.with_severities({"yours": Severity.INFO})).findings
    assert {one.severity for one in severe} == {Severity.INFO}
    own = judged(renamed.with_severities({"yours": Severity.INFO, "mine": Severity.WARNING})).findings
    assert {one.severity for one in own} == {Severity.WARNING}
    with pytest.raises(SelectionError, match="there is no rule, topic or impact 'hers'"):
        renamed.select(["hers"])


@pytest.mark.parametrize(
    ("word", "paths"), [("for-a", ["b"]), ("for-b", ["a"]), ("mine", []), ("rejected", ["a", "b"])]
)
def test_a_part_is_ignored_as_before(word: str, paths: list[str], book: Rulebook) -> None:
    assert left(judged(book.select((), [word]))) == paths


def test_a_part_keeps_its_severity(book: Rulebook) -> None:
    found = judged(book.with_severities({"for-b": Severity.INFO})).findings
    assert [one.severity for one in found] == [Severity.ERROR, Severity.INFO]


COMMENTS = [
    ("yours", ["b"], ["yours"]),
    ("mine", ["b"], []),
    ("hers", ["a", "b"], []),
]


@pytest.mark.parametrize(("name", "paths", "told"), COMMENTS)
def test_comments(name: str, paths: list[str], told: list[str], renamed: Rulebook) -> None:
    comments = shipped().select(["renamed-ignore", "unused-ignore"])
    text = TEXT.replace("a: 1", f"a: 1 # pachlint: ignore[{name}]")
    report = judged(comments.with_more(renamed), text)
    assert [one.path[-1:] for one in report.findings if one.rule == "mine"] == paths
    about = [one for one in report.findings if one.rule != "mine"]
    assert [(one.message, one.help) for one in about] == [
        (f"The rule {old} is now mine", "Write mine.") for old in told
    ]
    assert [edit.text for one in about if one.fix for edit in one.fix.edits] == ["mine"] * len(told)


def test_a_comment_for_a_part_that_finds_nothing(book: Rulebook) -> None:
    comments = shipped().select(["renamed-ignore", "unused-ignore"])
    report = judged(comments.with_more(book), TEXT.replace("a: 1", "a: 1 # pachlint: ignore[for-b, for-a]"))
    assert [(one.rule, one.path[-1:]) for one in report.findings] == [
        ("renamed-ignore", ""),
        ("unused-ignore", ""),
        ("renamed-ignore", ""),
        ("mine", "b"),
    ]


def test_baselines(book: Rulebook) -> None:
    known = Counter({("for-a", "v.yaml", "pachd.affinity.a"): 1, ("for-a", "v.yaml", "pachd.affinity.b"): 1})
    assert left(judged(book, TEXT, Suppressions(baseline=known))) == ["b"]


def test_two_rules_of_one(own_rules: Any) -> None:
    two = own_rules(
        one={**ABOUT_ALL, "aliases": ["both"]}, two={**ABOUT_ALL, "aliases": ["both"], "message": "2"}
    )
    assert two.aliases == {"both": ("one", "two")}
    assert judged(two.select((), ["both"])).findings == ()
    assert len(judged(two.select(["both"])).findings) == 4
    comments = shipped().select(["renamed-ignore"])
    (about, *_) = judged(
        comments.with_more(two), TEXT.replace("a: 1", "a: 1 # pachlint: ignore[both]")
    ).findings
    assert (about.message, about.help) == (
        "The rule both is now one and two",
        "Write the one that is meant here.",
    )
    assert about.fix is None


@pytest.mark.parametrize(
    ("aliases", "mistake"),
    [
        (["Mine"], "an alias must be kebab-case: 'Mine' is not"),
        (["mine"], "the alias 'mine' is the name of a rule or a topic"),
        (["own"], "the alias 'own' is the name of a rule or a topic"),
        (3, "aliases must be a string, not a number"),
        ({"a": 3}, "paths of an alias must be a string, not a number"),
    ],
)
def test_mistakes(aliases: object, mistake: str, own_rules: Any) -> None:
    with pytest.raises(RuleErrors) as caught:
        own_rules(mine={**ABOUT_ALL, "aliases": aliases})
    assert [error.message for error in caught.value.errors] == [mistake]
