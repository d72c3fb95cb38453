"""What makes Helm stop in a chart whose templates were learned; they are not trusted, so all is bounded."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Any

from pachlint.layering.coalesce import CoalesceError, Subchart, places_on
from pachlint.records import NamedTuple
from pachlint.verdict import containers, flows, manifests, sprig, template_checks
from pachlint.verdict.breaches import Breach, HelmInput, TemplateInput
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Call, Expressions, Logical
from pachlint.verdict.gotemplate import TemplateError, required_text
from pachlint.verdict.layouts import Writer
from pachlint.verdict.learned_templates import Around, RootOf, render
from pachlint.verdict.rendering import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pachlint.chart.model import LearnedSubchart, LearnedTemplates, Model
    from pachlint.gotemplate.values import Opaque
    from pachlint.place import Path
    from pachlint.policy.context import CheckContext
    from pachlint.verdict.expressions import KeyPath
    from pachlint.verdict.forms import Template

MAX_STEPS = 300_000
"""Steps to judge values: those of Pachyderm's own chart take some thousands."""
VERSION = ""
"""The version under which a table of one chart alone knows it."""
_EVERY = {"versions": [VERSION], "paths": ["*"], "reads": [[0]]}
_LETTERS = 64
_GLOBAL = "global"
_MAX_TEXT = 5_000_000
_PACHD = HelmInput()
OPENING = "{{"


def breaches(context: CheckContext, model: Model, unknown: Sequence[tuple[str | int, ...]]) -> list[Breach]:
    """Return what the values get wrong in the chart and in the charts inside it that they leave on, each path and kind once."""
    target = context.target
    if unknown and _imports(context.chart.subcharts):
        unknown = [()]
    spans = _sure(spans_of(context, model), model, unknown)
    given = TemplateInput(context.values.data, VERSION, None, (), target.release, target.namespace)
    demands = template_checks.load_data({**model.demands, "spans": spans})
    layouts = manifests.load_data({**model.manifests, "spans": spans})
    evaluator = evaluator_of(model, spans)
    demands = demands._replace(evaluator=evaluator_of(model, spans, unknown))
    layouts = layouts._replace(evaluator=evaluator, writer=BoundedWriter, released=False)
    return template_checks.breaches(given, demands) + manifests.unreadable(
        given._replace(unknown=unknown), layouts
    )


def kubernetes_refusals(context: CheckContext, model: Model, unknown: Sequence[Path]) -> list[flows.Refusal]:
    """Return what the API server refuses of the objects that the chart makes of the values."""
    target = context.target
    given = TemplateInput(
        context.values.data, VERSION, context.values.user, unknown, target.release, target.namespace
    )
    spans = spans_of(context, model)
    table = flows.load_data({**_EVERY, **model.flows, "spans": spans})
    return flows.refusals(given, table._replace(evaluator=evaluator_of(model, spans)))


def evaluator_of(
    model: Model, spans: Sequence[Sequence[int]], unknown: Sequence[Path] = ()
) -> Callable[..., Evaluator]:
    """What evaluates the expressions of a chart; ``spans`` says for its places whether the chart there is on."""
    on = {place for place, span in zip(model.places, spans, strict=True) if span}
    charts = tuple(one for one in model.templates if one.place in on)
    beside = Beside(charts, unknown, model.named)
    return partial(BoundedEvaluator, beside=beside)


def spans_of(context: CheckContext, model: Model) -> tuple[tuple[int, ...], ...]:
    """For the places of a model whether the chart there is on; of values that Helm rejects only the outer chart is."""
    chart, on = context.chart, {""}
    with suppress(CoalesceError):
        found = places_on(chart.defaults, chart.subcharts, context.values.user)
        on.update(".".join(map(str, place)) for place in found)
    return tuple((0, 0) if place in on else () for place in model.places)


def _sure(spans: Sequence[tuple[int, ...]], model: Model, unknown: Sequence[Path]) -> list[tuple[int, ...]]:
    """The same without charts that a value which is not known may switch off."""
    doubtful = [
        one.place
        for one in model.subcharts
        if any(_meet(path, other) for path in condition_paths(one) for other in unknown)
    ]
    return [
        () if any(f"{place}.".startswith(f"{one}.") for one in doubtful) else span
        for place, span in zip(model.places, spans, strict=True)
    ]


def condition_paths(subchart: LearnedSubchart) -> Iterator[tuple[str, ...]]:
    """The values that switch a chart inside on or off."""
    above = subchart.place.split(".")[:-1]
    for path in filter(None, subchart.condition.strip().split(",")):
        yield (*above, *path.split("."))
    yield from (("tags", tag) for tag in subchart.tags)


def _imports(subcharts: Iterable[Subchart]) -> bool:
    """Whether charts take over values of those inside, at other paths."""
    return any(one.imports or _imports(one.subcharts) for one in subcharts)


def _meet(path: Path, other: Path) -> bool:
    """Whether two paths lie on one way; what is global stands in the charts inside as well."""
    return any(all(map(eq, one, two)) for one in _ways(path) for two in _ways(other))


def _ways(path: Path) -> Iterator[Path]:
    return (path[at:] for at, step in enumerate((None, *path[1:])) if not at or step == _GLOBAL)


def _unknown(*_: object) -> object:
    raise TemplateError("unknown", "decides what cannot be followed in the chart")


def _matches(pattern: object, value: object) -> bool:
    return _first_match(pattern, value) is not None


