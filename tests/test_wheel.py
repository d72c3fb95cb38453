"""The built wheel: complete, nothing of the repository needed, the rules in it those of the source."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pachlint.policy.packing import pack
from pachlint.rulebook import RULES, TEXTS, shipped_loading
from pachlint.rulefiles import folders

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the source as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


START = "import pachlint, sys; from pachlint.__main__ import run; print(pachlint.__file__, file=sys.stderr); run()"


def run(wheel: Path, folder: Path, *words: str, start: str = START) -> subprocess.CompletedProcess[str]:
    """The program of the wheel, unpacked, in an empty folder."""
    target = wheel.parent / "unpacked"
    if not target.exists():
        zipfile.ZipFile(wheel).extractall(target)
    return subprocess.run(
        [sys.executable, "-P", "-c", start, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_wheel_holds_the_package_and_its_data_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"pachlint"}
    data = {name.removeprefix("pachlint/_bundled/") for name in names if "/_bundled/" in name}
    assert data == {RULES, TEXTS, *(f"schemas/{path.name}" for path in (ROOT / "schemas").iterdir())}
    sources = {
        f"pachlint/{path.relative_to(ROOT / 'pachlint')}" for path in (ROOT / "pachlint").rglob("*.py")
    }
    assert sources <= set(names)
    pages = ("page.html", "page.css", "page.js", "map.html", "map.css", "map-page.css")
    assert {"pachlint/py.typed", *(f"pachlint/report/{name}" for name in pages)} <= set(names)


def test_compiled_rules_agree_with_their_source(wheel: Path) -> None:
    compiled = folders.compile_files(folders.find(str(ROOT / "rules"), "rules"), shipped_loading())
    with zipfile.ZipFile(wheel) as content:
        assert content.read(f"pachlint/_bundled/{RULES}") == pack(compiled.sources)
        assert json.loads(content.read(f"pachlint/_bundled/{TEXTS}")) == json.loads(
            json.dumps(compiled.texts)
        )


def test_installed_program_works_far_from_the_repository(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_bytes((ROOT / "examples" / "gke" / "broken.yaml").read_bytes())
    done = run(wheel, tmp_path, "check", "--format", "concise", "values.yaml")
    assert str(wheel.parent) in done.stderr
    golden = (ROOT / "tests" / "golden" / "examples" / "gke.txt").read_text()
    assert (done.returncode, done.stdout) == (1, golden.replace("examples/gke/broken.yaml", "values.yaml"))
    assert run(wheel, tmp_path, "rules").stdout.count("\n") > 300
    assert "Fixed" in run(wheel, tmp_path, "explain", "annotation-spelling").stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["values.yaml"]


def test_installed_program_writes_a_page(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_bytes((ROOT / "examples" / "gke" / "broken.yaml").read_bytes())
    done = run(wheel, tmp_path, "check", "--format", "html", "values.yaml")
    assert (done.returncode, done.stdout.startswith("<!doctype html>")) == (1, True)


def test_installed_program_takes_rules_of_others(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / ".pachlint.yaml").write_text("rules: {corp: policies}\nselect: corp/\n")
    (tmp_path / "values.yaml").write_text("deployTarget: LOCAL\npachd: {logLevel: debug}\n")
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "log-level.yaml").write_text(
        "{title: Logs are short, severity: error, impact: fragile, message: m, require: {pachd.logLevel: info},"
        " examples: [{bad: 'pachd: {logLevel: debug}', expect: [{}]}, {good: 'pachd: {logLevel: info}'}]}\n"
    )
    for _ in range(2):
        done = run(wheel, tmp_path, "check", "--format", "concise")
        assert (done.returncode, done.stdout) == (1, "values.yaml:2:19: error[corp/log-level] m\n")
    done = run(wheel, tmp_path, "test", "policies")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "2 examples in 1 rule: all passed")
    assert run(wheel, tmp_path, "explain", "corp/log-level").stdout.startswith(
        "corp/log-level: Logs are short\n"
    )


# What only click's help texts and translations want; from Python 3.14 on annotations are read with ast.
UNWANTED = {"dis", "locale", "tokenize"}
SHOW_MODULES = f"""
import os, sys
leave = os._exit
def show(status):
    shown = (name for name in sys.modules if name.partition(".")[0] == "pachlint" or name in {UNWANTED})
    print(*sorted(shown), sep="\\n", flush=True)
    leave(status)
os._exit = show
from pachlint.__main__ import run
run()
"""


@pytest.mark.parametrize(
    ("example", "imports", "found"),
    [
        ("local", "plain-check-imports.txt", "no findings"),
        ("eks", "check-with-findings-imports.txt", "4 info"),
    ],
)
def test_every_module_of_a_plain_check_is_known(
    example: str, imports: str, found: str, wheel: Path, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    """Each takes a quarter of a millisecond of every cold start, whatever is in it."""
    (tmp_path / "values.yaml").write_bytes((ROOT / "examples" / example / "right.yaml").read_bytes())
    done = run(wheel, tmp_path, "check", "--output", "report.txt", "values.yaml", start=SHOW_MODULES)
    assert found in done.stderr + (tmp_path / "report.txt").read_text()
    golden(imports, done.stdout)
