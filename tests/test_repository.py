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
        ("deploy", "<odd.yaml", "deploy/<odd.yaml"),
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
    if not name.endswith(">"):
        assert path_in_repository(str(tmp_path / here / name)) == expected


def test_file_of_no_repository_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_in_repository("./deploy/values.yaml") == "deploy/values.yaml"


def test_file_below_the_current_folder_is_named_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_in_repository(str(tmp_path / "deploy" / "values.yaml")) == "deploy/values.yaml"
    assert path_in_repository("../values.yaml") == "../values.yaml"


def test_link_is_the_file_that_it_leads_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "repository"
    (inside / ".git").mkdir(parents=True)
    (inside / "real").mkdir()
    (inside / "real" / "values.yaml").touch()
    (inside / "linked").symlink_to("real")
    (tmp_path / "outside.yaml").touch()
    (inside / "out.yaml").symlink_to("../outside.yaml")
    (tmp_path / "way").symlink_to("repository")
    monkeypatch.chdir(inside)
    assert path_in_repository("linked/values.yaml") == "real/values.yaml"
    assert path_in_repository("out.yaml") == "out.yaml"
    assert path_in_repository(str(tmp_path / "way" / "linked" / "values.yaml")) == "real/values.yaml"
    assert path_in_repository("no\0file.yaml") == "no\0file.yaml"
