"""Characters that Helm 3 cannot take from the values to the schema of the chart: it writes JSON and reads it as YAML.

Helm 4 gives the values to the schema as they are, and accepts them all. Tried with Helm 3.17.3 and 4.3.1.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, format_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.reading.scalars import CHARACTERS_NOT_IN_YAML

# inside the quotes of JSON, U+0085 ends a line of YAML: a key ends with it, and what looks like a document may begin
_IN_KEY = lazy_regex(r"[\x7f-\x9f\ufffe\uffff]")
_IN_VALUE = lazy_regex(CHARACTERS_NOT_IN_YAML + r"|\x85(?=(?:---|\.\.\.)[ \x85])")


def control_characters(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys and texts of the user's with a character for which Helm 3 rejects the values. Facts: ``character``."""
    yield from context.once(_find)


def holds_control_characters(context: CheckContext) -> bool:
    """Tell whether Helm 3 stops before it comes to the templates."""
    return bool(context.once(_find))


def _find(context: CheckContext) -> tuple[Violation, ...]:
    enforced = not context.chart.at_hand or context.chart.own_schema is not None
    return tuple(violations(context.values.user)) if enforced else ()


def violations(value: object, path: Path = ()) -> Iterator[Violation]:
    """The keys and texts in a value with such a character."""
    if isinstance(value, str):
        odd = not value.isprintable() and _IN_VALUE.search(value)
        if odd:
            yield Violation(path, {"character": _named(odd[0]), "where": format_path(path)})
    elif isinstance(value, Mapping):
        for key, below in value.items():
            odd = not key.isprintable() and _IN_KEY.search(key)
            if odd:
                yield Violation(
                    (*path, key), {"character": _named(odd[0]), "where": _key_below(path)}, key=True
                )
            yield from violations(below, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from violations(item, (*path, index))


def _named(character: str) -> str:
    return f"U+{ord(character):04X}"


def _key_below(path: Path) -> str:
    return f"a key below {format_path(path)}" if path else "a key"
