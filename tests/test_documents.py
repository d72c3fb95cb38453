"""What the documents show is what the program prints, and what they name exists."""

import re
from pathlib import Path

import pytest
import shown

from pachlint.rulebook import shipped

ROOT = Path(__file__).parent.parent
_RULE = re.compile(r"pachlint explain ([a-z][a-z0-9-]+)")
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
    assert [rule for rule in _RULE.findall(text) if not shipped().rule(rule)] == []
