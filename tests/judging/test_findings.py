"""What is told of a violation: its place, the places that belong to it, whose value it is, the remedy and the fix."""

from collections.abc import Sequence
from typing import Any

import pytest

from pachlint.finding import Finding, Safety, Severity
from pachlint.judging.judge import PolicyError
from pachlint.layering.flags import Flag
from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

BASE = "deployTarget: LOCAL\n"


def found(
    own_rules: Any,
    rule: dict[str, Any],
    *texts: str,
    flags: Sequence[str] = (),
    part: str | None = "",
    **overrides: str,
) -> tuple[list[Finding], dict[str, str]]:
    """The findings of one rule, and the texts by name."""
    documents = tuple(read(Source(f"v{number}.yaml", text)) for number, text in enumerate(texts))
    asked = Overrides(
        Resolved(resolve(overrides["chart"]), "flag") if "chart" in overrides else None,
        Resolved(overrides["provider"], "flag") if "provider" in overrides else None,
        Resolved(overrides["environment"], "flag") if "environment" in overrides else None,
    )
    jobs = [
        Job(
            "r",
            documents,
            tuple(Flag("set", flag) for flag in flags),
            overrides=asked,
            **({"part": None} if part is None else {}),
        )
    ]
    report = check(jobs, own_rules(r=rule))
    return list(report.findings), {name: source.text for name, source in report.sources.items()}


def marked(place: Any, texts: dict[str, str]) -> str:
    """File and text of a place."""
    source = Source(place.file, texts[place.file])
    start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
    return f"{place.file.removesuffix('.yaml')}: {source.text[start:end]}"


X = "pachd.affinity.x"
# A rule, the files, flags, and where each finding stands, its path and whose value it is.
PLACES: list[tuple[dict[str, Any], tuple[str, ...], tuple[str, ...], list[tuple[str, str, str]]]] = [
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{x: 22}}}}\n",), (), [("v0: 22", X, "user")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{x: {{a: 1}}}}}}\n",), (), [("v0: x", X, "user")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{x: [1]}}}}\n",), (), [("v0: x", X, "user")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{x: }}}}\n",), (), [("v0: x", X, "user")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{x: ''}}}}\n",), (), [("v0: ''", X, "user")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{y: 1}}}}\n",), (), [("v0: affinity", X, "default")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{}}\n",), (), [("v0: pachd", X, "default")]),
    ({"require": {X: 1}}, (BASE,), (), [("v0: deployTarget", X, "default")]),
    ({"require": {f"{X}.@key": "k"}}, (f"{BASE}pachd: {{affinity: {{x: 22}}}}\n",), (), [("v0: x", X, "user")]),
    ({"require": {X: 1}, "at": "pachd.affinity.k"}, (f"{BASE}pachd: {{affinity: {{x: 2, k: 33}}}}\n",), (), [("v0: 33", "pachd.affinity.k", "user")]),
    ({"require": {X: 1}, "at": "pachd.affinity.k.@key"}, (f"{BASE}pachd: {{affinity: {{x: 2, k: 33}}}}\n",), (), [("v0: k", "pachd.affinity.k", "user")]),
    ({"require": {X: 1}, "at": "pachd.affinity.k"}, (f"{BASE}pachd: {{affinity: {{x: 2}}}}\n",), (), [("v0: affinity", "pachd.affinity.k", "default")]),
    ({"require": {X: {"items": {"ge": 5}}}}, (f"{BASE}pachd: {{affinity: {{x: [7, 2, 3]}}}}\n",), (), [("v0: 2", f"{X}[1]", "user"), ("v0: 3", f"{X}[2]", "user")]),
    ({"require": {X: {"not_contains": "b"}}}, (f"{BASE}pachd: {{affinity: {{x: [a, b]}}}}\n",), (), [("v0: b", f"{X}[1]", "user")]),
    ({"require": {X: {"split": ",", "not_contains": "b"}}}, (f"{BASE}pachd: {{affinity: {{x: 'a,b'}}}}\n",), (), [("v0: 'a,b'", X, "user")]),
    # a name that stands for nothing in what failed is no place
    ({"require": {"all": [{"every": {"in": f"{X}.*", "as": "p", "require": {"p": 5}}}, {"pachd.affinity.k": 1}]}, "at": "p"}, (f"{BASE}pachd: {{affinity: {{x: {{a: 4}}, k: 33}}}}\n",), (), [("v0: 4", f"{X}.a", "user"), ("v0: 33", "pachd.affinity.k", "user")]),
    # later files and flags
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{x: 22}}}}\n", "pachd: {affinity: {x: 33}}\n"), (), [("v1: 33", X, "user")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{x: 22}}}}\n", "pachd: {affinity: {y: 33}}\n"), (), [("v0: 22", X, "user")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{y: 22}}}}\n", "pachd: {}\n"), (), [("v0: affinity", X, "default")]),
    ({"require": {X: 1}}, (BASE, "pachd: {}\n"), (), [("v1: pachd", X, "default")]),
    ({"require": {"console.config.z": 1}, "unknown_ok": ["console.config.z"]}, (BASE, "pachd: {}\n"), (), [("v1: pachd", "console.config.z", "default")]),
    ({"require": {X: 1}}, (BASE,), (f"{X}=22",), [("<command line>: 22", X, "user")]),
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{x: 22}}}}\n",), (f"{X}=33",), [("<command line>: 33", X, "user")]),
    ({"require": {f"{X}.@key": "k"}}, (BASE,), (f"{X}=22",), [(f"<command line>: {X}", X, "user")]),
    # a value of the chart's own, and one that a null took away
    ({"require": {"pachd.logLevel": "debug"}}, (f"{BASE}pachd: {{affinity: {{}}}}\n",), (), [("v0: pachd", "pachd.logLevel", "default")]),
    ({"require": {"pachd.logLevel": "debug"}}, (f"{BASE}pachd: {{logLevel: null}}\n",), (), [("v0: null", "pachd.logLevel", "user")]),
    ({"require": {"pachd.logLevel": "debug"}}, (f"{BASE}pachd: {{logLevel: }}\n",), (), [("v0: logLevel", "pachd.logLevel", "user")]),
    # an alias: the value stands at its anchor
    ({"require": {X: 1}}, (f"{BASE}pachd: {{affinity: {{y: &a 22, x: *a}}}}\n",), (), [("v0: 22", X, "user")]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "texts", "flags", "places"), PLACES)
