"""Combinators: whether a condition holds, and whom it blames where it is demanded."""

import json
from typing import Any

import pytest
from ruamel.yaml import YAML

from pachlint.lint import Job, check, prepare
from pachlint.place import format_path
from pachlint.policy.logic import Logic
from pachlint.policy.packing import build_rules
from pachlint.policy.paths import Scope
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook
from pachlint.rulefiles.reader import Loading, read_rule
from pachlint.source import Source

# Conditions and values are written below pachd.affinity: "a" stands for pachd.affinity.a.
# condition | values | holds in `when` | blamed in `require`, or none
TABLE = """
{a: 1} | {a: 1} | yes |
{a: 1} | {a: 2} | no | a
{a: 1} | {} | no | a
{a: 1, b: 2} | {a: 1, b: 2} | yes |
{a: 1, b: 2} | {a: 1} | no | b
{a: 1, b: 2} | {} | no | a b
all: [{a: 1}, {b: 2}] | {a: 1, b: 2} | yes |
all: [{a: 1}, {b: 2}] | {a: 1, b: 3} | no | b
all: [{a: 1}, {b: 2}] | {b: 2} | no | a
all: [{a: 1}, {b: 2}] | {a: 2, b: 1} | no | a b
any: [{a: 1}, {b: 2}] | {a: 1} | yes |
any: [{a: 1}, {b: 2}] | {b: 2} | yes |
any: [{a: 1}, {b: 2}] | {a: 1, b: 2} | yes |
any: [{a: 1}, {b: 2}] | {a: 2, b: 1} | no | a
any: [{a: 1, c: 1}, {b: 2}] | {a: 2} | no | a
any: [{a: 1, c: 1}, {b: 2}] | {a: 1} | no | c
any: [{b: 1}, {a: 1}] | {} | no | b
none: [{a: 1}, {b: 2}] | {} | yes |
none: [{a: 1}, {b: 2}] | {a: 2, b: 1} | yes |
none: [{a: 1}, {b: 2}] | {a: 1} | no | a
none: [{a: 1}, {b: 2}] | {b: 2} | no | b
none: [{a: 1}, {b: 2}] | {a: 1, b: 2} | no | a b
not: {a: 1} | {a: 2} | yes |
not: {a: 1} | {} | yes |
not: {a: 1} | {a: 1} | no | a
not: {a: 1, b: 2} | {a: 1} | yes |
not: {a: 1, b: 2} | {a: 1, b: 2} | no | a
not: {not: {a: 1}} | {a: 1} | yes |
not: {not: {a: 1}} | {a: 2} | no | a
not: {not: {any: [{a: 1}, {b: 2}]}} | {a: 2} | no | a
not: {not: {any: [{b: 1}, {a: 1}]}} | {} | no | b
not: {not: {any: [{b: 1}, {a: 1}]}} | {a: 1} | yes |
not: {any: [{a: 1}, {b: 2}]} | {b: 2} | no | b
not: {any: [{a: 1}, {b: 2}]} | {a: 1, b: 2} | no | a
not: {any: [{a: 1}, {b: 2}]} | {} | yes |
not: {all: [{a: 1}, {b: 2}]} | {a: 1, b: 2} | no | a
not: {all: [{a: 1}, {b: 2}]} | {b: 2} | yes |
not: {none: [{a: 1}, {b: 2}]} | {} | no | a
not: {none: [{a: 1}, {b: 2}]} | {b: 2} | yes |
any: [{not: {a: 1}}, {b: 2}] | {a: 1} | no | a
any: [{not: {a: 1}}, {b: 2}] | {a: 1, b: 2} | yes |
any: [{all: [{a: 1}, {b: 2}]}, {c: 3}] | {b: 2} | no | a
all: [{any: [{a: 1}, {b: 2}]}, {c: 3}] | {} | no | a c
not: {a.*: {unique: true}} | {a: {x: 1, z: 2}} | no | a.x
not: {a.*: {unique: true}} | {a: {x: 1, z: 1}} | yes |
not: {a.*: {unique: true}} | {} | no | a
a.*: 1 | {a: {x: 1, y: 1}} | yes |
a.*: {not_equals: 1} | {a: {x: 1, y: 1}} | no | a.x a.y
a.*: {not_equals: 1} | {a: {x: 2, y: 3}} | yes |
a.*: {ge: 1} | {a: [1, 2]} | yes |
a.*: {ge: 1} | {a: [0, 0]} | no | a[0] a[1]
a.*.n: {ge: 1} | {a: [{n: 1}, {m: 0}]} | yes |
a.*.n: {ge: 1} | {a: [{n: 0}, {m: 0}]} | no | a[0].n
a.*x: {ge: 1} | {a: {bx: 1, x: 1, xb: 0}} | yes |
a.*x: {ge: 1} | {a: {bx: 0, x: 0, xb: 1}} | no | a.bx a.x
a.b*d: {ge: 1} | {a: {bd: 0, bxd: 0, b: 1, bdx: 1, abd: 1}} | no | a.bd a.bxd
a.b.c*: {ge: 1} | {a: {b: {c.d: 0, C: 1}}} | no | a.b["c.d"]
a.*.*: {ge: 1} | {a: {x: {y: 0}, z: {w: 0}, v: 1}} | no | a.x.y a.z.w
a[1]: 5 | {a: [1, 5]} | yes |
a[1]: 5 | {a: [5, 1]} | no | a[1]
a[0].n: 5 | {a: [{n: 5}]} | yes |
a[0].n: 5 | {a: {"0": {n: 5}}} | no | a[0].n
a["b.c/d"]: 1 | {a: {b.c/d: 1}} | yes |
a["b.c/d"]: 1 | {a: {b: {c/d: 1}}} | no | a["b.c/d"]
some: {in: a.*, as: p, where: {p.n: 1, p.m: 2}} | {a: {x: {n: 1, m: 2}}} | yes |
some: {in: a.*, as: p, where: {p.n: 1, p.m: 2}} | {a: {x: {n: 1}, y: {n: 1, m: 2}}} | yes |
some: {in: a.*, as: p, where: {p.n: 1, p.m: 2}} | {a: {x: {n: 1}, y: {m: 2}}} | no | a
some: {in: a.*, as: p, where: {p.n: 1}} | {} | no | a
some: {in: a.b.*x, as: p, where: {p: 1}} | {a: {b: {cx: 2}}} | no | a.b
not: {some: {in: a.*, as: p, where: {p.n: 1}}} | {a: {x: {n: 2}, y: {n: 1}}} | no | a.y
not: {some: {in: a.*, as: p, where: {p.n: 1}}} | {a: {x: {n: 2}}} | yes |
every: {in: a.*, as: p, require: {p.n: {ge: 1}}} | {a: {x: {n: 1}, y: {n: 2}}} | yes |
every: {in: a.*, as: p, require: {p.n: {ge: 1}}} | {a: {x: {n: 0}, y: {n: 2}}} | no | a.x.n
every: {in: a.*, as: p, require: {p.n: {ge: 1}}} | {a: {x: {n: 1}, y: {m: 2}}} | no | a.y.n
every: {in: a.*, as: p, require: {p.n: {ge: 1}}} | {a: {x: {n: 0}, y: {}}} | no | a.x.n a.y.n
every: {in: a.*, as: p, require: {p.n: {ge: 1}}} | {} | yes |
every: {in: a.*, as: p, require: {p.n: {ge: 1}}} | {a: {}} | yes |
not: {every: {in: a.*, as: p, require: {p.n: 1}}} | {a: {x: {n: 1}}} | no | a
not: {every: {in: a.*, as: p, require: {p.n: 1}}} | {a: {x: {n: 2}}} | yes |
every: {in: a.*, as: p, require: {any: [{p.n: 1}, {p.m: 2}]}} | {a: {x: {n: 1}, y: {m: 2}}} | yes |
every: {in: a.*, as: p, require: {any: [{p.n: 1}, {p.m: 2}]}} | {a: {x: {n: 1}, y: {}}} | no | a.y.n
every: {in: a.*, as: p, require: {some: {in: p.*, as: q, where: {q: 1}}}} | {a: {x: {n: 1}, y: {n: 2}}} | no | a.y
every: {in: a.*, as: p, require: {every: {in: p.*, as: q, require: {q: 1}}}} | {a: {x: {n: 1}, y: {n: 2}}} | no | a.y.n
some: {in: a.*, as: p, where: {every: {in: p.*, as: q, require: {q: 1}}}} | {a: {x: {n: 2}, y: {n: 1}}} | yes |
every: {in: a.*, as: p, require: {p.@key: {in: [x, y]}}} | {a: {x: 1, y: 2}} | yes |
every: {in: a.*, as: p, require: {p.@key: {in: [x, y]}}} | {a: {x: 1, z: 2}} | no | a.z
every: {in: a.*, as: p, require: {p.@parent.on: true}} | {a: {on: true, x: 1}} | yes |
every: {in: a.*.x, as: p, require: {p.@parent.on: {equals: true}}} | {a: {b: {on: true, x: 1}, c: {x: 1}}} | no | a.c.on
every: {in: a.*.x, as: p, require: {p.@parent.@parent.on: true}} | {a: {on: true, c: {x: 1}}} | yes |
every: {in: a.*.x, as: p, require: {p.@parent.@parent.on: true}} | {a: {on: false, c: {x: 1}}} | no | a.on
every: {in: a.*.x, as: p, require: {p.@parent.@key: c}} | {a: {c: {x: 1}}} | yes |
every: {in: a.*.x, as: p, require: {p.@parent.@key: c}} | {a: {d: {x: 1}}} | no | a.d
every: {in: a.*.x, as: p, require: {p.@path: pachd.affinity.a.c.x}} | {a: {c: {x: 1}}} | yes |
every: {in: a.*, as: p, require: {p: {equals: {ref: p.@key}}}} | {a: {x: x, y: z}} | no | a.y
some: {in: a.*, as: p, where: {p: {equals: {ref: b}}}} | {a: {x: 1, y: 2}, b: 2} | yes |
some: {in: a.*, as: p, where: {p: {equals: {ref: b}}}} | {a: {x: 1, y: 2}, b: 3} | no | a
a: {equals: {ref: b}} | {a: 1, b: 1} | yes |
a: {equals: {ref: b}} | {a: 1, b: true} | no | a
a: {equals: {ref: b}} | {b: 1} | no | a
a: {gt: {ref: b}} | {a: 2, b: 1} | yes |
a: {gt: {ref: b}} | {a: 1, b: 1} | no | a
a: {gt: {ref: b}} | {a: 1, b: x} | no | a
a: {in: [{ref: b}, {ref: c}]} | {a: 2, b: 1, c: 2} | yes |
a: {in: [{ref: b}, {ref: c}]} | {a: 2, c: 2} | yes |
a: {in: [{ref: b}, {ref: c}]} | {a: 1, c: 2} | no | a
a: {in: [{ref: b}, 3]} | {a: 3} | yes |
a: {in: [{ref: b}, 3]} | {a: 2} | no | a
a: {equals: {ref: b, lower: true}, not_equals: z} | {a: x, b: X} | yes |
a: {ge: 1, le: 3} | {a: 3} | yes |
a: {ge: 1, le: 3} | {a: 4} | no | a
a: {ge: 1, le: 3} | {a: 0} | no | a
a: {items: {ge: 1}} | {a: [1, 0, 2, 0]} | no | a[1] a[3]
a: {not_contains: x} | {a: [x, y, x]} | no | a[0] a[2]
a: {not_contains: x} | {a: axb} | no | a
a: {split: ",", not_contains: x} | {a: "y,x"} | no | a
a: {contains_all: [x, y]} | {a: [x]} | no | a
"""

