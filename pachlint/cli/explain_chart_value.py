"""What ``pachlint explain --chart`` says of a value of a local chart."""

import json
from collections.abc import Iterator

from pachlint.catalog.chart_values import ChartValue, chart_value
from pachlint.catalog.reads import Readers, readers
from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import Chart
from pachlint.chart.files import load_chart
from pachlint.chart.model import Model
from pachlint.chart.packing import ChartError
from pachlint.chart.secrets import is_secret
from pachlint.cli.explain_value import explain_value, goes_to, rules_of
from pachlint.cli.explanation import Explanation
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.cli.rule_choice import Choice
from pachlint.cli.rule_table import LABEL, entry, fact
from pachlint.cli.value_paths import bare, pattern_or_fail
from pachlint.layering.flags import RemoteError, reject_remote
from pachlint.learning.destinations import destinations_in
from pachlint.learning.kept import learned
from pachlint.nearness import nearest
from pachlint.place import Path, format_path
from pachlint.policy.paths import Glob, Pattern
from pachlint.report.styled import Line, Piece, wrapped
from pachlint.target import Resolved

_MOST_DECIDING = 3


def explain_chart_value(location: str, what: str, choice: Choice) -> Explanation:
    """A value of the chart in a folder or package; one that cannot be read, or has no such value, ends the command."""
    try:
        reject_remote(location)
        loaded = load_chart(shown(location))
    except (ChartError, RemoteError) as error:
        raise Failure(str(error)) from error
    chart = as_chart(loaded, learned)
    wanted = pattern_or_fail(what)
    if chart.model is None:
        released = choice.target._replace(chart_version=Resolved(chart.version, "chart"))
        notes = (*choice.notes, f"{shown(location)} has the templates of release {chart.version}")
        return explain_value(wanted, bare(what), choice._replace(target=released, notes=notes))
    path = tuple(step for step in wanted.steps if not isinstance(step, Glob))
    if len(path) < len(wanted.steps):
        raise Failure(f"{shown(what)} means several values; --chart explains one")
    found = chart_value(chart, chart.model, path, destinations_in(loaded))
    if found is None:
        raise Failure(f"{chart.label} has no value {shown(what)}{_meant(chart.model, path)}")
    return _explained(found, chart, wanted, choice)


def _meant(model: Model, path: Path) -> str:
    near = nearest(format_path(path), [format_path(one.path) for one in model.fields])
    return f"; did you mean '{near}'?" if near else ""


def _explained(found: ChartValue, chart: Chart, wanted: Pattern, choice: Choice) -> Explanation:
    read_by = readers(choice.rules, wanted)

    def lines(columns: int | None) -> Iterator[Line]:
        what = found.description or f"a value of {chart.label}"
        yield from wrapped((Piece(format_path(found.path), "bold"), Piece(f": {what}")), columns, 0)
        yield ()
        yield from _facts(found, chart, columns)
        yield ()
        yield from rules_of(format_path(found.path), read_by, columns)

    return Explanation(lines, lambda: _data(found, chart, read_by), (*choice.notes, *_left(chart)))


def _left(chart: Chart) -> Iterator[str]:
    model = chart.model
    if model is not None and model.followed < model.files:
        words = f"{model.files - model.followed} of {model.files} template files cannot be followed"
        yield f"{words}: what they do with the value is not known"


def _facts(found: ChartValue, chart: Chart, columns: int | None) -> Iterator[Line]:
    field = found.field
    yield fact("chart", chart.label.removeprefix("chart "))
    if found.rest:
        yield fact("in", f"{format_path(field.path)}, where any key may stand")
    else:
        yield fact("type", field.type or "any")
        if not found.keys:
            yield from wrapped(fact("default", _default(found)), columns, LABEL)
    words = "by no template" if field.read == "no" else "by the chart's templates"
    yield from wrapped(fact("read", words + _decided(field.switches)), columns, LABEL)
    if found.keys:
        yield from wrapped(fact("keys", ", ".join(found.keys)), columns, LABEL)
    yield from goes_to(found.goes_to, columns)
    for number, one in enumerate(found.demands):
        words = one.words + _decided(one.decided_by)
        yield from wrapped(fact("" if number else "demands", words), columns, LABEL)


def _default(found: ChartValue) -> str:
    field = found.field
    if not field.declared:
        return "none"
    if is_secret(field.path) and field.default:
        return "not shown"
    return json.dumps({} if field.type == "object" else field.default, ensure_ascii=False)


def _decided(paths: tuple[str, ...]) -> str:
    more = len(paths) - _MOST_DECIDING
    words = f"{', '.join(paths[:_MOST_DECIDING])}{f' and {more} more' if more > 0 else ''}"
    return f" (decided by {words})" if paths else ""


def _data(found: ChartValue, chart: Chart, read_by: Readers) -> dict[str, object]:
    field, secret = found.field, is_secret(found.path)
    value = {
        "path": format_path(found.path),
        "description": found.description,
        "secret": secret,
        "in": format_path(field.path) if found.rest else "",
        "type": "" if found.rest else field.type,
        **({} if found.rest or not field.declared or secret else {"default": field.default}),
        "read": field.read != "no",
        "decided_by": list(field.switches),
        "keys": list(found.keys),
        "goes_to": [one._asdict() for one in found.goes_to],
        "demands": [one._asdict() for one in found.demands],
    }
    return {
        "version": 1,
        "chart": chart.label,
        "values": [value],
        "rules": [entry(rule) for rule in read_by.of_it],
        "every_value": [rule.id for rule in read_by.every],
    }
