"""GitHub's hashes of lines, against what its upload action made of the same texts (codeql-action, June 2026)."""

import json
from pathlib import Path

import pytest

from pachlint.report.line_hashes import LineHashes

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "line-hashes.jsonl").read_text().splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what"])
def test_hashes_are_those_of_the_upload_action(row: dict[str, str]) -> None:
    assert [one.name for one in LineHashes(row["text"])] == row["hashes"]


def test_span_is_what_goes_into_a_hash() -> None:
    text = "a: 1\n  b: 2\n" + "c: " + "x" * 200 + "\nd: 4\n"
    first, second, third, fourth, last = LineHashes(text)
    assert text[first.span.start : first.span.end] == text[: text.index("x") + 100 - 10]
    assert text[second.span.start] == "b"
    assert text[third.span.start : third.span.end] == "c: " + "x" * 98
    assert text[fourth.span.start : fourth.span.end] == "d: 4\n"
    assert last.span == (len(text), len(text) + 1)
    changed = text.replace("x" * 200, "x" * 98 + "y" * 102)
    assert LineHashes(changed)[2].name == third.name
    assert LineHashes(text.replace("x" * 200, "x" * 97 + "y" * 103))[2].name != third.name
