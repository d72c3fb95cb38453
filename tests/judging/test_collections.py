"""Rules that go over ways in and addresses: what they see, and when they say nothing because something is not known."""

import json
from typing import Any

import pytest

from pachlint.judging.judge import judge
from pachlint.judging.ways import number_of_ways
from pachlint.lint import Job, check, prepare
from pachlint.place import parse_path
from pachlint.policy.rule import Traits
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

OUTSIDE = {"some": {"in": "@ways", "as": "way", "where": {"way.leads_to": {"contains": "pachd"}}}}
INSIDE = {"some": {"in": "@inner-ways", "as": "way", "where": {"way.name": "pachd"}}}
ISSUER = {"in": "@addresses", "as": "one", "where": {"one.name": "issuer"}}
LB = "proxy: {service: {type: LoadBalancer}}"
ANNOTATED = 'proxy: {service: {type: LoadBalancer, annotations: {"service.beta.kubernetes.io/%s": %s}}}'
LB_WITH_TLS = "proxy: {service: {type: LoadBalancer}, tls: {enabled: %s}}"
PACHD_INSIDE = {"in": "@inner-ways", "as": "way", "where": {"way.name": "pachd"}}
NONE_INSIDE = {"some": {"in": "@inner-ways", "as": "way", "where": {"way.name": "other"}}}
EXPECT_PLAIN = {"way.doors.*.targets.*.expects": "plain"}
NO_ISSUER = {"some": {"in": "@addresses", "as": "one", "where": {"one.name": "other"}}}
# two more make a template of a file
HOLES = "global: {proxy: '${A}', noProxy: '${B}'}\n"


def found(book: Rulebook, text: str) -> list[tuple[str, str, str]]:
    """Severity, path and message of what the rules find in a production cluster on AWS."""
    overrides = Overrides(
        provider=Resolved("aws", "flag"),
        environment=Resolved("production", "flag"),
        chart_version=Resolved(resolve("2.11.6"), "flag"),
    )
    # the user's own rules judge whatever stands there
    book = book._replace(
        rules=tuple(one._replace(traits=one.traits._replace(of_placeholders=False)) for one in book.rules)
    )
    report = check([Job("v", (read(Source("v.yaml", text)),), overrides=overrides)], book)
    return [(one.severity.word, one.path, one.message) for one in report.findings]