def test_place(rule: Any, texts: Any, flags: Any, places: Any, own_rules: Any) -> None:
    findings, sources = found(own_rules, rule, *texts, flags=flags)
    assert [(marked(one.place, sources), one.path, one.origin) for one in findings] == places


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{BASE}pachd: {{logLevel: info}}\n", "it is info"),
        (BASE, "it is info (chart default)"),
        (f"{BASE}pachd: {{logLevel: }}\n", "it is (not set)"),
        (f"{BASE}pachd: {{logLevel: ''}}\n", "it is (not set)"),
    ],
)
def test_a_value_of_the_chart_is_called_so(text: str, message: str, own_rules: Any) -> None:
    rule = {"require": {"pachd.logLevel": "debug"}, "message": "it is {@value}"}
    assert [one.message for one in found(own_rules, rule, text)[0]] == [message]


def test_an_empty_value_of_the_chart_is_not_called_so(own_rules: Any) -> None:
    rule = {"require": {"pachd.storage.storageURL": "x"}, "message": "it is {@value}"}
    assert [one.message for one in found(own_rules, rule, BASE)[0]] == ["it is (not set)"]


def test_of_a_part_nothing_is_reported_that_is_missing(own_rules: Any) -> None:
    text = "pachd: {affinity: {x: 2}}\n"
    rule = {"require": {"pachd.affinity.x": 1, "pachd.affinity.k": 1, "pachd.logLevel": "debug"}}
    whole = {one.path for one in found(own_rules, rule, text, part="")[0]}
    assert whole == {"pachd.affinity.x", "pachd.affinity.k", "pachd.logLevel"}
    assert {one.path for one in found(own_rules, rule, text, part=None)[0]} == {"pachd.affinity.x"}


