"""Go's regular expressions (RE2 syntax), checked as Go checks them and turned into Python's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from pachlint.gotemplate.errors import BudgetError, UnknownError
from pachlint.gotemplate.re2_classes import PERL, PosixError, char_class
from pachlint.gotemplate.re2_escapes import EscapeError, escape
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_WORK = 2_000_000
_MAX_REPEAT = 1000
_MAX_NESTING = 60
_REPEAT = re.compile(r"\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}")
_NAME = re.compile(r"\(\?P?<([A-Za-z0-9_]*)>")
_FLAGS = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")


class RegexError(ValueError):
    """Go refuses a regular expression."""


class Regex(NamedTuple):
    """A pattern of Python's that finds what Go's finds; ``unbounded`` counts its ``*`` and ``+``."""

    pattern: re.Pattern[str]
    unbounded: int

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, as Go goes on after an empty one."""
        if max(len(text), 1) ** min(self.unbounded + 1, 8) > MAX_WORK:
            raise BudgetError("takes too many steps to be followed")
        at, before = 0, -1
        while at <= len(text):
            match = self.pattern.search(text, at)
            if match is None:
                return
            if match.end() > match.start() or match.start() != before:
                yield match
            before = match.end()
            at = match.end() if match.end() > match.start() else match.end() + 1
            if match.end() == match.start() and match.end() < at - 1:
                return


