"""Each kind of edit on each way to write a value: the whole text afterwards, or None where no edit is safe."""

import json
from pathlib import Path
from typing import Any

import pytest

from pachlint.fixing.fix import apply_edits, compile_edits
from pachlint.layering.layer import layer
from pachlint.policy.fixes import EditSpec
from pachlint.reading.document import read
from pachlint.source import Source

ROWS = [
    json.loads(line) for line in (Path(__file__).parent.parent / "data/edits.jsonl").read_text().splitlines()
]


def spec_of(row: dict[str, Any]) -> EditSpec:
    """The edit that a row asks for."""
    to = row.get("to", "")
    return EditSpec(
        row["kind"],
        tuple(row["path"]),
        value=row.get("value"),
        to=to if isinstance(to, str) else tuple(to),
        match=row.get("match", ""),
        replacement=row.get("with", ""),
    )


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in ROWS}))
def test_text_after_an_edit(kind: str) -> None:
    wrong = []
    for row in ROWS:
        if row["kind"] == kind:
            document = read(Source(row.get("file", "v.yaml"), row["before"]))
            edits = compile_edits((spec_of(row),), layer({}, [document]))
            text = None if edits is None else apply_edits(row["before"], edits)
            if text != row["after"]:
                wrong.append((row, text))
    assert not wrong