RELATED: list[tuple[list[dict[str, str]], tuple[str, ...], list[tuple[str, str]]]] = [
    ([{"at": "pachd.affinity.k", "label": "here is {pachd.affinity.k}"}], (f"{BASE}pachd: {{affinity: {{x: 2, k: 33}}}}\n",), [("v0: 33", "here is 33")]),
    ([{"at": "pachd.affinity.k.@key", "label": "here"}], (f"{BASE}pachd: {{affinity: {{x: 2, k: 33}}}}\n",), [("v0: k", "here")]),
    ([{"at": "pachd.affinity.k", "label": "here"}], (f"{BASE}pachd: {{affinity: {{x: 2}}}}\n",), []),
    ([{"at": "pachd.logLevel", "label": "here"}], (f"{BASE}pachd: {{affinity: {{x: 2}}}}\n",), []),
    ([{"at": X, "label": "here"}], (f"{BASE}pachd: {{affinity: {{x: 2}}}}\n",), []),
    ([{"at": f"{X}.@key", "label": "here"}], (f"{BASE}pachd: {{affinity: {{x: 2}}}}\n",), [("v0: x", "here")]),
    ([{"at": "pachd.affinity.k", "label": "a"}, {"at": "pachd.affinity.z", "label": "b"}], (f"{BASE}pachd: {{affinity: {{x: 2, z: 4, k: 3}}}}\n",), [("v0: 3", "a"), ("v0: 4", "b")]),
    ([{"at": "pachd.affinity.q", "label": "a"}, {"at": "pachd.affinity.z", "label": "b"}], (f"{BASE}pachd: {{affinity: {{x: 2, z: 4}}}}\n",), [("v0: 4", "b")]),
    ([{"at": X, "label": "a"}, {"at": "pachd.affinity.z", "label": "b"}], (f"{BASE}pachd: {{affinity: {{x: 2, z: 4}}}}\n",), [("v0: 4", "b")]),
    ([], (f"{BASE}pachd: {{affinity: {{x: 5}}}}\n", "pachd: {affinity: {x: {a: 1}}}\n"), []),
    ([], (f"{BASE}pachd: {{affinity: {{x: 2}}}}\n", "pachd: {affinity: {x: 3}}\n"), [("v0: x", "this earlier value is overridden")]),
    ([], (f"{BASE}pachd: {{affinity: {{x: 2}}}}\n", "pachd: {affinity: {y: 3}}\n"), []),
    ([], (f"{BASE}pachd: {{affinity: {{x: 2}}}}\n", "pachd: {affinity: {x: 3}}\n", "pachd: {affinity: {x: 4}}\n"), [("v1: x", "this earlier value is overridden"), ("v0: x", "this earlier value is overridden")]),
    ([], (f"{BASE}pachd: {{affinity: {{x: {{a: 1}}}}}}\n", "pachd: {affinity: {x: {b: 1}}}\n"), []),
    ([], (f"{BASE}pachd: {{affinity: {{x: {{a: 1}}}}}}\n", "pachd: {affinity: {x: [1]}}\n"), [("v0: x", "this earlier value is overridden")]),
]  # fmt: skip


@pytest.mark.parametrize(("also", "texts", "related"), RELATED)
def test_related(also: Any, texts: Any, related: Any, own_rules: Any) -> None:
    findings, sources = found(own_rules, {"require": {X: 1}, **({"also": also} if also else {})}, *texts)
    assert [[(marked(other.place, sources), other.message) for other in one.related] for one in findings] == [
        related
    ]


def test_a_name_that_stands_for_nothing_in_what_failed_is_no_other_place(own_rules: Any) -> None:
    every = {"every": {"in": f"{X}.*", "as": "p", "require": {"p.num": 5}}}
    rule = {"require": {"all": [every, {"pachd.affinity.k": 1}]}, "also": [{"at": "p", "label": "in"}]}
    findings, sources = found(
        own_rules, rule, f"{BASE}pachd: {{affinity: {{x: {{a: {{num: 4}}}}, k: 33}}}}\n"
    )
    related = {one.path: [marked(other.place, sources) for other in one.related] for one in findings}
    assert related == {f"{X}.a.num": ["v0: a"], "pachd.affinity.k": []}


def test_a_severity_of_the_config_is_that_of_all_cases_in_which_anything_is_said(own_rules: Any) -> None:
    cases = [{"when": {X: 1}, "is": "none"}, {"when": {X: 2}, "is": "error"}, {"is": "info"}]
    book = own_rules(r={"require": {"deployTarget": "AMAZON"}, "severity": cases})
    given = book.with_severities({"r": Severity.WARNING})
    for value, words in ((1, []), (2, ["error", "warning"]), (3, ["info", "warning"])):
        job = Job("r", (read(Source("v.yaml", f"{BASE}pachd: {{affinity: {{x: {value}}}}}\n")),))
        assert [one.severity.word for rules in (book, given) for one in check([job], rules).findings] == words


