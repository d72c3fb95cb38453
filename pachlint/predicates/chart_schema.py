"""The values against the schemas inside a local chart, its own and those of its subcharts, as Helm applies them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from pachlint.chart.charts import Chart
from pachlint.layering.coalesce import CoalesceError, Subchart, enabled
from pachlint.layering.values import Values
from pachlint.place import Path, format_path
from pachlint.policy.context import Violation
from pachlint.predicates.types import mismatch
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.chartschema.reading import SchemaFile
    from pachlint.chartschema.validator import ValidationError
    from pachlint.goregexp.steps import Steps

_MOST_WORDS = 100


class _Enforced(NamedTuple):
    """A schema, the path of the values it is about, and what people call its chart."""

    path: Path
    schema: "SchemaFile"
    label: str


def rejected(values: Values, chart: Chart) -> tuple[list[Violation], list[str]]:
    """Values that a schema of the local chart rejects, so that Helm rejects them, and which schemas are left open.

    Wrong types are as in :func:`pachlint.predicates.types.type_mismatches`; everything else has a message of its own.
    """
    found: list[Violation] = []
    left_open: list[str] = []
    steps: Steps | None = None
    for enforced in _schemas(values, chart):
        from pachlint.chartschema.validator import MOST_VIOLATIONS, SlowSchemaError, new_steps, violations  # noqa: PLC0415 -- slow to import

        steps = steps or new_steps()
        where, why = f"the schema of {enforced.label}", enforced.schema.unknown
        if enforced.schema.rejected:
            message = f"Helm rejects the chart, because {where} cannot be used: {enforced.schema.rejected}"
            found.append(Violation(enforced.path, message=message))
            continue
        try:
            errors = (
                [] if why else list(violations(enforced.schema.schema, values.get(enforced.path, {}), steps))
            )
        except SlowSchemaError as error:
            errors, why = [], str(error)
        except RecursionError:
            errors, why = [], "it refers to itself, or is nested too deeply"
        found += [_violation(error, enforced, values) for error in errors]
        if steps.left < 0:
            left_open.append(f"{where}, and those that would be judged after it: {why}")
            break
        if why:
            left_open.append(f"{where}: {why}")
        elif len(errors) == MOST_VIOLATIONS:
            left_open.append(f"{where}: only the first {MOST_VIOLATIONS} violations are reported")
        elif not errors:
            left_open += _only_by_helm_4(enforced, values, steps)
    return found, left_open


def _only_by_helm_4(enforced: _Enforced, values: Values, steps: "Steps") -> Iterator[str]:
    """What Helm 4 rejects by a keyword that Helm 3 ignores."""
    from pachlint.chartschema.newer import LATER, first_rejection, has_later  # noqa: PLC0415 -- as above

    content = enforced.schema.content
    error = first_rejection(content, values.get(enforced.path, {}), steps) if has_later(content) else None
    if error is not None:
        subject = format_path((*enforced.path, *error.absolute_path)) or "the values"
        keyword = next(step for step in error.absolute_schema_path if step in LATER)
        yield f"{keyword} in the schema of {enforced.label}, by which Helm 4 rejects {subject}: Helm 3 ignores it"


def _schemas(values: Values, chart: Chart) -> Iterator[_Enforced]:
    if chart.own_schema is not None:
        yield _Enforced((), cast("SchemaFile", chart.own_schema), chart.label)
    try:
        subcharts = enabled(chart.defaults, chart.subcharts, values.user)
    except CoalesceError:
        return
    yield from _of_subcharts(subcharts, ())


def _of_subcharts(subcharts: Sequence[Subchart], path: Path) -> Iterator[_Enforced]:
    for subchart in subcharts:
        where = (*path, subchart.name)
        if subchart.schema is not None:
            yield _Enforced(where, cast("SchemaFile", subchart.schema), f"its subchart {format_path(where)}")
        yield from _of_subcharts(subchart.subcharts, where)


def _violation(error: "ValidationError", enforced: _Enforced, values: Values) -> Violation:
    path: Path = (*enforced.path, *error.absolute_path)
    if error.validator == "type":
        expected: Any = error.validator_value
        return mismatch(
            values, path, error.instance, expected if isinstance(expected, str) else " or ".join(expected)
        )
    subject = format_path(path) or "the top level"
    message = f"{subject} {_problem(error, f'the schema of {enforced.label}')}"
    return Violation(path, message=message, key=isinstance(error.instance, dict))


def _problem(error: "ValidationError", schema: str) -> str:
    expected: Any = error.validator_value
    keyword: Any = error.validator
    match keyword:
        case "required":
            instance: Any = error.instance
            missing = [name for name in expected if name not in instance]
            return f"lacks {_listed(missing)}, which {schema} requires"
        case "additionalProperties":
            return f"has {_listed(json.loads(error.message))}, which {schema} does not allow"
        case "enum" | "const":
            allowed = expected if error.validator == "enum" else [expected]
            return f"must be {_listed(map(_dumped, allowed), 'or')}, as {schema} requires"
        case "anyOf" | "oneOf" | "allOf" | "not" | "if":
            return f"does not match {schema}: its conditions ({error.validator}) are not met"
        case None:  # false in the place of a schema, whose path is not told
            return f"contains something that {schema} forbids"
        case _:
            return f"does not match {schema}: {error.validator} {_short(_dumped(expected))}"


def _dumped(value: object) -> str:
    """A value of a schema, if it is a plain one: a schema may hold itself."""
    if isinstance(value, dict | list) and any(isinstance(part, dict | list) for part in _parts(value)):
        return "{…}" if isinstance(value, dict) else "[…]"
    return json.dumps(value, default=float)


def _parts(value: "dict[str, object] | list[object]") -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


def _listed(words: Any, last: str = "and") -> str:
    found = list(map(str, words))
    return _short(f" {last} ".join((", ".join(found[:-1]), found[-1])) if len(found) > 1 else "".join(found))


def _short(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else text[: _MOST_WORDS - 1] + "…"
