"""Which repository a file belongs to."""

from pathlib import Path

import pytest

from pachlint.repository import path_in_repository


@pytest.mark.parametrize(
    ("here", "name", "expected"),
    [
        ("", "values.yaml", "values.yaml"),
        ("", "./deploy/../deploy/values.yaml", "deploy/values.yaml"),
        ("deploy", "values.yaml", "deploy/values.yaml"),
        ("deploy", "../base.yaml", "base.yaml"),
        ("deploy", "<stdin>", "<stdin>"),
        ("deploy", "<command line>", "<command line>"),
    ],
)
def test_path_starts_at_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str, name: str, expected: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "deploy").mkdir()
    monkeypatch.chdir(tmp_path / here)
    assert path_in_repository(name) == expected
    if not name.startswith("<"):
        assert path_in_repository(str(tmp_path / here / name)) == expected


def test_file_of_no_repository_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_in_repository("./deploy/values.yaml") == "deploy/values.yaml"
