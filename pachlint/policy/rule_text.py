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


class Spare(NamedTuple):
    """An exception of a rule (``host not_matches``): why nobody speaks there, or which rules do, and of what.

    ``values`` are those to put where the exception is, ``example`` a whole text; only one of them is given.
    """

    name: str
    because: str = ""
    told_by: tuple[str, ...] = ()
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
    spares: tuple[Spare, ...] = ()


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
        spares=tuple(
            Spare(
                spare["name"],
                spare.get("because", ""),
                tuple(spare.get("told_by", ())),
                tuple(spare.get("values", ())),
                spare.get("example", ""),
            )
            for spare in text.get("spares", ())
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
