"""Values as a text of their own: which text, where it stands, and how it changes."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.embedding.extraction import definitions
from pachlint.embedding.objects import objects
from pachlint.embedding.text import Embedding, Moved, OuterEdit, Segment
from pachlint.place import Path, Span
from pachlint.reading.document import read
from pachlint.source import Source


def spliced(text: str, edits: Iterable[OuterEdit]) -> str:
    """A text after edits."""
    return Moved.by(Source("file", text), edits).after.text


def values(text: str, *path: str | int) -> Embedding:
    """The values at a path of the last object of a text."""
    found = [*objects(Source("app.yaml", text))][-1].values("values", *path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("v: |\n  a: 1\n", ("v",), "a: 1\n"),
        ("v: |\n\n    a: 1\n\n    b: 2\nw: 1\n", ("v",), "\na: 1\n\nb: 2\n"),
        ("v: |2\n    a: 1\nw: 1\n", ("v",), "  a: 1\n"),
        ("v: |-\r\n  a: 1\r\n  b: 2\r\n", ("v",), "a: 1\r\nb: 2\r\n"),
        ("x: 1\n---\nv: |\n  a: |\n    b\n  c: 1", ("v",), "a: |\n  b\nc: 1"),
        (
            "v:\n    # above\n    a: 1  # beside\n    b:\n      c: 2\n  # after\n",
            ("v",),
            "# above\na: 1  # beside\nb:\n  c: 2\n",
        ),
        ("v:\n- a: 1\n  b: 2\n- c: 3\n", ("v", 0), "a: 1\nb: 2\n"),
        ("v: {a: 1,\n  b: 2}  # why\n", ("v",), "{a: 1,\n  b: 2}  # why"),
        ('{"v": {"a": 1}, "w": 2}\n', ("v",), '{"a": 1}'),
        ("v: 'a: 1'\n", ("v",), "a: 1"),
        ('v: "a: 1\\nb: \\"x\\""\n', ("v",), 'a: 1\nb: "x"'),
        ("v: >\n  a: 1\n\n  b: 2\n", ("v",), "a: 1\nb: 2\n"),
        ("v: |\n\n    a: 1\n    b:\n      c: 2\n", ("v",), "\na: 1\nb:\n  c: 2\n"),
        ("v:\n  # far\n\n  # near\n  a: 1\n", ("v",), "# near\na: 1\n"),
        ("v:\r\n  # far\r\n\r\n  # near\r\n  a: 1\r\n", ("v",), "# near\r\na: 1\r\n"),
        ("v: {a: 1}", ("v",), "{a: 1}"),
        ("v: |", ("v",), ""),
        ("v: {a: 1} # why", ("v",), "{a: 1} # why"),
        ("v: [{a: 1} , {b: 2}]\n", ("v", 0), "{a: 1}"),
    ],
)
def test_text_of_values(text: str, path: tuple[str | int, ...], expected: str) -> None:
    found = values(text, *path)
    assert found.source.text == expected
    last = found.segments[-1]
    assert found.region == Span(found.segments[0].outer, last.outer + last.length)
    for one in found.segments:
        written = text[one.outer : one.outer + one.length + one.extra]
        assert one.extra or written == expected[one.inner : one.inner + one.length]
        assert len(written) == one.length + one.extra


@pytest.mark.parametrize(
    ("text", "path", "word"),
    [
        ("v: |\n  a: one\n", ("v",), "one"),
        ("x: 1\n---\nv:\n    b:\n        c: one\n", ("v",), "one"),
        ("v: {a: 1,\n  b: one}\n", ("v",), "one"),
        ("v: 'a: one'\n", ("v",), "one"),
        ('v: "a: 1\\nb: one"\n', ("v",), "one"),
        ("v:\n- a: 1\n  b: one\n", ("v", 0), "one"),
    ],
)
def test_a_word_stands_where_it_stands_in_the_file(text: str, path: tuple[str | int, ...], word: str) -> None:
    found = values(text, *path)
    at = found.source.text.index(word)
    outer = found.outer_span(Span(at, at + len(word)))
    assert text[outer.start : outer.end] == word


@pytest.mark.parametrize(
    ("text", "path", "new", "expected"),
    [
        ("v: |\n  a: 1\nw: 2\n", ("v",), "a: 2\n", "v: |\n  a: 2\nw: 2\n"),
        ("v: |\n  a: 1\nw: 2\n", ("v",), "a: 1\nb:\n  c: 3\n", "v: |\n  a: 1\n  b:\n    c: 3\nw: 2\n"),
        ("v: |\n  a: 1\n\n\n  b: 1\n", ("v",), "a: 1\n\n\nb: 2\n", "v: |\n  a: 1\n\n\n  b: 2\n"),
        ("v: |\n  a: 1\n  b: 2\nw: 2\n", ("v",), "a: 1\n", "v: |\n  a: 1\nw: 2\n"),
        ("v: |\n  a: 1\n  b: 2\nw: 2\n", ("v",), "b: 2\n", "v: |\n  b: 2\nw: 2\n"),
        ("v: |\n  a: 1\n\n  b: 2\n", ("v",), "a: 1\nx: 1\n\nb: 2\n", "v: |\n  a: 1\n  x: 1\n\n  b: 2\n"),
        ("v: |\n  a: 1", ("v",), "a: 1\nb: 2", "v: |\n  a: 1\n  b: 2"),
        (
            "v:\n- a: 1\n  b: 2\n- c: 3\n",
            ("v", 0),
            "x: 0\na: 1\nb: 2\n",
            "v:\n- x: 0\n  a: 1\n  b: 2\n- c: 3\n",
        ),
        ("v:\n- a: 1\n  b: 2\n- c: 3\n", ("v", 0), "b: 2\n", "v:\n- b: 2\n- c: 3\n"),
        ("v:\n  a: 1\n  b: 2\n# end\n", ("v",), "a: 1\nb: 2\nc: 3\n", "v:\n  a: 1\n  b: 2\n  c: 3\n# end\n"),
        ("v:\r\n  a: 1\r\nw: 1\r\n", ("v",), "a: 1\r\nb: 2\r\n", "v:\r\n  a: 1\r\n  b: 2\r\nw: 1\r\n"),
        ("v: {a: 1, b: 2}\n", ("v",), "{a: 1}", "v: {a: 1}\n"),
    ],
)
def test_new_values_are_written_with_their_indentation(
    text: str, path: tuple[str | int, ...], new: str, expected: str
) -> None:
    written = spliced(text, [*values(text, *path).edits(new)])
    assert written == expected
    assert values(written, *path).source.text == new


LINES = st.lists(
    st.sampled_from(["a: 1", "b:", "  c: 2", "  d: 3", "# note", "", "e: |", "    text"]), max_size=8
)


@settings(max_examples=150, deadline=None)
@given(LINES, LINES, st.integers(2, 9), st.sampled_from(["\n", "\r\n"]))
def test_whatever_is_written_is_read_again(
    before: list[str], after: list[str], indent: int, end: str
) -> None:
    old, new = ("".join(f"{line}{end}" for line in ["x: 0", *lines, "y: 0"]) for lines in (before, after))
    body = "".join(f"{' ' * indent}{line}{end}" if line else end for line in old.split(end)[:-1])
    text = f"# head{end}v: |{end}{body}w: 1{end}"
    moved = Moved.by(Source("file", text), values(text, "v").edits(new))
    written = moved.after.text
    assert values(written, "v").source.text == new
    assert written.startswith(f"# head{end}v: |{end}")
    assert written.endswith(f"{end}w: 1{end}")
    assert moved.span(Span(2, 6)) == Span(2, 6)
    assert moved.span(Span(text.rindex("w"), len(text))) == Span(written.rindex("w"), len(written))


def test_values_with_an_anchor_of_others_are_read_where_they_stand_and_not_written() -> None:
    found = values("b: &b\n  q: 1\nv:\n  pachd:\n    <<: *b\n    c: 2\n  d: *b\n", "v")
    document = found.read()
    assert document.data == {"pachd": {"q": 1, "c": 2}, "d": {"q": 1}}
    assert document.sealed
    entry = document.find(("pachd", "c"))
    assert entry is not None
    outer = found.outer_span(entry.node.span)
    assert found.outer.text[outer.start : outer.end] == "2"
    first = document.find(("pachd",))
    assert first is not None
    assert document.source.text[slice(*first.key_span)] == "pachd"
    # what is written elsewhere is where its alias is
    shared = document.find(("d",))
    assert shared is not None
    assert document.source.text[slice(*shared.node.span)] == "*b"


def test_lines_that_are_indented_less_stay_so() -> None:
    text = "v:\n    a: 1\n  # c\n    b: 2\n"
    found = values(text, "v")
    at = found.source.text.index("# c")
    for new in ("# d", "z", "\n# d"):
        changed = spliced(text, [found.outer_edit(Span(at, at + 3), new)])
        lead = "" if new.startswith("\n") else "  "
        shown = new.replace("\n", "\n    ")
        assert changed == text.replace("  # c", lead + shown), new


def test_edit_takes_the_blanks_before_a_line() -> None:
    found = Embedding(Source("values", "ab"), Source("v.yaml", " ab "), (Segment(0, 1, 2),), indent=" ")
    assert found.outer_edit(Span(0, 1), "z") == OuterEdit(0, 2, " z")
    assert found.outer_edit(Span(1, 2), "z") == OuterEdit(2, 3, "z")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: &x {a: 1}\ny: *x\nz: {b: [*x, {c: 1}]}\n", {("x",): "{a: 1}", ("z",): "{b: [*x, {c: 1}]}", ("z", "b"): "[*x, {c: 1}]", ("z", "b", 1): "{c: 1}"}),
        ("x: &x\n  k: {a: 1}\nz:\n  <<: *x\n", {("x",): "k: {a: 1}", ("x", "k"): "{a: 1}", ("z",): "<<: *x"}),
        ("a: 1\n", {}),
    ],
)  # fmt: skip
def test_definitions_are_where_they_are_written(text: str, expected: dict[Path, str]) -> None:
    found = definitions(read(Source("v.yaml", text)))
    assert {path: text[slice(*span)] for span, path in found.items()} == expected


@pytest.mark.parametrize(
    ("edits", "span", "there"),
    [
        ([], "cd", "cd"),
        ([(0, 0, "xyz")], "cd", "cd"),
        ([(2, 2, "x")], "cd", "cd"),
        ([(4, 4, "x")], "cd", "cd"),
        ([(2, 2, "x"), (4, 4, "y"), (6, 7, "")], "cd", "cd"),
        ([(3, 3, "xy")], "cd", "cxyd"),
        ([(0, 2, ""), (5, 6, "xyz")], "cd", "cd"),
        ([(0, 2, ""), (5, 6, "xyz")], "gh", "gh"),
        ([(4, 4, "x")], "", ""),
    ],
)
def test_what_stands_beside_edits_is_found_where_it_is_then(
    edits: list[tuple[int, int, str]], span: str, there: str
) -> None:
    text = "abcdefgh"
    moved = Moved.by(Source("file", text), [OuterEdit(*one) for one in edits])
    at = text.index(span) if span else 4
    found = moved.span(Span(at, at + len(span)))
    assert moved.after.text[slice(*found)] == there


@pytest.mark.parametrize(
    ("text", "path", "new", "taken"),
    [
        ("v:\n  a: 1\n  b: 2\n", ("v",), "# c\na: 1\nb: 2\n", True),
        ("v:\n  a: 1\n  b: 2\n", ("v",), "a: 1\n# c\nb: 2\n", True),
        ("v: |\n  a: 1\n", ("v",), "# c\na: 1\n", True),
        ("v:\n- a: 1\n  b: 2\n", ("v", 0), "# c\na: 1\nb: 2\n", False),
        ("v:\n- a: 1\n  b: 2\n", ("v", 0), "a: 1\n# c\nb: 2\n", True),
        ("v: {a: 1,\n  b: 2}\n", ("v",), "{a: 1,\n# c\nb: 2}", True),
        ("v: {a: 1, b: 2}\n", ("v",), "# c\n{a: 1, b: 2}", False),
        # no line more
        ("v: {a: 1, b: 2}\n", ("v",), "{a: 1, b: 3}", True),
        ("v:\n- a: 1\n  b: 2\n", ("v", 0), "a: 2\nb: 2\n", True),
    ],
)
def test_lines_are_taken_where_they_are_lines_around_too(
    text: str, path: tuple[str | int, ...], new: str, taken: bool
) -> None:
    assert values(text, *path).may_take(new) is taken
