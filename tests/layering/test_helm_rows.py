"""What a template sees for files and flags: facts collected with Helm 3.17, value by value.

A row of ``reading.jsonl`` has files, flags, and the values that a template sees over the defaults below; no values
where Helm rejects.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pachlint.discovery import read_bytes
from pachlint.layering.flags import Flag
from pachlint.layering.layer import layer
from pachlint.layering.values import Values

ROWS = Path(__file__).parent.parent / "data" / "reading.jsonl"
PARTS = 24
DEFAULTS = {
    "s": "text", "n": 1, "b": False, "nil": None, "list": [1, 2], "map": {"p": 1, "q": {"r": 2}}, "empty": {}, "none": [],
}  # fmt: skip


def layered(files: Sequence[str], flags: Sequence[str]) -> tuple[Values, bool]:
    """The values of a row, and whether pachlint says that Helm rejects them."""
    documents = [
        read_bytes(text.encode("utf-8", "surrogateescape"), f"f{number}.yaml")
        for number, text in enumerate(files)
    ]
    pairs = zip(flags[::2], flags[1::2], strict=True)
    values = layer(DEFAULTS, documents, [Flag(name.removeprefix("--"), text) for name, text in pairs])
    rejected = any(problem.rejected for document in documents for problem in document.problems)
    return values, rejected or bool(values.problems)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_row_comes_out_as_in_helm(part: int) -> None:
    wrong = []
    for line in ROWS.read_text().splitlines()[part::PARTS]:
        row: dict[str, Any] = json.loads(line)
        values, rejected = layered(row["files"], row.get("flags", ()))
        expected = row.get("values")
        if rejected is not (expected is None) or (not rejected and exact(values.data) != exact(expected)):
            wrong.append((row, values.data))
    assert wrong == []


def exact(value: object) -> str:
    """The value as JSON text, in which 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True)
