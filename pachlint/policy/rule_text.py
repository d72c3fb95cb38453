"""What people read about a rule, and the examples that prove it; a plain check needs none of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pachlint.records import NamedTuple


class Expectation(NamedTuple):
    """A finding that a bad example must have; None means that anything will do. ``line`` counts from 1."""

    line: int | None = None
    message: str | None = None
    column: int | None = None
    path: str | None = None
    severity: str | None = None


class Example(NamedTuple):
    """Values that a rule objects to (``bad``) or not. ``line`` is where the example stands in the rule's file."""

    bad: bool
    text: str
    line: int
    context: Mapping[str, object] = MappingProxyType({})
    expect: tuple[Expectation, ...] = ()
    fixed: str | None = None


class DeclaredException(NamedTuple):
    """An exception that a rule declares (``host not_matches``): the rules that report it, or why none does.

    ``values`` are excepted ones to put at its path, ``example`` is a whole text; only one of them is given.
    """

    name: str
    because: str = ""
    reported_by: tuple[str, ...] = ()
    values: tuple[object, ...] = ()
    example: str = ""


class RuleText(NamedTuple):
    """The words, links and examples of a rule."""

    why: str
    see: tuple[str, ...]
    file: str
    covers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    exceptions: tuple[DeclaredException, ...] = ()


def build_text(text: Mapping[str, Any]) -> RuleText:
    """What people read about a rule, of its compiled text."""
    return RuleText(
        why=text["why"],
        see=tuple(text["see"]),
        file=text["file"],
        covers=tuple(text.get("covers", ())),
        tags=tuple(text.get("tags", ())),
        related=tuple(text.get("related", ())),
        examples=tuple(_build_example(example) for example in text["examples"]),
        exceptions=tuple(
            DeclaredException(
                declared["name"],
                declared.get("because", ""),
                tuple(declared.get("reported_by", ())),
                tuple(declared.get("values", ())),
                declared.get("example", ""),
            )
            for declared in text.get("exceptions", ())
        ),
    )


def _build_example(example: Mapping[str, Any]) -> Example:
    return Example(
        bad=example["bad"],
        text=example["text"],
        line=example["line"],
        context=example.get("context", {}),
        expect=tuple(Expectation(**expected) for expected in example.get("expect", ())),
        fixed=example.get("fixed"),
    )
