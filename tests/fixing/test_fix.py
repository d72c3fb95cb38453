"""Edits on generated files in every style: the value that was asked for, and every other byte and value as it was."""

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pachlint.finding import Edit
from pachlint.fixing import trees
from pachlint.fixing.fix import apply_edits, compile_edits
from pachlint.kinds import same as same_values
from pachlint.layering.flags import Flag
from pachlint.layering.layer import layer
from pachlint.place import Path as ValuePath
from pachlint.place import value_at
from pachlint.policy.fixes import EditSpec
from pachlint.reading.document import Document, read
from pachlint.source import Source

KEYS = ("a", "b", "cc", "d.e", "x.y/z", "on", "7", "with space", "ü")
SCALARS = (
    "1",
    "true",
    "null",
    '"two words"',
    "'it''s'",
    "plain text",
    "0x1F",
    "~",
    '""',
    "a # no comment?",
    "é日本",
    "3.14",
    "http://h:1/p?q#f",
)
VALUES: tuple[object, ...] = ("new", "a: b", " lead", "tab\there", "multi\nline\n", "#x", "'", '"', "", "yes", "012", "null", 5, 1.5, True, None, ["p", {"q": 1}], {"k": {"m": "v"}}, [], {}, "ünï", "{x}", "- y", "*a", "&a", "%d", "@at", "`t`", "long " * 40)  # fmt: skip
CASES = 250


def written(rng: random.Random, depth: int = 0, indent: str = "") -> str:
    """A block mapping as somebody might have typed it."""
    lines = []
    for key in rng.sample(KEYS, rng.randint(1, 4)):
        shown = rng.choice((key, f'"{key}"', f"'{key}'")) if key in ("a", "b", "ü") else f'"{key}"'
        comment = rng.choice(("", "", "  # why", " #c: d"))
        kind = rng.randint(0, 9)
        if rng.random() < 0.2:
            lines.append(f"{indent}# about {key}")
        if rng.random() < 0.1:
            lines.append("")
        if kind <= 1 and depth < 3:
            step = rng.choice(("  ", "    ", " "))
            lines += [f"{indent}{shown}:{comment}", written(rng, depth + 1, indent + step)]
        elif kind == 2:
            dash = rng.choice(("- ", "  - ", "-   "))
            items = rng.choices([text for text in SCALARS if "#" not in text], k=rng.randint(1, 3))
            lines += [f"{indent}{shown}:{comment}", *(f"{indent}{dash}{item}" for item in items)]
        elif kind in (3, 4):
            flow = rng.choice(("{p: 1, q: [x, 'y'], r: {s: t}}", "[1, two, {u: v}]"))
            lines.append(f"{indent}{shown}: {flow}{comment}")
        elif kind == 5:
            lines += [
                f"{indent}{shown}: {rng.choice('|>')}{rng.choice(('', '-', '+'))}",
                f"{indent}  text: x",
                f"{indent}  more",
            ]
        elif kind == 8:
            lines += _unusual(rng, indent, shown, comment)
        elif kind == 6 and depth:
            lines += [
                f"{indent}{shown}:{comment}",
                f"{indent}  - m: 1",
                f"{indent}    n: 2",
                f"{indent}  - m: 3",
            ]
        else:
            lines.append(
                f"{indent}{shown}: {rng.choice([text for text in SCALARS if not comment or '#' not in text])}{comment}"
            )
    return "\n".join(lines)


def _unusual(rng: random.Random, indent: str, key: str, comment: str) -> list[str]:
    """A key whose value is written in a way that people seldom choose."""
    match rng.randint(0, 9):
        case 0:
            return [f"{indent}{key}: one", f"{indent}  two", "", f"{indent}  three{comment}"]
        case 1:
            return [f'{indent}{key}: "one \\', f'{indent}  two\\tx"{comment}']
        case 2:
            return [f"{indent}{key}: 'one''s", "", f"{indent}   two'{comment}"]
        case 3:
            return [
                f"{indent}{key}: {{",
                f"{indent}  p: 1,{comment}",
                f"{indent}  q: [x,",
                f"{indent}    y],",
                f"{indent}}}",
            ]
        case 4:
            return [f"{indent}{key}: [{comment}", f"{indent}  1, two", f"{indent}  , three", f"{indent}]"]
        case 5:
            return [f"{indent}{key}:{comment}"]
        case 6:
            return [f"{indent}{key} :\t7{comment}"]
        case 7:
            return [f"{indent}? {key}", f"{indent}: v{comment}"]
        case 8:
            return [f"{indent}{key}: >2-{comment}", f"{indent}    text: x", f"{indent}  more", ""]
        case _:
            name = f"n{rng.randint(0, 10**6)}"
            return [
                f"{indent}{key}:{comment}",
                f"{indent}  p: &{name}",
                f"{indent}    r: text",
                f"{indent}  q: *{name}",
                f"{indent}  s:",
                f"{indent}    <<: *{name}",
                f"{indent}    t: 1",
            ]


