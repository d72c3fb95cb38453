"""Whoever follows what the rules on ways in say comes to an end: no two of them send anybody in a circle."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from exposed_ways import LICENSE, PROVIDERS, RULES, WAYS

from pachlint import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.finding import Finding

SETTING = re.compile(
    r"\b([a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)+): (true|false|ClusterIP|LoadBalancer|NodePort)\b"
)
GIVEN = {
    "proxy.tls": ("proxy.tls.secretName=s", "proxy.host=pach.example.com"),
    "ingress.tls": ("ingress.tls.secretName=s",),
    "ingress.enabled": ("ingress.host=pach.example.com",),
    "pachd.tls": ("pachd.tls.secretName=s",),
    "enterpriseServer.tls": ("enterpriseServer.tls.secretName=s",),
}
"""What else people have to write where they follow advice about a block."""
MOST = 8


def alternatives(help_: str) -> Iterator[tuple[str, ...]]:
    """The settings of each way out that a help names."""
    for part in re.split(r",? or |\. If |; to ", help_):
        found = tuple(f"{path}={value}" for path, value in SETTING.findall(part))
        if found:
            yield found


def findings(flags: dict[str, str], provider: str) -> list[Finding]:
    """Errors and warnings of the rules on ways in, in production."""
    report = check(
        text="deployTarget: CUSTOM\npachd: {storage: {backend: LOCAL}}\n",
        flags={"set": [f"{path}={value}" for path, value in flags.items()]},
        chart_version="2.11.6",
        provider=provider,
        environment="production",
        select=RULES,
    )
    return [one for one in report.findings if one.severity.word != "info"]


def follow(flags: dict[str, str], finding: Finding, choice: int) -> dict[str, str]:
    """The values after one piece of advice; what it leaves open is given."""
    ways_out = list(alternatives(finding.help))
    if not ways_out:
        return flags
    changed = dict(one.split("=") for one in ways_out[choice % len(ways_out)])
    for block, more in GIVEN.items():
        if any(path.startswith(block) for path in changed):
            changed |= {path: value for path, value in (one.split("=") for one in more) if path not in flags}
    return {**flags, **changed}


@pytest.mark.parametrize("choice", [0, 1])
@pytest.mark.parametrize("provider", ["aws", "azure", "gcp", "on-prem"])
@pytest.mark.parametrize("name", WAYS)
def test_following_what_is_said_comes_to_an_end(name: str, provider: str, choice: int) -> None:
    for last in (False, True):
        flags = dict(one.rsplit("=", 1) for one in WAYS[name][0])
        seen = [flags]
        for _ in range(MOST):
            found = findings(flags, provider)
            after = [
                state
                for one in (found[::-1] if last else found)
                if (state := follow(flags, one, choice)) != flags
            ]
            if not after:
                break
            flags = after[0]
            assert flags not in seen, [one.rule for one in found]
            seen.append(flags)
        else:
            pytest.fail(f"no end after {MOST} steps: {seen}")


@pytest.mark.parametrize("number", range(30))
def test_following_what_is_said_of_several_ways_comes_to_an_end(number: int) -> None:
    chosen = random.Random(number)
    names = chosen.sample(sorted(WAYS), chosen.choice((2, 3)))
    given = [flag for name in names for flag in WAYS[name][0]]
    given += chosen.sample(OTHERS, chosen.choice((0, 1, 2)))
    flags, provider = dict(one.rsplit("=", 1) for one in given), chosen.choice(PROVIDERS)
    seen = [flags]
    for _ in range(2 * MOST):
        found = findings(flags, provider)
        chosen.shuffle(found)
        states = (follow(flags, one, chosen.randrange(3)) for one in found)
        after = next((state for state in states if state != flags), None)
        if after is None:
            return
        assert after not in seen, [one.rule for one in found]
        flags = after
        seen.append(flags)
    pytest.fail(f"no end: {seen}")


OTHERS = (
    *LICENSE,
    "proxy.host=pach.example.com",
    "proxy.service.httpPort=8080",
    "ingress.tls.enabled=true",
    "pachd.service.identityPort=31658",
    "ingress.uriHttpsProtoOverride=true",
)


def test_settings_are_read_from_a_help() -> None:
    help_ = "Set proxy.enabled: true and proxy.service.type: LoadBalancer, or ingress.enabled: true."
    assert list(alternatives(help_)) == [
        ("proxy.enabled=true", "proxy.service.type=LoadBalancer"),
        ("ingress.enabled=true",),
    ]
