"""Read the examples of a rule file."""

from typing import Any

from pachlint.place import Span
from pachlint.policy.rule import ENVIRONMENTS
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node
from pachlint.rulefiles.parts import SEVERITIES
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    choice_of,
    count_of,
    fields_of,
    flag_of,
    items_of,
    text_of,
)
from pachlint.target import PROVIDER_NAMES
from pachlint.versions import UnknownVersionError, resolve


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
        if isinstance(node, nodes.MappingNode) and node.entries:
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
            mistakes.add(found["fixed"].key_span, "the rule has no fix that could produce this")
    return example


def _values_text(entry: Entry, mistakes: Mistakes) -> str:
    node = entry.node
    if not isinstance(node, nodes.ScalarNode) or not isinstance(node.value, str):
        mistakes.add(node.span, f"{entry.key} must be the text of a values file (write '{entry.key}: |')")
        return ""
    return node.value


def _first_line(entry: Entry, mistakes: Mistakes) -> int:
    """The line of the rule file where the example's own first line stands."""
    line = mistakes.source.place(entry.node.span).line
    folded = isinstance(entry.node, nodes.ScalarNode) and entry.node.style in ("literal", "folded")
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
            chart.text if isinstance(chart, nodes.ScalarNode) else text_of(chart, "chart", mistakes)
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
    return isinstance(node, nodes.MappingNode) and not node.entries


def _read_expectation(node: Node, mistakes: Mistakes) -> dict[str, Any]:
    found = fields_of(
        node, ("line", "message", "column", "path", "severity"), "an expected finding", mistakes
    )
    expected: dict[str, Any] = {}
    for name, entry in found.items():
        if name in ("line", "column"):
            expected[name] = count_of(entry.node, name, mistakes)
            if isinstance(entry.node, nodes.ScalarNode) and entry.node.value == 0:
                mistakes.add(entry.node.span, f"{name} counts from 1")
        elif name == "severity":
            expected[name] = choice_of(entry.node, SEVERITIES, "severity", mistakes)
        else:
            expected[name] = text_of(entry.node, name, mistakes)
    return expected
