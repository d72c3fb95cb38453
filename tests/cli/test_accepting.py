"""``--add-ignores`` and ``--write-baseline`` take what fails the run, and not what Helm rejects."""

import json
from pathlib import Path

import pytest

from tests.cli.test_check import run

TEXT = """\
# pachlint: chart-version=2.11.6
deployTarget: LOCAL
pachd: {rootToken: 5e2c7a9d41b84f0fb6a3}
console: {enabled: "true"}
zz: 1
"""
LATER = "2099-12-31"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file that Helm rejects, with a warning and infos."""
    monkeypatch.chdir(tmp_path)
    Path("v.yaml").write_text(TEXT)
    return tmp_path


def test_comments_are_for_what_fails_and_is_not_rejected(here: Path) -> None:
    result = run("check", "--add-ignores", "v.yaml")
    assert result.exit_code == 1
    assert "note: 1 finding that Helm rejects is not ignored; --with-rejected" in result.stderr
    assert Path("v.yaml").read_text() == TEXT.replace("zz: 1", "# pachlint: ignore[unknown-key]\nzz: 1")


def test_everything_that_fails_on_request(here: Path) -> None:
    assert run("check", "--add-ignores", "--with-rejected", "v.yaml").exit_code == 0
    assert Path("v.yaml").read_text().count("pachlint: ignore[") == 2
    assert run("check", "v.yaml").exit_code == 0


@pytest.mark.parametrize(("most", "is_written"), [(2, True), (1, False)])
def test_so_many_comments_are_written_and_no_more(
    most: int, is_written: bool, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pachlint.cli.repairing.MAX_IGNORED", most)
    result = run("check", "--add-ignores", "--with-rejected", "v.yaml")
    assert result.exit_code == (0 if is_written else 2)
    assert (Path("v.yaml").read_text() != TEXT) is is_written
    if not is_written:
        assert (
            "2 findings are more than the 1 that comments are written for at once: --select some"
            in result.stderr
        )


def test_baseline_is_of_what_fails_and_is_not_rejected(here: Path) -> None:
    assert run("check", "v.yaml", "--write-baseline", "b.json").exit_code == 1
    assert [one["rule"] for one in json.loads(Path("b.json").read_text())["findings"]] == ["unknown-key"]
    assert run("check", "v.yaml", "--write-baseline", "b.json", "--with-rejected").exit_code == 0
    rules = [one["rule"] for one in json.loads(Path("b.json").read_text())["findings"]]
    assert rules == ["unknown-key", "wrong-type"]


def test_last_day_is_written(here: Path) -> None:
    run("check", "--add-ignores", "--until", LATER, "--reason", "clients move", "v.yaml")
    assert f"# pachlint: ignore[unknown-key] until {LATER} clients move\n" in Path("v.yaml").read_text()
    Path("v.yaml").write_text(TEXT)
    run("check", "v.yaml", "--write-baseline", "b.json", "--until", LATER)
    assert [one["until"] for one in json.loads(Path("b.json").read_text())["findings"]] == [LATER]
    shown = run("check", "v.yaml", "--baseline", "b.json", "--show-ignored", "--format", "concise").stdout
    assert f"(ignored by the baseline until {LATER})" in shown


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        (("--until", "2020-01-01", "--add-ignores"), "--until 2020-01-01 has passed"),
        (("--until", "soon", "--add-ignores"), "--until soon is no day; write it as in 2027-03-01"),
        (("--until", LATER), "--until goes with --add-ignores or --write-baseline"),
        (("--with-rejected",), "--with-rejected goes with --add-ignores or --write-baseline"),
    ],
)
def test_contradictions(here: Path, words: tuple[str, ...], reported: str) -> None:
    result = run("check", "v.yaml", *words)
    assert (result.exit_code, reported in result.stderr) == (2, True)


def test_config_may_require_a_last_day(here: Path) -> None:
    Path(".pachlint.yaml").write_text("require-expiry: true\n")
    result = run("check", "v.yaml", "--add-ignores")
    assert (result.exit_code, "the config requires a last day" in result.stderr) == (2, True)
    Path("b.json").write_text('{"version": 1, "findings": [{"rule": "a", "file": "v.yaml", "path": ""}]}')
    result = run("check", "v.yaml", "--baseline", "b.json")
    assert (result.exit_code, "1 entry has no last day, which the config requires" in result.stderr) == (
        2,
        True,
    )
    Path("v.yaml").write_text(TEXT.replace("zz: 1", "zz: 1  # pachlint: ignore[unknown-key] soon"))
    assert "unlimited-ignore" in run("check", "v.yaml", "--format", "concise").stdout
