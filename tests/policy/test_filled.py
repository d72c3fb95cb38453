"""What placeholders become in messages and in fixes: values, facts, chart defaults, and never a secret."""

import json
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from pachlint.layering.values import MISSING
from pachlint.lint import Job, prepare
from pachlint.place import parse_path
from pachlint.policy.context import Violation
from pachlint.policy.finding_template import Also, Case, FindingTemplate
from pachlint.policy.fixes import EditSpec, EditTemplate, FixTemplate
from pachlint.policy.messages import fill, render
from pachlint.policy.paths import Pattern, Scope, read_pattern
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.versions import Version, parse

VALUES = """\
deployTarget: LOCAL
pachd:
  rootToken: geheim
  storage: {amazon: {bucket: b, secret: geheim}}
  affinity: {m: 5, l: [1, x], t: "2"}
global: {postgresql: {postgresqlPassword: geheim}}
"""
CONTEXT = prepare(Job("v", (read(Source("v.yaml", VALUES)),)))
SCOPE = Scope(CONTEXT, {"item": ("pachd", "affinity", "t")})
FACTS = {"item": "geheim", "nearest": "geheim", "value": "geheim", "expected": ["q", 1]}
BUCKET, TOKEN, PASSWORD = (
    "pachd.storage.amazon.bucket",
    "pachd.rootToken",
    "global.postgresql.postgresqlPassword",
)


def at(path: str, facts: Mapping[str, object] = MappingProxyType({}), *, key: bool = False) -> Violation:
    """A violation at a path."""
    return Violation(parse_path(path), key=key, facts=facts)


@pytest.mark.parametrize(
    ("path", "template", "text", "value"),
    [
        (BUCKET, "{@value}", "b", "b"),
        (BUCKET, "{@path}/{@key}", f"{BUCKET}/bucket", f"{BUCKET}/bucket"),
        (BUCKET, "{pachd.affinity.m}", "5", 5),
        (BUCKET, "n{pachd.affinity.m}", "n5", "n5"),
        (BUCKET, "{pachd.affinity.l}", "1, x", [1, "x"]),
        (BUCKET, "{pachd.affinity}", "m, l, t", {"m": 5, "l": [1, "x"], "t": "2"}),
        (BUCKET, "{pachd.affinity.l[1]}", "x", "x"),
        (BUCKET, "{pachd.affinity.*}", "(not set)", MISSING),
        (BUCKET, "{item}", "2", "2"),
        (BUCKET, "{item.@key}", "t", "t"),
        (BUCKET, "{pachd.affinity.z}", "(not set)", MISSING),
        (BUCKET, "{pachd.affinity.z|none}", "none", "none"),
        (BUCKET, "{pachd.affinity.m|none}", "5", 5),
        (BUCKET, "a{pachd.affinity.z}", "a(not set)", MISSING),
        (BUCKET, "{{{pachd.affinity.m}}}", "{5}", "{5}"),
        (BUCKET, "{@default}", "(not set)", ""),
        (BUCKET, "{@none-such}", "(not set)", MISSING),
        ("pachd.replicas", "{@value}", "1", 1),
        ("pachd.affinity.z", "{@default}", "(not set)", MISSING),
        ("deployTarget.z", "{@default|x}", "x", "x"),
        # nothing of a secret, wherever it is named; its name is none
        (TOKEN, "{@value}", "***", MISSING),
        (TOKEN, "{@default}", "***", MISSING),
        (TOKEN, "{@path}", TOKEN, TOKEN),
        (PASSWORD, "{@value}", "***", MISSING),
        (PASSWORD, "x {@value|y}", "x ***", MISSING),
        (BUCKET, f"{{{TOKEN}}}", "***", MISSING),
        (BUCKET, f"{{{TOKEN}.@key}}", "rootToken", "rootToken"),
        (BUCKET, "{pachd.storage.amazon.secret|z}", "***", MISSING),
    ],
)  # fmt: skip
def test_placeholder(path: str, template: str, text: str, value: object) -> None:
    assert render(template, at(path), SCOPE) == text
    found = fill(template, at(path), SCOPE)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("fact", ["item", "nearest", "value"])
def test_facts_about_a_secret_are_hidden(fact: str) -> None:
    template = f"{{@{fact}}}"
    assert render(template, at(TOKEN, FACTS), SCOPE) == "***"
    assert fill(template, at(TOKEN, FACTS), SCOPE) is MISSING
    assert render(template, at(BUCKET, FACTS), SCOPE) == "geheim"
    assert fill(template, at(BUCKET, FACTS), SCOPE) == "geheim"
    assert render("{@expected}", at(TOKEN, FACTS), SCOPE) == "q, 1"


