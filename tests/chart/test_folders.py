"""Folders from strangers: links, pipes, crowds and patterns end in one line, and nothing outside of the repository is read."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pachlint.chart import folders
from pachlint.chart.files import load_chart
from pachlint.chart.packing import ChartError

SECONDS = 4.0


def a_chart(folder: Path) -> Path:
    for name in ("templates", "charts", ".git"):
        (folder / name).mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: p\nversion: 1.0.0\n")
    return folder


def patterns(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / ".helmignore").write_text(text)
        for number in range(50):
            (folder / "templates" / ("a" * 200 + str(number))).touch()

    return write


@pytest.mark.parametrize(
    ("prepare", "reported"),
    [
        (lambda folder: os.symlink("..", folder / "charts" / "x"), "a symbolic link to a folder that contains it"),
        (lambda folder: os.symlink(".", folder / "templates" / "x"), "a symbolic link to a folder that contains it"),
        (lambda folder: os.symlink("/dev/zero", folder / "values.yaml"), "leads out of the repository"),
        (lambda folder: os.symlink("/etc/hosts", folder / "templates" / "x"), "leads out of the repository"),
        (lambda folder: os.symlink("nothing", folder / "templates" / "x"), "a dangling symbolic link"),
        (lambda folder: os.mkfifo(folder / "values.yaml"), "not a regular file"),
        (lambda folder: os.mkfifo(folder / ".helmignore"), "not a regular file"),
        (lambda folder: os.mkfifo(folder / "templates" / "x"), "not a regular file"),
        (lambda folder: (folder / "values.yaml").mkdir(), "Is a directory"),
        (lambda folder: os.truncate(os.open(folder / "values.yaml", os.O_CREAT | os.O_RDWR), 2**40), "larger than a chart's files may be"),
        (lambda folder: os.makedirs(folder / "templates" / ("d/" * 100)), "more than 40 nested folders"),
        (patterns("*a*a*a*a*a*a*b\n" * 5000), "take more than 300000 steps"),
        (patterns("a" * 70_000), "a line of more than 65536 characters"),
        (patterns("[" * 60_000), "syntax error in pattern"),
    ],
)  # fmt: skip
def test_what_is_too_much_or_elsewhere_is_one_line(
    tmp_path: Path, prepare: Callable[[Path], object], reported: str
) -> None:
    folder = a_chart(tmp_path / "p")
    prepare(folder)
    start = time.process_time()
    with pytest.raises(ChartError) as error:
        load_chart(str(folder))
    assert time.process_time() - start < SECONDS
    assert reported in str(error.value)
    assert "\n" not in str(error.value)


def test_crowd_of_files_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 50)
    folder = a_chart(tmp_path / "p")
    for number in range(60):
        (folder / "templates" / str(number)).touch()
    with pytest.raises(ChartError, match="more than 50 files and folders are not supported"):
        load_chart(str(folder))


def test_link_within_the_repository_is_followed(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = a_chart(tmp_path / "p")
    (folder / ".git").rmdir()
    (tmp_path / "common.yaml").write_text("a: 1\n")
    os.symlink("../common.yaml", folder / "values.yaml")
    assert load_chart(str(folder)).defaults == {"a": 1}


def test_pattern_of_many_stars_takes_no_time(tmp_path: Path) -> None:
    folder = a_chart(tmp_path / "p")
    patterns("*a" * 50 + "b")(folder)
    start = time.process_time()
    load_chart(str(folder))
    assert time.process_time() - start < SECONDS
