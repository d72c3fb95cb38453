"""What Kubernetes refuses of values that land in its objects: small tables of what lands where, with a few values."""

from typing import Any

import pytest

from pachlint.place import format_path
from pachlint.verdict.breaches import Rows, TemplateInput
from pachlint.verdict.conditions import Guards
from pachlint.verdict.flows import Refusal, Table, refusals
from pachlint.verdict.forms import Expressions

EXPRESSIONS: list[Any] = [
    "replicas",  # 0
    "name",  # 1
    "on",  # 2
    "labels",  # 3
    ["toYaml", 3],  # 4
    ["=", "Deployment's own"],  # 5
    ["quote", 1],  # 6
    ["if", 2, 0, 10],  # 7
    ["cat", 1, 9],  # 8
    "suffix",  # 9
    "other",  # 10
    ["$", 0],  # 11
    [".", 13, "a.b"],  # 12
    "deep",  # 13
    ["?.", 13, "a.b"],  # 14
    ["=", 70],  # 15
    ["default", 15, 0],  # 16
    "items",  # 17
    ["$", 1],  # 18: the item of a loop
    ["=", None],  # 19
    ["toYaml", 0],  # 20
    ["fail", 5],  # 21
    [".", 17, "x"],  # 22: a key of a list or map
    ["list", 10, 0],  # 23
    ["toYaml", 12],  # 24
    ["cat", 0, 26],  # 25
    ["=", "\n"],  # 26
    "container",  # 27
    ["toYaml", 27],  # 28
    ["dict", "k", 0],  # 29
    ["toYaml", 29],  # 30
]
OPEN = frozenset((11, 18))
PATHS = ["replicas", "name", "on", "labels", "suffix", "other", "deep", "items", "container"]
PLACES: list[list[str | int]] = [
    ["spec", "replicas"],  # 0
    ["metadata", "labels"],  # 1
    ["metadata", "name"],  # 2
    ["spec", "template", "spec", "containers", 0, "imagePullPolicy"],  # 3
    ["spec", "size"],  # 4: of no Deployment
    ["spec", "template", "spec", "containers", 0],  # 5
    ["spec", "template", "spec", "containers", 0, "env", 0, "value"],  # 6: any text
    ["metadata", "labels", "*"],  # 7: each of a loop
    ["spec", "template", "spec", "containers", 0, "resources"],  # 8
]
GUARDS = [[-1, 2], [-1, -3], [0, 10], [-1, 17, 0, 1], [-1, 21], [-1, 15], [-1, 12, 0, 1]]
REPLICAS, LABELS, NAME, POLICY, SIZE, CONTAINER, VALUE, EACH_LABEL, RESOURCES = range(9)
ON, OFF, ON_AND_OTHER, LOOP, STOPPED, CONSTANT, DEEP_LOOP = range(7)
ALWAYS = -1


def row(
    place: int, expression: int, guard: int = ALWAYS, *, span: int = 0, reads: int = 0, screen: int = -1, shared: int = 0
) -> tuple[int, ...]:  # fmt: skip
    """A row of the table: one expression at one place of the object."""
    return span, 0, place, expression, guard, shared, reads, screen


def refused(
    rows: list[tuple[int, ...]],
    values: dict[str, object],
    *,
    defaults: dict[str, object] | None = None,
    version: str = "2.0.0",
    name: int = 5,
    selector: tuple[tuple[str, int], ...] = (),
    user: dict[str, object] | None = None,
    **given: Any,
) -> list[Refusal]:
    """What is refused of the user's values over the defaults."""
    table = Table(
        {"1.0.0": 0, "2.0.0": 1, "3.0.0": 2},
        [("Deployment", name, selector)],
        PLACES,
        OPEN,
        PATHS,
        [list(range(len(PATHS))), [0]],
        Guards(GUARDS),
        [[0, 9], "text"],
        Rows(rows, [[0, 2], [0, 0, 2, 2], [1, 1]]),
        Expressions(EXPRESSIONS),
    )
    wrote = values if user is None else user
    return refusals(TemplateInput({**(defaults or {}), **values}, version, wrote, **given), table)


def at(found: list[Refusal]) -> list[str]:
    return [format_path(one.path) for one in found]


