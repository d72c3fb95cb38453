"""What bounds the verdict on a chart that was learned: steps, texts, depth, and what is not followed."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest

from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import Chart
from pachlint.chart.files import load_chart
from pachlint.learning.learn import learn
from pachlint.lint import Job, prepare
from pachlint.place import Path as Steps
from pachlint.place import format_path
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.verdict.breaches import Breach
from pachlint.verdict.crashes import UNKNOWN
from pachlint.verdict.expressions import EvaluationError
from pachlint.verdict.forms import Expressions, Pieces
from pachlint.verdict.gotemplate import TemplateError
from pachlint.verdict.learned import BOUNDED, MAX_STEPS, Beside, BoundedEvaluator, BoundedWriter, breaches
from pachlint.verdict.learned_templates import RootOf
from pachlint.verdict.sprig import COST


def evaluator(
    *expressions: Any, open_: frozenset[int] = frozenset(), beside: Beside | None = None, **values: object
) -> BoundedEvaluator:
    return BoundedEvaluator(Expressions(expressions), open_, values, BOUNDED, beside=beside or Beside())


def taken(one: BoundedEvaluator) -> int:
    return MAX_STEPS - one.left


@pytest.mark.parametrize(
    ("text", "steps"),
    [("", 1), ("x" * 63, 1), ("x" * 64, 2), ("x" * 127, 2), ("x" * 128, 3), (7, 1), (None, 1)],
)
def test_a_value_takes_a_step_and_one_for_sixty_four_letters(text: object, steps: int) -> None:
    one = evaluator("a", a=text)
    assert one.value(0, {}) == text
    assert taken(one) == steps


def test_every_part_of_an_expression_takes_a_step() -> None:
    one = evaluator("a", ["not", 0], ["not", 1], a=True)
    assert one.value(2, {}) is True
    assert taken(one) == 3


@pytest.mark.parametrize(
    ("call", "made"),
    [
        (["root", 1], RootOf("sub")),
        (["dig", 2, 3, 0], "y"),
        (["hasKey", 0, 2], True),
        (["cat", 1], "sub"),
        (["nospace", 4], "xy"),
        (["regexFind", 2, 2], "x"),
        (["regexMatch", 3, 2], False),
    ],
)
def test_functions_that_charts_call(call: list[Any], made: object) -> None:
    one = evaluator("a", ["=", "sub"], ["=", "x"], ["=", "z"], ["=", "x y"], call, a={"x": "y"})
    assert one.value(5, {}) == made


def test_a_call_of_a_function_takes_more_steps_once() -> None:
    one = evaluator("a", ["nospace", 0], a="x y")
    assert one.value(1, {}) == "xy"
    assert taken(one) == COST + 2
    assert one.value(1, {}) == "xy"
    assert taken(one) == COST + 3


@pytest.mark.parametrize(("count", "steps"), [(0, 1), (1, 2), (100, 101)])
def test_a_loop_takes_a_step_for_each_item(count: int, steps: int) -> None:
    one = evaluator("a", a=["x"] * count)
    assert len(one.pairs(0, {})) == count
    assert taken(one) == steps


def test_what_takes_too_many_steps_is_unknown() -> None:
    one = evaluator("a", a=1)
    one.take(MAX_STEPS - 2)
    one.take()
    one.take()
    with pytest.raises(EvaluationError, match="takes too many steps") as failure:
        one.take()
    assert (failure.value.kind, failure.value.path) == ("unknown", ())
    assert 100_000 <= MAX_STEPS <= 1_000_000


@pytest.mark.parametrize(("length", "is_known"), [(5_000_000, True), (5_000_001, False)])
def test_too_long_a_text_is_unknown(length: int, is_known: bool) -> None:
    one = evaluator("a", a="x" * length)
    if is_known:
        one.value(0, {})
        return
    with pytest.raises(EvaluationError, match="makes too long a text") as failure:
        one.value(0, {})
    assert failure.value.kind == "unknown"


def test_what_lies_too_deep_is_unknown() -> None:
    one = evaluator("a", *(["not", number] for number in range(20_000)), a=True)
    with pytest.raises(EvaluationError, match="lies too deep") as failure:
        one.value(20_000, {})
    assert failure.value.kind == "unknown"


@pytest.mark.parametrize(
    ("form", "value", "result"),
    [
        ("tpl", "x", "x"),
        ("tpl", "{ {x} }", "{ {x} }"),
        ("tpl", "{{ .Values.a }}", None),
        ("tplYaml", "x", "x"),
        ("tplYaml", {"a": "x"}, {"a": "x"}),
        ("tplYaml", ["a"], ["a"]),
        ("tplYaml", 1, 1),
        ("tplYaml", {"a": "{{ x }}"}, None),
        ("tplYaml", {"{{ x }}": 1}, None),
        ("tplYaml", ["a", ["{{ x }}"]], None),
    ],
)
def test_templates_in_values_are_unknown(form: str, value: object, result: object) -> None:
    one = evaluator("a", [form, 0], a=value)
    if result is not None:
        assert one.value(1, {}) == result
        return
    with pytest.raises(EvaluationError, match="contains a template") as failure:
        one.value(1, {})
    assert (failure.value.kind, failure.value.path) == ("unknown", ("a",))


NAMED = {
    "templates": {"short": 0, "long": 4},
    "open": [0, 1, 2, 3, 4],
    "expressions": [["$", 0], ["not", 0], ["not", 1], ["not", 2], ["not", 3]],
}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{{ .n }}", "5"),
        ('{{ include "short" .t }}', "x"),
        ('{{ include "long" .t }}', "true"),
        ('{{ include "other" .t }}', None),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_templates_in_values_see_what_they_are_given(text: str, made: str | None, is_named: bool) -> None:
    beside = Beside(named=NAMED) if is_named else Beside()
    made = made if is_named or "include" not in text else None
    one = evaluator(["=", {"n": 5, "t": "x"}], "a", ["tpl", 1, 0], a=text, beside=beside)
    if made is not None:
        assert one.value(2, {}) == made
        return
    with pytest.raises(EvaluationError, match=r"depends on what the template \w+ gives") as failure:
        one.value(2, {})
    assert (failure.value.kind, failure.value.path) == ("unknown", ("a",))


def test_templates_in_values_take_steps() -> None:
    def steps(text: str) -> int:
        one = evaluator(["=", {"t": "x"}], "a", ["tpl", 1, 0], a=text, beside=Beside(named=NAMED))
        one.take(1_000)
        one.value(2, {})
        return taken(one) - 1_000

    assert steps("{{ 1 }}" * 60) > steps("{{ 1 }}" * 10) + 50
    assert 0 < steps('{{ include "short" .t }}') < steps('{{ include "long" .t }}')


@pytest.mark.parametrize(("unknown", "kind"), [((), "argument"), ([("z",)], "unknown")])
def test_beside_values_that_are_not_known_no_template_is_sure_to_stop(
    unknown: Sequence[Steps], kind: str
) -> None:
    one = evaluator(["=", {}], "a", ["tpl", 1, 0], a="{{ .n.n }}", beside=Beside(unknown=unknown))
    with pytest.raises(EvaluationError, match="Helm stops at") as failure:
        one.value(2, {})
    assert (failure.value.kind, failure.value.path) == (kind, ("a",))


@pytest.mark.parametrize("unknown", [("a",), ("a", "b"), ("a", "b", "c")])
def test_values_that_are_not_known(unknown: Steps) -> None:
    one = evaluator("a.b", "c", a={"b": 1}, c=2, beside=Beside(unknown=[unknown]))
    assert one.value(1, {}) == 2
    with pytest.raises(EvaluationError, match="is not known") as failure:
        one.value(0, {})
    assert (failure.value.kind, failure.value.path) == ("unknown", ("a", "b"))


@pytest.mark.parametrize("value", [1, True, ["a"], {"a": "{{ x }}"}])
def test_only_a_text_is_run_as_a_template(value: object) -> None:
    with pytest.raises(EvaluationError, match="must be a string") as failure:
        evaluator("a", ["tpl", 0], a=value).value(1, {})
    assert (failure.value.kind, failure.value.path) == ("argument", ("a",))


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("b+", "abbc", "bb"),
        ("b+", "bbabbb", "bb"),
        ("c$", "abc", "c"),
        ("^a", "abc", "a"),
        ("x", "abc", ""),
        ("x*", "abc", ""),
        ("(", "abc", ""),  # no expression
        ("(?P<n>b)c", "abc", "bc"),
    ],
)
def test_matching(pattern: str, text: str, found: str) -> None:
    assert BOUNDED["regexFind"](pattern, text) == found
    assert BOUNDED["regexMatch"](pattern, text) is (found != "" or pattern == "x*")


@pytest.mark.parametrize("name", ["regexFind", "regexMatch"])
def test_only_texts_are_matched(name: str) -> None:
    for pattern, value in (("a", 1), (1, "a"), ("a", None)):
        with pytest.raises(TemplateError) as failure:
            BOUNDED[name](pattern, value)
        assert failure.value.kind == "argument"


def test_a_pattern_that_takes_too_many_steps_is_unknown() -> None:
    with pytest.raises(TemplateError, match="a pattern that takes too many steps") as failure:
        BOUNDED["regexMatch"]("(a|b|c|d){1,900}(e|f){1,900}x", "abcd" * 5000)
    assert failure.value.kind == "unknown"


def test_what_is_not_followed_is_unknown() -> None:
    with pytest.raises(EvaluationError, match="decides what cannot be followed") as failure:
        evaluator("a", ["unknown", 0], a=1).value(1, {})
    assert (failure.value.kind, failure.value.path) == ("unknown", ("a",))


@pytest.mark.parametrize(
    ("pieces", "numbers", "steps"),
    [
        (["x"], [0], 1),
        (["x" * 64], [0], 2),
        (["x" * 63, "y" * 128], [0, 1], 4),
        (["x"], [0] * 10, 10),
    ],
)
def test_writing_takes_steps(pieces: list[Any], numbers: list[int], steps: int) -> None:
    one = evaluator()
    writer = BoundedWriter(Pieces(pieces), one)
    writer.write(numbers)
    assert taken(one) == steps
    # what was written before is not counted again
    writer.write(numbers)
    assert taken(one) == 2 * steps


def test_what_is_written_knows_the_loop_around_it() -> None:
    writer = BoundedWriter(Pieces([[0], [1, 0, 1, [0], []]]), evaluator("a", "l", a="x", l=["y"]))
    writer.write([0, 1])
    assert [(one.text, one.within) for one in writer.written] == [("x", -1), ("x", 1)]


FAILING = '{{ if .Values.x }}{{ fail "no x" }}{{ end }}\n'


class Found(Protocol):
    """What values get wrong in a chart with charts inside, by folder; each is rejected with ``x``.

    ``more`` is what a chart says of one inside it, beside the condition.
    """

    def __call__(
        self,
        charts: Mapping[str, str],
        values: object,
        defaults: object = None,
        template: str = FAILING,
        *,
        unknown: Sequence[Steps] = (),
        more: Mapping[str, Mapping[str, object]] | None = None,
    ) -> list[Breach]: ...


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The same charts are learned once."""

    @cache
    def learned(charts: str, defaults: str, template: str, more: str) -> Chart:
        folder = tmp_path_factory.mktemp("chart") / "own"
        write(folder, json.loads(charts), template, json.loads(more))
        (folder / "values.yaml").write_text(defaults)
        return as_chart(load_chart(str(folder)), learn)

    def run(
        charts: Mapping[str, str],
        values: object,
        defaults: object = None,
        template: str = FAILING,
        *,
        unknown: Sequence[Steps] = (),
        more: Mapping[str, Mapping[str, object]] | None = None,
    ) -> list[Breach]:
        own = learned(json.dumps(charts), json.dumps(defaults or {}), template, json.dumps(more or {}))
        assert own.model is not None
        document = read(Source("values.yaml", json.dumps(values)))
        context = prepare(Job("v", (document,), chart=own))
        return [one for one in breaches(context, own.model, unknown) if one.kind != UNKNOWN]

    return run