def a_file(rng: random.Random) -> str:
    """A file: line ends, byte order mark, document marks, final newline or none."""
    text = (
        rng.choice(("", "", "---\n", "# head\n\n"))
        + written(rng)
        + rng.choice(("\n", "\n", "", "\n\n# end\n", "\n...\n"))
    )
    if rng.random() < 0.3:
        text = text.replace("\n", rng.choice(("\r\n", "\r\n", "\r")))
    return "\ufeff" + text if rng.random() < 0.1 else text


def paths_in(value: object, above: ValuePath = ()) -> list[ValuePath]:
    """The paths of everything in a tree."""
    found: list[ValuePath] = [above] if above else []
    steps: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return found + [path for step, inner in steps for path in paths_in(inner, (*above, step))]


def a_spec(rng: random.Random, data: dict[str, object]) -> tuple[EditSpec, Callable[[object], object]]:
    """An edit, and what it must make of the values."""
    known = paths_in(data)
    mapped = [path for path in known if isinstance(path[-1], str)]
    path = rng.choice(mapped)
    value = rng.choice(VALUES)
    lists = [one for one in known if isinstance(value_at(data, one), list)]
    new = (*path[:-1], "brandNew", "inner") if rng.random() < 0.5 else (*path[:-1], "brandNew")
    texts = [one for one in known if "t" in str(value_at(data, one)) and isinstance(value_at(data, one), str)]
    match rng.randint(0, 7):
        case 6 if texts:
            target, put = rng.choice(texts), rng.choice(("T", "", ": ", "'", "\\\\"))
            meant = re.sub("t", put, str(value_at(data, target)))
            return (
                EditSpec("replace", target, match="t", replacement=put),
                lambda tree: trees.put(tree, target, meant),
            )
        case 7:
            goal = rng.choice((("brandNew",), ("brand", "new"), (*path[:-1], "sub", "key")))
            return (
                EditSpec("move", path, to=goal),
                lambda tree: trees.drop(trees.put(tree, goal, value_at(tree, path)), path),
            )
        case 0:
            return EditSpec("delete", path), lambda tree: trees.drop(tree, path)
        case 1:
            renamed = (*path[:-1], "renamedKey")
            return (
                EditSpec("rename", path, to="renamedKey"),
                lambda tree: trees.drop(trees.put(tree, renamed, value_at(tree, path)), path),
            )
        case 2 if lists:
            target = rng.choice(lists)
            return (
                EditSpec("append", target, value=value),
                lambda tree: trees.put(tree, target, [*value_at(tree, target), value]),  # type: ignore[misc]
            )
        case 3:
            return EditSpec("insert", new, value=value), lambda tree: trees.put(tree, new, value)
        case _:
            target = path if rng.random() < 0.7 else new
            return EditSpec("set", target, value=value), lambda tree: trees.put(tree, target, value)


def edited(document: Document, spec: EditSpec) -> tuple[str, tuple[Edit, ...]] | None:
    """The text after the edit, and its splices; None if the engine sees no safe way."""
    values = layer({}, [document])
    edits = compile_edits((spec,), values)
    return None if edits is None else (apply_edits(document.source.text, edits), edits)


def outside(document: Document, edits: tuple[Edit, ...]) -> list[str]:
    """The pieces of the text that no edit touches."""
    source, pieces, at = document.source, [], 0
    for edit in sorted(edits):
        start = source.offset(edit.place.line, edit.place.column)
        pieces.append(source.text[at:start])
        at = source.offset(edit.place.end_line, edit.place.end_column)
    return [*pieces, source.text[at:]]


