"""Texts with placeholders: ``{path}`` and ``{alias}`` print a value, ``{@name}`` a fact, ``{x|words}`` has a fallback.

``{{`` and ``}}`` are literal braces. No secret is ever filled in.
"""

from collections.abc import Callable, Iterator, Mapping

from pachlint.chart.secret_texts import tells
from pachlint.chart.secrets import MASK, is_secret
from pachlint.kinds import is_empty
from pachlint.layering.values import MISSING
from pachlint.place import Path, format_path
from pachlint.policy.judged import SECRET, Culprit, Judged
from pachlint.policy.paths import Pattern, Scope, read_pattern
from pachlint.policy.pipes import text_of
from pachlint.records import NamedTuple
from pachlint.regex import regex

UNSET = "(not set)"

_TOKEN = regex(r"\{\{|\}\}|\{([^{}]*)\}|\{")
_LONGEST = 80

FACTS = (
    "path",
    "value",
    "key",
    "expected",
    "missing",
    "other",
    "nearest",
    "reason",
    "item",
    "default",
    "chart",
    "provider",
    "environment",
)
"""What ``{@…}`` may name in a rule with ``require``; a predicate may offer more."""

TESTED_FACTS = ("expected", "missing", "other", "nearest", "reason", "item")
"""The facts that come from the operator that failed."""


class Hole(NamedTuple):
    """A placeholder: what it names, its fallback, and where it stands in the template (0-based)."""

    name: str
    fallback: str | None
    offset: int


class TemplateError(ValueError):
    """A brace that neither opens a placeholder nor is doubled; ``offset`` is where (0-based)."""

    def __init__(self, offset: int) -> None:
        super().__init__("a single { opens no placeholder here; write {{ for a brace")
        self.offset = offset


def pieces(template: str) -> Iterator[str | Hole]:
    """The texts and placeholders of a template.

    Raises:
        TemplateError: if there is a lone opening brace.
    """
    at = 0
    for found in _TOKEN.finditer(template):
        yield template[at : found.start()]
        at = found.end()
        if found[0] in ("{{", "}}"):
            yield found[0][0]
        elif found[1] is None or not found[1].strip():
            raise TemplateError(found.start())
        else:
            name, bar, fallback = found[1].partition("|")
            yield Hole(name.strip(), fallback if bar else None, found.start())
    yield template[at:]


def holes(template: str) -> list[Hole]:
    """The placeholders of a template."""
    return [piece for piece in pieces(template) if isinstance(piece, Hole)]


def render(template: str, culprit: Culprit, scope: Scope) -> str:
    """The template with everything filled in, for people."""
    if "{" not in template and "}" not in template:
        return template
    return "".join(
        piece if isinstance(piece, str) else _printed(piece, culprit, scope) for piece in pieces(template)
    )


def fill(value: object, culprit: Culprit, scope: Scope) -> object:
    """A value of a fix: a text that is one placeholder becomes what it names, with its type; MISSING if that is not known."""
    if isinstance(value, list):
        parts = [fill(part, culprit, scope) for part in value]
        return MISSING if any(part is MISSING for part in parts) else parts
    if isinstance(value, Mapping):
        filled = {key: fill(part, culprit, scope) for key, part in value.items()}
        return MISSING if any(part is MISSING for part in filled.values()) else filled
    if not isinstance(value, str) or ("{" not in value and "}" not in value):
        return value
    found = [piece for piece in pieces(value) if piece]
    known = [piece if isinstance(piece, str) else _meant(piece, culprit, scope) for piece in found]
    if any(part is MISSING or part is None or part is SECRET for part in known):
        return MISSING
    return known[0] if len(known) == 1 else "".join(text_of(part) for part in known)


def _meant(hole: Hole, culprit: Culprit, scope: Scope) -> object:
    found = _look_up(hole.name, culprit, scope)
    if (found is MISSING or found is None) and hole.fallback is not None:
        return hole.fallback
    return found


def _printed(hole: Hole, culprit: Culprit, scope: Scope) -> str:
    found = _look_up(hole.name, culprit, scope)
    if found is MISSING or is_empty(found):
        return UNSET if hole.fallback is None else hole.fallback
    return print_value(found)


def print_value(value: object) -> str:
    """A value on one line: texts as they are, lists with commas between, of mappings only the keys."""
    if value is SECRET:
        return MASK
    if isinstance(value, Mapping):
        value = list(value)
    if isinstance(value, list | tuple):
        return _clipped(
            ", ".join("…" if isinstance(item, Mapping | list) else print_value(item) for item in value)
        )
    text = text_of(value)
    return MASK if tells(text) else _clipped(text)


def _clipped(text: str) -> str:
    text = " ".join(text.split()) if not text.isprintable() else text
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _look_up(name: str, culprit: Culprit, scope: Scope) -> object:
    """What a placeholder names: a value, or SECRET, or MISSING."""
    if not name.startswith("@"):
        pattern = read_pattern(name, tuple(scope.aliases))
        path = pattern.path(scope) if not pattern.has_wildcard else None
        return MISSING if path is None else _value(pattern, path, scope)
    fact = name[1:]
    if fact in _OWN_FACTS:
        return _OWN_FACTS[fact](culprit, scope)
    found = culprit.facts.get(fact, MISSING)
    if (
        found is not MISSING
        and fact in ("item", "nearest", "value")
        and not culprit.key
        and is_secret(culprit.path)
    ):
        return SECRET
    return found


def _value(pattern: Pattern, path: Path, scope: Scope) -> object:
    found = pattern.value(path, scope)
    return SECRET if not pattern.end and _is_hidden(path, found) else found


def _is_hidden(path: Path, value: object) -> bool:
    return is_secret((*path, 0) if isinstance(value, list) else path)


def _own_value(culprit: Culprit, scope: Scope) -> object:
    if culprit.key:
        return culprit.path[-1]
    found = culprit.facts.get("value", scope.judged.values.get(culprit.path, MISSING))
    return SECRET if _is_hidden(culprit.path, found) else found


def _default(culprit: Culprit, scope: Scope) -> object:
    found: object = scope.judged.chart.defaults
    for step in culprit.path:
        if not isinstance(found, Mapping) or step not in found:
            return MISSING
        found = found[step]
    return SECRET if is_secret(culprit.path) else found


def _judged_for(read: Callable[[Judged], object]) -> Callable[[Culprit, Scope], object]:
    return lambda _, scope: read(scope.judged)


_OWN_FACTS: Mapping[str, Callable[[Culprit, Scope], object]] = {
    "path": lambda culprit, _: format_path(culprit.path),
    "key": lambda culprit, _: culprit.path[-1] if culprit.path else "",
    "value": _own_value,
    "default": _default,
    "chart": _judged_for(lambda judged: judged.chart.label.removeprefix("chart ")),
    "provider": _judged_for(lambda judged: judged.target.provider.value),
    "environment": _judged_for(lambda judged: judged.target.environment.value),
}
