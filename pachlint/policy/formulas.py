"""Formulas over what is known of single values, to tell soon that a condition does not hold (:mod:`pachlint.policy.screening`)."""

from collections.abc import Iterable

from pachlint.place import Path
from pachlint.policy.value_tests import Operation
from pachlint.records import NamedTuple


class Ask(NamedTuple):
    """Whether the value at a path passes an operation, or that it does not."""

    path: Path
    operation: Operation
    positive: bool = True


class Conjunction(NamedTuple):
    """All parts are true; there are at least two."""

    parts: tuple["Formula", ...]


class Disjunction(NamedTuple):
    """One of the parts is true; there are at least two."""

    parts: tuple["Formula", ...]


Formula = bool | Ask | Conjunction | Disjunction


def both(parts: Iterable[Formula]) -> Formula:
    """All parts are true; true if there are none."""
    found: dict[str, Formula] = {}
    for part in parts:
        if part is False:
            return False
        for one in part.parts if isinstance(part, Conjunction) else (part,):
            if one is not True:
                # 1 and true are the same to Python, and not to Helm
                found.setdefault(repr(one), one)
    if len(found) > 1:
        return Conjunction(tuple(found.values()))
    return next(iter(found.values()), True)


def either(parts: Iterable[Formula]) -> Formula:
    """One of the parts is true; false if there are none."""
    return opposite(both(opposite(part) for part in parts))


def opposite(formula: Formula) -> Formula:
    """True where the formula is false."""
    match formula:
        case bool():
            return not formula
        case Ask():
            return formula._replace(positive=not formula.positive)
        case Conjunction(parts):
            return Disjunction(tuple(map(opposite, parts)))
        case Disjunction(parts):
            return Conjunction(tuple(map(opposite, parts)))
