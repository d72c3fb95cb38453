"""Files of manifests in a table of a few lines: which are looked at, and who is to blame for them."""

import json
from typing import Any

import pytest

from pachlint.layering.numbering import Numbering
from pachlint.verdict import manifests
from pachlint.verdict.breaches import Breach, TemplateInput
from pachlint.verdict.forms import Pieces
from pachlint.verdict.memory import Memory

DATA: dict[str, Any] = {
    "versions": ["1.0", "1.1", "2.0"],
    "spans": [[0, 2], [1, 1]],
    "expressions": ["a", "b.c", "on", ["toYaml", 0], ["fail"]],
    "open": [],
    # 0 and 1: texts; 2: a; 3: b.c; 4: a as YAML; 5: a condition; 6: a failure
    "pieces": ["x: ", "\n", [0], [1], [3], [2, [7], [8]], [4], "y: [\n", "y: z\n", "metadata:\n  annotations:\n    ", "    k: "],
    # span, set of paths, whether conditions alone can make it unreadable, pieces
    "files": [
        [0, 0, 0, [0, 2, 1]],
        [0, 1, 0, [0, 3, 1]],
        [1, 0, 0, [0, 2, 1]],
        [0, 2, 1, [5]],
        [0, 0, 0, [6]],
    ],
    "alone": [],
    "inline": [0, 1],
    "paths": ["a", "b.c", "on", "*"],
    "reads": [[0], [1], [2], [3]],
}  # fmt: skip
TABLE = manifests.load_data(DATA)
FINE = {"a": "p", "b": {"c": "q"}, "on": False}


def reported(values: dict[str, object], version: str = "1.0", **more: Any) -> list[tuple[str, ...]]:
    """The paths that are told."""
    table = more.pop("table", TABLE)
    return [
        tuple(map(str, one.path))
        for one in manifests.unreadable(TemplateInput({**FINE, **values}, version, **more), table)
    ]


@pytest.mark.parametrize(
    ("values", "version", "paths"),
    [
        ({}, "1.0", []),
        ({"a": "["}, "1.0", [("a",)]),
        ({"b": {"c": "["}}, "1.0", [("b", "c")]),
        ({"a": "[", "b": {"c": "["}}, "1.0", [("a",), ("b", "c")]),
        # in 1.1 there is another file with the same mistake, which is told once
        ({"a": "["}, "1.1", [("a",)]),
        ({"on": True}, "1.0", [("on",)]),
        ({"on": True, "a": "["}, "2.0", [("a",), ("on",)]),
        ({"a": "["}, "3.0", []),
    ],
)
def test_what_cannot_be_read(values: dict[str, object], version: str, paths: list[tuple[str, ...]]) -> None:
    assert reported(values, version) == paths
    assert reported(values, version, user={**FINE, **values}) == paths


@pytest.mark.parametrize(
    ("user", "paths"),
    [
        ({}, []),
        ({"a": "["}, [("a",)]),
        # what is plain can matter to nothing but conditions
        ({"a": "plain"}, []),
        ({"b": {"c": "["}}, [("b", "c")]),
        ({"b": {"d": "["}}, []),
        ({"on": True}, [("on",)]),
        ({"other": "["}, []),
    ],
)
def test_files_that_nothing_of_the_users_decides_are_skipped(user: dict[str, object], paths: Any) -> None:
    assert reported({"a": "[", "b": {"c": "["}, "on": True}, user=user) == paths


@pytest.mark.parametrize(
    ("unknown", "paths"),
    [
        ((), [("a",), ("b", "c")]),
        ([("a",)], [("b", "c")]),
        ([("a", "z")], [("b", "c")]),
        ([("b",)], [("a",)]),
        ([("b", "c")], [("a",)]),
        ([("b", "z")], [("a",), ("b", "c")]),
        ([("a",), ("b",)], []),
        ([()], []),
    ],
)
def test_of_what_is_not_known_nothing_is_reported(unknown: Any, paths: Any) -> None:
    assert reported({"a": "[", "b": {"c": "["}}, unknown=unknown) == paths


def test_a_breach_of_a_manifest() -> None:
    words = "a makes the manifest invalid YAML where the chart puts it"
    assert manifests.unreadable(TemplateInput({**FINE, "a": "["}, "1.0"), TABLE) == [Breach(("a",), "yaml", words, explicit=False)]  # fmt: skip


@pytest.mark.parametrize("is_remembered", [False, True])
@pytest.mark.parametrize("is_numbered", [False, True])
def test_what_was_found_is_found_again(is_remembered: bool, is_numbered: bool) -> None:
    data = {**DATA, "pieces": ["y: ", [1], "\nx: ", [0]], "files": [[0, 3, 0, [0, 1, 2, 3]]]}
    table = manifests.load_data(data)
    if is_remembered:
        table = table._replace(memory=Memory(table.pieces, table.expressions))
    for value, paths in (("[", [("a",)]), ("p q", []), ("[", [("a",)])) * 3:
        values: dict[str, object] = {**FINE, "a": value, "b": {"c": "p q"}}
        numbering = Numbering(values, values) if is_numbered else None
        assert reported(values, table=table, user=values, numbering=numbering) == paths


