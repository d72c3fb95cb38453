"""Baselines: the findings that stood on a day, by rule, file and path, so that only new ones count."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from pachlint.finding import Finding
from pachlint.silencing.suppressions import Key, key_of

VERSION = 1
_FIELDS = ("rule", "file", "path")


class BaselineError(ValueError):
    """A file that is no baseline of pachlint."""


def read_baseline(text: str, folder: str) -> Counter[Key]:
    """How many findings of each key a baseline knows; its files are relative to ``folder``, keys to the current one.

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
        raise BaselineError("it is no baseline of pachlint") from error
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list) or "version" not in data:
        raise BaselineError("it is no baseline of pachlint")
    if type(data["version"]) is not int or data["version"] != VERSION:
        raise BaselineError(f"it is of version {data['version']!r}; this pachlint knows {VERSION}")
    found: Counter[Key] = Counter()
    for number, entry in enumerate(data["findings"], 1):
        rule, file, path, count = _entry(entry, number)
        found[rule, _moved(file, folder, os.curdir), path] += count
    return found


def _entry(entry: object, number: int) -> tuple[str, str, str, int]:
    """Rule, file, path and count of an entry, the first of which has the number 1."""
    fields = entry if isinstance(entry, dict) else {}
    rule, file, path = (fields.get(field) for field in _FIELDS)
    count = fields.get("count", 1)
    if not (isinstance(rule, str) and isinstance(file, str) and isinstance(path, str)):
        raise BaselineError(f"finding {number} needs a rule, a file and a path, all texts")
    if type(count) is not int or count < 1:
        raise BaselineError(f"the count of finding {number} must be a number from 1 on")
    return rule, file, path, count


def write_baseline(counts: Mapping[Key, int], folder: str) -> str:
    """The text of a baseline that stands in ``folder``; one finding a line, sorted."""
    moved = sorted(
        ((rule, _moved(file, os.curdir, folder), path), count)
        for (rule, file, path), count in counts.items()
        if count > 0
    )
    lines = [
        json.dumps(
            {**dict(zip(_FIELDS, key, strict=True)), **({"count": count} if count > 1 else {})},
            ensure_ascii=False,
        )
        for key, count in moved
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
