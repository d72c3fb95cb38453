"""Of very many findings of one rule in one release, the last ones are summed up: exactly where, and how severe."""

from pachlint.finding import Finding, Impact, Severity
from pachlint.judging.judge import to_findings
from pachlint.judging.limits import shortened
from pachlint.lint import Job, prepare
from pachlint.place import Place
from pachlint.policy.context import CheckContext, Violation
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source

CONTEXT = prepare(Job("v", (read(Source("v.yaml", "deployTarget: LOCAL\n")),)))
RULE = next(rule for rule in shipped().rules if rule.severity is Severity.ERROR)


def finding(
    number: int, rule: str = "one", release: str = "r", severity: Severity = Severity.INFO
) -> Finding:
    """A finding on its own line."""
    place = Place("v.yaml", number + 2, 1, number + 2, 3)
    return Finding(
        rule=rule,
        topic="t",
        severity=severity,
        impact=Impact.BROKEN,
        message=f"message {number}",
        path=f"a[{number}]",
        place=place,
        release=release,
    )


def told(findings: list[Finding]) -> list[tuple[str, str, str, Severity]]:
    """Release, rule, message and severity of what is summed up."""
    contexts: dict[str, CheckContext] = {"r": CONTEXT, "s": CONTEXT}
    out = shortened(findings, contexts)
    kept = [one for one in out if " more like the " not in one.message]
    assert [one for one in findings if one in kept] == sorted(kept, key=findings.index)
    return [(one.release, one.rule, one.message, one.severity) for one in out if one not in kept]


def test_five_hundred_are_told_one_by_one() -> None:
    many = [finding(number) for number in range(500)]
    assert told(many) == []
    assert told([*many, finding(500)]) == [
        ("r", "one", "1 more like the 500 that are shown, such as: message 499", Severity.INFO)
    ]
    assert told([*many, *(finding(number) for number in range(500, 1800))]) == [
        ("r", "one", "1,300 more like the 500 that are shown, such as: message 499", Severity.INFO)
    ]


def test_each_rule_and_release_has_its_own_limit() -> None:
    rows = [("one", "r"), ("two", "r"), ("one", "s")]
    many = [finding(number, rule, release) for number in range(400) for rule, release in rows]
    assert told(many) == []
    more = [finding(number, "one", "s") for number in range(400, 502)]
    assert [row[:2] for row in told([*many, *more])] == [("s", "one")]


def test_as_severe_as_the_worst_of_those_summed_up() -> None:
    many = [finding(number, severity=Severity.ERROR) for number in range(500)]
    more = [finding(500), finding(501, severity=Severity.WARNING), finding(502)]
    assert [row[3] for row in told([*many, *more])] == [Severity.WARNING]


def test_place_of_the_sum_is_that_of_the_release() -> None:
    out = shortened([finding(number) for number in range(502)], {"r": CONTEXT})
    assert (out[-1].place.line, out[-1].path, out[-1].related, out[-1].fix) == (1, "(2 more)", (), None)


def test_violations_beyond_the_most_are_as_severe_as_they_say() -> None:
    def violation(name: str, severity: Severity | None = None) -> Violation:
        return Violation(("deployTarget",), message=name, severity=severity)

    found = [violation(name) for name in "abc"]
    assert [one.message for one in to_findings(RULE, found, CONTEXT, 3)] == ["a", "b", "c"]
    *kept, more = to_findings(RULE, [*found, violation("d", Severity.INFO)], CONTEXT, 3)
    assert [one.message for one in kept] == ["a", "b", "c"]
    assert (more.severity, more.message.partition(" ")[0]) == (Severity.INFO, "1")
    *_, more = to_findings(RULE, [*found, violation("d", Severity.INFO), violation("e")], CONTEXT, 3)
    assert (more.severity, more.message.partition(" ")[0]) == (Severity.ERROR, "2")
