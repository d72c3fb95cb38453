"""A local chart (``--chart DIR|TGZ``) as values are judged by it: its own files, and what is known of the release that it is most like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.chart.charts import Chart, Likeness, chart
from pachlint.chart.likeness import Comparison, compare
from pachlint.layering.coalesce import Subchart
from pachlint.place import format_path
from pachlint.versions import newest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pachlint.chart.fields import Node
    from pachlint.chart.files import ChartFiles
    from pachlint.chart.model import Model
    from pachlint.place import Path
    from pachlint.versions import Version

PACHYDERM = "pachyderm"


def as_chart(
    loaded: ChartFiles,
    learn: Callable[[ChartFiles], Model] | None = None,
    locked: Callable[[], Version | None] = lambda: None,
) -> Chart:
    """The chart to judge values by: its own files, and what is known of the release that it is most like.

    With ``learn`` a chart that has other templates than a release, or more of them, is learned. ``locked`` tells the release of Pachyderm's
    chart that a chart depends on and does not hold.
    """
    found = compare(loaded.templates, loaded.version)
    version = newest() if found.likeness is Likeness.OTHER else found.version
    differs = found.likeness is not Likeness.SAME or bool(found.text.strip())
    model = learn(loaded) if learn is not None and differs else None
    inside = tuple(_inside(loaded, learn)) if found.likeness is Likeness.OTHER else ()
    absent = tuple(_absent(loaded, locked)) if found.likeness is Likeness.OTHER else ()
    inside += tuple(((one.name,), inner) for one, inner in absent)
    return chart(version)._replace(
        label=_label(loaded, found.likeness),
        defaults=loaded.defaults,
        own_subcharts=(*loaded.subcharts, *(one for one, _ in absent)),
        own_schema=loaded.schema,
        likeness=found.likeness,
        own_text=found.text,
        not_judged=_not_judged(loaded, found, model, inside),
        model=model,
        own_fields=_own_fields(loaded, found, model, is_umbrella=bool(inside)),
        inside=inside,
    )


def _inside(
    loaded: ChartFiles, learn: Callable[[ChartFiles], Model] | None, above: Path = ()
) -> Iterator[tuple[Path, Chart]]:
    """Pachyderm's charts inside another, with the places of their values."""
    for name, one in loaded.inside:
        place = (*above, name)
        if compare(one.templates, one.version).likeness is Likeness.OTHER:
            yield from _inside(one, learn, place)
        else:
            yield place, as_chart(one, learn)


def _absent(loaded: ChartFiles, locked: Callable[[], Version | None]) -> Iterator[tuple[Subchart, Chart]]:
    """Pachyderm's chart as a dependency that is not below ``charts/``: the release of it."""
    for one in loaded.dependencies:
        version = locked() if one.chart == PACHYDERM and PACHYDERM in loaded.missing else None
        if version is not None:
            released = chart(version)
            yield (
                Subchart(
                    one.name, released.defaults, one.condition, one.tags, released.subcharts, one.imports
                ),
                released,
            )


def _label(loaded: ChartFiles, likeness: Likeness) -> str:
    if likeness is Likeness.OTHER and loaded.name != PACHYDERM:
        return " ".join(("chart", loaded.name or loaded.location, loaded.version)).rstrip()
    return f"chart {loaded.version or loaded.location}"


def _not_judged(
    loaded: ChartFiles, found: Comparison, model: Model | None, inside: Sequence[tuple[Path, Chart]]
) -> str:
    if found.likeness is Likeness.SAME and model is None:
        return ""
    left = model.files - model.followed if model is not None else 0
    if found.likeness is Likeness.OTHER:
        templates = ", dependencies and templates" if model is not None else " and dependencies"
        rest = f" (but for {left} that cannot be followed)" if left else ""
        name = loaded.name or loaded.location
        keys = ", keys" if inside and model is not None and not left else ""
        what = f"everything but files, flags, JSON Schemas{keys}{templates}{rest}"
        if inside:
            what += f", of what is not below {' or '.join(format_path(place) for place, _ in inside)}"
        return f"{what}, because {name} is not Pachyderm's chart"
    if model is None:
        return (
            f"what the templates reject, because {found.differing or 'some'} of {found.total} differ from those of release "
            f"{found.version}, the closest one"
        )
    return f"what {left} of {model.files} template files reject, which cannot be followed" if left else ""


def _own_fields(
    loaded: ChartFiles, found: Comparison, model: Model | None, *, is_umbrella: bool
) -> Node | None:
    """The fields of a chart that was followed to the end; all that stands below Pachyderm's is judged apart."""
    if model is None or model.followed < model.files:
        return None
    from pachlint.chart.own_fields import only_own_fields, own_fields  # noqa: PLC0415 -- for a chart that is no release

    if is_umbrella:
        inside = dict.fromkeys(
            [*(one.name for one in loaded.subcharts), *(one.name for one in loaded.dependencies)]
        )
        return only_own_fields(model, newest(), inside)
    return own_fields(model, found.version) if found.likeness is not Likeness.OTHER else None
