"""What a finding says: the facts of each operator that fails, the violation, and how values are printed."""

import json
from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.policy.rule import RuleErrors
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

X = "pachd.affinity.x"


def said(book: Rulebook, values: Any, overrides: Overrides = Overrides()) -> list[str]:  # noqa: B008 -- a record
    """The messages on values below ``pachd.affinity``."""
    text = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": values}})
    report = check([Job("v", (read(Source("v.yaml", text)),), overrides=overrides)], book)
    return [finding.message for finding in report.findings]


# A test, the value of x (or nothing), and the facts.
FACTS: list[tuple[Any, Any, str]] = [
    ({"equals": 5}, "5", "e:5 r:is a string, not a number"),
    ({"equals": 5}, 6, "e:5 r:-"),
    ({"equals": 5}, True, "e:5 r:is a boolean, not a number"),
    ({"equals": 5}, 5.5, "e:5 r:-"),
    ({"equals": "a"}, [1], "e:a r:is a list, not a string"),
    ({"equals": [1]}, {"a": 1}, "e:1 r:is a mapping, not a list"),
    ({"equals": "a"}, ..., "e:a r:is missing"),
    ({"equals": "a"}, None, "e:a r:is missing"),
    ({"in": ["a", "b"]}, "c", "e:a, b r:-"),
    ({"in": ["a", "b"]}, ..., "e:a, b r:is missing"),
    ({"gt": 5}, 5, "e:5 r:-"),
    ({"gt": 5}, "a", "e:5 r:is a string, not a number"),
    ({"le": 5}, ..., "e:5 r:is missing"),
    ({"quantity_gt": "1Gi"}, "1Gi", "e:1Gi r:-"),
    ({"quantity_gt": "1Gi"}, "1x", "e:1Gi r:has the suffix x, which Kubernetes does not know"),
    ({"quantity_ge": "1Gi"}, "1Mi", "e:1Gi r:-"),
    ({"quantity_ge": "1Gi"}, "1x", "e:1Gi r:has the suffix x, which Kubernetes does not know"),
    ({"quantity_lt": "1Gi"}, "1Gi", "e:1Gi r:-"),
    ({"quantity_lt": "1Gi"}, [], "e:1Gi r:is not a string"),
    ({"quantity_le": "1Gi"}, "2Gi", "e:1Gi r:-"),
    ({"quantity_le": "1Gi"}, ..., "e:1Gi r:is missing"),
    ({"equals": [1]}, [[1]], "e:1 r:-"),
    ({"matches": "^a$"}, "b", "e:^a$ r:-"),
    ({"matches": "^a$"}, 5, "e:^a$ r:is a number, not a string"),
    ({"matches": "^aaaa$"}, "b", "e:^aaaa$ r:-"),
    ({"type": "string"}, 5, "e:string r:is a number"),
    ({"type": ["string", "list"]}, True, "e:string, list r:is a boolean"),
    ({"contains": "b"}, "a", "e:b m:b r:-"),
    ({"contains": "b"}, ..., "e:b m:b r:is missing"),
    ({"contains_all": ["a", "b", "c"]}, ["b"], "e:a, b, c m:a, c r:-"),
    ({"contains_any": ["a", "b"]}, ["c"], "e:a, b m:a, b r:-"),
    ({"not_contains": "b"}, "abc", "i:b"),
    ({"not_contains": "b"}, {"b": 1}, "i:b"),
    ({"starts_with": ["a", "b"]}, "c", "e:a, b r:-"),
    ({"ends_with": "a"}, ..., "e:a r:is missing"),
    ({"ends_with": ["a", "b"]}, "c", "e:a, b r:-"),
    ({"not_contains": "b"}, ["a", "b"], "i:b"),
    ({"typo_of": ["alpha"]}, "x", "e:alpha r:-"),
    ({"not_typo_of": ["alpha", "beta"]}, "alhpa", "e:alpha n:alpha"),
    ({"not_typo_of": ["alpha", "beta"]}, ..., "e:- n:- r:is missing"),
    ({"length": {"gt": 2}}, "ab", "e:more than 2 r:has 2"),
    ({"length": {"ge": 2}}, "a", "e:at least 2 r:has 1"),
    ({"length": {"lt": 2}}, [1, 2, 3], "e:fewer than 2 r:has 3"),
    ({"length": {"le": 2}}, "abc", "e:at most 2 r:has 3"),
    ({"length": {"equals": 2}}, {}, "e:2 r:has 0"),
    ({"length": {"ge": 1, "le": 2}}, "abc", "e:at most 2 r:has 3"),
    ({"length": {"ge": 1}}, 5, "e:- r:is a number, which has no length"),
    ({"length": {"ge": 1}}, True, "e:- r:is a boolean, which has no length"),
    ({"version": ">=2.0.0"}, "1.9.0", "e:>=2.0.0 r:-"),
    ({"version": ">=2.0.0"}, "x", "e:>=2.0.0 r:is not a version"),
    ({"version": ">=2.0.0"}, 2, "e:>=2.0.0 r:is not a version"),
    ({"format": "port"}, 0, "e:a port from 1 to 65535 r:is not between 1 and 65535"),
    ({"format": "port"}, ..., "e:a port from 1 to 65535 r:is missing"),
    ({"items": {"ge": 2}}, [3, 1], "e:2 i:1 r:-"),
    ({"items": {"ge": 2}}, ["a"], "e:2 i:a r:is a string, not a number"),
    ({"items": {"ge": 2}}, "a", "e:- i:- r:is not a list"),
    ({"items": {"ge": 2}}, ..., "e:- i:- r:is missing"),
    ({"items": {"not_typo_of": ["alpha"]}}, ["beta", "alhpa"], "e:alpha n:alpha i:alhpa"),
    ({"items": {"contains_all": ["a", "b"]}}, ["ab", "bc"], "e:a, b m:a i:bc"),
    ({"any_item": {"ge": 2}}, [1], "e:- r:-"),
    ({"any_item": {"ge": 2}}, "a", "e:- r:is not a list"),
    ({"to_int": True, "ge": 2}, "1", "e:2 r:-"),
    ({"to_int": True, "ge": 2}, "a", "e:- r:is not a whole number"),
    ({"json": True, "contains": "a"}, "{", "e:- m:- r:is not valid JSON"),
    ({"ge": 1, "le": 2}, 3, "e:2 r:-"),
    ({"ge": 1, "le": 2}, 0, "e:1 r:-"),
    ({"equals": {"ref": "pachd.affinity.y"}}, "a", "e:b r:-"),
    ({"in": [{"ref": "pachd.affinity.y"}, "c"]}, "a", "e:b, c r:-"),
    ({"contains_all": [{"ref": "pachd.affinity.y"}, {"ref": "pachd.affinity.none"}]}, "a", "e:b m:b r:-"),
]  # fmt: skip
LETTERS = {"e": "expected", "m": "missing", "i": "item", "n": "nearest", "r": "reason", "o": "other"}


