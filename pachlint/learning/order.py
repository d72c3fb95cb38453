"""A text for every form, by which tables are put in an order that is the same in every run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.learning.forms import (
    Branch,
    Call,
    Choice,
    Constant,
    Dict,
    Each,
    Eval,
    Field,
    Files,
    Fold,
    Form,
    Hole,
    Joined,
    List,
    Loop,
    Maybe,
    Root,
    Test,
    Text,
    Value,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_WORDS: dict[type[Form], tuple[str, ...]] = {
    Branch: ("if",),
    Choice: ("if",),
    Constant: ("c",),
    Dict: ("dict",),
    Each: ("each",),
    Eval: ("eval",),
    Files: ("files",),
    Fold: ("fold",),
    Hole: ("hole",),
    Joined: ("cat",),
    Loop: ("each",),
    Maybe: ("maybe",),
    Root: ("root",),
    Test: (),
    Text: ("text",),
    Variable: ("$",),
}
_SPELL: dict[type[Form], Callable[[Any], tuple[Any, ...]]] = {
    Constant: lambda e: ("c", e.value),
    Value: lambda e: ("v", e.path),
    Field: lambda e: ("?." if e.lenient else ".", e.base, e.names),
    List: lambda e: ("list", *e.members),
    Call: lambda e: (e.function, *e.arguments),
}


class Order:
    """Spells forms as nested tuples, each once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Form, tuple[Any, ...]]] = {}

    def text(self, item: Any) -> str:
        """The text of a form, or of anything that is made of forms."""
        return repr(self._spelled(item))

    def _spelled(self, item: Any) -> Any:
        if isinstance(item, tuple):
            return tuple([self._spelled(part) for part in item])
        if not isinstance(item, Form):
            return item
        found = self._known.get(id(item))
        if found is None:
            kind = type(item)
            spell = _SPELL.get(kind)
            whole = spell(item) if spell else (*_WORDS[kind], *item.items)
            found = self._known[id(item)] = item, self._spelled(whole)
        return found[1]
