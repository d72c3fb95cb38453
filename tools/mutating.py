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


def mutated(rng: random.Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of the seeds after a few changes."""
    content = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        content = rng.choice(_CHANGES)(rng, content, seeds, words)
    return content


def _inserted(rng: random.Random, content: bytes, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice(words if words and rng.random() < 0.6 else ODD) + content[at:]


def _removed(rng: random.Random, content: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, content)
    return content[:start] + content[end:]


def _replaced(rng: random.Random, content: bytes, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, content)
    return content[:start] + rng.choice(words if words and rng.random() < 0.6 else ODD) + content[end:]


def _repeated(rng: random.Random, content: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, content)
    return content[:end] + content[start:end] * rng.choice((1, 1, 2, 20)) + content[end:]


def _flipped(rng: random.Random, content: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    if not content:
        return content
    at = rng.randrange(len(content))
    return content[:at] + bytes((content[at] ^ 1 << rng.randrange(8),)) + content[at + 1 :]


def _spliced(rng: random.Random, content: bytes, seeds: Sequence[bytes], _: Sequence[bytes]) -> bytes:
    other = rng.choice(seeds)
    start, end = _stretch(rng, other)
    at = rng.randrange(len(content) + 1)
    return content[:at] + other[start:end] + content[at:]


def _lines_moved(rng: random.Random, content: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    lines = content.splitlines(keepends=True)
    if len(lines) < 2:
        return content
    one, other = rng.sample(range(len(lines)), 2)
    line = lines[one]
    lines[one] = b" " * rng.randrange(4) + lines[other].lstrip() if rng.random() < 0.5 else lines[other]
    lines[other] = line
    return b"".join(lines)


def _stretch(rng: random.Random, content: bytes) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.choice((1, 1, 2, 4, 10, 60)))


_Change = Callable[[random.Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]
_CHANGES: tuple[_Change, ...] = (
    _inserted, _inserted, _removed, _replaced, _repeated, _flipped, _spliced, _lines_moved,
)  # fmt: skip


def changed_tree(rng: random.Random, tree: Any, seeds: Sequence[Any]) -> Any:
    """A tree of values with one place changed, the rest the same."""
    if isinstance(tree, dict) and tree and rng.random() < 0.85:
        key = rng.choice(list(tree))
        found = {**tree, key: changed_tree(rng, tree[key], seeds)}
        if rng.random() < 0.1:
            del found[key]
        if rng.random() < 0.1:
            found[str(rng.choice(ODD_VALUES))[:40]] = tree[key]
        return found
    if isinstance(tree, list) and tree and rng.random() < 0.85:
        at = rng.randrange(len(tree))
        return [*tree[:at], changed_tree(rng, tree[at], seeds), *tree[at + rng.randrange(2) :]]
    return _part(rng, rng.choice(seeds)) if rng.random() < 0.3 else rng.choice(ODD_VALUES)


def _part(rng: random.Random, tree: Any) -> Any:
    while isinstance(tree, dict | list) and tree and rng.random() < 0.8:
        tree = rng.choice(list(tree.values()) if isinstance(tree, dict) else tree)
    return tree