@pytest.mark.parametrize(
    ("test", "value", "facts"), FACTS, ids=lambda one: json.dumps(one) if one is not ... else ""
)
def test_facts(test: Any, value: Any, facts: str, own_rules: Any) -> None:
    letters = [part[0] for part in facts.split(" ") if part[1:2] == ":"]
    message = " ".join(f"{letter}:{{@{LETTERS[letter]}|-}}" for letter in letters)
    book = own_rules(fact={"require": {X: test}, "message": message})
    assert said(book, {"y": "b"} if value is ... else {"x": value, "y": "b"}) == [facts]


# A message, the values, and what people read.
PRINTED: list[tuple[str, Any, str]] = [
    ("{@path} is {@value}", {"x": 5}, "pachd.affinity.x is 5"),
    ("{@key}", {"x": 5}, "x"),
    (f"{{{X}}}", {"x": "a"}, "a"),
    (f"{{{X}}}", {"x": True}, "true"),
    (f"{{{X}}}", {"x": False}, "false"),
    (f"{{{X}}}", {"x": 5.0}, "5"),
    (f"{{{X}}}", {"x": 1.5}, "1.5"),
    (f"{{{X}}}", {"x": 0}, "0"),
    (f"{{{X}}}", {"x": 1e20}, "100000000000000000000"),
    (f"{{{X}}}", {"x": ""}, "(not set)"),
    (f"{{{X}}}", {"x": []}, "(not set)"),
    (f"{{{X}}}", {"y": 1}, "(not set)"),
    (f"{{{X}}}", {"x": None}, "(not set)"),
    (f"{{{X}|nothing}}", {"x": ""}, "nothing"),
    (f"{{{X}|nothing}}", {"y": ""}, "nothing"),
    (f"{{{X}|}}.", {"y": ""}, "."),
    (f"{{{X}|a|b}}", {"y": ""}, "a|b"),
    (f"{{{X}|nothing}}", {"x": "a"}, "a"),
    (f"{{ {X} |nothing}}", {"x": "a"}, "a"),
    (f"{{{X}}}", {"x": ["a", 1, True]}, "a, 1, true"),
    (f"{{{X}}}", {"x": [["a"], {"b": 1}, "c"]}, "…, …, c"),
    (f"{{{X}}}", {"x": {"b": 1, "a": 2}}, "b, a"),
    (f"{{{X}}}", {"x": "a" * 80}, "a" * 80),
    (f"{{{X}}}", {"x": "a" * 81}, "a" * 79 + "…"),
    (f"{{{X}}}", {"x": ["a" * 50, "b" * 50]}, "a" * 50 + ", " + "b" * 27 + "…"),
    (f"{{{X}}}", {"x": "a\n  b\tc"}, "a b c"),
    (f"{{{X}}}", {"x": "a  b"}, "a  b"),
    ("a {{b}} c", {"x": 1}, "a {b} c"),
    ("{{{@key}}}", {"x": 1}, "{x}"),
    ("}} {{", {"x": 1}, "} {"),
    ("plain", {"x": 1}, "plain"),
    ("{@chart}, {@provider}, {@environment}", {"x": 1}, "2.6.4, aws, production"),
    ("{pachd.logLevel}", {"x": 1}, "info"),
    (f"{{{X}.@key}}", {"x": 1}, "x"),
    (f"{{{X}.@path}}", {"y": 1}, "pachd.affinity.x"),
    (f"{{{X}}}", {"x": "-----BEGIN RSA PRIVATE KEY-----\nabc"}, "***"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("message", "values", "text"), PRINTED, ids=lambda one: None if isinstance(one, dict) else one
)
def test_what_is_printed(message: str, values: Any, text: str, own_rules: Any) -> None:
    rule = {"require": {"pachd.affinity.never": {"present": True}}, "message": message}
    if "{@" in message and "chart" not in message:
        rule = {"require": {X: {"equals": "never"}}, "message": message}
    overrides = Overrides(
        Resolved(resolve("2.6.4"), "flag"), Resolved("aws", "flag"), Resolved("production", "flag")
    )
    text_of_values = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": values}})
    report = check(
        [Job("v", (read(Source("v.yaml", text_of_values)),), overrides=overrides)], own_rules(r=rule)
    )
    assert [finding.message for finding in report.findings] == [text]


SECRETS: list[tuple[dict[str, Any], str, str]] = [
    ({"require": {"pachd.*": {"equals": "a"}}}, "{@value}", "***"),
    ({"each": {"in": "pachd.*", "as": "one"}, "require": {"one": {"equals": "a"}}}, "{one}{@default}", "******"),
    ({"each": {"in": "pachd.*", "as": "one"}, "require": {"one": {"equals": "a"}}}, "{one.@key} {one.@path}", "rootToken pachd.rootToken"),
    ({"require": {"pachd.rootToken": {"not_typo_of": ["geheym"]}}}, "{@nearest}", "***"),
    ({"require": {"pachd.*": {"split": ",", "not_contains": "geheim"}}}, "{@item}", "***"),
    ({"require": {"pachd.*": {"equals": "a"}}}, "{@expected}", "a"),
    ({"require": {"pachd.logLevel": {"equals": {"ref": "pachd.rootToken"}}}}, "{@expected}", "***"),
    ({"require": {"pachd.logLevel": {"in": [{"ref": "pachd.rootToken"}, "a"]}}}, "{@expected}", "***"),
    # what is not there is no secret
    ({"require": {"pachd.rootToken": {"equals": "a", "not_typo_of": ["zzzzzz"]}}}, "{@nearest|none}", "none"),
    ({"require": {"pachd.rootToken": {"equals": "a"}}}, "{@default|none}{@key}{pachd.rootToken.@key}", "***rootTokenrootToken"),
    ({"require": {"pachd.logLevel": {"equals": "a"}}}, "{@default}", "info"),
    ({"require": {"pachd.affinity.x.y": {"equals": "a"}}}, "{@default|none}", "none"),
    ({"require": {"pachd.resources": {"equals": "a"}}}, "{@default|none}", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "message", "text"), SECRETS)
def test_no_secret_is_printed(rule: dict[str, Any], message: str, text: str, own_rules: Any) -> None:
    values = json.dumps(
        {"deployTarget": "LOCAL", "pachd": {"rootToken": "geheim", "logLevel": "debug", "affinity": {"x": 1}}}
    )
    report = check([Job("v", (read(Source("v.yaml", values)),))], own_rules(r={**rule, "message": message}))
    reported = {finding.path: finding.message for finding in report.findings}
    path = (
        "pachd.rootToken"
        if "pachd.rootToken" in reported
        else "pachd.affinity.x.y"
        if "x.y" in str(rule)
        else next(iter(reported))
    )
    assert reported[path] == text


@pytest.mark.parametrize("fact", ["expected", "missing", "other", "nearest", "reason", "item"])
def test_a_fact_that_no_operator_tells_is_a_mistake(fact: str, own_rules: Any) -> None:
    with pytest.raises(RuleErrors) as caught:
        own_rules(r={"require": {X: {"present": True}}, "message": f"{{@{fact}}}"})
    assert [error.message for error in caught.value.errors] == [
        f"no operator in require provides {{@{fact}}}"
    ]


UNIQUE: list[tuple[str, Any, list[tuple[str, str, str]]]] = [
    ("pachd.affinity.x", {"x": ["a", "b"]}, []),
    ("pachd.affinity.x", {"x": ["a", "b", "a"]}, [("pachd.affinity.x[2]", "pachd.affinity.x[0]", "a")]),
    ("pachd.affinity.x", {"x": ["a", "a", "a"]}, [("pachd.affinity.x[1]", "pachd.affinity.x[0]", "a"), ("pachd.affinity.x[2]", "pachd.affinity.x[0]", "a")]),
    ("pachd.affinity.x", {"x": [1, True, "1", 1.5]}, []),
    ("pachd.affinity.x", {"x": [1, 1.0]}, [("pachd.affinity.x[1]", "pachd.affinity.x[0]", "1")]),
    ("pachd.affinity.x", {"x": ["", "", None, None, [], [], {}, {}]}, []),
    ("pachd.affinity.x", {"x": [0, 0]}, [("pachd.affinity.x[1]", "pachd.affinity.x[0]", "0")]),
    ("pachd.affinity.x", {"x": "aa"}, []),
    ("pachd.affinity.x", {"y": 1}, []),
    ("pachd.affinity.*", {"a": "x", "b": "y", "c": "x"}, [("pachd.affinity.c", "pachd.affinity.a", "x")]),
    ("pachd.affinity.*", {"a": ["x", "x"], "b": ["x", "x"]}, [("pachd.affinity.b", "pachd.affinity.a", "x, x")]),
    ("pachd.affinity.*", {"a": "", "b": ""}, []),
    ("pachd.affinity.*.n", {"a": {"n": 1}, "b": {"n": 1}, "c": {"m": 1}}, [("pachd.affinity.b.n", "pachd.affinity.a.n", "1")]),
    ("pachd.affinity.*Port", {"aPort": 1, "b": 1, "bPort": 1}, [("pachd.affinity.bPort", "pachd.affinity.aPort", "1")]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "values", "found"), UNIQUE)
def test_unique(path: str, values: Any, found: list[tuple[str, str, str]], own_rules: Any) -> None:
    never = {"pachd.annotations.never": {"present": True}}
    book = own_rules(
        require={"require": {path: {"unique": True}}, "message": "{@path}>{@other}>{@item}"},
        when={"when": {path: {"unique": True}}, "require": never},
    )
    messages = said(book, values)
    assert [tuple(message.split(">")) for message in messages if ">" in message] == found
    assert ("pachd.annotations.never" in messages) is not bool(found)


def test_unique_after_a_pipe(own_rules: Any) -> None:
    message = "{@path}>{@other}>{@item}"
    split = own_rules(r={"require": {X: {"split": ",", "unique": True}}, "message": message})
    assert said(split, {"x": "a, b,a"}) == [f"{X}>{X}>a"]
    assert said(split, {"x": ["a"]}) == []
    lower = own_rules(
        r={"require": {"pachd.affinity.*": {"lower": True, "unique": True}}, "message": message}
    )
    assert said(lower, {"x": "A", "y": "a"}) == ["pachd.affinity.y>pachd.affinity.x>a"]


def test_the_user_is_to_blame_and_not_the_default(own_rules: Any) -> None:
    book = own_rules(r={"require": {"pachd.service.*Port": {"unique": True}}, "message": "{@path}>{@other}"})
    text = "deployTarget: LOCAL\npachd: {service: {apiGRPCPort: 30657}}\n"
    report = check([Job("v", (read(Source("v.yaml", text)),))], book)
    (finding,) = report.findings
    assert finding.path == "pachd.service.apiGRPCPort"
    assert finding.message == "pachd.service.apiGRPCPort>pachd.service.oidcPort"


@pytest.mark.parametrize(
    ("message", "reported"),
    [
        ("a { b", "a single { does not open a placeholder; write {{ for a brace (at character 3)"),
        ("a {} b", "a single { does not open a placeholder; write {{ for a brace (at character 3)"),
        ("a { } b", "a single { does not open a placeholder; write {{ for a brace (at character 3)"),
        ("{{{", "a single { does not open a placeholder; write {{ for a brace (at character 3)"),
    ],
)
def test_a_single_brace_is_a_mistake(message: str, reported: str, own_rules: Any) -> None:
    with pytest.raises(RuleErrors) as caught:
        own_rules(r={"require": {X: 1}, "message": message})
    assert [error.message for error in caught.value.errors] == [reported]


@pytest.mark.parametrize("message", ["a } b", "a }} b", "{{ }"])
def test_a_single_closing_brace_is_none(message: str, own_rules: Any) -> None:
    text = message.replace("{{", "{").replace("}}", "}")
    assert said(own_rules(r={"require": {X: 1}, "message": message}), {"x": 2}) == [text]
