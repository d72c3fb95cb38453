"""Problems of a text that is YAML: no mapping, several documents, nothing at all, a missing space."""

import re
from collections.abc import Iterator

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.nodes import Entry, MappingNode, Node, Problem, ScalarNode, SequenceNode
from pachlint.source import LINE_END, line_end

_MARKER = lazy_regex(r"^(?:---|\.\.\.)(?=\s|\Z)", re.MULTILINE)
_EMPTY_LINES = lazy_regex(r"(?:[ \t]*(?:#[^\r\n]*)?(?:[\r\n]+|\Z)|(?:---|\.\.\.)(?=\s|\Z))*")
# A host name with a port, a URL or an image with a tag is no key without its space.
_KEY_WITHOUT_SPACE = lazy_regex(r"(?P<key>[A-Za-z_][\w-]*):(?P<rest>[^\s/:#][^\s/]*)")
_SUSPECT = lazy_regex(r"^[ \t]+[A-Za-z_][\w-]*:[^\s/]|\{[^{}\n]*\w:\w", re.MULTILINE)


def find_problems(text: str, root: Node | None, end: int, *, more: bool) -> Iterator[Problem]:
    """Problems of a document that could be parsed.

    Args:
        text: the whole text.
        root: its first document.
        end: where the first document ends.
        more: whether another document follows there.
    """
    if root is None or (isinstance(root, ScalarNode) and root.value is None and root.text in {"", "~"}):
        yield from _empty(text, more=more)
    elif isinstance(root, ScalarNode) and root.value is None:
        message = "The file holds null instead of a mapping, so it sets nothing."
        yield Problem(
            "empty", message, root.span, rejected=False, hint="Write the values as keys, or delete the file."
        )
    elif not isinstance(root, MappingNode):
        yield _not_a_mapping(text, root)
    yield from _several_documents(text, end)
    if root is not None and _SUSPECT.search(text):
        yield from _missing_spaces(text, root)


def _empty(text: str, *, more: bool) -> Iterator[Problem]:
    if more or not text.strip("\ufeff \t\r\n"):
        return
    at = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    message = "The file sets nothing: it has no keys, or all of them are commented out."
    yield Problem("empty", message, Span(at, at + 1), rejected=False)


def _not_a_mapping(text: str, root: Node) -> Problem:
    if isinstance(root, SequenceNode):
        message = "The file is a list, not values: Helm expects keys at the top level."
        first = root.items[0].span if root.items else root.span
        return Problem(
            "not-a-mapping", message, first, rejected=True, hint='Remove the "- " in front of the keys.'
        )
    span = Span(root.span.start, min(root.span.end, line_end(text, root.span.start)))
    key = _KEY_WITHOUT_SPACE.match(text, *span)
    if key:
        return _missing_space(key, rejected=True)
    message = "The file is a single string, not values: Helm expects keys at the top level."
    return Problem("not-a-mapping", message, span, rejected=True, hint='Write each value as "key: value".')


def _several_documents(text: str, end: int) -> Iterator[Problem]:
    found = _EMPTY_LINES.match(text, end)
    if found and found.end() >= len(text):
        return
    marker = _MARKER.search(text, end)
    span = Span(*marker.span()) if marker else Span(end, min(end + 1, len(text)))
    first = len(LINE_END.findall(text, 0, span.start)) + 1
    last = len(LINE_END.findall(text.rstrip())) + 1
    message = (
        f"Helm 3 reads only the first document of a file: lines {first} to {last} are ignored. "
        "Helm 4 overlays the documents one by one."
    )
    hint = "Put each document in its own file and pass each with -f, or merge them into one set of keys."
    yield Problem("several-documents", message, span, rejected=False, hint=hint)


def _missing_spaces(text: str, root: Node) -> Iterator[Problem]:
    """Mappings that became a string (``service:`` and below it ``type:NodePort``), or a key without value in braces."""
    pending: list[Node] = [root]
    while pending:
        node = pending.pop()
        # what an alias stands for is looked at where it is written
        if isinstance(node, ScalarNode) or node.alias:
            continue
        if isinstance(node, SequenceNode):
            pending.extend(reversed(node.items))
            continue
        pending.extend(entry.node for entry in reversed(node.entries))
        for entry in node.entries:
            key = _swallowed_key(text, entry, in_braces=node.flow)
            if key:
                yield _missing_space(key, rejected=False)


def _swallowed_key(text: str, entry: Entry, *, in_braces: bool) -> re.Match[str] | None:
    """The key at the start of what should be a mapping and is a plain string."""
    value = entry.node
    if not isinstance(value, ScalarNode) or value.alias:
        return None
    span = entry.key_span if in_braces and not value.text else value.span
    if span is value.span and not LINE_END.search(text, entry.key_span.end, span.start):
        return None
    return _KEY_WITHOUT_SPACE.match(text, span.start, min(span.end, line_end(text, span.start)))


def _missing_space(key: re.Match[str], *, rejected: bool) -> Problem:
    colon = key.end("key")
    message = f"A space is missing after the colon of {key['key']}, so YAML reads the line as a string."
    hint = f'Write "{key["key"]}: " followed by the value.'
    return Problem("missing-space", message, Span(colon, colon + 1), rejected=rejected, hint=hint)