# The rule, the values, and the paths that are told.
ROWS: list[tuple[dict[str, Any], str, list[str]]] = [
    # some and every go over collections; what is not there is told only if all is known
    ({"require": OUTSIDE, "at": "deployTarget"}, "deployTarget: AMAZON", ["deployTarget"]),
    ({"require": OUTSIDE, "at": "deployTarget"}, LB, []),
    ({"require": OUTSIDE, "at": "deployTarget"}, "proxy: {service: {type: '<type>'}}", []),
    ({"require": OUTSIDE, "at": "deployTarget"}, HOLES + "proxy: {service: {type: '${TYPE}'}}", []),
    ({"require": OUTSIDE, "at": "deployTarget"}, "proxy: {service: {type: 5}}", []),
    ({"require": OUTSIDE, "at": "deployTarget"}, "ingress: {enabled: true}", []),
    ({"require": {"not": OUTSIDE}}, LB, ["proxy.service.type"]),
    ({"require": {"every": {"in": "@ways", "as": "way", "require": {"way.tls": "tls"}}}}, LB, ["proxy.tls.enabled"]),
    ({"when": {"not": INSIDE}, "require": {"deployTarget": "LOCAL"}}, "deployTarget: AMAZON", []),
    ({"when": INSIDE, "require": {"deployTarget": "LOCAL"}}, "deployTarget: AMAZON", ["deployTarget"]),
    # parts of a way, and where they are decided
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.through": {"not_contains": "Envoy"}}}, LB, ["proxy.service.type"]),
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.reach_by_default": False}},
     ANNOTATED % ("aws-load-balancer-type", "external"), ['proxy.service.annotations["service.beta.kubernetes.io/aws-load-balancer-type"]']),
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.reach_by_default": False}}, LB, []),
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.admits": {"empty": True}}},
     ANNOTATED % ("load-balancer-source-ranges", "10.0.0.0/8"),
     ['proxy.service.annotations["service.beta.kubernetes.io/load-balancer-source-ranges"]']),
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.doors.*.hops.*.receiver": {"not_equals": "Envoy"}}}, LB, ["proxy.service.type"]),
    # a login that another program fills in is not known, and the way is one all the same
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.login": "none"}},
     HOLES + LB + "\npachd: {enterpriseLicenseKeySecretName: '${LICENSE}'}", ["pachd.enterpriseLicenseKeySecretName"]),
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.login": {"in": ["none", "unknown"]}}},
     HOLES + LB + "\npachd: {enterpriseLicenseKeySecretName: '${LICENSE}'}", []),
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.tls": "tls"}}, HOLES + LB + "\npachd: {enterpriseLicenseKeySecretName: '${LICENSE}'}",
     ["proxy.tls.enabled"]),
    # of a way that is not known nothing is told, nor that there is none
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.tls": "plain"}}, HOLES + LB_WITH_TLS % "'${TLS}'", []),
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.tls": "plain"}}, HOLES + LB_WITH_TLS % "true", ["proxy.tls.enabled"]),
    ({"require": {"some": {"in": "@ways", "as": "way", "where": {"way.name": "other"}}}, "at": "deployTarget"}, "deployTarget: AMAZON\n" + HOLES + LB_WITH_TLS % "'${TLS}'", []),
    ({"require": {"some": {"in": "@ways", "as": "way", "where": {"way.name": "other"}}}, "at": "deployTarget"}, "deployTarget: AMAZON\n" + HOLES + LB, ["deployTarget"]),
    ({"each": PACHD_INSIDE, "require": {"way.tls": "plain"}}, HOLES + "pachd: {tls: {enabled: '${TLS}'}}", []),
    ({"each": PACHD_INSIDE, "require": {"way.tls": "plain"}}, HOLES + "pachd: {tls: {enabled: true}}", ["pachd.tls.enabled"]),
    ({"each": PACHD_INSIDE, "require": {"way.tls": "plain"}}, "pachd: {tls: {enabled: 'yes'}}", []),
    ({"require": NONE_INSIDE, "at": "deployTarget"}, "deployTarget: AMAZON\n" + HOLES, ["deployTarget"]),
    ({"require": NONE_INSIDE, "at": "deployTarget"}, "deployTarget: AMAZON\n" + HOLES + "pachd: {tls: {enabled: '${TLS}'}}", []),
    ({"require": NONE_INSIDE, "at": "deployTarget"}, "deployTarget: AMAZON\n" + HOLES + "ingress: {enabled: true}", []),
    # nor of a service that Kubernetes cannot read: it might be one outside
    ({"require": OUTSIDE, "at": "deployTarget"}, 'deployTarget: AMAZON\nconsole: {service: {type: "\'a"}}', []),
    ({"require": OUTSIDE, "at": "deployTarget"}, HOLES + 'deployTarget: AMAZON\nconsole: {service: {type: "\'a"}}', []),
    # what another program decides is expected as it is sent
    ({"each": {"in": "@ways", "as": "way"}, "require": EXPECT_PLAIN}, HOLES + LB + "\npachd: {tls: {enabled: '${TLS}'}}", []),
    ({"each": {"in": "@ways", "as": "way"}, "require": EXPECT_PLAIN}, HOLES + LB + "\npachd: {tls: {enabled: true}, affinity: {a: '${C}'}}", ["proxy.service.type"]),
    # a text that only stands for a value is none that another program fills in
    ({"each": {"in": "@ways", "as": "way"}, "require": {"way.login": {"in": ["none", "unknown"]}}},
     LB + "\npachd: {enterpriseLicenseKeySecretName: '<license>'}", ["pachd.enterpriseLicenseKeySecretName"]),
    # addresses
    ({"each": ISSUER, "require": {"one.scheme": "https"}}, HOLES + "proxy: {host: pach.corp.io}", ["proxy.host"]),
    ({"require": NO_ISSUER, "at": "deployTarget"}, "deployTarget: AMAZON\nproxy: {host: pach.corp.io}", ["deployTarget"]),
    ({"require": NO_ISSUER, "at": "deployTarget"}, "deployTarget: AMAZON\nproxy: {host: pach.corp.io}\noidc: {issuerURI: 'http://<host>/dex'}", []),
    ({"each": ISSUER, "require": {"one.scheme": "https"}}, "proxy: {host: pach.corp.io}", ["proxy.host"]),
    ({"each": ISSUER, "require": {"one.host": "pach.corp.io", "one.port": 8080, "one.path": "/dex"}}, "proxy: {host: 'pach.corp.io:8080'}", []),
    ({"each": ISSUER, "require": {"one.setting": ""}}, "oidc: {issuerURI: 'http://pach.corp.io/dex'}", ["oidc.issuerURI"]),
    ({"each": ISSUER, "require": {"one.setting": ""}}, "proxy: {host: pach.corp.io}", []),
    ({"each": ISSUER, "require": {"one.scheme": "https"}}, "oidc: {issuerURI: 'http://<host>/dex'}", []),
    ({"require": {"every": {"in": "@addresses", "as": "one", "require": {"one.scheme": "https"}}}, "at": "proxy.host"},
     "proxy: {host: pach.corp.io}", ["proxy.host"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "values", "paths"), ROWS, ids=lambda one: json.dumps(one) if isinstance(one, dict) else None
)
def test_what_rules_over_collections_find(
    rule: dict[str, Any], values: str, paths: list[str], own_rules: Any
) -> None:
    assert sorted({path for _, path, _ in found(own_rules(r=rule), values)}) == paths