# In these a missing value, or a missing reference, makes `when` and `require` differ.
DIFFERENT = """
a: {equals: 1, optional: true} | {} | - |
a: {equals: 1, optional: true} | {a: null} | - |
a: {equals: 1, optional: true} | {a: 2} | - | a
a.*: {equals: 1} | {a: {x: 1, y: 2}} | yes | a.y
a.*: {equals: 1} | {} | no |
a.*: {equals: 1} | {a: {x: null}} | no |
a: {equals: {ref: b}} | {a: 1} | no |
a: {not_equals: {ref: b}} | {a: 1} | no |
a: {gt: {ref: b}} | {a: 1, b: null} | no |
a: {equals: {ref: b, to_int: true}} | {a: 1, b: x} | no |
a: {in: [{ref: b}, {ref: c}]} | {a: 1} | no |
a: {equals: {ref: b}} | {} | no |
"""


def rows(table: str) -> list[tuple[str, str, str, str]]:
    """The rows of a table."""
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]  # type: ignore[misc]


ALIASES = ("p", "q")


def below(tree: Any) -> Any:
    """A condition with all its paths below pachd.affinity."""
    if isinstance(tree, list):
        return [below(part) for part in tree]
    if not isinstance(tree, dict):
        return tree
    found = {}
    for key, value in tree.items():
        if key in ("all", "any", "none", "not", "where", "require"):
            found[key] = below(value)
        elif key in ("some", "every"):
            found[key] = {**below({name: value[name] for name in ("where", "require") if name in value}), "in": placed(value["in"]), "as": value["as"]}  # fmt: skip
        else:
            found[placed(key)] = referred(value)
    return found


