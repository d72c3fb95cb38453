"""Characters that Helm 3 rejects in values; Helm is asked again where it is there."""

from collections.abc import Callable

import pytest

from pachlint import lint
from pachlint.finding import Impact
from pachlint.lint import Job, prepare
from pachlint.place import Path
from pachlint.policy.context import Memo
from pachlint.reading.document import read
from pachlint.rulebook import load
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.verdict.characters import control_characters, holds_control_characters, violations
from pachlint.versions import resolve


def reported(files: list[str]) -> list[str]:
    """What is said of values that Helm rejects."""
    overrides = Overrides(chart_version=Resolved(resolve("2.9.7"), "flag"))
    documents = tuple(read(Source(f"{at}.yaml", text)) for at, text in enumerate(files))
    report = lint.check([Job("v", documents, (), overrides)], load().select(["rejected"]))
    return [finding.message for finding in report.findings if finding.impact is Impact.REJECTED]


CONTROL = [
    (
        ["x: 'a'\n", 'x: "a\\x7f"\n'],
        "x contains the character U+007F: Helm 3 rejects the values, Helm 4 accepts them",
    ),
    (
        ['x: [[{"\\uffff": 1}]]\n'],
        "a key below x[0][0] contains the character U+FFFF: Helm 3 rejects the values, Helm 4 accepts them",
    ),
    (['"\\x80": y\n'], "a key contains the character U+0080: Helm 3 rejects the values, Helm 4 accepts them"),
    (['x: "a\\N--- b"\n'], "x contains the character U+0085: Helm 3 rejects the values, Helm 4 accepts them"),
]


@pytest.mark.parametrize(("files", "message"), CONTROL)
def test_control_character_is_reported_once(files: list[str], message: str) -> None:
    assert reported(["deployTarget: LOCAL\n", *files]) == [message]


def test_control_character_that_another_file_replaces_is_no_matter() -> None:
    assert reported(['deployTarget: "\\x7f"\n', "deployTarget: LOCAL\n"]) == []


@pytest.mark.parametrize(
    ("values", "path", "key"),
    [({"a": ["\x7f"]}, ("a", 0), False), ({"a": {"b\x7f": 1}}, ("a", "b\x7f"), True)],
)
def test_where_it_stands(values: object, path: Path, key: bool) -> None:
    assert [(one.path, one.key) for one in violations(values)] == [(path, key)]


@pytest.mark.parametrize(("schema", "is_told"), [(None, False), ({}, True)])
def test_only_a_chart_with_a_schema_rejects_them(schema: object, is_told: bool) -> None:
    context = prepare(Job("v", (read(Source("v.yaml", 'x: "a\\x7f"\n')),)))
    own = context.chart._replace(own_subcharts=(), own_schema=schema)
    told = list(control_characters(context._replace(chart=own, memo=Memo()), {}))
    assert bool(told) is is_told
    assert holds_control_characters(context)


CHARACTERS = [
    *range(0x20),
    *range(0x7E, 0xA2),
    0xAD,
    0x2028,
    0x2029,
    0xFDD0,
    0xFEFF,
    0xFFFD,
    0xFFFE,
    0xFFFF,
    0x1FFFE,
    0x10FFFF,
]


@pytest.mark.helm
@pytest.mark.parametrize("code", CHARACTERS, ids=hex)
def test_helm_rejects_the_same_characters(code: int, render: Callable[..., str | None]) -> None:
    for values in ({"x": f"a{chr(code)}b"}, {f"a{chr(code)}b": "x"}, {"x": f"a{chr(code)}--- b"}):
        rejected = bool(list(violations(values)))
        assert (render("a: b\n", values, schema=True) is None) is rejected, values
