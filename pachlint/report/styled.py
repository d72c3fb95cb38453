"""Lines of pieces with a style, as plain text or with the colors of a terminal."""

from collections.abc import Iterable

from pachlint.finding import Severity
from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple
from pachlint.visible import Shown, harmless, is_plain, visible, width

# Of the sixteen colors these can be read on black and on white; yellow, cyan and blue on one of them only.
SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold magenta", Severity.INFO: "bold"}
RULER = "dim"


_URL = lazy_regex(r"https?://[!-~]+")
_WORD = lazy_regex("[^ ]+ *| +")


class Piece(NamedTuple):
    """Some text, its style in rich's words, and the URL that a terminal links it to; ``""`` is none."""

    text: str
    style: str = ""
    link: str = ""


Line = tuple[Piece, ...]


def plain(lines: Iterable[Line]) -> Shown:
    """The lines as plain text, each with its line end."""
    return harmless("".join(visible("".join(piece.text for piece in line)).rstrip() + "\n" for line in lines))


def colored(lines: Iterable[Line], *, links: bool = False) -> Shown:
    """The lines with ANSI escape codes in the terminal's own sixteen colors; with ``links`` what has a URL leads there."""
    # rich costs half of a whole check, and is of use in a terminal only
    from rich.color import ColorSystem  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    return harmless(
        "".join(
            "".join(
                _linked(
                    Style.parse(style).render(text, color_system=ColorSystem.STANDARD), link if links else ""
                )
                for text, style, link in _trimmed(_visible(line))
            )
            + "\n"
            for line in lines
        )
    )


def _linked(text: str, url: str) -> str:
    # OSC 8: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
    return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if _URL.fullmatch(url) else text


def words(line: Line) -> str:
    """The text of a line, without its styles."""
    return "".join(piece.text for piece in line)


def width_of(line: Line) -> int:
    """Number of columns that a line takes in a terminal."""
    return sum(width(visible(piece.text)) for piece in line)


def wrapped(line: Line, columns: int | None, indent: int) -> list[Line]:
    """The line in lines of at most ``columns``, broken at spaces; the following ones are indented.

    A word that is too long for a line, such as a path or a URL, is never cut. None: not wrapped.
    """
    line = _visible(line)
    if columns is None or sum(width(piece.text) for piece in line) <= columns:
        return [line]
    lines: list[list[Piece]] = [[]]
    used = 0
    for word in _words(line):
        may_break = len(lines[-1]) > 1 and lines[-1][-1].text.endswith(" ")
        if may_break and used + width(word.text.rstrip()) > columns:
            lines.append([Piece(" " * indent)])
            used = indent
        lines[-1].append(word)
        used += width(word.text)
    return [tuple(pieces) for pieces in lines]


def _words(line: Line) -> Iterable[Piece]:
    """Pieces of one word with the spaces after it."""
    for text, style, link in line:
        yield from (Piece(word, style, link) for word in _WORD.findall(text) or [text])


def _visible(line: Line) -> Line:
    if all(is_plain(piece.text) for piece in line):
        return line
    return tuple(piece._replace(text=visible(piece.text)) for piece in line)


def _trimmed(line: Line) -> Line:
    """The line without the spaces at its end."""
    pieces = list(line)
    while pieces and not pieces[-1].text.rstrip():
        pieces.pop()
    if pieces:
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip())
    return tuple(pieces)
