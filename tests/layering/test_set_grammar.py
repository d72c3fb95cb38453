"""The flags that set values: what they write, where and why they are wrong, and the bounds, in one table."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from pachlint.layering.flags import Flag, RemoteError, reject_remote
from pachlint.layering.layer import _standard_input, layer
from pachlint.layering.setflags import apply_flag
from pachlint.reading.document import read
from pachlint.source import Source

TEXT = "t: x\nl: [1, {z: 1}]\na: {b: 1}\n"
START: dict[str, Any] = {"t": "x", "l": [1, {"z": 1}], "a": {"b": 1}}


def written(kind: Any, text: str, **more: Any) -> Any:
    """What files and a flag set; or the message, and where in the flag's text (from 0)."""
    values = layer({"t": "d"}, [read(Source("v", TEXT))], [Flag(kind, text)], **more)
    assert json.loads(json.dumps(values.user)) == values.user
    if not values.problems:
        return values.user
    assert values.user == START
    (problem,) = values.problems
    assert problem.place is not None
    assert problem.place.column == problem.place.end_column
    return problem.message.removeprefix(f"--{kind}: "), problem.place.column - len(f"--{kind} ") - 1


BEHIND = "what follows the comma has no value; write KEY=VALUE as one word"
NO_KEYS = "is set to a value that has no keys, in a file or an earlier flag"
NO_LIST = "is set to a value that is not a list, in a file or an earlier flag"
NO_NUMBER = "a list index between [ ] is not a number"
NO_JSON = "the value is not JSON"
HELM_4 = "Helm 3 accepts only KEY=JSON; a JSON object alone requires Helm 4"
WRONG = [
    ("set", "t", 'the key "t" has no value; write KEY=VALUE as one word', 0),
    ("set", '{"t":1}', 'the key "..." has no value; write KEY=VALUE as one word', 0),
    ("set", "some/key-x", 'the key "some/key-x" has no value; write KEY=VALUE as one word', 0),
    ("set", "key abc", 'the key "key..." has no value; write KEY=VALUE as one word', 0),
    ("set", ":abc", 'the key "..." has no value; write KEY=VALUE as one word', 0),
    ("set", "key:abc", 'the key "key..." has no value; write KEY=VALUE as one word', 0),
    ("set", "t,a=1", 'the key "t" has no value before the comma', 1),
    ("set", "a=1,t", BEHIND, 4),
    ("set", "a=1,password.b", BEHIND, 4),
    ("set", "t={a}x", BEHIND, 5),
    ("set", "l[4]=5,t", BEHIND, 7),
    ("set", "t=1,t=2,q", BEHIND, 8),
    ("set", "l[0]=5,l[0]=6,q", BEHIND, 14),
    ("set", "l[1].z=5,l[1].q=6,a.b=7,a.c=8,q", BEHIND, 30),
    ("set", "q[2]=1,q[5]=5,q", BEHIND, 14),
    ("set", "x.=1", 'the key "x" has nothing below it', 0),
    ("set", "t.x=1", f'the key "t" {NO_KEYS}', 0),
    ("set", "a.b.c=1", f'the key "b" {NO_KEYS}', 0),
    ("set", "a.z=1,a.b.c=1", f"what follows the comma {NO_KEYS}", 6),
    ("set", "t[0]=1", f'the key "t" {NO_LIST}', 0),
    ("set", "a[0]=1", f'the key "a" {NO_LIST}', 0),
    ("set", "l[x]=1", NO_NUMBER, 4),
    ("set", "l[]=1", NO_NUMBER, 3),
    ("set", "l[0", NO_NUMBER, 3),
    ("set", "l[1.0]=1", NO_NUMBER, 6),
    ("set", f"l[{'9' * 301}]=1", NO_NUMBER, 304),
    ("set", "l[9223372036854775808]=1", NO_NUMBER, 22),
    ("set", "l[9223372036854775807]=1", "a list index is greater than 65536", 24),
    ("set", "l[-1]=1", "a list index is negative", 5),
    ("set", "l[65537]=1", "a list index is greater than 65536", 10),
    ("set", "l[0]x=1", "only = . or [ may follow the ] of a list index", 6),
    ("set", "l[0][0]=1", "a list item is set to a value that is not a list", 0),
    ("set", "t={a", "a list between { } is not closed", 4),
    ("set", "t={a,b", "a list between { } is not closed", 6),
    ("set", ".".join("k" * 32) + "=1", "the key has more than 30 levels", 0),
    ("set", "m" + "[0]" * 201 + "=1", "pachlint does not read keys of more than 200 steps", 0),
    ("set-json", "t", 'the key "t" has no value; write KEY=VALUE as one word', 0),
    ("set-json", '{"t":1}', HELM_4, 0),
    ("set-json", ' {"t":1}', HELM_4, 0),
    ("set-json", "t={", NO_JSON, 2),
    ("set-json", "t=1.", NO_JSON, 2),
    ("set-json", "t=\x1c1", NO_JSON, 2),
    ("set-json", "t=1.x", NO_JSON, 2),
    ("set-json", "t=1e", NO_JSON, 2),
    ("set-json", "t=-", NO_JSON, 2),
    ("set-json", "t=NaN", NO_JSON, 2),
    ("set-json", "t=[Infinity]", NO_JSON, 2),
    ("set-json", "a.z=1,t=[1,]", NO_JSON, 8),
    ("set-json", "t=1e999", "a number is too big", 2),
    ("set-json", "t=-1e999", "a number is too big", 2),
    ("set-json", "t=[1e999]", "a number is too big", 2),
    ("set-json", f"t={'[' * 201}{']' * 201}", "the value is nested more than 200 levels deep", 2),
    ("set-json", "t=" + '[{"":' * 101 + "1", "the value is nested more than 200 levels deep", 2),
    ("set-literal", "t", 'the key "t" has no value; write KEY=VALUE as one word', 0),
    ("set-literal", "t,a", 'the key "t..." has no value; write KEY=VALUE as one word', 0),
    ("set-file", "t=/nowhere/at/all", "the file that it names cannot be read: No such file or directory", 17),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "message", "at"), WRONG, ids=[f"{row[0]} {row[1][:40]}" for row in WRONG]
)
def test_wrong(kind: str, text: str, message: str, at: int) -> None:
    assert written(kind, text) == (message, at)


RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("set", "", {}),
    ("set", "=1", {}),
    ("set", ".q=1", {}),
    ("set", "t=", {"t": ""}),
    ("set", "q.r=", {"q": {"r": ""}}),
    ("set", "t=z,a.b=2", {"t": "z", "a": {"b": 2}}),
    ("set", "t=z,a.c=2", {"t": "z", "a": {"b": 1, "c": 2}}),
    ("set", "t=a\\,b,a.b=2", {"t": "a,b", "a": {"b": 2}}),
    ("set", "a\\.b=1", {"a.b": 1}),
    ("set", "t=\\", {"t": ""}),
    ("set", "t={p,q}", {"t": ["p", "q"]}),
    ("set", "t={},a.b=2", {"t": [""], "a": {"b": 2}}),
    ("set", "t={1,true,null,x},a.b=2", {"t": [1, True, None, "x"], "a": {"b": 2}}),
    ("set", "l[1].q=1", {"l": [1, {"z": 1, "q": 1}]}),
    ("set", "l[0].q=1", {"l": [{"q": 1}, {"z": 1}]}),
    ("set", "l[1]=5", {"l": [1, 5]}),
    ("set", "l[4]=5", {"l": [1, {"z": 1}, None, None, 5]}),
    ("set", "l[2].q=1", {"l": [1, {"z": 1}, {"q": 1}]}),
    ("set", "l[2][1]=1", {"l": [1, {"z": 1}, [None, 1]]}),
    ("set", "l[2][0]=5,a.b=2", {"l": [1, {"z": 1}, [5]], "a": {"b": 2}}),
    ("set", "l[2][0].q=5,a.b=2", {"l": [1, {"z": 1}, [{"q": 5}]], "a": {"b": 2}}),
    ("set", "l[2].q=5,a.b=2", {"l": [1, {"z": 1}, {"q": 5}], "a": {"b": 2}}),
    ("set", "q[0]=", {"q": [""]}),
    ("set", "l[0]", {}),
    ("set", "q[0]", {"q": []}),
    ("set", "q[0][0]", {"q": []}),
    ("set", "q[1].", {"q": []}),
    ("set", "l[0].", {"l": [{}, {"z": 1}]}),
    ("set", "x.y.=", {}),
    ("set", f"l[{'0' * 300}]=5", {"l": [5, {"z": 1}]}),
    ("set", "l[+1]=5", {"l": [1, 5]}),
    *(("set", f"t={text}", {"t": value}) for text, value in {
        "9223372036854775807": 2**63 - 1, "9223372036854775808": "9223372036854775808",
        "-9223372036854775808": -(2**63), "-9223372036854775809": "-9223372036854775809",
        "0" * 40 + "1": "0" * 40 + "1", "1" * 40: "1" * 40, "1" * 5000: "1" * 5000, "+5": 5, "05": "05", "0": 0, "-0": 0, "TRUE": True,
        "False": False, "Null": None, "1_0": "1_0", "1.5": "1.5", "1e3": "1e3", " 1": " 1", "a=b": "a=b", "a{b}": "a{b}",
    }.items()),
    ("set-string", "t=1,a.b=true", {"t": "1", "a": {"b": "true"}}),
    ("set-string", "t={1,null}", {"t": ["1", "null"]}),
    ("set-literal", "t=a,b=c\\,{x}", {"t": "a,b=c\\,{x}"}),
    ("set-literal", "a.b=", {"a": {"b": ""}}),
    ("set-json", "t=1,a.b=2", {"t": 1, "a": {"b": 2}}),
    ("set-json", "t=", {"t": None}),
    ("set-json", "t=,a.b=1", {"t": None, "a": {"b": 1}}),
    ("set-json", "t= \t\r\n 1 , q=2", {"t": 1, " q": 2}),
    ("set-json", "t=1.5e3,a.b=-2.5", {"t": 1500, "a": {"b": -2.5}}),
    ("set-json", 't="\\ud800x"', {"t": "\ufffdx"}),
    ("set-json", 't=["\\ud800",{"\\ud800":"\\udc00"},5,null]', {"t": ["\ufffd", {"\ufffd": "\ufffd"}, 5, None]}),
    ("set-json", 't={"é":["é"]}', {"t": {"é": ["é"]}}),
    ("set-json", f"t=[{','.join(300 * ['[]'])}]", {"t": 300 * [[]]}),
    ("set-json", "t=[" + '"[[{{",' * 300 + "1]", {"t": [*300 * ["[[{{"], 1]}),
    ("set-json", "t=[" + '"\\"[[{{",' * 300 + "1]", {"t": [*300 * ['"[[{{'], 1]}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "change"), RIGHT, ids=[f"{row[0]} {row[1][:40]}" for row in RIGHT])
