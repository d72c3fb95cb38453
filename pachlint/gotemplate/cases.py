"""``camelcase``, ``kebabcase`` and ``snakecase`` as xstrings 1.5 makes them, for ASCII; the latter two for all letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate.errors import UnknownError
from pachlint.gotemplate.signatures import Known
from pachlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Mapping

_LETTERS = {"Lu": "A", "Ll": "a", "Lo": "a"}
_CONNECTORS = "-_ \t\n\v\f\r"
_WORD = lazy_regex(
    r"(?P<connector>[-_\s]+)|(?P<punct>[!\"#%&'()*,./:;?@\[\\\]{}][!\"#%&'()*,\-./:;?@\[\\\]_{}]*)"
    r"|(?P<upper>[A-Z]+(?=[A-Z][a-z])|[A-Z]+(?![a-z])|[A-Z][a-z]*)|(?P<alphabet>[a-z]+)|(?P<number>[0-9]+)"
    r"|(?P<other>[^A-Za-z0-9\-_\s!\"#%&'()*,./:;?@\[\\\]{}]+)"
)


def _pascal(text: str) -> str:
    """Text in words with capitals, connectors gone but for those at the beginning and in a row."""
    _check(text)
    start = len(text) - len(text.lstrip(_CONNECTORS))
    out = [text[:start]]
    rest = text[start:]
    if not rest:
        return text
    last, tail = rest[0].upper(), rest[1:]
    for character in tail:
        if character in _CONNECTORS and last in _CONNECTORS:
            out.append(last)
            last = character
            continue
        if last in _CONNECTORS:
            last = character.upper()
        else:
            out.append(last)
            last = character
    return "".join([*out, last])


def _check(text: str) -> None:
    if not text.isascii() or "\x1c" <= "".join(c for c in text if c < " ").strip(_CONNECTORS)[:1] <= "\x1f":
        raise UnknownError("works on letters that are not ASCII")


class _Words:
    """Goes through the words of a text; ``kind`` is "" at the end."""

    def __init__(self, text: str) -> None:
        self.matches = [
            (str(match.lastgroup), text[slice(*match.span())]) for match in _WORD.finditer(_in_ascii(text))
        ]
        self.at = -1
        self.kind, self.word = "", ""
        self.next()

    @property
    def more(self) -> bool:
        """Whether something comes after this word."""
        return self.at + 1 < len(self.matches)

    def next(self) -> None:
        """Go to the next word."""
        self.at += 1
        self.kind, self.word = self.matches[self.at] if self.at < len(self.matches) else ("", "")


def _in_ascii(text: str) -> str:
    """The text with a sign of the same kind for each that is not ASCII.

    Raises:
        UnknownError: for those of which the kind is not known.
    """
    if text.isascii():
        return text
    return "".join(map(_like, text))


def _like(character: str) -> str:
    """A sign of the same kind; to xstrings an ideograph is no letter."""
    import unicodedata  # noqa: PLC0415 -- ASCII needs no tables

    if character.isascii():
        return character
    if "\u4e00" <= character <= "\u9fcc":
        return "~"
    like = _LETTERS.get(unicodedata.category(character), "")
    if not like or "\u3400" <= character < "\uac00" or character > "\ud7a3":
        raise UnknownError("works on letters that are not ASCII")
    return like


def _joined(text: str, connector: str) -> str:
    _check("".join(one for one in text if one.isascii()))
    words = _Words(text)
    out: list[str] = []
    while words.more:
        before, last = words.kind, words.word
        if before != "connector":
            out.append(_small(before, last, connector))
        words.next()
        if before == "number":
            _through(words, out, connector, ("", "punct", "connector"))
        elif before == "connector":
            out.append(_small(before, last, connector))
        elif before != "punct":
            _after_letters(words, out, connector)
    out.append(_small(words.kind, words.word, connector))
    return "".join(out)


def _through(words: _Words, out: list[str], connector: str, ends: tuple[str, ...]) -> None:
    """Take small letters and digits as they come, and a connector after them."""
    while words.kind in ("alphabet", "number"):
        out.append(words.word)
        words.next()
    if words.kind not in ends:
        out.append(connector)


def _after_letters(words: _Words, out: list[str], connector: str) -> None:
    if words.kind != "number":
        if words.kind not in ("connector", "punct"):
            out.append(connector)
        return
    if not words.more:
        return
    number = words.word
    words.next()
    if words.kind != "alphabet":
        out.append(number)
        if words.kind not in ("connector", "punct"):
            out.append(connector)
        return
    out += [connector, number]
    _through(words, out, connector, ("", "punct", "connector"))


def _small(kind: str, word: str, connector: str) -> str:
    if kind == "connector":
        return connector * len(word)
    return word.lower() if kind == "upper" else word


def snakecase(text: str) -> str:
    """The text in lower case, with ``_`` between its words.

    Raises:
        UnknownError: for signs that are neither ASCII nor letters.
    """
    return _joined(text, "_")


CASES: Mapping[str, Known] = {
    "camelcase": Known("s:s", _pascal),
    "kebabcase": Known("s:s", lambda text: _joined(text, "-")),
    "snakecase": Known("s:s", snakecase),
}
