"""What is validated of one field at a time: presence, choices, ranges, formats, uniqueness (the constraints of the table)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.kubernetes.formats import FORMATS
from pachlint.kubernetes.violation import NOTHING, Violation, required
from pachlint.nearness import equally_near

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pachlint.kubernetes.types import Field
    from pachlint.place import Path

_EMPTY: tuple[object, ...] = (None, "", [], {})


def is_missing(value: object) -> bool:
    """Whether Go sees the zero value of a text, list or mapping, or nothing at all."""
    return any(value is empty or (type(value) is type(empty) and value == empty) for empty in _EMPTY)


def missing_fields(value: Mapping[str, Any], known: Mapping[str, Field], path: Path) -> Iterator[Violation]:
    """The required fields of an object that are missing or empty."""
    for name, field in known.items():
        if field.constraints.get("required") and is_missing(value.get(name)):
            yield required((*path, name))


def broken(value: Any, constraints: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    """What is wrong with the value of a field; it was decoded, and is not missing."""
    yield from _scalar(value, constraints, path)
    if isinstance(value, list):
        yield from _items(value, constraints, path)
    elif isinstance(value, dict):
        yield from _entries(value, constraints, path)


def _scalar(value: Any, constraints: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    choices = constraints.get("enum")
    if choices and value not in choices:
        yield not_one_of(value, choices, path)
    low, high = constraints.get("min"), constraints.get("max")
    if isinstance(value, int) and ((low is not None and value < low) or (high is not None and value > high)):
        yield Violation(path, f"is {value}, and {_range(low, high)}")
    problem = FORMATS[constraints["format"]](value) if "format" in constraints else None
    if problem:
        yield Violation(path, problem)


def not_one_of(value: str, choices: Sequence[str], path: Path) -> Violation:
    """A text that is none of the choices, and the one that is meant."""
    near = equally_near(value, choices)
    single = near[0] if len(near) == 1 else None
    return Violation(
        path,
        f"must be {' or '.join(filter(None, [', '.join(choices[:-1]), choices[-1]]))}, but is {value}",
        f"{single} is meant" if single else "",
        replacement=single or NOTHING,
    )


def _range(low: int | None, high: int | None) -> str:
    if low is None:
        return f"must not be above {high}"
    return f"must be {low} or more" if high is None else f"must be between {low} and {high}"


def _items(values: list[Any], constraints: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    wanted = constraints.get("items")
    if wanted:
        each = {"format": wanted} if isinstance(wanted, str) else wanted
        for index, item in enumerate(values):
            if item is not NOTHING:
                yield from _scalar(item, each, (*path, index))
    for field in constraints.get("unique", ()):
        seen: dict[object, int] = {}
        for index, item in enumerate(values):
            held = item.get(field) if isinstance(item, dict) else None
            if is_missing(held) or held is NOTHING:
                continue
            if held in seen:
                yield Violation(
                    (*path, index, field), f"is {held} a second time; number {seen[held]} of the list has it"
                )
            seen.setdefault(held, index + 1)


def _entries(values: dict[str, Any], constraints: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    key_format, value_format = constraints.get("keys"), constraints.get("values")
    for key, item in values.items():
        problem = FORMATS[key_format](key) if key_format else None
        if problem:
            yield Violation((*path, key), f"the key {key} {problem}", at_key=True)
        problem = FORMATS[value_format](item) if value_format and item is not NOTHING else None
        if problem:
            yield Violation((*path, key), problem)
