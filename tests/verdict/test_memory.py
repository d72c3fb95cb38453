"""What files of a table make is found again for the same values, and made anew for others."""

import itertools
import random
from typing import Any

import pytest

from pachlint.layering.numbering import Numbering
from pachlint.verdict.breaches import HelmInput, Rows, TemplateInput
from pachlint.verdict.expressions import Evaluator
from pachlint.verdict.forms import Expressions, Pieces
from pachlint.verdict.layouts import Writer
from pachlint.verdict.memory import Memory, Settled, open_sets

EXPRESSIONS: list[Any] = [
    "a.b",  # 0
    "on",  # 1
    "items",  # 2
    ["$", 1],  # 3: the item of a loop
    "c",  # 4
    ["default", 4, 0],  # 5
    ["toYaml", 0],  # 6
    ["tpl", 4],  # 7
    ["$", 0],  # 8: its key
    ["tpl", 3],  # 9
    ["quote", 4],  # 10
    ["required", 4],  # 11
    ["quote", 11],  # 12
    ["required", 10],  # 13
    ["upper", 4],  # 14
    ["quote", 4, 0],  # 15
    ["quote", 5],  # 16
]
PIECES: list[Any] = [
    *("text ", [0], [1, [1], [3]], [5], [2, 0, 1, [5, 0], [3]], [3], [6], [7]),
    [2, 0, 1, [9], []],  # 8: every item run as a template
    [9],
    *([10], [11], [4, [0], []], [12], [13], [14], [15], [4, 0, 1, [], [0]]),
    *([4], [16]),  # 18 and 19
]
# each file with the first steps of the paths that it reads
FILES: list[tuple[list[int], set[str]]] = [
    ([0, 1], {"a"}),
    ([2], {"on", "a", "c"}),
    ([0, 4, 0], {"items", "a", "c"}),
    ([6], {"a"}),
    ([7], {"c"}),
    ([0, 1, 7], {"a", "c"}),
    ([0, 8], {"items"}),
    ([10], {"c"}),
    ([11], {"c"}),
    ([10, 11], {"c"}),
    ([10, 12], {"c"}),
    ([10, 3], {"a", "c"}),
    ([13], {"c"}),
    ([14], {"c"}),
    ([15], {"c"}),
    ([16], {"a", "c"}),
    ([10, 17], {"c"}),
    ([11, 10], {"c"}),
    ([18, 12], {"c"}),
    ([19], {"a", "c"}),
]
HELM = HelmInput("1.0.0")
OPEN = frozenset((3, 8, 9))


class Making:
    """Makes files of values, by a memory; ``made`` are those that were not found there."""

    def __init__(self, most: int = 1000, *, by_words: bool = False) -> None:
        self.pieces, self.expressions = Pieces(PIECES), Expressions(EXPRESSIONS)
        told = {"by_words": True} if by_words else {}
        self.memory: Memory[str] = Memory(self.pieces, self.expressions, most, **told)
        self.made: list[int] = []

    def fresh(self, number: int, values: dict[str, Any]) -> str:
        self.made.append(number)
        writer = Writer(self.pieces, Evaluator(self.expressions, OPEN, values))
        try:
            writer.write(FILES[number][0])
        except Exception as error:  # noqa: BLE001 -- what Helm stops at is a result, too
            return type(error).__name__
        return "".join(piece.text for piece in writer.written)

    def recalled(self, number: int, values: dict[str, Any], user: dict[str, Any] | None = None) -> str:
        numbering = Numbering(values, user)
        return self.memory.recall(
            number, [FILES[number][0]], HELM, numbering, lambda: self.fresh(number, values)
        )


def test_only_what_a_file_reads_decides_whether_it_is_made_again() -> None:
    making = Making()
    start = {"a": {"b": "x"}, "on": True, "items": [1, 2], "c": "y", "other": 1}
    for number, (_, reads) in enumerate(FILES):
        making.recalled(number, start)
        making.recalled(number, start)
        for key in start:
            making.made.clear()
            making.recalled(number, {**start, key: {"b": "z"} if key == "a" else [key]})
            assert making.made == ([number] if key in reads else [])


@pytest.mark.parametrize(
    ("number", "values", "is_found"),
    [
        (4, {"c": "y"}, True),
        (4, {"c": "{{ .Values.on }}"}, False),
        (4, {"c": "y", "a": {"b": "{{ .Values.on }}"}}, True),
        # written, and not run
        (0, {"a": {"b": "{{ .Values.on }}"}}, True),
        (5, {"a": {"b": "{{ .Values.on }}"}, "c": "y"}, True),
        (5, {"a": {"b": "y"}, "c": "{{ .Values.on }}"}, False),
        (6, {"items": ["y"]}, True),
        (6, {"items": ["y", "{{ .Values.on }}"]}, False),
        (6, {"items": ["y"], "c": "{{ .Values.on }}"}, True),
    ],
)
def test_what_templates_in_values_make_is_made_each_time(
    number: int, values: dict[str, Any], is_found: bool
) -> None:
    making = Making()
    for _ in range(4):
        making.recalled(number, values)
    assert making.made == [number] * (2 if is_found else 4)


