"""Which findings are ignored: by a comment in a file, by the config, or in a baseline."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Ignored
from pachlint.place import Span
from pachlint.reading.directives import may_ignore
from pachlint.reading.document import Document
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.suppressions.covering import Covering

_BY = {"comment": "a comment", "baseline": "the baseline"}

Key = tuple[str, str, str]
"""Rule, file and path: what a baseline knows a finding by."""


class Required(NamedTuple):
    """What the config requires of a comment that ignores findings."""

    reason: bool = False
    expiry: bool = False


NOTHING_REQUIRED = Required()


class Suppressions(NamedTuple):
    """What ignores findings, besides comments.

    ``config`` gives the reason for a finding that the config ignores, or None. ``baseline`` counts the findings
    that stood before, by key, and ``until`` has the last days of those that have one. ``required`` is what comments must have.
    ``located`` gives findings of values inside a file of another program the places that they have in that file, by which
    config and baseline know them, and which that file's comments are about.
    """

    config: Callable[[Finding], str | None] | None = None
    baseline: Mapping[Key, int] | None = None
    required: Required = NOTHING_REQUIRED
    until: Mapping[Key, str] = {}
    located: Callable[[Finding], Finding] | None = None


class Sorted(NamedTuple):
    """Findings that count, ignored ones, and the names in comments that ignore one."""

    kept: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    used: frozenset[tuple[str, Span]]


def key_of(finding: Finding) -> Key:
    """What a baseline knows a finding by; its file by the shortest way from the current folder."""
    return finding.rule, same_file(finding.place.file), finding.path


def keys_of(finding: Finding) -> list[Key]:
    """The same, and those of older baselines, which have former ids of the rule."""
    rule, file, path = key_of(finding)
    return [(name, file, path) for name in (rule, *finding.aliases)]


def same_file(name: str) -> str:
    """The one name of a file, however it was called: relative to the current folder, with slashes.

    What is no file (``<stdin>``) keeps its name.
    """
    return name if name.startswith("<") else _relative(name, os.getcwd())


@lru_cache(maxsize=64)
def _relative(name: str, folder: str) -> str:
    return os.path.relpath(name, folder).replace(os.sep, "/")


def apply_suppressions(
    findings: Iterable[Finding],
    documents: Mapping[str, Document],
    files: Mapping[str, Sequence[str]],
    suppressions: Suppressions,
) -> Sorted:
    """Part the findings, in their order.

    Args:
        findings: all of them, in the order of reports.
        documents: the values files by name.
        files: the files of each release by its name.
        suppressions: what else ignores findings.
    """
    comments = _comments(documents)
    left = Counter(suppressions.baseline or {})
    used: set[tuple[str, Span]] = set()
    kept: list[Finding] = []
    ignored: list[Finding] = []
    for finding in findings:
        why = _by_comment(finding, comments, files.get(finding.release, ()), used)
        located = suppressions.located(finding) if suppressions.located else finding
        if why is None and located is not finding:
            why = _by_comment(located, comments, files.get(finding.release, ()), used)
        if why is None and suppressions.config and (reason := suppressions.config(located)) is not None:
            why = Ignored("config", reason)
        if why is None and suppressions.baseline:
            for key in keys_of(located):
                if left[key] > 0:
                    left[key] -= 1
                    why = Ignored("baseline", "", suppressions.until.get(key, ""))
                    break
        if why is None:
            kept.append(finding)
        elif why.until and _is_expired(why.until):
            words = f" (ignored by {_BY[why.by]} until {why.until}, which has passed)"
            kept.append(finding._replace(message=finding.message + words))
        else:
            ignored.append(finding._replace(ignored=why))
    return Sorted(tuple(kept), tuple(ignored), frozenset(used))


def _comments(documents: Mapping[str, Document]) -> Mapping[str, "Covering"]:
    """The comments that ignore findings, by file."""
    if not any(map(may_ignore, documents.values())):
        return {}
    from pachlint.suppressions.covering import Covering  # noqa: PLC0415 -- few files have such comments
    from pachlint.suppressions.ignores import ignores_of  # noqa: PLC0415 -- as above

    found = {name: ignores_of(document) for name, document in documents.items()}
    return {name: Covering(documents[name], ignores) for name, ignores in found.items() if ignores}


def _by_comment(
    finding: Finding,
    comments: Mapping[str, "Covering"],
    files: Sequence[str],
    used: set[tuple[str, Span]],
) -> Ignored | None:
    found: Ignored | None = None
    for file in dict.fromkeys((finding.place.file, *files)):
        for ignore, name in comments[file].of(finding) if file in comments else ():
            used.add((file, name.span))
            if found is None or _holds_longer(ignore.until, found.until):
                found = Ignored("comment", ignore.reason, ignore.until)
    return found


def _holds_longer(until: str, other: str) -> bool:
    """Whether a last day is later than another; without one a comment holds for good."""
    return bool(other) and (not until or until > other)


def _is_expired(until: str) -> bool:
    from pachlint.suppressions.expiry import is_expired  # noqa: PLC0415 -- few comments have a last day

    return is_expired(until)