def test_right(kind: str, text: str, change: dict[str, Any]) -> None:
    found = written(kind, text)
    assert json.dumps(found, sort_keys=True) == json.dumps({**START, **change}, sort_keys=True)


def test_the_deepest_that_is_read() -> None:
    assert not isinstance(written("set", ".".join("k" * 31) + "=1"), tuple)
    assert not isinstance(written("set", "m" + "[0]" * 199 + "=1"), tuple)
    assert not isinstance(written("set-json", f"t={'[' * 200}{']' * 200}"), tuple)
    assert len(written("set", "l[65536]=1")["l"]) == 65537


def test_the_file_of_a_flag(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a,b")
    os.close(writing)
    assert written("set-file", f"t=/dev/fd/{reading}") == {**START, "t": "a,b"}
    os.close(reading)
    (tmp_path / "f").write_bytes(b"a,b\xff\n")
    assert written("set-file", f"t={tmp_path}/f,a.b={tmp_path}/f") == {
        **START,
        "t": "a,b\ufffd\n",
        "a": {"b": "a,b\ufffd\n"},
    }
    assert written("set-file", "t={p,q}", read_file=str.upper) == {**START, "t": ["P", "Q"]}
    assert written("set-file", "t=\0")[0] == "the file that it names cannot be read: its name is not valid"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("https://user:geheim@a.example/b?token=x", "https://a.example/b"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("s3://bucket/a@b", "s3://bucket/a@b"),
        ("git+ssh://a/b", "git+ssh://a/b"),
        ("a/b", None),
        ("plain.txt", None),
        ("./a:b", None),
        ("file://a/b", None),
        ("FILE://a/b", None),
        ("C:\\a", None),
        ("c://a", None),
        ("1a://b", None),
        ("a b://c", None),
        ("a/http://b", None),
    ],
)
def test_urls_are_rejected_and_shown_without_login(name: str, shown: str | None) -> None:
    if shown is None:
        reject_remote(name)
        return
    with pytest.raises(RemoteError) as caught:
        reject_remote(name)
    assert (
        str(caught.value) == f"{shown} is a URL, and pachlint fetches nothing: download it, and name the file"
    )
    with pytest.raises(RemoteError):
        written("set-file", f"t={name}")


