"""Nothing is exposed that no rule looked at: of all that several blocks of values open together, in any release."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from exposed_ways import LICENSE, PROVIDERS, WAYS

from pachlint.exposure.release import exposure_of
from pachlint.finding import Severity
from pachlint.layering.flags import Flag
from pachlint.lint import Job, check, prepare
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import RELEASED

if TYPE_CHECKING:
    from pachlint.exposure.way import Way

CASES = 60
RULES = ("exposed-without-tls", "database-exposed", "production-without-login", "exposed-through-node-port")


def release(number: int) -> Job:
    """A production release that two or three of the known ways in lead into, with TLS and login or without."""
    chosen = random.Random(number)
    flags = [
        flag
        for name in chosen.sample(sorted(WAYS), chosen.choice((2, 3)))
        for part in WAYS[name][: chosen.choice((1, 1, 2))]
        for flag in part
    ]
    flags += LICENSE if chosen.random() < 0.3 else ()
    overrides = Overrides(
        chart_version=Resolved(chosen.choice(RELEASED), "flag"),
        provider=Resolved(chosen.choice(PROVIDERS), "flag"),
        environment=Resolved("production", "flag"),
    )
    text = "deployTarget: CUSTOM\npachd: {storage: {backend: LOCAL}}\n"
    return Job("v", (read(Source("v.yaml", text)),), tuple(Flag("set", one) for one in flags), overrides)


def is_open(way: Way, provider: str | None) -> bool:
    """Whether anybody may reach it, as far as the values say."""
    doubtful = provider == "aws" and way.kind.value == "LoadBalancer" and way.reach.value == "unknown"
    return doubtful or way.reach.value == "internet"


@pytest.mark.parametrize("number", range(CASES))
def test_what_is_plain_in_production_is_told_and_what_is_open_too_is_an_error(number: int) -> None:
    job = release(number)
    context = prepare(job)
    book = shipped()
    judged = book._replace(rules=tuple(one for one in book.rules if one.id in RULES))
    findings = check([job], judged).findings
    provider = context.target.provider.value
    for way in exposure_of(context).outer:
        if way.tls.value != "plain" or set(way.protocols) <= {"metrics"}:
            continue
        title = f"{way.object} {way.name}"
        worst = max((one.severity for one in findings if title in one.ways), default=Severity.INFO)
        least = Severity.ERROR if way.login.value == "none" and is_open(way, provider) else Severity.WARNING
        assert worst >= least, title


@pytest.mark.parametrize("number", range(CASES))
def test_every_statement_of_a_way_from_outside_names_the_values_that_decide_it(number: int) -> None:
    for way in exposure_of(prepare(release(number))).outer:
        assert way.made_by, way.name
        assert all(one.because for one in (way.kind, way.reach, way.tls, way.login)), way.name
        assert all(door.because for door in way.doors), way.name
