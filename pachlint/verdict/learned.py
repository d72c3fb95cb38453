"""What makes Helm stop in a chart whose templates were learned; they are not trusted, so all is bounded."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pachlint.layering.coalesce import CoalesceError, Subchart, enabled
from pachlint.verdict import containers, flows, manifests, sprig, template_checks
from pachlint.verdict.breaches import Breach, HelmInput, TemplateInput
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Call, Logical
from pachlint.verdict.gotemplate import TemplateError, required_text
from pachlint.verdict.layouts import Writer
from pachlint.verdict.rendering import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pachlint.chart.model import Model
    from pachlint.place import Path
    from pachlint.policy.context import CheckContext
    from pachlint.verdict.forms import Expressions, Template

MAX_STEPS = 300_000
"""Steps to judge values: those of Pachyderm's own chart take some thousands."""
VERSION = ""
"""The version under which a table of one chart alone knows it."""
_EVERY = {"versions": [VERSION], "paths": ["*"], "reads": [[0]]}
_LETTERS = 64
_MAX_TEXT = 5_000_000
_PACHD = HelmInput()


def breaches(context: CheckContext, model: Model, unknown: Sequence[tuple[str | int, ...]]) -> list[Breach]:
    """Return what the values get wrong in the chart and in the charts inside it that they leave on, each path and kind once."""
    spans, target = spans_of(context, model), context.target
    given = TemplateInput(context.values.data, VERSION, None, unknown, target.release, target.namespace)
    demands = template_checks.load_data({**model.demands, "spans": spans})
    layouts = manifests.load_data({**model.manifests, "spans": spans})
    demands = demands._replace(evaluator=BoundedEvaluator)
    layouts = layouts._replace(evaluator=BoundedEvaluator, writer=BoundedWriter, released=False)
    return template_checks.breaches(given, demands) + manifests.unreadable(given, layouts)


def kubernetes_refusals(context: CheckContext, model: Model, unknown: Sequence[Path]) -> list[flows.Refusal]:
    """Return what the API server refuses of the objects that the chart makes of the values."""
    target = context.target
    given = TemplateInput(
        context.values.data, VERSION, context.values.user, unknown, target.release, target.namespace
    )
    table = flows.load_data({**_EVERY, **model.flows, "spans": spans_of(context, model)})
    return flows.refusals(given, table._replace(evaluator=BoundedEvaluator))


def spans_of(context: CheckContext, model: Model) -> tuple[tuple[int, ...], ...]:
    """For the places of a model whether the chart there is on; of values that Helm rejects only the outer chart is."""
    chart, on = context.chart, {""}
    with suppress(CoalesceError):
        on.update(_places(enabled(chart.defaults, chart.subcharts, context.values.user)))
    return tuple((0, 0) if place in on else () for place in model.places)


def _places(subcharts: Iterable[Subchart], above: str = "") -> Iterator[str]:
    for one in subcharts:
        yield above + one.name
        yield from _places(one.subcharts, f"{above}{one.name}.")


def _unknown(*_: object) -> object:
    raise TemplateError("unknown", "decides what cannot be followed in the chart")


def _readable(template: str, path: Path) -> None:
    """Let a text pass that Go reads as a template.

    Raises:
        EvaluationError: if it does not.
    """
    from pachlint.gotemplate.catalog import FUNCTIONS as CALLABLE  # noqa: PLC0415 -- few values are templates
    from pachlint.gotemplate.errors import ParseError  # noqa: PLC0415
    from pachlint.gotemplate.parser import parse  # noqa: PLC0415

    with suppress(RecursionError):
        try:
            parse(template, CALLABLE)
        except ParseError as error:
            detail = f"contains a template that Helm cannot read: {error.message}"
            raise EvaluationError("argument", detail, path) from None


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
    "unknown": _unknown,
}
"""The functions of templates, none of which takes long whatever it is given."""


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
    ) -> None:
        super().__init__(expressions, open_, values, functions, helm=helm)
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
        """A value that the chart runs as a template; what it is given is not known here."""
        value = self.value(e.value, env)
        if isinstance(value, str) or e.of_yaml:
            if "{{" in str(value):
                if isinstance(value, str):
                    _readable(value, self.violation(e.value))
                raise EvaluationError("unknown", "contains a template", self.violation(e.value))
            return value
        return super()._template(e, env)


class BoundedWriter(Writer):
    """Writes the layout of a file of any chart."""

    def write(self, numbers: Iterable[int], env: dict[int, object] | None = None, within: int = -1) -> None:
        before = len(self.written)
        super().write(numbers, env, within)
        if isinstance(self.evaluator, BoundedEvaluator):
            self.evaluator.take(sum(1 + len(one.text) // _LETTERS for one in self.written[before:]))