@pytest.mark.parametrize("seed", range(4))
def test_edit_does_what_it_says_and_nothing_else(seed: int) -> None:
    rng = random.Random(seed)
    done = 0
    for _ in range(CASES):
        document = read(Source("v.yaml", a_file(rng)))
        assert document.readable, document.source.text
        if not document.data:
            continue
        spec, expected = a_spec(rng, document.data)
        try:
            wanted = expected(document.data)
        except trees.NoPlaceError:
            continue
        result = edited(document, spec)
        if result is None:
            continue
        text, edits = result
        done += 1
        after = read(Source("v.yaml", text))
        assert after.readable, (document.source.text, spec, text)
        assert same_values(after.data, wanted), (document.source.text, spec, text)
        # every byte outside the edits stands where it stood, in order
        at = 0
        for piece in outside(document, edits):
            found = text.find(piece, at)
            assert found >= 0, (document.source.text, spec, text)
            at = found + len(piece)
        if "\r\n" in document.source.text:
            assert "\n" not in text.replace("\r\n", "")
        elif "\r" in document.source.text:
            assert "\n" not in text
        elif "\n" in document.source.text:
            assert "\r" not in text
        assert text.startswith("\ufeff") is document.source.text.startswith("\ufeff")
        # doing it again changes nothing
        if spec.kind == "set":
            assert edited(after, spec) is None
    assert done > CASES // 2


@pytest.mark.helm
def test_helm_sees_the_change_and_no_other(
    oracle: Callable[..., dict[str, Any] | None], tmp_path: Path
) -> None:
    rng = random.Random(99)
    file, compared = tmp_path / "v.yaml", 0
    while compared < 25:
        document = read(Source("v.yaml", a_file(rng)))
        spec, expected = a_spec(rng, document.data)
        result = edited(document, spec)
        if result is None:
            continue
        file.write_bytes(document.source.text.encode())
        before = oracle([file], [])
        file.write_bytes(result[0].encode())
        after = oracle([file], [])
        assert before is not None
        assert after is not None, (document.source.text, spec, result[0])
        # Helm drops nulls of the user that delete nothing
        assert _bare(after) == _bare(expected(document.data)), (document.source.text, spec, result[0])
        assert _bare(before) == _bare(document.data)
        compared += 1


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if inner is not None}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def sub(match: str, put: str) -> EditSpec:
    """Replace inside the text at ``a``."""
    return EditSpec("replace", ("a",), match=match, replacement=put)


@pytest.mark.parametrize(
    ("text", "spec", "after"),
    [
        # inside a text: its quotes, lines, escapes and comments stay
        ("a: foo\n  foo bar\nb: 1\n", sub("foo", "x"), "a: x\n  x bar\nb: 1\n"),
        ("a: >-  # c\n  foo\n  bar\n", sub("^foo", "x"), "a: >-  # c\n  x\n  bar\n"),
        ("a: |2\n    foo\n   foo\n", sub("foo(?=\n\\Z)", "x"), "a: |2\n    foo\n   x\n"),
        ('a: "\\tfoo\\u00e4"  # c\n', sub("foo", "x"), 'a: "\\tx\\u00e4"  # c\n'),
        ("a: 'it''s\n\n  foo'\n", sub("foo", "x"), "a: 'it''s\n\n  x'\n"),
        # what would be something else there is written anew
        ("a: foo bar\n", sub(" ", ": "), 'a: "foo: bar"\n'),
        ("a: v1\n", sub("v", ""), 'a: "1"\n'),
        ("a: 'foo'\n", sub("o+", "'"), "a: 'f'''\n"),
        ('a: "\\u0066oo"\n', sub("foo", "x"), 'a: "x"\n'),
        ('a: "t\\tt"\n', sub("t", "x"), 'a: "x\\tx"\n'),
        # JSON and flow style with tabs
        ('{\n\t"a": 1\n}\n', EditSpec("set", ("c",), value=2), '{\n\t"a": 1,\n\t"c": 2\n}\n'),
        ('{\n\t"a": 1,\n\t"b": 2\n}\n', EditSpec("delete", ("a",)), '{\n\t"b": 2\n}\n'),
        # the comment beside the end of a value
        ('a: "x\n  y" # c\nq: 1\n', EditSpec("set", ("a",), value={"k": 1}), "a: # c\n  k: 1\nq: 1\n"),
    ],
)
def test_text_around_an_edit_stays(text: str, spec: EditSpec, after: str) -> None:
    result = edited(read(Source("v.yaml", text)), spec)
    assert result is not None
    assert result[0] == after


