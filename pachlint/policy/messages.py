"""Texts with placeholders: ``{path}`` and ``{alias}`` print a value, ``{@name}`` a fact, ``{x|words}`` has a fallback.

``{{`` and ``}}`` are literal braces. No secret is ever filled in.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from pachlint.chart.secret_texts import tells
from pachlint.chart.secrets import MASK, is_secret
from pachlint.kinds import is_empty
from pachlint.layering.values import MISSING
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, format_path
from pachlint.policy.context import SECRET, CheckContext, Violation
from pachlint.policy.paths import Pattern, Scope, read_pattern
from pachlint.policy.pipes import scalar_text
from pachlint.records import NamedTuple

UNSET = "(not set)"

_TOKEN = lazy_regex(r"\{\{|\}\}|\{([^{}]*)\}|\{")
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
        super().__init__("a single { does not open a placeholder; write {{ for a brace")
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


@lru_cache(maxsize=64)
def _pieces(template: str) -> tuple[str | Hole, ...]:
    return tuple(pieces(template))


def holes(template: str) -> list[Hole]:
    """The placeholders of a template."""
    return [piece for piece in pieces(template) if isinstance(piece, Hole)]


def render(template: str, violation: Violation, scope: Scope) -> str:
    """The template with everything filled in, for people."""
    if "{" not in template and "}" not in template:
        return template
    return "".join(
        piece if isinstance(piece, str) else _printed(piece, violation, scope) for piece in _pieces(template)
    )


def fill(value: object, violation: Violation, scope: Scope) -> object:
    """A value of a fix: a text that is one placeholder becomes what it names, with its type; MISSING if that is not known."""
    if isinstance(value, list):
        parts = [fill(part, violation, scope) for part in value]
        return MISSING if any(part is MISSING for part in parts) else parts
    if isinstance(value, Mapping):
        filled = {key: fill(part, violation, scope) for key, part in value.items()}
        return MISSING if any(part is MISSING for part in filled.values()) else filled
    if not isinstance(value, str) or ("{" not in value and "}" not in value):
        return value
    found = [piece for piece in _pieces(value) if piece]
    known = [piece if isinstance(piece, str) else _meant(piece, violation, scope) for piece in found]
    if any(part is MISSING or part is None or part is SECRET for part in known):
        return MISSING
    return known[0] if len(known) == 1 else "".join(scalar_text(part) for part in known)


def _meant(hole: Hole, violation: Violation, scope: Scope) -> object:
    found = _look_up(hole.name, violation, scope)
    if (found is MISSING or found is None) and hole.fallback is not None:
        return hole.fallback
    return found


def _printed(hole: Hole, violation: Violation, scope: Scope) -> str:
    found = _look_up(hole.name, violation, scope)
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
    text = scalar_text(value)
    return MASK if tells(text) else _clipped(text)


def _clipped(text: str) -> str:
    text = " ".join(text.split()) if not text.isprintable() else text
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _look_up(name: str, violation: Violation, scope: Scope) -> object:
    """What a placeholder names: a value, or SECRET, or MISSING."""
    if not name.startswith("@"):
        pattern = read_pattern(name, tuple(scope.aliases))
        path = pattern.path(scope) if not pattern.has_wildcard else None
        return MISSING if path is None else _value(pattern, path, scope)
    fact = name[1:]
    if fact in _OWN_FACTS:
        return _OWN_FACTS[fact](violation, scope)
    found = violation.facts.get(fact, MISSING)
    if (
        found is not MISSING
        and fact in ("item", "nearest", "value")
        and not violation.key
        and is_secret(violation.path)
    ):
        return SECRET
    return found


def _value(pattern: Pattern, path: Path, scope: Scope) -> object:
    found = pattern.value(path, scope)
    return SECRET if not pattern.end and _is_secret(path, found) else found


def _is_secret(path: Path, value: object) -> bool:
    return is_secret((*path, 0) if isinstance(value, list) else path)


def _own_value(violation: Violation, scope: Scope) -> object:
    if violation.key:
        return violation.path[-1]
    found = violation.facts.get("value", scope.context.values.get(violation.path, MISSING))
    return SECRET if _is_secret(violation.path, found) else found


def _default(violation: Violation, scope: Scope) -> object:
    found: object = scope.context.chart.defaults
    for step in violation.path:
        if not isinstance(found, Mapping) or step not in found:
            return MISSING
        found = found[step]
    return SECRET if is_secret(violation.path) else found


def _judged_for(read: Callable[[CheckContext], object]) -> Callable[[Violation, Scope], object]:
    return lambda _, scope: read(scope.context)


_OWN_FACTS: Mapping[str, Callable[[Violation, Scope], object]] = {
    "path": lambda violation, _: format_path(violation.path),
    "key": lambda violation, _: violation.path[-1] if violation.path else "",
    "value": _own_value,
    "default": _default,
    "chart": _judged_for(lambda context: context.chart.label.removeprefix("chart ")),
    "provider": _judged_for(lambda context: context.target.provider.value),
    "environment": _judged_for(lambda context: context.target.environment.value),
}
