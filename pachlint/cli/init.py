"""``pachlint init``: write a commented config from what is found."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

import click

from pachlint.atomic_write import Replacement, replace_files
from pachlint.chart_version_files import chart_beside
from pachlint.cli.options import completions, debug_option, help_option
from pachlint.cli.program import Failure
from pachlint.cli.release import shown, unread_words
from pachlint.config.find import NAMES, PYPROJECT, settings_in
from pachlint.config.proposals import Proposal, ProposedRelease, ValuesFile, propose
from pachlint.discovery import content_of, kinship, read_bytes, read_file
from pachlint.first_words import may_be_values, text_of
from pachlint.lazy_regex import lazy_regex
from pachlint.policy.rule import RuleErrors
from pachlint.reading.document import Document
from pachlint.records import NamedTuple
from pachlint.report.summary import names
from pachlint.target import is_whole
from pachlint.terminal import log
from pachlint.versions import newest
from pachlint.walking import VALUES, Walk, files_below

_PLAIN = lazy_regex(r"[A-Za-z][A-Za-z0-9_./-]*\Z", re.ASCII)
# Words that YAML takes for switches or nothing.
_NO_TEXTS = frozenset(("false", "n", "no", "null", "off", "on", "true", "y", "yes"))


class _Found(NamedTuple):
    """The values files below a folder, and in words what could not be read there, and why git was not asked."""

    files: tuple[ValuesFile, ...]
    unread: tuple[str, ...]
    unasked: tuple[str, ...]


@click.command(add_help_option=False)
@click.argument("folder", default=os.curdir, metavar="[DIR]", shell_complete=completions)
@debug_option
@help_option
def init(folder: str) -> int:
    """Write a commented .pachlint.yaml into DIR from the values files found there."""
    if not os.path.isdir(folder):
        raise Failure(f"there is no folder {shown(folder)}")
    path = os.path.join(folder, NAMES[0])
    _reject_second(folder)
    found = _find(folder)
    proposal = propose(found.files)
    try:
        replace_files([Replacement(path, None, _text(folder, found, proposal).encode())])
    except FileExistsError as error:
        raise Failure(f"{shown(path)} already exists") from error
    except OSError as error:
        raise Failure(f"{shown(path)} cannot be written: {error.strerror}") from error
    for words in dict.fromkeys(found.unasked):
        log(f"note: files that .gitignore names are not left out: {words}")
    for words in found.unread:
        log(f"note: {words}, so what is in it is not in the config")
    files = len(found.files)
    log(f"wrote {shown(path)} ({files} values {'file' if files == 1 else 'files'} found)")
    if proposal.rest:
        log(
            f"note: in no release: {names(list(map(shown, proposal.rest)))}; add them to one, or check them by name"
        )
    return 0


def _reject_second(folder: str) -> None:
    """End the command if the folder has a config already, whatever its name."""
    for name in (*NAMES, PYPROJECT):
        path = os.path.join(folder, name)
        try:
            there = os.path.lexists(path) and settings_in(path, shown(path)) is not None
        except RuleErrors:
            there = True
        if there:
            raise Failure(
                f"{shown(path)} already exists" + (" with [tool.pachlint]" if name == PYPROJECT else "")
            )


def _find(folder: str) -> _Found:
    """What may be values by its words is read, and what is called like one of them: ``prod/values.yaml`` with three lines in it."""
    files: list[ValuesFile] = []
    unclear: list[ValuesFile] = []
    others: list[tuple[str, str]] = []
    unread, unasked = list[OSError](), list[str]()
    for path in files_below(folder, Walk(VALUES, unread.append, unasked.append)):
        name = os.path.relpath(path, folder).replace(os.sep, "/")
        try:
            content = content_of(path)
        except OSError as error:
            unread.append(OSError(error.errno, error.strerror, path))
            continue
        if not may_be_values(text_of(content), name):
            others.append((path, name))
            continue
        document = read_bytes(content, name)
        found = kinship(document)
        if not found.foreign:
            (files if found.recognized else unclear).append(_values_file(document))
    known = {os.path.basename(file.name) for file in files}
    unclear += _unclear((path, name) for path, name in others if os.path.basename(name) in known)
    more = (file for file in unclear if file.data and os.path.basename(file.name) in known)
    found_files = tuple(sorted((*files, *more), key=lambda file: file.name))
    return _Found(found_files, tuple(map(unread_words, unread)), tuple(unasked))


def _unclear(others: Iterable[tuple[str, str]]) -> Iterator[ValuesFile]:
    """Those of some files that are not plainly something else."""
    for path, name in others:
        with suppress(OSError):
            document = read_file(path, name)
            if not kinship(document).foreign:
                yield _values_file(document)


def _values_file(document: Document) -> ValuesFile:
    return ValuesFile(document.source.name, is_whole(document.data), document.data)


def _text(folder: str, found: _Found, proposal: Proposal) -> str:
    beside = chart_beside(os.path.abspath(folder))
    version = str(beside.value) if beside else str(newest())
    lines = [
        "# pachlint configuration; docs/configuration.md describes every setting. Lines that are commented out are examples.",
        "",
        "# The version of Pachyderm's chart that you install.",
        f"# chart-version: {version}"
        if beside
        else f"# chart-version: {version}  # the newest that pachlint knows",
        "# Where it runs (aws, gcp, azure, on-prem, local) and what for (production, development).",
        "# provider: aws",
        "# environment: production",
        "",
        "# Rules, topics or impacts to ignore, and rules that get another severity.",
        "# ignore: [etcd-disk-aws]",
        "# severity: {placeholder: warning}",
        "",
        "# The lowest severity that fails a check: error, warning, info or never.",
        "fail-on: warning",
        "# Ignore comments must give a reason.",
        "require-reason: true",
        "",
        *_releases(found.files, proposal),
    ]
    return "\n".join(lines) + "\n"


def _releases(files: Sequence[ValuesFile], proposal: Proposal) -> Iterator[str]:
    yield "# Each installation with its values files, in the order Helm gets them: the last one wins."
    if not proposal.releases:
        parts = ", ".join(_quoted(file.name) for file in files) or "base.yaml, prod.yaml"
        yield "# releases:"
        yield f"#   - {{name: production, values: [{parts}]}}"
        return
    yield "releases:"
    for name, release in zip(_release_names(proposal.releases), proposal.releases, strict=True):
        yield f"  - name: {_quoted(name)}"
        yield f"    values: [{', '.join(map(_quoted, release.values))}]"
        if release.environment:
            yield f"    environment: {release.environment}"
    if proposal.rest:
        yield "# These are in no release; each is shown here over a whole file. Uncomment those that are right."
    whole = [file.name for file in files if file.whole]
    for name, path in zip(_names(proposal.rest), proposal.rest, strict=True):
        yield f"#  - name: {_quoted(name)}"
        yield f"#    values: [{', '.join(map(_quoted, (*_base(path, whole), path)))}]"


def _release_names(releases: Sequence[ProposedRelease]) -> list[str]:
    """What tells each release from the others, or as much of its last file's path as makes it the only one."""
    names = ["-".join(release.key) for release in releases]
    paths = _names([release.values[-1] for release in releases])
    return [
        path if not name or names.count(name) > 1 else name for name, path in zip(names, paths, strict=True)
    ]


def _base(part: str, whole: Sequence[str]) -> Sequence[str]:
    """The whole file that a part is perhaps laid over: one in its folder, or else the first."""
    folder = os.path.dirname(part)
    return [path for path in whole if os.path.dirname(path) == folder][:1] or whole[:1]


def _names(paths: Sequence[str]) -> list[str]:
    """A name for each file: its own, or as much of its path as makes it the only one."""
    stems = [os.path.splitext(path)[0] for path in paths]
    for short in ([os.path.basename(stem) for stem in stems], [stem.replace("/", "-") for stem in stems]):
        if len(set(short)) == len(short):
            return short
    return list(paths)


def _quoted(text: str) -> str:
    if _PLAIN.match(text) and text.lower() not in _NO_TEXTS:
        return text
    return "'" + text.replace("'", "''") + "'" if text.isprintable() else json.dumps(text)
