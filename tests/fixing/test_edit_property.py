"""Edits of files whose values are known, because they are written from them: judged by another reader of YAML."""

import copy
import random
import re
from collections import Counter
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from pachlint.fixing.fix import apply_edits, compile_edits
from pachlint.layering.layer import layer
from pachlint.place import Path
from pachlint.policy.fixes import EditSpec
from pachlint.reading.document import read
from pachlint.source import Source

KINDS = (
    "set",
    "set new",
    "insert",
    "delete",
    "rename",
    "move",
    "append",
    "replace",
    "set item",
    "delete item",
)
FILES = 200
TOKEN = re.compile(r"[kvca]\d+")


class File(NamedTuple):
    """A text, what it says, and the words of the values, keys and comments of each path."""

    text: str
    data: Any
    words: dict[Path, set[str]]


class Writer:
    """Writes a file in one style; every key, value and comment is a word of its own: ``k1``, ``v2``, ``c3``, ``a4``."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.count = 0
        self.words: dict[Path, set[str]] = {}
        self.step = self.rng.choice((2, 2, 4, 3))
        self.dash = self.rng.choice((0, 2, 2, 4))
        self.comments = self.rng.choice((0, 0.3, 0.9))
        self.clips = False
        self.spaced = self.rng.random() < 0.2

    def file(self) -> File:
        """A whole file."""
        rng = self.rng
        lines, data = self.mapping((), "", 3) if rng.random() < 0.85 else self.root_in_braces()
        head = rng.choice(
            ([], [], ["# head"], ["# head", ""], ["---"], ["# head", "---"], ["%YAML 1.1", "---"])
        )
        tail = rng.choice(([], [], ["# end"], ["", "# end"], ["..."], ["---", "other: 1"]))
        text = "\n".join([*head, *lines, *tail]) + rng.choice(
            ("\n", "\n", "\n" if self.clips else "", "\n\n")
        )
        mark = "\ufeff" if rng.random() < 0.1 else ""
        return File(mark + text.replace("\n", rng.choice(("\n", "\n", "\r\n", "\r"))), data, self.words)

    def word(self, kind: str, path: Path) -> str:
        self.count += 1
        found = f"{kind}{self.count}"
        self.words.setdefault(path, set()).add(found)
        return found

    def comment(self, path: Path) -> str:
        return f"{self.rng.choice((' ', '  '))}# {self.word('c', path)}" if self.chance() else ""

    def chance(self) -> bool:
        return self.rng.random() < self.comments

    def scalar(self, path: Path) -> tuple[str, Any]:
        word = self.word("v", path)
        shown = self.rng.choice((word, f'"{word}"', f"'{word}'", f"{word} of two", f"http://{word}:1/x#y"))
        return shown, shown.strip("\"'")

    def mapping(self, path: Path, pad: str, depth: int) -> tuple[list[str], dict[str, Any]]:
        lines: list[str] = []
        data: dict[str, Any] = {}
        for number in range(self.rng.randint(1, 3)):
            key = f"k{self.count + 1}"
            here = (*path, key)
            self.word("k", here)
            if self.chance():
                lines.append(f"{pad}# {self.word('a', here)}")
            written, data[key] = self.value(here, pad, depth)
            shown = self.rng.choice((key, key, key, f'"{key}"'))
            lines += [f"{pad}{shown}:{written[0]}", *written[1:]]
            if self.spaced and number == 0:
                lines.append("")
        return lines, data

    def value(self, path: Path, pad: str, depth: int) -> tuple[list[str], Any]:
        """The text after the colon, and the lines below."""
        kind, below = self.rng.randint(0, 11), pad + " " * self.step
        if kind <= 2 and depth:
            note = self.comment(path)
            lines, data = self.mapping(path, below, depth - 1)
            return [note, *lines], data
        if kind <= 4 and depth:
            note = self.comment(path)
            lines, items = self.sequence(path, pad + " " * self.dash, depth - 1)
            return [note, *lines], items
        if kind == 5:
            flow, value = self.flow(path, 2)
            return [f" {flow}{self.comment(path)}"], value
        if kind == 6:
            return self.wide_flow(path, pad)
        if kind == 7:
            words = [self.word("v", path), self.word("v", path)]
            sign = self.rng.choice(("|", ">", "|-", ">-"))
            self.clips = self.clips or len(sign) == 1
            joined = ("\n" if sign[0] == "|" else " ").join(words) + "\n" * (len(sign) == 1)
            return [f" {sign}{self.comment(path)}", *(f"{below}{word}" for word in words)], joined
        if kind == 8:
            shown, empty = self.rng.choice(
                (("{}", {}), ("[]", []), ("null", None), ("12", 12), ("true", True))
            )
            return [f" {shown}{self.comment(path)}"], copy.copy(empty)
        shown, value = self.scalar(path)
        return [f" {shown}{self.comment(path)}"], value

    def sequence(self, path: Path, pad: str, depth: int) -> tuple[list[str], list[Any]]:
        lines: list[str] = []
        items: list[Any] = []
        for index in range(self.rng.randint(1, 3)):
            here = (*path, index)
            if self.chance():
                lines.append(f"{pad}# {self.word('a', here)}")
            if depth and self.rng.random() < 0.3:
                comments, self.comments = self.comments, 0
                inner, value = self.mapping(here, pad + "  ", 0)
                self.comments = comments
                lines += [f"{pad}- {inner[0][len(pad) + 2 :]}", *inner[1:]]
                items.append(value)
            else:
                shown, item = self.scalar(here)
                lines.append(f"{pad}- {shown}{self.comment(here)}")
                items.append(item)
        return lines, items

    def flow(self, path: Path, depth: int) -> tuple[str, Any]:
        """Something in braces or brackets on one line, or a scalar."""
        if not depth or (depth < 2 and self.rng.random() < 0.6):
            word = self.word("v", path)
            return self.rng.choice((word, f'"{word}"', f"'{word}'")), word
        count = self.rng.randint(1, 3)
        if self.rng.random() < 0.5:
            parts = [self.flow((*path, index), depth - 1) for index in range(count)]
            return f"[{', '.join(text for text, _ in parts)}]", [value for _, value in parts]
        pairs, data = [], {}
        for _ in range(count):
            key = f"k{self.count + 1}"
            self.word("k", (*path, key))
            text, data[key] = self.flow((*path, key), depth - 1)
            pairs.append(f"{key}: {text}")
        return f"{{{', '.join(pairs)}}}", data

    def wide_flow(self, path: Path, pad: str) -> tuple[list[str], Any]:
        """A mapping or list in braces or brackets, each part on a line of its own."""
        keyed, count = self.rng.random() < 0.5, self.rng.randint(1, 3)
        first = f" {'{' if keyed else '['}{self.comment(path)}"
        lines: list[str] = []
        values: dict[Any, Any] = {}
        for number in range(count):
            step = f"k{self.count + 1}" if keyed else number
            here = (*path, step)
            if keyed:
                self.word("k", here)
            text, values[step] = self.flow(here, 1)
            comma = "," if number < count - 1 or self.rng.random() < 0.5 else ""
            lines.append(f"{pad}    {f'{step}: ' if keyed else ''}{text}{comma}{self.comment(here)}")
        return [first, *lines, f"{pad}  {'}' if keyed else ']'}"], values if keyed else [*values.values()]

    def root_in_braces(self) -> tuple[list[str], Any]:
        lines, data = [], {}
        for _ in range(self.rng.randint(1, 3)):
            key = f"k{self.count + 1}"
            self.word("k", (key,))
            text, data[key] = self.flow((key,), 2)
            lines.append(f"  {key}: {text}")
        return ["{", *(f"{line}," for line in lines[:-1]), lines[-1], "}"], data


def known(value: Any, path: Path = ()) -> dict[Path, Any]:
    """Everything in a tree by its path."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {path: value} if path else {}
    for step, inner in steps:
        found |= known(inner, (*path, step))
    return found