def write(
    folder: Path, charts: Mapping[str, str], template: str, more: Mapping[str, Mapping[str, object]]
) -> None:
    """Write charts, each with the same template and with one that tells its name."""
    for place in charts:
        chart = folder.joinpath(*(f"charts/{name}" for name in place.split(".") if name))
        (chart / "templates").mkdir(parents=True)
        name = place.rpartition(".")[2] or "own"
        inside = [
            {"name": other.rpartition(".")[2], "version": "1.0.0", "condition": when, **more.get(other, {})}
            for other, when in charts.items()
            if other and other.rpartition(".")[0] == place
        ]
        about = {"apiVersion": "v2", "name": name, "version": "1.0.0", "dependencies": inside}
        (chart / "Chart.yaml").write_text(json.dumps(about))
        (chart / "values.yaml").write_text("{}")
        (chart / "templates" / "a.yaml").write_text(template)
        (chart / "templates" / "_h.tpl").write_text(f'{{{{ define "{name}.name" }}}}{name}{{{{ end }}}}')


CHARTS = {"": "", "sub": "sub.on", "sub.deep": "deep.on", "other": "other.on"}


@pytest.mark.parametrize(
    ("values", "paths"),
    [
        ({}, []),
        ({"x": 1}, ["x"]),
        ({"sub": {"x": 1}}, ["sub.x"]),
        ({"sub": {"x": 1, "on": True}}, ["sub.x"]),
        ({"sub": {"x": 1, "on": False}}, []),
        ({"sub": {"deep": {"x": 1}}}, ["sub.deep.x"]),
        ({"sub": {"deep": {"x": 1, "on": False}}}, []),
        ({"sub": {"on": False, "deep": {"x": 1}}}, []),
        ({"other": {"x": 1}, "sub": {"x": 1}}, ["other.x", "sub.x"]),
        ({"other": {"x": 1, "on": False}, "sub": {"x": 1}}, ["sub.x"]),
        ({"deep": {"x": 1}}, []),
        ({"x": 1, "sub": {"on": False, "x": 1}, "other": {"on": False, "x": 1}}, ["x"]),
    ],
)
def test_charts_inside_that_are_off_demand_nothing(values: object, paths: list[str], found: Found) -> None:
    every = found(CHARTS, values)
    assert sorted(format_path(one.path) for one in every) == paths
    assert {one.kind for one in every} <= {"reject"}


