"""Compile the parts of a rule file around its conditions: where it applies, its places, its fix, its examples."""

from collections.abc import Collection, Mapping

from pachlint.finding import Safety, Severity
from pachlint.place import Span
from pachlint.policy.finding_template import Also, Intervals
from pachlint.policy.fixes import EditTemplate, FixTemplate
from pachlint.policy.paths import Pattern, pattern
from pachlint.policy.rule import ENVIRONMENTS, Applies
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node, data_of
from pachlint.rulefiles.conditions import read_condition
from pachlint.rulefiles.operands import check_expression, read_range
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    choice_of,
    choices_of,
    fields_of,
    items_of,
    text_of,
)
from pachlint.rulefiles.uses import Reading
from pachlint.target import PROVIDER_NAMES
from pachlint.versions import Range

_PROVIDERS = {**PROVIDER_NAMES, "unknown": "unknown"}
SEVERITIES = tuple(severity.word for severity in Severity)

# Template fields are checked later, when all names and facts of the rule are known.
Template = tuple[str, Span]


def read_applies(node: Node, mistakes: Mistakes) -> Applies:
    """Where the rule speaks."""
    found = fields_of(node, ("chart", "provider", "environment"), "applies", mistakes)
    chart = read_range(found["chart"].node, "applies.chart", mistakes) if "chart" in found else ""
    wanted = Range.parse(chart) if chart else None
    if wanted and not wanted.released():
        mistakes.add(found["chart"].node.span, f"no released chart version is in '{chart}'")
    providers = (
        choices_of(found["provider"].node, _PROVIDERS, "provider", mistakes) if "provider" in found else []
    )
    environments = (
        choices_of(found["environment"].node, ENVIRONMENTS, "environment", mistakes)
        if "environment" in found
        else []
    )
    return Applies(
        chart,
        tuple(_PROVIDERS[name] for name in providers if name),
        tuple(environments),
        intervals_of(wanted) if wanted else (),
    )


def intervals_of(wanted: Range) -> Intervals:
    """What a range means."""
    return [[list(low), list(high)] for low, high in wanted.intervals]


def read_place(node: Node, what: str, reading: Reading) -> Pattern | None:
    """The pattern of one place: without wildcards, perhaps a key."""
    text = text_of(node, what, reading.mistakes)
    pattern = reading.pattern(text, node.span, afterwards=True) if text else None
    if pattern and pattern.has_wildcard:
        reading.mistakes.add(node.span, f"{what} names one place, without wildcards")
    if pattern and pattern.end == "@path":
        reading.mistakes.add(node.span, f"{what} is a value or a key (@key)")
    return pattern


def read_also(node: Node, reading: Reading) -> tuple[tuple[Also, ...], list[Template]]:
    """The other places, and their labels to check."""
    places, templates = [], []
    for item in items_of(node, "also", reading.mistakes):
        found = fields_of(item, ("at", "label"), "also", reading.mistakes)
        if not _complete(found, ("at", "label"), item, "an item of also", reading.mistakes):
            continue
        label = text_of(found["label"].node, "label", reading.mistakes)
        at = read_place(found["at"].node, "at", reading)
        if at:
            places.append(Also(at, label))
        templates.append((label, found["label"].node.span))
    return tuple(places), templates


_EDIT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "set": ("path", "value"),
    "insert": ("path", "value"),
    "append": ("path", "value"),
    "delete": ("path",),
    "rename": ("path", "to"),
    "move": ("from", "to"),
    "replace": ("path", "match", "with"),
}


def read_fix(node: Node, reading: Reading) -> tuple[FixTemplate | None, list[Template]]:
    """The fix, and the templates in it to check."""
    mistakes = reading.mistakes
    found = fields_of(node, ("title", "safety", "edits", "when"), "fix", mistakes)
    if not _complete(found, ("title", "safety", "edits"), node, "fix", mistakes):
        return None, []
    templates: list[Template] = []
    edits = [
        _read_edit(item, reading, templates) for item in items_of(found["edits"].node, "edits", mistakes)
    ]
    title = text_of(found["title"].node, "the title of a fix", mistakes)
    templates.append((title, found["title"].node.span))
    safety = choice_of(found["safety"].node, [word.value for word in Safety], "safety", mistakes)
    when = read_condition(found["when"].node, reading, required=False) if "when" in found else None
    return FixTemplate(title, safety, tuple(edit for edit in edits if edit), when), templates


def _read_edit(node: Node, reading: Reading, templates: list[Template]) -> EditTemplate | None:
    mistakes = reading.mistakes
    kinds = fields_of(node, _EDIT_FIELDS, "an edit", mistakes)
    if len(kinds) != 1:
        if len(kinds) > 1:
            mistakes.add(node.span, "an edit does one thing")
        return None
    kind, entry = next(iter(kinds.items()))
    found = fields_of(entry.node, _EDIT_FIELDS[kind], kind, mistakes)
    if not _complete(found, _EDIT_FIELDS[kind], entry.node, kind, mistakes):
        return None
    path = _edit_path(found["from" if kind == "move" else "path"].node, reading)
    edit = EditTemplate(kind, path or Pattern())
    for name, part in found.items():
        if name == "to":
            to = (
                _edit_path(part.node, reading)
                if kind == "move"
                else _template_text(part, text_of(part.node, name, mistakes), templates, mistakes)
            )
            edit = edit._replace(to=to or "")
        elif name == "value":
            edit = edit._replace(value=data_of(part.node))
            templates += [(text, part.node.span) for text in _texts_in(edit.value)]
        elif name == "match":
            edit = edit._replace(match=text_of(part.node, name, mistakes))
            check_expression(edit.match, part.node.span, mistakes)
        elif name == "with":
            new = _template_text(part, data_of(part.node), templates, mistakes)
            edit = edit._replace(replacement=new)
    return edit


def _template_text(part: Entry, text: object, templates: list[Template], mistakes: Mistakes) -> str:
    if not isinstance(text, str):
        mistakes.add(part.node.span, f"{part.key} must be a text")
        return ""
    templates.append((text, part.node.span))
    return text


# Stands for a path that is known only when the rule has failed; no name may contain a hyphen.
_ANYTHING = "any-path"


def _edit_path(node: Node, reading: Reading) -> Pattern | None:
    """The pattern of an edit's path; it may begin with ``{@path}``, ``{@other}`` or a name in braces."""
    text = text_of(node, "path", reading.mistakes)
    if text.startswith("{"):
        name, _, rest = text[1:].partition("}")
        if name in ("@path", "@other"):
            inner = reading.pattern(f"{_ANYTHING}{rest}", node.span, afterwards=True)
            if inner:
                reading.uses.pop()  # of any path, nothing is known
            return pattern(name, 0, inner.steps[1:], inner.end) if inner else None
        text = name.removesuffix(".@path") + rest
    found = reading.pattern(text, node.span, afterwards=True) if text else None
    if found and found.has_wildcard:
        reading.mistakes.add(node.span, "an edit changes one path, without wildcards")
    return found


def _texts_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in _texts_in(part)]
    return [text for part in value for text in _texts_in(part)] if isinstance(value, list) else []


def _complete(
    found: Collection[str], wanted: tuple[str, ...], node: Node, what: str, mistakes: Mistakes
) -> bool:
    missing = [name for name in wanted if name not in found]
    if missing and isinstance(node, nodes.MappingNode) and node.entries:
        mistakes.add(node.span, f"{what} has no '{missing[0]}'")
    return not missing
