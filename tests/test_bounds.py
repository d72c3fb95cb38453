"""What is beyond any real values file ends in one clear line, and in time by its size."""

import cProfile
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pachlint.cli import main
from pachlint.finding import Finding, Impact, Severity
from pachlint.judging.judge import MAX_FINDINGS, to_findings
from pachlint.lint import Job, check, prepare
from pachlint.policy.context import Violation
from pachlint.reading.builder import MAX_VALUES
from pachlint.reading.directives import MAX_NAMES, MAX_SETTINGS
from pachlint.reading.document import MAX_LINES, read
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source

HEAD = "deployTarget: LOCAL\n"


def unknown(found: Report) -> list[Finding]:
    """The findings about unknown keys."""
    return [one for one in found.findings if one.rule == "unknown-key"]


def report(text: str) -> Report:
    return check([Job("v", (read(Source("v.yaml", text)),))], shipped())


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (HEAD + "\n" * MAX_LINES, "100,000 lines"),
        (HEAD + "# x\r\n" * MAX_LINES, "100,000 lines"),
        (HEAD + "".join(f"k{number}: 1\n" for number in range(MAX_VALUES // 2)), "20,000 keys and values"),
        (HEAD + "x: [" + "a," * MAX_VALUES + "a]\n", "20,000 keys and values"),
        (
            f"a: &a [{'x, ' * 100}]\n" + "".join(f"k{number}: *a\n" for number in range(300)),
            "20,000 keys and values",
        ),
        (HEAD + "#" * 1_000_000, "1,000,000 characters"),
    ],
    ids=["lines", "comments", "keys", "items", "aliases", "characters"],
)
def test_the_bound_is_named(text: str, bound: str) -> None:
    found = report(text).findings
    assert [one.rule for one in found] == ["unreadable-file"]
    assert bound in found[0].message


@pytest.mark.parametrize(
    ("comment", "reported"),
    [
        ("# pachlint: ignore[" + "hosts," * (MAX_NAMES + 1) + "]", "name more than 10,000 rules"),
        ("# pachlint: " + "provider=aws " * (MAX_SETTINGS + 1), "hold more than 500 settings"),
        ("# pachlint: provider=aws\n" * (MAX_SETTINGS + 1), "hold more than 500 settings"),
        ("# pachlint: ignore-file[hosts]\n" * (MAX_NAMES + 1), "name more than 10,000 rules"),
    ],
    ids=["names", "settings", "lines of settings", "lines of names"],
)
def test_the_bound_of_comments_is_named(comment: str, reported: str) -> None:
    found = report(f"{HEAD}{comment}\n").findings
    assert len([one for one in found if reported in one.message]) == 1
    within = comment.replace("hosts,", "", 1).replace("provider=aws ", "", 1)
    found = report(f"{HEAD}{within.partition(chr(10))[2] or within}\n").findings
    assert not [one for one in found if reported in one.message]


def test_what_is_within_the_bounds_is_read() -> None:
    text = HEAD + "pachd:\n  annotations:\n" + "".join(f"    k{number}: a\n" for number in range(9_000))
    assert unknown(report(text)) == []
    assert read(Source("v.yaml", HEAD + "\n" * (MAX_LINES - 1))).readable


def keys(count: int) -> str:
    return HEAD + "".join(f"zz{number}q: x\n" for number in range(count))


class TestManyFindings:
    def test_the_rest_is_reported_by_its_number(self) -> None:
        found = unknown(report(keys(MAX_FINDINGS + 123)))
        assert len(found) == MAX_FINDINGS + 1
        assert found[0].message.startswith("123 more like the 500 that are shown, such as: ")
        assert found[0].path == "(123 more)"
        assert len(unknown(report(keys(MAX_FINDINGS)))) == MAX_FINDINGS

    def test_a_baseline_ignores_no_more_than_stood(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        run = CliRunner().invoke
        Path("v.yaml").write_text(keys(MAX_FINDINGS + 5))
        run(main, ["check", "--no-config", "--write-baseline", "b.json", "v.yaml"])
        assert run(main, ["check", "--no-config", "--baseline", "b.json", "v.yaml"]).exit_code == 0
        Path("v.yaml").write_text(keys(MAX_FINDINGS + 6))
        assert run(main, ["check", "--no-config", "--baseline", "b.json", "v.yaml"]).exit_code == 1

    def test_comments_count_for_all(self) -> None:
        comment = " # pachlint: ignore[unknown-key] known\n"
        text = HEAD + "".join(f"zz{number}q: x{comment}" for number in range(MAX_FINDINGS + 9))
        found = report(text)
        assert {one.rule for one in found.findings} == {"local-path-random"}
        assert len(found.ignored) == MAX_FINDINGS + 9

    def test_what_is_ignored_is_not_among_those_that_are_shown(self) -> None:
        comment = " # pachlint: ignore[unknown-key] known\n"
        ignored = "".join(f"zz{number}q: x{comment}" for number in range(MAX_FINDINGS))
        found = report(HEAD + ignored + "other: 1\n")
        assert [one.path for one in unknown(found)] == ["other"]
        text = HEAD + f"other: 1{comment}" + keys(MAX_FINDINGS + 3).removeprefix(HEAD) + f"last: 1{comment}"
        found = report(text)
        assert [one.path for one in unknown(found)][-1] == f"zz{MAX_FINDINGS - 1}q"
        assert [one.message[:8] for one in unknown(found) if one.path == "(3 more)"] == ["3 more l"]
        assert {one.path for one in found.ignored} == {"other", "last"}
        assert not [one for one in found.findings if one.rule == "unused-ignore"]

    def test_the_config_counts_for_all(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("v.yaml").write_text(
            HEAD + "pachd:\n" + "".join(f"  a{n}q: x\n" for n in range(MAX_FINDINGS + 9))
        )
        Path(".pachlint.yaml").write_text("per-path-ignores: {'pachd.a*': [unknown-key]}\n")
        reported = json.loads(CliRunner().invoke(main, ["check", "--format", "json", "v.yaml"]).stdout)
        assert "unknown-key" not in {one["rule"] for one in reported["findings"]}

    def test_comments_are_written_for_all(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("v.yaml").write_text(keys(MAX_FINDINGS + 9))
        run = CliRunner().invoke
        run(main, ["check", "--no-config", "--add-ignores", "v.yaml"])
        assert Path("v.yaml").read_text().count("ignore[unknown-key]") == MAX_FINDINGS + 9
        assert "ignore-file" not in Path("v.yaml").read_text()
        assert run(main, ["check", "--no-config", "v.yaml"]).exit_code == 0

    def test_the_rest_is_as_severe_as_the_worst_of_it(self) -> None:
        rule = next(rule for rule in shipped().rules if rule.impact is Impact.REJECTED)
        severities = [*[Severity.INFO] * MAX_FINDINGS, Severity.ERROR, Severity.INFO]
        violations = [
            Violation((f"a{n}",), message=f"m{n}", severity=severity) for n, severity in enumerate(severities)
        ]
        rest = to_findings(rule, violations, prepare(Job("v", (read(Source("v.yaml", HEAD)),))))[-1]
        assert (rest.path, rest.impact, rest.severity) == ("(2 more)", Impact.REJECTED, Severity.ERROR)

    def test_reports_stay_short(self, tmp_path: Path) -> None:
        (tmp_path / "v.yaml").write_text(keys(9_000))
        words = ["check", "--no-config", "--format", "json", str(tmp_path / "v.yaml")]
        reported = json.loads(CliRunner().invoke(main, words).stdout)["findings"]
        assert len(reported) < MAX_FINDINGS + 5


def test_fixes_are_tried_within_bounds() -> None:
    text = HEAD + "oidc:\n  upstreamIDPs:\n" + "".join(f"  - id: a{n}\n    bad: 1\n" for n in range(600))
    found = report(text)
    assert any("too many to try them all" in words for words in found.releases[0].not_judged)
    assert sum(one.fix is not None for one in found.findings) < 200


KINDS: dict[str, Callable[[int], str]] = {
    "unknown keys": keys,
    "keys below one": lambda count: HEAD + "pachd:\n" + "".join(f"  zz{n}q: x\n" for n in range(count)),
    "placeholders": lambda count: HEAD + "".join(f"k{n}: <your-{n}>\n" for n in range(count)),
    "comments": lambda count: (
        HEAD + "".join(f"k{n}: 1 # pachlint: ignore[unknown-key] a\n" for n in range(count))
    ),
    "comments of their own": lambda count: HEAD + "# pachlint: ignore[unknown-key] a\n" * count,
    "annotations": lambda count: (
        "deployTarget: AMAZON\nproxy:\n service:\n  annotations:\n"
        + "".join(
            f"    service.beta.kubernetes.io/aws-load-balancer-x{n}: v\n" for n in range(count)
        )
    ),
    "variables": lambda count: (
        HEAD + "pachd:\n  annotations:\n" + "".join(f"    k{n}: ${{X{n}}}\n" for n in range(count))
    ),
    "line of JSON": lambda count: (
        '{"deployTarget": "LOCAL",' + "".join(f'"k{n}": [1, "x"],' for n in range(count)) + '"z": 1}'
    ),
    "templates": lambda count: "".join(f"k{n}: {{{{ .Values.a{n} }}}}\n" for n in range(count)),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_time_is_linear_in_the_file(kind: str) -> None:
    def steps(count: int) -> int:
        """The calls of a run, which no other program on the machine changes."""
        text = KINDS[kind](count)
        profile = cProfile.Profile()
        profile.enable()
        report(text)
        profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    report(KINDS[kind](10))
    # both beyond the number of findings that are told one by one
    few, many = steps(600), steps(1_200)
    assert many < 2.3 * few