def test_defaults_switch_charts_inside_off(found: Found) -> None:
    assert found(CHARTS, {"sub": {"x": 1}}, {"sub": {"on": False}}) == []


EVERYWHERE = {"x": 1, "sub": {"x": 1, "deep": {"x": 1}}, "other": {"x": 1}}
ALL = ["other.x", "sub.deep.x", "sub.x", "x"]


@pytest.mark.parametrize(
    ("unknown", "paths"),
    [
        ([], ALL),
        ([("y",), ("sub", "y"), ("deep", "on"), ("on",), ("global", "y")], ALL),
        ([("x",)], ["other.x", "sub.deep.x", "sub.x"]),
        ([("sub", "x", 0)], ["other.x", "sub.deep.x", "x"]),
        ([("sub", "deep", "x")], ["other.x", "sub.x", "x"]),
        # what may switch a chart off, and so those inside it
        ([("sub", "on")], ["other.x", "x"]),
        ([("sub",)], ["other.x", "x"]),
        ([("sub", "deep", "on")], ["other.x", "sub.x", "x"]),
        ([("y",), ("other", "on")], ["sub.deep.x", "sub.x", "x"]),
        ([("sub", "deep", "on"), ("other", "on")], ["sub.x", "x"]),
        ([()], []),
    ],
)
def test_of_what_is_not_known_nothing_is_said(
    unknown: Sequence[Steps], paths: list[str], found: Found
) -> None:
    every = found(CHARTS, EVERYWHERE, unknown=unknown)
    assert sorted(format_path(one.path) for one in every) == paths


