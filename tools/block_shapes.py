"""Try what a block of YAML, inserted in a manifest template, may look like without breaking the manifest."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flatten import Guard, under
from printed_forms import whole, yaml_block

from pachlint.reading.composer import compose
from pachlint.verdict.placement import readable_head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from expression_forms import Expr, Nodes

SHAPES = {
    "map": "zz: b\nyy: d",
    "list": "- a\n- b",
    "text": "s",
    "lines": "|-\n  a\n  b",
    '""': '""',
    "{}": "{}",
    "[]": "[]",
    "null": "null",
    "number": "1",
    "nested": "zz: {b: c}",
}
At = tuple[int, ...]


def blocks(nodes: Nodes, guard: Guard, at: At = ()) -> Iterator[tuple[At, Guard, Expr]]:
    """Yield every block of YAML: its place in the tree, when it is written, and the value it is made of."""
    for index, node in enumerate(nodes):
        here = (*at, index)
        if node[0] == "hole":
            value = yaml_block(node[1])
            if value is not None:
                yield here, guard, value
        elif node[0] == "if":
            for arm, holds in ((2, True), (3, False)):
                inner = under(guard, node[1], holds=holds)
                if inner is not None:
                    yield from blocks(node[arm], inner, (*here, arm))
        elif node[0] == "each":
            yield from blocks(node[4], (*guard, ("each", *node[1:4])), (*here, 4))
            yield from blocks(node[5], guard, (*here, 5))


def written(nodes: Nodes, targets: tuple[At, ...], probe: str, at: At = ()) -> str:
    """Return the manifest with ``probe`` at the first target; conditions not on the way to any are false."""
    out: list[str] = []
    for index, node in enumerate(nodes):
        here = (*at, index)
        if node[0] == "text":
            out.append(node[1])
        elif node[0] == "hole":
            out.append(_filled(node[1], probe if here == targets[0] else None))
        elif node[0] in ("if", "each"):
            arms = (2, 3) if node[0] == "if" else (4, 5)
            taken = (arm for arm in arms for target in targets if target[: len(here) + 1] == (*here, arm))
            arm = next(taken, arms[1])
            out.append(written(node[arm], targets, probe, (*here, arm)))
    return "".join(out)


def _filled(e: Expr, probe: str | None) -> str:
    spaces = 0
    while e[0] in ("shift", "text"):
        spaces += int(e[1][1]) if e[0] == "shift" else 0
        e = e[-1]
    text = probe if probe is not None else "xx: b" if e[0] == "toYaml" else '"x"' if whole(e) else "x"
    return text.replace("\n", "\n" + " " * spaces)


@lru_cache(maxsize=100_000)
def _document_readable(document: str) -> bool:
    composed = compose(document)
    if any(problem.refused or problem.unread for problem in composed.problems):
        return False
    return composed.root is None or readable_head(composed.data)


def manifests_readable(text: str) -> bool:
    """Tell whether Helm could read every manifest in ``text``."""
    return all(_document_readable(part) for part in re.split(r"(?:^|\s*\n)---\s*", text) if part.strip())


def misfits(nodes: Nodes, guard: Guard) -> Iterator[tuple[Guard, Expr, list[str]]]:
    """Yield the shapes that break the manifest for every block of YAML, and when they do.

    What stands next to a block may be written under a condition of its own: a text is fine alone below its key, and
    not behind an item of a list.
    """
    for at, inner, e in blocks(nodes, guard):
        alone = broken_shapes(nodes, (at,))
        always, beside = set(alone), []
        for near, test in neighbours(nodes, at):
            broken = broken_shapes(nodes, (at, near))
            narrower = under(inner, test, holds=True)
            if broken != alone and narrower is not None and set(broken) != set(SHAPES):
                beside.append((narrower, [name for name in broken if name not in alone]))
                always &= set(broken)
                otherwise = under(inner, test, holds=False)
                if otherwise is not None:
                    beside.append((otherwise, [name for name in alone if name not in broken]))
        for when, broken in [(inner, [name for name in alone if name in always]), *beside]:
            if broken:
                yield when, e, broken


def broken_shapes(nodes: Nodes, targets: tuple[At, ...]) -> list[str]:
    """Return the shapes that break the manifest at the first target; other conditions count as false."""
    return [name for name, text in SHAPES.items() if not manifests_readable(written(nodes, targets, text))]


def neighbours(nodes: Nodes, at: At) -> Iterator[tuple[At, Expr]]:
    """Yield the arms of conditions that may print something right before or after ``at``, with their conditions."""
    yield from _towards(nodes, at, -1)
    yield from _towards(nodes, at, 1)


def _towards(nodes: Nodes, at: At, step: int) -> Iterator[tuple[At, Expr]]:
    levels: list[tuple[At, Nodes]] = [((), nodes)]
    for depth in range(0, len(at) - 1, 2):
        levels.append((at[: depth + 2], levels[-1][1][at[depth]][at[depth + 1]]))
    for prefix, siblings in reversed(levels):
        index = at[len(prefix)] + step
        while 0 <= index < len(siblings):
            node = siblings[index]
            if node[0] == "hole" or (node[0] == "text" and node[1].strip()):
                return
            if node[0] in ("if", "each"):
                yield (*prefix, index, 2 if node[0] == "if" else 4), node[1]
            index += step


def unreadable_arms(nodes: Nodes, guard: Guard, tree: Nodes, at: At = ()) -> Iterator[tuple[At, Guard]]:
    """Yield the arms of conditions that break the manifest whatever the values are."""
    for index, node in enumerate(nodes):
        arms = {"if": (2, 3), "each": (4, 5)}.get(node[0], ())
        for arm in arms:
            here = (*at, index, arm)
            inner = under(guard, node[1], holds=arm == 2) if node[0] == "if" else guard
            if inner is None:
                continue
            if ("fail",) in _holes(node[arm]):
                continue
            if not manifests_readable(written(tree, (here,), "")):
                yield here, inner
            else:
                yield from unreadable_arms(node[arm], inner, tree, here)


def _holes(nodes: Nodes) -> set[Expr]:
    """Return what is printed among ``nodes`` when conditions are false."""
    found: set[Expr] = set()
    for node in nodes:
        if node[0] in ("hole", "eval"):
            found.add(node[1])
        elif node[0] == "if":
            found |= _holes(node[3])
    return found
