"""Diffs: git applies them and gets the text that was meant, and no secret is in them."""

import random
import subprocess
from pathlib import Path

import pytest

from pachlint.reading.document import Document, read
from pachlint.report.patch import Patch, patch, styled
from pachlint.report.styled import plain
from pachlint.source import Source

SECRET = "5e2c7a9d41b84f0fb6a3"
LINES = (
    "a: 1",
    "a: 1  ",
    "",
    "  ",
    "\t",
    "é: 日",
    "b: \u2028",
    "c: x\x85",
    "# -- no",
    "--- x",
    "+++ y",
    "@@ -1 +1 @@",
    "d: e\x0cf",
)


def document(text: str, name: str = "v.yaml") -> Document:
    """A file."""
    return read(Source(name, text))


def shown(one: Patch) -> str:
    """A diff as it is printed to a pipe."""
    return "".join(f"{line}\n" for line in one.lines)


def applied(folder: Path, before: str, diff: str, *options: str, name: str = "v.yaml") -> str | None:
    """What git makes of a file with a diff; None if it rejects."""
    (folder / name).write_bytes(before.encode())
    words = ("git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", *options)
    done = subprocess.run(words, cwd=folder, input=diff.encode(), capture_output=True, check=False)
    return None if done.returncode else (folder / name).read_bytes().decode()


@pytest.mark.parametrize("seed", range(30))
def test_git_makes_the_new_text_of_the_old(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    end = rng.choice(("\n", "\n", "\r\n"))
    old = rng.choices(LINES, k=rng.randint(1, 25))
    new = [line for line in old if rng.random() < 0.8]
    new[rng.randrange(len(new) + 1) : 0] = rng.choices(LINES, k=rng.randint(1, 3))
    before = end.join(old) + rng.choice((end, ""))
    after = end.join(new) + rng.choice((end, ""))
    if before == after:
        after += "z: 1"
    one = patch(document(before), after)
    assert (one.masked, one.bare) == (False, False)
    assert applied(tmp_path, before, shown(one)) == after


def test_name_with_blanks_is_found(tmp_path: Path) -> None:
    diff = shown(patch(document("a: 1\n", "my values.yaml"), "a: 2\n"))
    assert applied(tmp_path, "a: 1\n", diff, name="my values.yaml") == "a: 2\n"


@pytest.mark.parametrize("name", ["a\x1b[1m.yaml", 'a"\n\\b.yaml', "é\u202e .yaml", "a\udc9b.yaml"])
def test_name_that_cannot_be_seen_is_found(tmp_path: Path, name: str) -> None:
    diff = shown(patch(document("a: 1\n", name), "a: 2\n"))
    assert diff.isascii()
    assert diff.replace("\n", "").isprintable()
    if "\\" not in name:
        assert applied(tmp_path, "a: 1\n", diff, name=name) == "a: 2\n"


FILE = (
    "deployTarget: LOCAL\npachd:\n  rootToken: {}\n  enabled: 1\n  a: 1\n  b: 1\n  enterpriseLicenseKey: |\n"
    "    {}\n    {}\n  logLevel: 5\n"
)


class TestSecrets:
    @pytest.mark.parametrize(
        "line", ["  enabled: 1\n", "  a: 1\n", "  logLevel: 5\n", "deployTarget: LOCAL\n"]
    )
    def test_lines_around_a_change_are_left_out(self, tmp_path: Path, line: str) -> None:
        before = FILE.format(*[SECRET] * 3)
        after = before.replace(line, line.replace(":", ": 9", 1))
        one = patch(document(before), after)
        assert SECRET not in shown(one)
        assert "***" not in shown(one)
        assert applied(tmp_path, before, shown(one), *["--unidiff-zero"][: one.bare]) == after

    def test_two_changes_around_a_secret_are_two_hunks(self, tmp_path: Path) -> None:
        before = FILE.format(*[SECRET] * 3)
        after = before.replace("b: 1", "b: 2").replace("logLevel: 5", "logLevel: info")
        one = patch(document(before), after)
        assert SECRET not in shown(one)
        assert shown(one).count("@@ -") == 2
        assert one.bare
        assert applied(tmp_path, before, shown(one), "--unidiff-zero") == after

    def test_changed_line_is_masked(self) -> None:
        before = f"pachd: {{rootToken: {SECRET}, logLevel: 5}}\n"
        one = patch(document(before), before.replace("5}", '"5"}'))
        assert one.lines[4:] == (
            "-pachd: {rootToken: ***, logLevel: 5}",
            '+pachd: {rootToken: ***, logLevel: "5"}',
        )
        assert one.masked

    def test_secret_that_only_the_new_text_shows_is_masked(self) -> None:
        one = patch(document(f"pachd:\n  rooot: {SECRET}\n"), f"pachd:\n  rootToken: {SECRET}\n")
        assert f"+  rootToken: {SECRET}" not in one.lines


def test_terminal_gets_no_control_characters() -> None:
    one = patch(document("a: '\x1b'\r\nb: 1\r\n"), "a: '\x1b'\r\nb: 2\r\n")
    assert plain(styled(one)).splitlines()[4:] == [" a: '␛'", "-b: 1", "+b: 2"]


def test_many_lines_that_are_the_same(tmp_path: Path) -> None:
    before = "a: 1\n" + "# x\n" * 3_000 + "b: 1\n" + "# x\n" * 3_000 + "c: 1\n"
    after = before.replace("a: 1", "a: 2").replace("b: 1", "b: 2").replace("c: 1\n", "")
    (tmp_path / "v.yaml").write_text(before)
    made = shown(patch(document(before), after))
    subprocess.run(["git", "apply"], cwd=tmp_path, input=made.encode(), check=True)
    assert (tmp_path / "v.yaml").read_text() == after
