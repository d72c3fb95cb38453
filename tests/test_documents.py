"""What the documents show is what the program prints, and what they name exists."""

import re
from pathlib import Path

import build_docs
import pytest
import shown

from pachlint.rulebook import shipped

ROOT = Path(__file__).parent.parent
_RULE = re.compile(r"pachlint explain ([a-z][a-z0-9-]+)(?![a-z0-9/-]|\.\w)")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("path", shown.documents(), ids=lambda path: path.name)
def test_shown_output_is_up_to_date(path: Path) -> None:
    text = path.read_text()
    assert text == shown.renewed(text), "python tools/shown.py renews it"


def test_stale_output_would_be_noticed() -> None:
    text = "<!-- shown: pachlint --version -->\n```text\npachlint 0.0.0\n```\n"
    assert shown.renewed(text) != text


@pytest.mark.parametrize("path", shown.documents(), ids=lambda path: path.name)
def test_links_and_rules_exist(path: Path) -> None:
    text = path.read_text()
    assert [link for link in _LINK.findall(text) if not (path.parent / link).exists()] == []
    assert [word for word in _RULE.findall(text) if word not in shipped().words] == []


def test_ci_runs_what_the_documents_tell_people_to_run() -> None:
    for document in ("README.md", "CONTRIBUTING.md"):
        commands = re.findall(r"^\$ (.*pytest.*)$", (ROOT / document).read_text(), re.MULTILINE)
        assert [command in (ROOT / ".ci" / "run").read_text() for command in commands] == [True]


def test_generated_documents_are_up_to_date() -> None:
    wanted = build_docs.documents()
    known = {name: (ROOT / name).read_text() for name in wanted if (ROOT / name).exists()}
    stale = [name for name, text in wanted.items() if known.get(name) != text]
    assert stale == [], "python tools/build_docs.py renews them"
    assert {f"docs/rules/{path.name}" for path in (ROOT / "docs" / "rules").glob("*.md")} < wanted.keys()


def test_every_statement_is_covered_or_says_why_not() -> None:
    covered, known = build_docs.covering(), build_docs.statements()
    excused = {name for name, said in known.items() if isinstance(said, dict) and said.get("unchecked")}
    assert [name for name in known if name not in covered and name not in excused] == []
    assert {name for name, said in known.items() if isinstance(said, dict)} == excused
    assert len(known) == 425