def at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def without(tree: Any, path: Path) -> Any:
    """The tree without what is at a path, and without mappings in mappings that are empty then."""
    tree = copy.deepcopy(tree)
    while True:
        inside = at(tree, path[:-1])
        del inside[path[-1]]
        path = path[:-1]
        above = at(tree, path[:-1]) if path else None
        if inside or isinstance(inside, list) or not isinstance(above, dict):
            return tree


def with_value(tree: Any, path: Path, value: Any) -> Any:
    tree = copy.deepcopy(tree)
    inside = tree
    for step in path[:-1]:
        if isinstance(inside, dict) and inside.get(step) is None:
            inside[step] = {}
        inside = inside[step]
    inside[path[-1]] = value
    return tree


def an_edit(rng: random.Random, kind: str, file: File) -> tuple[EditSpec, Any, Path] | None:
    """An edit of a kind, what the file must say then, and the path whose words may go."""
    data, places = file.data, known(file.data)
    keyed = [path for path in places if isinstance(path[-1], str)]
    mappings = [(), *(path for path in keyed if isinstance(places[path], dict))]
    items = [path for path in places if isinstance(path[-1], int)]
    lists = [path for path in places if isinstance(places[path], list)]
    texts = [path for path in keyed if isinstance(places[path], str) and re.search(r"v\d", places[path])]
    value = rng.choice(
        ("new", 5, True, "a: b", "two\nlines\n", {"p": {"q": "r"}}, ["x", {"y": 1}], [], {}, None)
    )
    path = rng.choice(keyed)
    match kind:
        case "set":
            return (EditSpec("set", path, value=value), with_value(data, path, value), path)
        case "set new" | "insert":
            new = (*rng.choice(mappings), *rng.choice((("new",), ("new", "inner"))))
            return (EditSpec(kind.split(maxsplit=1)[0], new, value=value), with_value(data, new, value), new)
        case "delete":
            return (EditSpec("delete", path), without(data, path), path)
        case "rename":
            new = (*path[:-1], "renamed")
            return (
                EditSpec("rename", path, to="renamed"),
                without(with_value(data, new, at(data, path)), path),
                path,
            )
        case "move":
            goal = (*rng.choice([one for one in mappings if one[: len(path)] != path]), "moved", "there")
            moved = with_value(data, goal, at(data, path))
            return (EditSpec("move", path, to=goal), without(moved, path), path)
        case "append" if lists:
            path = rng.choice(lists)
            return (
                EditSpec("append", path, value=value),
                with_value(data, path, [*at(data, path), value]),
                ("new",),
            )
        case "replace" if texts:
            path = rng.choice(texts)
            put = re.sub(r"v(?=\d)", "w", at(data, path))
            spec = EditSpec("replace", path, match=r"v(?=\d)", replacement="w")
            return (spec, with_value(data, path, put), path)
        case "set item" if items:
            path = rng.choice(items)
            return (EditSpec("set", path, value=value), with_value(data, path, value), path)
        case "delete item" if items:
            path = rng.choice(items)
            return (EditSpec("delete", path), without(data, path), path)
    return None