def referred(test: Any) -> Any:
    """A test with its references below pachd.affinity."""
    if isinstance(test, list):
        return [referred(part) for part in test]
    if not isinstance(test, dict):
        return test
    return {word: placed(part) if word == "ref" else referred(part) for word, part in test.items()}


def placed(path: str) -> str:
    """A path below pachd.affinity, unless it begins with a name."""
    return path if path.split(".", maxsplit=1)[0] in ALIASES else f"pachd.affinity.{path}"


def found(book: Rulebook, values: str) -> list[tuple[str, str]]:
    """Rules and paths."""
    text = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": YAML(typ="safe").load(values)}})
    report = check([Job("v", (read(Source("v.yaml", text)),))], book)
    return [(finding.rule, finding.path) for finding in report.findings]


NEVER = {"pachd.annotations.never": {"present": True}}


@pytest.mark.parametrize(("condition", "values", "holds", "blamed"), [*rows(TABLE), *rows(DIFFERENT)])
def test_condition(condition: str, values: str, holds: str, blamed: str, own_rules: Any) -> None:
    tree = below(YAML(typ="safe").load(condition))
    rules = {"require": {"require": tree}}
    if holds != "-":
        rules |= {
            "when": {"when": tree, "require": NEVER},
            "unless": {"when": {"not": tree}, "require": NEVER},
        }
        rules |= {"each": {"each": {"in": "pachd.affinity", "as": "one", "where": tree}, "require": NEVER}}
    book = own_rules(**rules)
    seen = found(book, values)
    paths = {path for rule, path in seen if rule == "require"}
    assert paths == {placed(path) for path in blamed.split()}
    if holds != "-":
        others = {rule for rule, _ in seen} - {"require"}
        # `each` has nothing to go through where there is no value at all
        assert others - {"each"} == ({"when"} if holds == "yes" else {"unless"})
        assert ("each" in others) is (holds == "yes")


