"""What a rule lets pass of the values that it judges, found in its conditions.

A rule judges the values that its ``require`` tests and those that ``each`` goes over. It spares some of them where
``when`` or ``where`` leaves them out by a negative test, where ``require`` takes a missing value or one of several forms, and
where a predicate has an ``except``. Switches of other things are no exceptions.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pachlint.place import format_path
from pachlint.records import NamedTuple
from pachlint.rulefiles.own_values import own_values_of, versions_in

_NEGATIVE = ("not_matches", "not_in", "not_format", "not_near", "not_equals", "not_contains", "not_starts_with", "not_ends_with")  # fmt: skip
_SIGHTS = ("present", "empty", "truthy", "set_by_user", "from_default")
_WELL_FORMED = ("format", "length")
"""What only takes values of the right form: the others are another rule's."""

_PLAIN = ("type", "version", *_SIGHTS)
"""What asks for a kind of value; another kind is told by the rule about types."""

Compiled = list[Any]


class Exceptional(NamedTuple):
    """An exception: the judged path, the operator that makes it, and its operand."""

    path: str
    operator: str
    operand: Any = None

    @property
    def name(self) -> str:
        """How the rule file refers to it: ``host not_matches``."""
        return f"{self.path} {self.operator}".strip()


def exceptions(core: Mapping[str, Any]) -> tuple[Exceptional, ...]:
    """The exceptions of a compiled rule, each once."""
    found = dict.fromkeys(one.name for one in _found(core))
    return tuple(next(one for one in _found(core) if one.name == name) for name in found)


def kinds(core: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The paths of which a compiled rule judges values of some kinds only, with these; its name stands for a match of ``each``."""
    for condition in _outside(core):
        for test in _tests(condition):
            for operator, operand, *_ in test[3][1]:
                if operator == "type" and not test[3][0] and not test[1][3]:
                    yield _printed(test[1]), tuple(operand)


def _outside(core: Mapping[str, Any]) -> Iterator[Compiled]:
    """The conditions that decide what is judged."""
    yield from (one for one in (core.get("when"), (core.get("each") or [None, None, None])[2]) if one)


def _found(core: Mapping[str, Any]) -> Iterator[Exceptional]:
    require = core.get("require")
    judged = {_printed(test[1]) for test in _tests(require)} if require else set()
    if core.get("each"):
        judged.add(core["each"][1])
    for condition in _outside(core):
        yield from _spared(condition, judged, negated=False)
    if require:
        yield from _let_pass(require, core["applies"][3])
    yield from (Exceptional("", word, core["with"][word]) for word in ("except",) if word in core["with"])


def _spared(condition: Compiled, judged: set[str], *, negated: bool) -> Iterator[Exceptional]:
    """What a condition of ``when`` leaves out of the judged values."""
    match condition:
        case ["test", pattern, _, [_, checks]] if _printed(pattern) in judged:
            for operator, operand, *_rest in checks:
                if _spares(operator, operand, negated=negated):
                    word = f"not {operator}" if negated else operator
                    yield Exceptional(_printed(pattern), word, operand)
        case ["all" | "any" | "none" as word, parts]:
            for part in parts:
                yield from _spared(part, judged, negated=negated is not (word == "none"))
        case ["not", part]:
            yield from _spared(part, judged, negated=not negated)
        case ["some" | "every", _, _, inner]:
            yield from _spared(inner, judged, negated=negated)


def _spares(operator: str, operand: object, *, negated: bool) -> bool:
    if isinstance(operand, bool) or operator in _PLAIN:
        return False
    return (operator in _NEGATIVE) is not negated or (operator in _WELL_FORMED and not negated)


def _let_pass(require: Compiled, intervals: Sequence[Sequence[list[int]]]) -> Iterator[Exceptional]:
    """What ``require`` takes besides the right form: nothing at all, or another form of the same value."""
    for test in _tests(require):
        if test[2] and not _is_always_there(test[1], intervals):
            yield Exceptional(_printed(test[1]), "optional")
    for condition in _every(require):
        if condition[0] == "any":
            first = {_printed(test[1]) for test in _tests(condition[1][0])}
            for part in condition[1][1:]:
                for test in _tests(part):
                    if _printed(test[1]) in first:
                        yield Exceptional(_printed(test[1]), "any", test[3])


def _is_always_there(pattern: Compiled, intervals: Sequence[Sequence[list[int]]]) -> bool:
    """Whether every version has a value of its own at the path, so that only a null takes it away."""
    alias, _, steps, _ = pattern
    if alias or any(isinstance(step, Mapping) for step in steps):
        return False
    versions = versions_in(intervals)
    return all(own_values_of(version).values.get(tuple(steps), None) is not None for version in versions)


def _every(condition: Compiled) -> Iterator[Compiled]:
    yield condition
    match condition:
        case ["all" | "any" | "none", parts]:
            for part in parts:
                yield from _every(part)
        case ["not", part] | ["some" | "every", _, _, part]:
            yield from _every(part)


def _tests(condition: Compiled) -> Iterator[Compiled]:
    return (one for one in _every(condition) if one[0] == "test")


def _printed(pattern: Compiled) -> str:
    """The text of a compiled pattern."""
    alias, up, steps, end = pattern
    words = [step["glob"] if isinstance(step, Mapping) else step for step in steps]
    plain = format_path(tuple(words)).replace('["*"]', ".*") if words else ""
    parts = [alias, *["@parent"] * up, plain, end]
    return ".".join(part for part in parts if part).replace(".[", "[")


def alternatives(expression: str) -> list[str]:
    """The parts of a regular expression between the bars at its top."""
    parts, depth, inside, at = [""], 0, False, 0
    while at < len(expression):
        sign = expression[at : at + 2] if expression[at] == "\\" else expression[at]
        at += len(sign)
        if sign == "|" and not depth and not inside:
            parts.append("")
            continue
        inside = sign != "]" if inside else sign == "["
        depth += (sign == "(") - (sign == ")") if not inside else 0
        parts[-1] += sign
    return parts
