"""Compile the parts of a rule file around its conditions: where it applies, its places, its fix, its examples."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from pachlint.finding import Safety, Severity
from pachlint.place import Span
from pachlint.policy.rule import ENVIRONMENTS
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node
from pachlint.rulefiles.conditions import read_condition
from pachlint.rulefiles.operands import read_range
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    choice_of,
    choices_of,
    count_of,
    fields_of,
    flag_of,
    items_of,
    plain,
    text_of,
)
from pachlint.rulefiles.uses import Compiled, Reading
from pachlint.target import PROVIDER_NAMES
from pachlint.versions import Range, UnknownVersionError, resolve

_PROVIDERS = {**PROVIDER_NAMES, "unknown": "unknown"}
SEVERITIES = tuple(severity.word for severity in Severity)

# Template fields are checked later, when all names and facts of the rule are known.
Template = tuple[str, Span]


def read_applies(node: Node, mistakes: Mistakes) -> list[Any]:
    """``[range, providers, environments, intervals]``, the last of which is what the range means."""
    found = fields_of(node, ("chart", "provider", "environment"), "applies", mistakes)
    chart = read_range(found["chart"].node, "applies.chart", mistakes) if "chart" in found else ""
    intervals = Range.parse(chart).intervals if chart else ()
    if chart and not Range.parse(chart).released():
        mistakes.add(found["chart"].node.span, f"no released chart version is in '{chart}'")
    providers = (
        choices_of(found["provider"].node, _PROVIDERS, "provider", mistakes) if "provider" in found else []
    )
    environments = (
        choices_of(found["environment"].node, ENVIRONMENTS, "environment", mistakes)
        if "environment" in found
        else []
    )
    return [
        chart,
        [_PROVIDERS[name] for name in providers if name],
        environments,
        [[list(low), list(high)] for low, high in intervals],
    ]


def read_place(node: Node, what: str, reading: Reading) -> Compiled | None:
    """The pattern of one place: without wildcards, perhaps a key."""
    text = text_of(node, what, reading.mistakes)
    pattern = reading.pattern(text, node.span, afterwards=True) if text else None
    if pattern and any(isinstance(step, Mapping) for step in pattern[2]):
        reading.mistakes.add(node.span, f"{what} names one place, without wildcards")
    if pattern and pattern[3] == "@path":
        reading.mistakes.add(node.span, f"{what} is a value or a key (@key)")
    return pattern


def read_also(node: Node, reading: Reading) -> tuple[list[Any], list[Template]]:
    """``[[pattern, label], …]`` and the labels to check."""
    places, templates = [], []
    for item in items_of(node, "also", reading.mistakes):
        found = fields_of(item, ("at", "label"), "also", reading.mistakes)
        if not _complete(found, ("at", "label"), item, "an item of also", reading.mistakes):
            continue
        label = text_of(found["label"].node, "label", reading.mistakes)
        places.append([read_place(found["at"].node, "at", reading), label])
        templates.append((label, found["label"].node.span))
    return places, templates


_EDIT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "set": ("path", "value"),
    "insert": ("path", "value"),
    "append": ("path", "value"),
    "delete": ("path",),
    "rename": ("path", "to"),
    "move": ("from", "to"),
    "replace": ("path", "match", "with"),
}


def read_fix(node: Node, reading: Reading) -> tuple[dict[str, Any] | None, list[Template]]:
    """``{title, safety, edits, when}`` and the templates in it to check."""
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
    fix: dict[str, Any] = {"title": title, "safety": safety, "edits": [edit for edit in edits if edit]}
    if "when" in found:
        reading.field[0] = "fix"
        fix["when"] = read_condition(found["when"].node, reading, demanded=False)
    return fix, templates


def _read_edit(node: Node, reading: Reading, templates: list[Template]) -> dict[str, Any] | None:
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
    edit: dict[str, Any] = {"kind": kind}
    for name, part in found.items():
        if name in ("path", "from") or (kind == "move" and name == "to"):
            edit["path" if name == "from" else name] = _edit_path(part.node, reading)
        elif name == "value":
            edit[name] = plain(part.node)
            templates += [(text, part.node.span) for text in _texts_in(edit[name])]
        elif name == "match":
            edit[name] = text_of(part.node, name, mistakes)
            _check_expression(edit[name], part.node.span, mistakes)
        else:
            edit[name] = plain(part.node) if name == "with" else text_of(part.node, name, mistakes)
            if not isinstance(edit[name], str):
                mistakes.add(part.node.span, f"{name} must be a text")
            else:
                templates.append((edit[name], part.node.span))
    return edit


def _check_expression(text: str, span: Span, mistakes: Mistakes) -> None:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        mistakes.add(span, f"'{text}' is not a regular expression: {error}")


# Stands for a path that is known only when the rule has failed; no name may contain a hyphen.
_ANYTHING = "any-path"


def _edit_path(node: Node, reading: Reading) -> Compiled | None:
    """The pattern of an edit's path; it may begin with ``{@path}``, ``{@other}`` or a name in braces."""
    text = text_of(node, "path", reading.mistakes)
    if text.startswith("{"):
        name, _, rest = text[1:].partition("}")
        if name in ("@path", "@other"):
            inner = reading.pattern(f"{_ANYTHING}{rest}", node.span, afterwards=True)
            if inner:
                reading.places.pop()  # of any path, nothing is known
            return [name, 0, inner[2][1:], inner[3]] if inner else None
        text = name.removesuffix(".@path") + rest
    pattern = reading.pattern(text, node.span, afterwards=True) if text else None
    if pattern and any(isinstance(step, Mapping) for step in pattern[2]):
        reading.mistakes.add(node.span, "an edit changes one path, without wildcards")
    return pattern


