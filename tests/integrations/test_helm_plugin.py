"""The plugin, installed and run by real Helm 3 and 4."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from ruamel.yaml import YAML

from pachlint import __version__

ROOT = Path(__file__).parent.parent.parent
PLUGIN = YAML(typ="safe").load(ROOT / "plugin.yaml")
SCRIPT = ROOT / "integrations" / "helm-plugin.sh"
BROKEN = str(ROOT / "examples" / "gke" / "broken.yaml")
SYSTEM_PATH = "/usr/bin:/bin"

pytestmark = pytest.mark.helm


Run = Callable[..., subprocess.CompletedProcess[str]]


class Helm(NamedTuple):
    """Helm with folders of its own."""

    binary: Path
    home: Path

    def run(
        self, *words: str, path: str = SYSTEM_PATH, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A command line of Helm."""
        folders = {f"HELM_{name}_HOME": str(self.home / name) for name in ("DATA", "CONFIG", "CACHE")}
        return subprocess.run(
            [str(self.binary), *words],
            cwd=cwd or self.home,
            env={"HOME": str(self.home), "PATH": path, **folders},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def program(folder: Path) -> str:
    """A PATH with a folder in front that has pachlint."""
    folder.mkdir(exist_ok=True)
    (folder / "pachlint").symlink_to(Path(sys.executable).with_name("pachlint"))
    return f"{folder}:{SYSTEM_PATH}"


def copy_of_plugin(folder: Path) -> Path:
    """A checkout without an environment of its own."""
    folder.mkdir()
    for name in ("plugin.yaml", "pyproject.toml", "integrations", "pachlint", "rules", "schemas"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(params=["helm3", "helm4"], scope="module")
def binary(request: pytest.FixtureRequest) -> Path:
    """Helm of either major version."""
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def helm(binary: Path, tmp_path: Path) -> Helm:
    """Helm without plugins."""
    return Helm(binary, tmp_path)


@pytest.fixture(scope="module")
def ready(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """``helm pachlint`` with the plugin of this checkout, and pachlint on PATH."""
    helm = Helm(binary, tmp_path_factory.mktemp("helm"))
    path = program(helm.home / "bin")
    installed = helm.run("plugin", "install", str(copy_of_plugin(helm.home / "plugin")), path=path)
    assert (installed.returncode, f"pachlint {__version__}" in installed.stdout) == (0, True), (
        installed.stderr
    )
    return lambda *words, **more: helm.run("pachlint", *words, path=path, **more)


def test_version_is_that_of_the_package() -> None:
    assert PLUGIN["version"] == __version__


@pytest.mark.parametrize("words", [["-f", BROKEN], ["check", "-f", BROKEN], [BROKEN], ["-q", BROKEN]])
def test_check_is_what_is_done_without_a_command(ready: Run, words: list[str]) -> None:
    done = ready(*words, "--format", "concise")
    assert done.returncode == 1
    assert f"{BROKEN}:8:5: error[annotation-spelling]" in done.stdout


@pytest.mark.parametrize(
    ("words", "status", "seen"),
    [
        (["--version"], 0, f"pachlint {__version__}"),
        (["--help"], 0, "Usage: pachlint [OPTIONS]"),
        (["values", "-f", BROKEN, "ingress.host"], 0, "pachyderm.corp-data.io"),
        ([BROKEN, "--fail-on", "never", "--format", "json"], 0, '"rule": "annotation-spelling"'),
        (["chekc"], 2, ""),
        (["check", "."], 3, ""),
    ],
)
def test_status_is_passed_on(ready: Run, words: list[str], status: int, seen: str) -> None:
    done = ready(*words)
    assert (done.returncode, seen in done.stdout) == (status, True), done.stderr


def test_values_with_spaces_and_signs_arrive(ready: Run, tmp_path: Path) -> None:
    file = tmp_path / "a $(touch pwned) b.yaml"
    file.write_text("deployTarget: LOCAL\n")
    done = ready("-f", str(file), "--set", "proxy.host=a;touch pwned", "--format", "json", cwd=tmp_path)
    assert "a $(touch pwned) b.yaml" in done.stdout
    assert not (tmp_path / "pwned").exists()


def test_debug_reaches_pachlint(helm: Helm, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pachlint").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "bin" / "pachlint").chmod(0o755)
    path = f"{tmp_path}/bin:{SYSTEM_PATH}"
    helm.run("plugin", "install", str(copy_of_plugin(tmp_path / "plugin")), path=path)
    assert helm.run("pachlint", "-f", "a", "--debug", path=path).stdout == "--debug check -f a\n"
    assert helm.run("pachlint", "-f", "a", path=path).stdout == "check -f a\n"


def test_checkout_is_run_by_a_python_that_has_what_it_needs(helm: Helm, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tmp_path / "bin" / "python3").chmod(0o755)
    path = f"{tmp_path}/bin:{SYSTEM_PATH}"
    installed = helm.run("plugin", "install", str(copy_of_plugin(tmp_path / "plugin")), path=path)
    assert (installed.returncode, f"pachlint {__version__}" in installed.stdout) == (0, True)
    (tmp_path / "click.py").write_text("raise SystemExit('code of the current folder')")
    assert helm.run("pachlint", BROKEN, path=path).returncode == 1


def test_says_what_to_do_where_nothing_runs(helm: Helm, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "env"):
        (tools / name).symlink_to(f"/bin/{name}" if os.path.exists(f"/bin/{name}") else f"/usr/bin/{name}")
    installed = helm.run("plugin", "install", str(copy_of_plugin(tmp_path / "plugin")), path=str(tools))
    assert installed.returncode != 0
    assert "the plugin needs pachlint" in installed.stderr
    # it stays installed, and works as soon as pachlint is there
    assert helm.run("pachlint", BROKEN, path=str(tools)).returncode == 2
    assert helm.run("pachlint", BROKEN, path=program(tmp_path / "bin")).returncode == 1


def test_script_stays_within_posix() -> None:
    for shell in ("dash", "busybox"):
        command = [shell, *(["sh"] if shell == "busybox" else []), "-n", str(SCRIPT)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            continue
        assert (done.returncode, done.stderr) == (0, "")
    assert os.access(SCRIPT, os.X_OK)
