"""Write the layout of a template file out with values, and tell whether Helm could read it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple
from pachlint.verdict.forms import Branch, Call, Hole
from pachlint.verdict.gotemplate import NO_VALUE, printed, truth
from pachlint.verdict.rendered import readable_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pachlint.verdict.expressions import Evaluator
    from pachlint.verdict.forms import Expressions, Pieces, Repeated

_INFINITE = lazy_regex(r"(?i)\.(?:inf|nan)\b")
# in a layout every key of the chart is x; Helm minds no infinity below a key that is given again
_KEY = lazy_regex(r'\bx(?="?:)')


class Written(NamedTuple):
    """A piece of a file: of the chart, or what an expression printed; ``within`` is what the loop around goes through."""

    text: str
    expression: int = -1
    within: int = -1


class Writer:
    """Writes a file into ``written``; ``tests`` are the conditions on the way, of which those in ``turned`` go the other way."""

    def __init__(self, pieces: Pieces, evaluator: Evaluator, turned: Collection[int] = ()) -> None:
        self.pieces = pieces
        self.evaluator = evaluator
        self.turned = turned
        self.tests: list[int] = []
        self.written: list[Written] = []

    def write(self, numbers: Iterable[int], env: dict[int, object] | None = None, within: int = -1) -> None:
        """Write some pieces.

        Raises:
            Failure: if Helm would stop here.
        """
        env = env or {}
        for number in numbers:
            piece = self.pieces[number]
            if isinstance(piece, str):
                self.written.append(Written(piece))
            elif isinstance(piece, Hole):
                text = self.text(piece.expression, env)
                self.written.append(Written(text, piece.expression, within))
            elif isinstance(piece, Branch):
                self.write(piece.yes if self.holds(piece.test, env) else piece.no, env, within)
            else:
                self._repeat(piece, env, within)

    def text(self, expression: int, env: dict[int, object]) -> str:
        """What an expression prints."""
        return printed(self.evaluator.value(expression, env))

    def holds(self, test: int, env: dict[int, object]) -> bool:
        """Whether a condition holds."""
        self.tests.append(test)
        return truth(self.evaluator.value(test, env)) is not (test in self.turned)

    def pairs(self, over: int, env: dict[int, object]) -> list[tuple[object, object]]:
        """What a loop goes through."""
        return self.evaluator.pairs(over, env)

    def _repeat(self, piece: Repeated, env: dict[int, object], within: int) -> None:
        pairs = self.pairs(piece.over, env)
        for key, item in pairs:
            self.write(piece.body, env | {piece.key: key, piece.item: item}, piece.over)
        if not pairs:
            self.write(piece.otherwise, env, within)


def readable_layout(written: Iterable[Written]) -> bool:
    """Tell whether Helm can read what is written."""
    text = "".join(piece.text for piece in written).replace(NO_VALUE, "")
    if _INFINITE.search(text):
        numbers = count()
        text = _KEY.sub(lambda _: f"x{next(numbers)}", text)
    return readable_file(text)


def writes_yaml(expressions: Expressions, number: int) -> bool:
    """Tell whether an expression writes a value as ``toYaml`` does."""
    form = expressions[number]
    while isinstance(form, Call) and form.function in ("shift", "text"):
        form = expressions[form.arguments[-1]]
    return isinstance(form, Call) and form.function == "toYaml"
