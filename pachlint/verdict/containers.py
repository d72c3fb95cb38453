"""The functions of Helm's templates that take maps and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.kinds import same
from pachlint.verdict.gotemplate import TemplateError, element, kind_of, required_text, show

if TYPE_CHECKING:
    from collections.abc import Mapping


def index(value: object, *keys: object) -> object:
    """What stands in a value under keys and indexes, one after the other."""
    for key in keys:
        if isinstance(value, dict):
            value = element(value.get(required_text(key)))
        elif isinstance(value, list) and type(key) is int and 0 <= key < len(value):
            value = element(value[key])
        elif isinstance(value, str) and type(key) is int and 0 <= key < len(data := _bytes(value)):
            value = data[key]
        else:
            raise TemplateError("argument", f"is {kind_of(value)} and is indexed")
    return value


def _bytes(text: str) -> bytes:
    """What a text is to Go; a letter may have been cut in two."""
    return text.encode(errors="surrogateescape")


def joined(separator: object, items: object) -> str:
    """The items that are not null, as text."""
    parts = items if isinstance(items, list) else [items]
    return required_text(separator).join(show(element(part)) for part in parts if part is not None)


def map_of(value: object) -> Mapping[str, object]:
    """Return ``value`` where a function takes a map; ``TemplateError`` otherwise, for a field that is null too."""
    if not isinstance(value, dict):
        raise TemplateError("argument", f"must be a mapping, but is {kind_of(value)}")
    return value


def get(value: object, key: object) -> object:
    """What a map has under a key, or empty text."""
    found = map_of(value)
    return element(found[required_text(key)]) if required_text(key) in found else ""


def dig(*arguments: object) -> object:
    """What a map has under keys one inside the other, or what stands before the map where a key is missing."""
    *keys, otherwise, value = arguments
    for key in keys:
        found = map_of(value)
        if required_text(key) not in found:
            return otherwise
        value = element(found[required_text(key)])
    return value


def omit(value: object, *keys: object) -> object:
    """A map without some keys."""
    gone = [required_text(key) for key in keys]
    return {key: item for key, item in map_of(value).items() if key not in gone}


def listed(value: object) -> list[object]:
    """Return ``value`` where a function takes a list; ``TemplateError`` otherwise."""
    if not isinstance(value, list):
        raise TemplateError("argument", f"must be a list, but is {kind_of(value)}")
    return value


def has(needle: object, items: object) -> bool:
    """Whether a list has an item; null has none."""
    return items is not None and any(_alike(item, needle) for item in listed(items))


def without(items: object, *gone: object) -> list[object]:
    """A list without some items."""
    return [item for item in listed(items) if not any(_alike(item, one) for one in gone)]


def _alike(item: object, other: object) -> bool:
    """Whether an item of a list is another value to Go's DeepEqual, which tells integers from other numbers."""
    item = element(item)
    return (type(item) is int) is (type(other) is int) and same(item, other)
