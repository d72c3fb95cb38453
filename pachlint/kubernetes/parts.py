"""Parts of decoded objects by name, whatever could not be decoded being empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object or mapping."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def objects(value: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, with their places in it."""
    found = value.get(name)
    if isinstance(found, list):
        yield from ((index, item) for index, item in enumerate(found) if isinstance(item, dict))


def text(value: Mapping[str, Any], name: str) -> str:
    """A text."""
    found = value.get(name)
    return found if isinstance(found, str) else ""


def number(value: Mapping[str, Any], name: str) -> int:
    """A number."""
    found = value.get(name)
    return found if isinstance(found, int) else 0


def given(value: Mapping[str, Any], *names: str) -> list[str]:
    """Those of the names that are there, even with an empty object."""
    return [name for name in names if value.get(name) is not None and value.get(name) != ""]