def test_the_table_is_read_as_it_is_written() -> None:
    def line(rows: list[Any]) -> str:
        return ",\n".join(map(json.dumps, rows))

    head = {name: part for name, part in DATA.items() if name not in ("expressions", "pieces")}
    text = f'{json.dumps(head)[:-1]},\n"expressions": [\n{line(DATA["expressions"])}\n],\n"pieces": [\n{line(DATA["pieces"])}\n]\n}}\n'
    table = manifests.load(text.encode())
    typed = Pieces(DATA["pieces"])
    for at in range(len(DATA["pieces"])):
        assert [table.pieces[at], table.pieces[at]] == [typed[at], typed[at]]
    assert reported({"a": "[", "on": True}, table=table) == [("a",), ("on",)]
    assert table.printed.inline == {"a", "b.c"}


# Layouts keep no key but ``annotations``. What stands before, what an expression prints, and whether Helm reads the whole.
ANNOTATIONS = "metadata:\n  annotations:\n    k: v\n"
WRITTEN: list[tuple[str, object, str, bool]] = [
    ("x: ", "p", "\n", True),
    ("x: ", 5, "\n", True),
    ("x: ", {"k": 1}, "\n", False),
    ("x:\n  ", {"k": 1}, "\n", True),
    ("x:\n  ", {"k": [1]}, "\n", True),
    ("x:\n  ", [1], "\n", True),
    ("", {"k": 1}, "\n", True),
    ("", [1], "\n", False),
    # of annotations Helm takes texts only, and what it takes for text
    ("metadata:\n  annotations:\n    ", {"k": "v"}, "\n", True),
    ("metadata:\n  annotations:\n    ", {"k": 1}, "\n", True),
    ("metadata:\n  annotations:\n    ", {"k": True}, "\n", True),
    ("metadata:\n  annotations:\n    ", {"k": None}, "\n", True),
    ("metadata:\n  annotations:\n    ", {"k": {"l": 1}}, "\n", False),
    ("metadata:\n  annotations:\n    ", {"k": [1]}, "\n", False),
    ("metadata:\n  annotations:\n    ", {"k": {}}, "\n", False),
    ("metadata:\n  annotations:\n    ", {"k": []}, "\n", False),
    ("metadata:\n  annotations:\n    ", ["v"], "\n", False),
    (f"{ANNOTATIONS}    l: ", "v", "\n", True),
    (f"{ANNOTATIONS}    l: ", ["v"], "\n", False),
    (f"{ANNOTATIONS}    l: ", {}, "\n", False),
    (f"{ANNOTATIONS}    ", {"l": {"m": 1}}, "\n", False),
    (f"{ANNOTATIONS}  labels:\n    ", {"k": {"l": 1}}, "\n", True),
    (f"{ANNOTATIONS}spec:\n  ", {"k": {"l": 1}}, "\n", True),
    (f"{ANNOTATIONS}\n\n    ", {"l": {"m": 1}}, "\n", False),
    (f"spec:\n  {ANNOTATIONS.replace(chr(10), chr(10) + '  ')}    ", {"l": {"m": 1}}, "\n", True),
]  # fmt: skip


def indentation(before: str) -> int:
    """How far the lines of a value are indented that begins a line."""
    line = before[before.rfind("\n") + 1 :]
    return 0 if line.strip() else len(line)


@pytest.mark.parametrize(("before", "value", "after", "readable"), WRITTEN)
def test_what_is_written_as_yaml_can_be_read_or_not(
    before: str, value: object, after: str, readable: bool
) -> None:
    """Helm 3.17.3 says the same of these files (``test_helm_reads_the_same``)."""
    assert found(before, value, after) is readable


YAML, PRINTED, QUOTED = 3, 0, 4


def found(before: str, value: object, after: str, form: int = YAML, *, released: bool = True) -> bool:
    """Whether a manifest can be read that holds a value, as YAML if not told otherwise."""
    indent = indentation(before)
    expressions = ["a", ["toYaml", 0], ["=", indent], ["shift", 2, 1], ["quote", 0]]
    data = {
        **DATA,
        "expressions": expressions,
        "pieces": [before, [form], after],
        "files": [[0, 3, 0, [0, 1, 2]]],
    }
    table = manifests.load_data(data)
    if not released:
        table = table._replace(released=False)
    return not list(manifests.broken_files(TemplateInput({"a": value}, "1.0", {"a": value}), table))


METADATA = "metadata:\n  annotations:\n    "


