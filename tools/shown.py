"""Re-run the commands whose output the documents show: `shown.py [--check]` from the project's root.

A block stands between ``<!-- shown: pachlint … -->`` with the fence after it, and the fence's end. The commands of one
document run one after the other in a fresh folder with a copy of ``examples/``; a command that is no ``pachlint``
is run by the shell, as a reader would. Exit statuses are not shown.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(
    r"^<!-- shown: (?P<command>.+?) -->\n```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def documents() -> list[Path]:
    """The documents that may show output."""
    pages = (ROOT / "docs").glob("*.md"), (ROOT / "docs" / "values-elsewhere").glob("*.md")
    return [ROOT / "README.md", *sorted(page for found in pages for page in found)]


def renewed(text: str) -> str:
    """A document with the output of each of its commands as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        return _BLOCK.sub(lambda block: _renewed_block(block, Path(folder)), text)


def _renewed_block(block: re.Match[str], folder: Path) -> str:
    command = block["command"]
    output = _output(command, folder)
    return f"<!-- shown: {command} -->\n```{block['language']}\n{output}```"


def _output(command: str, folder: Path) -> str:
    """Standard output of a command line, as a pipe gets it."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    }
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command}: status {done.returncode}\n{done.stderr}")
    return done.stdout if done.stdout.endswith("\n") or not done.stdout else done.stdout + "\n"


def main() -> int:
    """Write every document anew, or with ``--check`` name those that are not up to date."""
    stale = []
    for path in documents():
        text = path.read_text(encoding="utf-8")
        new = renewed(text)
        if new != text:
            stale.append(path)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    for path in stale:
        print(path.relative_to(ROOT))
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
