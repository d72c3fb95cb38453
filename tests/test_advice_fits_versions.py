"""What a rule names, its chart versions have: the values it is about, and those that its remedies and fixes speak of."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from pachlint.chart.charts import chart
from pachlint.finding import Finding
from pachlint.place import PathError, parse_path
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import Example
from pachlint.rulebook import load
from pachlint.rulefiles import examples
from pachlint.versions import RELEASED, Range, Version, resolve

RULES = load().rules
# console.config.oauthRedirectURI, annotations["a/b"]; not pachd.io, which stands in a URL or an address
PATH = re.compile(r"(?<![\w./@:-])([a-z][\w-]*(?:\.[\w-]+|\[[^\]]*\])+)")
EDGES = sorted({version for minor in {(one.major, one.minor) for one in RELEASED} for version in (
    min(one for one in RELEASED if (one.major, one.minor) == minor),
    max(one for one in RELEASED if (one.major, one.minor) == minor),
)} | {one for one in RELEASED if (one.major, one.minor) == (2, 0)})  # fmt: skip
"""Where the keys of the chart changed: between minor versions, and all along 2.0."""

SPEAK_OF_OTHERS = {
    "cloudsql-private-ip": "the remedy is another version of the chart, and what to set there",
}
"""Rules that name what only other versions have, and why."""


def lacking(text: str, version: Version) -> list[str]:
    """The values that a text names and that only other versions of the chart have."""
    return [path for path in PATH.findall(text) if not _has(path.rstrip("."), version)]


@cache
def _has(text: str, version: Version) -> bool:
    try:
        return chart(version).may_have(parse_path(text))
    except PathError:
        return True


def judged(rule: Rule, example: Example, version: Version) -> list[Finding]:
    """What the rule says of an example in some version."""
    return examples.findings(
        rule, example._replace(context={**example.context, "chart": str(version)}), example.text
    )


def findings(rule: Rule) -> Iterator[tuple[Version, Finding]]:
    """All that a rule says of its bad examples, in all versions that it is about and that could make a difference."""
    about = Range.parse(rule.applies.chart or ">=2.0.0").released()
    versions = sorted({about[0], *(one for one in EDGES if one in about), about[-1]})
    for example in load().text(rule.id).examples:
        if not example.bad:
            continue
        said = {text for one in judged(rule, example, versions[-1]) for text in (one.path, one.help)}
        for version in versions:
            if any(lacking(text, version) for text in said) or version == versions[0]:
                yield from ((version, one) for one in judged(rule, example, version))


@pytest.mark.parametrize("topic", sorted({rule.topic for rule in RULES}))
def test_version_has_what_is_named(topic: str) -> None:
    wrong = {rule.id: found for rule in RULES if rule.topic == topic and (found := named_elsewhere(rule))}
    known = {rule.id for rule in RULES if rule.topic == topic}.intersection(SPEAK_OF_OTHERS)
    assert {*wrong} == known, wrong


def named_elsewhere(rule: Rule) -> set[tuple[str, str]]:
    """What the rule names and some version lacks that it is about."""
    texts = [
        (version, text)
        for version, one in findings(rule)
        for text in (
            one.help,
            one.fix.title if one.fix else "",
            "" if rule.traits.of_any_version else one.path,
        )
    ]
    return {(str(version), path) for version, text in texts for path in lacking(text, version)}


SOURCE = re.compile(r"https://github\.com/pachyderm/pachyderm/blob/v(\d+\.\d+\.\d+)/(?:etc|src)/")


def test_sources_are_of_versions_that_the_rule_is_about() -> None:
    wrong = []
    for rule in RULES:
        about = Range.parse(rule.applies.chart or ">=2.0.0")
        tags = [found[1] for link in load().text(rule.id).see if (found := SOURCE.match(link))]
        wrong += [(rule.id, tag) for tag in tags if not any(map(about.contains, _near(resolve(tag))))]
    assert wrong == []


def _near(version: Version) -> tuple[Version, ...]:
    """A version with the ones before and after it: the next one may show where something ends."""
    at = RELEASED.index(version)
    return RELEASED[max(at - 1, 0) : at + 2]
