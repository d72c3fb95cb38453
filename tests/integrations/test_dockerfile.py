"""What the Dockerfile says, and that what it copies is enough to build the wheel."""

import fnmatch
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LINES = re.sub(r"\\\n", "", (ROOT / "Dockerfile").read_text()).splitlines()
STEPS = [line.split(maxsplit=1) for line in LINES if line and not line.startswith("#")]


def said(word: str) -> list[str]:
    """What the last stage says by an instruction."""
    last = max(number for number, (name, _) in enumerate(STEPS) if name == "FROM")
    return [text for name, text in STEPS[last:] if name == word]


def test_instructions_are_known() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in STEPS} <= known
    assert STEPS[0][0] == "FROM"


def test_last_stage_is_small_and_not_root() -> None:
    assert [text for name, text in STEPS if name == "FROM"] == [
        "python:3.13-slim AS build",
        "python:3.13-slim",
    ]
    assert said("RUN") == []
    assert said("USER") == ["65532:65532"]
    assert said("WORKDIR") == ["/work"]
    assert said("ENTRYPOINT") == ['["pachlint"]']
    assert said("HEALTHCHECK") == ["NONE"]


def copied() -> list[str]:
    """What .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text().split()
    assert lines[0] == "*"
    return [line[1:] for line in lines if line.startswith("!")]


def test_nothing_else_is_sent() -> None:
    assert [name for name in (".git", ".venv", ".cache", "tests") if name in copied()] == []
    assert [name for name in copied() if fnmatch.filter([name], "*[*?]*")] == []


@pytest.mark.slow
def test_what_is_copied_makes_the_wheel(tmp_path: Path) -> None:
    source = tmp_path / "src"
    for name in copied():
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "unpacked")
    # from a folder that nobody may write to, as somebody without a home
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "values.yaml").write_bytes((ROOT / "examples" / "gke" / "broken.yaml").read_bytes())
    (tmp_path / "work").chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pachlint", "check", "--format", "concise"],
        cwd=tmp_path / "work",
        env={"PYTHONPATH": str(tmp_path / "unpacked"), "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, "error[annotation-spelling]" in done.stdout) == (1, True), done.stderr
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["values.yaml"]
