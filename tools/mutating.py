"""Changes at random: of bytes, with the words of a language between them, and of trees of values."""

import random
from collections.abc import Callable, Sequence
from typing import Any

ODD = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\x1b[31m", b"\r", b"\r\n",
    b"\t", b"\n", b" ", b"\\", b"'", b'"', b"0", b"-1", b"9" * 20, b"1e999", b"%s", b"${X}", b"{{ .a }}", b"../", b"=", b",", b".", b"[", b"]",
    b"{", b"}", b"(", b")", b":", b"#", b"a" * 70, b"[" * 40, b"\n" * 40,
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 1.5, "", " ", "x", "1", "true", "null", "yes", "é", "\u2028", "\x1b[1m", "a\nb", "{{", "${X}",
    "<YOUR-ID>", "1Gi", "10.0.0.0/8", "http://h:x/", "a" * 300, [], {}, [None], {"": None}, [[]], {"a": {"b": []}},
)  # fmt: skip


def mutated(dice: random.Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of the seeds after a few changes."""
    content = dice.choice(seeds)
    for _ in range(dice.choice((1, 1, 2, 3, 5))):
        content = dice.choice(_CHANGES)(dice, content, seeds, words)
    return content


def _inserted(dice: random.Random, content: bytes, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.choice(words if words and dice.random() < 0.6 else ODD) + content[at:]


def _removed(dice: random.Random, content: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    start, end = _stretch(dice, content)
    return content[:start] + content[end:]


def _replaced(dice: random.Random, content: bytes, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _stretch(dice, content)
    return content[:start] + dice.choice(words if words and dice.random() < 0.6 else ODD) + content[end:]


def _repeated(dice: random.Random, content: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    start, end = _stretch(dice, content)
    return content[:end] + content[start:end] * dice.choice((1, 1, 2, 20)) + content[end:]


def _flipped(dice: random.Random, content: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    if not content:
        return content
    at = dice.randrange(len(content))
    return content[:at] + bytes((content[at] ^ 1 << dice.randrange(8),)) + content[at + 1 :]


def _spliced(dice: random.Random, content: bytes, seeds: Sequence[bytes], _: Sequence[bytes]) -> bytes:
    other = dice.choice(seeds)
    start, end = _stretch(dice, other)
    at = dice.randrange(len(content) + 1)
    return content[:at] + other[start:end] + content[at:]


def _lines_moved(dice: random.Random, content: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    lines = content.splitlines(keepends=True)
    if len(lines) < 2:
        return content
    one, other = dice.sample(range(len(lines)), 2)
    line = lines[one]
    lines[one] = b" " * dice.randrange(4) + lines[other].lstrip() if dice.random() < 0.5 else lines[other]
    lines[other] = line
    return b"".join(lines)


def _stretch(dice: random.Random, content: bytes) -> tuple[int, int]:
    start = dice.randrange(len(content) + 1)
    return start, min(len(content), start + dice.choice((1, 1, 2, 4, 10, 60)))


_Change = Callable[[random.Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]
_CHANGES: tuple[_Change, ...] = (
    _inserted, _inserted, _removed, _replaced, _repeated, _flipped, _spliced, _lines_moved,
)  # fmt: skip


def changed_tree(dice: random.Random, tree: Any, seeds: Sequence[Any]) -> Any:
    """A tree of values with one place changed, the rest the same."""
    if isinstance(tree, dict) and tree and dice.random() < 0.85:
        key = dice.choice(list(tree))
        found = {**tree, key: changed_tree(dice, tree[key], seeds)}
        if dice.random() < 0.1:
            del found[key]
        if dice.random() < 0.1:
            found[str(dice.choice(ODD_VALUES))[:40]] = tree[key]
        return found
    if isinstance(tree, list) and tree and dice.random() < 0.85:
        at = dice.randrange(len(tree))
        return [*tree[:at], changed_tree(dice, tree[at], seeds), *tree[at + dice.randrange(2) :]]
    return _part(dice, dice.choice(seeds)) if dice.random() < 0.3 else dice.choice(ODD_VALUES)


def _part(dice: random.Random, tree: Any) -> Any:
    while isinstance(tree, dict | list) and tree and dice.random() < 0.8:
        tree = dice.choice(list(tree.values()) if isinstance(tree, dict) else tree)
    return tree
