"""What a template sees of charts with subcharts: defaults, nulls, globals, conditions, tags, aliases, imports, as in Helm 3.

A row of ``subcharts.jsonl`` has the JSON of a chart's files, the values, and what a template of the chart sees with Helm
3.17.3; nothing where Helm rejects. ``PACHLINT_CASES`` raises the number of charts at random, ``PACHLINT_SEED`` chooses others.
"""

import json
import os
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pachlint.cli import main
from pachlint.layering import coalesce
from pachlint.layering.coalesce import (
    CoalesceError,
    Subchart,
    _found_inside,
    _found_on,
    effective_values,
    is_enabled,
    places_on,
)
from pachlint.layering.layer import layer
from pachlint.place import Path as Route
from pachlint.reading.document import read
from pachlint.source import Source

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "subcharts.jsonl").read_text().splitlines()
]
CASES = int(os.environ.get("PACHLINT_CASES", "25"))
SEED = int(os.environ.get("PACHLINT_SEED", "0"))
SEEN = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: seen}\ndata:\n  seen: {{ toJson .Values | quote }}\n"
)

Files = dict[str, Any]


def write_chart(folder: Path, files: Files) -> Path:
    """The chart in a folder."""
    for name, data in files.items():
        path = folder / "chart" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data))
    (folder / "chart" / "templates").mkdir()
    (folder / "chart" / "templates" / "seen.yaml").write_text(SEEN)
    return folder / "chart"


def effective(folder: Path, files: Files, values: Any) -> Any:
    """The effective values in the eyes of pachlint; None if it says that Helm rejects them."""
    (folder / "v.yaml").write_text(json.dumps(values))
    words = [
        "values",
        "--chart",
        str(write_chart(folder, files)),
        "-f",
        str(folder / "v.yaml"),
        "--format",
        "json",
    ]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    return json.loads(result.stdout) if result.exit_code == 0 else None


