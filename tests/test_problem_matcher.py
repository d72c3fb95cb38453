"""The problem matcher reads every line of the concise report, as GitHub's runner does it."""

import json
import re
from pathlib import Path

import pytest

from pachlint.finding import Finding, Impact, Severity
from pachlint.place import Place
from pachlint.report.concise import line

ROOT = Path(__file__).parent.parent
MATCHERS = json.loads((ROOT / "docs" / "problem-matcher.json").read_text())["problemMatcher"]
LINES = [
    text
    for path in sorted((ROOT / "tests" / "golden").rglob("*.txt"))
    if path.name == "concise.txt" or path.parent.name == "examples"
    for text in path.read_text().splitlines()
]


def matched(text: str) -> list[dict[str, str]]:
    """What each matcher that matches takes from a line."""
    found = []
    for matcher in MATCHERS:
        (pattern,) = matcher["pattern"]
        groups = re.search(pattern["regexp"], text)
        if groups:
            taken = {name: groups[number] for name, number in pattern.items() if name != "regexp"}
            found.append({"severity": matcher.get("severity", ""), **taken})
    return found


def test_owners_differ() -> None:
    owners = [matcher["owner"] for matcher in MATCHERS]
    assert len(set(owners)) == len(owners) == 2


@pytest.mark.parametrize("text", LINES)
def test_each_line_is_matched_once(text: str) -> None:
    (found,) = matched(text)
    assert found["severity"] in ("error", "warning", "notice")
    word = {"notice": "info"}.get(found["severity"], found["severity"])
    place = f"{found['file']}:{found['line']}:{found['column']}"
    assert text == f"{place}: {word}[{found['code']}] {found['message']}"


@pytest.mark.parametrize("file", ["a:1:2.yaml", "a b, c.yaml", "C:/a.yaml", "a: error[x] y.yaml"])
@pytest.mark.parametrize("severity", Severity)
def test_names_of_files_and_rules_of_ones_own(file: str, severity: Severity) -> None:
    place = Place(file, 3, 4, 3, 9)
    (found,) = matched(line(Finding("corp/own-2", "t", severity, Impact.BROKEN, "a:1:2: error[x] b", place)))
    assert (found["file"], found["line"], found["column"]) == (file, "3", "4")
    assert (found["code"], found["message"]) == ("corp/own-2", "a:1:2: error[x] b")


@pytest.mark.parametrize(
    "text", ["4 errors, 8 warnings in 2 files", "note: a.yaml: partial", "error: no file"]
)
def test_nothing_else_is_matched(text: str) -> None:
    assert matched(text) == []