@pytest.mark.parametrize(
    ("condition", "more", "unknown", "paths"),
    [
        (" sub.on , both.on ", {}, [], ["sub.x", "x"]),
        (" sub.on", {}, [("sub", "on")], ["x"]),
        ("sub.on ", {}, [("sub", "on")], ["x"]),
        ("sub.on,both.on", {}, [("both", "on")], ["x"]),
        ("sub.on,,both.on", {}, [("both", "off")], ["sub.x", "x"]),
        ("", {}, [("sub", "on")], ["sub.x", "x"]),
        ("", {"tags": ["a", "b"]}, [("tags", "b")], ["x"]),
        ("", {"tags": ["a", "b"]}, [("tags", "c")], ["sub.x", "x"]),
        ("", {"tags": ["a", "b"]}, [("b",)], ["sub.x", "x"]),
        # what a chart takes over from one inside stands at other paths, nobody looks which
        ("", {"import-values": ["data"]}, [("z",)], []),
        ("", {"import-values": ["data"]}, [], ["sub.x", "x"]),
    ],
)
def test_switches_that_are_not_known(
    condition: str, more: Mapping[str, object], unknown: Sequence[Steps], paths: list[str], found: Found
) -> None:
    charts = {"": "", "sub": condition, "sub.deep": ""}
    every = found(charts, {"x": 1, "sub": {"x": 1}}, unknown=unknown, more={"sub": more})
    assert sorted(format_path(one.path) for one in every) == paths
    if "import-values" in more:
        assert bool(found(charts, {"x": 1}, unknown=unknown, more={"sub.deep": more})) is (not unknown)