@pytest.mark.parametrize(
    ("expression", "values", "found"),
    [
        (0, {"replicas": 1}, []),
        (0, {"replicas": "1"}, []),  # printed, a text of digits is a number
        (0, {"replicas": -1}, ["replicas"]),
        (0, {"replicas": "a"}, ["replicas"]),
        (0, {"replicas": True}, ["replicas"]),
        (0, {"replicas": None}, []),
        (0, {"replicas": ""}, []),
        (0, {"replicas": "  "}, []),
        (0, {"replicas": "a: b: c"}, []),  # no YAML: Helm stops, and says so
        (0, {"replicas": "[1"}, []),
        (0, {"replicas": "[1]"}, ["replicas"]),
        (0, {"replicas": "# 1"}, []),
        (0, {"replicas": "null"}, []),
        (0, {"replicas": "NULL"}, []),
        (20, {"replicas": 1}, []),
        (20, {"replicas": "1"}, ["replicas"]),  # toYaml keeps a text a text
        (20, {"replicas": -1}, ["replicas"]),
        (20, {"replicas": None}, []),
        (6, {"name": "1"}, ["name"]),  # quote makes it a text
        (7, {"on": True, "replicas": -1, "other": 1}, ["replicas"]),
        (7, {"on": False, "replicas": -1, "other": 1}, []),
        (7, {"on": False, "replicas": 1, "other": -2}, ["other"]),
        (7, {"on": True, "replicas": 1, "other": -2}, []),
        (12, {"deep": {"a": {"b": -1}}}, ["deep.a.b"]),
        (12, {"deep": {"a": {"b": 1}}}, []),
        (12, {"deep": "text"}, []),  # Helm stops here
        (14, {"deep": {"a": {"b": -1}}}, ["deep.a.b"]),
        (24, {"deep": {"a": {"b": "x"}}}, ["deep.a.b"]),
        (16, {"replicas": -1}, ["replicas"]),
        (16, {"replicas": 3}, []),
        (25, {"replicas": 3}, []),
        (25, {"replicas": -3}, ["replicas"]),
    ],
)  # fmt: skip
def test_number_in_a_field(expression: int, values: dict[str, object], found: list[str]) -> None:
    assert at(refused([row(REPLICAS, expression)], values)) == found


@pytest.mark.parametrize(
    ("word", "is_text"),
    [
        *((word, False) for word in ("true", "false", "yes", "no", "on", "off", "True", "NO", "Off", "TRUE", "1", "1.5", "0x1f", "[a]", "{a: b}", "ab: c", "- a", "\t1")),
        *((word, True) for word in ("truer", "nope", "once", "a/b.c-d", "a b", "a:b", "'1'", '"true"', "a1", "x.y", "null", "Null", "~", "")),
    ],
)  # fmt: skip
def test_words_that_are_no_texts(word: str, is_text: bool) -> None:
    assert at(refused([row(VALUE, 1)], {"name": word})) == ([] if is_text else ["name"])


def test_nothing_is_printed_for_what_is_missing() -> None:
    assert at(refused([row(POLICY, 8)], {"name": "Always", "suffix": None})) == []
    assert at(refused([row(POLICY, 8)], {"name": "Always", "suffix": "x"})) == ["suffix"]


def test_map_that_a_chart_makes_of_a_value() -> None:
    (found,) = refused([row(LABELS, 30)], {"replicas": 1})
    assert found.path[0] == "replicas"
    assert refused([row(LABELS, 30)], {"replicas": "a"}) == []


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("true", "must be a string, but is a boolean"),
        ("yes", "must be a string, but is a boolean"),
        ("off", "must be a string, but is a boolean"),
        ("always", "must be"),
        ("1", "must be a string, but is a number"),
        ("a b", "must be"),
        ("a/b.c-d", "must be"),
        ("{a: b}", "must be a string, but is"),
        ("a:", "must be a string, but is"),
        ("a: b", "must be a string, but is"),
    ],
)
def test_what_is_printed_is_read_as_yaml(word: str, problem: str) -> None:
    (found,) = refused([row(POLICY, 1)], {"name": word})
    assert found.violation.problem.startswith(problem), found.violation.problem
    assert ("string" in found.violation.problem) is ("string" in problem)


