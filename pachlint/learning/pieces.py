"""Number the pieces of which template files are made, as :mod:`pachlint.verdict.layouts` writes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.encoding import Encoder
    from pachlint.learning.forms import Expr, Nodes


class Pieces:
    """Numbers the pieces of files, each once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.index: dict[str, int] = {}
        self.rows: list[Any] = []

    def put(self, nodes: Nodes) -> list[int]:
        return [self._number(self._form(node)) for node in nodes]

    def _form(self, node: Expr) -> Any:
        if node[0] == "text":
            return node[1]
        first = self.encoder.expression(node[1])
        if node[0] == "hole":
            return [first]
        if node[0] == "if":
            return [first, self.put(node[2]), self.put(node[3])]
        return [first, *node[2:4], self.put(node[4]), self.put(node[5])]

    def _number(self, form: Any) -> int:
        key = json.dumps(form)
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
