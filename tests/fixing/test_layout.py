"""How a file is laid out: lines, steps, quotes, and where values and their comments end."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.fixing.emit import DOUBLE, PLAIN, SINGLE, Quoting, Steps
from pachlint.fixing.layout import Layout, NoEditError, layout
from pachlint.place import Path
from pachlint.reading.document import read
from pachlint.reading.nodes import Entry
from pachlint.source import Source


def of(text: str, name: str = "v.yaml") -> Layout:
    """The layout of a text."""
    return layout(read(Source(name, text)))


def entry(here: Layout, path: Path) -> Entry:
    """The entry at a path."""
    found = here.document.find(path)
    assert found is not None
    return found


# A text; its line end, the steps to keys and to dashes, the quotes that are used where some are needed, and whether it is JSON.
TEXTS: list[tuple[str, str, tuple[int, int], str, bool]] = [
    ("a: 1\n", "\n", (2, 2), DOUBLE, False),
    ("", "\n", (2, 2), DOUBLE, False),
    ("a: 1", "\n", (2, 2), DOUBLE, False),
    ("a: 1\r\nb: 2\n", "\r\n", (2, 2), DOUBLE, False),
    ("a: 1\rb: 2\r", "\r", (2, 2), DOUBLE, False),
    ("a:\n    b: 1\n", "\n", (4, 4), DOUBLE, False),
    ("a:\n b: 1\n", "\n", (1, 1), DOUBLE, False),
    ("a:\n- 1\n", "\n", (2, 0), DOUBLE, False),
    ("a:\n   - 1\n", "\n", (2, 3), DOUBLE, False),
    ("a:\n    b:\n      - 1\n", "\n", (4, 2), DOUBLE, False),
    ("a:\n    b: 1\nc:\n  d: 1\ne:\n  f: 1\n", "\n", (2, 2), DOUBLE, False),
    # as many of both: the smaller
    ("a:\n    b: 1\nc:\n  d: 1\n", "\n", (2, 2), DOUBLE, False),
    ("a:\n- 1\nb:\n  - 1\n", "\n", (2, 0), DOUBLE, False),
    ("a:\n  - b: 1\n    c:\n       d: 1\n", "\n", (3, 2), DOUBLE, False),
    # what is in braces, and what stands for something else, is no sign
    ("a: {b: {c: 1}}\nd: [1]\n", "\n", (2, 2), DOUBLE, False),
    ("x: &x\n    y: 1\na:\n  <<: *x\n  z: *x\nb:\n  c: 1\n", "\n", (2, 2), DOUBLE, False),
    ("a: 'x'\n", "\n", (2, 2), SINGLE, False),
    ('a: "x"\n', "\n", (2, 2), DOUBLE, False),
    ("a: 'x'\nb: \"y\"\n", "\n", (2, 2), DOUBLE, False),
    ("a: 'x'\nb: \"y\"\nc: ['z']\n", "\n", (2, 2), SINGLE, False),
    ("a: &a 'x'\nb: *a\nc: \"y\"\n", "\n", (2, 2), DOUBLE, False),
    ("'a': x\n'b': y\n", "\n", (2, 2), DOUBLE, False),
    ('{"a": 1}\n', "\n", (2, 2), DOUBLE, True),
    ('{"a": {b: 1}}\n', "\n", (2, 2), DOUBLE, True),
    ("{a: 1}\n", "\n", (2, 2), DOUBLE, False),
    ('{"a": 1, b: 2}\n', "\n", (2, 2), DOUBLE, False),
    ('"a": 1\n', "\n", (2, 2), DOUBLE, False),
    ("{}\n", "\n", (2, 2), DOUBLE, False),
    ("[1]\n", "\n", (2, 2), DOUBLE, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "newline", "steps", "needed", "json"), TEXTS)
def test_layout(text: str, newline: str, steps: tuple[int, int], needed: str, json: bool) -> None:
    found = of(text)
    assert (found.newline, found.steps, found.needed, found.json) == (newline, Steps(*steps), needed, json)
    assert found.text == text


def test_an_empty_file_is_json_by_its_name() -> None:
    assert [of("{}\n", name).json for name in ("v.json", "V.JSON", "v.yaml", "json")] == [
        True,
        True,
        False,
        False,
    ]


# A text, the path of a mapping or list, and how one more of its values and keys is quoted.
QUOTED: list[tuple[str, Path | None, tuple[str, str, str]]] = [
    ("a: x\n", (), (PLAIN, PLAIN, DOUBLE)),
    ("a: 'x'\n", (), (SINGLE, PLAIN, SINGLE)),
    ("a: 'x'\nb: 'y'\nc: 5\n", (), (SINGLE, PLAIN, SINGLE)),
    ("a: 'x'\nb: w\n", (), (PLAIN, PLAIN, SINGLE)),
    ("a: 'x'\nb: \"y\"\n", (), (PLAIN, PLAIN, DOUBLE)),
    ("a: 'x'\nb:\n", (), (SINGLE, PLAIN, SINGLE)),
    ("a: 'x'\nb: ''\n", (), (SINGLE, PLAIN, SINGLE)),
    ("'a': x\n'b': y\n", (), (PLAIN, SINGLE, DOUBLE)),
    ("'a': x\nb: y\n", (), (PLAIN, PLAIN, DOUBLE)),
    ('"a": "x"\n', (), (DOUBLE, DOUBLE, DOUBLE)),
    ("a: ['x', 'y']\nb: z\n", ("a",), (SINGLE, PLAIN, SINGLE)),
    ("a:\n  b: 'x'\nc: z\n", ("a",), (SINGLE, PLAIN, SINGLE)),
    ("a: []\nc: 'z'\n", ("a",), (PLAIN, PLAIN, SINGLE)),
    ("a: |\n  x\nb: 'y'\n", (), (PLAIN, PLAIN, SINGLE)),
    ("x: &x 'y'\na: {b: *x}\n", ("a",), (PLAIN, PLAIN, SINGLE)),
    ("x: &x {'k': 'y'}\na: {<<: *x, b: z}\n", ("a",), (PLAIN, PLAIN, SINGLE)),
    ('{"a": x}\n', (), (DOUBLE, DOUBLE, DOUBLE)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "quoting"), QUOTED)
def test_quoting(text: str, path: Path, quoting: tuple[str, str, str]) -> None:
    here = of(text)
    node = entry(here, path).node if path else here.document.root
    assert here.quoting(node) == Quoting(*quoting)


@pytest.mark.parametrize(
    ("text", "quoting"),
    [
        ("a: 'x'\nb: y\n", (SINGLE, PLAIN, SINGLE)),
        ('a: "x"\nb: y\n', (DOUBLE, PLAIN, DOUBLE)),
        ("a: x\nb: 'y'\n", (PLAIN, PLAIN, SINGLE)),
        ("a: |\n  x\nb: 'y'\n", (PLAIN, PLAIN, SINGLE)),
        # what is no text is followed by what is quoted as the others are
        ("a: 5\nb: 'y'\n", (SINGLE, PLAIN, SINGLE)),
        ("b: &b 'y'\na: *b\n", (SINGLE, PLAIN, SINGLE)),
        ("a: [1]\n'b': 'y'\n", (SINGLE, PLAIN, SINGLE)),
        ('{"a": x, "b": y}\n', (DOUBLE, DOUBLE, DOUBLE)),
    ],
)
def test_what_comes_after_a_value_is_quoted_as_it_was(text: str, quoting: tuple[str, str, str]) -> None:
    here = of(text)
    assert here.quoting_of(entry(here, ("a",)).node, here.document.root) == Quoting(*quoting)


LINES = st.lists(st.tuples(st.sampled_from(["", "a: 1", "# c", "  "]), st.sampled_from(["\n", "\r\n", "\r"])), max_size=5)  # fmt: skip


@given(LINES, st.sampled_from(["", "z: 1"]), st.booleans())
def test_lines(lines: list[tuple[str, str]], last: str, marked: bool) -> None:
    """Each offset is on the line that begins before it; a line end belongs to its line, a byte order mark to none."""
    text = "\ufeff" * marked + "".join(map("".join, lines)) + last
    here = Layout(read(Source("v.yaml", "")), text, "\n", Steps(), DOUBLE, json=False, quotings={})
    for found in re.finditer(r"[^\r\n]*(\r\n|\n|\r|\Z)", text):
        start = 1 if marked and found.start() == 0 else found.start()
        if not found[0] and start and text[start - 1] not in "\r\n\ufeff":
            continue  # the text ends without a line end
        for offset in range(start, found.end()):
            assert here.line_start(offset) == start
            assert here.column(offset) == offset - start
        for offset in range(start, found.start(1) + 1):
            assert (here.line_end(offset), here.next_line(offset)) == (found.start(1), found.end())
            assert here.begins_line(offset) is (text[start:offset].strip(" ") == "")
        assert here.blank(start) is (start < len(text) and not text[start : found.start(1)].strip())


# A text with a mark where to begin, and one where to arrive: back over blanks and comments, and onward.
TRIMMED = ["a: 1|  # c\n\n# d\n^", "a: 1|^", "a: 'x'| \r\n \t^b", "|  # c\n^"]
SKIPPED = ["a:^  # c\n\n# d\n  |x\n", "a: ^|1\n", "a: 1^ # c\n# d\n|", "a: [^ # c\n |1]\n"]


@pytest.mark.parametrize("marked", TRIMMED)
def test_back_over_blanks_and_comments(marked: str) -> None:
    here, marks = unmarked(marked)
    assert here.trimmed(marks["^"]) == marks["|"]


@pytest.mark.parametrize("marked", SKIPPED)
def test_onward_over_blanks_and_comments(marked: str) -> None:
    here, marks = unmarked(marked)
    assert here.skipped(marks["^"]) == marks["|"]


def unmarked(text: str) -> tuple[Layout, dict[str, int]]:
    """The text without its marks, and where they stood."""
    marks = {mark: text.replace("^" if mark == "|" else "|", "").index(mark) for mark in "|^" if mark in text}
    return of(text.replace("|", "").replace("^", "")), marks


# A text with a mark after the value of a, and one at the end of the last line that belongs to it.
ENDS: list[tuple[str, int]] = [
    ("a: 1|$\nb: 2\n", 0),
    ("a: 1|  # c$\nb: 2\n", 0),
    ("a: 'x y'|$\n", 0),
    ("a: {b: 1}| # c$\n", 0),
    ("a:\n  b: 1|$\nb: 2\n", 0),
    ("a:\n  b: 1| # c$\n\nb: 2\n", 0),
    ("a:\n  b: 1|\n  # mine$\n# its\nb: 2\n", 0),
    ("a:\n  b: 1|\n\n  # mine$\n\n# its\nb: 2\n", 0),
    ("a:\n  - 1\n  - [2]|\n  # mine\n   # mine$\nb: 2\n", 0),
    ("a:\n- 1|$\n# its\nb: 2\n", 0),
    ("a:\n  b:\n    c: 1|\n  # mine$\nb: 2\n", 0),
    ("a: 1|$\n# its", 0),
    ("x: &x 1\na: *x|$\nb: 2\n", 0),
    ("x: &x 1\na:\n  y: *x| # c$\nb: 2\n", 0),
    ("a:\n  b:| # c$\nc: 1\n", 0),
    ("a: >-\n  x\n  y|$\nb: 2\n", 0),
]


@pytest.mark.parametrize(("marked", "special"), ENDS)
def test_end_and_tail(marked: str, special: int) -> None:
    text = marked.replace("|", "").replace("$", "")
    here = of(text)
    found = entry(here, ("a",))
    assert here.end(found.node) == marked.replace("$", "").index("|")
    assert here.tail(found.node, special) == marked.replace("|", "").index("$")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("style", "kept"), [("|", "\n"), ("|-", ""), ("|+", "\n"), (">", "\n")])
def test_end_of_a_block_is_before_its_line_end(style: str, kept: str, newline: str) -> None:
    text = f"a: {style}\n  x\n  y\nb: 1\n".replace("\n", newline)
    here = of(text)
    assert here.end(entry(here, ("a",)).node) == text.index("y") + 1


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("a: 1\n", 2),
        ("a : 1\n", 3),
        ("a \t: 1\n", 4),
        ("'a': 1\n", 4),
        ("a:\n  b: 1\n", 2),
        ("{a: 1}\n", 3),
        ("? a\n: 1\n", None),
        ("{a}\n", None),
        ("{a, b: 1}\n", None),
        ("{ ? a : 1}\n", None),
    ],
)
def test_after_the_colon(text: str, offset: int | None) -> None:
    here = of(text)
    found = entry(here, ("a",))
    if offset is None:
        with pytest.raises(NoEditError):
            here.after_colon(found)
    else:
        assert here.after_colon(found) == offset


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("a: 1\n", "a:"),
        ("a: &x 1\n", "a: &x"),
        ("a: &x\n  b: 1\n", "a: &x"),
        ("a:\n  &x\n  b: 1\n", "a:\n  &x"),
        ("a: # c\n  &x 1\n", "a: # c\n  &x"),
        ("x: &x 1\na: *x\n", "x: &x 1\na:"),
        ("a: !!str 1\n", None),
        ("a: !!str &x 1\n", None),
        ("a: &x !!str 1\n", None),
        ("a: '&x'\n", "a:"),
        ("a: [&x 1]\n", "a:"),
    ],
)
def test_after_the_anchor(text: str, behind: str | None) -> None:
    here = of(text)
    found = entry(here, ("a",))
    colon = here.after_colon(found)
    if behind is None:
        with pytest.raises(NoEditError, match="the value has a tag"):
            here.after_anchor(colon, found.node)
    else:
        assert text[: here.after_anchor(colon, found.node)] == behind


def test_comments_of_lines() -> None:
    text = "# a\n  # b\nx: 1 # c\n\n   \ny: 2\n"
    here = of(text)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    assert [here.own_comment(at) for at in starts[:-1]] == [0, 2, None, None, None, None]
    assert [here.blank(at) for at in starts] == [False, False, False, True, True, False, False]
    line = text.index("x: 1")
    marks: list[Any] = [
        here.comment_on(line, line + 9),
        here.comment_on(line, line + 5),
        here.comment_on(line + 6, len(text)),
    ]
    assert marks == [line + 5, None, None]