def _first_match(pattern: object, value: object) -> str | None:
    from pachlint.goregexp.errors import RegexpError, RegexpLimitError  # noqa: PLC0415 -- few charts match anything
    from pachlint.goregexp.regexp import compiled  # noqa: PLC0415
    from pachlint.goregexp.steps import Steps  # noqa: PLC0415

    steps, text = Steps(), required_text(value)
    try:
        slots = next(iter(compiled(required_text(pattern), steps).find_all(text, steps)), None)
    except RegexpError:
        return None
    except RegexpLimitError:
        raise TemplateError("unknown", "is matched with a pattern that takes too many steps") from None
    return text[slots[0] : slots[1]] if slots else None


BOUNDED: Mapping[str, Callable[..., object]] = {
    **sprig.FUNCTIONS,
    **FUNCTIONS,
    "dig": containers.dig,
    "regexFind": lambda pattern, value: _first_match(pattern, value) or "",
    "regexMatch": _matches,
    "root": RootOf,
    "unknown": _unknown,
}
"""The functions of templates, none of which takes long whatever it is given."""


class Beside(NamedTuple):
    """What there is beside the values: the charts that are on with their templates, the paths of values that are not known, and what templates print."""

    charts: Sequence[LearnedTemplates] = ()
    unknown: Sequence[Path] = ()
    named: Mapping[str, Any] = {"templates": {}}


_ALONE = Beside()


class BoundedEvaluator(Evaluator):
    """Evaluates expressions of any chart; what takes too long, or is not followed, is not known."""

    def __init__(
        self,
        expressions: Expressions,
        open_: frozenset[int],
        values: Mapping[str, object],
        functions: Mapping[str, Any] = BOUNDED,
        *,
        helm: HelmInput = _PACHD,
        beside: Beside = _ALONE,
    ) -> None:
        super().__init__(expressions, open_, values, functions, helm=helm)
        self.beside = beside
        self.left = MAX_STEPS

    def take(self, count: int = 1) -> None:
        """Count some steps.

        Raises:
            EvaluationError: if there are not so many left.
        """
        self.left -= count
        if self.left < 0:
            raise EvaluationError("unknown", "takes too many steps", ())

    def value(self, index: int, env: dict[int, object]) -> object:
        self.take()
        form = self.expressions[index]
        if isinstance(form, Call) and form.function in sprig.FUNCTIONS and index not in self.seen:
            self.take(sprig.COST)
        try:
            found = super().value(index, env)
        except RecursionError:
            raise EvaluationError("unknown", "lies too deep", ()) from None
        if isinstance(found, str):
            self.take(len(found) // _LETTERS)
            if len(found) > _MAX_TEXT:
                raise EvaluationError("unknown", "makes too long a text", ())
        return found

    def _read(self, path: KeyPath) -> object:
        if any(_meet(path, other) for other in self.beside.unknown):
            raise EvaluationError("unknown", "is not known", path)
        return super()._read(path)

    def holds(self, test: int, env: dict[int, object]) -> bool:
        """Whether a condition holds: of several one that is known may be enough."""
        e = self.expressions[test]
        if not isinstance(e, Logical):
            return super().holds(test, env)
        decisive = e.word == "or"
        unknown: EvaluationError | None = None
        for argument in e.operands:
            try:
                if self.holds(argument, env) is decisive:
                    return decisive
            except EvaluationError as error:
                if error.kind != "unknown" and unknown is None:
                    raise
                unknown = unknown or error
        if unknown is not None:
            raise unknown
        return not decisive

    def pairs(self, over: int, env: dict[int, object]) -> list[tuple[object, object]]:
        found = super().pairs(over, env)
        self.take(len(found))
        return found

    def _template(self, e: Template, env: dict[int, object]) -> object:
        """A value that the chart runs as a template."""
        value = self.value(e.value, env)
        if OPENING not in str(value) or not (e.of_yaml or isinstance(value, str)):
            return super()._template(e, env)
        if e.given < 0 or not isinstance(value, str):
            raise EvaluationError("unknown", "contains a template", self.violation(e.value))
        given = self.value(e.given, env)
        try:
            run = render(value, given, Around(self.beside.charts, self.values, self.helm, self._named))
        except TemplateError as error:
            kind = "unknown" if self.beside.unknown else error.kind
            raise EvaluationError(kind, error.detail, self.violation(e.value)) from None
        self.take(run.steps)
        return run.text

    def _named(self, name: str, given: object) -> str | Opaque:
        """What a template of the chart prints that one in a value calls."""
        from pachlint.verdict.user_templates import not_known, run_named  # noqa: PLC0415 -- few values are templates

        table = self.beside.named
        number = table["templates"].get(name)
        if number is None:
            return not_known(name)
        open_ = frozenset(table["open"])
        evaluator = BoundedEvaluator(
            Expressions(table["expressions"]), open_, {}, helm=self.helm, beside=self.beside
        )
        evaluator.left = self.left
        try:
            return run_named(name, number, given, evaluator)
        finally:
            self.left = evaluator.left


class BoundedWriter(Writer):
    """Writes the layout of a file of any chart."""

    def write(self, numbers: Iterable[int], env: dict[int, object] | None = None, within: int = -1) -> None:
        before = len(self.written)
        super().write(numbers, env, within)
        if isinstance(self.evaluator, BoundedEvaluator):
            self.evaluator.take(sum(1 + len(one.text) // _LETTERS for one in self.written[before:]))