def test_severity_impact_and_words_are_those_of_the_rule(own_rules: Any) -> None:
    rule = {
        "severity": "info", "impact": "fragile", "require": {X: 1}, "help": "Set {@path}.",
        "see": ["https://a.example/b", "https://c.example"],
    }  # fmt: skip
    ((finding,), _) = found(own_rules, rule, BASE)
    assert (finding.severity, finding.impact.value, finding.topic) == (Severity.INFO, "fragile", "own")
    assert (finding.help, finding.url, finding.message) == (f"Set {X}.", "https://a.example/b", X)
    ((finding,), _) = found(own_rules, {"require": {X: 1}}, BASE)
    assert (finding.severity, finding.help, finding.url, finding.fix) == (Severity.ERROR, "", "", None)


HELP = {"<2.5.0": "old", ">=2.5.0 <2.6.0": "middle {@key}", ">=2.6.0": "new"}


@pytest.mark.parametrize(
    ("chart", "help_"),
    [("2.0.0", "old"), ("2.4.6", "old"), ("2.5.0", "middle x"), ("2.5.9", "middle x"), ("2.6.0", "new"), ("2.7.0", "new"), ("2.11.6", "new")],
)  # fmt: skip
def test_help_depends_on_the_version(chart: str, help_: str, own_rules: Any) -> None:
    findings, _ = found(own_rules, {"require": {X: 1}, "help": HELP}, BASE, chart=chart)
    assert [one.help for one in findings] == [help_]


@pytest.mark.parametrize(
    ("chart", "help_"), [("2.0.5", "some"), ("2.1.0", "other"), ("2.4.6", "other"), ("2.5.3", "some"), ("2.6.0", "other")]
)  # fmt: skip
def test_help_of_several_ranges(chart: str, help_: str, own_rules: Any) -> None:
    ranges = {"<2.1.0 || 2.5.x": "some", ">=2.1.0 <2.5.0 || >=2.6.0": "other"}
    findings, _ = found(own_rules, {"require": {X: 1}, "help": ranges}, BASE, chart=chart)
    assert [one.help for one in findings] == [help_]


