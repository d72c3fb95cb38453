"""What the files of a table made of the values of one release, found again for releases whose values are the same where it matters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from pachlint.layering.numbering import Reads
from pachlint.verdict.forms import Branch, Call, Hole, Template, Value, Variable, operands
from pachlint.verdict.oddities import is_quoted_word, is_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

    from pachlint.layering.numbering import Numbering
    from pachlint.place import Path
    from pachlint.verdict.breaches import TemplateInput
    from pachlint.verdict.forms import Expressions, Form, Pieces

    Words = Mapping[Path, Callable[[object], bool]]
    Key = tuple[object, ...]

T = TypeVar("T")
_MOST = 50_000


class Memory(Generic[T]):
    """What was worked out of files of a table, by the values that they read; the first time a file comes up nothing is kept.

    ``also`` are paths that are read beside those of the file. ``by_words``: what is made is the same whatever word stands at a value that
    a file does no more with than print it.
    """

    def __init__(
        self,
        pieces: Pieces,
        expressions: Expressions,
        most: int = 1000,
        also: Sequence[Path] = (),
        *,
        by_words: bool = False,
    ) -> None:
        self._pieces, self._expressions, self._most, self._also = pieces, expressions, most, also
        self._by_words = by_words
        self._reads: dict[int, tuple[Reads, Words]] = {}
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
        reads, words = self._reads[number]
        key = number, given, values.numbers(reads), values.numbers_but(words)
        found = self._results.get(key)
        if found is None:
            if len(self._results) >= self._most:
                self._results.clear()
            found = self._results[key] = (work(),)
        return found[0]

    def may_read(self, number: int, paths: Iterable[Path]) -> bool:
        """Whether the files read at one of the paths, above or below it; of files that came up once that is not known."""
        found = self._reads.get(number)
        if found is None:
            return True
        reads, words = found
        printed = Reads(words)
        return any(reads.meet(path) or printed.meet(path) for path in paths)

    def _reads_of(self, files: Iterable[list[int]]) -> tuple[Reads, Words]:
        """All that files may read, but for what templates in values do, and what they print of it."""
        found: list[Path] = list(self._also)
        run: list[Path] = []
        words: dict[Path, Callable[[object], bool]] = {}
        for file in files:
            written = [*self._written(file)]
            printed = self._printed(written) if self._by_words else {}
            for path, is_quoted in printed.values():
                words[path] = words.get(path, is_quoted_word) if is_quoted else is_word
            parts = self._parts(index for index, is_hole in written if not is_hole or index not in printed)
            paths = _paths(parts)
            texts = self._parts(form.value for form in parts.values() if isinstance(form, Template))
            # a loop variable may be any of them
            run += paths if any(isinstance(form, Variable) for form in texts.values()) else _paths(texts)
            found += paths
        return Reads(found, run), words

    def _printed(self, written: Iterable[tuple[int, bool]]) -> dict[int, tuple[Path, bool]]:
        """The expressions that print a value and do no more with it, with its path, and whether it stands in quotes."""
        found = ((index, self._value(index)) for index, is_hole in written if is_hole)
        return {index: value for index, value in found if value}

    def _value(self, index: int) -> tuple[Path, bool] | None:
        form = self._expressions[index]
        if isinstance(form, Value):
            return form.path, False
        if (
            not isinstance(form, Call)
            or form.function not in {"quote", "required"}
            or len(form.arguments) > 1
        ):
            return None
        inner = self._value(form.arguments[0])
        return inner and (inner[0], inner[1] or form.function == "quote")

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

    def _written(self, numbers: Iterable[int]) -> Iterator[tuple[int, bool]]:
        """The expressions that pieces print, ask or go through, and whether they print them."""
        for number in numbers:
            piece = self._pieces[number]
            if isinstance(piece, str):
                continue
            if isinstance(piece, Hole):
                yield piece.expression, True
            elif isinstance(piece, Branch):
                yield piece.test, False
                yield from self._written((*piece.yes, *piece.no))
            else:
                yield piece.over, False
                yield from self._written((*piece.body, *piece.otherwise))


def _paths(parts: Mapping[int, Form]) -> list[Path]:
    return [form.path for form in parts.values() if isinstance(form, Value)]


class Settled:
    """Sets of paths, of whose values nothing came that there is to say; of the first release nothing is kept.

    ``reads`` gives the paths of each set, all that decides what is read there; none where that may be anything. ``and_written``: what is
    said of a value depends on whether the user wrote it.
    """

    def __init__(self, reads: Callable[[], Sequence[Sequence[Path]]], *, and_written: bool = False) -> None:
        self._reads, self._and_written = reads, and_written
        self._sets: Sequence[Sequence[Path]] = ()
        self._known: dict[object, set[tuple[int, Key]]] = {}
        self._is_met = False

    def unsettled(self, given: TemplateInput, due: Iterable[int]) -> dict[int, Key | None]:
        """Those of the sets that are due of whose values nothing is known; with the values, if these are told."""
        values = given.numbering
        if values is None or given.unknown or not self._is_met:
            self._is_met = True
            return dict.fromkeys(due)
        self._sets = self._sets or self._reads()
        found: dict[int, Key | None] = {}
        known = self._known_of(given)
        numbers = _Numbers(partial(values.number, and_written=self._and_written))
        for number in due:
            key = tuple(map(numbers.__getitem__, self._sets[number]))
            if None in key:
                found[number] = None
            elif (number, key) not in known:
                found[number] = key
        return found

    def settle(self, given: TemplateInput, unsettled: Mapping[int, Key | None], loud: Set[int]) -> None:
        """Of these sets nothing came, but for those that are ``loud``."""
        known = self._known_of(given)
        if len(known) > _MOST:
            known.clear()
        known.update((number, key) for number, key in unsettled.items() if key and number not in loud)

    def _known_of(self, given: TemplateInput) -> set[tuple[int, Key]]:
        return self._known.setdefault(given.helm, set())


class _Numbers(dict["Path", object]):
    """The numbers of what stands at paths, each asked for once."""

    def __init__(self, number: Callable[[Path], object]) -> None:
        self._number = number

    def __missing__(self, path: Path) -> object:
        found = self[path] = self._number(path)
        return found


def open_sets(settled: Settled | None, given: TemplateInput, due: Iterable[bool]) -> Mapping[int, Key | None]:
    """Those of the sets that are due of whose values something may come."""
    numbers = [number for number, is_due in enumerate(due) if is_due]
    return settled.unsettled(given, numbers) if settled else dict.fromkeys(numbers)