def test_silence_over_what_another_program_fills_in_says_nothing_of_other_files(own_rules: Any) -> None:
    rule = {
        "each": {"in": "@ways", "as": "way"},
        "require": {"way.login": {"in": ["none", "unknown"]}},
    }
    book = own_rules(r=rule)
    text = LB + "\npachd: {enterpriseLicenseKeySecretName: '${LICENSE}'%s}"
    for _ in range(3):
        assert found(book, text % ", affinity: {a: '${A}', b: '${B}'}") == []
    assert [path for _, path, _ in found(book, text % "")] == ["pachd.enterpriseLicenseKeySecretName"]


@pytest.mark.parametrize(
    ("bad", "is_told"),
    [
        ("proxy.tls.enabled", False),
        ("proxy.tls", False),
        ("proxy.tls.enabled.more", False),
        ("proxy.tls.other", True),
        ("proxy.host", True),
    ],
)
def test_what_a_wrong_value_may_decide_is_not_told(bad: str, is_told: bool, own_rules: Any) -> None:
    rule = {"each": {"in": "@ways", "as": "way"}, "require": {"way.tls": "plain"}}
    context = prepare(Job("v", (read(Source("v.yaml", LB_WITH_TLS % "true")),)))
    (judged,) = own_rules(r=rule).rules
    assert bool(judge(judged, context._replace(bad=frozenset({parse_path(bad)})))) is is_told


def test_cases_may_go_over_ways(own_rules: Any) -> None:
    rule = {
        "severity": [{"when": OUTSIDE, "is": "error"}, {"is": "info"}],
        "require": {"deployTarget": "LOCAL"},
        "message": [{"when": OUTSIDE, "is": "open"}, {"is": "closed"}],
    }
    book = own_rules(r=rule)
    assert found(book, "deployTarget: AMAZON") == [("info", "deployTarget", "closed")]
    assert found(book, "deployTarget: AMAZON\n" + LB) == [("error", "deployTarget", "open")]


