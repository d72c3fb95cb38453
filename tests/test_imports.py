"""What ``pachlint check`` imports: a guard against slow starts. Each module here earned its place on that path."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# What the interpreter needs to start, whatever the program does.
STARTUP = "import sys; print(*sys.modules)"
CHECK = """
import sys
sys.argv = ["pachlint", "check", "examples/eks/right.yaml"]
import os
leave = os._exit
def show(status):
    print(*sys.modules, file=sys.stderr, flush=True)
    leave(status)
os._exit = show
from pachlint.__main__ import run
run()
"""

OF_OTHERS = {"click", "ruamel", "_ruamel_yaml"}
OF_CYTHON = ("_cython", "cython_runtime")
# What click, ruamel.yaml and the functions of Go templates ask for, in Python 3.11 to 3.14.
OF_PYTHON = {
    "__future__", "_ast", "_bisect", "_datetime", "_decimal", "_json", "_locale", "_opcode", "_opcode_metadata", "_random", "_struct",
    "_typing", "_uuid", "_weakrefset", "annotationlib", "ast", "base64", "binascii", "bisect", "codecs", "collections", "contextlib", "copy",
    "copyreg", "dataclasses", "datetime", "decimal", "dis", "enum", "errno", "fnmatch", "functools", "gc", "gettext", "glob", "importlib",
    "inspect", "itertools", "json", "keyword", "linecache", "locale", "math", "numbers", "opcode", "operator", "platform", "re", "reprlib",
    "struct", "textwrap", "threading", "token", "tokenize", "types", "typing", "unicodedata", "uuid", "warnings", "weakref", "zlib",
    "_collections", "_contextvars", "_functools", "_operator", "_sre", "_colorize", "_tokenize", "string", "contextvars", "shutil", "signal",
}  # fmt: skip
NEVER = {
    "rich",
    "jsonschema",
    "difflib",
    "pathlib",
    "importlib.resources",
    "importlib.metadata",
    "tempfile",
    "subprocess",
    "socket",
}


def modules(script: str) -> set[str]:
    """The modules that a fresh interpreter has loaded at the end of a script."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return set((done.stderr or done.stdout).splitlines()[-1].split())


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The second run's, since the first may have to compile the rules of a checkout."""
    modules(CHECK)
    return modules(CHECK) - modules(STARTUP)


def test_check_imports_only_what_is_listed(loaded: set[str]) -> None:
    tops = {name.partition(".")[0] for name in loaded}
    rest = tops - {"pachlint", "org", "__main__"} - OF_OTHERS - OF_PYTHON
    assert {name for name in rest if not name.startswith(OF_CYTHON)} == set()


def test_check_never_imports_what_is_slow(loaded: set[str]) -> None:
    assert loaded & NEVER == set()


def test_check_imports_no_report_that_is_not_asked_for(loaded: set[str]) -> None:
    assert "pachlint.report.text" in loaded
    assert not {"pachlint.report.json", "pachlint.report.concise", "pachlint.fixing.fix"} & loaded