class _Atom(NamedTuple):
    source: str
    unbounded: int = 0
    repeats: bool = False
    most: int = 1


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Regex:
    """Return a regular expression.

    Raises:
        RegexError: if Go refuses it.
        UnknownError: if it is not followed.
    """
    return _Reader(pattern).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.flags = frozenset[str]()
        self.depth = 0
        self.names = 0
        self.odd = ""

    def read(self) -> Regex:
        """Read everything."""
        found = self._alternatives()
        if self.at < len(self.text):
            self._fail("unexpected )")
        if self.odd:
            raise UnknownError(self.odd)
        try:
            return Regex(re.compile(found.source), found.unbounded)
        except (re.error, RecursionError, OverflowError):
            raise UnknownError("uses a regular expression that is not followed") from None

    def _fail(self, message: str) -> NoReturn:
        raise RegexError(message)

    def _alternatives(self) -> _Atom:
        flags = self.flags
        found = [self._sequence()]
        while self.text[self.at : self.at + 1] == "|":
            self.at += 1
            found.append(self._sequence())
        self.flags = flags
        return _Atom(
            "|".join(atom.source for atom in found),
            sum(atom.unbounded for atom in found),
            any(atom.repeats for atom in found) or len(found) > 1,
            max(atom.most for atom in found),
        )

    def _sequence(self) -> _Atom:
        atoms: list[_Atom] = []
        repeated = False
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            mark = self.text[self.at]
            bounds = self._bounds(mark)
            if bounds is None:
                atoms.append(self._atom(mark))
                repeated = False
                continue
            if repeated:
                self._fail("invalid nested repetition operator")
            if not atoms or atoms[-1].source == "":
                self._fail("missing argument to repetition operator")
            atoms.append(self._repeated(atoms.pop(), *bounds))
            repeated = True
        return _Atom(
            "".join(atom.source for atom in atoms),
            sum(atom.unbounded for atom in atoms),
            any(atom.repeats for atom in atoms),
            max((atom.most for atom in atoms), default=1),
        )

    def _bounds(self, mark: str) -> tuple[int, int | None] | None:
        """Read ``* + ?`` or ``{n,m}``; None if there is none here."""
        if mark in "*+?":
            self.at += 1
            return (1 if mark == "+" else 0), (1 if mark == "?" else None)
        match = _REPEAT.match(self.text, self.at) if mark == "{" else None
        if match is None:
            return None
        self.at = match.end()
        least = int(match[1])
        most = least if match[2] is None else int(match[3]) if match[3] else None
        if least > _MAX_REPEAT or (most is not None and (most > _MAX_REPEAT or least > most)):
            self._fail("invalid repeat count")
        return least, most

    def _repeated(self, atom: _Atom, least: int, most: int | None) -> _Atom:
        lazy = self.text[self.at : self.at + 1] == "?"
        self.at += lazy
        total = atom.most * max(least, most or 1, 1)
        if total > _MAX_REPEAT and max(least, most or 1) > 1:
            self._fail("invalid repeat count")
        if atom.repeats and (most is None or most > 1):
            self.odd = "uses a regular expression that repeats repetitions"
        counts = f"{{{least},{'' if most is None else most}}}"
        greedy = ("U" in self.flags) is lazy
        return _Atom(
            f"(?:{atom.source}){counts}{'' if greedy else '?'}",
            atom.unbounded + (most is None),
            repeats=True,
            most=total,
        )

    def _atom(self, mark: str) -> _Atom:
        if mark == "(":
            return self._group()
        if mark == "[":
            try:
                source, self.at = char_class(self.text, self.at)
            except (PosixError, EscapeError) as error:
                self._fail(str(error))
            return _Atom(self._folded(source))
        if mark == "\\":
            return self._escape()
        self.at += 1
        if mark == ".":
            return _Atom("(?s:.)" if "s" in self.flags else "[^\\n]")
        if mark == "^":
            return _Atom("(?m:^)" if "m" in self.flags else "\\A")
        if mark == "$":
            return _Atom("(?=\\n|\\Z)" if "m" in self.flags else "\\Z")
        return _Atom(self._folded(re.escape(mark)))

    def _folded(self, source: str) -> str:
        if "i" not in self.flags:
            return source
        if not source.isascii():
            self.odd = "uses a regular expression that folds letters"
        return f"(?ia:{source})"

    def _escape(self) -> _Atom:
        following = self.text[self.at + 1 : self.at + 2]
        if following in PERL and following:
            self.at += 2
            return _Atom(f"[{PERL[following]}]" if following.islower() else f"[^{PERL[following.lower()]}]")
        if following and following in "AzbB":
            self.at += 2
            return _Atom({"A": "\\A", "z": "\\Z", "b": "(?a:\\b)", "B": "(?a:\\B)"}[following])
        if following == "Q":
            end = self.text.find("\\E", self.at)
            literal = self.text[self.at + 2 : end if end >= 0 else len(self.text)]
            self.at = end + 2 if end >= 0 else len(self.text)
            return _Atom(self._quoted(literal))
        if following and following in "pP":
            self.odd = "uses a regular expression with classes of Unicode"
            return self._unicode()
        try:
            character, self.at = escape(self.text, self.at)
        except EscapeError as error:
            self._fail(str(error))
        return _Atom(self._folded(re.escape(character)))

    def _quoted(self, literal: str) -> str:
        """Literal text, whose last letter alone a repetition would take."""
        if len(literal) != 1 and self.text[self.at : self.at + 1] in ("*", "+", "?", "{"):
            self.odd = "uses a regular expression that repeats quoted text"
        return self._folded(re.escape(literal)) if literal else "(?:)"

    def _unicode(self) -> _Atom:
        name = re.compile(r"\\[pP](?:\{\^?(\w*)\}|(\w))").match(self.text, self.at)
        if name is None:
            self._fail("invalid character class range")
        self.at = name.end()
        return _Atom("x")

    def _group(self) -> _Atom:
        self.depth += 1
        if self.depth > _MAX_NESTING:
            raise UnknownError("uses a regular expression that is nested very deep")
        flags = self.flags
        opening = self._opening()
        if opening is None:
            self.depth -= 1
            return _Atom("")
        inner = self._alternatives()
        if self.text[self.at : self.at + 1] != ")":
            self._fail("missing closing )")
        self.at += 1
        self.flags = flags
        self.depth -= 1
        return inner._replace(source=f"{opening}{inner.source})")

    def _opening(self) -> str | None:
        """Read what opens a group; None if it sets flags for what follows."""
        if not self.text.startswith("(?", self.at):
            self.at += 1
            return "("
        name = _NAME.match(self.text, self.at)
        if name:
            if not name[1]:
                self._fail("invalid named capture")
            self.names += 1
            self.at = name.end()
            return f"(?P<g{self.names}>"
        found = _FLAGS.match(self.text, self.at)
        if found is None or (found[3] == ")" and not found[1] and not found[2]):
            self._fail(
                "missing closing )"
                if ")" not in self.text[self.at :]
                else "invalid or unsupported Perl syntax"
            )
        self.flags = (self.flags | set(found[1])) - set(found[2] or "")
        self.at = found.end()
        return "(?:" if found[3] == ":" else None