@pytest.mark.parametrize(("hole", "is_told"), [("pachd.affinity.k", False), ("pachd.affinity.other", True)])
def test_a_case_that_rests_on_a_hole_is_not_told(hole: str, is_told: bool, own_rules: Any) -> None:
    name = hole.rpartition(".")[2]
    rule = {
        "severity": [{"when": {"pachd.affinity.k": 1}, "is": "error"}, {"is": "info"}],
        "require": {"deployTarget": "LOCAL"},
    }
    book = own_rules(r=rule)
    book = book._replace(rules=tuple(one._replace(traits=Traits(of_cases=True)) for one in book.rules))
    report = check(
        [
            Job(
                "v",
                (read(Source("v.yaml", f"deployTarget: AMAZON\npachd: {{affinity: {{{name}: '${{V}}'}}}}")),),
            )
        ],
        book,
    )
    assert bool(report.findings) is is_told


def test_a_case_that_reads_a_value_of_a_wrong_type_is_not_told(own_rules: Any) -> None:
    rule = {
        "severity": [{"when": {"proxy.replicas": {"gt": 1}}, "is": "error"}, {"is": "info"}],
        "require": {"deployTarget": "LOCAL"},
    }
    book = own_rules(r=rule)
    assert found(book, "deployTarget: AMAZON\nproxy: {replicas: 2}") != []
    assert found(book, "deployTarget: AMAZON\nproxy: {replicas: many}") == []


def test_other_places_and_fixes_of_a_way_are_those_of_the_values_that_decide_it(own_rules: Any) -> None:
    fix = {"title": "t", "safety": "safe", "edits": [{"set": {"path": "way.tls", "value": True}}]}
    rule = {
        "each": {"in": "@ways", "as": "way"}, "require": {"way.tls": "tls"}, "fix": fix,
        "also": [{"at": "way.through", "label": "type"}],
    }  # fmt: skip
    text = "deployTarget: AMAZON\nproxy:\n  tls: {enabled: false}\n  service: {type: LoadBalancer}\n"
    report = check([Job("v", (read(Source("v.yaml", text)),))], own_rules(r=rule))
    ((finding,), (source,)) = report.findings, report.sources.values()
    assert [(one.place.line, one.place.column, one.message) for one in finding.related] == [(4, 19, "type")]
    ((place, new),) = finding.fix.edits if finding.fix else ()
    start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
    assert text[:start] + new + text[end:] == text.replace("false", "true")


def test_a_finding_knows_the_ways_that_it_is_about(own_rules: Any) -> None:
    each = {"in": ["@ways", "@inner-ways"], "as": "way", "where": {"way.leads_to": {"contains": "pachd"}}}
    plain = own_rules(
        r={"each": each, "require": {"way.login": "login"}}, q={"require": {"deployTarget": "LOCAL"}}
    )
    report = check([Job("v", (read(Source("v.yaml", "deployTarget: AMAZON\n" + LB)),))], plain)
    assert {one.rule: one.ways for one in report.findings} == {
        "r": ("Service pachyderm-proxy", "Service pachd", "Service pachd-peer"),
        "q": (),
    }


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ('pachd: {storage: {google: {cred: "${CRED}"}}}', True),
        ("pachd: {storage: {minio: {secure: maybe}}}", True),
        ("etcd: {storageSize: [1]}", True),
        ('ingress: {host: "${HOST}"}', False),
        ("proxy: {service: {type: [1]}}", False),
        ('pachd: {enterpriseLicenseKey: "${KEY}"}', False),
        ('global: {x: "${KEY}"}', False),
    ],
)
def test_ways_have_a_number_where_no_value_that_decides_them_is_open(text: str, is_told: bool) -> None:
    def number(values: str) -> int | None:
        return number_of_ways(prepare(Job("v", (read(Source("v.yaml", f"deployTarget: LOCAL\n{values}")),))))

    plain = [number("") for _ in range(3)][-1]
    assert plain is not None
    assert number(text) == (plain if is_told else None)
