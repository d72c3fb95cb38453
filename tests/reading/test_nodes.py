"""What stands where: the nodes, comments and problems of a text, each with its offsets."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pachlint.place import Path as ValuePath
from pachlint.place import Span, format_path
from pachlint.reading.document import Document, read
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, data_of
from pachlint.source import Source

PARTS = 20
DATA = Path(__file__).parent.parent / "data/nodes.jsonl"


def at(span: Span | None) -> str:
    return f"{span.start}:{span.end}" if span else ""


def outline(node: Node | None, path: ValuePath = (), entry: Entry | None = None) -> Iterator[str]:
    """A line for each node, parents first: path, offsets of key and value, and what else is known of it."""
    if node is None:
        return
    words = [format_path(path) or "."]
    if entry:
        words += [f"key {at(entry.key_span)}", *(["merged"] * entry.merged), *(["lost"] * entry.lost)]
    kind = node.style if isinstance(node, ScalarNode) else type(node).__name__.removesuffix("Node").lower()
    flow = not isinstance(node, ScalarNode) and node.flow
    words += [kind, at(node.span), *(["flow"] * flow)]
    words += [f"&{node.anchor}"] * bool(node.anchor) + [f"alias {at(node.alias)}"] * bool(node.alias)
    if isinstance(node, ScalarNode):
        words.append(json.dumps(node.text) if node.text != node.value else "")
    yield " ".join(words).strip()
    if isinstance(node, MappingNode):
        for index, inner in enumerate(node.entries):
            assert inner.lost or node.effective.get(inner.key, index) == index
            yield from outline(inner.node, (*path, inner.key), inner)
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.items):
            yield from outline(item, (*path, index))


def problems(document: Document) -> Iterator[str]:
    """A line for each problem: its code, offsets, what it means for reading, and other places."""
    for one in document.problems:
        words = [one.code, at(one.span), *(["refused"] * one.rejected), *(["unread"] * one.unread)]
        words += [f"see {at(span)}" for span, _ in one.related]
        yield " ".join(words) + f" | {one.message} | {one.hint}"


def seen(text: str, name: str) -> dict[str, object]:
    """All that is read of a text."""
    document = read(Source(name, text))
    assert all(one.text == text[slice(*one.span)] for one in document.comments)
    comments = [f"{at(one.span)} {'alone' if one.own_line else 'behind'}" for one in document.comments]
    return {
        "data": document.data,
        "nodes": list(outline(document.root)),
        "comments": comments,
        "problems": list(problems(document)),
    }


ROWS = [json.loads(line) for line in DATA.read_text().splitlines()]


@pytest.mark.parametrize("part", range(PARTS))
def test_everything_stands_in_its_place(part: int) -> None:
    wrong = []
    for row in ROWS[part::PARTS]:
        found = seen(row["text"], row.get("file", "values.yaml"))
        expected = {name: row[name] for name in found}
        if json.dumps(found, sort_keys=True) != json.dumps(expected, sort_keys=True):
            wrong.append((row["text"], found, expected))
    assert not wrong


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: .inf\n", "a: [1\n", "- a\n", "a:\n  b:1\n"])
def test_what_is_meant_is_left_to_people(text: str) -> None:
    (problem,) = read(Source("values.yaml", text)).problems
    assert (problem.removal, problem.replacement) == (None, "")


def test_nodes_have_the_values_of_their_document() -> None:
    compared = 0
    for line in DATA.read_text().splitlines():
        found = read(Source("values.yaml", json.loads(line)["text"]))
        if found.readable and isinstance(found.root, MappingNode):
            assert json.dumps(data_of(found.root)) == json.dumps(found.data), line
            compared += 1
    assert compared > 50
