"""Reports of every format from the command line: in any order and number, from any folder, and written anew."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.cli.output import FORMATS, LINES

BAD = "# pachlint: chart-version=2.6.4\ndeployTarget: LOCAL\npachd:\n  enabled: 'yes'\n  logLevl: info\n"
CLEAN = "# pachlint: chart-version=2.6.4\ndeployTarget: LOCAL\n"
ONLY = ("--select", "wrong-type,unknown-key")


def run(*words: str, stdin: str | None = None, **environment: str | None) -> Result:
    """A command line, as the program runs it."""
    return CliRunner(env=environment).invoke(main, list(words), input=stdin, catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder ``deploy`` of a repository, with a values file that has findings and one that has none."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "deploy"
    folder.mkdir()
    (folder / "v.yaml").write_text(BAD)
    (folder / "clean.yaml").write_text(CLEAN)
    monkeypatch.chdir(folder)
    return folder


def names(form: str, text: str) -> set[str]:
    """The files that a report names."""
    if form == "github":
        return set(re.findall(r"^::\w+ file=([^,]+),", text, re.MULTILINE))
    if form == "gitlab":
        return {one["location"]["path"] for one in json.loads(text)}
    if form == "junit":
        return {one.attrib["file"] for one in ET.fromstring(text).iter("testcase")}
    return {one.attrib["name"] for one in ET.fromstring(text)}


CI = ("github", "gitlab", "junit", "checkstyle")


@pytest.mark.parametrize("form", CI)
class TestNames:
    @pytest.mark.parametrize(
        "word",
        ["v.yaml", "./v.yaml", "../deploy/v.yaml", "{here}/v.yaml", "-f v.yaml", "-f ../deploy/v.yaml"],
    )
    def test_start_at_the_root_of_the_repository(self, here: Path, form: str, word: str) -> None:
        words = word.replace("{here}", str(here)).split()
        assert names(form, run("check", *words, *ONLY, "--format", form).stdout) == {"deploy/v.yaml"}

    def test_do_so_when_a_folder_is_searched(self, here: Path, form: str) -> None:
        (here / "only").mkdir()
        (here / "v.yaml").rename(here / "only" / "v.yaml")
        (here / "clean.yaml").unlink()
        assert names(form, run("check", *ONLY, "--format", form).stdout) == {"deploy/only/v.yaml"}
        os.chdir("only")
        assert names(form, run("check", *ONLY, "--format", form).stdout) == {"deploy/only/v.yaml"}

    def test_standard_input_has_the_name_it_is_given(self, here: Path, form: str) -> None:
        words = ("check", "-", *ONLY, "--format", form)
        given = run(*words, "--stdin-filename", "v.yaml", stdin=BAD).stdout
        assert given == run("check", "v.yaml", *ONLY, "--format", form).stdout
        assert names(form, run(*words, stdin=BAD).stdout) == (set() if form == "github" else {"<stdin>"})

    def test_same_from_any_folder(self, here: Path, form: str) -> None:
        below = run("check", "v.yaml", *ONLY, "--format", form).stdout
        os.chdir(os.pardir)
        assert run("check", "deploy/v.yaml", *ONLY, "--format", form).stdout == below


@pytest.mark.parametrize("form", FORMATS)
class TestEveryFormat:
    @pytest.mark.parametrize(
        ("words", "status"), [(("v.yaml",), 1), (("clean.yaml",), 0), (("v.yaml", "--fail-on", "never"), 0)]
    )
    def test_status_is_that_of_the_findings(
        self, here: Path, form: str, words: tuple[str, ...], status: int
    ) -> None:
        assert run("check", *words, *ONLY, "--format", form).exit_code == status

    def test_same_bytes_for_the_same_input(self, here: Path, form: str) -> None:
        command = ["-m", "pachlint", "check", "v.yaml", "clean.yaml", "--format", form]
        found = {
            subprocess.run(
                [sys.executable, *command],
                capture_output=True, check=False, env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2")
        }  # fmt: skip
        assert len(found) == 1

    def test_file_holds_what_standard_output_would(self, here: Path, form: str) -> None:
        assert run("check", "v.yaml", *ONLY, "--format", form, "--output", "r").stdout == ""
        assert (here / "r").read_text() == run("check", "v.yaml", *ONLY, "--format", form).stdout

    @pytest.mark.parametrize("file", ["v.yaml", "clean.yaml"])
    def test_report_is_written_anew(self, here: Path, form: str, file: str) -> None:
        for other in (form, "junit", form):
            assert run("check", file, *ONLY, "--format", other, "--output", "r").exit_code in (0, 1)
        assert (here / "r").read_text() == run("check", file, *ONLY, "--format", form).stdout

    def test_nothing_of_a_stranger_in_the_name_is_obeyed(self, here: Path, form: str) -> None:
        name = "::error::a ##[error] \x1b[31m\u202e <script> |`.yaml"
        (here / name).write_text(BAD)
        result = run("check", name, *ONLY, "--format", form, GITHUB_ACTIONS="true")
        assert result.exit_code == 1
        for sign in ("\x1b", "\u202e", "##[", "\n::error::"):
            assert sign not in result.output
        assert form == "github" or not result.stdout.lstrip().startswith("::")


class TestSeveral:
    def test_every_format_in_one_run(self, here: Path) -> None:
        pairs = [word for form in FORMATS for word in ("--format", form, "--output", f"r.{form}")]
        result = run("check", "v.yaml", *ONLY, *pairs)
        assert (result.exit_code, result.stdout) == (1, "")
        for form in FORMATS:
            assert (here / f"r.{form}").read_text() == run("check", "v.yaml", *ONLY, "--format", form).stdout

    @pytest.mark.parametrize(
        ("words", "stdout", "files"),
        [
            ("--format junit --output a --format gitlab", "gitlab", {"a": "junit"}),
            ("--output a --format junit --format gitlab", "gitlab", {"a": "junit"}),
            ("--format gitlab --format junit --output a", "gitlab", {"a": "junit"}),
            ("--format gitlab --output - --format junit --output a", "gitlab", {"a": "junit"}),
            ("--output a --format junit --output b --format gitlab", None, {"a": "junit", "b": "gitlab"}),
            ("--output a", None, {"a": "text"}),
            ("--format junit --output a --output b", None, {"a": "junit", "b": "text"}),
        ],
    )
    def test_an_output_belongs_to_the_format_before_it(
        self, here: Path, words: str, stdout: str | None, files: dict[str, str]
    ) -> None:
        result = run("check", "v.yaml", *ONLY, *words.split())
        expected = run("check", "v.yaml", *ONLY, "--format", stdout).stdout if stdout else ""
        assert (result.exit_code, result.stdout) == (1, expected)
        for name, form in files.items():
            assert (here / name).read_text() == run("check", "v.yaml", *ONLY, "--format", form).stdout

    @pytest.mark.parametrize(
        "words",
        [
            "--format json --format junit",
            "--format json --output - --format junit",
            "--format json --output r --format junit --output r",
            "--format json --output r --format junit --output ./r",
            "--format json --output r --format junit --output ../deploy/r",
            "--format json --output r --format junit --output link",
        ],
    )
    def test_two_of_them_have_two_places(self, here: Path, words: str) -> None:
        (here / "link").symlink_to("r")
        result = run("check", "v.yaml", *words.split())
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert "two reports cannot both go to " in result.stderr
        assert not (here / "r").exists()

    @pytest.mark.parametrize(
        ("path", "reported"),
        [
            ("no/such/r.xml", "there is no folder no/such"),
            ("v.yaml/r.xml", "there is no folder v.yaml"),
            (".", "it is a folder"),
            ("v.yaml", "is an input file and is not overwritten"),
            ("clean.yaml", "already exists and is not a pachlint report"),
        ],
    )
    def test_one_that_cannot_be_written_stops_all_of_them(self, here: Path, path: str, reported: str) -> None:
        words = (
            "--format",
            "concise",
            "--format",
            "json",
            "--output",
            "r",
            "--format",
            "junit",
            "--output",
            path,
        )
        result = run("check", "v.yaml", *words)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert reported in result.stderr
        assert sorted(one.name for one in here.iterdir()) == ["clean.yaml", "v.yaml"]
        assert (here / "v.yaml").read_text() == BAD


@pytest.mark.parametrize("form", FORMATS)
def test_diff_leaves_reports_in_files_alone(here: Path, form: str) -> None:
    bare = run("check", "v.yaml", *ONLY, "--diff")
    result = run("check", "v.yaml", *ONLY, "--diff", "--format", form, "--output", "r")
    assert (result.exit_code, result.output) == (bare.exit_code, bare.output)
    assert (here / "r").read_text() == run("check", "v.yaml", *ONLY, "--format", form).stdout


@pytest.mark.parametrize("words", ["--add-ignores", "--write-baseline known.json"])
def test_what_reports_nothing_takes_no_output(here: Path, words: str) -> None:
    result = run("check", "v.yaml", *words.split(), "--output", "r")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "report nothing" in result.stderr
    assert (here / "v.yaml").read_text() == BAD


def test_fingerprints_are_the_same_from_any_folder_in_any_format(here: Path) -> None:
    def known(form: str, file: str) -> set[str]:
        report = json.loads(run("check", file, *ONLY, "--format", form).stdout)
        return {one["fingerprint"] for one in (report if form == "gitlab" else report["findings"])}

    below = known("json", "v.yaml")
    assert known("gitlab", "v.yaml") == below
    os.chdir(os.pardir)
    assert known("gitlab", "deploy/v.yaml") == known("json", "deploy/v.yaml") == below


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in LINES])
def test_hook_without_values_leaves_a_document(here: Path, form: str) -> None:
    (here / "other.yaml").write_text("kind: Service\n")
    result = run("check", "--hook", "other.yaml", "--format", form, "--output", "r", "--format", "text")
    assert (result.exit_code, result.output) == (0, "")
    assert (here / "r").read_text()
    assert run("check", "v.yaml", *ONLY, "--format", form, "--output", "r").exit_code == 1


@pytest.mark.parametrize(
    ("environment", "form"),
    [
        ({"GITHUB_ACTIONS": "true"}, "github"),
        ({"GITHUB_ACTIONS": "false"}, "text"),
        ({"GITLAB_CI": "true", "CI": "true"}, "text"),
        ({}, "text"),
    ],
)
def test_auto_is_what_the_surroundings_read(here: Path, environment: dict[str, str], form: str) -> None:
    found = run("check", "v.yaml", *ONLY, "--format", "auto", **environment)
    assert found.stdout == run("check", "v.yaml", *ONLY, "--format", form).stdout
    assert found.exit_code == 1


class TestStepSummary:
    def page(self, here: Path, *words: str) -> str:
        """The page of a step after one run."""
        path = here / "summary.md"
        assert run("check", *words, *ONLY, "--format", "github", GITHUB_STEP_SUMMARY=str(path)).exit_code < 2
        return path.read_text()

    def test_is_appended_to_what_is_there(self, here: Path) -> None:
        first = self.page(here, "v.yaml")
        assert first.startswith("### pachlint: 1 error, 1 warning in 1 file")
        assert "| error | `deploy/v.yaml:4:12` | `wrong-type` |" in first
        both = self.page(here, "clean.yaml")
        assert both.startswith(f"{first}\n### pachlint: no findings in 1 file")

    def test_has_the_map_of_each_release_if_asked(self, here: Path) -> None:
        page = self.page(here, "clean.yaml", "v.yaml", "--map")
        assert page.count("<details><summary>Ways into ") == 2
        assert page.index("### pachlint") < page.index("```mermaid")
        result = run("check", "clean.yaml", *ONLY, "--map")
        assert (result.exit_code, "--map needs --format github" in result.stderr) == (2, True)

    def test_names_a_release_that_has_no_map(self, here: Path) -> None:
        path = here / "summary.md"
        words = ("clean.yaml", "--set", "a[", *ONLY, "--map", "--format", "github")
        result = run("check", *words, GITHUB_STEP_SUMMARY=str(path))
        assert "no map of " in result.stderr
        assert "```mermaid" not in path.read_text()

    def test_is_written_for_no_other_format(self, here: Path) -> None:
        run("check", "v.yaml", *ONLY, GITHUB_STEP_SUMMARY="summary.md", GITHUB_ACTIONS="true")
        assert not (here / "summary.md").exists()

    def test_is_written_once_for_two_logs(self, here: Path) -> None:
        words = ("v.yaml", "--format", "github", "--output", "r")
        assert self.page(here, *words).count("### pachlint") == 1

    @pytest.mark.parametrize("path", ["no/such/summary.md", "."])
    def test_that_cannot_be_written_fails_nothing(self, here: Path, path: str) -> None:
        result = run("check", "clean.yaml", *ONLY, "--format", "github", GITHUB_STEP_SUMMARY=path)
        assert result.exit_code == 0
        assert "note: the summary cannot be written to GITHUB_STEP_SUMMARY: " in result.stderr

    def test_without_a_reader_waits_for_none(self, here: Path) -> None:
        os.mkfifo(here / "pipe")
        result = run("check", "clean.yaml", *ONLY, "--format", "github", GITHUB_STEP_SUMMARY="pipe")
        assert (result.exit_code, "cannot be written" in result.stderr) == (0, True)

    def test_leaves_a_page_below_the_limit_as_it_is(self, here: Path) -> None:
        (here / "summary.md").write_text("x" * (1024 * 1024 - 100))
        assert self.page(here, "v.yaml") == "x" * (1024 * 1024 - 100)
