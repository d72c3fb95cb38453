"""What each pipe makes of a value, and why it cannot."""

import json
from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.source import Source

X = "pachd.affinity.x"

# Pipes, a value, and what they make of it.
MADE: list[tuple[dict[str, Any], Any, Any]] = [
    ({"json": True}, '{"a": [1, true]}', {"a": [1, True]}),
    ({"json": True}, " 5 ", 5),
    ({"json": True}, '"a"', "a"),
    ({"json": True}, {"a": 1}, {"a": 1}),
    ({"json": True}, ["1"], ["1"]),
    ({"json": True}, 5, 5),
    ({"keys": True}, {"b": 1, "a": None}, ["b", "a"]),
    ({"keys": True}, {}, []),
    ({"keys": True}, [{"a": 1}, {"b": 1, "c": 2}], [["a"], ["b", "c"]]),
    ({"bucket": True}, "s3://data/a/b", "data"),
    ({"bucket": True}, "gs://data", "data"),
    ({"bucket": True}, "s3://data?region=x", "data"),
    ({"bucket": True}, "s3://data#x", "data"),
    ({"bucket": True}, "s3://key@data/a", "data"),
    ({"bucket": True}, "wasb://data@account.example/a", "data"),
    ({"bucket": True}, "wasb://account/a", ""),
    ({"bucket": True}, "wasbs://data@account", "account"),
    ({"bucket": True}, ["s3://a", "gs://b/c"], ["a", "b"]),
    ({"split": ","}, "a, b ,c", ["a", "b", "c"]),
    ({"split": ","}, "a", ["a"]),
    ({"split": ","}, "a,,b,", ["a", "", "b", ""]),
    ({"split": ","}, "", []),
    ({"split": ","}, "  ", []),
    ({"split": "; "}, "a; b;c", ["a", "b;c"]),
    ({"lower": True}, "AbC", "abc"),
    ({"lower": True}, ["A", 1], ["a", 1]),
    ({"lower": True}, 5, 5),
    ({"lower": True}, {"A": "B"}, {"A": "B"}),
    ({"to_int": True}, "5", 5),
    ({"to_int": True}, " -5 ", -5),
    ({"to_int": True}, "+5", 5),
    ({"to_int": True}, "0", 0),
    ({"to_int": True}, 5.0, 5),
    ({"to_int": True}, 1e22, 10**22),
    ({"to_int": True}, ["5", 6], [5, 6]),
    ({"to_text": True}, "a", "a"),
    ({"to_text": True}, True, "true"),
    ({"to_text": True}, False, "false"),
    ({"to_text": True}, 5, "5"),
    ({"to_text": True}, 5.0, "5"),
    ({"to_text": True}, -1.5, "-1.5"),
    ({"to_text": True}, 1e20, "100000000000000000000"),
    ({"to_text": True}, [1, True, "a"], ["1", "true", "a"]),
    # the order is that of the language, and not of the file
    ({"to_int": True, "split": ","}, "1, 2", [1, 2]),
    ({"lower": True, "split": ","}, "A,B", ["a", "b"]),
    ({"lower": True, "keys": True, "json": True}, '{"A": 1}', ["a"]),
    ({"to_text": True, "to_int": True}, " 5", "5"),
    ({"bucket": True, "lower": True}, "s3://Data", "data"),
]  # fmt: skip

# Pipes, a value, and why they do not fit it.
UNFIT: list[tuple[dict[str, Any], Any, str]] = [
    ({"json": True}, "{", "is not valid JSON"),
    ({"json": True}, "", "is not valid JSON"),
    ({"json": True}, "[" * 100_000, "is not valid JSON"),
    ({"keys": True}, [1], "is not a mapping"),
    ({"keys": True}, "a", "is not a mapping"),
    ({"keys": True}, [{"a": 1}, "b"], "is not a mapping"),
    ({"bucket": True}, "data", "is not a storage URL"),
    ({"bucket": True}, 5, "is not a storage URL"),
    ({"bucket": True}, "S3://data", "is not a storage URL"),
    ({"bucket": True}, "", "is not a storage URL"),
    ({"split": ","}, ["a"], "is not a string"),
    ({"split": ","}, 5, "is not a string"),
    ({"split": ","}, True, "is not a string"),
    ({"to_int": True}, "5.0", "is not a whole number"),
    ({"to_int": True}, "", "is not a whole number"),
    ({"to_int": True}, "a5", "is not a whole number"),
    ({"to_int": True}, "5a", "is not a whole number"),
    ({"to_int": True}, "5\n6", "is not a whole number"),
    ({"to_int": True}, "\u0665", "is not a whole number"),
    ({"to_int": True}, "9" * 31, "is not a whole number"),
    ({"to_int": True}, True, "is not a whole number"),
    ({"to_int": True}, 1.5, "is not a whole number"),
    ({"to_int": True}, {"a": 1}, "is not a whole number"),
    ({"to_text": True}, {"a": 1}, "is not a single value"),
    ({"to_text": True}, [["a"]], "is not a single value"),
]  # fmt: skip