OUTSIDE = "it lies outside the repository of the config"


@pytest.mark.parametrize(
    ("name", "folder", "content", "why"),
    [
        ("in/f", "in", "x", ""),
        ("out", "in", None, OUTSIDE),
        ("in/link", "in", None, OUTSIDE),
        ("-", "in", None, "a file of the repository cannot ask for standard input"),
        # the command line may name any file
        ("out", "", "geheim", ""),
        ("in/link", "", "geheim", ""),
    ],
)
def test_a_config_names_no_file_outside_its_repository(
    name: str, folder: str, content: str | None, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in" / ".git").mkdir(parents=True)
    (tmp_path / "out").write_text("geheim")
    (tmp_path / "in" / "f").write_text("x")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    monkeypatch.chdir(tmp_path / "in")
    path = name if name == "-" else f"{tmp_path}/{name}"
    flag = Flag("set-file", f"t={path}", folder and str(tmp_path / folder))
    values = layer({}, [read(Source("v", "{}"))], [flag])
    assert values.user.get("t") == content
    assert [one.message.partition("cannot be read: ")[2] for one in values.problems] == ([why] if why else [])


@pytest.mark.parametrize(
    ("sizes", "why"),
    [
        ((1, 9_999_999), ""),
        ((1, 10_000_000), "together with the files before it, it is larger than 10 MB"),
        ((10_000_001,), "it is larger than 10 MB"),
        ((1, None), "No such file or directory"),
    ],
)
def test_files_of_flags_are_read_up_to_a_bound_together(
    sizes: tuple[int | None, ...], why: str, tmp_path: Path
) -> None:
    for number, size in enumerate(sizes):
        if size is not None:
            with (tmp_path / str(number)).open("wb") as file:
                file.truncate(size)
    values = layer(
        {}, [], [Flag("set-file", f"t{number}={tmp_path}/{number}") for number in range(len(sizes))]
    )
    assert [one.message.partition("cannot be read: ")[2] for one in values.problems] == ([why] if why else [])


def test_all_flags_together_make_so_many_places_of_lists() -> None:
    assert apply_flag(Flag("set", "q[2]=1"), {}, str)[1] == 3
    flags = [Flag("set", f"q{number}[59999]=1") for number in range(5)]
    document = read(Source("v", "l: [1]\n"))
    values = layer({}, [document], flags)
    assert (values.problems, len(values.user)) == ((), 6)
    assert layer({}, [document], [*flags, Flag("set", "l[0]=1")]).problems == ()
    values = layer({}, [document], [*flags, Flag("set", "l[1]=1")])
    assert [one.flag for one in values.problems] == [5]
    assert values.user["l"] == [1]


@pytest.mark.parametrize(("content", "text"), [(b"a\xff\n", "a\ufffd\n"), (None, "")])
def test_standard_input(content: bytes | None, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = None if content is None else io.TextIOWrapper(io.BytesIO(content))
    monkeypatch.setattr("sys.stdin", stream)
    _standard_input.cache_clear()
    try:
        assert written("set-file", "t=-,a.b= - ") == {**START, "t": text, "a": {"b": text}}
    finally:
        _standard_input.cache_clear()
