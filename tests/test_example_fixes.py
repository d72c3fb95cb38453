"""``pachlint test`` and fixes: one that is shown in an example is one that ``check --fix`` applies."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pachlint.cli import main

RULE = """\
title: The log level is info
severity: warning
impact: fragile
require: {pachd.logLevel: info}
message: "it is {pachd.logLevel}"
fix: {title: log as everybody does, safety: SAFETY, edits: [EDITS]}
examples:
  - bad: |
      deployTarget: LOCAL
      pachd:
        logLevel: debug
    expect: [{}]
FIXED
  - good: |
      pachd: {logLevel: info}
"""
SET = "{set: {path: pachd.logLevel, value: info}}"
FIXED = """\
    fixed: |
      deployTarget: LOCAL
      pachd:
        logLevel: info"""


def failures(folder: Path, edits: str, fixed: str, safety: str = "safe") -> list[str]:
    """What ``pachlint test`` says of the rule with these edits, without the file and the name."""
    path = folder / "corp" / "own.yaml"
    path.parent.mkdir(exist_ok=True)
    text = RULE.replace("EDITS", edits).replace("FIXED", fixed).replace("SAFETY", safety)
    path.write_text(text.replace("\n\n", "\n"))
    result = CliRunner().invoke(main, ["test", str(path.parent), "-q"], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (1 if result.stdout else 0, "")
    prefix = f"{path}:9: corp/own: "
    assert all(line.startswith((prefix, "    | ")) for line in result.stdout.splitlines() if line)
    return [line.removeprefix(prefix) for line in result.stdout.splitlines() if line.startswith(prefix)]


@pytest.mark.parametrize("safety", ["safe", "unsafe"])
def test_fix_that_is_applied(tmp_path: Path, safety: str) -> None:
    assert failures(tmp_path, SET, FIXED, safety) == []


@pytest.mark.parametrize(
    "edits",
    [
        "{replace: {path: pachd.logLevel, match: '^warn$', with: info}}",
        "{delete: {path: pachd.rootToken}}",
        "{insert: {path: pachd.logLevel, value: info}}",
    ],
)
def test_fix_that_never_changes_anything(tmp_path: Path, edits: str) -> None:
    assert failures(tmp_path, edits, "") == [
        "the fix changes nothing in any bad example; show what it changes, or leave it out"
    ]


@pytest.mark.parametrize(
    ("edits", "fixed", "why"),
    [
        (
            "{delete: {path: pachd.logLevel}}, {set: {path: pachd.logLevel, value: warn}}",
            FIXED.replace("info", "warn"),
            "the finding would still be there",
        ),
        (
            f"{SET}, {{set: {{path: ingress.enabled, value: true}}}}",
            FIXED.replace("info", "info\n      ingress:\n        enabled: true"),
            "Helm would then reject the values (ingress-host-required)",
        ),
        (
            f"{SET}, {{set: {{path: proxy.host, value: '<HOST>'}}}}",
            FIXED.replace("info", 'info\n      proxy:\n        host: "<HOST>"'),
            "it would cause another finding (placeholder)",
        ),
    ],
)
@pytest.mark.parametrize("safety", ["safe", "unsafe"])
def test_fix_that_is_dropped(tmp_path: Path, edits: str, fixed: str, why: str, safety: str) -> None:
    assert failures(tmp_path, edits, fixed, safety) == [f"--fix drops the fix of this example: {why}"]


def test_fix_to_which_another_rule_of_the_pack_objects(tmp_path: Path) -> None:
    other = tmp_path / "corp" / "other.yaml"
    other.parent.mkdir()
    other.write_text(
        "{title: Nobody logs info, severity: warning, impact: fragile, message: m, require: {pachd.logLevel: {not_equals: info}},"
        " examples: [{bad: 'pachd: {logLevel: info}', expect: [{}]}, {good: 'pachd: {logLevel: debug}'}]}\n"
    )
    assert failures(tmp_path, SET, FIXED) == [
        "--fix drops the fix of this example: it would cause another finding (corp/other)"
    ]
