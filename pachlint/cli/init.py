"""``pachlint init``: write a commented config from what is found."""

import json
import os
import re
from collections.abc import Iterator, Sequence

import click

from pachlint.atomic_write import Replacement, replace_files
from pachlint.chart_version_files import chart_beside
from pachlint.cli.options import debug_option, help_option
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.config.find import NAMES, PYPROJECT, settings_in
from pachlint.discovery import candidates, kinship, read_file
from pachlint.lazy_regex import lazy_regex
from pachlint.policy.rule import RuleErrors
from pachlint.records import NamedTuple
from pachlint.target import is_whole
from pachlint.terminal import tell
from pachlint.versions import newest

_PLAIN = lazy_regex(r"[A-Za-z][A-Za-z0-9_./-]*\Z", re.ASCII)
# Words that YAML takes for switches or nothing.
_NO_TEXTS = frozenset(("false", "n", "no", "null", "off", "on", "true", "y", "yes"))


class _Found(NamedTuple):
    """The values files below a folder: those that stand alone, and those that are parts of a release."""

    whole: tuple[str, ...]
    parts: tuple[str, ...]


@click.command(add_help_option=False)
@click.argument("folder", default=os.curdir, metavar="[DIR]")
@debug_option
@help_option
def init(folder: str) -> int:
    """Write a commented .pachlint.yaml into DIR from the values files found there."""
    if not os.path.isdir(folder):
        raise Failure(f"there is no folder {shown(folder)}")
    path = os.path.join(folder, NAMES[0])
    _refuse_second(folder)
    found = _find(folder)
    try:
        replace_files([Replacement(path, None, _text(folder, found).encode())])
    except FileExistsError as error:
        raise Failure(f"{shown(path)} is there already") from error
    except OSError as error:
        raise Failure(f"{shown(path)} cannot be written: {error.strerror}") from error
    files = len(found.whole) + len(found.parts)
    tell(f"wrote {shown(path)} ({files} values {'file' if files == 1 else 'files'} found)")
    return 0


def _refuse_second(folder: str) -> None:
    """End the command if the folder has a config already, whatever its name."""
    for name in (*NAMES, PYPROJECT):
        path = os.path.join(folder, name)
        try:
            there = os.path.lexists(path) and settings_in(path, shown(path)) is not None
        except RuleErrors:
            there = True
        if there:
            raise Failure(
                f"{shown(path)} is there already" + (" with [tool.pachlint]" if name == PYPROJECT else "")
            )


def _find(folder: str) -> _Found:
    whole: list[str] = []
    parts: list[str] = []
    for path in candidates(folder):
        name = os.path.relpath(path, folder).replace(os.sep, "/")
        try:
            document = read_file(path, name)
        except OSError:
            continue
        if kinship(document).recognised:
            (whole if is_whole(document.data) else parts).append(name)
    return _Found(tuple(whole), tuple(parts))


def _text(folder: str, found: _Found) -> str:
    beside = chart_beside(os.path.abspath(folder))
    version = str(beside.value) if beside else str(newest())
    lines = [
        "# Settings of pachlint; docs/configuration.md explains them all. What is commented out shows an example.",
        "",
        "# The version of Pachyderm's chart that you install.",
        f"# chart-version: {version}"
        if beside
        else f"# chart-version: {version}  # the newest that pachlint knows",
        "# Where it runs (aws, gcp, azure, on-prem, local) and what for (production, development).",
        "# provider: aws",
        "# environment: production",
        "",
        "# Rules, topics or impacts to leave out, and rules that count more or less here.",
        "# ignore: [etcd-disk-aws]",
        "# severity: {placeholder: warning}",
        "",
        "# The least severity that fails a check: error, warning, info or never.",
        "fail-on: warning",
        "# Comments that set findings aside must say why.",
        "require-reason: true",
        "",
        *_releases(found),
    ]
    return "\n".join(lines) + "\n"


def _releases(found: _Found) -> Iterator[str]:
    yield "# Each installation with its values files, in the order in which Helm gets them."
    if not found.whole:
        parts = ", ".join(map(_quoted, found.parts)) or "base.yaml, prod.yaml"
        yield "# releases:"
        yield f"#   - {{name: production, values: [{parts}]}}"
        return
    yield "releases:"
    for name, path in zip(_names(found.whole), found.whole, strict=True):
        yield f"  - name: {_quoted(name)}"
        yield f"    values: [{_quoted(path)}]"
    if found.parts:
        yield "# These look like parts of a release, shown here as laid over a whole file: take out the # where that is right."
    for name, path in zip(_names(found.parts), found.parts, strict=True):
        yield f"#  - name: {_quoted(name)}"
        yield f"#    values: [{_quoted(_base(path, found.whole))}, {_quoted(path)}]"


def _base(part: str, whole: Sequence[str]) -> str:
    """The whole file that a part is probably laid over: one in its folder, or else the first."""
    folder = os.path.dirname(part)
    return next((path for path in whole if os.path.dirname(path) == folder), whole[0])


def _names(paths: Sequence[str]) -> list[str]:
    """A name for each file: its own, or as much of its path as makes it the only one."""
    stems = [os.path.splitext(path)[0] for path in paths]
    for names in ([os.path.basename(stem) for stem in stems], [stem.replace("/", "-") for stem in stems]):
        if len(set(names)) == len(names):
            return names
    return list(paths)


def _quoted(text: str) -> str:
    if _PLAIN.match(text) and text.lower() not in _NO_TEXTS:
        return text
    return "'" + text.replace("'", "''") + "'" if text.isprintable() else json.dumps(text)
