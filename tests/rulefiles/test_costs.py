"""The cheap parts of a condition are judged first, where the order is nobody's business."""

from pathlib import Path

import pytest

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.rulebook import load
from pachlint.source import Source

RULE = """\
title: A rule
severity: warning
impact: fragile
{logic}
message: "{{@path}}"
examples:
  - bad: "pachd: {{logLevel: debug}}"
    expect: [{{}}]
  - good: "pachd: {{logLevel: info}}"
"""
COSTLY, CHEAP = '{pachd.logLevel: {matches: "^d"}}', "{pachd.enabled: true}"


@pytest.mark.parametrize(
    ("logic", "field", "first"),
    [
        (f"when: {{all: [{COSTLY}, {CHEAP}]}}\nrequire: {{pachd.logLevel: info}}", "when", "equals"),
        (f"when: {{any: [{COSTLY}, {CHEAP}]}}\nrequire: {{pachd.logLevel: info}}", "when", "equals"),
        (f"require: {{none: [{COSTLY}, {{pachd.enabled: false}}]}}", "require", "matches"),
    ],
)
def test_order_of_parts(tmp_path: Path, logic: str, field: str, first: str) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own-rule.yaml").write_text(RULE.format(logic=logic))
    rule = load([str(tmp_path)]).rule("own-rule")
    assert rule is not None
    kind, parts = rule.body[field]
    assert (kind in ("all", "any", "none"), parts[0][3][1][0][0]) == (True, first)
    job = Job("v", (read(Source("v.yaml", "deployTarget: LOCAL\npachd: {logLevel: debug}\n")),))
    found = [one for one in check([job], load([str(tmp_path)])).findings if one.rule == "own-rule"]
    assert [one.path for one in found] == ["pachd.logLevel"]