def test_what_is_found_is_what_would_be_made() -> None:
    rng = random.Random(11)
    making, other = Making(), Making()
    leaves = [
        None,
        True,
        False,
        0,
        1,
        "",
        "1",
        "x",
        "{{ .Values.on }}",
        {},
        [],
        {"b": "y"},
        {"b": 1},
        {"b": True},
        [1],
        ["1"],
        {"k": "v"},
    ]
    for _ in range(4000):
        values = {key: rng.choice(leaves) for key in ("a", "on", "items", "c") if rng.random() < 0.9}
        number = rng.randrange(len(FILES))
        assert making.recalled(number, values) == other.fresh(number, values)
    assert len(making.made) < 3000


def test_old_results_give_way() -> None:
    making = Making(most=3)
    for text in itertools.islice(itertools.cycle("abcdefg"), 40):
        assert making.recalled(0, {"a": {"b": text}}) == f"text {text}"
    assert len(making.memory._results) <= 3


@pytest.mark.parametrize(
    ("number", "paths", "may_read"),
    [
        # printed as a word, and read otherwise
        (7, [("c",)], True),
        (0, [("a", "b")], True),
        (0, [("a",)], True),
        (0, [("a", "b", "x")], True),
        (0, [()], True),
        (0, [("a", "c")], False),
        (0, [("c",)], False),
        (7, [("a",)], False),
        (7, [], False),
        (5, [("other",), ("c",)], True),
        (5, [("a",), ("other",)], True),
        (5, [("other",), ("on",)], False),
        (0, [("other", "global")], True),
    ],
)
def test_what_files_may_read_is_known_from_the_second_time_on(
    number: int, paths: list[tuple[str, ...]], may_read: bool
) -> None:
    making = Making(by_words=True)
    values = {"a": {"b": "x"}, "c": "y"}
    for _ in range(2):
        assert making.memory.may_read(number, paths) is True
        making.recalled(number, values)
    assert making.memory.may_read(number, paths) is may_read
    assert making.memory.may_read(number + 1, paths) is True


WORDS = ["a-b.io", "word/x"]
QUOTED_WORDS = ["s3://a?b=c", "12", "true", "no", "1e3"]
OTHERS = [
    "",
    "a b",
    "a: b",
    "x.inf",
    '"',
    "it's",
    "{{ .Values.on }}",
    "a,b",
    1,
    True,
    None,
    {"b": "x"},
    ["a"],
]


def test_where_words_are_not_all_the_same_each_is_made() -> None:
    making = Making()
    for value in ("first", "first", *WORDS):
        making.recalled(8, {"c": value})
    assert making.made == [8] * (2 + len(WORDS))


@pytest.mark.parametrize(
    ("number", "same"),
    [
        (7, [*WORDS, *QUOTED_WORDS]),
        (12, [*WORDS, *QUOTED_WORDS]),
        (13, [*WORDS, *QUOTED_WORDS]),
        (8, WORDS),
        (9, WORDS),
        (17, WORDS),
        (10, []),
        (16, []),
        (18, []),
        (11, []),
        (19, []),
        (4, []),
        (14, []),
        (15, []),
        (0, [*WORDS, *QUOTED_WORDS, *OTHERS]),
    ],
    ids=[
        "quoted",
        "required and quoted",
        "quoted and required",
        "plain",
        "both",
        "both the other way",
        "asked",
        "gone through",
        "the same asked",
        "printed otherwise",
        "one of two quoted",
        "run",
        "changed",
        "quoted with another",
        "another value",
    ],
)
def test_of_words_that_a_file_only_prints_one_stands_for_all(number: int, same: list[str]) -> None:
    making = Making(by_words=True)
    for value in ("first", "first", "first"):
        making.recalled(number, {"c": value})
    for value in [*WORDS, *QUOTED_WORDS, *OTHERS]:
        making.made.clear()
        making.recalled(number, {"c": value})
        assert making.made == ([] if any(value is one for one in same) else [number]), value


def settled_of(*sets: tuple[tuple[str, ...], ...]) -> Settled:
    return Settled(lambda: sets, and_written=True)


def asked(
    settled: Settled,
    values: dict[str, Any],
    unknown: tuple[tuple[str, ...], ...] = (),
    version: str = "1.0.0",
) -> list[int]:
    """The sets of which something may come with some values, after nothing came of them but of the last."""
    numbering = Numbering(values, values)
    given = TemplateInput(values, version, values, unknown, numbering=numbering)
    found = open_sets(settled, given, [True, True, False, True])
    settled.settle(given, found, {3})
    return list(found)


