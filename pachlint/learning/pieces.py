"""Number the pieces of which template files are made, as :mod:`pachlint.verdict.layouts` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.learning.forms import Branch, Hole, Loop, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.encoding import Encoder
    from pachlint.learning.forms import Node, Nodes


class Pieces:
    """Numbers the pieces of files, each once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.index: dict[Any, int] = {}
        self.rows: list[Any] = []

    def put(self, nodes: Nodes) -> list[int]:
        return [self._number(self._form(node)) for node in nodes]

    def _form(self, node: Node) -> Any:
        match node:
            case Text(text):
                return text
            case Hole(expression):
                return [self.encoder.expression(expression)]
            case Branch(test, yes, no):
                return [self.encoder.expression(test), self.put(yes), self.put(no)]
            case Loop(over, key, item, body, otherwise):
                return [self.encoder.expression(over), key, item, self.put(body), self.put(otherwise)]
        raise TypeError(type(node).__name__)

    def _number(self, form: Any) -> int:
        key = (
            form
            if isinstance(form, str)
            else tuple(tuple(part) if isinstance(part, list) else part for part in form)
        )
        if key not in self.index:
            self.index[key] = len(self.rows)
            self.rows.append(form)
        return self.index[key]

    def expressions(self, numbers: list[int]) -> Iterator[int]:
        """Yield the expressions that pieces are made of."""
        for number in numbers:
            piece = self.rows[number]
            if isinstance(piece, list):
                yield piece[0]
                for part in piece[1:]:
                    yield from self.expressions(part) if isinstance(part, list) else ()
