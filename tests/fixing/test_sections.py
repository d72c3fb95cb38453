"""An edit inside a part of a file is told by that part, unless the rest may have a share in it."""

import random

import pytest

from pachlint.fixing import fix
from pachlint.fixing.sections import after, around, changes_by, is_expected
from pachlint.fixing.splice import Splice, splice
from pachlint.fixing.trees import changes
from pachlint.layering.layer import layer
from pachlint.reading.document import read
from pachlint.source import Source
from tests.fixing.test_edit_property import KINDS, Writer, an_edit

REST = "console:\n  enabled: true\n  labels: {a: b}\n  annotations: {c: d, e: f}\n"
MORE = "".join(f"more{number}: 1\n" for number in range(60))
PUT = ("x", " ", "\n", "  ", "#", '"', "'", ": ", "- ", "|", "|+\n", ">", "{", "]", ",", "k: v\n", "\t", "&a ", "*a", "? ", "\n---\n", "\r")  # fmt: skip


def told(text: str, old: str, new: str) -> dict[tuple[str | int, ...], object] | None:
    """What is different after ``old`` became ``new``; None if only the whole file tells."""
    document = read(Source("v.yaml", text))
    return changes_by(document, [Splice(text.index(old), text.index(old) + len(old), new)])


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("pachd:\n  tag: 1\n" + REST, ("pachd", "tag")),
        (REST + "pachd:\n  tag: 1\n", ("pachd", "tag")),
        (REST + "pachd:\n  tag: 1", ("pachd", "tag")),
        (REST + "pachd: {tag: 1}\n# end", ("pachd", "tag")),
        ("pachd:\n  a: |\n    b\n  tag: 1\n\n  # note\n  c: 5\n" + REST, ("pachd", "tag")),
        ("pachd:\n  'x*&y':\n    \"tag\": 1\n" + REST, ("pachd", "x*&y", "tag")),
        ("pachd:\n  x: a&b\n  tag: 1\n" + REST, ("pachd", "tag")),
        ("pachd:\n- tag: 1\n- x\n" + REST, ("pachd",)),
    ],
)
def test_section_says_what_the_file_says(text: str, path: tuple[str, ...]) -> None:
    found = told(text, "1", '"1"')
    assert found == {path: [{"tag": "1"}, "x"] if len(path) == 1 else "1"}


def test_the_smallest_section_comes_first() -> None:
    text = "pachd:\n  service:\n    type: 1\n    port: 2\n  tag: 1\n" + REST
    document = read(Source("v.yaml", text))
    at = text.index("2")
    found = around(document, [Splice(at, at + 1, "3")])
    assert [(one.path, one.head, text[one.start : one.end]) for one in found] == [
        (("pachd", "service", "port"), "pachd:\n  service:\n", "    port: 2\n"),
        (("pachd", "service"), "pachd:\n", "  service:\n    type: 1\n    port: 2\n"),
        (("pachd",), "", text[: text.index("console")]),
    ]
    assert len(text) < 2 * len("pachd:\n  service:\n    type: 1\n    port: 2\n  tag: 1\n") + len(REST)


def test_all_edits_are_inside_of_a_section() -> None:
    text = "pachd:\n  service:\n    type: 1\n    port: 2\n  tag: 3\n" + REST
    document = read(Source("v.yaml", text))
    places = [text.index(sign) for sign in ("1", "2", "3", "true")]

    def paths(*which: int) -> list[tuple[str, ...]]:
        return [
            one.path for one in around(document, [Splice(places[at], places[at] + 1, "7") for at in which])
        ]

    assert paths(0, 1) == paths(1, 0) == [("pachd", "service"), ("pachd",)]
    assert paths(0, 2) == paths(2, 0) == [("pachd",)]
    assert paths(0, 3) == paths(3, 0) == []