def test_key_of_a_secret_is_none() -> None:
    assert render("{@value}", at(TOKEN, key=True), SCOPE) == "rootToken"
    assert render("{@nearest}", at(TOKEN, {"nearest": "rootTokens"}, key=True), SCOPE) == "rootTokens"


def test_values_of_fixes_are_filled_all_through() -> None:
    value = {"a": ["{pachd.affinity.m}", "x"], "b": True, "c": "{item}-"}
    assert fill(value, at(BUCKET), SCOPE) == {"a": [5, "x"], "b": True, "c": "2-"}
    for missing in ("{pachd.affinity.z}", f"{{{TOKEN}}}"):
        assert fill({"a": missing, "b": 1}, at(BUCKET), SCOPE) is MISSING
        assert fill([1, [missing]], at(BUCKET), SCOPE) is MISSING


def pattern(text: str) -> Pattern:
    """A path of a rule."""
    return read_pattern(text, ("item",))


@pytest.mark.parametrize(
    ("template", "spec"),
    [
        (EditTemplate("set", pattern("item"), "{pachd.affinity.m}"), EditSpec("set", ("pachd", "affinity", "t"), 5)),
        (EditTemplate("set", pattern("item"), "{pachd.affinity.z}"), None),
        (EditTemplate("delete", pattern("a.b")), EditSpec("delete", ("a", "b"))),
        (EditTemplate("rename", pattern("a.b"), to="{item}{pachd.affinity.m}"), EditSpec("rename", ("a", "b"), to="25")),
        (EditTemplate("rename", pattern("a.b"), to="{pachd.affinity.z}"), None),
        (EditTemplate("move", pattern("a.b"), to=pattern("item.c")), EditSpec("move", ("a", "b"), to=("pachd", "affinity", "t", "c"))),
        (EditTemplate("replace", pattern("a"), match="x+", replacement="{item}"), EditSpec("replace", ("a",), match="x+", replacement="2")),
        (EditTemplate("replace", pattern("a"), match="x+", replacement=f"{{{TOKEN}}}"), None),
    ],
)  # fmt: skip
def test_edit(template: EditTemplate, spec: EditSpec | None) -> None:
    assert template.filled(at(BUCKET), SCOPE) == spec
    assert EditTemplate.from_json(template.to_json()) == template


@pytest.mark.parametrize(
    "template",
    [
        FindingTemplate("t"),
        FindingTemplate("t", "w", "u", (Case("m"),), (Case("a", [[[2, 0, 0], [2, 3, 0]]]), Case("b"))),
        FindingTemplate("t", at=pattern("a.*"), also=(Also(pattern("item.b"), "label"),)),
        FindingTemplate(
            "t", fix=(Case(FixTemplate("f", "safe", (EditTemplate("delete", pattern("a.b")),))),)
        ),
    ],
)
def test_template_as_data_and_back(template: FindingTemplate) -> None:
    data = template.to_json()
    assert all(data.values())
    again = FindingTemplate.from_json(json.loads(json.dumps(data)))
    assert again == template


def test_remedy_of_a_version() -> None:
    help_ = (
        Case("old", [[[2, 0, 0], [2, 3, 0]], [[2, 5, 0], [2, 5, 1]]]),
        Case("new", [[[2, 4, 0], [9, 0, 0]]]),
    )
    template = FindingTemplate("t", help=help_)
    told = {
        text: template.remedy(version(text))
        for text in ("2.0.0", "2.2.9", "2.3.0", "2.4.0", "2.5.0", "2.5.1")
    }
    assert told == {
        "2.0.0": "old",
        "2.2.9": "old",
        "2.3.0": "",
        "2.4.0": "new",
        "2.5.0": "old",
        "2.5.1": "new",
    }


def version(text: str) -> Version:
    """A version that is one."""
    found = parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "start"),
    [("item.b.*", ("pachd", "affinity", "t", "b")), ("a.b.*.c", ("a", "b")), ("a.b", ("a", "b"))],
)
def test_where_the_matches_of_a_pattern_begin(written: str, start: tuple[str, ...]) -> None:
    assert pattern(written).start_in(SCOPE) == start


def test_matches_of_a_name_that_stands_for_nothing_begin_anywhere() -> None:
    assert pattern("item.b").start_in(Scope(CONTEXT, {})) == ("b",)
