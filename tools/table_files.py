"""Write tables as JSON with a line for each part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def write_table(output: Path, table: dict[str, Any], by_row: tuple[str, ...] = ()) -> None:
    """Write a table, each of its parts on a line, and those ``by_row`` with a line for each row."""
    parts = (
        f"{json.dumps(name)}: {_rows(part) if name in by_row else _compact(part)}"
        for name, part in table.items()
    )
    output.write_text("{\n" + ",\n".join(parts) + "\n}\n")


def _rows(part: list[Any]) -> str:
    return "[\n" + ",\n".join(map(_compact, part)) + "\n]"


def _compact(part: Any) -> str:
    return json.dumps(part, separators=(",", ":"), ensure_ascii=False)
