"""Addresses of e-mail as net/mail of Go 1.23 parses a single one (RFC 5322)."""

import re
from base64 import b64decode
from collections.abc import Callable

_BLANK = " \t"
_DOT_ATOM = re.compile(r"[.!#$%&'*+\-/0-9=?A-Z^_`a-z{|}~\x80-\U0010ffff]+")
_QUOTED = re.compile(r'"((?:[ \t!#-\[\]-~\x80-\U0010ffff]|\\[ \t!-~\x80-\U0010ffff])*)"')
_LITERAL = re.compile(r"\[([!-Z^-~\x80-\U0010ffff]*)\]")
_ENCODED = re.compile(r"=\?([^?]+)\?([bBqQ])\?([^?]*)\?=\Z")
_QUOTED_PRINTABLE = re.compile(r"(?:[\t\n\r -<>-~]|=[0-9A-Fa-f]{2})*+\Z")
_CHARSETS = ("utf-8", "iso-8859-1", "us-ascii")


class _MailError(ValueError):
    pass


def is_address(text: str, is_ip: Callable[[str], bool]) -> bool:
    """Whether Go takes the text for one address; ``is_ip`` judges ``a@[1.2.3.4]``."""
    reader = _Reader(text, is_ip)
    try:
        found = reader.address(groups=True)
        reader.comments()
    except _MailError:
        return False
    return found == 1 and not reader.text


def _has_unknown_charset(word: str) -> bool:
    """Whether it is an encoded word (RFC 2047) that can be decoded, and whose character set Go does not know."""
    found = _ENCODED.match(word)
    if found is None or found[1].lower() in _CHARSETS:
        return False
    if found[2] in "qQ":
        return _QUOTED_PRINTABLE.match(found[3]) is not None
    try:
        b64decode(found[3], validate=True)
    except ValueError:
        return False
    return True


class _Reader:
    """What is left of the text."""

    def __init__(self, text: str, is_ip: Callable[[str], bool]) -> None:
        self.text = text
        self.is_ip = is_ip

    def address(self, *, groups: bool) -> int:
        """Read an address, or a group of them; how many there are."""
        self._blanks()
        if not self.text:
            raise _MailError
        if self._tried_spec():
            self._blanks()
            if self.text.startswith("("):
                self._comment()
            return 1
        if not self.text.startswith("<"):
            self._phrase()
        self._blanks()
        if groups and self._took(":"):
            return self._group()
        if not self._took("<"):
            raise _MailError
        self._spec()
        if not self._took(">"):
            raise _MailError
        return 1

    def comments(self) -> None:
        """Skip blanks and comments."""
        self._blanks()
        while self.text.startswith("("):
            self._comment()
            self._blanks()

    def _group(self) -> int:
        found = 0
        self._blanks()
        if self._took(";"):
            self.comments()
            return found
        while True:
            self._blanks()
            found += self.address(groups=False)
            self.comments()
            if self._took(";"):
                self.comments()
                return found
            if not self._took(","):
                raise _MailError

    def _tried_spec(self) -> bool:
        before = self.text
        try:
            self._spec()
        except _MailError:
            self.text = before
            return False
        return True

    def _spec(self) -> None:
        self._blanks()
        if self.text.startswith('"'):
            if not self._quoted():
                raise _MailError
        else:
            self._atom()
        if not self._took("@"):
            raise _MailError
        self._blanks()
        literal = _LITERAL.match(self.text)
        if literal is None:
            self._atom()
        elif self.is_ip(literal[1]):
            self.text = self.text[literal.end() :]
        else:
            raise _MailError

    def _phrase(self) -> None:
        words = 0
        while True:
            if words:
                self.comments()
            self._blanks()
            try:
                if self.text.startswith('"'):
                    self._quoted()
                else:
                    self._word()
            except _MailError:
                if not words:
                    raise
                return
            words += 1

    def _word(self) -> None:
        if _has_unknown_charset(self._atom(strict=False)):
            raise _MailError

    def _atom(self, *, strict: bool = True) -> str:
        found = _DOT_ATOM.match(self.text)
        if found is None:
            raise _MailError
        atom = found[0]
        if strict and (atom.startswith(".") or atom.endswith(".") or ".." in atom):
            raise _MailError
        self.text = self.text[found.end() :]
        return atom

    def _quoted(self) -> str:
        found = _QUOTED.match(self.text)
        if found is None:
            raise _MailError
        self.text = self.text[found.end() :]
        return found[1]

    def _comment(self) -> None:
        depth = at = 0
        while at < len(self.text):
            character = self.text[at]
            if character == "\\" and at + 1 < len(self.text):
                at += 1
            depth += (character == "(") - (character == ")")
            at += 1
            if not depth:
                self.text = self.text[at:]
                return
        raise _MailError

    def _blanks(self) -> None:
        self.text = self.text.lstrip(_BLANK)

    def _took(self, character: str) -> bool:
        if not self.text.startswith(character):
            return False
        self.text = self.text[1:]
        return True
