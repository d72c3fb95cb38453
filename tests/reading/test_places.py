"""Finding a path in a document, and the text of a file's bytes."""

import pytest

from pachlint.place import Path, Span
from pachlint.reading.document import child, decode, is_template_name, read
from pachlint.reading.nodes import Problem
from pachlint.source import Source

TEXT = "a:\n  b: [x, {c: 1}]\n  d: &k {e: 2}\nf: *k\ng: {<<: *k}\nh: 1\nh: {i: 3}\n"


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("a",), "a", "b: [x, {c: 1}]\n  d: &k {e: 2}"),
        (("a", "b"), "b", "[x, {c: 1}]"),
        (("a", "b", 0), "x", "x"),
        (("a", "b", 1), "{c: 1}", "{c: 1}"),
        (("a", "b", 1, "c"), "c", "1"),
        (("a", "d", "e"), "e", "2"),
        (("f",), "f", "{e: 2}"),
        (("f", "e"), "e", "2"),
        (("g", "e"), "e", "2"),
        (("h", "i"), "i", "3"),
        (("a", "b", 2), None, None),
        (("a", "b", -1), None, None),
        (("a", "b", "0"), None, None),
        (("a", 0), None, None),
        (("a", "b", 0, "c"), None, None),
        (("b",), None, None),
        ((), None, None),
    ],
)
def test_find(path: Path, key: str | None, value: str | None) -> None:
    document = read(Source("v.yaml", TEXT))
    entry = document.find(path)
    assert (entry and TEXT[slice(*entry.key_span)]) == key
    assert (entry and TEXT[slice(*entry.node.span)]) == value
    if entry and isinstance(path[-1], int):
        assert entry.key == ""


@pytest.mark.parametrize(
    ("path", "reached"),
    [((), 0), (("a", "b", 1, "c"), 4), (("a", "b", 1, "d"), 3), (("a", "x", "y"), 1), (("x", "a"), 0), (("h", "i", "j"), 2)],
)  # fmt: skip
def test_nearest(path: Path, reached: int) -> None:
    document = read(Source("v.yaml", TEXT))
    near, entry = document.nearest(path)
    assert near == path[:reached]
    assert entry == document.find(path[:reached])


def test_item_through_an_alias_stands_where_the_alias_stands() -> None:
    text = "a: [&k x, *k]\n"
    item = child(read(Source("v.yaml", text)).find(("a",)).node, 1)  # type: ignore[union-attr]
    assert item is not None
    assert text[slice(*item.key_span)] == "*k"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a: \xc3\xa9", "a: é"),
        (b"\xef\xbb\xbfa", "\ufeffa"),
        ("\ufeffa: é".encode("utf-16-le"), "a: é"),
        ("\ufeffa: é".encode("utf-16-be"), "a: é"),
        (b"a: 1\n---\n" + b"b: 1\n" * 100 + b"x: \xff\n", "a: 1\n---\n" + "b: 1\n" * 100 + "x: \ufffd\n"),
    ],
)
def test_bytes_as_text(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "at", "byte"),
    [(b"a: \xc3\xa9\xff", 4, "0xFF"), (b"\xff", 0, "0xFF"), (b"\xff\xfea\x00b", 1, "0x62"), (b"\xfe\xff\x00a\xd8\x00", 1, "0xD8"), (b"a: \xc3", 3, "0xC3")],
)  # fmt: skip
def test_bytes_that_are_no_text(data: bytes, at: int, byte: str) -> None:
    found = decode(data)
    assert isinstance(found, Problem)
    assert (found.code, found.rejected, found.span.start, found.span.end) == ("encoding", True, at, at)
    assert byte in found.message
    assert found.hint.startswith("Save the file as UTF-8.")
    assert ("UTF-16" if data[:1] in {b"\xff", b"\xfe"} and len(data) > 1 else "UTF-8") in found.message


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.gotmpl", True), ("gotmpl", False), ("x/a.tftpl/b.yaml", False), ("a.ERB", True), ("a.hbs.yaml", True), ("a.jinja2", True), ("a.jinja", True), ("a.mustache.b.c", True), ("template.yaml", False), ("a.template", True), ("a.tmpl", True), ("a.tpl", True), ("a.envsubst.yaml", True), ("a.yaml", False)],
)  # fmt: skip
def test_names_of_templates(name: str, expected: bool) -> None:
    assert is_template_name(name) is expected


