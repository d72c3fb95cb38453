"""Whether a value's text can stand where a template puts it in a manifest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pachlint.reading.composer import compose
from pachlint.records import NamedTuple
from pachlint.regex import regex
from pachlint.verdict.gotemplate import NO_VALUE

HARMLESS = regex(
    r"[A-Za-z0-9_/$(+^;.][A-Za-z0-9_/$()+^;.=@~-]*(?::[A-Za-z0-9_/.-][A-Za-z0-9_/$()+^;.=@~-]*)*", re.ASCII
)
_ODD = regex(r"[^\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_QUOTED = regex(r'"[^"\\\n]*"')


class Place(NamedTuple):
    """Where text goes: a manifest in small around it, or, for blocks of YAML, the shapes that do not fit there.

    ``times`` tells how often the text comes in a row, at one key after the other: a quote that one opens, the next
    one closes.
    """

    before: str = ""
    after: str = ""
    times: int = 1
    broken: tuple[str, ...] | list[str] = ()


def shape(value: object) -> str:
    """Return the shape of ``value`` when it is written as YAML."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "map" if value else "{}"
    if isinstance(value, list):
        return "list" if value else "[]"
    if isinstance(value, str):
        return "text" if value and "\n" not in value else "lines" if value else '""'
    return "number"


def broken_text(place: Place, value: object, text: str) -> str:
    """Return what is wrong with ``value``, or its ``text``, at ``place``; "" if nothing is."""
    if place.broken:
        form = shape(value)
        if form in place.broken:
            return f"does not fit where the chart puts it: it is written there as {form}"
        if (
            isinstance(value, dict)
            and "nested" in place.broken
            and any(isinstance(v, Mapping | list) for v in value.values())
        ):
            return "must have nothing but text for values"
        return ""
    text = text.replace(NO_VALUE, "")
    # on a line of its own, a plain word can be wrong too: other entries stand beside it
    in_block = place.before.endswith(("|\n", "    x\n"))
    alone = not in_block and not place.before.rpartition("\n")[2].strip()
    if not text or (not alone and (HARMLESS.fullmatch(text) or _QUOTED.fullmatch(text))):
        return ""
    after = place.after
    if in_block:
        if _stays_inside(text):
            if not _is_odd(text):
                return ""
        else:
            # nearly every line of such a block is followed by another
            after = f"\n    x: 1{after}"
    again = [place.after.replace("q: 1\n", f"k{number}: ") + text for number in range(1, place.times)]
    text = "".join([text, *again])
    return (
        ""
        if readable(place.before + text + after)
        else "makes the manifest unreadable where the chart puts it"
    )


def _stays_inside(text: str) -> bool:
    """Whether no line but the first begins left of the block of text around it, which begins in column 4."""
    return "\n" not in text or all(
        line.startswith("    ") or not line.strip() for line in text.split("\n")[1:]
    )


def _is_odd(text: str) -> bool:
    """Whether there is a character that YAML has no place for, even in a block of text."""
    plain = text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()
    return not plain and _ODD.search(text) is not None


@lru_cache(maxsize=4096)
def readable(document: str) -> bool:
    """Tell whether Helm can read a manifest: its YAML, and the few fields that Helm itself looks at."""
    composed = compose(document)
    if any(problem.refused or problem.unread for problem in composed.problems):
        return False
    return composed.root is None or readable_head(composed.data)


def readable_head(manifest: object) -> bool:
    """Tell whether kind, name and annotations are text, or what Helm takes for text."""
    if manifest is None:
        return True
    if not isinstance(manifest, Mapping):
        return False
    metadata = manifest.get("metadata")
    if metadata is not None and not isinstance(metadata, Mapping):
        return False
    annotations = metadata.get("annotations") if metadata else None
    if annotations is not None and not isinstance(annotations, Mapping):
        return False
    texts = [
        manifest.get("kind"),
        manifest.get("apiVersion"),
        (metadata or {}).get("name"),
        *(annotations or {}).values(),
    ]
    return not any(isinstance(text, Mapping | list) for text in texts)
