"""Values wrapped in files of other programs, and where each of their characters stands then."""

import json
from collections.abc import Callable
from typing import NamedTuple

from pachlint.reading.document import MappingNode, read
from pachlint.source import LINE_END, Source


class Wrapped(NamedTuple):
    """A file with values in it; each line of these has so many more blanks, and so many lines stand before them."""

    text: str
    lines_before: int
    indent: int
    end: str


_HEAD = (
    "apiVersion: v1",
    "kind: Namespace",
    "metadata: {name: pach}",
    "---",
    "apiVersion: argoproj.io/v1alpha1",
    "kind: Application",
    "metadata:",
    "  name: pachd",
    "spec:",
    "  source:",
    "    chart: pachyderm",
    "    helm:",
)
_TAIL = ("  destination:", "    namespace: pach")


def in_literal(values: str, indent: int) -> Wrapped:
    """In a block scalar."""
    return _wrapped(values, (*_HEAD, "      values: |"), indent)


def in_mapping(values: str, indent: int) -> Wrapped:
    """As a mapping of the object."""
    return _wrapped(values, (*_HEAD, "      valuesObject:"), indent)


def _wrapped(values: str, head: tuple[str, ...], indent: int) -> Wrapped:
    newline = LINE_END.search(values)
    end = newline[0] if newline else "\n"
    body = "".join(
        f"{' ' * indent}{line}" if line.strip() else line for line in values.splitlines(keepends=True)
    )
    if not body.endswith(("\n", "\r")):
        body += end
    tail = "".join(f"{line}{end}" for line in _TAIL)
    return Wrapped("".join(f"{line}{end}" for line in head) + body + tail, len(head), indent, tail)


WRAPPERS: tuple[Callable[[str, int], Wrapped], ...] = (in_literal, in_mapping)


def is_wrappable(values: str, *, as_mapping: bool) -> bool:
    """Whether values mean the same with other text around them."""
    if "\t" in values or values.startswith("\ufeff") or "\n---" in f"\n{values}" or "\n..." in f"\n{values}":
        return False
    document = read(Source("values.yaml", values))
    if not document.data or not document.readable or document.template:
        return False
    is_block = isinstance(document.root, MappingNode) and not document.root.flow
    return not as_mapping or (is_block and not document.problems and "|" not in values)


def in_json(values: dict[str, object]) -> str:
    """As the text of a string in JSON."""
    source = {"chart": "pachyderm", "helm": {"values": json.dumps(values)}}
    return json.dumps(
        {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Application",
            "metadata": {"name": "pachyderm"},
            "spec": {"source": source},
        },
        indent=2,
    )