def test_longest_text() -> None:
    whole = "a: 1\n" + "#" * 999_994
    assert read(Source("v.yaml", whole + "\n")).data == {"a": 1}
    found = read(Source("v.yaml", whole + "##\n"))
    assert [(one.code, one.rejected, one.unread) for one in found.problems] == [("too-large", False, True)]
    assert found.problems[0].message == "pachlint does not read files of more than 1,000,000 characters."
    assert not found.readable
    assert len(found.source.text) == 100_000


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_most_lines(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pachlint.reading.document.MAX_LINES", 3)
    assert read(Source("v.yaml", "a: 1" + end * 3)).data == {"a": 1}
    message = "pachlint does not read files of more than 3 lines."
    assert said("a: 1" + end * 4) == [("too-large", message, "", False, True)]


@pytest.mark.parametrize(("flow", "depth", "kept"), [(True, 198, True), (True, 199, True), (True, 200, False), (False, 199, True), (False, 200, False)])  # fmt: skip
def test_deepest_nesting(flow: bool, depth: int, kept: bool) -> None:
    text = "a: " + "[" * depth + "]" * depth if flow else "a:\n" + "- " * depth + "x\n"
    found = read(Source("v.yaml", text))
    assert found.readable is kept
    assert bool(found.data) is kept
    at = 202 if flow else 401
    assert [(one.code, one.span, one.rejected) for one in found.problems] == [
        ("too-deep", (at, at + 1), False)
    ] * (not kept)


@pytest.mark.parametrize(
    ("levels", "around"),
    [("[" * 150 + "]" * 150, 49), ("{k: " * 150 + "1" + "}" * 150, 49), ("x", 199), ("[x]", 198)],
)
def test_alias_that_leads_too_deep(levels: str, around: int) -> None:
    deep = f"a: &k {levels}\n"
    assert read(Source("v.yaml", deep + "b: " + "[" * around + "*k" + "]" * around + "\n")).readable
    around += 1
    found = read(Source("v.yaml", deep + "b: " + "[" * around + "*k" + "]" * around + "\n"))
    assert [(one.code, one.unread) for one in found.problems] == [("too-deep", True)]


def spread(width: int, levels: int, pad: int, last: int) -> str:
    """Lists of aliases of lists of aliases; ``pad`` other items stand before them."""
    lines = [f"p: [{', '.join(['y'] * pad)}]"] if pad else []
    lines.append(f"a0: &a0 [{', '.join(['x'] * width)}]")
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels + 1)]
    return "\n".join([*lines, f"z: [{', '.join([f'*a{levels}'] * last)}]"]) + "\n"


@pytest.mark.parametrize(
    ("width", "levels", "pad", "last"),
    [
        (2, 6, 0, 9), (2, 6, 50, 27), (2, 8, 0, 1), (3, 3, 0, 36), (5, 2, 3, 32), (5, 2, 50, 86), (9, 2, 0, 4), (9, 2, 50, 10), (20, 1, 0, 13), (20, 1, 50, 28),
    ],
)  # fmt: skip
def test_aliases_are_rejected_from_where_helm_rejects_them(
    width: int, levels: int, pad: int, last: int
) -> None:
    rejected = [
        not read(Source("v.yaml", spread(width, levels, pad, last - less))).readable for less in (1, 0)
    ]
    assert rejected == [False, True]


@pytest.mark.parametrize(
    ("line", "code"), [("a: 1\n", "duplicate-key"), ("b{}: .inf\n", "unsupported-value")]
)
def test_no_more_problems_than_anybody_reads(line: str, code: str) -> None:
    for count, reported in ((50, 50), (51, 50), (80, 50)):
        text = ("a: 1\n" if code == "duplicate-key" else "") + "".join(
            line.format(number) for number in range(count)
        )
        assert [one.code for one in read(Source("v.yaml", text)).problems] == [code] * reported


