"""Rules that were packed and unpacked say what their files say, which are read here by another YAML reader."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pachlint.lint import Job, prepare
from pachlint.place import Place
from pachlint.policy.packing import pack, unpack
from pachlint.policy.rule import Rule, RuleError, RuleErrors
from pachlint.policy.screening import due
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.target import PROVIDER_NAMES
from pachlint.versions import RELEASED, Range

RULES = Path(__file__).parent.parent.parent / "rules"
FILES = sorted(RULES.glob("*/*.yaml"), key=lambda path: path.stem)
BOOK = shipped()


@cache
def every_written() -> dict[str, dict[str, Any]]:
    """What the files of all rules say, by rule."""
    return {path.stem: YAML(typ="safe").load(path.read_text()) for path in FILES}


def listed(value: Any) -> list[Any]:
    """One value, or several."""
    return value if isinstance(value, list) else [value]


SEVERITIES = ("none", "info", "warning", "error")


def of(rule: Rule) -> dict[str, Any]:
    """What a rule says of itself, in the words of its file."""
    return {
        "title": rule.title,
        "severity": rule.severity.word,
        "impact": rule.impact.value,
        "predicate": rule.predicate,
        "with": dict(rule.options),
        "any_version": rule.traits.of_any_version,
        "chart": rule.applies.chart,
        "provider": sorted(rule.applies.providers),
        "environment": sorted(rule.applies.environments),
        "url": rule.url,
        "message": [case.value for case in rule.template.message],
        "also": len(rule.template.also),
        "fix": [(case.value.title, case.value.safety, len(case.value.edits)) for case in rule.template.fix],
    }  # fmt: skip


def cases(part: Any) -> list[Any]:
    """What a part of a rule is in each case."""
    return [one["is"] for one in part] if isinstance(part, list) else [part]


def of_file(rule: dict[str, Any]) -> dict[str, Any]:
    """The same of a rule's file."""
    applies = rule.get("applies", {})
    providers = {PROVIDER_NAMES.get(name, name) for name in listed(applies.get("provider", []))}
    return {
        "title": rule["title"],
        "severity": max(cases(rule["severity"]), key=SEVERITIES.index),
        "impact": rule["impact"],
        "predicate": rule.get("predicate", ""),
        "with": rule.get("with", {}),
        "any_version": rule.get("any_version", False),
        "chart": applies.get("chart", ""),
        "provider": sorted(providers),
        "environment": sorted(listed(applies.get("environment", []))),
        "url": rule["see"][0],
        "message": cases(rule["message"]),
        "also": len(rule.get("also", [])),
        "fix": [(one["title"], one["safety"], len(one["edits"])) for one in cases(rule.get("fix", []))],
    }


def test_a_rule_is_what_its_file_says() -> None:
    assert [rule.id for rule in BOOK.rules] == [path.stem for path in FILES]
    assert [rule.topic for rule in BOOK.rules] == [path.parent.name for path in FILES]
    differing = [(of(rule), of_file(every_written()[rule.id])) for rule in BOOK.rules]
    assert [pair for pair in differing if pair[0] != pair[1]] == []


def test_a_text_is_what_its_file_says() -> None:
    for name, written in every_written().items():
        text = BOOK.text(name)
        assert (text.why, list(text.see), Path(text.file).stem) == (written["why"], written["see"], name)
        for field in ("covers", "tags", "related"):
            assert list(getattr(text, field)) == written.get(field, [])
        assert sorted(one.name for one in text.exceptions) == sorted(written.get("exceptions", {}))
        for one in text.exceptions:
            row = written["exceptions"][one.name]
            row = {"because": row} if isinstance(row, str) else row
            assert one.because == row.get("because", "")
            assert list(one.reported_by) == listed(row.get("reported_by", []))
            assert list(one.values) == row.get("values", [])
            assert one.example.rstrip("\n") == row.get("example", "").rstrip("\n")
        lines = RULES.joinpath(*Path(text.file).parts[-2:]).read_text().splitlines()
        assert len(text.examples) == len(written["examples"])
        for example, row in zip(text.examples, written["examples"], strict=True):
            kind = "bad" if "bad" in row else "good"
            assert (example.bad, example.text, example.fixed) == (kind == "bad", row[kind], row.get("fixed"))
            line = lines[example.line - 1]
            assert line.strip() == example.text.partition("\n")[0].strip() or f"{kind}:" in line
            expected = [
                {name: part for name, part in one._asdict().items() if part is not None}
                for one in example.expect
            ]
            assert expected == row.get("expect", [])  # fmt: skip
            assert dict(example.context) == row.get("context", {})


def test_a_range_means_the_releases_that_it_holds() -> None:
    for rule in BOOK.rules:
        if rule.applies.chart:
            held = Range.parse(rule.applies.chart)
            within = [
                any(low <= list(version) < high for low, high in rule.applies.intervals)
                for version in RELEASED
            ]
            assert within == [held.contains(version) for version in RELEASED], rule.id