def logic_of(condition: str, name: str) -> Logic:
    """The logic of a rule with a condition."""
    rule = {"title": "T", "severity": "error", "impact": "broken", "message": "m", "require": NEVER}
    rule |= {
        name: below(YAML(typ="safe").load(condition)),
        "examples": [{"bad": "a", "expect": [{}]}, {"good": "b"}],
    }
    compiled, mistakes = read_rule(Source("r.yaml", json.dumps(rule)), "r", "t", Loading())
    assert compiled is not None, mistakes
    again: Logic = build_rules([compiled.source.to_json()])[0].logic
    return again


@pytest.mark.parametrize("part", range(6))
def test_conditions_themselves(part: int) -> None:
    """The same rows, asked of the condition alone, as it is written and as data."""
    for condition, values, holds, blamed in [*rows(TABLE), *rows(DIFFERENT)][part::6]:
        text = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": YAML(typ="safe").load(values)}})
        scope = Scope(prepare(Job("v", (read(Source("v.yaml", text)),))), {})
        require = logic_of(condition, "require").require
        assert require is not None
        paths = {format_path(one.path) for one in require.failures(scope)}
        assert paths == {placed(path) for path in blamed.split()}, condition
        if holds != "-":
            when = logic_of(condition, "when").when
            assert when is not None
            assert when.holds(scope) is (holds == "yes"), condition
            assert not when.holds(scope) or format_path(when.subject(scope)), condition


