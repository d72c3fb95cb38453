"""Text that is fit to be shown: whatever would steer a terminal or a CI runner, reorder or hide, is a sign to see.

Line by line, since that is how runners read: GitHub's takes ``::name::`` after any blanks for a command, and
``##[name]`` anywhere (src/Runner.Common/ActionCommand.cs of github.com/actions/runner); Azure's takes ``##vso[…]``, and
TeamCity ``##teamcity[…]``. GitLab's section markers need a carriage return and an escape.
"""

import re
from collections.abc import Callable
from typing import NewType

from pachlint.lazy_regex import lazy_regex

Shown = NewType("Shown", str)
"""Lines for people, all made here; nothing in them steers but line feeds and styles of pachlint's own."""

Json = NewType("Json", str)
"""A JSON document in ASCII that no runner takes a command from."""

Xml = NewType("Xml", str)
"""An XML document in ASCII that no runner takes a command from."""

GitHubLog = NewType("GitHubLog", str)
"""Lines for a job of GitHub's, in which the only commands are pachlint's own."""

Html = NewType("Html", str)
"""HTML in ASCII in which texts of anybody's are nothing but text, and that no runner takes a command from."""

Printable = Shown | Json | Xml | Html | GitHubLog

# Controls; what joins, hides or takes no room (Default_Ignorable_Code_Point of Unicode, and the blank of braille);
# what turns the direction; ends of lines and paragraphs; bytes that were not UTF-8. A sign may be told to look like an emoji.
_HIDDEN = (
    "\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff"
)
_NOT_OF_AN_EMOJI = r"(?<![#*0-9\xa9\xae\u203c-\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
_UNSAFE = lazy_regex(f"[\x00-\x1f{_HIDDEN}]|{_NOT_OF_AN_EMOJI}")
# What is left of these in a text of several lines: all but a tab and the ends of lines.
_UNSAFE_IN_LINES = lazy_regex(f"[\x00-\x08\x0b\x0c\x0e-\x1f{_HIDDEN}]|\r(?!\n)|{_NOT_OF_AN_EMOJI}")
_STYLE = r"\x1b\[[\d;]*m"
# ``::: `` is how reports point to a second file; no command is called ``:``.
_COMMAND = lazy_regex(
    rf"^(?:[^\S\n]|{_STYLE})*(?=:(?:{_STYLE})*:(?!: ))|#(?:{_STYLE})*#(?=(?:\w|{_STYLE})*\[)", re.MULTILINE
)
_IN_JSON = lazy_regex(r"\x7f|(?<=#)#(?=\w*\[)")
_TAB_WIDTH = 4


def is_plain(text: str) -> bool:
    """Whether each character of a text takes a column of its own and looks like itself, without a look at others than ASCII."""
    return text.isascii() and text.isprintable()


def visible(text: str) -> str:
    """``text`` on one line with what cannot be seen as signs: ``␛`` for an escape, ``<U+202E>`` for a change of direction."""
    return text if is_plain(text) else _UNSAFE.sub(_sign, text)


def harmless(text: str) -> Shown:
    """Lines that were made visible, styled or not, with a backslash in what a CI runner would take for a command."""
    is_plain = "::" not in text and "##" not in text and "\x1b" not in text
    return Shown(text if is_plain else _COMMAND.sub(r"\g<0>\\", text))


def shown(text: str) -> Shown:
    """All lines of a text of anybody's."""
    lines = (line.removesuffix("\r").replace("\t", " " * _TAB_WIDTH) for line in text.split("\n"))
    return harmless("\n".join(map(visible, lines)))


def steers(text: str) -> bool:
    """Whether lines that are printed as they are would steer a terminal or a CI runner, reorder or hide."""
    return bool(_UNSAFE_IN_LINES.search(text) or _COMMAND.search(text))


def as_json(data: object, default: Callable[[object], str] | None = None) -> Json:
    """The JSON document of data, which reads back as the same; ``default`` as :func:`json.dumps` has it."""
    import json  # noqa: PLC0415 -- reports for people do without

    text = json.dumps(data, indent=2, default=default)
    if "\x7f" in text or "##" in text:
        text = _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return Json(text + "\n")


def cell(character: str) -> str:
    """What one character of a source line looks like; a tab is as wide as four spaces."""
    return " " * _TAB_WIDTH if character == "\t" else visible(character)


def width(text: str) -> int:
    """Number of columns that visible text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    # Python keeps a byte that is not UTF-8 as a surrogate.
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"<U+{code:04X}>"


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    import unicodedata  # noqa: PLC0415 -- ASCII needs no tables

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