@pytest.mark.parametrize(("item", "last"), [("{<<: [*a, *a]}", 67), ("[*a]", 149)])
def test_merges_are_rejected_from_where_helm_rejects_them(
    item: str, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pachlint.reading.composer.MAX_VALUES", 1_000_000)  # Helm has no such bound
    keys = ", ".join(f"k{number}: 1" for number in range(300))
    texts = [f"a: &a {{{keys}}}\nz: [{', '.join([item] * count)}]\n" for count in (last - 1, last)]
    found = [read(Source("v.yaml", text)) for text in texts]
    assert found[0].readable
    assert [(one.code, one.rejected) for one in found[1].problems] == [("syntax", True)]


def said(text: str) -> list[tuple[str, str, str, bool, bool]]:
    """All that is said of a text's problems but their places."""
    problems = read(Source("v.yaml", text)).problems
    return [(one.code, one.message, one.hint, one.rejected, one.unread) for one in problems]


# What Helm 3.17.3 says of these: Go's JSON ends at 10,000 levels.
@pytest.mark.parametrize(
    ("opening", "last", "closing", "deepest"),
    [("a: ", "", "", 9_999), ("a:\n", "x", "", 9_999), ("", "1", "}", 10_000)],
    ids=["brackets", "dashes", "braces"],
)
def test_deepest_nesting_that_helm_reads(opening: str, last: str, closing: str, deepest: int) -> None:
    inner, end = {"x": ("- ", ""), "1": ("{a: ", "}"), "": ("[", "]")}[last]
    assert closing in end
    told = {}
    for depth in (deepest, deepest + 1):
        text = opening + inner * depth + last + end * depth + "\n"
        (told[depth],) = said(text)
    hint = "Look for brackets that are never closed."
    assert told == {
        deepest: (
            "too-deep",
            "pachlint does not read values nested more than 200 levels deep.",
            hint,
            False,
            True,
        ),
        deepest + 1: (
            "too-deep",
            "Helm does not read values nested more than 10000 levels deep.",
            hint,
            True,
            False,
        ),
    }


def test_most_values() -> None:
    # the mapping, its key and its list, and one for the document
    items = ", ".join(["x"] * 19_996)
    assert said(f"a: [{items}]\n") == []
    too_many = (
        "too-large",
        "pachlint does not read files of more than 20,000 keys and values.",
        "",
        False,
        True,
    )
    found = read(Source("v.yaml", f"a: [{items}, x]\nb: [\n"))
    assert said(found.source.text) == [too_many]
    assert (found.root, found.data) == (None, {})
    # those that aliases repeat count, too
    items = ", ".join(["x"] * 9_996)
    assert said(f"a: &a [{items}]\nb: *a\n") == []
    assert said(f"a: &a [{items}, x]\nb: *a\n") == [too_many]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        # the document, its mapping, each key and each value
        ("a: 1\n", 4),
        ("a: [x, y]\n", 6),
        # what an alias repeats, and the alias
        ("a: &k [x]\nb: *k\n", 9),
        ("a: &k x\nb: [*k, *k]\n", 10),
        # no key of a merge, nor the list of one; of an alias all
        ("a: &k {x: 1}\nb: {<<: *k}\n", 12),
        ("a: &k {x: 1}\nb: {<<: [*k, *k]}\n", 17),
        ("b: {<<: [{x: 1}]}\n", 8),
        ("b: {<<: {x: 1}}\n", 7),
        ("b: {<<: {x: 1}}\nc: 2\n", 9),
        ("b: {<<: [{x: 1}]}\nc: 2\n", 9),
        ("b: {q: <<}\n", 6),
        ("b: {q: <<, <<: [{x: 1}], y: [z]}\n", 12),
        ("b: [<<, [z]]\n", 7),
        ("b: {'<<': [z]}\n", 7),
    ],
)
def test_what_counts_among_the_values(text: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for most in (count, count - 1):
        monkeypatch.setattr("pachlint.reading.composer.MAX_VALUES", most)
        found = read(Source("v.yaml", text))
        told.append((said(text), found.root is None, bool(found.data)))
    message = "pachlint does not read files of more than 20,000 keys and values."
    assert told == [([], False, True), ([("too-large", message, "", False, True)], True, False)]
    ((one,), (behind_mark,)) = found.problems, read(Source("v.yaml", f"\ufeff{text}")).problems
    assert behind_mark.span == Span(one.span.start + 1, one.span.end + 1)


# As Helm 3.17.3 refuses them.
@pytest.mark.parametrize(("width", "levels", "last"), [(5, 3, 11), (9, 3, 2), (20, 2, 6)])
def test_aliases_of_scalars_are_refused_from_where_helm_refuses_them(
    width: int, levels: int, last: int
) -> None:
    def text(count: int) -> str:
        lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels + 1)]
        return "\n".join(["a0: &a0 x", *lines, f"z: [{', '.join([f'*a{levels}'] * count)}]"]) + "\n"

    message = "The aliases of this file multiply its content far beyond its size; Helm does not expand them."
    hint = "Write repeated values out, or do not nest anchors in anchors."
    assert said(text(last - 1)) == []
    assert said(text(last)) == [("syntax", message, hint, True, False)]
