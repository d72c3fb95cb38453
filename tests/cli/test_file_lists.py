"""What ``-f`` names, as Helm takes a list with commas apart."""

import subprocess
from pathlib import Path

import click
import pytest

from pachlint.cli.release import ReleaseOptions

NAMES = ("a", "b", " a", "a ", "a,b", 'a"b', "c d", "é")
LISTS = {
    "a": ("a",),
    "a,b": ("a", "b"),
    "a, a,a ,c d": ("a", " a", "a ", "c d"),
    '"a,b",é': ("a,b", "é"),
    '"a""b"': ('a"b',),
    '"a"': ("a",),
    'a"b': None,
    '"a"b': None,
    '"a': None,
    ' "a"': None,
    "a,": None,
    ",a": None,
    "\na,b\nc d": ("a", "b"),
    "a\r\nb": ("a",),
    "\n": None,
}


def split(*words: str) -> tuple[str, ...]:
    """The files that the words after several ``-f`` name."""
    given = {f"{kind}_flags": () for kind in ("set", "set_string", "set_json", "set_file", "set_literal")}
    return ReleaseOptions.of({"values_files": words, **given}).values_files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of values files with odd names, as the current one."""
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(NAMES):
        (tmp_path / name).write_text(f"f{number}: 1\nlast: {number}\n")
    return tmp_path


@pytest.mark.parametrize("word", LISTS)
def test_list_is_taken_apart(folder: Path, word: str) -> None:
    if LISTS[word] is None:
        with pytest.raises(click.UsageError):
            split(word)
    else:
        assert split(word) == LISTS[word]


@pytest.mark.helm
def test_helm_takes_it_apart_in_the_same_way(folder: Path, helm3: Path) -> None:
    (folder / "chart" / "templates").mkdir(parents=True)
    (folder / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: o\nversion: 1.0.0\n")
    (folder / "chart" / "templates" / "seen.yaml").write_text("x: {{ toJson .Values | quote }}\n")
    for word, files in LISTS.items():
        command = [helm3, "template", "x", "chart", "-f", word]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) == (files is not None), (word, done.stderr)
        for file in files or ():
            assert f"f{NAMES.index(file)}\\" in done.stdout, (word, done.stdout)


def test_several_words_keep_their_order(folder: Path) -> None:
    assert split("b,a", '"a,b"', " - ") == ("b", "a", "a,b", "-")


def test_file_whose_name_has_a_comma_is_reported(folder: Path) -> None:
    (folder / "x,y").write_text("")
    with pytest.raises(click.UsageError, match="""-f '"x,y"'"""):
        split("x,y")


def test_no_name_at_all_is_no_discovery(folder: Path) -> None:
    with pytest.raises(click.UsageError, match="names no file"):
        split("")