def said(book: Any, value: Any) -> dict[str, str]:
    """The message of each rule about x."""
    text = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": {"x": value, "y": value}}})
    report = check([Job("v", (read(Source("v.yaml", text)),))], book)
    return {finding.rule: finding.message for finding in report.findings}


@pytest.mark.parametrize(("pipes", "value", "made"), MADE, ids=lambda one: json.dumps(one)[:60])
def test_made(pipes: dict[str, Any], value: Any, made: Any, own_rules: Any) -> None:
    reference = {"ref": "pachd.affinity.y", **pipes}
    book = own_rules(
        same={"require": {X: {**pipes, "equals": made}}},
        differs={"require": {X: {**pipes, "not_equals": made}}},
        refers={"require": {X: {**pipes, "not_equals": reference}}},
        referred={"require": {X: {"not_equals": reference}}},
    )
    plain = (
        {"referred"}
        if json.dumps(made) == json.dumps(value) or (made == value and type(made) is not bool)
        else set()
    )
    assert set(said(book, value)) == {"differs", "refers"} | plain


@pytest.mark.parametrize(("pipes", "value", "reason"), UNFIT, ids=lambda one: json.dumps(one)[:60])
def test_unfit(pipes: dict[str, Any], value: Any, reason: str, own_rules: Any) -> None:
    never = {"pachd.annotations.never": {"present": True}}
    book = own_rules(
        require={"require": {X: {**pipes, "not_equals": "z"}}, "message": "{@reason}"},
        optional={"require": {X: {**pipes, "not_equals": "z", "optional": True}}, "message": "{@reason}"},
        when={"when": {X: {**pipes, "not_equals": "z"}}, "require": never},
        unique={"require": {X: {**pipes, "unique": True}}},
        # a reference that fits no pipe is unknown
        refers={"require": {X: {"equals": {"ref": "pachd.affinity.y", **pipes}}}},
        referred={"when": {X: {"not_equals": {"ref": "pachd.affinity.y", **pipes}}}, "require": never},
    )
    assert said(book, value) == {"require": reason, "optional": reason}


def test_a_number_has_thirty_digits_at_most(own_rules: Any) -> None:
    book = own_rules(r={"require": {X: {"to_int": True, "gt": 1e29}}})
    assert (set(said(book, "9" * 30)), set(said(book, "9" * 31))) == (set(), {"r"})


def test_pipes_leave_what_is_missing_alone(own_rules: Any) -> None:
    never = {"pachd.annotations.never": {"present": True}}
    tests = {"json": True, "keys": True, "lower": True, "to_int": True, "to_text": True, "bucket": True}
    book = own_rules(
        **{name: {"require": {X: {name: True, "equals": 1, "optional": True}}} for name in tests},
        missing={"when": {X: {"to_int": True, "present": False}}, "require": never},
        required={"require": {X: {"to_int": True, "equals": 1}}, "message": "{@reason}"},
    )
    assert said(book, None) == {"missing": "pachd.annotations.never", "required": "is missing"}


@pytest.mark.parametrize(
    ("test", "paths"),
    [
        ({"not_contains": "b"}, [f"{X}[1]"]),
        ({"items": {"not_equals": "b"}}, [f"{X}[1]"]),
        # an item of what a pipe makes has no place of its own
        ({"lower": True, "not_contains": "b"}, [X]),
        ({"lower": True, "items": {"not_equals": "b"}}, [X]),
    ],
)
def test_items_to_blame(test: dict[str, Any], paths: list[str], own_rules: Any) -> None:
    text = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": {"x": ["a", "b"]}}})
    report = check([Job("v", (read(Source("v.yaml", text)),))], own_rules(r={"require": {X: test}}))
    assert [one.path for one in report.findings] == paths
