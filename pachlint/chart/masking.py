"""What is secret once in a run is masked wherever else it stands: in messages, keys, and other files."""

from collections.abc import Iterable, Iterator

from pachlint.chart.secrets import MASK
from pachlint.chart.unread_text import could_be_secret, is_harmless
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span

_LEAST = 6
"""Shorter texts stand in other words by chance."""
_SURE = 8
_MANY = 100
_LONG = 100
"""A longer secret is known by so many of its first letters."""
_KEPT = 1_000
_LINE_END = lazy_regex(r"[\r\n]+")
_EDGES = " \t\"'`,;#"
_SIGNS = lazy_regex(r"[:=,@]")


class Masks:
    """The texts of all secrets of a run, found in other texts by their first letters.

    A secret of letters only is found as a whole word. Where a message was cut short (``…``), the beginning of a secret is
    one too.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        # much of what is said of many files is the same
        self._masked: dict[str, str] = {}
        self._by_head: dict[str, set[str]] = {}
        self._long: dict[str, set[str]] = {}
        for text in texts:
            for part in _parts(text):
                self._by_head.setdefault(part[:_LEAST], set()).add(part[:_LONG])
                if len(part) > _LONG:
                    self._long.setdefault(part[:_LONG], set()).add(part)
        self._words = {head for head, parts in self._by_head.items() if all(part.isalpha() for part in parts)}
        self._lengths = {
            head: sorted({len(part) for part in parts}, reverse=True) for head, parts in self._by_head.items()
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Masks) and (self._by_head, self._long) == (other._by_head, other._long)

    def __hash__(self) -> int:
        return hash(frozenset(self._by_head))

    def __bool__(self) -> bool:
        return bool(self._by_head)

    def mask(self, text: str) -> str:
        """The text with a mask in place of each secret."""
        if not self._by_head or len(text) < _LEAST:
            return text
        masked = self._masked.get(text)
        if masked is None:
            if len(self._masked) >= _KEPT:
                self._masked.clear()
            masked = self._masked[text] = self._shown(text)
        return masked

    def _shown(self, text: str) -> str:
        shown, at = [], 0
        for span in self.spans(text):
            shown += [text[at : span.start], MASK]
            at = span.end
        return "".join(shown) + text[at:] if at else text

    def spans(self, text: str) -> Iterator[Span]:
        """Where secrets stand in a text, in order and apart."""
        last = 0
        for at in self._heads_in(text):
            if at >= last and (end := self._end(text, at)):
                yield Span(at, end)
                last = end

    def _heads_in(self, text: str) -> Iterator[int]:
        """Where the first letters of a secret stand, in order."""
        by_head = self._by_head
        if len(by_head) > _MANY:
            yield from (at for at in range(len(text) - _LEAST + 1) if text[at : at + _LEAST] in by_head)
            return
        found = []
        for head in by_head:
            is_word = head in self._words
            at = text.find(head)
            while at >= 0:
                if not (is_word and text[at - 1 : at].isalnum()):
                    found.append(at)
                at = text.find(head, at + 1)
        yield from sorted(found)

    def _end(self, text: str, at: int) -> int:
        """Where the longest secret ends that begins at an offset; 0 if there is none."""
        head = text[at : at + _LEAST]
        parts = self._by_head[head]
        for length in self._lengths[head]:
            if at + length <= len(text) and text[at : at + length] in parts:
                end = self._long_end(text, at) if length == _LONG else at + length
                if _is_apart(text, at, end):
                    return end
        cut = text.find("…", at + _LEAST, at + _LONG + 1)
        if cut >= 0 and any(part.startswith(text[at:cut]) for part in parts):
            return cut
        return 0

    def _long_end(self, text: str, at: int) -> int:
        """Where a secret ends of which the first letters are there; the end of the text if not all of them are."""
        long = self._long.get(text[at : at + _LONG])
        if long is None:
            return at + _LONG
        return at + max((len(part) for part in long if text.startswith(part, at)), default=len(text) - at)


def _parts(text: str) -> Iterator[str]:
    """A secret's lines, without quotes and blanks around them; nothing that is harmless or short."""
    for line in _LINE_END.split(text):
        part = line.strip(_EDGES)
        for one in {part, " ".join(part.split()), *(piece.strip(_EDGES) for piece in _SIGNS.split(part))}:
            if len(one) >= _LEAST and (could_be_secret(one) or not is_harmless(one)):
                yield one


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether what stands there is no piece of a longer word; of a text of all kinds of letters any piece counts."""
    found = text[start : min(end, start + _LONG)]
    if len(found) >= _SURE and not found.isalpha():
        return True
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