def test_a_part_knows_where_it_stands() -> None:
    text = "pachd:\n  service:\n    port: 2\n" + REST
    document, at = read(Source("v.yaml", text)), text.index("2")
    splices = [Splice(at, at + 1, "3")]
    for section in around(document, splices):
        part = after(document, section, splices)
        assert part is not None
        assert part.document.source.text[at - part.start] == "3"


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("pachd:\n  tag: 1\n", "1", '"1"'),  # nothing else
        ("pachd: &x\n  tag: 1\n" + REST, "1", '"1"'),  # an anchor
        ("pachd:\n  tag: 1\n" + REST + "x: [*x]\n", "1", '"1"'),
        ("pachd:\n  tag: 1\n" + REST, "1", "*x"),
        ("---\npachd:\n  tag: 1\n" + REST, "1", '"1"'),  # a mark of a document
        ("pachd:\n  tag: 1\n" + REST, "1", "2\n---"),
        ("pachd:\n  tag: 1\n" + REST, "1", "2\n..."),
        ("pachd:\n  tag: 1\n" + REST, "1", '"1'),  # a quote that nothing closes
        ("pachd:\n  tag: 1\n" + REST, "1", "[1"),
        ("pachd:\n  tag: 1\n" + REST, " 1\n", ' "1" '),  # no end of line any more
        ("pachd:\n  tag: 1\n" + REST, " 1\n", ' "1"\nconsole: 2\n'),  # a key that is there already
        ("{pachd: {tag: 1},\nconsole: {a: 1, b: 2, c: 3}}", "tag: 1", 'tag: "1"'),
        ("pachd:\r  tag: 1\r" + REST.replace("\n", "\r"), "1", '"1"'),
        ("pachd:\n  tag: 1\n" + REST + "x: {<<: {b: c}}\n", "1", '"1"'),  # a merge
        ("pachd:\n  tag: 1\n" + REST + "---\nx: y\n", "1", '"1"'),  # another document
        ("pachd:\n  tag: 1\n" + REST + "...\n", "1", '"1"'),
        ("pachd:\n  tag: 1\n" + REST + "x: |\n  y\n%z: 1\n", "1", '"1"'),
        ("\ufeffpachd:\n  tag: 1\n" + REST, "1", '"1"'),
    ],
)  # fmt: skip
def test_only_the_file_tells(text: str, old: str, new: str) -> None:
    assert told(text, old, new) is None


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("pachd:\n  tag: 1\n" + REST, "  tag", " tag"),  # another column
        ("pachd:\n  x: 2\n  tag: 1\n" + REST, "  tag", "    tag"),
        ("pachd:\n  tag: 1\n  tag: 1\n" + REST, "1", "2"),  # the first of two
    ],
)
def test_a_larger_section_tells(text: str, old: str, new: str) -> None:
    whole = read(Source("", text.replace(old, new, 1)))
    expected = changes(read(Source("", text)).data, whole.data) if whole.readable else None
    assert told(text, old, new) == expected


def test_what_is_put_before_a_key_is_below_the_one_before_it() -> None:
    text = "pachd:\n  tag: 1\n" + REST
    document = read(Source("v.yaml", text))
    at = text.index("console")
    put = [Splice(at, at, "  more: 2\n")]
    assert [(one.path, one.start, one.end) for one in around(document, put)] == [
        (("pachd", "tag"), 0 + len("pachd:\n"), at),
        (("pachd",), 0, at),
    ]
    assert changes_by(document, put) == {("pachd", "more"): 2}


def test_the_part_must_say_what_is_expected_and_nothing_else_may_change() -> None:
    text = "pachd:\n  tag: 1\n" + REST
    document = read(Source("v.yaml", text))
    at = text.index("1")
    put = [Splice(at, at + 1, '"1"')]
    section = around(document, put)[0]
    part = after(document, section, put)
    assert part
    path, expected = ("pachd", "tag"), {**document.data, "pachd": {"tag": "1"}}
    assert is_expected(section, part, expected, [path])
    assert not is_expected(section, part, expected, [path, ("console", "enabled")])
    assert not is_expected(section, part, {**expected, "pachd": {"tag": "2"}}, [path])
    assert not is_expected(section, part, {**expected, "pachd": {}}, [path])


@pytest.mark.parametrize("kind", KINDS)
def test_edits_are_those_of_the_whole_file(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = 0
    for seed in range(150):
        rng = random.Random(seed)
        file = Writer(seed).file()
        case = an_edit(rng, kind, file)
        if case is None:
            continue
        document = read(Source("v.yaml", file.text + MORE))
        values = layer({}, [document])
        found = fix.compile_edits((case[0],), values)
        with monkeypatch.context() as patched:
            patched.setattr(fix, "around", lambda *_: [])
            assert fix.compile_edits((case[0],), values) == found, (file.text, case[0])
        if found:
            splices = [fix.edit_splice(document.source, edit) for edit in found]
            alone = changes_by(document, splices)
            parts += alone is not None
            whole = read(Source("", splice(document.source.text, splices)))
            assert alone is None or alone == changes(document.data, whole.data), (file.text, case[0])
    # what is deleted is told by the mapping around it, which is most of such a file
    assert parts > (1 if kind in {"delete", "move"} else 15)


def test_any_change_is_told_by_a_part_as_by_the_file() -> None:
    parts = 0
    for seed in range(3000):
        rng = random.Random(seed)
        text = Writer(seed % 300).file().text + MORE
        document = read(Source("v.yaml", text))
        start = rng.randrange(len(text) - len(MORE))
        put = [
            Splice(start, start + rng.choice((0, 0, 1, 2, 5)), "".join(rng.choices(PUT, k=rng.randint(0, 3))))
        ]
        alone = changes_by(document, put)
        if alone is None:
            continue
        parts += 1
        whole = read(Source("", splice(text, put)))
        assert whole.readable, (text, put)
        assert alone == changes(document.data, whole.data), (text, put)
    assert parts > 100


def test_nothing_is_around_no_edits() -> None:
    assert around(read(Source("v.yaml", "a: 1\nb: {c: 2}\n")), []) == []
