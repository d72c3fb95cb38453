"""pachlint as a library."""

import doctest
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pachlint
from pachlint import api
from tests.cli.test_check import run

ROOT = Path(__file__).parent.parent
TEXT = "deployTarget: LOCAL\npachd: {replicas: '2', logLevl: info}\n"


def test_docstring_is_true() -> None:
    assert doctest.testmod(api).failed == 0


@pytest.mark.parametrize("number", [0, 1, 2])
def test_examples_of_the_documents_run(number: int) -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "library.md").read_text(), re.DOTALL)
    assert len(examples) == 3
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", examples[number]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    expected = ("annotation-spelling", "pachd.replicas use the type that the chart requires", "")
    assert expected[number] in done.stdout


def test_everything_offered_is_there() -> None:
    assert {name for name in pachlint.__all__ if getattr(pachlint, name) is None} == set()
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        _ = pachlint.chek


def test_is_what_the_command_line_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(TEXT)
    Path("b.yaml").write_text("pachd: {replicas: 3}\n")
    words = (
        "-f",
        "a.yaml",
        "-f",
        "b.yaml",
        "--set",
        "xx=1",
        "--chart-version",
        "2.6",
        "--environment",
        "production",
    )
    shown = run("check", *words, "--provider", "eks", "--ignore", "outdated", "--format", "json").stdout
    report = pachlint.check(
        "a.yaml",
        Path("b.yaml"),
        flags={"set": ["xx=1"]},
        chart_version="2.6",
        environment="production",
        provider="eks",
        ignore=["outdated"],
    )
    assert json.loads(pachlint.render(report, "json")) == json.loads(shown)
    assert report.findings


@pytest.mark.parametrize("name", pachlint.FORMATS)
def test_every_format_is_rendered(name: str) -> None:
    assert "logLevl" in pachlint.render(pachlint.check(text=TEXT, filename="v.yaml"), name)


def test_text_lies_over_files(tmp_path: Path) -> None:
    (tmp_path / "v.yaml").write_text(TEXT)
    report = pachlint.check(tmp_path / "v.yaml", text="pachd: {replicas: 2}\n", select=["wrong-type"])
    assert report.findings == ()


def test_part_of_a_release_lacks_nothing() -> None:
    whole, part = (pachlint.check(text="pachd: {}\n", partial=partial).findings for partial in (False, True))
    assert len(part) < len(whole)


def test_what_is_no_yaml_is_a_finding() -> None:
    [finding] = pachlint.check(text="a: [\n").findings
    assert (finding.rule, finding.impact, finding.place.file) == (
        "syntax-error",
        pachlint.Impact.REJECTED,
        "<text>",
    )


def test_finding_is_printed_in_words() -> None:
    finding = pachlint.check(text=TEXT).findings[0]
    assert f"{finding.severity} {finding.impact}" == f"{finding.severity.word} {finding.impact.value}"


def test_own_rules(tmp_path: Path) -> None:
    (tmp_path / "corp").mkdir()
    (tmp_path / "corp" / "few.yaml").write_text(
        "title: Two replicas at most\nseverity: error\nimpact: fragile\nwhy: We pay for them.\n"
        "require: {pachd.replicas: {le: 2}}\nmessage: too many\nhelp: Set fewer.\n"
        "examples: [{bad: 'pachd: {replicas: 3}', expect: [{line: 1}]}, {good: 'pachd: {replicas: 1}'}]\n"
    )
    report = pachlint.check(text="pachd: {replicas: 5}\n", rules=[tmp_path / "corp"], select=["corp/"])
    assert [finding.rule for finding in report.findings] == ["corp/few"]


@pytest.mark.parametrize(
    ("given", "reported"),
    [
        ({"chart_version": "1.0.0"}, "1.0.0"),
        ({"chart_version": "2.99"}, "2.99"),
        ({"provider": "ibm"}, "there is no provider 'ibm'"),
        ({"environment": "prod"}, "there is no environment 'prod'"),
        ({"select": ["no-such-rule"]}, "no-such-rule"),
        ({"rules": ["nowhere"]}, "nowhere"),
        ({"chart": "nowhere"}, "nowhere"),
        ({"flags": {"sett": ["a=1"]}}, "there is no flag 'sett'"),
        ({"flags": {"set": "a=1"}}, "set is a list of flags"),
    ],
)
def test_anything_else_is_one_error(given: dict[str, object], reported: str) -> None:
    with pytest.raises(pachlint.InputError, match=re.escape(reported)):
        pachlint.check(text=TEXT, **given)  # type: ignore[arg-type]


def test_file_that_cannot_be_read_and_format_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(pachlint.InputError, match="cannot be read: No such file"):
        pachlint.check(tmp_path / "nowhere.yaml")
    with pytest.raises(pachlint.InputError, match="there is no format 'pdf'"):
        pachlint.render(pachlint.check(text=TEXT), "pdf")


def test_import_costs_nothing() -> None:
    code = "import sys, pachlint; print(*sorted(name for name in sys.modules if name.startswith('pachlint')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "pachlint\n"
