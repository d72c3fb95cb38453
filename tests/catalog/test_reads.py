"""Which rules read a value: those of the vocabulary say it themselves, predicates by a table that is held to what they do."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pachlint.catalog.reads import readers, reads_every
from pachlint.layering.values import Values
from pachlint.place import Path, format_path
from pachlint.policy.paths import read_pattern
from pachlint.predicates import table
from pachlint.predicates.reads import _READS, EVERY, SERVICES, predicate_reads
from pachlint.rulebook import Rulebook, shipped
from pachlint.rulefiles.examples import findings


def ids(book: Rulebook, text: str) -> list[str]:
    """The rules that read a value, without those that look at every one."""
    return [rule.id for rule in readers(book.rules, read_pattern(text)).of_it]


@pytest.fixture
def book(own_rules: Callable[..., Rulebook]) -> Rulebook:
    """Rules that read in every way."""
    return own_rules(
        leaf={"require": {"proxy.tls.enabled": True}},
        when={"when": {"proxy.host": {"present": True}}, "require": {"pachd.logLevel": "info"}},
        block={"require": {"pachd.storage": {"contains": "x"}}},
        block_is_there={"require": {"pachd.storage": {"present": True}}},
        each={
            "each": {"in": "oidc.upstreamIDPs.*", "as": "idp"},
            "require": {"idp.id": {"present": True}},
        },
        reference={"require": {"proxy.host": {"equals": {"ref": "ingress.host"}}}},
        note={"require": {'ingress.annotations["kubernetes.io/ingress.class"]': "nginx"}},
        all_scalars={"each": {"in": "**", "as": "one"}, "require": {"one": {"not_matches": "x"}}},
        at={"require": {"proxy.host": "x"}, "at": "proxy.replicas"},
        case={
            "severity": [{"when": {"etcd.dynamicNodes": 3}, "is": "error"}, {"is": "info"}],
            "message": [{"when": {"etcd.storageClass": "x"}, "is": "m"}, {"is": "n"}],
            "help": [{"when": {"etcd.storageSize": "x"}, "is": "m"}, {"is": "n"}],
            "fix": [
                {
                    "when": {"etcd.podLabels": {"empty": False}},
                    "is": {
                        "title": "t",
                        "safety": "unsafe",
                        "when": {"etcd.maxTxnOps": 1},
                        "edits": [{"delete": {"path": "loki-stack.x"}}],
                    },
                }
            ],
            "require": {"loki-stack.x": 1},
        },
    )


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("proxy.tls.enabled", ["leaf"]),
        ("proxy.tls", ["leaf"]),
        ("etcd.dynamicNodes", ["case"]),
        ("etcd.storageClass", ["case"]),
        ("etcd.storageSize", ["case"]),
        ("etcd.podLabels", ["case"]),
        ("etcd.maxTxnOps", ["case"]),
        ("proxy", ["at", "leaf", "reference", "when"]),
        ("proxy.tls.secretName", []),
        ("proxy.host", ["at", "reference", "when"]),
        ("ingress.host", ["reference"]),
        ("pachd.logLevel", ["when"]),
        ("pachd.storage", ["block", "block-is-there"]),
        ("pachd.storage.backend", ["block"]),
        ("oidc.upstreamIDPs[0].id", ["each"]),
        ("oidc.upstreamIDPs[7].id", ["each"]),
        ("oidc.upstreamIDPs.*.id", ["each"]),
        ("oidc.upstreamIDPs[0].name", []),
        ("oidc", ["each"]),
        ('ingress.annotations["kubernetes.io/ingress.class"]', ["note"]),
        ('ingress.annotations["example.com/x"]', []),
        ("ingress.annotations.*", ["note"]),
        ("*.host", ["at", "reference", "when"]),
        ("*.tls.enabled", ["leaf"]),
        ("proxy.replicas", ["at"]),
        ("deployTarget", []),
    ],
)
def test_rules_that_read_a_value(book: Rulebook, path: str, names: list[str]) -> None:
    assert ids(book, path) == names


def test_what_looks_at_every_value_is_kept_apart(book: Rulebook) -> None:
    assert [rule.id for rule in readers(book.rules, read_pattern("etcd.image")).every] == ["all-scalars"]


def test_reading_a_single_value_is_not_reading_what_no_chart_has_below_it(book: Rulebook) -> None:
    assert "when" not in ids(book, "pachd.logLevel.x")


@pytest.fixture(scope="module")
def looked_at() -> dict[str, set[Path]]:
    """What each predicate looks at in the examples of its rules."""
    found: dict[str, set[Path]] = defaultdict(set)
    looking: list[str] = []
    get = Values.get

    def watched(self: Values, path: Path, *more: Any) -> object:
        if looking:
            found[looking[-1]].add(tuple(path))
        return get(self, path, *more)

    def watching(name: str, judge: table.Predicate) -> table.Predicate:
        def reported(context: Any, options: Any) -> Iterator[Any]:
            steps = judge(context, options)
            while True:
                looking.append(name)
                one = next(steps, None)
                looking.pop()
                if one is None:
                    return
                yield one

        return reported

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Values, "get", watched)
        wrapped = {name: watching(name, judge) for name, judge in table.PREDICATES.items()}
        patch.setattr(table, "PREDICATES", wrapped)
        for rule in shipped().rules:
            for example in shipped().text(rule.id).examples if rule.predicate else ():
                findings(rule, example, example.text)
    return found


def test_predicates_look_at_nothing_else(looked_at: dict[str, set[Path]]) -> None:
    wrong = []
    for name, paths in looked_at.items():
        texts = predicate_reads(name)
        if EVERY in texts:
            continue
        # who serves a load balancer depends on its ports, which are not what the rule is about
        patterns = [read_pattern(text) for text in (*texts, *SERVICES)]
        wrong += [
            f"{name}: {format_path(path)}"
            for path in paths
            if path[-1] != "enabled" and not any(one.touches(path) for one in patterns)
        ]
    assert wrong == []
    assert len(looked_at) > 25


def test_every_predicate_has_a_row_unless_it_is_about_all_annotations() -> None:
    about_annotations = {name for name in table.PREDICATES if name.startswith("annotation-")}
    assert set(table.PREDICATES) - about_annotations <= set(_READS) <= set(table.PREDICATES)


def test_every_rule_reads_something_or_a_text() -> None:
    silent = [
        rule.id
        for rule in shipped().rules
        if not rule.predicate and not (rule.logic.reads or rule.logic.each or reads_every(rule))
    ]
    assert silent == []


def test_findings_are_at_what_their_rule_reads() -> None:
    """Of the shipped rules that have no name at their place: the path of a finding is among what --reads finds."""
    missed = []
    for rule in shipped().rules[::7]:
        for example in shipped().text(rule.id).examples:
            for finding in findings(rule, example, example.text) if example.bad else ():
                pattern = read_pattern(finding.path) if finding.path else None
                if pattern and not reads_every(rule) and not readers([rule], pattern).of_it:
                    missed.append((rule.id, finding.path))
    assert missed == []


@pytest.mark.parametrize(
    ("key", "reads", "other"),
    [
        (
            "service.beta.kubernetes.io/aws-load-balancer-scheme",
            "exposed-without-tls",
            "server-address-scheme",
        ),
        ("external-dns.alpha.kubernetes.io/hostname", "external-dns-host", "exposed-without-tls"),
        ("nginx.ingress.kubernetes.io/proxy-body-size", "annotation-unread", "exposed-without-tls"),
    ],
)
def test_annotations_are_read_by_rules_on_ways_where_they_decide_one(
    key: str, reads: str, other: str
) -> None:
    found = ids(shipped(), f'proxy.service.annotations["{key}"]')
    assert reads in found
    assert other not in found
