"""What was learned of a chart from its templates; :mod:`pachlint.learning` learns it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class LearnedField(NamedTuple):
    """A path of the values as a chart has it.

    ``type`` is the JSON type of its default, empty if it has none. ``read`` is ``no``, ``yes``, or ``whole`` if what stands
    below it matters too, in a map that is written as it is for instance. ``switches`` are the values that decide
    whether it is read at all, as printed paths.
    """

    path: tuple[str, ...]
    declared: bool
    type: str
    default: object
    read: str
    switches: tuple[str, ...]


class LearnedSubchart(NamedTuple):
    """A chart inside, by its place among the values, and what switches it on."""

    place: str
    condition: str
    tags: tuple[str, ...]


class LearnedTemplates(NamedTuple):
    """A chart as templates inside its values see it: its place, what ``Chart.yaml`` says in words, and the names of its templates."""

    place: str
    about: Mapping[str, str]
    names: tuple[str, ...]


class Model(NamedTuple):
    """A chart as its templates make it.

    ``demands`` says what makes Helm stop, ``manifests`` what Helm cannot read, ``objects`` the services and what leads to
    them, ``flows`` what lands in which field of which object; all are tables as the verdict reads them, in which a span is the number of a place among ``places``, the charts inside ("" is the chart itself). ``templates``
    are those of every place, empty if some are not known, ``named`` what they print, and ``run`` the values that are run as templates. ``followed`` of its ``files`` template files could be followed; ``unknown`` names what could not.
    """

    fields: tuple[LearnedField, ...]
    subcharts: tuple[LearnedSubchart, ...]
    places: tuple[str, ...]
    demands: Mapping[str, Any]
    manifests: Mapping[str, Any]
    objects: Mapping[str, Any]
    flows: Mapping[str, Any]
    templates: tuple[LearnedTemplates, ...]
    named: Mapping[str, Any]
    run: tuple[tuple[str, ...], ...]
    files: int
    followed: int
    unknown: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As data for JSON."""
        return self._asdict()


def from_json(data: Mapping[str, Any]) -> Model:
    """A model from what ``to_json`` gave.

    Raises:
        KeyError, TypeError, ValueError: if it is none.
    """
    fields = tuple(
        LearnedField(tuple(path), declared, kind, default, read, tuple(switches))
        for path, declared, kind, default, read, switches in data["fields"]
    )
    subcharts = tuple(
        LearnedSubchart(place, condition, tuple(tags)) for place, condition, tags in data["subcharts"]
    )
    return Model(
        fields,
        subcharts,
        tuple(data["places"]),
        data["demands"],
        data["manifests"],
        data["objects"],
        data["flows"],
        tuple(LearnedTemplates(place, about, tuple(names)) for place, about, names in data["templates"]),
        data["named"],
        tuple(tuple(path) for path in data["run"]),
        data["files"],
        data["followed"],
        tuple(data["unknown"]),
    )
