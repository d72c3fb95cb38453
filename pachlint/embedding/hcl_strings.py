"""Strings and heredocs of Terraform's language: what they say, and where each piece of it stands."""

from pachlint.embedding.hcl_nodes import Template
from pachlint.embedding.text import Segment
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.source import LINE_END

_MARK = lazy_regex(r"<<(?P<flush>-?)(?P<mark>[^\W\d][\w-]*)\r?\n")
_SIGN = lazy_regex(r'\$\$\{|%%\{|\$\{|%\{|\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|"|[\r\n]')
_HOLE = lazy_regex(r"\$\$\{|%%\{|\$\{|%\{")
_NESTED = lazy_regex(r'"|[(\[{)\]}]|#[^\r\n]*|//[^\r\n]*|/\*')
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_MAX_NESTED = 100


class HclError(ValueError):
    """A text that is not Terraform's language, or, ``too_large``, more of it than is read; ``at`` is where reading stopped."""

    def __init__(self, message: str, at: int, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.at = at
        self.too_large = too_large


class _Pieces:
    """The text of a string as it grows, and its segments."""

    def __init__(self, start: int) -> None:
        self.parts: list[str] = []
        self.segments: list[Segment] = []
        self.length = 0
        self.plain = start
        self.is_escaped = False

    def upto(self, text: str, end: int) -> None:
        """What is said as it is written, from the last piece on."""
        self.segments.append(Segment(self.length, self.plain, end - self.plain))
        self.parts.append(text[self.plain : end])
        self.length += end - self.plain
        self.plain = end

    def escape(self, said: str, length: int) -> None:
        """A character that so many stand for."""
        self.segments.append(Segment(self.length, self.plain, 1, length - 1))
        self.parts.append(said)
        self.length += len(said)
        self.plain += length
        self.is_escaped = True


def quoted(text: str, start: int, depth: int = 0) -> Template:
    """The string in quotes that begins at an offset.

    Raises:
        HclError: if it has no end.
    """
    pieces, at, is_filled = _Pieces(start + 1), start + 1, False
    while found := _SIGN.search(text, at):
        sign = found[0]
        if sign in {"${", "%{"}:
            is_filled, at = True, after_hole(text, found.end(), "}", depth + 1)
        elif sign in {"\r", "\n"}:
            break
        elif sign == '"':
            pieces.upto(text, found.start())
            span = Span(start, found.end())
            return Template(
                span,
                "".join(pieces.parts),
                tuple(pieces.segments),
                is_filled=is_filled,
                is_escaped=pieces.is_escaped,
            )
        else:
            pieces.upto(text, found.start())
            # the brace of $${ is said as it is written
            pieces.escape(_said(sign), 2 if sign.endswith("{") else len(sign))
            at = pieces.plain
    raise HclError("a string without its end", start)


def _said(sign: str) -> str:
    if sign[1] in "uU" and len(sign) > 2:
        code = int(sign[2:], 16)  # noqa: FURB166 -- what is before it is no prefix of Python
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return _ESCAPES.get(sign[1], sign[1])


def heredoc(text: str, start: int) -> Template:
    """The heredoc that begins at an offset.

    Raises:
        HclError: if it has no end.
    """
    mark = _MARK.match(text, start)
    if mark is None:
        raise HclError("no heredoc", start)
    begin, at, is_filled = mark.end(), mark.end(), False
    lines: list[tuple[int, int]] = []
    while at < len(text):
        end = _line_end(text, at)
        if text[at:end].strip() == mark["mark"]:
            indent = _least(text, lines) if mark["flush"] else 0
            return _heredoc(
                text, Span(start, at + len(text[at:end].rstrip())), lines, indent, is_filled=is_filled
            )
        end, filled = _past_holes(text, at, end)
        is_filled = is_filled or filled
        lines.append((at, end))
        at = end
    raise HclError("a heredoc without its end", begin)


def _line_end(text: str, at: int) -> int:
    found = LINE_END.search(text, at)
    return found.end() if found else len(text)


def _past_holes(text: str, at: int, end: int) -> tuple[int, bool]:
    """The end of a line, which goes on where a hole does; and whether there is one."""
    is_filled = False
    while (found := _HOLE.search(text, at, end)) is not None:
        at = found.end()
        if len(found[0]) == 2:
            is_filled, at = True, after_hole(text, at, "}")
            if at > end:
                end = _line_end(text, at)
    return end, is_filled


def _least(text: str, lines: list[tuple[int, int]]) -> int:
    """The least indentation of lines that are not blank; one that begins with a hole has none."""
    counts = [len(line) - len(line.lstrip()) for line in (text[at:end] for at, end in lines) if line.strip()]
    return min(counts, default=0)


def _heredoc(
    text: str, span: Span, lines: list[tuple[int, int]], indent: int, *, is_filled: bool
) -> Template:
    pieces = _Pieces(lines[0][0] if lines else span.end)
    escapes = any(text.find(sign, *span) >= 0 for sign in ("$${", "%%{"))
    for start, end in lines:
        pieces.plain = start + (indent if text[start:end].strip() else 0)
        for found in _HOLE.finditer(text, pieces.plain, end) if escapes else ():
            if len(found[0]) == 3:
                pieces.upto(text, found.start())
                pieces.escape(found[0][0], 2)
        pieces.upto(text, end)
    last = lines[-1][1] if lines else span.end
    segments = (*pieces.segments, Segment(pieces.length, last, 0))
    said = "".join(pieces.parts)
    return Template(
        span, said, segments, " " * indent, is_heredoc=True, is_filled=is_filled, is_escaped=pieces.is_escaped
    )


def after_hole(text: str, at: int, close: str, depth: int = 0) -> int:
    """The offset behind the bracket that closes what is open at an offset; strings and comments on the way are passed.

    Raises:
        HclError: if nothing closes it.
    """
    if depth > _MAX_NESTED:
        raise HclError(f"more than {_MAX_NESTED} levels", at, too_large=True)
    while found := _NESTED.search(text, at):
        sign = found[0]
        if sign == close:
            return found.end()
        if sign == '"':
            at = quoted(text, found.start(), depth + 1).span.end
        elif sign in "([{":
            at = after_hole(text, found.end(), {"(": ")", "[": "]", "{": "}"}[sign], depth + 1)
        elif sign == "/*":
            end = text.find("*/", found.end())
            if end < 0:
                break
            at = end + 2
        elif sign in ")]}":
            break
        else:
            at = found.end()
    raise HclError(f"nothing closes it with {close}", at)
