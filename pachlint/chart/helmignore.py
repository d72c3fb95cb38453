"""``.helmignore``: files of a chart's folder that Helm does not see (Helm 3.17.3, internal/ignore)."""

import re
from collections.abc import Callable, Iterable

from pachlint.records import NamedTuple

NAME = ".helmignore"

# "*", "?", "[a-z]" or "[^a-z]", and an escaped character, as in Go's filepath.Match.
_PART = re.compile(
    r"(?P<many>\*)|(?P<one>\?)|\[(?P<class>\^?(?:\\.|[^\]\\])+)\]|\\(?P<escaped>.)|(?P<text>.)", re.DOTALL
)

Ignored = Callable[[str, bool], bool]
"""A path within the chart, and whether it is a folder, to whether Helm passes over it."""


class IgnoreError(ValueError):
    """A pattern that Helm refuses."""


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    negated: bool
    folder: bool
    whole: bool
    """Whether the whole path is compared, not only its last part."""


def ignored_by(text: str) -> Ignored:
    """What the text of a ``.helmignore`` says.

    Raises:
        IgnoreError: if one of its patterns is none.
    """
    rules = [rule for line in text.splitlines() if (rule := _rule(line.strip())) is not None]
    return lambda path, is_folder: _is_ignored(rules, path, is_folder=is_folder)


def _rule(line: str) -> _Rule | None:
    if not line or line.startswith("#"):
        return None
    if "**" in line:
        raise IgnoreError("double-star (**) syntax is not supported")
    _matcher(line)
    negated, line = line.startswith("!"), line.removeprefix("!")
    folder, line = line.endswith("/"), line.removesuffix("/")
    return _Rule(_matcher(line.removeprefix("/")), negated, folder, whole="/" in line)


def _matcher(pattern: str) -> re.Pattern[str]:
    parts, at = [], 0
    while at < len(pattern):
        found = _PART.match(pattern, at)
        if found is None or found["text"] in ("[", "\\"):
            raise IgnoreError(f"syntax error in pattern {pattern!r}")
        parts.append(_expression(found))
        at = found.end()
    return re.compile("".join(parts), re.DOTALL)


def _expression(found: re.Match[str]) -> str:
    if found["many"]:
        return "[^/]*"
    if found["one"]:
        return "[^/]"
    if found["class"]:
        inside = found["class"].removeprefix("^").replace("[", r"\[")
        return f"[{'^' if found['class'].startswith('^') else ''}{inside}]"
    return re.escape(found["escaped"] or found["text"])


def _is_ignored(rules: Iterable[_Rule], path: str, *, is_folder: bool) -> bool:
    for rule in rules:
        name = path if rule.whole else path.rpartition("/")[2]
        fits = rule.pattern.fullmatch(name) is not None
        if rule.negated:
            # whatever such a rule does not name is out
            if (rule.folder and not is_folder) or not fits:
                return True
        elif fits and (is_folder or not rule.folder):
            return True
    return False
