"""Formulas over questions about single values (:class:`pachlint.policy.guards.Questions`)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pachlint.records import NamedTuple


class Ask(NamedTuple):
    """A question, or its opposite."""

    steps: Sequence[str | int]
    operator: str
    operand: Any = True
    positive: bool = True


class Every(NamedTuple):
    """All parts are true; there are at least two."""

    parts: tuple["Formula", ...]


class Some(NamedTuple):
    """One of the parts is true; there are at least two."""

    parts: tuple["Formula", ...]


Formula = bool | Ask | Every | Some


def both(parts: Iterable[Formula]) -> Formula:
    """All parts are true; true if there are none."""
    found: dict[str, Formula] = {}
    for part in parts:
        if part is False:
            return False
        for one in part.parts if isinstance(part, Every) else (part,):
            if one is not True:
                # 1 and true are the same to Python, and not to Helm
                found.setdefault(repr(one), one)
    if len(found) > 1:
        return Every(tuple(found.values()))
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
        case Every(parts):
            return Some(tuple(map(opposite, parts)))
        case Some(parts):
            return Every(tuple(map(opposite, parts)))


def written(formula: Formula, is_usual: Callable[[Ask], bool]) -> list[Any]:
    """The formula as parts that all hold, in the form of :mod:`pachlint.policy.guards`.

    Instead of the number of a question stand its row and whether it is meant as it is. Those parts come first that
    settle most: of parts that all hold, those that usually do not.
    """
    if isinstance(formula, bool):
        return [] if formula else [[]]
    parts = formula.parts if isinstance(formula, Every) else (formula,)
    return [_part(part, is_usual) for part in _in_order(parts, is_usual)]


def _part(formula: Formula, is_usual: Callable[[Ask], bool]) -> Any:
    match formula:
        case Ask(steps, operator, operand, positive):
            return {"ask": [steps, operator, operand], "is": positive}
        case Every(parts):
            return [_part(part, is_usual) for part in _in_order(parts, is_usual)]
        case Some(parts):
            return [_part(part, is_usual) for part in reversed(_in_order(parts, is_usual))]
    raise ValueError(formula)


def _in_order(parts: Sequence[Formula], is_usual: Callable[[Ask], bool]) -> list[Formula]:
    return sorted(parts, key=lambda part: (_truth(part, is_usual), _size(part)))


def _size(formula: Formula) -> int:
    return sum(map(_size, formula.parts)) if isinstance(formula, Every | Some) else 1


def _truth(formula: Formula, is_usual: Callable[[Ask], bool]) -> bool:
    match formula:
        case Ask():
            return is_usual(formula)
        case Every(parts):
            return all(_truth(part, is_usual) for part in parts)
        case Some(parts):
            return any(_truth(part, is_usual) for part in parts)
    return formula
