"""Check a compiled rule against what is known: the paths of the chart, the facts of operators, the secrets."""

from collections.abc import Iterator, Mapping, Sequence

from pachlint.chart import fields
from pachlint.chart.secrets import is_secret
from pachlint.exposure import collection
from pachlint.nearness import did_you_mean
from pachlint.place import Path, PathError, Span
from pachlint.policy.messages import FACTS, TESTED_FACTS, TemplateError, holes
from pachlint.policy.paths import Glob, Pattern, Step, read_pattern
from pachlint.policy.ways import ADDRESSES, COLLECTIONS
from pachlint.rulefiles.conditions import COMBINATORS
from pachlint.rulefiles.parts import Template
from pachlint.rulefiles.uses import Reading
from pachlint.versions import RELEASED, Range, Version

SUBCHARTS = ("postgresql", "loki-stack")
"""Top-level keys whose values go to a chart of somebody else: nothing below them is checked."""


def check_paths(reading: Reading, chart: str, unknown_ok: Sequence[str]) -> None:
    """Note each path that no chart version of the range has; ``unknown_ok`` are excused, with all below them."""
    # a range without a release is reported where it stands
    versions = (Range.parse(chart).released() if chart else ()) or RELEASED
    excused = [read_pattern(text).steps for text in unknown_ok]
    seen: set[tuple[str, Span]] = set()
    for use in reading.uses:
        for steps in (route.steps for route in use.routes):
            if (use.text, use.span) in seen or any(steps[: len(path)] == path for path in excused):
                continue
            message = _unknown(use.text, steps, versions, chart)
            if message:
                seen.add((use.text, use.span))
                reading.mistakes.add(use.span, message)


def _unknown(text: str, steps: Sequence[Step], versions: Sequence[Version], chart: str) -> str:
    if steps and steps[0] in COLLECTIONS:
        names = [step for step in steps[2:] if not isinstance(step, int | Glob)]
        return _unknown_of_item(text, names, str(steps[0]))
    found = list(_nodes(fields.root(), steps, ()))
    if not found:
        return f"no chart version has the path {text}{_meant_path(steps)}"
    if any(fields.is_in(present, version) for _, present in found for version in versions):
        return ""
    words = " or ".join(dict.fromkeys(fields.presence_words(present) for _, present in found))
    return f"no chart version in '{chart}' has the path {text} (it is known {words})"


def _unknown_of_item(text: str, names: Sequence[str], among: str) -> str:
    is_address = among == ADDRESSES
    what = "an address" if is_address else "a way in"
    known: Sequence[str] = tuple(collection.ADDRESS_FIELDS if is_address else collection.FIELDS)
    for name in names:
        if known is _ANY:
            break
        if name not in known:
            return f"{what} has no {text.partition('.')[2]}{did_you_mean(name, known)}"
        known = _BELOW.get(name, ())
    return ""


_ANY: Sequence[str] = ("*",)
_BELOW: Mapping[str, Sequence[str]] = {
    "annotations": _ANY,
    "doors": collection.DOOR_FIELDS,
    "hops": collection.HOP_FIELDS,
    "targets": collection.TARGET_FIELDS,
}
_Found = tuple[fields.Node | None, fields.Presence]


def _nodes(node: fields.Node, steps: Sequence[Step], above: Path) -> Iterator[_Found]:
    """The nodes of the schema that a pattern may mean (None inside free-form maps), with the versions that have them."""
    if not steps:
        yield node, _presence(above)
        return
    if (above and fields.is_open(node)) or above[:1] in [(name,) for name in SUBCHARTS]:
        yield None, _presence(above)
    step, rest = steps[0], steps[1:]
    for key, child in _children(node):
        if step.fits(key) if isinstance(step, Glob) else _is_step(step, key):
            yield from _nodes(child, rest, (*above, key))