@pytest.mark.parametrize(
    ("expression", "values", "found"),
    [
        (4, {"labels": {"a": "b"}}, []),
        (4, {"labels": {"a": 1}}, ["labels.a"]),
        (4, {"labels": {"a b": "c"}}, ['labels["a b"]']),
        (4, {"labels": ["a"]}, ["labels"]),
        (3, {"labels": {"a": 1}}, ["labels"]),  # printed as Go prints a map, which is a text
    ],
)
def test_map_in_a_field(expression: int, values: dict[str, object], found: list[str]) -> None:
    assert at(refused([row(LABELS, expression)], values)) == found


def test_the_last_value_of_a_text_is_to_blame() -> None:
    rows = [row(POLICY, 8)]
    assert at(refused(rows, {"name": "al", "suffix": "ways"})) == ["suffix"]
    assert at(refused(rows, {"name": "al"}, defaults={"suffix": "ways"})) == ["name"]
    assert at(refused(rows, {"suffix": "ways"}, defaults={"name": "al"})) == ["suffix"]
    assert at(refused(rows, {"name": "Al", "suffix": "ways"})) == []
    assert at(refused([row(REPLICAS, 23)], {"other": 1, "replicas": 2})) == ["replicas"]


def test_values_of_the_chart_are_not_judged() -> None:
    rows = [row(REPLICAS, 0)]
    assert at(refused(rows, {"name": "a"}, defaults={"replicas": -1})) == []
    assert at(refused([row(REPLICAS, 15)], {"replicas": -1})) == []
    assert at(refused(rows, {"replicas": -1}, user={})) == []
    # where nothing tells who wrote what, all values are judged
    table_values = {"replicas": -1}
    given = TemplateInput(table_values, "2.0.0")
    table = Table({"2.0.0": 0}, [("Deployment", 5, ())], PLACES, OPEN, PATHS, [[0]], Guards([]), [], Rows([row(REPLICAS, 0)], [[0, 0]]), Expressions(EXPRESSIONS))  # fmt: skip
    assert at(refusals(given, table)) == ["replicas"]


@pytest.mark.parametrize(
    ("user", "found"),
    [
        ({"deep": {"a": {"b": -1}}}, ["deep.a.b"]),
        ({"deep": {"a": {"c": 1}}}, []),
        ({"deep": {"a": {}}}, []),
        ({"deep": {}}, []),
        ({"deep": None}, []),
        ({"deep": "b"}, []),
        ({"deep": ["a"]}, []),
        ({"deep": {"a": "b"}}, []),
        ({"other": 1}, []),
    ],
)
def test_only_what_the_user_wrote_is_to_blame(user: dict[str, object], found: list[str]) -> None:
    values: dict[str, object] = {"deep": {"a": {"b": -1}}}
    assert at(refused([row(REPLICAS, 12)], values, user=user)) == found


@pytest.mark.parametrize(
    ("version", "span", "is_due"),
    [
        ("1.0.0", 0, True),
        ("2.0.0", 0, True),
        ("1.0.0", 1, True),
        ("2.0.0", 1, False),
        ("3.0.0", 1, True),
        ("1.0.0", 2, False),
        ("2.0.0", 2, True),
        ("9.0.0", 0, False),
    ],
)
def test_a_row_holds_in_its_versions(version: str, span: int, is_due: bool) -> None:
    found = refused([row(REPLICAS, 0, span=span)], {"replicas": -1}, version=version)
    assert at(found) == (["replicas"] if is_due else [])


def test_a_row_is_judged_if_a_value_that_it_reads_is_set() -> None:
    assert at(refused([row(REPLICAS, 0, reads=1)], {"replicas": -1})) == ["replicas"]
    # the table says that it reads replicas alone; nothing else wakes it
    assert at(refused([row(POLICY, 1, reads=1)], {"name": "always"})) == []


@pytest.mark.parametrize(
    ("guard", "values", "found"),
    [
        (ON, {"on": True}, ["replicas"]),
        (ON, {"on": False}, []),
        (OFF, {"on": True}, []),
        (OFF, {"on": False}, ["replicas"]),
        (ON_AND_OTHER, {"on": True, "other": 1}, ["replicas"]),
        (ON_AND_OTHER, {"on": True, "other": 0}, []),
        (ON_AND_OTHER, {"on": False, "other": 1}, []),
        (STOPPED, {"on": True}, []),
    ],
)
def test_what_is_off_is_not_judged(guard: int, values: dict[str, object], found: list[str]) -> None:
    assert at(refused([row(REPLICAS, 0, guard)], {"replicas": -1, **values})) == found


