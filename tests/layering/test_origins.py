"""Who set an effective value, where, and what it hid: files, flags, nulls, lists and mappings, in one table."""

from typing import Any

import pytest

from pachlint.layering.flags import Flag
from pachlint.layering.layer import COMMAND_LINE, layer
from pachlint.layering.values import MISSING, Values
from pachlint.place import Place, parse_path
from pachlint.reading.document import read
from pachlint.source import Source

DEFAULTS: dict[str, Any] = {"a": {"b": 1, "c": {"d": 2}}, "l": [1, 2], "t": "x", "e": {}, "q": None}


def layered(*texts: str) -> Values:
    """Texts of files, and flags, which begin with --."""
    files = [
        read(Source(f"v{number}", text))
        for number, text in enumerate(one for one in texts if not one.startswith("--"))
    ]
    flags = [Flag(*one.removeprefix("--").split(" ", 1)) for one in texts if one.startswith("--")]  # type: ignore[arg-type]
    return layer(DEFAULTS, files, flags)


def shown(values: Values, place: Place | None) -> str:
    """File and text of a place."""
    if place is None:
        return "-"
    documents = {one.document.source.name: one.document.source for one in values.layers if one.document}
    source = {**documents, COMMAND_LINE: values.command_line}[place.file]
    text = source.text[
        source.offset(place.line, place.column) : source.offset(place.end_line, place.end_column)
    ]
    return f"{place.file if place.file != COMMAND_LINE else '$'}:{place.line}:{text}"


