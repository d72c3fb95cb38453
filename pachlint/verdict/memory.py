"""What the files of a table made of the values of one release, found again for releases whose values are the same where it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from pachlint.layering.numbering import Reads
from pachlint.verdict.forms import Branch, Hole, Template, Value, Variable, operands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pachlint.layering.numbering import Numbering
    from pachlint.place import Path
    from pachlint.verdict.forms import Expressions, Form, Pieces

T = TypeVar("T")


class Memory(Generic[T]):
    """What was worked out of files of a table, by the values that they read; the first time a file comes up nothing is kept.

    ``also`` are paths that are read beside those of the file.
    """

    def __init__(
        self, pieces: Pieces, expressions: Expressions, most: int = 1000, also: Sequence[Path] = ()
    ) -> None:
        self._pieces, self._expressions, self._most, self._also = pieces, expressions, most, also
        self._reads: dict[int, Reads] = {}
        self._met: set[int] = set()
        self._results: dict[tuple[object, ...], tuple[T]] = {}

    def recall(
        self, number: int, files: Iterable[list[int]], given: object, values: Numbering, work: Callable[[], T]
    ) -> T:
        """What the work gives for files, which is done if it was not for the same values and whatever else is ``given``."""
        if number not in self._met:
            self._met.add(number)
            return work()
        if number not in self._reads:
            self._reads[number] = self._reads_of(files)
        key = number, given, values.numbers(self._reads[number])
        found = self._results.get(key)
        if found is None:
            if len(self._results) >= self._most:
                self._results.clear()
            found = self._results[key] = (work(),)
        return found[0]

    def _reads_of(self, files: Iterable[list[int]]) -> Reads:
        """All that files may read, but for what templates in values do."""
        found: list[Path] = list(self._also)
        run: list[Path] = []
        for file in files:
            parts = self._parts(self._written(file))
            paths = _paths(parts)
            texts = self._parts(form.value for form in parts.values() if isinstance(form, Template))
            # a loop variable may be any of them
            run += paths if any(isinstance(form, Variable) for form in texts.values()) else _paths(texts)
            found += paths
        return Reads(found, run)

    def _parts(self, expressions: Iterable[int]) -> dict[int, Form]:
        """Expressions, and those that they are made of."""
        found: dict[int, Form] = {}
        waiting = list(expressions)
        while waiting:
            index = waiting.pop()
            if index not in found:
                found[index] = self._expressions[index]
                waiting += operands(found[index])
        return found

    def _written(self, numbers: Iterable[int]) -> Iterator[int]:
        """The expressions that pieces print, ask or go through."""
        for number in numbers:
            piece = self._pieces[number]
            if isinstance(piece, str):
                continue
            if isinstance(piece, Hole):
                yield piece.expression
            elif isinstance(piece, Branch):
                yield piece.test
                yield from self._written((*piece.yes, *piece.no))
            else:
                yield piece.over
                yield from self._written((*piece.body, *piece.otherwise))


def _paths(parts: Mapping[int, Form]) -> list[Path]:
    return [form.path for form in parts.values() if isinstance(form, Value)]
