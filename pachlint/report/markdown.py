"""Text of anybody's for a page of GitHub's, where it is text: no markup, no HTML, no link, mention or emoji.

Whatever is not a plain word stands in a code span, since GitHub looks for links, mentions, references and emoji everywhere else.
"""

import re
from collections.abc import Sequence
from typing import NewType

from pachlint.lazy_regex import lazy_regex
from pachlint.visible import harmless, visible

Markdown = NewType("Markdown", str)
"""Markdown of one line in which nothing of a file's is more than text."""

_BEFORE, _AFTER = "\"'(", ")\"',.;:?!"
# Words, numbers, versions, and the dots that pachlint's own lines have between their parts.
_PLAIN = lazy_regex(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[^\W_]+|\d+(?:\.\d+)+|[·…]")
# GitHub links what may be the name of a commit
_COMMIT = lazy_regex(r"[0-9A-Fa-f]{7,}")
# as the first word this would begin a list
_NUMBERED = lazy_regex(r"\d+[.)].*")


def markdown(text: str) -> Markdown:
    """The text on one line, blanks being one each."""
    first, *rest = harmless(visible(text)).split() or [""]
    begun = _span(first) if _NUMBERED.match(first) else _word(first)
    return Markdown(" ".join((begun, *map(_word, rest))))


def code(text: str) -> Markdown:
    """The text in a code span, or in several: a cell of a table ends at a bar, whatever stands around it."""
    return Markdown("&#124;".join(_span(part) if part else "" for part in harmless(visible(text)).split("|")))


def row(cells: Sequence[Markdown]) -> Markdown:
    """A line of a table."""
    return Markdown(f"| {' | '.join(cells)} |")


def _word(word: str) -> str:
    """A word as it is, or what is odd of it in a code span, without the signs around."""
    inner = word[1:] if word[:1] in _BEFORE else word
    core = inner.rstrip(_AFTER)
    if not core:
        return _span(word) if word else ""
    before, after = word[: len(word) - len(inner)], inner[len(core) :]
    plain = _PLAIN.fullmatch(core) and not _COMMIT.fullmatch(core)
    return word if plain else f"{before}{code(core)}{after}"


def _span(text: str) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    room = " " if text[0] in " `" or text[-1] in " `" else ""
    return f"{fence}{room}{text}{room}{fence}"
