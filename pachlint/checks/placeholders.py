"""Values that only stand for a value and were never filled in."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pachlint.chart import fields
from pachlint.chart.annotations import object_of
from pachlint.chart.placeholders import holes, is_example_arn, is_example_id, placeholder_kind, says_nothing
from pachlint.chart.secrets import is_secret
from pachlint.finding import Severity
from pachlint.formats.kubernetes import annotation_key
from pachlint.place import Path, format_path
from pachlint.policy.judged import Culprit, Judged
from pachlint.policy.paths import written_scalars
from pachlint.records import NamedTuple

_VARIABLES_OF_A_TEMPLATE = 3
# Texts below these keys are filled in by others: environment variables by Kubernetes, the subcharts' by their templates.
_FILLED_LATER = ("extraEnv", "initdbScripts")
_SUBCHARTS = ("loki-stack", "postgresql")


_NOTE = "texts that stand for another"


class _Stand(NamedTuple):
    """A text of the user's that only stands for a value: of what kind, and whether it is a secret."""

    path: Path
    kind: str
    secret: bool


def placeholders(judged: Judged, wanted: Mapping[str, Any]) -> Iterator[Culprit]:
    """Values that stand for another, of one ``kind``: ``filler``, ``hole``, ``arn`` or ``id``.

    Secrets are told only if ``secret`` is true, and then nothing else is. ``except`` names paths that have a rule of
    their own. In a template, whose variables another program fills in, holes are infos.
    """
    left_out = wanted.get("except", ())
    stands = [
        one.path
        for one in _stands(judged)
        if one.kind == wanted["kind"]
        and one.secret is bool(wanted.get("secret"))
        and format_path(one.path) not in left_out
    ]
    severity = Severity.INFO if stands and wanted["kind"] == "hole" and _is_template(judged) else None
    yield from (Culprit(path, severity=severity) for path in stands)


def placeholders_in_keys(judged: Judged, wanted: Mapping[str, Any]) -> Iterator[Culprit]:
    """Keys of free-form maps that stand for another, of one ``kind``: ``filler`` or ``hole``.

    What no key of an annotation can be is left to the rule about those. In a template, holes are infos.
    """
    severity = Severity.INFO if wanted["kind"] == "hole" and _is_template(judged) else None
    for path in _free_keys(fields.root(), judged.values.user, ()):
        key = str(path[-1])
        told = object_of(path[:-1]) and annotation_key(key)
        if not told and placeholder_kind(key) == wanted["kind"] and judged.values.set_by_user(path):
            yield Culprit(path, key=True, severity=severity)


def _free_keys(node: fields.Node, user: Mapping[str, object], path: Path) -> Iterator[Path]:
    """The paths of all keys that the user wrote below free-form maps of the chart itself, in any version."""
    known = fields.inside(node)
    for name, value in user.items():
        below = known.get(name)
        if below is not None and isinstance(value, dict) and name not in _SUBCHARTS:
            yield from _free_keys(below, value, (*path, name))
        elif below is None and fields.is_open(node):
            yield from _all_keys(value, (*path, name))


def _all_keys(value: object, path: Path) -> Iterator[Path]:
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _all_keys(inner, (*path, name))


def _is_template(judged: Judged) -> bool:
    """Whether so many variables stand in the values that nobody forgot them: another program fills them in."""
    found: set[str] = set()
    for path in written_scalars(judged):
        value = judged.values.get(path)
        if isinstance(value, str) and "\n" not in value and not _is_filled_later(path):
            found.update(holes(value))
    return len(found) >= _VARIABLES_OF_A_TEMPLATE


def _stands(judged: Judged) -> tuple[_Stand, ...]:
    found = judged.notes.get(_NOTE)
    if found is None:
        found = judged.notes[_NOTE] = tuple(_find(judged))
    return cast("tuple[_Stand, ...]", found)


def _find(judged: Judged) -> Iterator[_Stand]:
    for path in written_scalars(judged):
        value = judged.values.get(path)
        if isinstance(value, str) and value:
            secret = is_secret(path)
            kind = _kind_of_secret(path, value) if secret else _kind(path, value)
            if kind:
                yield _Stand(path, kind, secret)


def _kind_of_secret(path: Path, value: str) -> str:
    kind = placeholder_kind(value) if says_nothing(value) else ""
    return "" if kind == "hole" and _is_filled_later(path) else kind


def _kind(path: Path, value: str) -> str:
    if value.startswith("arn:") and is_example_arn(value):
        return "arn"
    if is_example_id(value):
        return "id"
    kind = placeholder_kind(value)
    return "" if kind == "hole" and ("\n" in value or _is_filled_later(path)) else kind


def _is_filled_later(path: Path) -> bool:
    return path[0] in _SUBCHARTS or any(step in _FILLED_LATER for step in path)
