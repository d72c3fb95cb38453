"""``semverCompare``: rows of real Helm, which is asked again where it is there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pachlint.gotemplate.semver import SemverError, satisfies

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "semver.jsonl").read_text().splitlines()
]
TEMPLATE = """a: b
rows:
{{- range .Values.rows }}
- {{ semverCompare .constraint .version }}
{{- end }}
"""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['version']!a} {row['constraint']}")
def test_version_meets_what_helm_finds(row: dict[str, Any]) -> None:
    if row["meets"] is None:
        with pytest.raises(SemverError):
            satisfies(row["constraint"], row["version"])
    else:
        assert satisfies(row["constraint"], row["version"]) is row["meets"]


@pytest.mark.helm
def test_helm_compares_the_same(render: Callable[..., str | None]) -> None:
    read = [row for row in ROWS if row["meets"] is not None]
    printed = render(TEMPLATE, {"rows": read})
    assert printed is not None
    assert [line == "- true" for line in printed.splitlines() if line.startswith("- ")] == [
        row["meets"] for row in read
    ]
    assert [
        row for row in ROWS if row["meets"] is None and render(TEMPLATE, {"rows": [row]}) is not None
    ] == []
