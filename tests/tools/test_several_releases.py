"""Files with several releases are told of after fixes, changed by diffs and ignored as they should be."""

import random
from pathlib import Path

import pytest
from several_releases import Several, differences, made


@pytest.mark.parametrize("seed", range(12))
def test_nothing_differs(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    one = made(random.Random(seed))
    assert [*differences(one, unsafe=bool(seed % 2))] == [], one.text


def test_file_that_is_fixed_and_ignored_otherwise_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("several_releases._applied", lambda *_: b"other")
    monkeypatch.setattr("several_releases._report", lambda *words: (words, [{"rule": "other"}]))
    one = Several("values.yaml", "deployTarget: LOCAL\npachd: {zz: 1}\n")
    assert len([*differences(one, unsafe=False)]) == 3
