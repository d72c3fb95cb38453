"""The loader rejects nonsense: with its place, all of it at once, and what is probably meant."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pachlint.cli import main

GOOD = """\
title: The log level is info
severity: warning
impact: fragile
applies: {chart: ">=2.3.0"}
when: {pachd.enabled: true}
require: {pachd.logLevel: info}
message: "the level is {pachd.logLevel}"
fix: {title: set it, safety: safe, edits: [{set: {path: pachd.logLevel, value: info}}]}
examples:
  - bad: |
      pachd: {logLevel: debug}
    expect: [{line: 1}]
  - good: |
      pachd: {logLevel: info}
"""


def mistakes(folder: Path, text: str, name: str = "my-rule.yaml") -> list[str]:
    """What ``check --rules`` says of a rule file, without the part that is always the same."""
    rules = folder / "mine"
    rules.mkdir(exist_ok=True)
    (rules / name).write_text(text)
    (folder / "values.yaml").write_text("deployTarget: LOCAL\n")
    words = ["check", "--rules", str(rules), str(folder / "values.yaml")]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code in (0, 2)
    assert (result.exit_code == 2) is bool(result.stdout == "" and "error: " in result.stderr)
    prefix = f"error: {rules / name}:"
    lines = result.stderr.splitlines() if result.exit_code else []
    assert all(line.startswith(prefix) for line in lines)
    return [line.removeprefix(prefix) for line in lines]


def test_good_rule_loads(tmp_path: Path) -> None:
    assert mistakes(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        ("severity:", "severety:", "2:1: unknown field 'severety' in the rule; did you mean 'severity'?"),
        ("severity: warning", "severity: fatal", "2:11: "),
        ("impact: fragile", "impact: fragil", "3:9: "),
        ("pachd.logLevel: info}", "pachd.logLevl: info}", "6:11: no chart version has the path pachd.logLevl; did you mean"),
        ("pachd.logLevel: info}", "pachd.logLevel: {equal: info}}", "6:28: unknown operator 'equal'; did you mean 'equals'?"),
        ("pachd.logLevel: info}", "pachd.logLevel: {matches: '('}}", "6:37: '(' is not a regular expression"),
        ("pachd.logLevel: info}", "pachd.logLevel: {format: hostnam}}", "6:36: "),
        ("pachd.logLevel: info}", "pachd.logLevel: [info]}", "6:27: a test is a value or a mapping of operators, not a list"),
        ("pachd.logLevel: info}", "pachd.logLevel: null}", "6:27: a test must not be null"),
        ("pachd.logLevel: info}", "'pachd..logLevel': info}", "6:11: 'pachd..logLevel' is not a path"),
        (">=2.3.0", ">>2.3.0", "4:18: '>>2.3.0' is not a range of versions"),
        ("{pachd.logLevel}", "{pachd.logLevl}", "7:"),
        ("{pachd.logLevel}", "{@expectd}", "7:"),
        ("{pachd.logLevel}", "{", "7:"),
        ("safety: safe", "safety: perhaps", "8:30: "),
        ("{set: {path", "{sett: {path", "8:45: unknown field 'sett'"),
        ("pachd.logLevel, value", "pachd.*, value", "8:"),
        ("  - good: |\n      pachd: {logLevel: info}\n", "", "10:3: the rule has no good example"),
        ("    expect: [{line: 1}]\n", "", "10:5: a bad example must say what to expect"),
        ("title: The log level is info\n", "", "1:1: the rule has no title"),
        ("require: {pachd.logLevel: info}\n", "predicate: unknown-key\n", "6:12: only the rules that ship with pachlint"),
        ("impact: fragile\n", "impact: fragile\nimpact: broken\n", "4:1: duplicate key"),
        ("severity: warning", "at: pachd.logLevl\nseverity: warning", "2:5: no chart version has the path pachd.logLevl; did you mean"),
        ("severity: warning", "also: [{at: pachd.logLevl, label: x}]\nseverity: warning", "2:13: no chart version has the path pachd.logLevl"),
        ("path: pachd.logLevel", "path: pachd.logLevl", "8:57: no chart version has the path pachd.logLevl"),
        ("path: pachd.logLevel", "path: '{@path}.zz'", ""),
        (">=2.3.0", ">=3.0.0", "4:18: no released chart version is in '>=3.0.0'"),
        ('chart: ">=2.3.0"', "provider: oracle", "4:21: unknown provider 'oracle'"),
        ("pachd.logLevel: info}", "'**.logLevel': info}", "6:11: '**.logLevel' is not a path (at character 1); ** is allowed only in each"),
        ("pachd.logLevel: info}", "'oidc.upstreamIDPs[*].id': info}", "6:11: 'oidc.upstreamIDPs[*].id' is not a path (at character 18); write [*] as .*"),
        ("require: {pachd.logLevel: info}\n", "", "1:1: the rule has no require"),
        ("title: The", "title: [The", "1:"),
    ],
)  # fmt: skip
def test_nonsense_is_rejected_at_its_place(tmp_path: Path, old: str, new: str, reported: str) -> None:
    assert GOOD.count(old) >= 1
    found = mistakes(tmp_path, GOOD.replace(old, new, 1))
    assert any(line.startswith(reported) for line in found) if reported else found == [], found


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("severity:", "severety:")
        .replace("safety: safe", "safety: no")
        .replace("{line: 1}", "{row: 1}")
    )
    lines = [int(line.partition(":")[0]) for line in mistakes(tmp_path, text)]
    assert {2, 8, 12} <= set(lines)


def test_path_must_be_in_the_versions_it_applies_to(tmp_path: Path) -> None:
    text = GOOD.replace('">=2.3.0"', '"<2.3.0"').replace("pachd.logLevel: info}", "proxy.enabled: true}")
    found = mistakes(tmp_path, text)
    assert any(
        "no chart version in '<2.3.0' has the path proxy.enabled (it is known since 2.3.0)" in line
        for line in found
    )


@pytest.mark.parametrize(
    ("content", "reported"),
    [
        (b"- 1\n", "1:1: the rule must be a mapping, not a list"),
        (b"title: \xff", "1:1: the file is not UTF-8"),
        (b"", "1:1: the file contains no rule"),
    ],
)
def test_file_that_is_no_rule(tmp_path: Path, content: bytes, reported: str) -> None:
    mistakes(tmp_path, GOOD)
    (tmp_path / "mine" / "my-rule.yaml").write_bytes(content)
    result = CliRunner().invoke(main, ["test", str(tmp_path / "mine")])
    assert (result.exit_code, result.stderr) == (
        2,
        f"error: {tmp_path / 'mine' / 'my-rule.yaml'}:{reported}\n",
    )


def test_names_of_clouds_are_accepted_where_a_rule_applies(tmp_path: Path) -> None:
    text = GOOD.replace('chart: ">=2.3.0"', "provider: aks")
    assert mistakes(tmp_path, text) == []
    words = ["explain", "mine/my-rule", "--rules", str(tmp_path / "mine")]
    assert "on azure" in CliRunner().invoke(main, words).stdout


def test_name_must_be_kebab_case(tmp_path: Path) -> None:
    assert "kebab-case" in mistakes(tmp_path, GOOD, "My_Rule.yaml")[0]


def test_example_that_does_not_come_out_is_a_failure_of_test_only(tmp_path: Path) -> None:
    assert mistakes(tmp_path, GOOD.replace("{line: 1}", "{line: 7}")) == []
    assert CliRunner().invoke(main, ["test", str(tmp_path / "mine")]).exit_code == 1