APPLIES: list[tuple[dict[str, Any], dict[str, str], bool]] = [
    ({}, {}, True),
    ({"provider": ["aws"]}, {"provider": "aws"}, True),
    ({"provider": ["eks"]}, {"provider": "aws"}, True),
    ({"provider": ["aws", "gcp"]}, {"provider": "gcp"}, True),
    ({"provider": ["aws"]}, {"provider": "gcp"}, False),
    ({"provider": ["aws"]}, {}, False),
    ({"provider": ["unknown"]}, {}, True),
    ({"provider": ["unknown"]}, {"provider": "aws"}, False),
    ({"environment": ["production"]}, {"environment": "production"}, True),
    ({"environment": ["production"]}, {"environment": "development"}, False),
    ({"environment": ["production"]}, {}, False),
    ({"environment": ["unknown", "production"]}, {}, True),
    ({"chart": ">=2.3.0 <2.5.0"}, {"chart": "2.3.0"}, True),
    ({"chart": ">=2.3.0 <2.5.0"}, {"chart": "2.4.6"}, True),
    ({"chart": ">=2.3.0 <2.5.0"}, {"chart": "2.5.0"}, False),
    ({"chart": ">=2.3.0 <2.5.0"}, {"chart": "2.2.8"}, False),
    ({"chart": "<2.1.0 || 2.5.x"}, {"chart": "2.0.0"}, True),
    ({"chart": "<2.1.0 || 2.5.x"}, {"chart": "2.5.3"}, True),
    ({"chart": "<2.1.0 || 2.5.x"}, {"chart": "2.4.0"}, False),
    ({"provider": ["aws"], "environment": ["production"], "chart": "2.5.x"}, {"provider": "aws", "environment": "production", "chart": "2.5.1"}, True),
    ({"provider": ["aws"], "environment": ["production"], "chart": "2.5.x"}, {"provider": "aws", "environment": "production", "chart": "2.6.1"}, False),
    ({"provider": ["aws"], "environment": ["production"], "chart": "2.5.x"}, {"provider": "gcp", "environment": "production", "chart": "2.5.1"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("applies", "overrides", "does"), APPLIES)
def test_a_rule_applies(applies: Any, overrides: dict[str, str], does: bool, own_rules: Any) -> None:
    text = "global: {postgresql: {postgresqlPassword: x}}\ndeployTarget: CUSTOM\n"
    findings, _ = found(
        own_rules, {"require": {X: 1}, **({"applies": applies} if applies else {})}, text, **overrides
    )
    assert bool(findings) is does


GROUND: list[tuple[dict[str, Any], str, bool]] = [
    # what a rule reads has a wrong type: it says nothing
    ({"require": {"pachd.replicas": 1, "pachd.logLevel": "x"}}, "{replicas: many, logLevel: info}", False),
    ({"require": {"pachd.replicas": 1, "pachd.logLevel": "x"}}, "{affinity: {y: 1}, logLevel: info, storage: 5}", True),
    ({"each": {"in": ["pachd.storage.*", "pachd.affinity.*"], "as": "p"}, "require": {"p": {"type": "list"}}}, "{storage: 5, affinity: {y: 1}}", False),
    ({"each": {"in": ["pachd.affinity.*"], "as": "p"}, "require": {"p": {"type": "list"}}}, "{storage: 5, affinity: {y: 1}}", True),
    ({"require": {"pachd.replicas": 1}}, "replicas: 2", True),
    ({"require": {"pachd.replicas": 1}}, "replicas: many", False),
    ({"require": {"pachd.replicas": 1}}, "{replicas: 2, logLevel: [5]}", True),
    ({"when": {"pachd.logLevel": "info"}, "require": {X: 1}}, "replicas: many", True),
    ({"when": {"pachd.logLevel": {"not_equals": "info"}}, "require": {X: 1}}, "logLevel: [5]", False),
    ({"require": {"pachd.storage.backend": "x"}}, "storage: 5", False),
    ({"require": {"pachd.storage": {"equals": "x"}}}, "storage: {backend: [5]}", False),
    ({"require": {X: {"equals": {"ref": "pachd.replicas"}}}}, "{replicas: many, affinity: {x: 3}}", False),
    ({"each": {"in": "pachd.*", "as": "p", "where": {"p.@key": "logLevel"}}, "require": {"p": "x"}}, "{logLevel: k, replicas: many}", True),
    ({"each": {"in": "pachd.*", "as": "p", "where": {"p.@key": "replicas"}}, "require": {"p": "x"}}, "{logLevel: k, replicas: many}", False),
    ({"each": {"in": "pachd.storage.*", "as": "p"}, "require": {"p": {"type": "list"}}}, "storage: 5", False),
    ({"require": {"pachd.*": {"type": "mapping"}}}, "{replicas: many}", False),
    ({"each": {"in": ["pachd.storage"], "as": "p"}, "require": {"p.backend": {"equals": 5}}}, "storage: {backend: [1]}", False),
    ({"each": {"in": ["pachd.storage"], "as": "p"}, "require": {"p.backend": {"equals": 5}}}, "storage: {backend: AMAZON}", True),
    ({"each": {"in": "pachd.*", "as": "p", "where": {"p.@key": "replicas"}}, "require": {"p.@key": "x"}}, "replicas: many", False),
    ({"each": {"in": "pachd.*", "as": "p", "where": {"p.@key": "replicas"}}, "require": {"p.@key": "x"}}, "replicas: 3", True),
    ({"each": {"in": ["pachd.storage", "pachd.affinity"], "as": "p"}, "require": {"p.backend": {"equals": 5}}}, "{storage: {backend: [1]}, affinity: {y: 1}}", True),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "values", "speaks"), GROUND)
def test_nothing_is_built_on_a_wrong_type(rule: Any, values: str, speaks: bool, own_rules: Any) -> None:
    values = values if values.startswith("{") else f"{{{values}}}"
    findings, _ = found(own_rules, rule, f"{BASE}pachd: {values}\n", chart="2.6.4")
    assert bool(findings) is speaks


MANY = ", ".join(f"k{number}: 2" for number in range(60))
MATCHES: list[tuple[dict[str, Any], str, list[str]]] = [
    # of matches that have a wrong type, or stand below one, or read one, nothing is told
    ({"each": {"in": "pachd.*", "as": "p"}, "require": {"p": "x"}}, "{logLevel: k, replicas: many, clusterDeploymentID: c}", ["logLevel", "clusterDeploymentID"]),
    ({"each": {"in": "pachd.*.*", "as": "p"}, "require": {"p": "x"}}, "{logLevel: {a: 1}, affinity: {a: 1, b: 2}, replicas: [5]}", ["affinity.a", "affinity.b"]),
    ({"each": {"in": "pachd.*", "as": "p", "where": {"p.backend": {"present": True}}}, "require": {"p.backend": {"equals": "x"}}}, "{storage: {backend: [1]}, affinity: {backend: 2}, replicas: many}", ["affinity.backend"]),
    ({"each": {"in": "pachd.*.*", "as": "p"}, "require": {"p.@key": "x"}}, "{logLevel: {a: 1}, affinity: {b: 2}, replicas: [5]}", ["affinity.b"]),
    ({"each": {"in": "pachd.*", "as": "p", "where": {"p.backend": {"present": True}}}, "require": {"p.num": 1}}, "{storage: {backend: [1]}, affinity: {backend: 2}}", ["affinity.num"]),
    # `when` is asked for each match, if it reads one
    ({"each": {"in": "pachd.affinity.*", "as": "p"}, "when": {"p.up": True}, "require": {"p.num": 1}}, "{affinity: {a: {up: true, num: 2}, b: {num: 2}, c: {up: true, num: 1}, d: {up: true}}}", ["affinity.a.num", "affinity.d.num"]),
    ({"each": {"in": "pachd.affinity.*", "as": "p"}, "when": {"pachd.logLevel": "k"}, "require": {"p.num": 1}}, "{logLevel: k, affinity: {a: {num: 2}, b: {num: 1}, c: {}}}", ["affinity.a.num", "affinity.c.num"]),
    ({"each": {"in": "pachd.affinity.*", "as": "p"}, "when": {"pachd.logLevel": "k"}, "require": {"p.num": 1}}, "{logLevel: info, affinity: {a: {num: 2}}}", []),
    ({"each": {"in": "pachd.affinity.*", "as": "p", "where": {"p.up": True}}, "require": {"p.num": 1}}, "{affinity: {a: {num: 2}, b: {up: true, num: 2}, c: {num: 3}}}", ["affinity.b.num"]),
    ({"each": {"in": ["pachd.affinity.*", "pachd.affinity.a"], "as": "p"}, "require": {"p.num": 1}}, "{affinity: {a: {num: 2}}}", ["affinity.a.num"]),
    ({"require": {"pachd.affinity.*.num": 1, "pachd.affinity.a.num": {"ge": 3}}}, "{affinity: {a: {num: 2}}}", ["affinity.a.num"]),
    # of one value what is wrong first is told, though the next words would be others
    ({"require": {"pachd.affinity.*.num": 1, "pachd.affinity.a.num": {"ge": 3}}, "message": "{@expected}"}, "{affinity: {a: {num: 2}}}", ["affinity.a.num"]),
    # of very many matches those with other keys are not looked at
    ({"each": {"in": "pachd.affinity.*", "as": "p", "where": {"p.@key": {"in": ["last", "k1"]}}}, "require": {"p": 1}}, f"{{affinity: {{{MANY}, last: 2}}}}", ["affinity.k1", "affinity.last"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "values", "paths"), MATCHES)
def test_matches_that_are_judged(rule: Any, values: str, paths: list[str], own_rules: Any) -> None:
    findings, _ = found(own_rules, rule, f"{BASE}pachd: {values}\n", chart="2.6.4")
    assert [one.path for one in findings if one.origin == "user" or one.path.startswith("pachd.affinity.")] == [f"pachd.{path}" for path in paths]  # fmt: skip


def fixed(finding: Finding, texts: dict[str, str]) -> str | None:
    """The first file after the fix."""
    if finding.fix is None:
        return None
    source = Source("v0.yaml", texts["v0.yaml"])
    text = source.text
    for edit in sorted(finding.fix.edits, key=lambda edit: edit.place, reverse=True):
        start = source.offset(edit.place.line, edit.place.column)
        end = source.offset(edit.place.end_line, edit.place.end_column)
        text = text[:start] + edit.text + text[end:]
    return text.removeprefix(BASE)


A = "pachd.affinity"
FIXES: list[tuple[list[dict[str, Any]], str, str | None]] = [
    ([{"set": {"path": X, "value": 1}}], "pachd: {affinity: {x: 2}}\n", "pachd: {affinity: {x: 1}}\n"),
    ([{"set": {"path": "{@path}", "value": 1}}], "pachd: {affinity: {x: 2}}\n", "pachd: {affinity: {x: 1}}\n"),
    ([{"set": {"path": X, "value": "{@expected}"}}], "pachd: {affinity: {x: 2}}\n", "pachd: {affinity: {x: 1}}\n"),
    ([{"set": {"path": X, "value": "n{@expected}{pachd.affinity.k}"}}], "pachd: {affinity: {x: 2, k: true}}\n", "pachd: {affinity: {x: n1true, k: true}}\n"),
    ([{"set": {"path": X, "value": "{pachd.affinity.k}"}}], "pachd: {affinity: {x: 2}}\n", None),
    ([{"set": {"path": X, "value": "a{pachd.affinity.k}"}}], "pachd: {affinity: {x: 2}}\n", None),
    ([{"set": {"path": X, "value": "{pachd.affinity.k|5}"}}], "pachd: {affinity: {x: 2}}\n", 'pachd: {affinity: {x: "5"}}\n'),
    ([{"set": {"path": X, "value": "{pachd.affinity.k|5}"}}], "pachd: {affinity: {x: 2, k: }}\n", 'pachd: {affinity: {x: "5", k: }}\n'),
    ([{"set": {"path": X, "value": ["a", "{@key}"]}}], "pachd: {affinity: {x: 2}}\n", "pachd: {affinity: {x: [a, x]}}\n"),
    ([{"set": {"path": X, "value": ["a", "{pachd.affinity.k}"]}}], "pachd: {affinity: {x: 2}}\n", None),
    ([{"set": {"path": X, "value": {"k": "{@key}"}}}], "pachd: {affinity: {x: 2}}\n", "pachd: {affinity: {x: {k: x}}}\n"),
    ([{"set": {"path": X, "value": {"k": "{pachd.affinity.k}"}}}], "pachd: {affinity: {x: 2}}\n", None),
    ([{"set": {"path": X, "value": {"k": "{pachd.affinity.k}", "l": 1}}}], "pachd: {affinity: {x: 2}}\n", None),
    ([{"set": {"path": X, "value": "{{@key}}"}}], "pachd: {affinity: {x: 2}}\n", 'pachd: {affinity: {x: "{@key}"}}\n'),
    ([{"insert": {"path": f"{A}.k", "value": 1}}], "pachd: {affinity: {x: 2}}\n", "pachd: {affinity: {x: 2, k: 1}}\n"),
    ([{"append": {"path": f"{A}.l", "value": "{@key}"}}], "pachd: {affinity: {x: 2, l: [a]}}\n", "pachd: {affinity: {x: 2, l: [a, x]}}\n"),
    ([{"append": {"path": f"{A}.l", "value": "{pachd.affinity.k}"}}], "pachd: {affinity: {x: 2, l: [a]}}\n", None),
    ([{"delete": {"path": X}}], "pachd: {affinity: {x: 2, k: 1}}\n", "pachd: {affinity: {k: 1}}\n"),
    ([{"rename": {"path": X, "to": "z"}}], "pachd: {affinity: {x: 2, k: 1}}\n", "pachd: {affinity: {z: 2, k: 1}}\n"),
    ([{"rename": {"path": X, "to": "z{pachd.affinity.k}"}}], "pachd: {affinity: {x: 2, k: 1}}\n", "pachd: {affinity: {z1: 2, k: 1}}\n"),
    ([{"rename": {"path": X, "to": "{pachd.affinity.z}"}}], "pachd: {affinity: {x: 2, k: 1}}\n", None),
    # there is such a key already
    ([{"rename": {"path": X, "to": "k"}}], "pachd: {affinity: {x: 2, k: 1}}\n", None),
    ([{"delete": {"path": X}}, {"rename": {"path": f"{A}.k", "to": "z"}}], "pachd: {affinity: {x: 2, k: 1, z: 2}}\n", None),
    ([{"move": {"from": X, "to": f"{A}.w.v"}}], "pachd: {affinity: {x: 2, k: 1}}\n", "pachd: {affinity: {k: 1, w: {v: 2}}}\n"),
    ([{"replace": {"path": f"{A}.k", "match": "b+", "with": "-{@key}-"}}], "pachd: {affinity: {x: 2, k: abbc}}\n", "pachd: {affinity: {x: 2, k: a-x-c}}\n"),
    ([{"replace": {"path": f"{A}.k", "match": "b", "with": "{pachd.affinity.z}"}}], "pachd: {affinity: {x: 2, k: abc}}\n", None),
    ([{"set": {"path": X, "value": 1}}, {"set": {"path": f"{A}.k", "value": 2}}], "pachd: {affinity: {x: 2, k: 1}}\n", "pachd: {affinity: {x: 1, k: 2}}\n"),
    ([{"set": {"path": X, "value": 1}}, {"set": {"path": f"{A}.k", "value": "{pachd.affinity.z}"}}], "pachd: {affinity: {x: 2, k: 1}}\n", None),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "text", "after"), FIXES)
def test_fix(edits: Any, text: str, after: str | None, own_rules: Any) -> None:
    fix = {"title": "mend {@key}", "safety": "unsafe", "edits": edits}
    findings, texts = found(own_rules, {"require": {X: 1}, "fix": fix}, BASE + text)
    assert [fixed(one, texts) for one in findings] == [after]
    assert all(
        one.fix is None or (one.fix.title, one.fix.safety) == ("mend x", Safety.UNSAFE) for one in findings
    )


def test_fix_only_where_its_condition_holds(own_rules: Any) -> None:
    fix = {"title": "t", "safety": "safe", "edits": [{"set": {"path": X, "value": 1}}], "when": {f"{A}.k": 1}}
    for text, has in (("{x: 2}", False), ("{x: 2, k: 2}", False), ("{x: 2, k: 1}", True)):
        ((finding,), _) = found(
            own_rules, {"require": {X: 1}, "fix": fix}, f"{BASE}pachd: {{affinity: {text}}}\n"
        )
        assert bool(finding.fix) is has


@pytest.mark.parametrize(("chart", "has"), [("2.2.8", False), ("2.3.0", True)])
def test_no_fix_writes_a_key_that_the_chart_does_not_have(chart: str, has: bool, own_rules: Any) -> None:
    known = {"set": {"path": f"{A}.k", "value": 1}}
    new = {"set": {"path": "proxy.host", "value": "a"}}
    for edits in ([new], [known, new], [{"move": {"from": X, "to": "proxy.host"}}]):
        fix = {"title": "t", "safety": "safe", "edits": edits}
        ((finding,), _) = found(
            own_rules, {"require": {X: 1}, "fix": fix}, f"{BASE}pachd: {{affinity: {{x: b}}}}\n", chart=chart
        )
        assert bool(finding.fix) is has


def test_a_rule_that_cannot_be_judged_is_named_with_the_cause() -> None:
    cause = ValueError("that")
    error = PolicyError("r", cause)
    assert (error.rule, error.cause, str(error)) == ("r", cause, "rule r cannot be judged: ValueError: that")


@pytest.mark.parametrize(
    ("key", "after"),
    [
        ("a", "pachd: {affinity: {a: {m: 1}, b: {num: 1}}}\n"),
        # in print such a key is no path
        ("'a\"]b'", None),
    ],
)
def test_a_fix_may_begin_at_the_other_place(key: str, after: str | None, own_rules: Any) -> None:
    fix = {"title": "t", "safety": "safe", "edits": [{"delete": {"path": "{@other}"}}]}
    rule = {"require": {"pachd.affinity.*.num": {"unique": True}}, "fix": fix}
    ((finding,), texts) = found(
        own_rules, rule, f"{BASE}pachd: {{affinity: {{{key}: {{num: 1, m: 1}}, b: {{num: 1}}}}}}\n"
    )
    assert (finding.path, fixed(finding, texts)) == ("pachd.affinity.b.num", after)
