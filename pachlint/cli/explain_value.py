"""What ``pachlint explain`` says of a value: what it is, how that changed over the versions, and which rules read it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from pachlint.catalog.destinations import Destination, destinations
from pachlint.catalog.reads import Readers, annotation_of, is_about_annotation, readers
from pachlint.catalog.values import Known, Stretch, effective_default, lookup
from pachlint.chart import annotations, fields
from pachlint.cli.explain_annotation import annotation_data, annotation_facts
from pachlint.cli.explanation import Explanation
from pachlint.cli.rule_choice import Choice
from pachlint.cli.rule_table import LABEL, entry, fact, table
from pachlint.layering.values import MISSING
from pachlint.place import format_path
from pachlint.policy.paths import Pattern, pattern
from pachlint.report.styled import Line, Piece, wrapped
from pachlint.target import Resolved
from pachlint.versions import Version, newest

_MOST_RULES = 40
_MOST_FIELDS = 8
_MOST_DECIDING = 3
_NO_DEFAULT = "none"


def explain_value(wanted: Pattern, text: str, choice: Choice) -> Explanation:
    """A value, or all that a pattern with wildcards means; ``text`` is how it was written."""
    found = lookup(wanted)
    read_by = readers(choice.rules, wanted)
    version = choice.target.chart_version

    def lines(columns: int | None) -> Iterator[Line]:
        if len(found) == 1:
            yield from _one(found[0], version, columns)
        else:
            yield from _several(text, found)
        yield ()
        yield from rules_of(
            format_path(found[0].whole) if len(found) == 1 else text, read_by, columns, annotation_of(wanted)
        )

    number = version.value if version else newest()
    return Explanation(lines, lambda: _data(found, read_by, number), choice.notes)


def explain_annotation(key: str, choice: Choice) -> Explanation | None:
    """A bare key of an annotation, in all maps that it may stand in; None if it is unknown."""
    known = annotations.find(key)
    maps = [path for path, _ in fields.walk() if known and annotations.object_of(path) in known.objects]
    if not maps:
        return None
    if len(maps) == 1:
        path = (*maps[0], key)
        return explain_value(pattern(steps=path), format_path(path), choice)
    found = [one for path in maps for one in lookup(pattern(steps=(*path, key)))]
    several = [readers(choice.rules, pattern(steps=one.whole)) for one in found]
    kept = [rule for rule in choice.rules if any(rule in one.of_it for one in several)]
    read_by = Readers(tuple(kept), several[0].every)

    def lines(columns: int | None) -> Iterator[Line]:
        yield (Piece(key, "bold"), Piece(": an annotation"))
        yield ()
        yield from annotation_facts(key, "", columns)
        yield from wrapped(fact("in", ", ".join(format_path(path) for path in maps)), columns, LABEL)
        yield ()
        yield from rules_of(format_path((*maps[0], key)), read_by, columns, key)

    return Explanation(lines, lambda: _data(found, read_by, newest()), choice.notes)


def _one(known: Known, version: Resolved[Version] | None, columns: int | None) -> Iterator[Line]:
    name = format_path(known.whole)
    what = _in_words(known) if known.rest else known.description
    yield from wrapped((Piece(name, "bold"), Piece(f": {what}")), columns, 0)
    yield ()
    if known.rest:
        yield from _in_a_map(known, version, columns)
    else:
        yield from _facts(known, columns)
    if known.secret:
        yield from wrapped(fact("secret", "yes; no report shows it"), columns, LABEL)
    yield from goes_to(destinations(known.whole, version.value if version else newest()), columns)
    if version:
        yield from wrapped(fact("here", _here(known, version)), columns, LABEL)


def goes_to(found: Sequence[Destination], columns: int | None) -> Iterator[Line]:
    """The fields of Kubernetes objects that a value is written into."""
    for number, one in enumerate(found[:_MOST_FIELDS]):
        words = f"{one.kind} {one.name}".rstrip() + f": {one.field}"
        words += "" if one.whole else ", as a part of the text"
        if one.decided_by:
            more = len(one.decided_by) - _MOST_DECIDING
            words += f" (decided by {', '.join(one.decided_by[:_MOST_DECIDING])}{f' and {more} more' if more > 0 else ''})"
        yield from wrapped(fact("" if number else "goes to", words), columns, LABEL)
    if len(found) > _MOST_FIELDS:
        yield fact("", f"and {len(found) - _MOST_FIELDS} more fields")


def _in_words(known: Known) -> str:
    """What stands where the chart describes nothing."""
    if annotations.object_of(known.path):
        return "a label" if known.path[-1] == "podLabels" else "an annotation"
    return f"any key may stand in {format_path(known.path)}, and the chart does not describe this one"


def _in_a_map(known: Known, version: Resolved[Version] | None, columns: int | None) -> Iterator[Line]:
    holder = annotations.object_of(known.path)
    key = known.rest[0]
    if holder and len(known.rest) == 1 and isinstance(key, str):
        yield from annotation_facts(key, holder, columns)
    elif known.near:
        yield fact("near", known.near)
    yield from _given_below(known, version)
    yield from wrapped(fact("in", f"{format_path(known.path)}: {known.description}"), columns, LABEL)
    yield fact("versions", fields.presence_words(known.present))


def _given_below(known: Known, version: Resolved[Version] | None) -> Iterator[Line]:
    """The default that a chart inside the chart gives."""
    number = version.value if version else newest()
    value = effective_default(known.whole, number)
    if value is not MISSING and not isinstance(value, Mapping):
        yield fact("default", f"{_default(value)}  (chart {number})")


def _facts(known: Known, columns: int | None) -> Iterator[Line]:
    yield from wrapped(fact("type", _types(known)), columns, LABEL)
    defaults = known.defaults
    if not known.keys or any(one.value is not MISSING for one in defaults):
        yield from _history("default", defaults, _default, columns)
    yield fact("versions", fields.presence_words(known.present))
    yield from _history("read", known.reads, lambda is_read: _use(known, is_read=bool(is_read)), columns)
    if known.keys:
        yield from wrapped(fact("keys", ", ".join(known.keys)), columns, LABEL)


def _types(known: Known) -> str:
    words = " or ".join(fields.types(known.node)) or "any"
    enforced = known.enforced
    if all(one.value is None for one in enforced):
        return f"{words}; the chart's schema takes any"
    if len(enforced) == 1:
        return f"{words}; the chart's schema rejects others"
    spans = ", ".join(_span(one) for one in enforced if one.value is not None)
    return f"{words}; the chart's schema rejects others ({spans})"


def _history(
    label: str, stretches: Sequence[Stretch], words: Callable[[object], str], columns: int | None
) -> Iterator[Line]:
    """One line where nothing changed, else one for each stretch of versions."""
    for number, one in enumerate(stretches):
        span = f"  ({_span(one)})" if len(stretches) > 1 else ""
        yield from wrapped(fact("" if number else label, words(one.value) + span), columns, LABEL)


def _default(value: object) -> str:
    return _NO_DEFAULT if value is MISSING else json.dumps(value, ensure_ascii=False)


def _use(known: Known, *, is_read: bool) -> str:
    if is_read:
        return "by the chart's templates"
    instead = known.node.get("x-instead", "")
    note = known.node.get("x-note", "")
    return "by no template" + (f"; use {instead}" if instead else "") + (f" ({note})" if note else "")


def _span(one: Stretch) -> str:
    return fields.presence_words(((one.first, one.last),))


def _here(known: Known, version: Resolved[Version]) -> str:
    """What holds in the version that is asked about."""
    number = version.value
    name = f"chart {number} ({'--chart-version' if version.source == 'flag' else version.source})"
    if not fields.is_in(known.present, number):
        return f"{name} does not have it"
    if known.rest:
        return f"{name} has {format_path(known.path)}"
    read = "" if fields.is_read(known.node, number) else ", and no template reads it"
    if known.keys:
        return f"{name} has it{read}"
    return f"{name}: default {_default(fields.default(known.node, number))}{read}"


def _several(wanted: str, found: Sequence[Known]) -> Iterator[Line]:
    yield (Piece(wanted, "bold"), Piece(f": {len(found)} values"))
    yield ()
    names = [format_path(one.whole) for one in found]
    widest = max(map(len, names))
    for name, one in zip(names, found, strict=True):
        yield (Piece(f"{name:<{widest}}  ", "bold"), Piece(one.description))


def rules_of(wanted: str, read_by: Readers, columns: int | None, annotation: str = "") -> Iterator[Line]:
    """The rules that read a value."""
    if annotation:
        yield from _rules_of_annotation(wanted, read_by, columns, annotation)
        return
    number = len(read_by.of_it)
    words = f"{number or 'no'} {'rule reads' if number < 2 else 'rules read'} it"
    every = f"; {len(read_by.every)} more look at every value" if read_by.every else ""
    if number > _MOST_RULES:
        yield from wrapped(
            fact("rules", f"{words}: pachlint rules --reads '{wanted}'{every}"), columns, LABEL
        )
        return
    yield from wrapped(fact("rules", words + every), columns, LABEL)
    if number:
        yield ()
        yield from table(read_by.of_it, columns)


def _rules_of_annotation(
    wanted: str, read_by: Readers, columns: int | None, annotation: str
) -> Iterator[Line]:
    """The rules about an annotation, those about what it decides, and how many look at every one."""
    own = [rule for rule in read_by.of_it if is_about_annotation(rule, annotation)]
    of_ways = [rule for rule in read_by.of_it if rule not in own and rule.logic.collections]
    others = len(read_by.of_it) - len(own) - len(of_ways)
    yield from wrapped(fact("rules", f"{_counted(len(own))} about it"), columns, LABEL)
    if of_ways:
        words = (
            f"{_counted(len(of_ways))} about the ways in, which it helps to decide: pachlint map shows them"
        )
        yield from wrapped(fact("", words), columns, LABEL)
    words = f"{others} look at every annotation, {len(read_by.every)} at every value: pachlint rules --reads '{wanted}'"
    yield from wrapped(fact("", words), columns, LABEL)
    if own or of_ways:
        yield ()
        yield from table(own or of_ways, columns)


def _counted(number: int) -> str:
    return f"{number or 'no'} {'rule is' if number == 1 else 'rules are' if number else 'rule is'}"


def _data(found: Sequence[Known], read_by: Readers, version: Version) -> dict[str, object]:
    return {
        "version": 1,
        "values": [{**_entry(one), "goes_to": _fields_of(one, version)} for one in found],
        "rules": [entry(rule) for rule in read_by.of_it],
        "every_value": [rule.id for rule in read_by.every],
    }


def _fields_of(known: Known, version: Version) -> list[dict[str, object]]:
    return [one._asdict() for one in destinations(known.whole, version)]


def _entry(known: Known) -> dict[str, object]:
    data: dict[str, object] = {
        "path": format_path(known.whole),
        "description": "" if known.rest else known.description,
        "secret": known.secret,
        "versions": [{"since": str(low), "until": str(high)} for low, high in known.present],
    }
    if known.rest:
        holder = annotations.object_of(known.path)
        key = known.rest[0]
        noted = holder and len(known.rest) == 1 and isinstance(key, str)
        return {**data, "in": format_path(known.path), **(annotation_data(str(key)) if noted else {})}
    return {
        **data,
        "types": list(fields.types(known.node)),
        "enforced": _stretches(known.enforced),
        "defaults": _stretches(known.defaults),
        "read": _stretches(known.reads),
        "instead": known.node.get("x-instead", ""),
        "any_key": known.open,
        "keys": list(known.keys),
    }


def _stretches(found: Sequence[Stretch]) -> list[dict[str, object]]:
    """A missing default has no value."""
    return [
        {
            "since": str(one.first),
            "until": str(one.last),
            **({} if one.value is MISSING else {"value": one.value}),
        }
        for one in found
    ]