def test_empty_json_file_becomes_json() -> None:
    result = edited(read(Source("v.json", "{}\n")), EditSpec("set", ("a", "b"), value="x"))
    assert result is not None
    assert result[0] == '{"a": {"b": "x"}}\n'


class TestLimits:
    """What the engine leaves alone."""

    @pytest.mark.parametrize(
        ("text", "spec"),
        [
            ("a: &x {b: 1}\nc: *x\n", EditSpec("set", ("c", "b"), value=2)),
            ("a: &x {b: 1}\nc: {<<: *x}\n", EditSpec("delete", ("c", "b"))),
            ("a: 1\n", EditSpec("delete", ("b",))),
            ("a: 1\nb: 2\n", EditSpec("rename", ("a",), to="b")),
            ("a: 1\nb: {c: 2}\n", EditSpec("move", ("a",), to=("b", "c"))),
            ("a: 1\n", EditSpec("append", ("a",), value=1)),
            ("a: [\n", EditSpec("set", ("b",), value=1)),
            ("a: 1\n", EditSpec("replace", ("a",), match="1", replacement="2")),
        ],
    )
    def test_no_edit_where_none_is_safe(self, text: str, spec: EditSpec) -> None:
        assert compile_edits((spec,), layer({}, [read(Source("v.yaml", text))])) is None

    def test_value_of_a_flag_is_left(self) -> None:
        values = layer({}, [read(Source("v.yaml", "a: 1\n"))], [Flag("set", "a=2")])
        assert compile_edits((EditSpec("set", ("a",), value=3),), values) is None

    def test_tag_above_is_not_the_tag_of_an_item(self) -> None:
        text = "x: !t 1\na:\n- 1\n- 2\n"
        edits = compile_edits(
            (EditSpec("set", ("a", 1), value=3),), layer({}, [read(Source("v.yaml", text))])
        )
        assert edits is not None
        assert apply_edits(text, edits) == "x: !t 1\na:\n- 1\n- 3\n"

    def test_dash_above_its_item(self) -> None:
        text = "a:\n-\n\n  b: 1\n-\n  # why\n  c: 2\n"
        for at, left in ((0, "a:\n-\n  # why\n  c: 2\n"), (1, "a:\n-\n\n  b: 1\n")):
            edits = compile_edits((EditSpec("delete", ("a", at)),), layer({}, [read(Source("v.yaml", text))]))
            assert edits is not None
            assert apply_edits(text, edits) == left

    def test_secret_is_not_written_again(self) -> None:
        text = "pachd:\n  rootToken: 5e2c7a9d41b84f0fb6a3\n"
        spec = EditSpec("set", ("pachd", "other"), value="5e2c7a9d41b84f0fb6a3")
        assert compile_edits((spec,), layer({}, [read(Source("v.yaml", text))])) is None

    def test_secret_of_several_lines_is_not_moved(self) -> None:
        text = "pachd:\n  enterpriseLicenseKey: |\n    5e2c7a9d41b84f0fb6a3\n    0d91c3b7a2\n  a: 1\n"
        spec = EditSpec("move", ("pachd", "enterpriseLicenseKey"), to=("console", "deep", "secret"))
        assert compile_edits((spec,), layer({}, [read(Source("v.yaml", text))])) is None

    def test_secret_in_one_of_two_files_is_enough(self) -> None:
        token = "5e2c7a9d41b84f0fb6a3"
        files = [
            read(Source("a", f"pachd: {{rootToken: {token}, x: 1}}\n")),
            read(Source("b", "console: {y: 1}\n")),
        ]
        plain = EditSpec("set", ("console", "y"), value=2)
        told = EditSpec("set", ("pachd", "x"), value=token)
        assert compile_edits((plain, told), layer({}, files)) is None
        assert compile_edits((plain, told._replace(value=3)), layer({}, files)) is not None

    @pytest.mark.parametrize(
        ("text", "is_left"),
        [
            ("pachd:\n  enterpriseLicenseKey: 5e2c7a9d41b84f0fb6a3\n", True),
            ("pachd:\n  enterpriseLicenseKey: 5e2c7a9d41b84f0fb6a3\n  rootToken: 0d91c3b7a2\n", True),
            ("pachd:\n  logLevel: 5e2c7a9d41b84f0fb6a3\n", False),
        ],
    )
    def test_no_secret_is_written_beside_another_one(self, text: str, *, is_left: bool) -> None:
        values = layer({}, [read(Source("v.yaml", text))])
        assert (compile_edits((EditSpec("set", ("pachd", "rootToken"), "abc"),), values) is None) is is_left

    def test_edit_goes_where_the_nearest_block_is(self) -> None:
        files = [
            read(Source(name, text)) for name, text in (("a", "k: {n: 1}\n"), ("b", "o: 1\n"), ("c", ""))
        ]
        edits = compile_edits((EditSpec("set", ("k", "m"), value=3),), layer({}, files))
        assert edits is not None
        assert [edit.place.file for edit in edits] == ["a"]

    def test_keys_that_come_from_elsewhere_give_no_quotes(self) -> None:
        text = 'b: &b\n  "q": s\n  "r": t\nv:\n  <<: *b\n'
        edits = compile_edits(
            (EditSpec("set", ("v", "x"), value="d"),), layer({}, [read(Source("v.yaml", text))])
        )
        assert edits is not None
        assert apply_edits(text, edits) == text + "  x: d\n"

    @pytest.mark.parametrize(
        ("text", "left"),
        [("\n\na: 1\n", ""), ("\n\na: 1", ""), ("# c\n\na: 1", "# c"), ("b: 1\n\na: 1\n", "b: 1\n")],
    )
    def test_blank_lines_go_with_the_last_key(self, text: str, left: str) -> None:
        edits = compile_edits((EditSpec("delete", ("a",)),), layer({}, [read(Source("v.yaml", text))]))
        assert edits is not None
        assert apply_edits(text, edits) == left

    def test_edit_goes_to_the_last_file_that_sets_the_value(self) -> None:
        files = [
            read(Source(name, text))
            for name, text in (("a", "k: {m: 1}\n"), ("b", "k: {m: 2}\n"), ("c", "n: 1\n"))
        ]
        edits = compile_edits((EditSpec("set", ("k", "m"), value=3),), layer({}, files))
        assert edits is not None
        assert [edit.place.file for edit in edits] == ["b"]