def test_what_is_empty_is_left_out_and_comes_back() -> None:
    source: dict[str, Any] = {
        "head": {
            "id": "r", "topic": "", "severity": "info", "impact": "fragile", "applies": {}, "traits": [], "predicate": "", "options": {},
            "screen": [],
        },
        "areas": [],
        "logic": {},
        "template": {"title": "T"},
    }  # fmt: skip
    full = json.loads(json.dumps(source))
    full["head"] |= {
        "id": "s", "topic": "t", "severity": "error", "impact": "broken", "traits": ["of_any_chart", "reads_text"],
        "applies": {"chart": ">=2", "providers": ["aws"], "environments": ["unknown"], "intervals": [[[2, 0, 0], [3, 0, 0]]]},
        "predicate": "p", "options": {"a": [1]},
    }  # fmt: skip
    packed = pack([source, full])
    assert json.loads(packed.split(b"\n")[0])[0] == {
        "id": "r",
        "severity": "info",
        "impact": "fragile",
    }
    one, other = unpack(packed)
    assert (one.id, one.topic, one.severity.word, one.impact.value, one.predicate) == (
        "r", "", "info", "fragile", "",
    )  # fmt: skip
    assert (one.applies, one.traits, dict(one.options), one.screen) == (
        ("", (), (), ()), (False,) * 8, {}, (),
    )  # fmt: skip
    assert (other.id, other.topic, other.severity.word, other.impact.value, other.predicate) == (
        "s", "t", "error", "broken", "p",
    )  # fmt: skip
    assert other.applies == (">=2", ("aws",), ("unknown",), [[[2, 0, 0], [3, 0, 0]]])
    assert (other.traits.reads_text, other.traits.of_any_chart, other.traits.of_any_version) == (
        True,
        True,
        False,
    )
    assert (other.options, one.number, other.number, one.title) == ({"a": [1]}, 0, 1, "T")
    assert one.rule_set is other.rule_set


@pytest.mark.parametrize(
    "packed",
    [b"", b"[", b"[]\n", b"[{}]\n\n[]\n{}", b"no rules\n\n[]", b'["r"]\n\n[]\n{}', b'{"a": 1}\n\n[]'],
)
def test_what_is_no_pack_is_reported(packed: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        unpack(packed)


def test_errors_of_rules_stand_one_a_line() -> None:
    errors = tuple(
        RuleError(Place("a/r.yaml", line, 2, line, 5), f"wrong {number}")
        for number, line in enumerate((3, 7))
    )
    assert str(errors[0]) == "a/r.yaml:3:2: wrong 0"
    assert str(RuleErrors(errors)) == "a/r.yaml:3:2: wrong 0\na/r.yaml:7:2: wrong 1"
    assert RuleErrors(errors).errors == errors


AREAS: list[list[list[Any]]] = [
    [["a", "b"]],
    [["a", "*", "c"], ["d"]],
    [[]],
    [],
    [["l", 0, "x"]],
    [["*", "b"]],
]


@pytest.mark.parametrize(
    ("bad", "near"),
    [
        # everybody whose area is at, above or below the path; the third reads anywhere
        ([("a",)], {0, 1, 2, 5}),
        ([("a", "b")], {0, 1, 2, 5}),
        ([("a", "b", "c")], {0, 1, 2, 5}),
        ([("a", "b", "d")], {0, 2, 5}),
        ([("a", "z")], {1, 2}),
        ([("a", "z", "c", "y")], {1, 2}),
        ([("d",)], {1, 2, 5}),
        ([("d", "e")], {1, 2}),
        ([("l", 0)], {2, 4}),
        ([("l", 1)], {2}),
        ([("l", 0, "x")], {2, 4}),
        ([("z",), ("a", "z")], {1, 2, 5}),
        ([()], {0, 1, 2, 4, 5}),
        ([], set()),
    ],
)
def test_rules_that_read_near_a_path(bad: list[tuple[Any, ...]], near: set[int]) -> None:
    head = {"id": "r", "severity": "info", "impact": "fragile"}
    sources = [{"head": head, "areas": areas, "logic": {}, "template": {"title": "T"}} for areas in AREAS]
    index = unpack(pack(sources))[0].rule_set.read_index
    for _ in range(2):
        assert index.near(frozenset(bad)) == near


QUESTIONS: list[dict[str, Any]] = [
    {"at": ["pachd", "logLevel"], "is": {"equals": "debug"}, "not": False},
    {"at": ["pachd", "logLevel"], "is": {"equals": "debug"}, "not": True},
    {"at": ["pachd", "replicas"], "is": {"present": True}, "not": False},
    {"at": ["pachd", "affinity"], "is": {"truthy": True}, "not": True},
]
YES, NO, PRESENT, EMPTY = QUESTIONS


@pytest.mark.parametrize(
    ("screen", "let_in"),
    [
        # all of a list, one of a list inside it, all of a list inside that
        ([], True), ([[]], False), ([YES], True), ([NO], False), ([YES, PRESENT], True), ([YES, NO], False), ([NO, YES], False),
        ([[YES, NO]], True), ([[NO, YES]], True), ([[NO, [YES, PRESENT]]], True), ([[NO, [YES, NO]]], False), ([[NO, [NO, YES]]], False), ([[[]]], True),
        ([PRESENT, [NO, EMPTY]], True), ([PRESENT, [NO, NO]], False), ([[NO, NO], PRESENT], False), ([EMPTY], True),
    ],
)  # fmt: skip
def test_screen(screen: list[Any], let_in: bool) -> None:
    head = {"id": "r", "severity": "info", "impact": "fragile", "screen": screen}
    (rule,) = unpack(pack([{"head": head, "areas": [], "logic": {}, "template": {"title": "T"}}]))
    text = "deployTarget: LOCAL\npachd: {logLevel: debug, replicas: 2, affinity: {}}\n"
    context = prepare(Job("v", (read(Source("v.yaml", text)),)))
    assert bool(due([rule], context)) is let_in
    # each question stands there once, whichever way round it is asked
    rows = rule.rule_set.predicate_cache.rows
    assert len(rows) == len(set(rows))