# Files and flags, a path, who gave the value, key and value there, whose values it hides.
ROWS: list[tuple[tuple[str, ...], str, str, str, str, list[str]]] = [
    (("{}",), "a.b", "chart defaults", "-", "-", []),
    (("{}",), "a", "chart defaults", "-", "-", []),
    (("{}",), "l[1]", "chart defaults", "-", "-", []),
    (("{}",), "q", "chart defaults", "-", "-", []),
    (("{}",), "l[2]", "-", "-", "-", []),
    (("{}",), "zz", "-", "-", "-", []),
    (("{}",), "t.u", "-", "-", "-", []),
    (("a: {b: 5}",), "a.b", "v0", "v0:1:b", "v0:1:5", ["chart defaults"]),
    (("a: {b: 5}",), "a", "v0", "v0:1:a", "v0:1:{b: 5}", []),
    (("a: {b: 5}",), "a.c", "chart defaults", "-", "-", []),
    (("a: {b: 5}",), "a.c.d", "chart defaults", "-", "-", []),
    (("a: {z: 5}",), "a.z", "v0", "v0:1:z", "v0:1:5", []),
    (("a: {b: 5}", "a: {b: 6}"), "a.b", "v1", "v1:1:b", "v1:1:6", ["v0", "chart defaults"]),
    (("a: {b: 5}", "a: {c: {}}"), "a.b", "v0", "v0:1:b", "v0:1:5", ["chart defaults"]),
    (("a: {b: 5}", "a: {c: {}}"), "a", "v1", "v1:1:a", "v1:1:{c: {}}", []),
    (("a: {b: 5}", "a: {c: {}}"), "a.c", "v1", "v1:1:c", "v1:1:{}", []),
    (("a: {b: 5}", "a: {c: {}}"), "a.c.d", "chart defaults", "-", "-", []),
    (("a: {b: 5}", "{}"), "a.b", "v0", "v0:1:b", "v0:1:5", ["chart defaults"]),
    # a list is a whole
    (("l: [7, 8, 9]",), "l", "v0", "v0:1:l", "v0:1:[7, 8, 9]", ["chart defaults"]),
    (("l: [7, 8, 9]",), "l[1]", "v0", "v0:1:8", "v0:1:8", ["chart defaults"]),
    (("l: [7, 8, 9]",), "l[2]", "v0", "v0:1:9", "v0:1:9", []),
    (("l: [7]",), "l[1]", "-", "-", "-", []),
    (("l: [{x: 1}]",), "l[0].x", "v0", "v0:1:x", "v0:1:1", []),
    (("l: [{x: 1}]", "l: [{z: 2}]"), "l[0].x", "-", "-", "-", []),
    (("l: [{x: 1}]", "l: [{z: 2}]"), "l[0]", "v1", "v1:1:{z: 2}", "v1:1:{z: 2}", ["v0", "chart defaults"]),
    # one kind for another
    (("t: {u: 1}",), "t.u", "v0", "v0:1:u", "v0:1:1", []),
    (("t: {u: 1}",), "t", "v0", "v0:1:t", "v0:1:{u: 1}", ["chart defaults"]),
    (("a: 5",), "a", "v0", "v0:1:a", "v0:1:5", ["chart defaults"]),
    (("a: 5",), "a.b", "-", "-", "-", []),
    (("a: {c: {d: 9}}", "a: 5", "a: {b: 7}"), "a.c.d", "chart defaults", "-", "-", []),
    (("a: 5", "a: {b: 6}"), "a.b", "v1", "v1:1:b", "v1:1:6", ["chart defaults"]),
    (("t: {u: 1}", "t: 5"), "t", "v1", "v1:1:t", "v1:1:5", ["v0", "chart defaults"]),
    (("t: {u: 1}", "t: 5"), "t.u", "-", "-", "-", []),
    # nulls
    (("q: ",), "q", "-", "v0:1:q", "v0:1:", ["chart defaults"]),
    (("t: null",), "t", "-", "v0:1:t", "v0:1:null", ["chart defaults"]),
    (("a: null",), "a.c.d", "-", "-", "-", ["chart defaults"]),
    (("a: {c: null}",), "a.c.d", "-", "-", "-", ["chart defaults"]),
    (("a: {c: null}",), "a.c", "-", "v0:1:c", "v0:1:null", ["chart defaults"]),
    (("t: null", "{}"), "t", "-", "v0:1:t", "v0:1:null", ["chart defaults"]),
    (("zz: null",), "zz.y", "-", "-", "-", []),
    (("a: {z: null}",), "a.z", "v0", "v0:1:z", "v0:1:null", []),
    (("t: null", "t: y"), "t", "v1", "v1:1:t", "v1:1:y", ["v0", "chart defaults"]),
    (("t: z", "t: null"), "t", "-", "v1:1:t", "v1:1:null", ["v0", "chart defaults"]),
    (("a: null", "a: {b: 7}"), "a.b", "v1", "v1:1:b", "v1:1:7", ["chart defaults"]),
    # anchors: the value stands where it is written, the key here
    (("t: &x y\ns: *x",), "s", "v0", "v0:2:s", "v0:1:y", []),
    # flags
    (("{}", "--set a.b=5"), "a.b", "--set", "$:1:a.b", "$:1:5", ["chart defaults"]),
    (("{}", "--set a.b=5"), "a", "--set", "$:1:a", "$:1:5", []),
    (("{}", "--set a.b=5"), "a.c", "chart defaults", "-", "-", []),
    (("a: {b: 6}", "--set a.b=5"), "a.b", "--set", "$:1:a.b", "$:1:5", ["v0", "chart defaults"]),
    (("{}", "--set a.b=5,t=z"), "t", "--set", "$:1:t", "$:1:z", ["chart defaults"]),
    (("{}", "--set a.b=5,t=z"), "a.b", "--set", "$:1:a.b", "$:1:5", ["chart defaults"]),
    (("{}", "--set t=y\\", "--set a.b=5"), "t", "--set", "$:1:t", "$:1:y\\", ["chart defaults"]),
    (("{}", "--set l[0]=5", "--set l[1]=6"), "l", "--set", "$:2:l", "$:2:6", ["--set", "chart defaults"]),
    (("a: {b: 5}", '--set-json a={"z":1}'), "a", "--set-json", "$:1:a", '$:1:{"z":1}', ["v0", "chart defaults"]),
    (("{}", "--set m[0]"), "m", "--set", "$:1:m", "$:1:", []),
    (("{}", "--set t=y,t=z"), "t", "--set", "$:1:t", "$:1:z", ["chart defaults"]),
    (("{}", "--set t=y", "--set t=z"), "t", "--set", "$:2:t", "$:2:z", ["--set", "chart defaults"]),
    (("{}", "--set t=y", "--set-string t=z"), "t", "--set-string", "$:2:t", "$:2:z", ["--set", "chart defaults"]),
    (("{}", "--set-string t=y", "--set t=z"), "t", "--set-string", "$:1:t", "$:1:y", ["--set", "chart defaults"]),
    (("{}", "--set t=y", '--set-json t="z"'), "t", "--set", "$:1:t", "$:1:y", ["--set-json", "chart defaults"]),
    (("{}", "--set-literal t=y", "--set-string t=z"), "t", "--set-literal", "$:1:t", "$:1:y", ["--set-string", "chart defaults"]),
    (("{}", '--set-json a={"z":{"q":5}}'), "a.z.q", "--set-json", "$:1:a", '$:1:{"z":{"q":5}}', []),
    (("{}", '--set-json a={"z":{"q":5}}'), "a.b", "chart defaults", "-", "-", []),
    (("{}", "--set l[0]=5"), "l[0]", "--set", "$:1:l[0]", "$:1:5", ["chart defaults"]),
    (("{}", "--set l[0]=5"), "l", "--set", "$:1:l", "$:1:5", ["chart defaults"]),
    (("{}", "--set l[0]=5"), "l[1]", "-", "-", "-", []),
    (("{}", "--set l[2]=5"), "l[1]", "--set", "-", "-", ["chart defaults"]),
    (("{}", "--set l[0].x.z=5"), "l[0].x", "--set", "$:1:l[0].x", "$:1:5", []),
    (("{}", "--set m.n[3]=5", "--set-string m.o=6"), "m.n[1]", "--set", "-", "-", []),
    (("l: [7, 8]", "--set l[1]=5"), "l[0]", "v0", "v0:1:7", "v0:1:7", ["chart defaults"]),
    (("l: [7, 8]", "--set l[1]=5"), "l[1]", "--set", "$:1:l[1]", "$:1:5", ["v0", "chart defaults"]),
    (("{}", "--set t=null"), "t", "-", "$:1:t", "$:1:null", ["chart defaults"]),
    (("{}", "--set t={p,q}"), "t[1]", "--set", "$:1:t", "$:1:{p,q}", []),
    (("{}", "--set t={p,q}"), "t", "--set", "$:1:t", "$:1:{p,q}", ["chart defaults"]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "path", "origin", "key", "value", "overridden"), ROWS)
