"""The chart version that files beside the values tell: locks before dependencies, ranges as Helm reads them."""

from pathlib import Path

import pytest

from pachlint.chart_version_files import chart_beside


def told(folder: Path, **files: str) -> tuple[str, str, str] | None:
    """Version, source and detail that the files of a folder tell; ``chart_lock`` is ``Chart.lock``."""
    for name, text in files.items():
        stem, _, end = name.partition("_")
        (folder / f"{stem}.{end}").write_text(text)
    found = chart_beside(str(folder))
    return found and (str(found.value), found.source, found.detail)


def depends(version: str, name: str = "pachyderm") -> str:
    """A chart file or a lock with a dependency."""
    return f"dependencies:\n  - {{name: redis, version: 1.0.0}}\n  - {{name: {name}, version: '{version}'}}\n"


def test_first_file_that_says_something_wins(tmp_path: Path) -> None:
    order = ("Chart_lock", "requirements_lock", "Chart_yaml", "requirements_yaml")
    for number, name in reversed(list(enumerate(order, 1))):
        file = name.replace("_", ".")
        assert told(tmp_path, **{name: depends(f"2.{number}.0")}) == (f"2.{number}.0", "chart", file)


@pytest.mark.parametrize("useless", ["", "a: [", "dependencies: x\n", "dependencies: [x, {name: redis, version: 2.1.0}]\n", depends("9.9.9"), depends("latest"), "name: mine\nversion: 2.1.0\n", "name: pachyderm\n"])  # fmt: skip
def test_file_that_says_nothing_of_the_chart_is_passed_over(tmp_path: Path, useless: str) -> None:
    assert told(tmp_path, Chart_lock=useless) is None
    assert told(tmp_path, Chart_yaml=depends("2.6.4")) == ("2.6.4", "chart", "Chart.yaml")


def test_folder_without_files_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "Chart.yaml").mkdir()
    assert told(tmp_path) is None
    assert chart_beside(str(tmp_path / "missing")) is None


def test_chart_itself_tells_its_version(tmp_path: Path) -> None:
    text = "name: pachyderm\nversion: 2.5.0\n" + depends("2.6.4")
    assert told(tmp_path, Chart_yaml=text) == ("2.5.0", "chart", "Chart.yaml")
    text = "name: pachyderm\nversion: 0.0.0\n" + depends("2.6.4")
    assert told(tmp_path, Chart_yaml=text) == ("2.6.4", "chart", "Chart.yaml")


def test_second_dependency_of_the_name_counts_where_the_first_says_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, Chart_yaml=depends("9.9.9") + depends("2.6.4").partition("\n")[2]) == (
        "2.6.4",
        "chart",
        "Chart.yaml",
    )


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("2.6.4", "2.6.4"),
        ("=2.6.4", "2.6.4"),
        ("~2.6.0", "2.6.11"),
        ("~>2.6.0", "2.6.11"),
        ("<2.7.0", "2.6.11"),
        ("<=2.6.3", "2.6.3"),
        ("=<2.6.3", "2.6.3"),
        (">=2.6.0 <2.6.3", "2.6.2"),
        ("=>2.6.0, <2.6.3", "2.6.2"),
        ("2.5.0 - 2.6.1", "2.6.1"),
        ("2.6.4-rc.1", "2.6.4"),
        ("2.6.4+build.7", "2.6.4"),
        (">=2.6.0-0 <2.6.2-0", "2.6.1"),
        ("2.6.x", "2.6.11"),
    ],
)
def test_newest_release_in_a_range(tmp_path: Path, said: str, version: str) -> None:
    detail = "Chart.yaml" if said == version else f"Chart.yaml: {said}"
    assert told(tmp_path, Chart_yaml=depends(said)) == (version, "chart", detail)
