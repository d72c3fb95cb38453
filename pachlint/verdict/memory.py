"""What the files of a table made of the values of one release, found again for releases whose values are the same where it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from pachlint.verdict.forms import Branch, Hole, Value, operands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pachlint.layering.numbering import Numbering
    from pachlint.place import Path
    from pachlint.verdict.breaches import HelmInput
    from pachlint.verdict.forms import Expressions, Pieces

T = TypeVar("T")


class Memory(Generic[T]):
    """What was worked out of files of a table, by the values that they read; the first time a file comes up nothing is kept."""

    def __init__(self, pieces: Pieces, expressions: Expressions, most: int = 1000) -> None:
        self._pieces, self._expressions, self._most = pieces, expressions, most
        self._reads: dict[int, tuple[Path, ...]] = {}
        self._met: set[int] = set()
        self._results: dict[tuple[object, ...], tuple[T]] = {}

    def recall(
        self, number: int, file: Sequence[int], helm: HelmInput, values: Numbering, work: Callable[[], T]
    ) -> T:
        """What the work gives for a file, which is done if it was not for the same values."""
        if number not in self._met:
            self._met.add(number)
            return work()
        if number not in self._reads:
            self._reads[number] = self._all_reads(file)
        key = number, helm, values.numbers(self._reads[number])
        found = self._results.get(key)
        if found is None:
            if len(self._results) >= self._most:
                self._results.clear()
            found = self._results[key] = (work(),)
        return found[0]

    def _all_reads(self, file: Sequence[int]) -> tuple[Path, ...]:
        """All paths that a file may read, but for what templates in values do."""
        found: dict[Path, None] = {}
        seen: set[int] = set()
        for expression in self._written(file):
            waiting = [expression]
            while waiting:
                index = waiting.pop()
                if index in seen:
                    continue
                seen.add(index)
                form = self._expressions[index]
                if isinstance(form, Value):
                    found[form.path] = None
                waiting += operands(form)
        return tuple(found)

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
