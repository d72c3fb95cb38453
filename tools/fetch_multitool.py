"""Fetch Microsoft's SARIF multitool for the tests: ``python tools/fetch_multitool.py`` prints where it is.

It is on npm as a package for Linux, with the schema of SARIF 2.1.0 in it; downloaded once, into ``.cache/sarif`` of the checkout.
"""

import os
import platform
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "sarif"
VERSION = "5.7.0"
_PACKAGE = f"@microsoft/sarif-multitool-linux@{VERSION}"
_FILES = {"package/sarif-2.1.0.json": "schema.json", "package/Sarif.Multitool": "multitool"}


class FetchError(Exception):
    """The multitool cannot be had here."""


class Multitool(NamedTuple):
    """The program, and the schema of SARIF as it comes with it."""

    program: Path
    schema: Path

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run it; what it says is in English, whatever the machine's language."""
        environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        return subprocess.run(
            [self.program, *words], capture_output=True, text=True, check=False, env=environment
        )


def multitool() -> Multitool:
    """The multitool, downloaded if it is not there yet.

    Raises:
        FetchError: if npm is missing or cannot download it, or the program does not run on this machine.
    """
    folder = CACHE / VERSION
    found = Multitool(folder / "multitool", folder / "schema.json")
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "AMD64"):
        raise FetchError("it is built for Linux on x86-64")
    if not found.program.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as draft:
            _unpack(_downloaded(Path(draft)), Path(draft))
            _check(Multitool(Path(draft) / "multitool", Path(draft) / "schema.json"))
            folder.mkdir(exist_ok=True)
            # the program last, by which a finished folder is known
            for name in _FILES.values():
                (Path(draft) / name).replace(folder / name)
    return found


def _downloaded(folder: Path) -> Path:
    try:
        done = subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", folder, _PACKAGE],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise FetchError("npm is not installed") from error
    packages = list(folder.glob("*.tgz"))
    if done.returncode or not packages:
        last = done.stderr.strip().splitlines()[-1:] or ["no package"]
        raise FetchError(f"{_PACKAGE} cannot be downloaded: {last[0]}")
    return packages[0]


def _unpack(package: Path, folder: Path) -> None:
    with tarfile.open(package) as archive:
        for name, target in _FILES.items():
            try:
                content = archive.extractfile(name)
            except KeyError as error:
                raise FetchError(f"there is no {name} in {_PACKAGE}") from error
            if content:
                (folder / target).write_bytes(content.read())
    (folder / "multitool").chmod(0o755)


def _check(found: Multitool) -> None:
    try:
        done = found.run("version")
    except OSError as error:
        raise FetchError(f"it does not run here: {error}") from error
    if VERSION not in done.stdout + done.stderr:
        raise FetchError(f"it does not run here: {(done.stderr or done.stdout).strip()[:200]}")


if __name__ == "__main__":
    try:
        print(multitool().program)
    except FetchError as problem:
        sys.exit(f"multitool: {problem}")