def words_of(file: File, path: Path, *, removed: bool) -> set[str]:
    """The words that stand at a path or below it; where it is removed, those of what goes with it too."""
    found = {word for here, words in file.words.items() if here[: len(path)] == path for word in words}
    while removed and len(path) > 1:
        path = path[:-1]
        if len(at(file.data, path)) > 1:
            break
        found |= file.words.get(path, set())
    return found


def seen(text: str) -> Any:
    """What another reader sees in the first document."""
    reader = YAML(typ="safe", pure=True)
    return (
        next(iter(reader.load_all(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))), None)
        or {}
    )


def stretches(text: str, edits: Any) -> list[str]:
    source = Source("", text)
    return [
        text[
            source.offset(one.place.line, one.place.column) : source.offset(
                one.place.end_line, one.place.end_column
            )
        ]
        for one in edits
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_edits_are_made_and_nothing_else_is_changed(kind: str) -> None:
    counts: Counter[str] = Counter()
    rejected = []
    for seed in range(FILES):
        file = Writer(seed).file()
        case = an_edit(random.Random(seed), kind, file)
        if case is None or (case[1] == file.data and kind != "set"):
            continue
        # a document must be left in front of the mark that ends it
        if not case[1] and re.search(r"[\r\n](\.\.\.|---)(?!.*k\d)", file.text, re.DOTALL):
            continue
        spec, expected, path = case
        document = read(Source("v.yaml", file.text))
        assert document.data == file.data, file.text
        edits = compile_edits((spec,), layer({}, [document]))
        if edits is None:
            if at_or_none(file.data, path) != at_or_none(expected, path) or kind not in {"set", "set item"}:
                counts["refused"] += 1
                rejected.append((file.text, spec))
            continue
        counts["done"] += 1
        text = apply_edits(file.text, edits)
        assert seen(text) == expected, (file.text, spec, text)
        assert line_ends(text) <= line_ends(file.text) | ({"\n"} if not line_ends(file.text) else set())
        gone = set(TOKEN.findall(" ".join(stretches(file.text, edits))))
        may = words_of(file, path, removed=kind in {"delete", "delete item", "move"})
        assert gone <= may, (file.text, spec, text, gone - may)
        left = [word for word in TOKEN.findall(file.text) if word not in gone]
        text = re.sub(r"\bw(?=\d)", "v", text)
        put = re.findall(r"[kvca]\d+", re.sub(r"\bw(?=\d)", "v", " ".join(one.text for one in edits)))
        assert set(put) <= may, (file.text, spec, text)
        stays = [word for word in TOKEN.findall(text) if word not in put]
        assert stays == [word for word in left if word not in put], (file.text, spec, text)
        assert "# head" in text or "# head" not in file.text
        assert "# end" in text or "# end" not in file.text
        if kind in {"rename", "replace", "append", "insert", "set new"}:
            lost = {word for word in gone if word[0] in "ca"}
            assert lost <= set(put), (file.text, spec, text)
    assert counts["done"] > FILES / 3
    assert counts["refused"] <= 0.03 * counts.total(), rejected[:3]


def at_or_none(tree: Any, path: Path) -> Any:
    try:
        return at(tree, path)
    except (KeyError, IndexError, TypeError):
        return None


def line_ends(text: str) -> set[str]:
    return set(re.findall(r"\r\n|\n|\r", text))