def helm_sees(helm: Path, chart: Path, values: Path) -> Any:
    """What a template sees in Helm; None where it rejects."""
    done = subprocess.run(
        [helm, "template", "x", chart, "-f", values], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return None
    document = done.stdout.split("# Source: pachyderm/templates/seen.yaml")[1]
    line = next(line for line in document.splitlines() if line.startswith("  seen: "))
    return json.loads(json.loads(line.removeprefix("  seen: ")))


class Dice:
    """Charts and values at random."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def tree(self, depth: int = 2, keys: str = "abc") -> dict[str, Any]:
        return {key: self.value(depth) for key in keys if self.rng.random() < 0.6}

    def value(self, depth: int) -> Any:
        kind = self.rng.random()
        if depth and kind < 0.45:
            return self.tree(depth - 1)
        return self.rng.choice([None, None, 1, "x", True, False, [], [1, None], {}, ""])

    def values(self, names: list[str], depth: int = 2) -> dict[str, Any]:
        """Values of a chart whose subcharts have these names."""
        found = self.tree(depth)
        if self.rng.random() < 0.5:
            found["global"] = self.tree(1) if self.rng.random() < 0.9 else self.value(0)
        if self.rng.random() < 0.3:
            found["tags"] = {
                tag: self.rng.choice([True, False, None]) for tag in "tu" if self.rng.random() < 0.7
            }
        for name in names:
            if self.rng.random() < 0.7:
                below = self.values(["in"] if self.rng.random() < 0.4 else [], 1)
                found[name] = below if self.rng.random() < 0.93 else self.value(0)
                if isinstance(found[name], dict) and self.rng.random() < 0.5:
                    found[name]["on"] = self.rng.choice([True, False, True, False, None, "x"])
        return found

    def chart(self, name: str, names: list[str], prefix: str = "") -> Files:
        """The files of a chart with subcharts of these names."""
        listed, files, called = [], {}, []
        for sub in names:
            alias = f"{sub}2" if not prefix and self.rng.random() < 0.25 else ""
            entry: dict[str, Any] = {"name": sub, "version": "1.0.0"}
            if alias:
                entry["alias"] = alias
            if self.rng.random() < 0.6:
                entry["condition"] = self.rng.choice(
                    [f"{alias or sub}.on", f"a.b,{alias or sub}.on", "a.b", "a", "none.x"]
                )
            if self.rng.random() < 0.4:
                entry["tags"] = self.rng.sample(["t", "u"], self.rng.choice([1, 2]))
            if self.rng.random() < 0.3:
                entry["import-values"] = self.rng.choice(
                    [
                        [{"child": "a", "parent": "b"}],
                        [{"child": "a", "parent": "."}],
                        ["a"],
                        [{"child": "a.b", "parent": "c.d"}],
                    ]
                )
            if self.rng.random() < 0.85:
                listed.append(entry)
                called.append(alias or sub)
            else:
                called.append(sub)
            files.update(
                self.chart(
                    sub, ["in"] if sub != "in" and self.rng.random() < 0.5 else [], f"{prefix}charts/{sub}/"
                )
            )
        head: dict[str, Any] = {
            "apiVersion": "v2",
            "name": name,
            "version": "2.6.4" if not prefix else "1.0.0",
        }
        if listed or self.rng.random() < 0.5:
            head["dependencies"] = listed
        defaults = self.values(called)
        if self.rng.random() < 0.3:
            defaults["exports"] = {"a": self.tree(1)}
        return {f"{prefix}Chart.yaml": head, f"{prefix}values.yaml": defaults, **files}

    def case(self) -> tuple[Files, Any]:
        """A chart and values for it."""
        names = self.rng.choice([["sub"], ["sub", "tub"], ["sub", "tub"], []])
        return self.chart("pachyderm", names), self.values([*names, "sub2"])


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_row_comes_out_as_in_helm(number: int, tmp_path: Path) -> None:
    row = ROWS[number]
    found = effective(tmp_path, row["files"], row["values"])
    assert json.dumps(found, sort_keys=True) == json.dumps(row["seen"], sort_keys=True)


@pytest.mark.helm
def test_charts_at_random_come_out_as_in_helm(helm3: Path, tmp_path: Path) -> None:
    for number in range(CASES):
        files, values = Dice(SEED * 100_000 + number).case()
        folder = tmp_path / str(number)
        folder.mkdir()
        found = effective(folder, files, values)
        seen = helm_sees(helm3, folder / "chart", folder / "v.yaml")
        assert json.dumps(found, sort_keys=True) == json.dumps(seen, sort_keys=True), (number, files, values)


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"sub": 5}, ("sub",)),
        ({"sub": {"in": []}}, ("sub", "in")),
        ({"sub": {"in": {}}}, ()),
        ({"sub": None}, ("sub",)),
    ],
)
def test_the_key_of_a_subchart_holds_a_block(values: Any, path: tuple[str, ...]) -> None:
    subcharts = (Subchart("sub", {"a": 1}, subcharts=(Subchart("in", {"b": 2}),)),)
    found = layer({"c": 3}, [read(Source("v", json.dumps(values)))], subcharts=subcharts)
    words = f"{'.'.join(path)} holds the values of a subchart, so it must be a mapping"
    assert [(one.flag, one.message, one.path) for one in found.problems] == (
        [(None, words, path)] if path else []
    )
    assert found.data["c"] == 3


CHARTS = (
    Subchart(
        "a",
        {"x": 1},
        condition="a.on,flags.a",
        tags=("t",),
        subcharts=(Subchart("inner", {"y": 1}, condition="inner.on", tags=("u",)),),
    ),
    Subchart("b", {"z": {"w": 1}}, condition="b.on"),
)
SWITCHES = st.sampled_from(
    [True, False, None, "yes", 0, {}, {"on": True}, {"on": False}, {"inner": {"on": False}}]
)
SOME = st.dictionaries(
    st.sampled_from(["a", "b", "flags", "tags", "other", "global"]),
    SWITCHES | st.dictionaries(st.sampled_from(["on", "a", "t", "u", "inner", "x"]), SWITCHES, max_size=2),
    max_size=3,
)


def outcome(user: dict[str, object]) -> object:
    try:
        return effective_values(DEFAULTS_OF_ALL, CHARTS, user)
    except CoalesceError as error:
        return str(error)


DEFAULTS_OF_ALL: dict[str, object] = {"a": {"on": True}, "flags": {"a": True}, "b": {"on": False}}


@given(users=st.lists(SOME, min_size=2, max_size=6))
def test_charts_are_on_or_off_whatever_was_found_of_other_values(users: list[dict[str, object]]) -> None:
    alone = []
    for user in users:
        _found_on.clear()
        alone.append(outcome(user))
    _found_on.clear()
    assert [outcome(user) for user in users] == alone


OF_ALL: dict[str, object] = {"flags": {"a": False}, "a": {"in": {}}}
DEEP = (
    Subchart(
        "a",
        {"x": 1},
        condition=" flags.a, ",
        tags=("t",),
        subcharts=(
            Subchart(
                "in",
                {"y": 1},
                condition="in.on,global.all",
                subcharts=(Subchart("low", {"z": 1}, condition="low.on"),),
            ),
        ),
    ),
    Subchart("b", {"w": 1}, tags=("u",)),
)
# what is there of the charts, or the path of what Helm 3.17.3 rejects
OUTCOMES: list[tuple[dict[str, object], str]] = [
    ({}, "w"),
    ({"flags": {}}, "w"),
    ({"flags": None}, "xyzw"),
    ({"flags": 5}, "xyzw"),
    ({"flags": {"a": None}}, "xyzw"),
    ({"flags": {"a": "no"}}, "xyzw"),
    ({"flags": {"a": True}}, "xyzw"),
    ({"flags": None, "tags": {"t": False}}, "w"),
    ({"tags": {"u": False}}, ""),
    ({"flags": None, "tags": {"u": False}}, "xyz"),
    ({"flags": None, "a": {"in": {"on": False}}}, "xw"),
    ({"flags": None, "a": {"in": {"low": {"on": False}}}}, "xyw"),
    ({"flags": None, "a": {"in": {"low": {}}}}, "xyzw"),
    ({"flags": None, "a": {"on": False}}, "xyzw"),
    # what is global is so for the charts inside, and theirs comes second
    ({"flags": None, "global": {"all": False}}, "xw"),
    ({"flags": None, "a": {"global": {"all": False}}}, "xw"),
    ({"flags": None, "global": {"all": True}, "a": {"global": {"all": False}}}, "xyzw"),
    ({"flags": None, "global": {}, "a": {"global": {"all": True}}}, "xyzw"),
    ({"b": 5}, "b"),
    ({"flags": None, "a": 5}, "a"),
    ({"flags": None, "a": {"in": 5}}, "a.in"),
    # their values are laid under the root as well
    ({"in": 5}, "w"),
    ({"flags": None, "in": 5}, "in"),
    ({"flags": None, "in": {"low": 5}}, "in.low"),
    ({"flags": None, "low": 5}, "low"),
]


def of_deep(user: dict[str, object]) -> str:
    """What is there of the charts."""
    try:
        values = effective_values(OF_ALL, DEEP, user)
    except CoalesceError as error:
        return ".".join(error.path)
    return "".join(letter for letter in "xyzw" if f"'{letter}': 1" in str(values))


@pytest.mark.parametrize(("user", "there"), OUTCOMES)
def test_what_is_there_of_charts_whatever_was_there_before(user: dict[str, object], there: str) -> None:
    for other, there_before in OUTCOMES:
        _found_on.clear()
        assert (of_deep(other), of_deep(user)) == (there_before, there)


def test_where_nothing_else_is_asked_it_is_found_again_which_charts_are_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked_out: list[object] = []
    on = coalesce._on
    monkeypatch.setattr(
        coalesce,
        "_on",
        lambda chart, user, prefix: (prefix or worked_out.append(user), on(chart, user, prefix))[1],
    )
    monkeypatch.setattr(coalesce, "_MOST", 3)
    _found_on.clear()
    for _ in range(3):
        found = [of_deep(user) for user in ({}, {"flags": None}, {"c": 5, "b": {"k": 1}})]
        assert found == ["w", "xyzw", "w"]
    assert len(worked_out) == 2
    for number in range(9):
        of_deep({"flags": {"a": f"no {number}"}})
    assert (len(worked_out), len(_found_on) <= 3) == (11, True)


TREE = (
    Subchart("sub", {"x": 1}, " sub.on ", subcharts=(Subchart("in", {"y": 2}, "in.on"),)),
    Subchart("tub", {"z": 3}, tags=("t",)),
)


@pytest.mark.parametrize(
    ("user", "places"),
    [
        ({}, {("sub",), ("sub", "in"), ("tub",)}),
        ({"on": False, "in": {"on": False}}, {("sub",), ("sub", "in"), ("tub",)}),
        ({"sub": {"on": False}}, {("tub",)}),
        ({"sub": {"in": {"on": False}}}, {("sub",), ("tub",)}),
        ({"tags": {"t": False}}, {("sub",), ("sub", "in")}),
        ({"sub": {"on": False}, "tags": {"t": False}}, set()),
        ({"": False}, {("sub",), ("sub", "in"), ("tub",)}),
        # a null takes what the chart around has for it away, and nothing more
        ({"tub": None}, {("sub",), ("sub", "in"), ("tub",)}),
    ],
)
def test_values_stand_where_charts_are_on(user: dict[str, Any], places: set[Route]) -> None:
    assert places_on({"c": 3, "tub": {"z": 4}}, TREE, user) == places
    assert [is_enabled(one, user) for one in TREE] == [(one.name,) in places for one in TREE]


def test_no_condition_is_asked_of_charts_that_no_list_names() -> None:
    alone = (Subchart("sub", {}, "sub.on", listed=False),)
    assert places_on({}, alone, {"sub": {"on": False}}) == {("sub",)}


def test_of_what_two_charts_export_a_null_stays() -> None:
    sub = Subchart("sub", {"exports": {"e": {"k": None, "w": {"z": None}}}}, imports=(("exports.e", "."),))
    tub = Subchart("tub", {"exports": {"e": {"k": 5, "w": {"z": 6}}}}, imports=(("exports.e", "."),))
    values = effective_values({}, (sub, tub), {})
    assert (values["k"], values["w"]) == (None, {"z": None})


def test_what_is_on_in_one_release_is_not_what_is_on_in_the_next() -> None:
    defaults = {"c": 3}
    both = {
        "c": 3,
        "sub": {"x": 1, "global": {}, "in": {"y": 2, "global": {}}},
        "tub": {"z": 3, "global": {}},
    }
    off = {"c": 3, "tags": {"t": False}, "sub": both["sub"]}
    for _ in range(2):
        assert effective_values(defaults, TREE, {}) == both
        assert effective_values(defaults, TREE, {"tags": {"t": False}}) == off
    assert effective_values({"c": 4}, TREE, {}) == {**both, "c": 4}


INSIDE: dict[str, object] = {"a": {"x": {"y": 1}, "global": {"z": 1}}, "global": {"w": 1}}
ONE = (Subchart("a", {"x": {"v": 1}, "n": None}, subcharts=(Subchart("in", {"k": {"l": 1}}),)),)
USERS: list[dict[str, object]] = [
    {},
    {"b": 1},
    {"a": {}},
    {"a": {"x": {}}},
    {"a": {"x": {"y": None, "v": None}}},
    *({"global": given} for given in ({}, {"z": 2}, {"w": None}, {"w": "{{ .x }}"}, {"z": True}, {"z": 1.0})),
    {"global": {"z": 2}, "a": {}},
]


def test_what_becomes_of_the_defaults_of_charts_inside_is_found_again_for_the_same_globals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = []
    for user in USERS:
        _found_inside.clear()
        alone.append(repr(effective_values(INSIDE, ONE, user)))
    monkeypatch.setattr(coalesce, "_MOST_INSIDE", 3)
    for user, expected in random.Random(0).choices([*zip(USERS, alone, strict=True)], k=200):
        assert repr(effective_values(INSIDE, ONE, user)) == expected
        assert len(_found_inside) <= 3
    _found_inside.clear()
    users: list[dict[str, object]] = [
        {},
        {"global": {"z": 2}},
        {"b": 2},
        {"global": {"z": 2}, "b": 1},
        {"a": {}},
    ]
    found = [effective_values(INSIDE, ONE, user)["a"] for user in users]
    assert found[0] is found[2]
    assert found[1] is found[3]
    assert found[4] is not found[0]
