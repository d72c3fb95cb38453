"""What only other chart versions have counts as missing; a remedy may depend on the version, a fix on a condition."""

from typing import Any

import pytest

from pachlint.finding import Finding
from pachlint.layering.flags import Flag
from pachlint.lint import Job, check
from pachlint.policy.packing import build_rules
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook
from pachlint.rulefiles.reader import Loading, read_rule
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import RELEASED, Version, newest, resolve

NEWEST = str(newest())

RULE = """\
title: T
severity: error
impact: broken
require: {proxy.enabled: {equals: false, optional: true}}
message: "{proxy.enabled|nothing}"
examples: [{bad: "a", expect: [{}]}, {good: "b"}]
"""


def findings(rule: str, text: str, version: str, *flags: str) -> tuple[Finding, ...]:
    """What one rule says of a file."""
    compiled, mistakes = read_rule(Source("r.yaml", rule), "r", "t", Loading())
    assert compiled is not None, mistakes
    job = Job(
        "v.yaml",
        (read(Source("v.yaml", text)),),
        tuple(Flag("set", flag) for flag in flags),
        overrides=Overrides(chart_version=Resolved(resolve(version), "flag")),
    )
    return check([job], Rulebook(build_rules([compiled.source.to_json()]), dict)).findings


@pytest.mark.parametrize(
    ("version", "extra", "reported"),
    [
        ("2.3.0", "", ["true"]),
        ("2.2.8", "", []),
        ("2.2.8", "any_version: true\n", ["true"]),
        ("2.2.8", "any_version: false\n", []),
        ("2.2.8", "when: {proxy.enabled: {present: true}}\n", []),
    ],
)
def test_key_of_another_version_is_missing(version: str, extra: str, reported: list[str]) -> None:
    text = "deployTarget: LOCAL\nproxy: {enabled: true}\n"
    assert [one.message for one in findings(RULE + extra, text, version)] == reported
    assert [
        one.message for one in findings(RULE + extra, "deployTarget: LOCAL\n", version, "proxy.enabled=true")
    ] == reported


def test_everything_that_was_written_leaves_such_keys_out() -> None:
    rule = RULE.replace("require: {proxy.enabled: ", 'each: {in: "**", as: one}\nrequire: {one: ').replace(
        "{proxy.enabled|nothing}", "{@path}"
    )
    text = "proxy: {enabled: true}\npachd: {logLevel: info}\n"
    assert [one.path for one in findings(rule, text, "2.2.8")] == ["pachd.logLevel"]
    assert [one.path for one in findings(rule, text, "2.3.0")] == ["proxy.enabled", "pachd.logLevel"]


def test_items_of_lists_lose_such_keys_only() -> None:
    rule = RULE.replace(
        "{proxy.enabled: {equals: false, optional: true}}", "{oidc.upstreamIDPs: {length: {equals: 0}}}"
    )
    text = 'oidc: {upstreamIDPs: [{id: a}, {id: b}]}\nproxy: {host: ""}\n'
    assert len(findings(rule, text, "2.2.8")) == 1


HELP = """
help:
  "<2.3.0": "old {proxy.enabled|way}"
  ">=2.3.0": new
"""


def test_remedy_depends_on_the_version() -> None:
    rule = RULE.replace("{proxy.enabled: {equals: false, optional: true}}", "{deployTarget: AMAZON}") + HELP
    for version, reported in (("2.2.8", "old way"), ("2.3.0", "new")):
        assert [one.help for one in findings(rule, "deployTarget: LOCAL\n", version)] == [reported]


def mistakes(text: str) -> list[str]:
    """What is wrong with a rule."""
    return [
        f"{one.place.line}:{one.place.column}: {one.message}"
        for one in read_rule(Source("r.yaml", text), "r", "t", Loading())[1]
    ]


@pytest.mark.parametrize(
    ("help_", "reported"),
    [
        (
            '{"<2.3.0": a}',
            f"7:7: help has nothing for chart 2.3.0 and {len(RELEASED) - RELEASED.index(Version(2, 3, 0)) - 1} more",
        ),
        (f'{{"<{NEWEST}": a}}', f"7:7: help has nothing for chart {NEWEST}"),
        ('{"<<2": a}', "7:8: '<<2' is not a range of versions (at '<<2')"),
        ('{"*": [a]}', "7:13: help must be "),
        ('{"*": "{nowhere}"}', "7:13: "),
    ],
)
def test_remedies_must_cover_the_versions(help_: str, reported: str) -> None:
    found = mistakes(f"{RULE}help: {help_}\n")
    assert len(found) == 1
    assert found[0].startswith(reported)


FIX = """
fix:
  title: switch it off
  safety: safe
  when: {proxy.host: {empty: false}}
  edits: [{set: {path: proxy.enabled, value: false}}]
"""


@pytest.mark.parametrize(("host", "offered"), [("a", True), ("", False)])
def test_fix_is_offered_where_its_condition_holds(host: str, offered: bool) -> None:
    found = findings(RULE + FIX, f"proxy: {{enabled: true, host: '{host}'}}\n", "2.3.0")
    assert [one.fix is not None for one in found] == [offered]


def test_condition_of_a_fix_names_paths_of_the_chart() -> None:
    assert mistakes(RULE + FIX.replace("proxy.host", "proxy.hots"))[0].startswith(
        "11:10: no chart version has the path proxy.hots"
    )


EDITS: list[tuple[dict[str, Any], bool]] = [
    ({"set": {"path": "proxy.enabled", "value": False}}, False),
    ({"set": {"path": "ingress.enabled", "value": True}}, True),
    ({"insert": {"path": "proxy.host", "value": "a"}}, False),
    ({"rename": {"path": "pachd.enterpriseRootToken", "to": "enterpriseServerToken"}}, False),
    ({"move": {"from": "ingress.host", "to": "proxy.host"}}, False),
    ({"move": {"from": "ingress.host", "to": "console.config.reactAppRuntimeIssuerURI"}}, True),
]


@pytest.mark.parametrize(("edit", "offered"), EDITS)
def test_no_fix_writes_what_the_version_does_not_have(edit: dict[str, Any], offered: bool) -> None:
    rule = RULE.replace("{proxy.enabled: {equals: false, optional: true}}", "{deployTarget: AMAZON}")
    rule += f"fix: {{title: t, safety: safe, edits: [{edit}]}}\n"
    text = "deployTarget: LOCAL\ningress: {host: a}\npachd: {enterpriseRootToken: ''}\n"
    assert [one.fix is not None for one in findings(rule, text, "2.2.8")] == [offered]
