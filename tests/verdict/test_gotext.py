"""Texts as Go and go-yaml spell them: rows of real Helm, which is asked again where it is there."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pachlint.gotemplate.spelling import quoted, trimmed
from pachlint.verdict.functions import FUNCTIONS
from pachlint.verdict.gotemplate import show
from pachlint.verdict.gotext import json_text

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "go-texts.jsonl").read_text().splitlines()
]
TEMPLATE = """a: b
rows:
{{- range .Values.rows }}
- {{ list (toYaml .value | b64enc) (quote .value | b64enc) (toJson .value | b64enc) (trim (toString .value) | b64enc) | toJson }}
{{- end }}
"""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row["value"])[:40])
def test_value_is_written_as_helm_writes_it(row: dict[str, Any]) -> None:
    value = row["value"]
    assert FUNCTIONS["toYaml"](value) == row["yaml"]
    if isinstance(value, str):
        assert (quoted(value), trimmed(value)) == (row["quoted"], row["trimmed"])
    assert json_text(value) == row["json"]


@pytest.mark.parametrize("value", [{"a": 1.0}, [True, None], "a"])
def test_map_is_quoted_as_go_prints_it(value: object) -> None:
    expected = {"{'a': 1.0}": '"map[a:1]"', "[True, None]": '"[true <nil>]"', "a": '"a"'}
    assert quoted(show(value)) == expected[str(value)]


@pytest.mark.helm
def test_helm_writes_the_same(render: Callable[..., str | None]) -> None:
    printed = render(TEMPLATE, {"rows": [{"value": row["value"]} for row in ROWS]})
    assert printed is not None
    lines = [json.loads(line[2:]) for line in printed.splitlines() if line.startswith("- ")]
    texts = [[base64.b64decode(part).decode() for part in parts] for parts in lines]
    for at, name in enumerate(("yaml", "quoted", "json", "trimmed")):
        reported = [(text[at], row[name]) for text, row in zip(texts, ROWS, strict=True) if name in row]
        assert [(one, other) for one, other in reported if one != other] == []


def test_small_numbers_are_written_as_go_writes_them() -> None:
    value = [1e-7, 1e-6, 1.5e-5, -1e-7, 1e-10, 0.0001, 123456789.5, 1e21, 1.5e300, 2.5e-20]
    text = "[1e-7,0.000001,0.000015,-1e-7,1e-10,0.0001,123456789.5,1e+21,1.5e+300,2.5e-20]"
    assert json_text(value) == text
    assert json_text({"a": value}) == f'{{"a":{text}}}'
    assert json_text({"a": 1e-7, "b": "<"}, 2) == '{\n  "a": 1e-7,\n  "b": "\\u003c"\n}'


def test_bytes_that_are_no_text_are_not_known_in_json() -> None:
    assert json_text(b"a\x80\xff".decode(errors="surrogateescape")) == r'"a\ufffd\ufffd"'
