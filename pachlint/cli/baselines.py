"""The options about baselines: read one, write one, take stale entries out of it."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence

from pachlint.atomic_write import Replacement, replace_files
from pachlint.bounded import MEGABYTE, read_bounded
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.finding import Finding
from pachlint.results import Report
from pachlint.suppressions.baseline import (
    Baseline,
    BaselineError,
    counted,
    read_baseline,
    stale,
    write_baseline,
)
from pachlint.suppressions.suppress import Key, keys_of, same_file
from pachlint.terminal import log

_MAX_BASELINE = 10 * MEGABYTE


def load_baseline(path: str, *, expiry_required: bool = False) -> Baseline:
    """What a baseline knows; one that cannot be read, or lacks the last days that the config requires, ends the command."""
    try:
        content = read_bounded(path, _MAX_BASELINE).decode()
        found = read_baseline(content, os.path.dirname(path) or os.curdir)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise Failure(f"baseline {shown(path)} cannot be read: {reason}") from error
    except BaselineError as error:
        raise Failure(f"baseline {shown(path)} cannot be read: {error}") from error
    endless = sum(key not in found.until for key in found.counts)
    if expiry_required and endless:
        entries = "1 entry has" if endless == 1 else f"{endless} entries have"
        raise Failure(
            f"baseline {shown(path)}: {entries} no last day, which the config requires; "
            'add "until" to each, or write the baseline anew with --until'
        )
    return found


def save_baseline(path: str, baseline: Baseline) -> None:
    """Write a baseline, as a whole or not at all; a file that is something else stays as it is."""
    try:
        before: bytes | None = read_bounded(path, _MAX_BASELINE)
    except FileNotFoundError:
        before = None
    except OSError as error:
        raise Failure(f"{shown(path)} cannot be written: {error.strerror}") from error
    if before and not _is_baseline(before):
        raise Failure(f"{shown(path)} cannot be written: it already exists and is not a pachlint baseline")
    text = write_baseline(baseline, os.path.dirname(path) or os.curdir)
    try:
        replace_files([Replacement(path, before, text.encode())])
    except OSError as error:
        raise Failure(f"{shown(path)} cannot be written: {error.strerror}") from error


def _is_baseline(content: bytes) -> bool:
    try:
        read_baseline(content.decode(), os.curdir)
    except (BaselineError, UnicodeDecodeError):
        return False
    return True


def save_today(path: str, findings: Iterable[Finding], until: str) -> None:
    """Write findings that are ignored from now on, until a day if there is one."""
    counts = counted(findings)
    save_baseline(path, Baseline(counts, dict.fromkeys(counts, until) if until else {}))
    number = sum(counts.values())
    log(f"wrote {number} finding{'' if number == 1 else 's'} to {shown(path)}")


def tell_stale(path: str, baseline: Baseline, reports: Sequence[Report], *, prune: bool) -> None:
    """Say which entries are stale, or take them out."""
    today = Counter[Key]()
    for report in reports:
        for finding in standing(report):
            keys = keys_of(finding)
            today[next((key for key in keys if today[key] < baseline.counts[key]), keys[0])] += 1
    files = {same_file(file) for report in reports for release in report.releases for file in release.files}
    rules = {rule.id for report in reports for rule in report.book.rules}
    known = {name for report in reports for name in report.book.known}
    aliases = {name: today for report in reports for name, today in report.book.aliases.items()}
    gone = stale(
        baseline.counts,
        today,
        lambda key: (
            (rules.issuperset(aliases.get(key[0], key[:1])) or key[0] not in known.union(aliases))
            and (key[1] in files or not os.path.exists(key[1]))
        ),
    )
    if not gone:
        return
    number = sum(gone.values())
    words = "1 entry of the baseline is" if number == 1 else f"{number} entries of the baseline are"
    if prune:
        save_baseline(path, baseline._replace(counts=baseline.counts - gone))
        log(f"{words} gone from {shown(path)}")
    else:
        log(f"note: {words} needed no more; --prune-baseline takes out what is stale")


def standing(report: Report) -> list[Finding]:
    """The findings that no comment and no config ignores."""
    return [*report.findings, *_by_baseline(report)]


def _by_baseline(report: Report) -> list[Finding]:
    return [finding for finding in report.ignored if finding.ignored and finding.ignored.by == "baseline"]
