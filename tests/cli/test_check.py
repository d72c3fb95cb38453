"""``pachlint check``: what goes in, what comes out, and with which status."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.cli.program import Failure
from pachlint.judging.judge import MAX_FINDINGS
from pachlint.versions import newest

NEWEST = str(newest())

ROOT = Path(__file__).parent.parent.parent
GOOD = "deployTarget: LOCAL\n"
BAD = "deployTarget: LOCAL\npachd:\n  enabled: 'true'\n"


def run(*words: str, stdin: str | None = None) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), input=stdin, catch_exceptions=False)


@pytest.fixture
def values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, as the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def findings(*words: str) -> list[dict[str, Any]]:
    """The findings of a check above ``info``, as JSON has them."""
    report: dict[str, Any] = json.loads(run("check", "--format", "json", *words).stdout)
    return [one for one in report["findings"] if one["severity"] != "info"]


class TestStatus:
    def test_clean_is_0(self, values: Path) -> None:
        (values / "v.yaml").write_text(GOOD)
        assert run("check", "v.yaml").exit_code == 0

    def test_finding_is_1(self, values: Path) -> None:
        (values / "v.yaml").write_text(BAD)
        assert run("check", "v.yaml").exit_code == 1

    @pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
    def test_fail_on_sets_the_threshold(self, values: Path, fail_on: str, status: int) -> None:
        (values / "v.yaml").write_text("deployTarget: LOCAL\npachd:\n  zzyzx: 1\n")
        assert run("check", "v.yaml", "--select", "unknown-key", "--fail-on", fail_on).exit_code == status

    def test_nothing_to_check_is_3(self, values: Path) -> None:
        (values / "other.yaml").write_text("kind: Service\n")
        result = run("check", ".")
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr.splitlines() == [
            "error: nothing to check: no Pachyderm values found (1 other files skipped; -v names them)"
        ]

    def test_hook_without_values_is_0(self, values: Path) -> None:
        (values / "other.yaml").write_text("kind: Service\n")
        result = run("check", "--hook", "-v", "other.yaml")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "skipped: other.yaml (does not look like Pachyderm values)\n"

    @pytest.mark.parametrize(
        ("words", "reported"),
        [
            (["--provider", "awz"], "did you mean 'aws'?"),
            (["--chart-version", "2.6.99"], "did you mean 2.6.11?"),
            (["--select", "unknown-kee"], "did you mean 'unknown-key'?"),
            (["--ignor", "x"], "--ignore"),
            (["--format", "xml"], "not one of"),
            (["missing.yaml"], "there is no file missing.yaml"),
            (
                ["https://u:p@x.org/a.yaml?t=1"],
                "error: https://x.org/a.yaml is a URL, and pachlint fetches nothing",
            ),
            (["--chart", "oci://x.org/a"], "oci://x.org/a is a URL"),
            (["--set-file", "a=s3://x/y"], "s3://x/y is a URL"),
            (
                ["--skip-schema-validation"],
                "what the templates make of values that the schema rejects is not known",
            ),
        ],
    )
    def test_wrong_usage_is_2_in_one_line(self, values: Path, words: list[str], reported: str) -> None:
        (values / "v.yaml").write_text(GOOD)
        result = run("check", "v.yaml", *words)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
        assert reported in result.stderr


@pytest.mark.parametrize("word", ["https://x.org/a.yaml", "v.yaml,secrets://a.yaml", "OCI://x.org/y"])
def test_file_at_a_url_is_not_fetched(values: Path, word: str) -> None:
    (values / "v.yaml").write_text(GOOD)
    for command in ("check", "values"):
        result = run(command, "-f", word)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
        assert "pachlint fetches nothing" in result.stderr


def test_files_with_commas_between_them_are_one_release(values: Path) -> None:
    (values / "a.yaml").write_text(BAD)
    (values / "b.yaml").write_text("pachd: {enabled: true}\n")
    assert run("check", "-f", "a.yaml,b.yaml", "--select", "rejected").exit_code == 0
    assert run("check", "-f", "b.yaml,a.yaml", "--select", "rejected").exit_code == 1


def test_set_file_reads_standard_input(values: Path) -> None:
    (values / "v.yaml").write_text(GOOD)
    words = ("values", "-f", "v.yaml", "--set-file", "proxy.host=-", "--format", "json", "proxy.host")
    done = subprocess.run(
        [sys.executable, "-m", "pachlint", *words], input="a: b", capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ('"a: b"\n', "")


class TestBadInput:
    """One clear line with its place, the right status, never a traceback."""

    @pytest.mark.parametrize(
        ("content", "rule", "place"),
        [
            (b"a: 1\n\xff\xfe", "syntax-error", (2, 1)),
            (b"\x00\x01\x02", "syntax-error", (1, 1)),
            (b"a: [\n", "syntax-error", (1, 4)),
            (b"a: " + b"[" * 500 + b"]" * 500, "unreadable-file", (1, 203)),
            (b"a: 1 # " + b"x" * 6_000_000, "unreadable-file", (1, 1)),
            (b"a: &a [x, x]\nb: &b [*a, *b]\n", "syntax-error", (2, 12)),
        ],
    )
    def test_unreadable_content_is_a_finding(
        self, values: Path, content: bytes, rule: str, place: tuple[int, int]
    ) -> None:
        (values / "v.yaml").write_bytes(content)
        assert [(one["rule"], (one["line"], one["column"])) for one in findings("v.yaml")] == [(rule, place)]

    def test_one_bad_file_does_not_hide_the_others(self, values: Path) -> None:
        (values / "a.yaml").write_text("a: [\n")
        (values / "b.yaml").write_text(BAD)
        assert [(one["file"], one["rule"]) for one in findings("a.yaml", "b.yaml")] == [
            ("a.yaml", "syntax-error"),
            ("b.yaml", "wrong-type"),
        ]

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_file_without_permission(self, values: Path) -> None:
        (values / "v.yaml").write_text(GOOD)
        (values / "v.yaml").chmod(0)
        result = run("check", "v.yaml")
        assert (result.exit_code, result.stderr) == (2, "error: v.yaml cannot be read: Permission denied\n")

    def test_malformed_rule_tells_all_mistakes(self, values: Path) -> None:
        (values / "v.yaml").write_text(GOOD)
        (values / "mine").mkdir()
        (values / "mine" / "own-rule.yaml").write_text(
            "title: x\nseverety: error\nrequire: {pachd.enabld: true}\n"
        )
        result = run("check", "--rules", "mine", "v.yaml")
        assert result.exit_code == 2
        assert all(line.startswith("error: mine/own-rule.yaml:") for line in result.stderr.splitlines())
        assert "did you mean 'severity'" in result.stderr

    @pytest.mark.parametrize(
        ("words", "reported"),
        [
            ("check v.yaml >&-", "standard output is closed"),
            ("values -f v.yaml >&-", "standard output is closed"),
            ("check - <&-", "standard input is closed"),
            ("values -f v.yaml > /dev/full", "standard output cannot be written: No space left on device"),
            ("rules > /dev/full", "standard output cannot be written: No space left on device"),
        ],
    )
    def test_streams_that_cannot_be_used(self, values: Path, words: str, reported: str) -> None:
        if "/dev/full" in words and not Path("/dev/full").exists():
            pytest.skip("this system has no /dev/full")
        (values / "v.yaml").write_text(GOOD)
        done = subprocess.run(
            ["sh", "-c", f'"$0" -m pachlint {words}', sys.executable],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {reported}\n")

    def test_folder_that_is_gone(self, values: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (values / "gone").mkdir()
        monkeypatch.chdir(values / "gone")
        (values / "gone").rmdir()
        with pytest.raises(Failure, match=r"^the current folder cannot be used: No such file or directory$"):
            main(["check", str(values)], standalone_mode=False)
        monkeypatch.chdir(values)

    def test_time_grows_with_the_keys_and_no_faster(self, values: Path) -> None:
        def seconds(count: int) -> float:
            keys = "".join(f"  enabld{number}: {{a: 1}}\n" for number in range(count))
            (values / "v.yaml").write_text(f"{GOOD}pachd:\n{keys}")
            start = time.process_time()
            assert len(findings("v.yaml", "--select", "unknown-key")) == min(count, MAX_FINDINGS + 1)
            return time.process_time() - start

        seconds(10)
        assert seconds(1200) < 8 * seconds(400)

    def test_report_that_cannot_be_written(self, values: Path) -> None:
        (values / "v.yaml").write_text(GOOD)
        result = run("check", "v.yaml", "--format", "json", "--output", "no/such/report.json")
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


class TestRelease:
    def test_files_and_flags_are_layered_and_places_name_the_right_one(self, values: Path) -> None:
        (values / "base.yaml").write_text("deployTarget: LOCAL\npachd:\n  logLevel: info\n")
        (values / "prod.yaml").write_text("pachd:\n  logLevel: 5\n")
        (found,) = findings("-f", "base.yaml", "-f", "prod.yaml")
        assert (found["rule"], found["file"], found["line"], found["column"]) == (
            "wrong-type",
            "prod.yaml",
            2,
            13,
        )
        assert [one["file"] for one in found["related"]] == ["base.yaml"]
        assert findings("-f", "base.yaml", "-f", "prod.yaml", "--set-string", "pachd.logLevel=debug") == []

    def test_rejected_flag_is_a_finding(self, values: Path) -> None:
        (values / "v.yaml").write_text(GOOD)
        (found,) = findings("-f", "v.yaml", "--set", "a[x]=1")
        assert (found["rule"], found["impact"], found["file"]) == (
            "flag-problem",
            "rejected",
            "<command line>",
        )

    def test_stdin_has_the_name_it_is_given(self, values: Path) -> None:
        result = run("check", "-", "--stdin-filename", "piped.yaml", "--format", "concise", stdin=BAD)
        assert result.stdout.startswith("piped.yaml:3:12: error[wrong-type] ")

    def test_version_comes_from_flag_comment_tag_or_is_the_newest(self, values: Path) -> None:
        def version(text: str, *words: str) -> tuple[str, str]:
            (values / "v.yaml").write_text(text)
            report = json.loads(run("check", "--format", "json", "v.yaml", *words).stdout)
            said = report["releases"][0]["chart_version"]
            return said["value"], said["from"]

        comment = "# pachlint: chart-version=2.6.4\n"
        tag = "pachd: {image: {tag: 2.5.0}}\n"
        assert version(comment + tag, "--chart-version", "2.4") == ("2.4.6", "flag")
        assert version(comment + tag) == ("2.6.4", "comment")
        assert version(tag) == ("2.5.0", "image-tag")
        assert version(GOOD) == (NEWEST, "newest")


class TestReports:
    def test_json_keeps_its_contract(self, values: Path) -> None:
        schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text())
        text = (ROOT / "examples" / "eks" / "broken.yaml").read_text()
        (values / "v.yaml").write_text(text)
        report = json.loads(run("check", "--format", "json", "v.yaml").stdout)
        jsonschema.validate(report, schema)
        assert report["summary"]["error"] == sum(one["severity"] == "error" for one in report["findings"])
        lines = text.splitlines()
        for one in report["findings"]:
            assert 1 <= one["line"] <= len(lines)
            assert 1 <= one["column"] <= len(lines[one["line"] - 1]) + 1

    def test_output_is_the_same_for_the_same_input(self, values: Path) -> None:
        (values / "v.yaml").write_text((ROOT / "examples" / "eks" / "broken.yaml").read_text())
        assert (
            run("check", "--format", "json", "v.yaml").stdout
            == run("check", "--format", "json", "v.yaml").stdout
        )

    def test_several_reports_in_one_run(self, values: Path) -> None:
        (values / "v.yaml").write_text(BAD)
        result = run("check", "v.yaml", "--format", "json", "--output", "r.json", "--format", "concise")
        assert result.stdout.startswith("v.yaml:3:12: error[wrong-type]")
        assert json.loads((values / "r.json").read_text())["summary"]["error"] == 1

    def test_no_secret_is_in_any_report(self, values: Path) -> None:
        secret = "AKIAQ2WERTYU4567ABCD"
        (values / "v.yaml").write_text(
            f"deployTarget: AMAZON\npachd:\n  storage:\n    amazon: {{id: {secret}, secret: {secret}x, bucket: s3://x}}\n"
            f"  rootToken: {secret}\n  enabled: 'yes'\n"
        )
        for form in ("text", "concise", "json"):
            result = run("check", "v.yaml", "--format", form)
            assert result.exit_code == 1
            assert secret not in result.output

    def test_control_characters_are_made_visible(self, values: Path) -> None:
        (values / "v.yaml").write_text('deployTarget: "LOCAL\\e[31m"\n')
        assert "\x1b" not in run("check", "v.yaml").output


def test_reader_who_goes_away_is_no_error(values: Path) -> None:
    (values / "v.yaml").write_text(BAD)
    command = f"{sys.executable} -m pachlint check v.yaml | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert "Traceback" not in done.stdout


def test_local_chart_that_is_not_whole_is_reported(values: Path) -> None:
    chart = values.parent / "chart"
    chart.mkdir()
    dependency = '{"name": "sub", "version": "1.0.0"}'
    (chart / "Chart.yaml").write_text(f'{{"name": "x", "version": "2.6.4", "dependencies": [{dependency}]}}')
    said = run("check", str(values), "--chart", str(chart)).stderr
    assert said.startswith(f"note: sub not below {chart}/charts; Helm rejects the chart")
    (chart / "values.yaml").write_text("a: 1\nb: [\n")
    done = run("check", str(values), "--chart", str(chart))
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert f"{chart}/values.yaml:2:4: " in done.stderr


def test_chart_that_is_not_pachyderms_is_said_to_be_left_open(values: Path) -> None:
    (values / "chart").mkdir()
    dependency = '{"name": "other", "version": "2.6.4", "alias": "pach"}'
    metadata = f'{{"name": "own", "version": "1.0.0", "dependencies": [{dependency}]}}'
    (values / "chart" / "Chart.yaml").write_text(metadata)
    (values / "v.yaml").write_text("pachd: x\npach: {deployTarget: LOCAL}\n")
    why = "everything but files, flags, JSON Schemas, dependencies and templates, because own is not Pachyderm's chart"
    done = run("check", "v.yaml", "--chart", "chart")
    assert done.exit_code == 0
    assert f"note: v.yaml: not judged: {why}\n" in done.stdout
    assert "v.yaml: chart own 1.0.0 (local chart), " in done.stdout
    report = json.loads(run("check", "v.yaml", "--chart", "chart", "--format", "json").stdout)
    assert report["releases"][0]["not_judged"] == [why]
    (values / "chart" / "Chart.yaml").write_text('{"name": "own", "version": "1.0.0", "type": "library"}')
    done = run("check", "v.yaml", "--chart", "chart")
    assert (done.exit_code, "which Helm does not install" in done.stderr) == (2, True)


def test_help_of_every_command(values: Path) -> None:
    names = ("check", "explain", "rules", "test", "values")
    assert [run(name, "--help").exit_code for name in names] == [0] * len(names)
    assert all(f"  {name} " in run("--help").stdout for name in names)


class TestSecrets:
    """What is not a flag, a file or an option may be the second half of a secret."""

    @pytest.mark.parametrize(
        ("words", "reported"),
        [
            (
                ["--set", "pachd.rootToken=two", "S3cretMark"],
                "error: there is no file of that name; with --set",
            ),
            (["--set", "pachd.rootToken", "--S3cretMark"], "error: no such option; with --set"),
            (["--set", "pachd.rootToken=a", "gone.yaml"], "error: there is no file gone.yaml"),
            (["gone"], "error: there is no file gone"),
            (["--fixx"], "error: there is no option"),
        ],
    )
    def test_word_that_is_unknown_is_not_quoted_beside_flags(
        self, values: Path, words: list[str], reported: str
    ) -> None:
        result = CliRunner().invoke(main, ["check", *words])
        assert result.exit_code == 2
        assert result.stderr.startswith(reported)

    @pytest.mark.parametrize(
        ("words", "reported"),
        [
            (["pachd", "S3cretMark"], "error: unexpected extra argument; with --set"),
            (["S3cretMark"], "error: the argument is not the path of a value; with --set"),
            (["pachd.gone"], "error: the argument is not the path of a value; with --set"),
            (["pachd.lokiPort.gone"], "error: the argument is not the path of a value; with --set"),
            (["pachd.proxy"], "error: there is no value pachd.proxy"),
        ],
    )
    def test_path_that_is_unknown_is_not_quoted_beside_flags(
        self, values: Path, words: list[str], reported: str
    ) -> None:
        result = CliRunner().invoke(main, ["values", "--set", "pachd.rootToken=a", *words])
        assert (result.exit_code, result.stderr.startswith(reported)) == (2, True)

    def test_traceback_has_places_and_no_words(self, values: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        secret = "S3cretMark"

        def broken(*_: object) -> None:
            raise ValueError(secret) from KeyError(secret)

        monkeypatch.setattr("pachlint.cli.check._check", broken)
        (values / "v.yaml").write_text(GOOD)
        result = CliRunner().invoke(main, ["--debug", "check", "v.yaml"])
        assert result.exit_code == 4
        assert secret not in result.stderr
        found = [words in result.stderr for words in ("KeyError\nwhich led to:", "in broken", "ValueError\n")]
        assert found == [True] * 3


def test_former_id_of_a_rule_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "v.yaml").write_text("deployTarget: LOCAL\n")
    result = CliRunner().invoke(
        main, ["check", str(tmp_path / "v.yaml"), "--no-config", "--select", "tls-on-aks-proxy"]
    )
    assert result.stderr.count("the rule tls-on-aks-proxy is now exposed-without-tls") == 1
