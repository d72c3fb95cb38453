"""Where secrets stand in a text whose values are unknown: after a name, in a block below one, by their looks."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pachlint.chart.placeholders import says_nothing
from pachlint.chart.secret_shapes import shape, shaped
from pachlint.chart.secrets import declared_names, is_secret_name
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span

_KEY = lazy_regex(r"""(?<![\w.])(?<!\w-)(?P<key>[A-Za-z_][\w.-]{0,99})["']?[ \t]*[:=][ \t]*""")
_TO_LINE_END = lazy_regex(r"""[^\s#][^\n]*?(?=[ \t]{1,40}\#|[ \t]{0,40}$)""", re.MULTILINE)
# In a flag: up to the comma before the next key, which is followed by a =.
_TO_COMMA = lazy_regex(r"[^\s,](?:\\.|[^\n])*?(?=[ \t]{0,40}(?:,[^=,\n]*=|$))", re.MULTILINE)
# A text over several lines: after | or >, or lines further in that are neither keys nor items.
_BLOCK = lazy_regex(
    r"^(?P<indent>[ \t]*)(?:-[ \t]+)?[\"']?(?P<key>[\w.-]+)[\"']?[ \t]*:[ \t]*(?:[|>][^\n]*\n"
    r"(?P<value>(?:(?P=indent)[ \t]+[^\n]*(?:\n|\Z)|[ \t]*\n)+)|[^\s|>#][^\n]*\n"
    r"(?P<more>(?:(?P=indent)[ \t]+(?![\w.\"'-]+[ \t]*:(?:\s|\Z)|-[ \t]|\#)[^\n]+(?:\n|\Z))+))",
    re.MULTILINE,
)
# Without a colon between: rootToken abc on a line, --password abc, PASSWORD 'abc'.
_BEFORE_KEY = " \t#-{,\"'"
# All the chart's names for secrets that are words of no language are in camel case, and few words of a comment are.
_CAMEL = lazy_regex(r"(?<![\w.])(?P<key>[a-z]{1,30}[A-Z]\w{0,60})[ \t]+(?=[^\s:=])")
_NAME = lazy_regex(r"[A-Za-z_][\w.-]{0,99}\Z")
# Looked for before each value: before each dash it takes a hundred times as long.
_OPTION = lazy_regex(r"--?(?P<key>[A-Za-z][\w-]{0,99})\Z")
_OF_OPTION = lazy_regex(r"(?<![ \t])[ \t]++(?P<value>[^\s-]\S*)")
_QUOTED = lazy_regex(r"""\b(?P<key>[A-Za-z_]\w{0,99}+)[ \t]+(?P<quote>["'])(?P<value>[^"'\n]+)(?P=quote)""")
_DEFAULTED = lazy_regex(r"""["'`]|\$\{\w+:?[-=+]""")


def is_filler(text: str) -> bool:
    """Whether a secret's text only stands for it, and holds no default of it, as ``${TOKEN:-abc}`` does."""
    return says_nothing(text) and not _DEFAULTED.search(text)


@lru_cache(maxsize=64)
def tells(text: str) -> bool:
    """Whether a text looks like a secret, or gives one after its name, as in ``host=db password=...``."""
    return bool(shape(text)) or next(named(text, Span(0, len(text))), None) is not None


def text_spans(text: str) -> Iterator[Span]:
    """The secrets in a text that is no document, such as ``--set`` flags."""
    yield from shaped(text)
    yield from pairs(text, Span(0, len(text)), _TO_COMMA)


def named(text: str, within: Span) -> Iterator[Span]:
    """What follows the name of a secret, with a colon, a ``=`` or nothing between."""
    part = text[within.start : within.end]
    # most texts have none of the signs, and compiling the expressions takes longer than looking for these
    if ":" in part or "=" in part:
        yield from pairs(text, within)
    if "-" in part:
        yield from _options(text, within)
    if "'" in part or '"' in part:
        for found in _QUOTED.finditer(text, *within):
            if is_secret_name(found["key"]) and not is_filler(found["value"]):
                yield Span(*found.span("value"))
    at = within.start
    for line in part.splitlines(keepends=True):
        yield from _of_line(line, at)
        at += len(line)


def _options(text: str, within: Span) -> Iterator[Span]:
    for found in _OF_OPTION.finditer(text, *within):
        before = text[max(within.start, found.start() - 102) : found.start()]
        option = _OPTION.search(before) if "-" in before else None
        if option and is_secret_name(option["key"]) and not is_filler(found["value"]):
            yield Span(*found.span("value"))


def _of_line(line: str, at: int) -> Iterator[Span]:
    """What follows the name of a secret and a blank: a word alone on its line, or anything after ``rootToken``."""
    key, *rest = line.strip(_BEFORE_KEY).split(None, 1)[:2] or [""]
    value = rest[0].rstrip() if rest else ""
    if not value or value[0] in ":=":
        return
    if " " not in value and _NAME.match(key) and is_secret_name(key) and not is_filler(value):
        start = at + line.rindex(value)
        yield Span(start, start + len(value))
        return
    for found in _CAMEL.finditer(line):
        value = line[found.end() :].rstrip()
        if found["key"] in declared_names() and not is_filler(value):
            yield Span(at + found.end(), at + found.end() + len(value))
            return


def pairs(text: str, within: Span, ends: re.Pattern[str] = _TO_LINE_END) -> Iterator[Span]:
    """What follows the name of a secret and a colon or ``=``."""
    at = within.start
    while key := _KEY.search(text, at, within.end):
        at = key.end()
        if is_secret_name(key["key"]):
            value = ends.match(text, key.end(), within.end)
            if value and not is_filler(value[0].strip("\"'")):
                yield Span(*value.span())
                at = value.end()


def blocks(text: str) -> Iterator[Span]:
    """The texts over several lines after the name of a secret."""
    for found in _BLOCK.finditer(text):
        if is_secret_name(found["key"]):
            yield Span(*found.span("more" if found["value"] is None else "value"))


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch one another joined, and none of them empty."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        elif span.end > span.start:
            joined.append(span)
    return tuple(joined)