def _texts_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in _texts_in(part)]
    return [text for part in value for text in _texts_in(part)] if isinstance(value, list) else []


def read_examples(node: Node, mistakes: Mistakes, *, has_fix: bool) -> list[dict[str, Any]]:
    """The examples of a rule; there must be a bad one and a good one."""
    found = [_read_example(item, mistakes, has_fix=has_fix) for item in items_of(node, "examples", mistakes)]
    examples = [example for example in found if example]
    if len(examples) == len(found) and found:
        for kind, bad in (("bad", True), ("good", False)):
            if not any(example["bad"] is bad for example in examples):
                mistakes.add(node.span, f"the rule has no {kind} example")
    return examples


def _read_example(node: Node, mistakes: Mistakes, *, has_fix: bool) -> dict[str, Any] | None:
    found = fields_of(node, ("bad", "good", "context", "expect", "fixed"), "an example", mistakes)
    kinds = [kind for kind in ("bad", "good") if kind in found]
    if len(kinds) != 1:
        if isinstance(node, nodes.Mapping) and node.entries:
            mistakes.add(node.span, "an example is either bad or good")
        return None
    bad, entry = kinds[0] == "bad", found[kinds[0]]
    example: dict[str, Any] = {
        "bad": bad,
        "text": _values_text(entry, mistakes),
        "line": _first_line(entry, mistakes),
    }
    if "context" in found:
        example["context"] = _read_context(found["context"].node, mistakes)
    if bad and "expect" not in found:
        mistakes.add(entry.key_span, "a bad example must say what to expect")
    for word in ("expect", "fixed"):
        if not bad and word in found:
            mistakes.add(found[word].key_span, f"a good example has no '{word}'")
    if "expect" in found:
        items = items_of(found["expect"].node, "expect", mistakes)
        example["expect"] = [
            {} if _is_anything(item) else _read_expectation(item, mistakes) for item in items
        ]
    if "fixed" in found:
        example["fixed"] = _values_text(found["fixed"], mistakes)
        if not has_fix:
            mistakes.add(found["fixed"].key_span, "the rule has no fix that could make this")
    return example


def _values_text(entry: Entry, mistakes: Mistakes) -> str:
    node = entry.node
    if not isinstance(node, nodes.Scalar) or not isinstance(node.value, str):
        mistakes.add(node.span, f"{entry.key} must be the text of a values file (write '{entry.key}: |')")
        return ""
    return node.value


def _first_line(entry: Entry, mistakes: Mistakes) -> int:
    """The line of the rule file where the example's own first line stands."""
    line = mistakes.source.place(entry.node.span).line
    folded = isinstance(entry.node, nodes.Scalar) and entry.node.style in ("literal", "folded")
    return line + 1 if folded else line


def _read_context(node: Node, mistakes: Mistakes) -> dict[str, Any]:
    found = fields_of(node, ("provider", "environment", "chart", "partial", "file"), "context", mistakes)
    context: dict[str, Any] = {}
    if "provider" in found:
        context["provider"] = choice_of(found["provider"].node, PROVIDER_NAMES, "provider", mistakes)
    if "environment" in found:
        context["environment"] = choice_of(found["environment"].node, ENVIRONMENTS, "environment", mistakes)
    if "chart" in found:
        chart = found["chart"].node
        context["chart"] = (
            chart.text if isinstance(chart, nodes.Scalar) else text_of(chart, "chart", mistakes)
        )
        _check_version(context["chart"], chart.span, mistakes)
    if "file" in found:
        context["file"] = text_of(found["file"].node, "file", mistakes)
    if "partial" in found:
        context["partial"] = flag_of(found["partial"].node, "partial", mistakes)
    return context


def _check_version(text: str, span: Span, mistakes: Mistakes) -> None:
    try:
        resolve(text)
    except UnknownVersionError as error:
        mistakes.add(span, str(error))


def _is_anything(node: Node) -> bool:
    return isinstance(node, nodes.Mapping) and not node.entries


def _read_expectation(node: Node, mistakes: Mistakes) -> dict[str, Any]:
    found = fields_of(
        node, ("line", "message", "column", "path", "severity"), "an expected finding", mistakes
    )
    expected: dict[str, Any] = {}
    for name, entry in found.items():
        if name in ("line", "column"):
            expected[name] = count_of(entry.node, name, mistakes)
            if isinstance(entry.node, nodes.Scalar) and entry.node.value == 0:
                mistakes.add(entry.node.span, f"{name} counts from 1")
        elif name == "severity":
            expected[name] = choice_of(entry.node, SEVERITIES, "severity", mistakes)
        else:
            expected[name] = text_of(entry.node, name, mistakes)
    return expected


def _complete(
    found: Collection[str], wanted: tuple[str, ...], node: Node, what: str, mistakes: Mistakes
) -> bool:
    missing = [name for name in wanted if name not in found]
    if missing and isinstance(node, nodes.Mapping) and node.entries:
        mistakes.add(node.span, f"{what} has no '{missing[0]}'")
    return not missing
