"""``--fix``, ``--diff``, ``--unsafe-fixes``, ``--add-ignores`` and baselines on real files."""

import json
import os
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

BROKEN = """\
# kept
deployTarget: LOCAL
pachd:
  enabled: "true"   # a comment
  clusterDeploymentID: 5
"""
FIXED = """\
# kept
deployTarget: LOCAL
pachd:
  enabled: true   # a comment
  clusterDeploymentID: "5"
"""
CARELESS = """\
title: Something is done without a thought
severity: info
impact: fragile
require: {proxy.tls.enabled: true, proxy.host: <HOST>}
message: "{@path} is not that"
fix: {title: do it, safety: unsafe, edits: [EDIT]}
examples: [{bad: "a", expect: [{}]}, {good: "b"}]
"""


EVERYTHING = ("--with-rejected", "--fail-on", "info")


def run(*words: str, stdin: str | None = None) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), input=stdin, catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with one broken file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "v.yaml").write_text(BROKEN)
    return tmp_path


class TestFix:
    def test_safe_fixes_are_written_and_the_rest_is_reported(self, here: Path) -> None:
        result = run("check", "--fix", "v.yaml", "--format", "concise", "--select", "wrong-type,placeholder")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "fixed 2 findings in 1 file" in result.stderr
        assert (here / "v.yaml").read_text() == FIXED

    def test_fixing_twice_is_fixing_once(self, here: Path) -> None:
        run("check", "--fix", "v.yaml")
        again = run("check", "--fix", "v.yaml")
        assert "fixed" not in again.stderr
        assert (here / "v.yaml").read_text() == FIXED

    def test_unsafe_fixes_need_both_words(self, here: Path) -> None:
        text = "deployTarget: LOCAL\npachd:\n  logLevl: info\n"
        (here / "v.yaml").write_text(text)
        run("check", "--fix", "v.yaml", "--select", "unknown-key")
        assert (here / "v.yaml").read_text() == text
        assert run("check", "--unsafe-fixes", "v.yaml").exit_code == 2
        run("check", "--fix", "--unsafe-fixes", "v.yaml", "--select", "unknown-key")
        assert (here / "v.yaml").read_text() == text.replace("logLevl", "logLevel")

    def test_diff_shows_no_secret_in_a_changed_line_nor_beside_it(self, here: Path) -> None:
        text = "deployTarget: LOCAL\npachd:\n  rootToken: S3cret\n  enterpriseServerTokn: S3cret\n  x: 1"
        (here / "v.yaml").write_text(text)
        result = run("check", "--diff", "--unsafe-fixes", "v.yaml", "--select", "unknown-key")
        assert result.stdout.splitlines() == [
            "diff --git a/v.yaml b/v.yaml",
            "--- a/v.yaml",
            "+++ b/v.yaml",
            "@@ -4,2 +4,2 @@",
            "-  enterpriseServerTokn: ***",
            "+  enterpriseServerToken: ***",
            "   x: 1",
            "\\ No newline at end of file",
        ]

    def test_diff_shows_and_changes_nothing(self, here: Path) -> None:
        result = run("check", "--diff", "v.yaml")
        assert result.exit_code == 1
        assert result.stdout.splitlines()[:3] == [
            "diff --git a/v.yaml b/v.yaml",
            "--- a/v.yaml",
            "+++ b/v.yaml",
        ]
        assert [line for line in result.stdout.splitlines()[3:] if line[0] in "+-"] == [
            '-  enabled: "true"   # a comment',
            "-  clusterDeploymentID: 5",
            "+  enabled: true   # a comment",
            '+  clusterDeploymentID: "5"',
        ]
        assert (here / "v.yaml").read_text() == BROKEN
        assert "\x1b[" in run("check", "--diff", "--color", "always", "v.yaml").stdout

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: text.replace("\n", "\r\n"),
            lambda text: text.rstrip("\n"),
            lambda text: "\ufeff" + text,
            lambda text: text.replace("\n", "\r\n").rstrip("\r\n"),
        ],
    )
    def test_line_ends_and_byte_order_mark_stay(self, here: Path, change) -> None:  # type: ignore[no-untyped-def]
        (here / "v.yaml").write_bytes(change(BROKEN).encode())
        run("check", "--fix", "v.yaml")
        assert (here / "v.yaml").read_bytes() == change(FIXED).encode()

    def test_utf_16_stays_utf_16(self, here: Path) -> None:
        (here / "v.yaml").write_bytes(BROKEN.encode("utf-16"))
        run("check", "--fix", "v.yaml")
        content = (here / "v.yaml").read_bytes()
        assert content[:2] == BROKEN.encode("utf-16")[:2]
        assert content.decode("utf-16") == FIXED

    def test_bytes_that_are_no_text_stay(self, here: Path) -> None:
        behind = b"---\n" + b"# nobody reads this\n" * 40 + b"\xff\x80 \xc3"
        (here / "v.yaml").write_bytes(BROKEN.encode() + behind)
        run("check", "--fix", "v.yaml")
        assert (here / "v.yaml").read_bytes() == FIXED.encode() + behind

    def test_mode_and_links_stay(self, here: Path) -> None:
        (here / "v.yaml").chmod(0o640)
        (here / "link.yaml").symlink_to("v.yaml")
        run("check", "--fix", "link.yaml")
        assert (here / "link.yaml").is_symlink()
        assert (here / "v.yaml").read_text() == FIXED
        assert stat.S_IMODE((here / "v.yaml").stat().st_mode) == 0o640
        assert sorted(path.name for path in here.iterdir()) == ["link.yaml", "v.yaml"]

    def test_read_only_file_is_left_with_all_others(self, here: Path) -> None:
        (here / "w.yaml").write_text(BROKEN)
        (here / "w.yaml").chmod(0o444)
        result = run("check", "--fix", "v.yaml", "w.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert (
            result.stderr.splitlines()[-1]
            == "error: w.yaml cannot be written: it is read-only; nothing was changed"
        )
        assert [(here / name).read_text() for name in ("v.yaml", "w.yaml")] == [BROKEN, BROKEN]

    def test_full_disk_leaves_everything(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        result = run("check", "--fix", "v.yaml")
        assert result.exit_code == 2
        assert "No space left on device; nothing was changed" in result.stderr
        assert (here / "v.yaml").read_text() == BROKEN
        assert sorted(path.name for path in here.iterdir()) == ["v.yaml"]

    def test_standard_input_goes_to_standard_output(self, here: Path) -> None:
        result = run("check", "--fix", "-", "--format", "concise", stdin=BROKEN)
        assert result.stdout == FIXED

    def test_edit_goes_to_the_file_that_set_the_value(self, here: Path) -> None:
        (here / "base.yaml").write_text("deployTarget: LOCAL\npachd:\n  enabled: true\n")
        (here / "prod.yaml").write_text("pachd:\n  enabled: 'true'\n")
        run("check", "--fix", "-f", "base.yaml", "-f", "prod.yaml")
        assert (here / "base.yaml").read_text() == "deployTarget: LOCAL\npachd:\n  enabled: true\n"
        assert (here / "prod.yaml").read_text() == "pachd:\n  enabled: true\n"

    def test_value_of_a_flag_is_not_fixed(self, here: Path) -> None:
        result = run(
            "check", "--fix", "v.yaml", "--set-string", "pachd.metrics.enabled=true", "--format", "concise"
        )
        assert result.exit_code == 1
        assert "<command line>:1:" in result.stdout

    @pytest.mark.parametrize(
        ("wanted", "reported"),
        [
            (
                "{set: {path: proxy.tls.enabled, value: true}}",
                "Helm would then reject the values (proxy-tls-secret)",
            ),
            (
                "{set: {path: proxy.host, value: <HOST>}}",
                "it would cause another finding (placeholder)",
            ),
        ],
    )
    def test_fix_that_leads_to_something_worse_is_dropped_and_reported(
        self, here: Path, wanted: str, reported: str
    ) -> None:
        (here / "mine").mkdir()
        (here / "mine" / "careless.yaml").write_text(CARELESS.replace("EDIT", wanted))
        text = "deployTarget: GOOGLE\nproxy: {enabled: true, host: pach.example.org}\n"
        (here / "v.yaml").write_text(text)
        words = ("--rules", "mine", "--select", "mine/careless,rejected,placeholder", "v.yaml")
        result = run("check", "--fix", "--unsafe-fixes", *words)
        assert f"the fix of mine/careless was dropped: {reported}" in result.stderr
        assert (here / "v.yaml").read_text() == text

    def test_standard_input_comes_out_whatever_is_wrong_with_it(self, here: Path) -> None:
        for content in (FIXED.encode(), b"a: [\n", b"\xc3\x28: 1\n", b"", BROKEN.encode("utf-16")):
            done = CliRunner().invoke(main, ["check", "--fix", "-", "-q"], input=content)
            wanted = FIXED.encode("utf-16") if content == BROKEN.encode("utf-16") else content
            assert done.stdout_bytes == wanted

    def test_file_under_two_names_is_fixed_once(self, here: Path) -> None:
        (here / "link.yaml").symlink_to("v.yaml")
        run("check", "--fix", "v.yaml", "link.yaml", "./v.yaml")
        assert (here / "v.yaml").read_text() == FIXED
        assert sorted(path.name for path in here.iterdir()) == ["link.yaml", "v.yaml"]

    def test_file_of_two_configs_keeps_the_fixes_of_both(self, here: Path) -> None:
        (here / "sub").mkdir()
        (here / ".git").mkdir()
        (here / ".pachlint.yaml").write_text(
            "releases: [{name: prod, values: [sub/base.yaml, prod.yaml]}]\nselect: [wrong-type]\n"
        )
        (here / "sub" / ".pachlint.yaml").write_text("select: [placeholder]\n")
        (here / "sub" / "base.yaml").write_text(BROKEN)
        (here / "prod.yaml").write_text("pachd: {logLevel: info}\n")
        result = run("check", "--fix", "prod.yaml", "sub/base.yaml")
        assert "fixed 2 findings" in result.stderr
        assert (here / "sub" / "base.yaml").read_text() == FIXED

    def test_flags_are_out_of_reach_and_that_is_said(self, here: Path) -> None:
        result = run("check", "--fix", "v.yaml", "--set-string", "pachd.metrics.enabled=true")
        assert "note: 1 finding is about flags, which no fix can change" in result.stderr

    def test_diff_shows_no_secret(self, here: Path) -> None:
        secret = "5e2c7a9d41b84f0fb6a3"
        text = BROKEN.replace("  clusterD", f"  rootToken: {secret}\n  clusterD")
        (here / "v.yaml").write_text(text)
        result = run("check", "--diff", "v.yaml")
        assert "+  enabled: true" in result.stdout
        assert secret not in result.stdout + result.stderr
        assert "git apply needs --unidiff-zero" in result.stderr
        (here / "v.yaml").write_text(
            f"deployTarget: LOCAL\npachd: {{rootToken: {secret}, clusterDeploymentID: 5}}\n"
        )
        result = run("check", "--diff", "v.yaml")
        assert '+pachd: {rootToken: ***, clusterDeploymentID: "5"}' in result.stdout
        assert "cannot be applied" in result.stderr


class TestAddIgnores:
    @pytest.mark.parametrize(
        "text",
        [
            *("", "{}", "{}\n", "# c\n", "null\n", "---\n", "\ufeffzz: 1\r\n", "{zz: 1}\n", "? zz\n: 1\n"),
            *("<<: {zz: 1}\n", "--- {zz: 1}\n", "zz: |\n  # pachlint: ignore[unknown-key]\n"),
            *("%YAML 1.1\n---\nzz: 1\n", "zz: 1  # pachlint: ignore[unknown-key]", "'zz' : 1\nyy: [1,\n 2]"),
            "# pachlint: ignore-file[unknown-key] why\nzz: 1\npachd: {enabled: 5}\n",
        ],
    )
    def test_nothing_is_left_to_say_about_any_file(self, here: Path, text: str) -> None:
        (here / "v.yaml").write_bytes(text.encode())
        assert run("check", "--add-ignores", *EVERYTHING, "v.yaml").exit_code == 0
        added = (here / "v.yaml").read_bytes()
        after = run("check", "v.yaml", "--format", "concise", "--fail-on", "info")
        assert (after.exit_code, after.stdout) == (0, "")
        assert run("check", "--add-ignores", *EVERYTHING, "v.yaml").exit_code == 0
        assert (here / "v.yaml").read_bytes() == added

    def test_what_is_wrong_with_comments_is_not_ignored(self, here: Path) -> None:
        text = "deployTarget: LOCAL\npachd:\n  # pachlint: ignore[placeholder] r\n  enabled: true\n"
        (here / "v.yaml").write_text(text)
        result = run("check", "--add-ignores", *EVERYTHING, "v.yaml", "--select", "unused-ignore,placeholder")
        assert result.exit_code == 1
        assert "v.yaml:3:22: no comment can be written to ignore unused-ignore here" in result.stderr
        assert (here / "v.yaml").read_text() == text

    def test_json_has_no_comments(self, here: Path) -> None:
        text = '{\n  "deployTarget": "LOCAL",\n  "zz": 1\n}\n'
        (here / "v.json").write_text(text)
        result = run("check", "--add-ignores", *EVERYTHING, "v.json")
        assert "no comment can be written to ignore unknown-key here" in result.stderr
        assert (result.exit_code, (here / "v.json").read_text()) == (1, text)

    def test_reason_is_written_and_required(self, here: Path) -> None:
        (here / ".git").mkdir()
        (here / ".pachlint.yaml").write_text("require-reason: true\n")
        result = run("check", "--add-ignores", *EVERYTHING, "v.yaml")
        assert result.exit_code == 2
        assert "give one with --reason" in result.stderr
        assert (here / "v.yaml").read_text() == BROKEN
        run("check", "--add-ignores", *EVERYTHING, "--reason", "since  the\nmove", "v.yaml")
        assert "  # pachlint: ignore[wrong-type] since the move\n" in (here / "v.yaml").read_text()
        assert run("check", "v.yaml", "--fail-on", "info").exit_code == 0
        assert run("check", "v.yaml", "--reason", "x").exit_code == 2

    def test_rule_joins_the_comment_beside_the_key(self, here: Path) -> None:
        text = "deployTarget: LOCAL\npachd:\n  zz: 1  # odd # pachlint: ignore[node-port-range] why # more\n"
        (here / "v.yaml").write_text(text)
        run("check", "--add-ignores", *EVERYTHING, "v.yaml", "--select", "unknown-key")
        assert (here / "v.yaml").read_text() == text.replace("range]", "range, unknown-key]")

    def test_standard_input_goes_to_standard_output(self, here: Path) -> None:
        result = run("check", "--add-ignores", *EVERYTHING, "-", "--select", "unknown-key", stdin="zz: 1\n")
        assert result.stdout == "# pachlint: ignore[unknown-key]\nzz: 1\n"

    def test_comments_ignore_findings_of_today(self, here: Path) -> None:
        result = run("check", "--add-ignores", *EVERYTHING, "v.yaml")
        assert result.exit_code == 0
        text = (here / "v.yaml").read_text()
        assert '  # pachlint: ignore[wrong-type]\n  enabled: "true"   # a comment\n' in text
        assert "  # pachlint: ignore[wrong-type]\n  clusterDeploymentID: 5\n" in text
        after = run("check", "v.yaml", "--format", "concise", "--fail-on", "info")
        assert (after.exit_code, after.stdout) == (0, "")
        assert run("check", "--add-ignores", *EVERYTHING, "v.yaml").exit_code == 0
        assert (here / "v.yaml").read_text() == text

    def test_second_rule_joins_the_comment_that_is_there(self, here: Path) -> None:
        (here / "v.yaml").write_text(
            "deployTarget: LOCAL\npachd:\n  # pachlint: ignore[node-port-range] why\n  zz: 1\n"
        )
        run("check", "--add-ignores", *EVERYTHING, "v.yaml", "--select", "unknown-key")
        assert "  # pachlint: ignore[node-port-range, unknown-key] why\n" in (here / "v.yaml").read_text()

    def test_what_cannot_be_ignored_is_reported(self, here: Path) -> None:
        (here / "v.yaml").write_text("a: [\n")
        result = run("check", "--add-ignores", *EVERYTHING, "v.yaml")
        assert "no comment can be written to ignore syntax-error here" in result.stderr
        assert (here / "v.yaml").read_text() == "a: [\n"

    @pytest.mark.parametrize("name", ["eks", "gke", "aks", "on-premises", "local"])
    def test_examples_become_quiet(self, here: Path, name: str) -> None:
        source = Path(__file__).parent.parent.parent / "examples" / name / "broken.yaml"
        (here / "v.yaml").write_bytes(source.read_bytes())
        run("check", "--add-ignores", *EVERYTHING, "v.yaml")
        after = run("check", "v.yaml", "--format", "concise", "--fail-on", "info")
        assert (after.exit_code, after.stdout) == (0, "")


class TestBaseline:
    def test_only_new_findings_count(self, here: Path) -> None:
        assert run("check", "v.yaml", "--write-baseline", "base.json", *EVERYTHING).exit_code == 0
        assert run("check", "v.yaml", "--baseline", "base.json", "--fail-on", "info").exit_code == 0
        # lines move, and something new comes up
        (here / "v.yaml").write_text("\n\n" + BROKEN + "  zz: 1\n")
        result = run("check", "v.yaml", "--baseline", "base.json", "--format", "concise")
        assert [line.split(" ")[1] for line in result.stdout.splitlines()] == ["warning[unknown-key]"]
        assert result.exit_code == 1

    def test_ignored_are_shown_on_request_and_counted(self, here: Path) -> None:
        run("check", "v.yaml", "--write-baseline", "base.json", *EVERYTHING)
        report = json.loads(run("check", "v.yaml", "--baseline", "base.json", "--format", "json").stdout)
        assert (report["findings"], report["summary"]["ignored"]) == ([], 2)
        words = ("check", "v.yaml", "--baseline", "base.json", "--show-ignored", "--format")
        shown = json.loads(run(*words, "json").stdout)
        assert [one["ignored"] for one in shown["findings"]] == [{"by": "baseline", "reason": ""}] * 2
        assert run(*words, "concise").stdout.count("(ignored by the baseline)") == 2
        assert run(*words, "text").stdout.count("(ignored by the baseline)") == 2
        assert run(*words, "text", "-v").stdout.count("ignored: by the baseline") == 2

    def test_stale_entries_are_reported_and_pruned(self, here: Path) -> None:
        run("check", "v.yaml", "--write-baseline", "base.json", *EVERYTHING)
        (here / "v.yaml").write_text(BROKEN.replace('"true"', "true"))
        reported = run("check", "v.yaml", "--baseline", "base.json")
        assert "1 entry of the baseline is needed no more" in reported.stderr
        run("check", "v.yaml", "--baseline", "base.json", "--prune-baseline")
        paths = [one["path"] for one in json.loads((here / "base.json").read_text())["findings"]]
        assert paths == ["pachd.clusterDeploymentID"]
        assert "needed no more" not in run("check", "v.yaml", "--baseline", "base.json").stderr

    def test_other_files_and_rules_are_not_stale(self, here: Path) -> None:
        (here / "w.yaml").write_text(BROKEN)
        run("check", "v.yaml", "w.yaml", "--write-baseline", "base.json", *EVERYTHING)
        assert "no more" not in run("check", "v.yaml", "--baseline", "base.json").stderr
        assert (
            "no more"
            not in run("check", "v.yaml", "w.yaml", "--baseline", "base.json", "--select", "tls").stderr
        )

    def test_baseline_is_relative_to_its_folder(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (here / "ci").mkdir()
        run("check", "v.yaml", "--write-baseline", "ci/base.json", *EVERYTHING)
        assert json.loads((here / "ci" / "base.json").read_text())["findings"][0]["file"] == "../v.yaml"
        monkeypatch.chdir(here / "ci")
        assert run("check", "../v.yaml", "--baseline", "base.json", "--fail-on", "info").exit_code == 0

    def test_file_is_the_same_by_any_name(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (here / "ci").mkdir()
        run("check", "v.yaml", "--write-baseline", "ci/base.json", *EVERYTHING)
        monkeypatch.chdir(here / "ci")
        for name in ("../v.yaml", str(here / "v.yaml"), "../ci/../v.yaml"):
            result = run("check", name, "--baseline", str(here / "ci" / "base.json"), "--fail-on", "info")
            assert (result.exit_code, "no more" in result.stderr) == (0, False)
        run("check", str(here / "v.yaml"), "--write-baseline", "other.json", *EVERYTHING)
        assert (here / "ci" / "other.json").read_text() == (here / "ci" / "base.json").read_text()

    def test_pruning_needs_a_baseline(self, here: Path) -> None:
        result = run("check", "v.yaml", "--prune-baseline")
        assert (result.exit_code, result.stdout) == (2, "")

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (
                '{"version": 1, "findings": [\n<<<<<<< HEAD\n',
                "it is not JSON (line 2, column 1: Expecting value)",
            ),
            ('{"version": "1", "findings": []}', "it has version '1'; this pachlint reads version 1"),
            ('{"version": true, "findings": []}', "it has version True; this pachlint reads version 1"),
            (
                '{"version": 1, "findings": [{"rule": 5, "file": "a", "path": ""}]}',
                "finding 1 needs a rule, a file and a path, all strings",
            ),
            (
                '{"version": 1, "findings": [{"rule": "r", "file": "a", "path": "", "count": 0}]}',
                "the count of finding 1 must be a positive whole number",
            ),
        ],
    )
    def test_mistake_in_a_baseline_has_its_place(self, here: Path, content: str, reason: str) -> None:
        (here / "base.json").write_text(content)
        result = run("check", "v.yaml", "--baseline", "base.json")
        assert result.stderr == f"error: baseline base.json cannot be read: {reason}\n"

    @pytest.mark.parametrize(
        "content", ["", "[]", "{}", '{"version": 9, "findings": []}', '{"version": 1, "findings": [{}]}']
    )
    def test_wrong_baseline_is_reported(self, here: Path, content: str) -> None:
        (here / "base.json").write_text(content)
        result = run("check", "v.yaml", "--baseline", "base.json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("error: baseline base.json cannot be read: ")
        assert run("check", "v.yaml", "--baseline", "none.json").exit_code == 2


def test_what_came_up_after_other_fixes_is_told_where_the_values_of_another_program_begin(here: Path) -> None:
    """Its own place is one of a text that never stood in the file."""
    head = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: pach}\nspec:\n"
        "  chart: {spec: {chart: pachyderm, sourceRef: {kind: HelmRepository, name: a}}}\n  values:\n"
    )
    values = "    deployTarget: LOCAL\n    enterpriseServer: {enabled: true}\n"
    (here / "release.yaml").write_text(head + values)
    result = run("check", "--fix", "--unsafe-fixes", "release.yaml")
    told = [line for line in result.stderr.splitlines() if line.startswith("fixed")]
    assert told[-1] == f"fixed {len(told) - 1} findings in 1 file"
    assert len(told) > 2
    assert all(re.match(r"fixed: release\.yaml:[78]:", line) for line in told[:-1])