@pytest.mark.parametrize(
    ("unknown", "paths"),
    [
        ([], ["global.x"]),
        ([("global", "x")], []),
        ([("global",)], []),
        # values for all charts stand in each of them
        ([("sub", "global", "x")], []),
        ([("sub", "global")], []),
        ([("global", "y")], ["global.x"]),
        ([("sub", "global", "y")], ["global.x"]),
        ([("x",)], ["global.x"]),
        ([("sub", "x")], ["global.x"]),
        ([("sub", "y", "x")], ["global.x"]),
    ],
)
def test_of_what_is_global_and_not_known(unknown: Sequence[Steps], paths: list[str], found: Found) -> None:
    template = FAILING.replace(".x", ".global.x")
    every = found(CHARTS, {"global": {"x": 1}}, template=template, unknown=unknown)
    assert sorted({format_path(one.path[-2:]) for one in every}) == paths


@pytest.mark.parametrize(
    ("values", "paths"),
    [
        ({"t": '{{ include "sub.name" . }}'}, []),
        ({"t": '{{ include "sub.name" . }}', "sub": {"on": True}}, []),
        # the templates of a chart that is off are not there
        ({"t": '{{ include "sub.name" . }}', "sub": {"on": False}}, ["t"]),
        ({"t": '{{ include "none" . }}'}, ["t"]),
    ],
)
def test_templates_of_charts_that_are_on(values: object, paths: list[str], found: Found) -> None:
    every = found({"": "", "sub": "sub.on"}, values, {"t": ""}, 'x: {{ tpl (.Values.t | default "") . }}\n')
    assert [format_path(one.path) for one in every] == paths


@pytest.mark.parametrize(
    ("template", "value", "is_read"),
    [
        ("a {{ .Values.x }}\n", "b", False),
        ("a: {{ .Values.x }}\n", "b", True),
        ("a: {{ .Values.x }}\n", "b: c", False),
    ],
)
def test_a_file_must_be_a_map(template: str, value: str, is_read: bool, found: Found) -> None:
    every = found({"": ""}, {"x": value}, {"x": ""}, template)
    assert [(one.kind, one.path) for one in every] == ([] if is_read else [("yaml", ("x",))])


# 0 is not known, 1 holds, 2 does not, 3 stops Helm
_KNOWN = (["unknown"], ["=", True], ["=", False], ["fail"])


@pytest.mark.parametrize(
    ("word", "operands", "holds"),
    [
        ("or", (0, 1), True),
        ("or", (1, 0), True),
        ("or", (2, 0), None),
        ("or", (0, 2), None),
        ("or", (2, 2), False),
        ("or", (2, 1), True),
        ("and", (0, 2), False),
        ("and", (2, 0), False),
        ("and", (1, 0), None),
        ("and", (0, 1), None),
        ("and", (1, 1), True),
        ("and", (1, 2), False),
        ("or", (3, 1), "reject"),
        ("or", (2, 3, 1), "reject"),
        ("or", (1, 3), True),
        ("and", (3, 2), "reject"),
        # Helm may not come to what stops it
        ("or", (0, 3), None),
        ("or", (0, 3, 1), True),
        ("or", (0, 3, 0), None),
        ("and", (0, 3), None),
    ],
)
def test_one_condition_that_is_known_may_be_enough(
    word: str, operands: tuple[int, ...], holds: bool | str | None
) -> None:
    one = evaluator(*_KNOWN, [word, *operands])
    if isinstance(holds, bool):
        assert one.holds(4, {}) is holds
        return
    with pytest.raises(EvaluationError) as raised:
        one.holds(4, {})
    assert raised.value.kind == (holds or "unknown")
