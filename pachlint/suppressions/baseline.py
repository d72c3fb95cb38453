"""Baselines: the findings that stood on a day, by rule, file and path, so that only new ones count."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from pachlint.finding import Finding
from pachlint.records import NamedTuple
from pachlint.suppressions.expiry import date_of
from pachlint.suppressions.suppress import Key, key_of

VERSION = 1
_FIELDS = ("rule", "file", "path")


class BaselineError(ValueError):
    """A file that is no baseline of pachlint."""


class Baseline(NamedTuple):
    """How many findings of each key a baseline knows, and the last day of those that have one."""

    counts: Counter[Key]
    until: Mapping[Key, str] = {}


def read_baseline(text: str, folder: str) -> Baseline:
    """What a baseline knows; its files are relative to ``folder``, keys to the current one.

    Of several entries of a key the latest day counts, and none at all is later than any.

    Raises:
        BaselineError: if the text is no baseline.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BaselineError(f"it is not JSON ({where}: {error.msg})") from error
    # Python reads no number of more than 4,300 digits
    except (RecursionError, ValueError) as error:
        raise BaselineError("it is not a pachlint baseline") from error
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list) or "version" not in data:
        raise BaselineError("it is not a pachlint baseline")
    if type(data["version"]) is not int or data["version"] != VERSION:
        raise BaselineError(f"it has version {data['version']!r}; this pachlint reads version {VERSION}")
    found: Counter[Key] = Counter()
    days: dict[Key, set[str]] = {}
    for number, entry in enumerate(data["findings"], 1):
        rule, file, path, count, until = _entry(entry, number)
        key = rule, _moved(file, folder, os.curdir), path
        found[key] += count
        days.setdefault(key, set()).add(until)
    return Baseline(found, {key: max(every) for key, every in days.items() if "" not in every})


def _entry(entry: object, number: int) -> tuple[str, str, str, int, str]:
    """Rule, file, path, count and last day of an entry, the first of which has the number 1."""
    fields = entry if isinstance(entry, dict) else {}
    rule, file, path = (fields.get(field) for field in _FIELDS)
    count = fields.get("count", 1)
    if not (isinstance(rule, str) and isinstance(file, str) and isinstance(path, str)):
        raise BaselineError(f"finding {number} needs a rule, a file and a path, all strings")
    if type(count) is not int or count < 1:
        raise BaselineError(f"the count of finding {number} must be a positive whole number")
    until = fields.get("until", "")
    if not isinstance(until, str) or (until and date_of(until) is None):
        raise BaselineError(f"until of finding {number} must be a date, such as 2027-03-01")
    return rule, file, path, count, until


def write_baseline(baseline: Baseline, folder: str) -> str:
    """The text of a baseline that stands in ``folder``; one finding a line, sorted."""
    moved_files = {file: _moved(file, os.curdir, folder) for file in {file for _, file, _ in baseline.counts}}
    moved = sorted(
        ((rule, moved_files[file], path), count, baseline.until.get((rule, file, path), ""))
        for (rule, file, path), count in baseline.counts.items()
        if count > 0
    )
    lines = [
        json.dumps(
            {
                **dict(zip(_FIELDS, key, strict=True)),
                **({"count": count} if count > 1 else {}),
                **({"until": until} if until else {}),
            },
            ensure_ascii=False,
        )
        for key, count, until in moved
    ]
    body = ",\n".join(f"  {line}" for line in lines)
    return (
        f'{{"version": {VERSION}, "findings": [\n{body}\n]}}\n'
        if lines
        else f'{{"version": {VERSION}, "findings": []}}\n'
    )


def counted(findings: Iterable[Finding]) -> Counter[Key]:
    """The findings as a baseline knows them."""
    return Counter(key_of(finding) for finding in findings)


def stale(
    baseline: Mapping[Key, int], standing: Counter[Key], is_judged: Callable[[Key], bool]
) -> Counter[Key]:
    """The entries that no finding needs any more, of rules and files that were judged."""
    return Counter(
        {
            key: count - standing[key]
            for key, count in baseline.items()
            if count > standing[key] and is_judged(key)
        }
    )


def _moved(file: str, here: str, there: str) -> str:
    """A file name as seen from another folder, with slashes; what is no file keeps its name."""
    if file.startswith("<"):
        return file
    return os.path.relpath(os.path.join(here, file), there).replace(os.sep, "/")
