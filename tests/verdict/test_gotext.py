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
    # Go writes 1e-7 and not 1e-07, which means the same
    if value != 1e-07:
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
