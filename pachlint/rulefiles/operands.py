"""Read the operands of operators. A reference ``{ref: path}`` stays a node for the condition reader to compile."""

import re
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from pachlint.formats import FORMATS
from pachlint.formats.kubernetes import quantity_in_nanos
from pachlint.kinds import is_number
from pachlint.place import Span
from pachlint.policy.operators import LENGTH_WORDS
from pachlint.reading import nodes
from pachlint.reading.nodes import Node, data_of
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    choice_of,
    count_of,
    describe,
    fields_of,
    flag_of,
    items_of,
    text_of,
)
from pachlint.versions import Range, RangeError

_TYPES = ("string", "integer", "number", "boolean", "mapping", "list", "null")

Read = Callable[[Node, str, Mistakes], Any]


def is_reference(node: Node) -> bool:
    """Whether a node is ``{ref: …}``."""
    return isinstance(node, nodes.MappingNode) and any(entry.key == "ref" for entry in node.entries)


def _value(node: Node, word: str, mistakes: Mistakes) -> object:
    if is_reference(node):
        return node
    value = data_of(node)
    if value is None:
        mistakes.add(node.span, f"{word} must not be null; use present to test for a value")
    return value


def _values(node: Node, word: str, mistakes: Mistakes) -> object:
    if is_reference(node):
        return node
    return [_value(item, f"an item of {word}", mistakes) for item in items_of(node, word, mistakes)]


def _number(node: Node, word: str, mistakes: Mistakes) -> object:
    if is_reference(node):
        return node
    value = data_of(node)
    if not is_number(value):
        mistakes.add(node.span, f"{word} must be a number, not {describe(node)}")
    return value


def _quantity(node: Node, word: str, mistakes: Mistakes) -> object:
    if is_reference(node):
        return node
    value = data_of(node)
    if quantity_in_nanos(value) is None:
        mistakes.add(node.span, f"{word} must be a Kubernetes quantity such as 500m or 2Gi")
    return value


def _pattern(node: Node, word: str, mistakes: Mistakes) -> str:
    if not isinstance(node, nodes.ScalarNode) or not isinstance(node.value, str) or not node.value:
        mistakes.add(node.span, f"{word} must be a regular expression, not {describe(node)}")
        return ""
    check_expression(node.value, node.span, mistakes)
    return node.value


def check_expression(text: str, span: Span, mistakes: Mistakes) -> None:
    """Note it if a text is no regular expression, or will be another one to later Pythons."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            re.compile(text)
    except FutureWarning as warning:
        mistakes.add(
            span, f"'{text}' is ambiguous ({str(warning).lower()}): put a backslash before that character"
        )
    except (re.error, OverflowError, RecursionError) as error:
        mistakes.add(span, f"'{text}' is not a regular expression: {error}")


def _types(node: Node, word: str, mistakes: Mistakes) -> list[str]:
    several = list(items_of(node, word, mistakes)) if isinstance(node, nodes.SequenceNode) else [node]
    # An unquoted null is YAML's own null.
    return ["null" if _is_null(item) else choice_of(item, _TYPES, word, mistakes) for item in several]


def _is_null(node: Node) -> bool:
    return isinstance(node, nodes.ScalarNode) and node.value is None and node.text == "null"


def _one_of_texts(node: Node, word: str, mistakes: Mistakes) -> object:
    if is_reference(node):
        return node
    return _texts(node, word, mistakes)


def _texts(node: Node, word: str, mistakes: Mistakes) -> list[str]:
    """One text or a list of them, spaces kept."""
    several = [node] if isinstance(node, nodes.ScalarNode) else list(items_of(node, word, mistakes))
    found = [data_of(item) for item in several]
    for item, value in zip(several, found, strict=True):
        if not isinstance(value, str) or not value:
            mistakes.add(
                item.span,
                f"{word} must be a string, not {describe(item)}"
                if value != ""
                else f"{word} must not be empty",
            )
    return [value if isinstance(value, str) else "" for value in found]


def _length(node: Node, word: str, mistakes: Mistakes) -> dict[str, int]:
    found = fields_of(node, LENGTH_WORDS, word, mistakes)
    return {name: count_of(entry.node, name, mistakes) for name, entry in found.items()}


def read_range(node: Node, word: str, mistakes: Mistakes) -> str:
    """A range of versions, as text; a bare number such as 2.6 is one too."""
    if isinstance(node, nodes.ScalarNode) and is_number(node.value):
        text = node.text
    else:
        text = text_of(node, word, mistakes)
    return text if text and range_of(text, node.span, mistakes) else ""


def range_of(text: str, span: Span, mistakes: Mistakes) -> Range | None:
    """The range of versions that a text means; None if it is none."""
    try:
        found = Range.parse(text)
    except RangeError as error:
        mistakes.add(
            span,
            f"'{text}' is not a range of versions (at '{error.part}'); write it as '>=2.3.0 <2.5.0 || 2.9.x'",
        )
        return None
    if "," in text:
        mistakes.add(span, "a range has no commas: a space means 'and', || means 'or'")
    return found


def _format(node: Node, word: str, mistakes: Mistakes) -> str:
    return choice_of(node, FORMATS, word, mistakes)


def _true(node: Node, word: str, mistakes: Mistakes) -> bool:
    if not flag_of(node, word, mistakes):
        mistakes.add(node.span, f"{word} can only be true")
    return True


OPERANDS: Mapping[str, Read] = {
    "value": _value,
    "values": _values,
    "number": _number,
    "quantity": _quantity,
    "pattern": _pattern,
    "flag": flag_of,
    "true": _true,
    "types": _types,
    "texts": _one_of_texts,
    "words": _texts,
    "length": _length,
    "range": read_range,
    "format": _format,
}
"""How the operand of each kind of operator is read."""
