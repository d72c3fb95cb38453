"""What :mod:`fuzz_inputs` starts from: small pieces of the examples and of the shipped rules, so that each input is quick."""

import functools
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import random_values
from ruamel.yaml import YAML

from pachlint.chart.charts import chart
from pachlint.rulebook import shipped
from pachlint.versions import newest

ROOT = Path(__file__).resolve().parent.parent
_DRAWS = (random_values.scattered, random_values.likely, random_values.crowded)
_SIZE = 500
_LEAVES = 8


@functools.cache
def values_seeds() -> tuple[bytes, ...]:
    """Sections of the example files and of the values in the rules' own examples."""
    files = [path.read_bytes() for path in sorted((ROOT / "examples").rglob("*.yaml"))]
    examples = [
        example["text"].encode()
        for text in shipped().texts().values()
        for example in text["examples"]
        if "text" in example
    ]
    pieces = [piece for text in (*files, *examples) for piece in _pieces(text)]
    return (*dict.fromkeys(pieces), b"", b"a: 1\n", b"a:\n  - b: |\n      x\n")


def _pieces(text: bytes) -> Iterator[bytes]:
    """The text in whole sections of the top level, as many together as make a small file."""
    piece = b""
    for section in re.split(rb"(?m)^(?=[A-Za-z])", text):
        if piece and len(piece) + len(section) > _SIZE:
            yield piece
            piece = b""
        piece += section[: 2 * _SIZE]
    yield piece


@functools.cache
def trees() -> tuple[Any, ...]:
    """Values as mappings: some drawn, of few leaves, and the chart's defaults to take parts from."""
    rng = random.Random(5)  # noqa: S311 -- no secrets
    drawn = [json.loads(json.dumps(rng.choice(_DRAWS)(rng, "2.11.6"), default=str)) for _ in range(400)]
    return (chart(newest()).defaults, *(_thinned(rng, tree) for tree in drawn))


def _thinned(rng: random.Random, tree: Any) -> Any:
    """The tree with a few of its leaves."""
    paths = [*random_values.leaves(tree)]
    found: dict[Any, Any] = {}
    for path, leaf in rng.sample(paths, min(len(paths), rng.randrange(1, _LEAVES))):
        inner = found
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = leaf
    return found


@functools.cache
def rule_seeds() -> tuple[bytes, ...]:
    """Every second shipped rule without its reasons and examples; a few of them whole."""
    paths = sorted((ROOT / "rules").rglob("*.yaml"))
    return (*(_shortened(path) for path in paths[::2]), *(path.read_bytes() for path in paths[::40]))


def _shortened(path: Path) -> bytes:
    rule = YAML(typ="safe", pure=True).load(path)
    rule |= {"why": "It is so.", "see": ["https://a.b/c"]}
    rule["examples"] = [{"bad": "a: 1\n", "expect": [{"line": 1}]}, {"good": "a: 2\n"}]
    return ("\n".join(block(random.Random(3), rule, 0)) + "\n").encode()  # noqa: S311 -- no secrets


def block(rng: random.Random, tree: Any, depth: int) -> list[str]:
    """YAML in block style, now and then a flow one."""
    indent = "  " * depth
    if not isinstance(tree, dict | list) or not tree or rng.random() < 0.05:
        return [indent + json.dumps(tree, ensure_ascii=False)]
    lines = []
    for key, value in tree.items() if isinstance(tree, dict) else ((None, value) for value in tree):
        head = f"{indent}-" if key is None else f"{indent}{_key(str(key))}:"
        comment = "  # c" if rng.random() < 0.05 else ""
        below = block(rng, value, depth + 1)
        if len(below) == 1 and not (
            isinstance(value, dict | list) and value and below[0].rstrip().endswith(":")
        ):
            scalar = below[0].strip()
            lines.append(
                f"{head} {scalar}{comment}" if _is_one_line(value, scalar) else f"{head}\n{below[0]}"
            )
        else:
            lines += [f"{head}{comment}", *below]
    return lines


def _is_one_line(value: Any, text: str) -> bool:
    return not isinstance(value, dict | list) or text.startswith(("[", "{"))


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_][\w-]*", key) else json.dumps(key)
