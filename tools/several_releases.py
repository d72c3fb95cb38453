"""Compare what is told of files with several releases after ``--fix``, by ``--diff`` and after ``--add-ignores`` with what it should be.

Usage: several_releases.py [--seconds N] [--seed N]

Examples of rules are put together at random, two to four in a file, in all forms that may hold several, with comments for settings at
random. What is told after fixes is what a fresh check tells; a diff that git applies is what the fixes write; after
comments for all findings none is left but those that no comment can ignore. A file that fails is printed; exit 1.
"""

import argparse
import functools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner, Result
from wrapped_values import FORMS, Form, is_wrappable

from pachlint.cli import main as pachlint
from pachlint.rulebook import shipped

_SETTINGS = ("environment=production", "environment=development", "provider=aws", "chart-version=2.4.6")
_LONG = 3_000
_LEFT = re.compile(r"no comment can be written to ignore ([a-z0-9-]+) here")


class Several(NamedTuple):
    """The text of a file with several releases, and its name."""

    name: str
    text: str


def made(chance: random.Random) -> Several:
    """A file with several releases."""
    form = chance.choice(FORMS)
    number = chance.randint(2, 4)
    parts: list[str] = []
    while len(parts) < number:
        values = chance.choice(_texts()).replace("\r\n", "\n")
        if len(values) < _LONG and is_wrappable(values, form):
            parts.append(_part(form, values, len(parts), chance))
    text = "".join(parts)
    return Several(form.file, text.replace("\n", "\r\n") if chance.random() < 0.3 else text)


def differences(one: Several, *, unsafe: bool) -> Iterator[str]:
    """What is not as it should be, in the current folder."""
    fixes = ["--unsafe-fixes"] if unsafe else []
    before = one.text.encode()
    _write(one, before)
    diff = _check("--diff", *fixes)
    applied = _applied(one, diff)
    _write(one, before)
    told = _report("--fix", *fixes)
    after = Path(one.name).read_bytes()
    if told != _report() or not isinstance(told, tuple):
        yield "after --fix something else is told than by a check afterwards"
    if applied not in (None, after):
        yield "--diff is not what --fix writes"
    _write(one, before)
    done = _check("--add-ignores", "--with-rejected", "--fail-on", "info")
    found = _report()
    left = {finding["rule"] for finding in found[1]} if isinstance(found, tuple) else {found}
    if not left <= set(_LEFT.findall(done.stderr)):
        yield f"--add-ignores leaves {', '.join(sorted(left))}"


@functools.cache
def _texts() -> list[str]:
    book = shipped()
    return [example.text for rule in book.rules for example in book.text(rule.id).examples]


def _part(form: Form, values: str, number: int, chance: random.Random) -> str:
    """The text of one release of a file; all but the first go on where the one before ends."""
    text = form.wrap(values, chance.choice((8, 10, 12))).text
    text = re.sub(r'(name: |releaseName: |"helm_release" "|  name = ")pachd\b', rf"\g<1>r{number}", text)
    text = re.sub(r"name: values\}", f"name: values{number}}}", text)
    comment = f"# pachlint: {chance.choice(_SETTINGS)}\n" if chance.random() < 0.6 else ""
    is_object = form.file in {"app.yaml", "release.yaml"}
    if number and not is_object and form.file != "main.tf":
        text = text[text.index("\n- name") + 1 :]
    return ("---\n" if number and is_object else "") + comment + text


def _write(one: Several, content: bytes) -> None:
    for name in os.listdir():
        Path(name).unlink()
    Path(one.name).write_bytes(content)


def _check(*words: str) -> Result:
    return CliRunner().invoke(pachlint, ["check", *words, "."], catch_exceptions=False)


def _report(*words: str) -> Any:
    """What is told, but for the fixes, of which fewer are offered after fixes than by a check; a text if there is no report."""
    done = _check("--format", "json", *words)
    if not done.stdout:
        return done.stderr
    report = json.loads(done.stdout)
    return report["releases"], [{**finding, "fix": None} for finding in report["findings"]]


def _applied(one: Several, diff: Result) -> bytes | None:
    """The file as git makes it by a diff; None if there is none that can be applied."""
    if not diff.stdout.startswith("diff ") or "masked" in diff.stderr:
        return None
    command = ["git", "apply", "--unidiff-zero", "-"]
    done = subprocess.run(command, input=diff.stdout_bytes, check=False, capture_output=True)
    return Path(one.name).read_bytes() if done.returncode == 0 else done.stderr


def main() -> int:
    """Compare until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance, end = random.Random(options.seed), time.monotonic() + options.seconds  # noqa: S311 -- no secret
    number = bad = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        while time.monotonic() < end:
            one = made(chance)
            number += 1
            for words in differences(one, unsafe=chance.random() < 0.6):
                bad += 1
                print(f"{one.name}: {words}\n{one.text}")
        os.chdir(os.sep)
    print(f"{number} files, {bad} differences")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