def test_what_a_loop_writes_is_the_item_of_a_list_or_map() -> None:
    wrong: dict[str, object] = {"items": ["a", 2, "b"], "name": "n", "replicas": 1}
    assert at(refused([row(REPLICAS, 18, LOOP)], wrong)) == ["items[0]", "items[2]"]
    assert at(refused([row(REPLICAS, 18, LOOP)], {"items": {"k": "a", "n": 2}})) == ["items.k"]
    defaults: dict[str, object] = {"items": {"k": "a"}}
    assert (
        at(
            refused(
                [row(REPLICAS, 18, LOOP)],
                {"items": {"j": 1, "k": "a"}},
                user={"items": {"j": 1}},
                defaults=defaults,
            )
        )
        == []
    )
    assert at(refused([row(REPLICAS, 11, LOOP)], wrong)) == []
    assert at(refused([row(REPLICAS, 0, LOOP)], {"replicas": -1, "items": []})) == []
    assert at(refused([row(REPLICAS, 0, LOOP)], {"replicas": -1, "items": ["a", "b"]})) == ["replicas"]


@pytest.mark.parametrize(
    ("guard", "values", "path"),
    [
        (LOOP, {"items": {"k": "a", "l": 2}}, "items.l"),
        (DEEP_LOOP, {"deep": {"a": {"b": {"k": "a", "l": 2}}}}, "deep.a.b.l"),
    ],
)
def test_what_a_loop_writes_stands_at_the_key_of_the_item(
    guard: int, values: dict[str, object], path: str
) -> None:
    (found,) = refused([row(EACH_LABEL, 18, guard)], values)
    assert (format_path(found.path), found.place) == (path, ("metadata", "labels", "l"))


@pytest.mark.parametrize(
    ("labels", "values", "found"),
    [
        ({"app": "own"}, {"name": "own"}, []),
        ({"app": "other"}, {"name": "own"}, ["labels.app"]),
        ({"app": None}, {"name": "own"}, ["labels.app"]),
        ({"b": "other"}, {"name": "own"}, []),
        ({}, {"name": "own"}, []),
        (None, {"name": "own"}, []),
        ("app", {"name": "own"}, ["labels"]),
        (["app"], {"name": "own"}, ["labels"]),
        # wrong in itself, and no more is said of it
        ({"app": 1}, {"name": "own"}, ["labels.app"]),
        ({"app": {"x": "y"}}, {"name": "own"}, ["labels.app"]),
        # the chart makes no text of it, which is no fault of the label
        ({"app": "other"}, {"name": "1"}, []),
        ({"app": "other"}, {"name": ""}, []),
    ],
)
def test_labels_by_which_the_pods_are_found(
    labels: object, values: dict[str, object], found: list[str]
) -> None:
    refusals_ = refused([row(LABELS, 4)], {"labels": labels, **values}, selector=(("app", 1),))
    assert at(refusals_) == found


@pytest.mark.parametrize(
    ("user", "found"),
    [
        ({"requests": {"cpu": 2}}, "container.requests.cpu"),
        ({"limits": {"cpu": 1}}, "container.limits.cpu"),
        ({"requests": {"cpu": 2}, "limits": {"cpu": 1}}, "container.requests.cpu"),
        ({"limits": {"memory": 1}}, "container.requests.cpu"),
    ],
)
def test_of_two_that_do_not_fit_the_users_is_to_blame(user: dict[str, object], found: str) -> None:
    values: dict[str, object] = {"container": {"requests": {"cpu": 2}, "limits": {"cpu": 1}}}
    assert at(refused([row(RESOURCES, 28)], values, user={"container": user})) == [found]


def test_one_round_at_which_helm_stops_leaves_the_others() -> None:
    texts: list[Any] = ["items", ["$", 1], [".", 1, "x"], ["=", "n"], "replicas", ["if", 2, 4, 4]]
    table = Table(
        {"2.0.0": 0}, [("Deployment", 3, ())], PLACES, frozenset((1, 2, 5)), ["items", "replicas"], [[0, 1]], Guards([[-1, 0, 0, 1]]), [],
        Rows([(0, 0, REPLICAS, 5, 0, 0, 0, -1)], [[0, 0]]), Expressions(texts),
    )  # fmt: skip
    for items in (["text", {"x": 1}], [{"x": 1}, "text"], [{"x": 0}]):
        values: dict[str, object] = {"items": items, "replicas": -1}
        assert at(refusals(TemplateInput(values, "2.0.0", values), table)) == ["replicas"]
    values = {"items": ["text"], "replicas": -1}
    assert refusals(TemplateInput(values, "2.0.0", values), table) == []


