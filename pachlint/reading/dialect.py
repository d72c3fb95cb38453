r"""Where go-yaml reads what the libyaml of ruamel.yaml.clib rejects, and how the latter is brought to read it, too.

ruamel.yaml.clib 0.2 carries a libyaml that knows neither a colon inside a word between brackets (``[http://host/]``)
nor ``\\'`` between double quotes, and that skips a byte order mark at the start of any line. Such characters are
masked by ones that the text does not use, one for one, so that all offsets stay; the scalars are put right again.
The other way round, go-yaml rejects ``\\/`` between double quotes: masked, it is an escape that libyaml rejects, too.
"""

from pachlint.lazy_regex import lazy_regex

_COLON = "found unexpected ':'"
_ESCAPE = "found unknown escape character"
_BOM = "\ufeff"
_BLANK = " \\t\\r\\n\\x85\\u2028\\u2029"
_INNER_COLON = lazy_regex(rf":(?=[^{_BLANK}])")
_REST_OF_WORD = lazy_regex(rf"[^{_BLANK},?\[\]{{}}]*")
# A tag has its colons for itself.
_LIKELY_COLON = lazy_regex(
    rf"(?<![^{_BLANK},\[{{])!(?:<[^{_BLANK}>]*>|[^{_BLANK},\[\]{{}}]*)|(?<=[\w.-]):(?=[^{_BLANK},\[\]{{}}])"
)
_LIKELY_ESCAPE = lazy_regex(r"(?<!\\)\\'")
_FIRST_OF_LINE = lazy_regex(r"(?:\A|(?<=[\r\n]))[^\r\n]")
_ONE_BY_ONE = 16
_MOST = 64


class Masked:
    """A text for libyaml. After some complaints of one kind, all characters that look the same are masked."""

    def __init__(self, text: str) -> None:
        # libyaml does not count a byte order mark at the start.
        self.shift = 1 if text.startswith(_BOM) else 0
        self.text = text[self.shift :]
        if self.text.startswith(_BOM):
            # By a mistake of go-yaml, a second one makes it skip the first character of every line.
            self.text = _FIRST_OF_LINE.sub(" ", self.text)
        self.used = False
        self._complaints = 0
        self._colon = self._drop = self._bom = self._slash = ""
        if (_BOM in self.text or "\\/" in self.text) and self._choose():
            self.text = self.text.replace(_BOM, self._bom).replace("\\/", "\\" + self._slash)

    def hide(self, said: str, at: int) -> bool:
        """Mask what libyaml complained about, at an offset in its text; False if that cannot help."""
        if said not in {_COLON, _ESCAPE} or (said == _ESCAPE and self.text[at + 1 : at + 2] != "'"):
            return False
        self._complaints += 1
        if self._complaints > _MOST or not self._choose():
            return False
        end = _REST_OF_WORD.match(self.text, at).end() + 1 if said == _COLON else at + 2  # type: ignore[union-attr]
        before, word, rest = self.text[:at], self.text[at:end], self.text[end:]
        word = _INNER_COLON.sub(self._colon, word) if said == _COLON else self._drop + "'"
        if self._complaints > _ONE_BY_ONE:
            rest = _LIKELY_COLON.sub(lambda found: self._colon if found[0] == ":" else found[0], rest)
            rest = _LIKELY_ESCAPE.sub(self._drop + "'", rest)
        self.text = before + word + rest
        return True

    def restore(self, text: str, style: str) -> str:
        """Put a scalar right again."""
        text = text.replace(self._colon, ":").replace(self._bom, _BOM).replace(self._slash, "/")
        return text.replace(self._drop, "" if style == '"' else "\\")

    def _choose(self) -> bool:
        """Choose characters that the text does not use."""
        if not self.used:
            free = (mark for mark in map(chr, range(0xE000, 0xF8FF)) if mark not in self.text)
            marks = [mark for mark, _ in zip(free, range(4), strict=False)]
            if len(marks) == 4:
                self._colon, self._drop, self._bom, self._slash = marks
                self.used = True
        return self.used
