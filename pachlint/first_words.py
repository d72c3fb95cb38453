"""Whether a file may be Pachyderm values, by its words alone: what is certainly none need not be parsed."""

import codecs
from collections.abc import Iterator, Mapping
from functools import cache

from pachlint.chart import fields
from pachlint.discovery import EVERYWHERE, NAME, OWN, PAIRS, PROXY, TARGET
from pachlint.lazy_regex import lazy_regex

# what may be a key: a word with a colon behind it
_KEY = lazy_regex(r"(?a)(?<![\w-])([\w-]++)[\"']?[ \t]*+:")
# keys without a colon behind their words (YAML 1.2.2, 8.2.2 and 7.1), and words of which letters are escaped
_EXPLICIT = lazy_regex(r"(?m)(?:^|[\s{,\[\ufeff-])\?(?=\s)")
_ALIAS = lazy_regex(r"(?m)(?:^|[\s{,])\*[^\s,\[\]{}]++[ \t]++:")
_ESCAPED = lazy_regex(r"\\[xuU][^\"\n\r]{0,250}+\"[ \t]*+:")


def text_of(content: bytes) -> str:
    """The text of a file, well enough to look for words in it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8", "replace")


def may_be_values(text: str, name: str) -> bool:
    """Whether a file of that name may hold what :func:`pachlint.discovery.kinship` recognizes; True is no promise."""
    below = _below()
    if not any(word in text for word in below):
        return _hides_letters(text)
    keys = frozenset(_KEY.findall(text))
    known = keys.intersection(below)
    return (
        not OWN.isdisjoint(known)
        or TARGET in known
        or any(pair <= known for pair in PAIRS)
        or ("proxy" in known and keys >= PROXY)
        or any(not keys.isdisjoint(below[word]) for word in known)
        or bool(known and NAME.search(name))
        or ("?" in text and bool(_EXPLICIT.search(text)))
        or ("*" in text and bool(_ALIAS.search(text)))
        or _hides_letters(text)
    )


def _hides_letters(text: str) -> bool:
    """Whether a key may have letters that are written otherwise."""
    if "\\" not in text:
        return False
    return bool(_ESCAPED.search(text)) or (
        ("\\\n" in text or "\\\r" in text) and bool(_EXPLICIT.search(text))
    )


@cache
def _below() -> Mapping[str, frozenset[str]]:
    """The top-level keys of all versions of the chart, each with the keys below it that few other charts have."""
    chart = fields.inside(fields.root())
    return {name: frozenset(_names(node)).difference(EVERYWHERE) for name, node in chart.items()}


def _names(node: fields.Node) -> Iterator[str]:
    for name, inner in fields.inside(node).items():
        yield name
        yield from _names(inner)
