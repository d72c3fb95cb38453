"""The ``exceptions`` of a rule file: the rules that report each, or why none has to."""

from collections.abc import Mapping
from typing import Any

from pachlint.nearness import did_you_mean
from pachlint.policy.packing import RuleSource
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, data_of
from pachlint.rulefiles.exceptions import Exceptional, exceptions
from pachlint.rulefiles.typed_nodes import Mistakes, entries_of, fields_of, items_of, text_of, texts_of

_LEAST_WORDS = 4


def read_exceptions(found: Mapping[str, Entry], rule: RuleSource, mistakes: Mistakes) -> list[dict[str, Any]]:
    """``[{name, because} | {name, reported_by, values, example}]``; the names are those of :class:`Exceptional`."""
    if "exceptions" not in found:
        return []
    exceptional = () if mistakes.found else exceptions(rule.logic, rule.options, rule.applies.intervals)
    known = {one.name: one for one in exceptional}
    rows = []
    for entry in entries_of(found["exceptions"].node, "exceptions", mistakes):
        if not mistakes.found and entry.key not in known:
            mistakes.add(entry.key_span, f"the rule has no exception '{entry.key}'{_known(entry.key, known)}")
        rows.append({"name": entry.key, **_read_exception(entry, mistakes)})
    return rows


def _known(key: str, known: Mapping[str, Exceptional]) -> str:
    near = did_you_mean(key, list(known))
    return near or (f"; it has {', '.join(known)}" if known else "")


def _read_exception(entry: Entry, mistakes: Mistakes) -> dict[str, Any]:
    if isinstance(entry.node, nodes.ScalarNode):
        because = text_of(entry.node, entry.key, mistakes)
        if because and len(because.split()) < _LEAST_WORDS:
            mistakes.add(
                entry.node.span,
                f"'{because}' must be a sentence that says why no rule has to report these values",
            )
        return {"because": because}
    fields = fields_of(entry.node, ("reported_by", "values", "example"), entry.key, mistakes)
    if "reported_by" not in fields or ("values" in fields) == ("example" in fields):
        mistakes.add(
            entry.key_span,
            "write a sentence that says why no rule reports these values, or reported_by with values or an example",
        )
        return {}
    declared: dict[str, Any] = {"reported_by": texts_of(fields["reported_by"].node, "reported_by", mistakes)}
    if "values" in fields:
        declared["values"] = [data_of(item) for item in items_of(fields["values"].node, "values", mistakes)]
    else:
        declared["example"] = text_of(fields["example"].node, "example", mistakes)
    return declared
