"""The exceptions of a rule are found in its conditions, and what is said of them belongs to one."""

import pytest

from pachlint.policy.rule_text import DeclaredException, build_text
from pachlint.rulefiles.exceptions import exceptions
from pachlint.rulefiles.reader import CompiledRule, Loading, read_rule
from pachlint.source import Source

RULE = """\
title: The host has a dot
severity: warning
impact: broken
{conditions}
message: "a message"
examples:
  - {{bad: "proxy: {{host: a}}", expect: [{{}}]}}
  - {{good: "proxy: {{host: a.b}}"}}
"""


def compiled(conditions: str) -> tuple[CompiledRule | None, list[str]]:
    """A rule with these conditions, or its mistakes."""
    source = Source("r.yaml", RULE.format(conditions=conditions))
    rule, mistakes = read_rule(source, "r", "t", Loading())
    return rule, [mistake.message for mistake in mistakes]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ("require: {proxy.host: {contains: .}}", []),
        ("when: {proxy.host: {not_matches: x}}\nrequire: {proxy.host: {contains: .}}", ["proxy.host not_matches"]),
        ("when: {not: {proxy.host: {matches: x}}}\nrequire: {proxy.host: {contains: .}}", ["proxy.host not matches"]),
        ("when: {none: [{not: {proxy.host: {matches: x}}}]}\nrequire: {proxy.host: {contains: .}}", []),
        ("when: {none: [{not: {proxy.host: {not_in: [x]}}}]}\nrequire: {proxy.host: {contains: .}}", ["proxy.host not_in"]),
        ("when: {proxy.host: {format: host}}\nrequire: {proxy.host: {contains: .}}", ["proxy.host format"]),
        ("when: {not: {proxy.host: {format: host}}}\nrequire: {proxy.host: {contains: .}}", ["proxy.host not format"]),
        # what is judged by its kind, and the switches of other things, are no exceptions
        ("when: {proxy.host: {type: string, empty: false}}\nrequire: {proxy.host: {contains: .}}", []),
        ("when: {none: [{ingress.enabled: true}]}\nrequire: {proxy.host: {contains: .}}", []),
        ("when: {ingress.host: {not_matches: x}}\nrequire: {proxy.host: {contains: .}}", []),
        # a value that every version has goes missing only if somebody takes it away
        ("require: {pachd.logLevel: {contains: ., optional: true}}", []),
        ("require: {determined.scim.auth.type: {in: [a], optional: true}}", ["determined.scim.auth.type optional"]),
        ("require: {any: [{proxy.host: {contains: .}}, {proxy.host: localhost}]}", ["proxy.host any"]),
        ("require: {any: [{proxy.host: {contains: .}}, {ingress.host: x}]}", []),
        (
            "each: {in: [proxy.host], as: host, where: {host: {not_in: [x]}}}\nrequire: {host: {contains: .}}",
            ["host not_in"],
        ),
    ],
)  # fmt: skip
def test_exceptions(conditions: str, expected: list[str]) -> None:
    rule, mistakes = compiled(conditions)
    assert mistakes == []
    assert rule is not None
    assert [
        one.name for one in exceptions(rule.source.logic, rule.source.options, rule.source.applies.intervals)
    ] == expected


_SPARED = "when: {proxy.host: {not_matches: x}}\nrequire: {proxy.host: {contains: .}}\nexceptions:\n  "


def test_what_is_said_of_an_exception_is_kept() -> None:
    reported = compiled(_SPARED + "proxy.host not_matches: {reported_by: other, values: [x, xy]}")[0]
    assert reported is not None
    assert build_text(reported.text).exceptions == (
        DeclaredException("proxy.host not_matches", "", ("other",), ("x", "xy")),
    )
    quiet = compiled(_SPARED + "proxy.host not_matches: The letter x is nobody's business.")[0]
    assert quiet is not None
    assert build_text(quiet.text).exceptions == (
        DeclaredException("proxy.host not_matches", "The letter x is nobody's business."),
    )


@pytest.mark.parametrize(
    ("line", "reported"),
    [
        ("proxy.host not_match: It is nobody's business.", "; did you mean 'proxy.host not_matches'?"),
        ("proxy.host not_matches: because", "must be a sentence that says why"),
        ("proxy.host not_matches: {reported_by: other}", "or reported_by with values or an example"),
        ("proxy.host not_matches: {values: [x]}", "or reported_by with values or an example"),
        (
            "proxy.host not_matches: {reported_by: a, values: [x], example: 'y: 1'}",
            "or reported_by with values",
        ),
    ],
)
def test_nonsense_about_exceptions_is_rejected(line: str, reported: str) -> None:
    assert [reported in message for message in compiled(_SPARED + line)[1]] == [True]
