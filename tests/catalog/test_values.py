"""What is known of a value over all versions of the chart."""

import pytest

from pachlint.catalog.values import Known, effective_default, lookup, meant_instead
from pachlint.chart import fields
from pachlint.layering.values import MISSING
from pachlint.place import format_path
from pachlint.policy.paths import read_pattern
from pachlint.versions import newest

NEWEST = str(newest())


def one(text: str) -> Known:
    """The only value of this path."""
    (found,) = lookup(read_pattern(text))
    return found


def spans(stretches: list) -> list:
    """Stretches as first, last and value."""
    return [(str(each.first), str(each.last), each.value) for each in stretches]


def test_default_that_changed() -> None:
    assert spans(one("global.postgresql.postgresqlPassword").defaults) == [
        ("2.0.0", "2.2.8", ""),
        ("2.3.0", NEWEST, "insecure-user-password"),
    ]


def test_value_that_templates_read_no_more() -> None:
    known = one("pachd.activateEnterprise")
    assert spans(known.reads) == [("2.0.2", "2.2.8", True), ("2.3.0", NEWEST, False)]
    assert fields.presence_words(known.present) == "since 2.0.2"


def test_block_has_keys_and_no_default() -> None:
    known = one("proxy.tls")
    assert (known.keys, spans(known.defaults)) == (
        ("enabled", "secret", "secretName"),
        [("2.3.0", NEWEST, MISSING)],
    )


def test_versions_are_those_of_the_block_around_it_too() -> None:
    assert {str(first) for first, _, _ in map(tuple, one("proxy.tls.enabled").enforced)} == {"2.3.0"}


@pytest.mark.parametrize(
    ("text", "path", "rest"),
    [
        ('ingress.annotations["a.b/c"]', "ingress.annotations", ("a.b/c",)),
        ("oidc.upstreamIDPs[3].id", "oidc.upstreamIDPs", (3, "id")),
        ("oidc.upstreamIDPs.*.id", "oidc.upstreamIDPs", ("*", "id")),
        ("postgresql.primary.persistence.size", "postgresql.primary", ("persistence", "size")),
        ("postgresql.image.pullPolicy", "postgresql.image", ("pullPolicy",)),
        ("pachd.resources.limits.cpu", "pachd.resources", ("limits", "cpu")),
        ("loki-stack.promtail.config.clients[4].url", "loki-stack.promtail.config.clients[4].url", ()),
    ],
)
def test_below_a_map_of_any_keys_it_is_the_map_that_is_known(text: str, path: str, rest: tuple) -> None:
    known = one(text)
    assert (format_path(known.path), known.rest) == (path, rest)


def test_wildcards_mean_what_the_chart_describes() -> None:
    found = [format_path(known.whole) for known in lookup(read_pattern("*.tls.enabled"))]
    assert found == [f"{part}.tls.enabled" for part in ("enterpriseServer", "ingress", "pachd", "proxy")]


@pytest.mark.parametrize(
    "text", ["proxy.tsl", "nothing", "proxy.tls.enabled.x", "postgresql.image.tag.x", "proxy[0]"]
)
def test_what_no_version_has(text: str) -> None:
    assert lookup(read_pattern(text)) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("proxy.tsl.secretNme", "proxy.tls.secretName"),
        ("storage.backend", "pachd.storage.backend"),
        ("dash", "console"),
        ("postgresq.persistence.size", "postgresql.persistence.size"),
        ('ingres.annotations["x.y/z"]', 'ingress.annotations["x.y/z"]'),
        ("*.tsl.enabled", ""),
        ("secretName", ""),
        ("qqqqqq", ""),
        ("proxy[0]", ""),
    ],
)
def test_what_was_meant(text: str, meant: str) -> None:
    assert meant_instead(read_pattern(text)) == meant


def test_undescribed_key_may_be_near_a_described_one() -> None:
    assert one("postgresql.persistance.size").near == "postgresql.persistence.size"
    assert one("postgresql.image.pullPolicy").near == one("proxy.host").near == ""


def test_default_of_a_chart_inside() -> None:
    version = newest()
    assert effective_default(("postgresql", "image", "pullPolicy"), version) == "IfNotPresent"
    assert effective_default(("postgresql", "image", "nothing"), version) is MISSING


def test_maps_of_any_keys_are_known_as_such() -> None:
    assert [one(text).open for text in ("ingress.annotations", "oidc.upstreamIDPs", "proxy.tls")] == [
        *(True, True),
        False,
    ]


def test_secrets_are_known_as_such() -> None:
    assert [one(text).secret for text in ("pachd.rootToken", "proxy.host")] == [True, False]