EACH = [
    # each, when, require, values, paths
    ({"in": "a.*", "as": "p"}, None, {"p.n": 1}, "{a: {x: {n: 1}, y: {n: 2}}}", ["a.y.n"]),
    ({"in": "a.*", "as": "p"}, {"p.on": True}, {"p.n": 1}, "{a: {x: {on: true}, y: {n: 2}}}", ["a.x.n"]),
    ({"in": "a.*", "as": "p"}, {"p.on": True}, {"p.n": 1}, "{a: {x: {n: 2}, y: {on: true}, z: {n: 3}}}", ["a.y.n"]),
    ({"in": "a.*", "as": "p"}, {"b": 1}, {"p.n": 1}, "{a: {x: {n: 2}}}", []),
    ({"in": "a.*", "as": "p"}, {"b": 1}, {"p.n": 1}, "{a: {x: {n: 2}}, b: 1}", ["a.x.n"]),
    ({"in": "a.*", "as": "p", "where": {"p.on": True}}, None, {"p.n": 1}, "{a: {x: {on: true}, y: {n: 2}}}", ["a.x.n"]),
    ({"in": ["a.*", "b.*"], "as": "p"}, None, {"p": 1}, "{a: {x: 2}, b: {y: 2, z: 1}}", ["a.x", "b.y"]),
    ({"in": ["a.*", "a.x"], "as": "p"}, None, {"p": 1}, "{a: {x: 2}}", ["a.x"]),
    ({"in": "a.*", "as": "p"}, None, {"p": {"optional": True, "equals": 1}}, "{a: {x: null, y: 1}}", []),
    ({"in": "a.*", "as": "p"}, None, {"p.n": 1}, "{}", []),
    ({"in": "a", "as": "p"}, None, {"p.n": 1}, "{a: {n: 2}}", ["a.n"]),
    ({"in": "a", "as": "p"}, None, {"p.n": 1}, "{a: null}", []),
    ({"in": "a[1]", "as": "p"}, None, {"p": 1}, "{a: [2, 2, 2]}", ["a[1]"]),
    ({"in": "a[3]", "as": "p"}, None, {"p": 1}, "{a: [2, 2, 2]}", []),
    ({"in": "a[3]", "as": "p"}, None, {"p": 1}, "{a: {b: 1}}", []),
]  # fmt: skip


@pytest.mark.parametrize(("each", "when", "require", "values", "paths"), EACH)
def test_each(each: Any, when: Any, require: Any, values: str, paths: list[str], own_rules: Any) -> None:
    patterns = each["in"] if isinstance(each["in"], list) else [each["in"]]
    where = {"where": below(each["where"])} if "where" in each else {}
    rule: dict[str, Any] = {
        "each": {"in": [placed(pattern) for pattern in patterns], "as": each["as"], **where},
        "require": below(require),
    }
    if when:
        rule["when"] = below(when)
    assert [path for _, path in found(own_rules(r=rule), values)] == [placed(path) for path in paths]


def test_each_of_all_scalars_that_somebody_wrote(own_rules: Any) -> None:
    rule = {"each": {"in": "**", "as": "p"}, "require": {"p": {"not_matches": "x"}}, "message": "{p.@key}"}
    text = "deployTarget: LOCAL\npachd:\n  logLevel: x\n  annotations: {a: x, b: y, c: null}\n  affinity: {l: [x, {m: x}], n: {}, o: []}\n"
    report = check([Job("v", (read(Source("v.yaml", text)),))], own_rules(r=rule))
    assert [finding.message for finding in report.findings] == ["logLevel", "a", "0", "m"]


def test_the_same_thing_is_reported_once(own_rules: Any) -> None:
    book = own_rules(
        one={"require": {"all": [{"pachd.affinity.a": 1}, {"pachd.affinity.a": {"ge": 1}}]}},
        other={"require": {"all": [{"pachd.affinity.a": 1}, {"pachd.affinity.b": 1}]}, "message": "the same"},
    )
    assert found(book, "{a: 0, b: 0}") == [
        ("one", "pachd.affinity.a"),
        ("other", "pachd.affinity.a"),
        ("other", "pachd.affinity.b"),
    ]