def test_origin(
    texts: tuple[str, ...], path: str, origin: str, key: str, value: str, overridden: list[str]
) -> None:
    values = layered(*texts)
    at = parse_path(path)
    found = values.origin(at)
    assert (found.label if found else "-") == origin
    assert [shown(values, values.key_place(at)), shown(values, values.value_place(at))] == [key, value]
    assert [one.label for one in values.overridden(at)] == overridden
    assert values.has(at) is (origin != "-")
    assert values.set_by_user(at) is (origin not in ("-", "chart defaults"))
    entry = values.entry(at)
    assert (entry is not None) is (value.startswith("v"))
    assert values.removed(at) is (origin == "-" and bool(overridden))


NEAREST: list[tuple[tuple[str, ...], str, str, str]] = [
    (("a: {c: {d: 3}}",), "a.c.d", "v0:1:d", "a.c.d"),
    (("a: {c: {}}",), "a.c.d", "v0:1:c", "a.c"),
    (("t: z\na: {c: {}}",), "a.zz.y", "v0:2:a", "a"),
    (("t: z\na: {c: {}}",), "zz", "v0:1:t", ""),
    (("a: {b: 1}", "a: {c: {}}"), "a.zz", "v1:1:a", "a"),
    (("a: {b: 1}", "a: {c: {}}"), "a.b.zz", "v0:1:b", "a.b"),
    (("a: {b: 1}", "t: z"), "a.zz", "v0:1:a", "a"),
    (("a: {b: 1}", "t: z"), "zz", "v1:1:t", ""),
    (("{}",), "zz", "v0:1:", ""),
    (("# c\n",), "zz", "v0:1:", ""),
    (("l: [1, 2]",), "l[5]", "v0:1:l", "l"),
    (("l: [1, {x: 2}]",), "l[1].zz", "v0:1:{x: 2}", "l[1]"),
    # files before flags where both only write something below
    (("a: {b: 1}", "--set a.b=2"), "a.zz", "v0:1:a", "a"),
    (("t: z", "--set a.b=2"), "a.zz", "$:1:a", "a"),
    (("a: {b: 1}", "--set a.b=2"), "a.b", "$:1:a.b", "a.b"),
    (("--set a.b=2",), "zz", "$:1:", ""),
    (("t: z", "--set a.b=2"), "zz", "v0:1:t", ""),
    (("--set a.b=2",), "a.b.c", "$:1:a.b", "a.b"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "path", "place", "found"), NEAREST)
