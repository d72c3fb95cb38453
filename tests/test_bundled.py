"""Files of which most keys are not needed in a run are read by line, and say the same."""

import json
from pathlib import Path

import pytest

from pachlint.bundled import BundledError, read_beside, read_by_line

SCHEMAS = Path(__file__).parent.parent / "schemas"


@pytest.mark.parametrize(("name", "field"), [("annotations", "keys"), ("subcharts", "charts")])
def test_lines_are_the_file(name: str, field: str) -> None:
    whole = json.loads((SCHEMAS / f"{name}.json").read_text())
    head, lines = read_by_line(f"schemas/{name}.json", field)
    assert {key: json.loads(line) for key, line in lines.items()} == whole.pop(field)
    assert {key: value for key, value in head.items() if key != field} == whole


def test_file_of_another_form_is_told() -> None:
    with pytest.raises(BundledError, match=r"schemas/releases\.json has no lines below keys"):
        read_by_line("schemas/releases.json", "keys")


def test_file_among_the_modules_that_is_missing_is_told() -> None:
    assert read_beside("report/page.html").startswith(b"<!doctype html>")
    with pytest.raises(BundledError, match=r"report/none\.html is missing"):
        read_beside("report/none.html")