def _children(node: fields.Node) -> Iterator[tuple[str | int, fields.Node]]:
    yield from fields.inside(node).items()
    items = fields.below(node, 0)
    if items is not None:
        yield 0, items


def _is_step(step: str | int, key: str | int) -> bool:
    """Whether a step may be meant; the items of a list are all alike."""
    return isinstance(step, int) if isinstance(key, int) else step == key


def _presence(path: Path) -> fields.Presence:
    return fields.anywhere(path) or () if path else fields.presence(fields.root())


def _meant_path(steps: Sequence[Step]) -> str:
    node, known = fields.root(), []
    for step in steps:
        following = None if isinstance(step, Glob) else fields.below(node, step)
        if following is None:
            break
        known.append(step)
        node = following
    wrong = steps[len(known)]
    if not isinstance(wrong, str):
        return ""
    words = [*fields.inside(node), *(COMBINATORS if len(steps) == 1 else ())]
    hint = did_you_mean(wrong, words)
    if not hint or not known:
        return hint
    right = hint.split("'")[1]
    rest = (step for step in steps[len(known) + 1 :] if not isinstance(step, Glob))
    return f"; did you mean '{Pattern(steps=(*known, right, *rest))}'?"


def check_templates(templates: Sequence[Template], reading: Reading, *, tested: bool) -> None:
    """Note unknown placeholders and those that would print a secret.

    ``tested``: the rule has ``require``, so that the facts are known; a predicate may offer facts of its own.
    """
    for template, span in templates:
        try:
            found = holes(template)
        except TemplateError as error:
            reading.mistakes.add(span, f"{error} (at character {error.offset + 1})")
            continue
        for hole in found:
            message = (
                _wrong_fact(hole.name, reading, tested=tested)
                if hole.name.startswith("@")
                else _wrong_path(hole.name, reading)
            )
            if message:
                reading.mistakes.add(span, message)


def _wrong_fact(name: str, reading: Reading, *, tested: bool) -> str:
    fact = name[1:]
    if not tested:
        return "" if fact.isidentifier() else f"unknown placeholder {{{name}}}"
    if fact not in FACTS:
        return f"unknown placeholder {{{name}}}{did_you_mean(name, [f'@{known}' for known in FACTS])}"
    if fact in TESTED_FACTS and fact not in reading.facts:
        return f"no operator in require provides {{{name}}}"
    routes = [route for use in reading.uses if use.required for route in use.routes if route.end != "@key"]
    if fact in ("value", "item") and any(_is_secret_route(route) for route in routes):
        return f"{{{name}}} would print a secret"
    return ""


def _wrong_path(name: str, reading: Reading) -> str:
    try:
        pattern = read_pattern(name, tuple(reading.aliases))
    except PathError:
        return f"unknown placeholder {{{name}}}{did_you_mean(name, [f'@{known}' for known in FACTS])}"
    if pattern.has_wildcard:
        return f"{{{name}}} has a wildcard; a placeholder names one value"
    if pattern.end:
        return ""
    if any(map(_is_secret_route, pattern.rooted(reading.aliases))):
        return f"{{{name}}} would print a secret"
    if not pattern.alias and not _known_somewhere(pattern):
        words = [*reading.aliases, *(f"@{known}" for known in FACTS), *fields.inside(fields.root())]
        hint = did_you_mean(name, words) if len(pattern.steps) == 1 else _meant_path(pattern.steps)
        return f"unknown placeholder {{{name}}}: neither a name nor a path of the chart{hint}"
    return ""


def _known_somewhere(pattern: Pattern) -> bool:
    return any(True for _ in _nodes(fields.root(), pattern.steps, ()))


def _is_secret_route(route: Pattern) -> bool:
    """Whether everything the pattern may mean is a secret."""
    if route.fixed is not None:
        return bool(route.fixed) and is_secret(route.fixed)
    found = list(_nodes(fields.root(), route.steps, ()))
    return bool(found) and all(node is not None and bool(node.get("x-secret")) for node, _ in found)
