"""Which findings somebody has set aside: by a comment in a file, by the config, or in a baseline."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Ignored
from pachlint.place import Span
from pachlint.reading.directives import has_directives
from pachlint.reading.document import Document
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.silencing.covering import Covering

Key = tuple[str, str, str]
"""Rule, file and path: what a baseline knows a finding by."""


class Suppressions(NamedTuple):
    """What sets findings aside, beside comments.

    ``config`` gives the reason for a finding that the config sets aside, or None. ``baseline`` counts the findings
    that stood before, by key. ``reason_required``: comments must give a reason.
    """

    config: Callable[[Finding], str | None] | None = None
    baseline: Mapping[Key, int] | None = None
    reason_required: bool = False


class Sorted(NamedTuple):
    """Findings that count, those set aside, and the names in comments that set one aside."""

    kept: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    used: frozenset[tuple[str, Span]]


def key_of(finding: Finding) -> Key:
    """What a baseline knows a finding by; its file by the shortest way from the current folder."""
    return finding.rule, same_file(finding.place.file), finding.path


def same_file(name: str) -> str:
    """The one name of a file, however it was called: relative to the current folder, with slashes.

    What is no file (``<stdin>``) keeps its name.
    """
    return name if name.startswith("<") else os.path.relpath(name).replace(os.sep, "/")


def sort_out(
    findings: Iterable[Finding],
    documents: Mapping[str, Document],
    files: Mapping[str, Sequence[str]],
    aside: Suppressions,
) -> Sorted:
    """Part the findings, in their order.

    Args:
        findings: all of them, in the order of reports.
        documents: the values files by name.
        files: the files of each release by its name.
        aside: what else sets findings aside.
    """
    comments = _comments(documents)
    left = Counter(aside.baseline or {})
    used: set[tuple[str, Span]] = set()
    kept: list[Finding] = []
    ignored: list[Finding] = []
    for finding in findings:
        why = _by_comment(finding, comments, files.get(finding.release, ()), used)
        if why is None and aside.config and (reason := aside.config(finding)) is not None:
            why = Ignored("config", reason)
        if why is None and aside.baseline and left[key_of(finding)] > 0:
            left[key_of(finding)] -= 1
            why = Ignored("baseline", "")
        if why is None:
            kept.append(finding)
        else:
            ignored.append(finding._replace(ignored=why))
    return Sorted(tuple(kept), tuple(ignored), frozenset(used))


def _comments(documents: Mapping[str, Document]) -> Mapping[str, "Covering"]:
    """The comments that ignore findings, by file."""
    if not any(map(has_directives, documents.values())):
        return {}
    from pachlint.silencing.covering import Covering  # noqa: PLC0415 -- few files have such comments
    from pachlint.silencing.ignores import ignores_of  # noqa: PLC0415 -- as above

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
            found = found or Ignored("comment", ignore.reason)
    return found
