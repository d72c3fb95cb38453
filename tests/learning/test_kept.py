"""Learned charts in the user's cache."""

import json
from pathlib import Path

import pytest

from pachlint.chart.files import ChartFiles, load_chart
from pachlint.chart.model import Model
from pachlint.learning import kept


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "pachlint"


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was learned, in order."""
    found: list[str] = []
    learn = kept.learn

    def counted(chart: ChartFiles) -> Model:
        found.append(chart.version)
        return learn(chart)

    monkeypatch.setattr(kept, "learn", counted)
    return found


def chart(folder: Path, template: str = "x: {{ .Values.x }}\n", version: str = "1.0.0") -> ChartFiles:
    (folder / "own" / "templates").mkdir(parents=True, exist_ok=True)
    (folder / "own" / "Chart.yaml").write_text(
        json.dumps({"apiVersion": "v2", "name": "own", "version": version})
    )
    (folder / "own" / "values.yaml").write_text("x: 1\n")
    (folder / "own" / "templates" / "a.yaml").write_text(template)
    return load_chart(str(folder / "own"))


def test_a_chart_is_learned_once(cache: Path, times: list[str], tmp_path: Path) -> None:
    first = kept.learned(chart(tmp_path))
    second = kept.learned(chart(tmp_path))
    assert times == ["1.0.0"]
    assert second == first
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("change", [{"template": "x: {{ .Values.y }}\n"}, {"version": "1.0.1"}])
def test_another_content_is_another_chart(
    change: dict[str, str], cache: Path, times: list[str], tmp_path: Path
) -> None:
    kept.learned(chart(tmp_path))
    kept.learned(chart(tmp_path, **change))
    assert len(times) == 2


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 100])
def test_a_damaged_file_is_ignored(damage: bytes, cache: Path, times: list[str], tmp_path: Path) -> None:
    first = kept.learned(chart(tmp_path))
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + damage)
    assert kept.learned(chart(tmp_path)) == first
    assert len(times) == 2
    assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_does_no_harm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert kept.learned(chart(tmp_path)).followed == 1
