"""Templates inside values of a chart whose templates were learned: what comes out of them, or why Helm stops at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.place import value_at
from pachlint.records import NamedTuple
from pachlint.verdict.gotemplate import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pachlint.chart.model import LearnedTemplates
    from pachlint.gotemplate.values import Opaque
    from pachlint.verdict.breaches import HelmInput

MAX_STEPS = 20_000
"""Steps of one template."""


class Around(NamedTuple):
    """What templates in values see beside them.

    ``charts`` are those that are on with their templates, none if these are not known; ``named`` tells what one of them prints for what it is given.
    """

    charts: Sequence[LearnedTemplates]
    values: Mapping[str, object]
    helm: HelmInput
    named: Callable[[str, object], str | Opaque]


class RootOf(NamedTuple):
    """What Helm gives a template file of the chart at a place."""

    place: str


class Run(NamedTuple):
    """What a template printed, and the steps that it took."""

    text: str
    steps: int


def render(text: str, given: object, around: Around) -> Run:
    """Run a text as a template.

    Args:
        text: the template.
        given: what it is run on; in it are :class:`RootOf`.
        around: what it sees.

    Raises:
        TemplateError: if Helm stops; its kind is ``unknown`` if only a real run can say.
    """
    from pachlint.gotemplate.engine import Engine  # noqa: PLC0415 -- few values are templates
    from pachlint.gotemplate.errors import ExecutionError, ParseError, UnknownError  # noqa: PLC0415

    engine = Engine(_Names(around.charts), around.named, steps=MAX_STEPS)
    try:
        made = engine.render(text, _as_given(given, around))
    except ParseError as error:
        raise TemplateError(
            "argument", f"contains a template that Helm cannot read: {error.message}"
        ) from None
    except ExecutionError as error:
        raise TemplateError("argument", f"contains a template that Helm stops at: {error.message}") from None
    except UnknownError as error:
        raise TemplateError("unknown", f"contains a template that {error}") from None
    if made.changed:
        raise TemplateError("unknown", "contains a template that changes values which the chart uses later")
    return Run(made.text, MAX_STEPS - engine.steps)


class _Names:
    """The templates that can be called by name."""

    def __init__(self, charts: Sequence[LearnedTemplates]) -> None:
        self.charts = charts

    def __contains__(self, name: object) -> bool:
        return not self.charts or any(name in chart.names for chart in self.charts)


def _as_given(value: object, around: Around) -> object:
    from pachlint.gotemplate.values import taken  # noqa: PLC0415 -- few values are templates

    if isinstance(value, RootOf):
        return _root(value.place, around)
    if isinstance(value, dict):
        return {key: _as_given(item, around) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_as_given(item, around) for item in value]
    return taken(value)


def _root(place: str, around: Around) -> object:
    from pachlint.gotemplate import context  # noqa: PLC0415 -- few values are templates

    scope = place.split(".") if place else []
    values = value_at(around.values, scope)
    about = next((chart.about for chart in around.charts if chart.place == place), None)
    if about is None or not isinstance(values, dict):
        raise TemplateError("unknown", "contains a template, and what the chart passes to it is not known")
    below = f"{place}." if place else ""
    inside = [chart.place.removeprefix(below) for chart in around.charts if chart.place.startswith(below)]
    seen = context.Around(
        about.get("Name", ""),
        around.helm.release,
        around.helm.namespace,
        about,
        [name for name in inside if name and "." not in name],
        root=not place,
    )
    return context.dot(values, seen)