@pytest.mark.parametrize(
    ("before", "form", "value", "after", "is_enough"),
    [
        ("x: ", PRINTED, "p", "\n", True),
        ("x: ", PRINTED, "", "\n", True),
        ("x: ", PRINTED, None, "\n", False),
        ("x: ", PRINTED, "p q", "\n", False),
        ("x: ", PRINTED, "[", "\n", False),
        ("x: ", QUOTED, "p: q", "\n", True),
        ("x: ", QUOTED, 'p "q', "\n", False),
        ("x: ", QUOTED, "p\nq", "\n", False),
        ("x: ", PRINTED, '"p" q', "\n", False),
        ("", PRINTED, "p", ": q\n", False),
        ("", PRINTED, "", "x: p\n", True),
        ("x: y\n", PRINTED, "p", ": q\n", False),
        ("x:\n  ", PRINTED, "p", ": q\n", True),
        ("x:\n- ", PRINTED, "p", "\n", True),
        ("x: p", PRINTED, "p", "[\n", True),
        ("x: [", PRINTED, "p", "\n", False),
        ("x: ", YAML, {}, "\n", True),
        ("x:\n  ", YAML, [{"k": "v"}], "\n", True),
        ("x:\n  ", YAML, {"k": {"l": [1]}}, "\n", True),
        ("x:\n ", YAML, {"k": "v"}, "\n", True),
        ("x: ", YAML, {"k": "v"}, "\n", False),
        # annotations are texts, each on its line
        (METADATA, YAML, {"k": "v", "l": "w"}, "\n", True),
        (METADATA, YAML, {"k": "v"}, "\n    l: w\n", True),
        (METADATA, YAML, {"k": {"l": "v"}}, "\n", False),
        (METADATA, YAML, {"k": "v", "l": ["w"]}, "\n", False),
        (METADATA, YAML, {"k": "v", "l": {}}, "\n", False),
        (METADATA, PRINTED, "p", ": q\n", False),
        (METADATA, QUOTED, "p", ": q\n", False),
        (f"{METADATA}k: ", PRINTED, "p", "\n", True),
        (f"{METADATA}k: ", QUOTED, "p q", "\n", True),
        (f"{METADATA}k: ", PRINTED, '"p"\n    l: [q]', "\n", False),
        (f"{METADATA}k: ", YAML, "p", "\n", True),
        (f"{METADATA}k: ", YAML, ["p"], "\n", False),
        (f"{METADATA}k: ", YAML, {"p": "q"}, "\n", False),
        # what follows is none
        (f"{METADATA}k: v\n    ", YAML, {"l": ["w"]}, "\n", False),
        (f"{METADATA}k: v\n  labels:\n    ", YAML, {"l": ["w"]}, "\n", True),
        (f"{METADATA}k: v\n\n    ", YAML, {"l": ["w"]}, "\n", False),
        (f"{METADATA}k: v\n  \n    ", YAML, {"l": ["w"]}, "\n", False),
        (f"{METADATA}k: v\n  labels:\n    m: n\n    ", YAML, {"l": ["w"]}, "\n", True),
        (f"{METADATA}k: v\nspec:\n  ", YAML, {"l": ["w"]}, "\n", True),
        ("metadata:\n annotations:\n   k: v\n  ", YAML, {"l": ["w"]}, "\n", False),
        ("metadata:\n annotations:\n  k: v\n  ", YAML, {"l": ["w"]}, "\n", False),
        ("metadata:\n  annotations: # all\n    k: v\n    ", YAML, {"l": ["w"]}, "\n", False),
        ("metadata:\n  annotations:\n  labels:\n    ", YAML, {"l": ["w"]}, "\n", True),
        (f"{METADATA}k:\n    - ", YAML, {"p": "q", "r": {}}, "\n", False),
        ("annotations:\n  ", YAML, {"l": ["w"]}, "\n", False),
        ("annotations:\n  k: v\nx:\n  ", YAML, {"l": ["w"]}, "\n", True),
    ],
)  # fmt: skip
def test_most_files_need_no_more_than_a_glance(
    before: str, form: int, value: object, after: str, is_enough: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(manifests, "readable_layout", lambda written: not read.append(written))
    assert found(before, value, after, form)
    assert (not read) is is_enough


LIST = ("- ", "p", "\n")


def test_a_file_of_no_release_may_be_none_that_helm_takes() -> None:
    assert not found(*LIST, PRINTED, released=False)
    assert found("x: ", "p", "\n", PRINTED, released=False)


@pytest.mark.helm
@pytest.mark.parametrize(("before", "value", "after", "readable"), WRITTEN)
def test_helm_reads_the_same(before: str, value: object, after: str, readable: bool, render: Any) -> None:
    indent = indentation(before)
    lines = f'{{{{ .Values.a | toYaml | replace "\\n" (printf "\\n%s" (repeat {indent} " ")) }}}}'
    assert (render(before + lines + after, {"a": value}) is not None) is readable


@pytest.mark.helm
def test_helm_takes_no_list(render: Any) -> None:
    before, value, after = LIST
    assert render(before + "{{ .Values.a }}" + after, {"a": value}) is None