@pytest.mark.parametrize(
    ("guard", "values", "found"),
    [
        (ON, {"on": True}, ["on"]),
        (ON, {"on": False}, []),
        (OFF, {"on": False}, ["on"]),
        (ON_AND_OTHER, {"on": True, "other": "a"}, ["other"]),
        (LOOP, {"items": [1]}, ["items"]),
        (LOOP, {"items": []}, []),
        (CONSTANT, {"on": True}, []),
        (ALWAYS, {"on": True}, []),
    ],
)
def test_field_that_objects_do_not_have(guard: int, values: dict[str, object], found: list[str]) -> None:
    refusals_ = refused([row(SIZE, -1, guard)], values)
    assert at(refusals_) == found
    for one in refusals_:
        assert (one.violation.problem, one.place) == ("no field size", ("spec", "size"))
        assert one.violation.at_key


def test_field_that_the_chart_switches_on_by_itself() -> None:
    assert at(refused([row(SIZE, -1, ON)], {"other": 1}, defaults={"on": True})) == []


@pytest.mark.parametrize(
    ("screen", "value", "found"),
    [(0, 5, []), (0, 10, []), (0, -1, ["replicas"]), (1, "a", []), (-1, "a", ["replicas"])],
)
def test_what_passes_at_a_glance_is_accepted(screen: int, value: object, found: list[str]) -> None:
    assert at(refused([row(REPLICAS, 20, screen=screen)], {"replicas": value})) == found


@pytest.mark.parametrize(
    ("screen", "value", "found"), [(0, 5, []), (0, 10, ["replicas"]), (-1, 5, ["replicas"])]
)
def test_what_passes_at_a_glance_is_not_judged(screen: int, value: object, found: list[str]) -> None:
    # a number is none of the policies: the table alone says that it passes
    assert at(refused([row(POLICY, 0, screen=screen)], {"replicas": value})) == found


@pytest.mark.parametrize(
    ("unknown", "found"),
    [
        ([], ["labels.a"]),
        ([("labels",)], []),
        ([("labels", "a")], []),
        ([("labels", "a", "b")], ["labels.a"]),
        ([("labels", "b")], ["labels.a"]),
        ([("name",), ("labels",)], []),
        ([("a",)], ["labels.a"]),
    ],
)
def test_what_nobody_can_know_is_not_judged(unknown: list[tuple[str, ...]], found: list[str]) -> None:
    assert at(refused([row(LABELS, 4)], {"labels": {"a": 1}}, unknown=unknown)) == found


@pytest.mark.parametrize(
    ("values", "expression", "name"),
    [
        ({}, 5, "Deployment's own"),
        ({"name": "a"}, 1, "a"),
        ({"name": "a"}, 6, "a"),
        ({"name": " 'a' \n"}, 1, "a"),
        ({"name": '"a"'}, 1, "a"),
    ],
)
def test_the_object_is_named(values: dict[str, object], expression: int, name: str) -> None:
    (found,) = refused([row(REPLICAS, 0)], {"replicas": -1, **values}, name=expression)
    assert (found.kind, found.name, found.place) == ("Deployment", name, ("spec", "replicas"))


def test_an_object_whose_name_cannot_be_made_is_not_judged() -> None:
    assert refused([row(REPLICAS, 0)], {"replicas": -1}, name=21) == []
    # its name is not asked for if nothing is wrong with it
    assert refused([row(REPLICAS, 0)], {"replicas": 1}, name=21) == []


def test_each_value_and_violation_is_told_once() -> None:
    twice = [row(REPLICAS, 0), row(REPLICAS, 0, ON), row(POLICY, 0)]
    found = refused(twice, {"replicas": -1, "on": True})
    assert at(found) == ["replicas", "replicas"]
    assert [one.place[-1] for one in found] == ["replicas", "imagePullPolicy"]


def test_other_fields_that_stand_beside() -> None:
    values: dict[str, object] = {"container": {"image": "a"}}
    assert at(refused([row(CONTAINER, 28, shared=1)], values)) == []
    assert at(refused([row(CONTAINER, 28)], values)) == ["container.name"]
