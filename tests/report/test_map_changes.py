"""What changes between two maps, in both directions."""

import random

import pytest
from exposed_ways import LICENSE, PROVIDERS, WAYS
from map_scenes import SCENES, of_text, scene

from pachlint.cli.mapped import Mapped, mapped
from pachlint.cli.one_release import OneRelease
from pachlint.config.find import NONE
from pachlint.layering.flags import Flag
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.report.map_changes import LESS, MORE, OTHER, changes
from pachlint.source import Source
from pachlint.target import Overrides, Resolved

BASE = """\
# pachlint: chart-version=2.11.6 environment=production
deployTarget: AMAZON
pachd: {enterpriseLicenseKeySecretName: l, storage: {storageURL: s3://b, amazon: {bucket: b, region: r}}}
"""
PROXY = "proxy: {host: p.example.com, service: {type: LoadBalancer%s}%s}\n"
TLS = ", tls: {enabled: true, secretName: t}"
NLB = "service.beta.kubernetes.io/aws-load-balancer"
INTERNAL = f', annotations: {{"{NLB}-internal": "true"}}'
LISTED = ', annotations: {"service.beta.kubernetes.io/load-balancer-source-ranges": 10.0.0.0/8}'
OPEN, SECURE = PROXY % ("", ""), PROXY % ("", TLS)
CONSOLE = "console: {service: {type: LoadBalancer}}\n"

# before, after, and what that means there and back
ROWS = (
    ("", OPEN, ("new way in", MORE), ("way in lost", LESS)),
    (OPEN, OPEN + CONSOLE, ("new way in", MORE), ("way in lost", LESS)),
    (OPEN, SECURE, ("new door", MORE), ("door lost", LESS)),
    (SECURE, OPEN, ("door changed", MORE), ("door changed", LESS)),
    (OPEN, SECURE, ("TLS gained", LESS), ("TLS lost", MORE)),
    (PROXY % (INTERNAL, ""), OPEN, ("reach widened", MORE), ("reach narrowed", LESS)),
    (
        PROXY % (LISTED.replace("10.0.0.0/8", '"10.1.0.0/16,10.2.0.0/16"'), ""),
        PROXY % (LISTED, ""),
        ("reach widened", MORE),
        ("reach narrowed", LESS),
    ),
    (
        PROXY % (LISTED, ""),
        PROXY % (LISTED.replace("10.0.0.0/8", "office"), ""),
        ("networks changed", OTHER),
        ("networks changed", OTHER),
    ),
    (PROXY % (LISTED, ""), OPEN, ("reach widened", MORE), ("reach narrowed", LESS)),
    (
        OPEN,
        "ingress: {enabled: true, host: a.example.com}\n" + OPEN,
        ("new way in", MORE),
        ("way in lost", LESS),
    ),
    (
        "ingress: {enabled: true, host: a.example.com, tls: {enabled: true, secretName: t}}\n",
        "ingress: {enabled: true, host: a.example.com}\n",
        ("TLS lost", MORE),
        ("TLS gained", LESS),
    ),
    (
        "ingress: {enabled: true, host: a.example.com}\n",
        "ingress: {enabled: true, host: b.example.com}\n",
        ("hosts changed", OTHER),
        ("hosts changed", OTHER),
    ),
    (OPEN, "console: {enabled: false}\n" + OPEN, ("leads to less", LESS), ("leads to more", MORE)),
)


def found(before: str, after: str) -> set[tuple[str, str]]:
    """What changes, each with its effect."""
    views = (of_text(BASE + text).view for text in (before, after))
    return {(one.change, one.effect) for one in changes(*views)}


@pytest.mark.parametrize(("before", "after", "there", "back"), ROWS)
def test_change_is_told_there_and_back(
    before: str, after: str, there: tuple[str, str], back: tuple[str, str]
) -> None:
    assert there in found(before, after)
    assert back in found(after, before)


def test_login_is_lost_and_gained() -> None:
    views = [
        of_text(text).view
        for text in (BASE + OPEN, BASE.replace("enterpriseLicenseKeySecretName: l, ", "") + OPEN)
    ]
    lost = [one for one in changes(*views) if one.change.startswith("login lost before pachd gRPC")]
    assert [(one.effect, one.before, one.after) for one in lost] == [(MORE, "login", "no login")]
    gained = [one for one in changes(*reversed(views)) if one.change.startswith("login gained")]
    assert [one.effect for one in gained] == [LESS]


@pytest.mark.parametrize("name", SCENES)
def test_nothing_changes_between_a_map_and_itself(name: str) -> None:
    assert changes(scene(name), scene(name)) == ()


@pytest.mark.parametrize("before", SCENES)
@pytest.mark.parametrize("after", SCENES)
def test_what_is_gained_one_way_is_lost_the_other(before: str, after: str) -> None:
    there, back = changes(scene(before), scene(after)), changes(scene(after), scene(before))
    assert len(there) == len(back)
    effects = {MORE: LESS, LESS: MORE, OTHER: OTHER}
    assert sorted(one.effect for one in there) == sorted(effects[one.effect] for one in back)


RANKS = {"cloud-network": 1, "node-network": 1, "allow-list": 2, "internet": 4}


def drawn(chosen: random.Random) -> Mapped:
    """A release that some of the known ways in lead into, with TLS or without."""
    names = chosen.sample(sorted(WAYS), chosen.choice((1, 2, 3)))
    flags = [flag for name in names for part in WAYS[name][: chosen.choice((1, 2))] for flag in part]
    flags += LICENSE if chosen.random() < 0.5 else ()
    text = "deployTarget: CUSTOM\npachd: {storage: {backend: LOCAL}}\n"
    overrides = Overrides(provider=Resolved(chosen.choice(PROVIDERS), "flag"))
    files = (read(Source("v.yaml", text)),)
    return mapped(OneRelease(Job("v", files, tuple(Flag("set", one) for one in flags), overrides), NONE))


@pytest.mark.parametrize("number", range(40))
def test_what_the_ways_themselves_say_is_told(number: int) -> None:
    """Of two random releases: what JSON says of each way, compared here, is among what changes."""
    chosen = random.Random(number)
    maps = [drawn(chosen), drawn(chosen)]
    old, new = ({f"{one.object} {one.name}": one for one in found.exposure.outer} for found in maps)
    told = changes(maps[0].view, maps[1].view)
    said = {(one.way.partition(",")[0], one.change) for one in told}
    assert {name for name, word in said if word == "new way in"} == new.keys() - old.keys()
    assert {name for name, word in said if word == "way in lost"} == old.keys() - new.keys()
    for name in old.keys() & new.keys():
        was, now = old[name], new[name]
        known = {was.reach.value, now.reach.value} <= RANKS.keys()
        if known and RANKS[was.reach.value] < RANKS[now.reach.value]:
            assert (name, "reach widened") in said
        if (was.tls.value, now.tls.value) == ("tls", "plain"):
            assert (name, "TLS lost") in said
        if (was.tls.value, now.tls.value) == ("plain", "tls"):
            assert (name, "TLS gained") in said
        if was.login.value == "login" and now.login.value == "none":
            assert any(one == name and word.startswith("login lost") for one, word in said)