def test_of_what_nothing_came_nothing_comes_of_the_same_values() -> None:
    settled = settled_of((("a", "b"), ("on",)), (("c",),), (("c",),), (("c",),))
    start = {"a": {"b": "x"}, "on": True, "c": "y"}
    assert asked(settled, start) == [0, 1, 3]  # of the first release nothing is kept
    assert asked(settled, start) == [0, 1, 3]
    assert asked(settled, start) == [3]
    assert asked(settled, {**start, "other": 1}) == [3]
    assert asked(settled, {**start, "on": False}) == [0, 3]
    assert asked(settled, {**start, "c": "z"}) == [1, 3]
    assert asked(settled, start, unknown=(("a", "b"),)) == [0, 1, 3]
    assert asked(settled, start, version="1.0.1") == [0, 1, 3]
    assert asked(settled, start) == [3]


def test_paths_are_worked_out_once_and_each_is_numbered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    numbered: list[object] = []
    number = Numbering.number
    monkeypatch.setattr(
        Numbering, "number", lambda self, path, **more: numbered.append(path) or number(self, path, **more)
    )
    worked_out: list[int] = []
    paths = ((("c",), ("on",)), (("c",),), (), (("c",),))
    settled = Settled(lambda: (worked_out.append(1), paths)[1])
    for _ in range(4):
        numbered.clear()
        asked(settled, {"c": "y", "on": True})
    assert (len(worked_out), numbered) == (1, [("c",), ("on",)])


def test_what_may_be_anything_is_asked_each_time() -> None:
    settled = settled_of((), (("c",),), (), ())
    for text in ("x", "{{ .Values.on }}", "{{ .Values.on }}"):
        assert asked(settled, {"c": text}) == [0, 1, 3]


@pytest.mark.parametrize("and_written", [True, False])
def test_what_the_user_wrote_is_another_thing_than_the_charts_own_where_that_is_told(
    *, and_written: bool
) -> None:
    told = {"and_written": True} if and_written else {}
    settled = Settled(lambda: [[("sub", "c")]], **told)
    values = {"sub": {"c": "y"}}
    for user, due in (({}, True), ({}, True), ({}, False), (values, and_written), (values, False)):
        given = TemplateInput(values, "1.0.0", user, numbering=Numbering(values, user, subcharts=["sub"]))
        found = open_sets(settled, given, [True])
        settled.settle(given, found, set())
        assert (0 in found) is due


def test_without_a_memory_or_numbers_all_that_is_due_is_asked() -> None:
    given = TemplateInput({}, "1.0.0")
    assert list(open_sets(None, given, [True, False, True])) == [0, 2]
    settled = settled_of((("c",),), (("c",),), (("c",),))
    for _ in range(3):
        found = open_sets(settled, given, [True, False, True])
        assert list(found) == [0, 2]
        settled.settle(given, found, set())


def test_of_many_values_the_old_ones_are_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pachlint.verdict.memory._MOST", 4)
    settled = settled_of((("c",),), (), (), ())
    found = [0 in asked(settled, {"c": number}) for number in (0, 0, 1, 2, 3, 4, 5, 6, 7, 0, 0)]
    assert found == [True, True, True, True, True, True, True, True, True, True, False]


def test_what_the_user_wrote_may_be_a_template_where_the_value_is_none() -> None:
    settled = settled_of((("c",),), (), (), ())
    for _ in range(4):
        user = {"c": "{{ .Values.x }}"}
        given = TemplateInput({"c": "y"}, "1.0.0", user, numbering=Numbering({"c": "y"}, user))
        found = open_sets(settled, given, [True])
        settled.settle(given, found, set())
        assert 0 in found


@pytest.mark.parametrize(("version", "numbers"), [(0, [0, 2]), (1, [0]), (2, [0, 1]), (3, [1]), (4, [])])
def test_rows_of_a_version(version: int, numbers: list[int]) -> None:
    rows: Rows[list[Any]] = Rows([[0, "a"], [1, "b"], [2, "c"]], [[0, 2], [2, 3], [0, 0, 9, 9]])
    assert [number for number, _ in rows.of(version)] == numbers
    assert [row for _, row in rows.of(version)] == [rows[number] for number in numbers]
    assert (len(rows), list(rows[1:])) == (3, [[1, "b"], [2, "c"]])
    letters = [rows.under(version, wanted, "letters", lambda row: row[1]) for wanted in ("cab", "c", "")]
    assert letters == [
        rows.of(version),
        [(number, row) for number, row in rows.of(version) if row[1] == "c"],
        [],
    ]