PLACED = "p: {\n  b: 2,\n  a: 1, # why\n}\nq:\n  c: 3\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (PLACED, "p: {\n  b: 2,\n}\nq:\n  c: 3\n  x: 1 # why\n"),
        ("p: {\n  b: 2,\n  a: 1 # why\n}\nq:\n  c: 3\n", "p: {\n  b: 2\n}\nq:\n  c: 3\n  x: 1 # why\n"),
        ("p: {\n  a: 1 # why\n}\nq:\n  c: 3\n", "q:\n  c: 3\n  x: 1 # why\n"),
        ("p: {a: 1} # p's\nq:\n  c: 3\n", "q:\n  c: 3\n  x: 1\n"),
        ("p: {b: 2, a: 1} # p's\nq:\n  c: 3\n", "p: {b: 2} # p's\nq:\n  c: 3\n  x: 1\n"),
        (PLACED.replace("\n", "\r\n"), "p: {\r\n  b: 2,\r\n}\r\nq:\r\n  c: 3\r\n  x: 1 # why\r\n"),
        ("p: {\n  a: {m: 1}, # why\n  b: 2\n}\nq:\n  c: 3\n", "p: {\n  b: 2\n}\nq:\n  c: 3\n  x: # why\n    m: 1\n"),
        ("p: {\n  a: 1, # why\n  b: 2\n}\nq: {\n  c: 3 # c\n}\n", "p: {\n  b: 2\n}\nq: {\n  c: 3, # c\n  x: 1 # why\n}\n"),
        ("p:\n  a: 1 # why\n  b: 2\nq: {\n  c: 3, # c\n}\n", "p:\n  b: 2\nq: {\n  c: 3, # c\n  x: 1, # why\n}\n"),
        ("{\n  p: {\n    a: 1, # why\n    b: 2 },\n  q: {\n    c: 3\n  }\n}\n", "{\n  p: {\n    b: 2 },\n  q: {\n    c: 3,\n    x: 1 # why\n  }\n}\n"),
        # no room for comments
        (PLACED.replace("q:\n  c: 3", "q: {c: 3}"), None),
        ("p: {\n  b: 2,\n  a: {\n    # one\n    m: 1 # two\n  }\n}\nq:\n  c: 3\n", None),
    ],
)  # fmt: skip
def test_comment_moves_with_its_key(text: str, after: str | None) -> None:
    result = edited(read(Source("v.yaml", text)), EditSpec("move", ("p", "a"), to=("q", "x")))
    assert (result and result[0]) == after