def test_nearest(texts: tuple[str, ...], path: str, place: str, found: str) -> None:
    values = layered(*texts)
    at, near = values.nearest_place(parse_path(path))
    assert (shown(values, at), near) == (place, parse_path(found) if found else ())
    assert (at.line, at.column) <= (at.end_line, at.end_column)


def test_values_are_themselves_only() -> None:
    one, other = layered("a: {b: 5}"), layered("a: {b: 5}")
    assert layered().origin(()) is not None
    assert one == one  # noqa: PLR0124 -- that is the question
    assert not one == other  # noqa: SIM201 -- a tuple has a "!=" of its own
    assert len({one, other, one}) == 2
    assert (one.get(("a", "b")), one.get(("z",)), one.get(("z",), 7), one.get(())) == (
        5,
        MISSING,
        7,
        one.data,
    )
    assert (one.get(("l", -1)), one.get(("l", "x")), one.get(("a", 0)), bool(MISSING), repr(MISSING)) == (
        MISSING, MISSING, MISSING, False, "MISSING",
    )  # fmt: skip


def test_problems_stand_where_the_flag_is_wrong() -> None:
    values = layered("{}", "--set t=5", "--set a[x]=1", "--set-json t=[", "--set-string t=y")
    assert [(one.flag, shown(values, one.place)) for one in values.problems] == [(2, "$:3:"), (1, "$:2:")]
    assert values.problems[0].place is not None
    assert values.problems[0].place.column == len("--set-json t=") + 1
    assert [one.message.partition(":")[0] for one in values.problems] == ["--set-json", "--set"]
    assert (values.get(("t",)), values.data["a"]) == ("y", DEFAULTS["a"])
    assert values.command_line.name == "<command line>"
    assert values.command_line.text == "--set t=5\n--set a[x]=1\n--set-json t=[\n--set-string t=y\n"


def test_a_line_end_in_a_flag_becomes_a_space() -> None:
    values = layered("{}", "--set-string t=y\nz\rw", "--set a.b=5")
    assert values.command_line.text == "--set-string t=y z w\n--set a.b=5\n"
    assert (values.get(("t",)), shown(values, values.value_place(("a", "b")))) == ("y\nz\rw", "$:2:5")


def test_neither_files_nor_defaults_are_changed() -> None:
    document = read(Source("v0", "a: {b: 5}\nl: [{x: 1}]\n"))
    flags = [Flag("set", "a.b=6,a.c.d=7,l[0].x=2,l[1]=3")]
    values = layer(DEFAULTS, [document], flags)
    assert values.data["a"] == {"b": 6, "c": {"d": 7}}
    assert values.data["l"] == [{"x": 2}, 3]
    assert (document.data, DEFAULTS["a"], DEFAULTS["l"]) == (
        {"a": {"b": 5}, "l": [{"x": 1}]},
        {"b": 1, "c": {"d": 2}},
        [1, 2],
    )
    assert (layer(DEFAULTS, [document]).data["l"], values.user["l"]) == ([{"x": 1}], [{"x": 2}, 3])
