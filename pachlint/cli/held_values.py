"""The values of the releases in a file of another program, each read once, and no more of them than can be judged."""

from collections.abc import Callable

from pachlint.embedding.held import ValuesFile
from pachlint.embedding.text import Embedding
from pachlint.reading.document import Document
from pachlint.source import Source

MAX_VALUES = 30_000
"""Most keys and values of all releases of a file: what several have counts as often."""
_OF_A_FLAG, _OF_A_LAYER = 5, 20
"""A flag and a layer take as long as so many values."""

_Key = tuple[Source, str, bool]


class Reading:
    """Reads values, and counts what there is to judge."""

    def __init__(self, read: Callable[[str], Document]) -> None:
        self.read = read
        self.number = 0
        self.known: dict[_Key, Document] = {}
        self.sizes: dict[int, int] = {}

    @property
    def is_full(self) -> bool:
        """Whether it is more than can be judged; nothing is read then."""
        return self.number > MAX_VALUES

    def document(self, given: Embedding | ValuesFile) -> Document:
        """The values as they are read."""
        if self.is_full:
            return Document(
                given.source if isinstance(given, Embedding) else Source(given.path, ""), None, {}
            )
        found = self._embedded(given) if isinstance(given, Embedding) else self._of_file(given)
        if id(found.data) not in self.sizes:
            self.sizes[id(found.data)] = _size(found.data)
        self.number += _OF_A_LAYER + self.sizes[id(found.data)]
        return found

    def count_flags(self, number: int) -> None:
        """Count flags among what there is to judge."""
        self.number += _OF_A_FLAG * number

    def _embedded(self, given: Embedding) -> Document:
        if given.document:
            return given.read()
        key = given.source, given.refusal, given.template
        if key not in self.known:
            self.known[key] = given.read()
        return self.known[key]

    def _of_file(self, given: ValuesFile) -> Document:
        found = self.read(given.path)
        return found._replace(template=True) if given.template else found


def _size(data: object) -> int:
    """How many keys and values there are."""
    number, stack = 0, [data]
    while stack:
        here = stack.pop()
        number += 1
        if isinstance(here, dict):
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return number
