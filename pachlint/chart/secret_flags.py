"""What may not be shown of the flags that set values: the values of secrets, and of a flag that fails everything but its key."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pachlint.chart import fields
from pachlint.chart.secret_spans import SecretTexts
from pachlint.chart.secret_texts import apart, tells, text_spans
from pachlint.chart.secrets import is_secret, names_secret
from pachlint.chart.unread_text import is_harmless
from pachlint.layering.values import Layer, Values
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, Span

if TYPE_CHECKING:
    from pachlint.layering.flags import Write

_FLAG = lazy_regex(r"(?<![a-z-])(?=[a-z-]+ )[a-z-]*?--[a-z-]+ (?P<flag>[^\n]*)")
_KEY = lazy_regex(r"(?:[A-Za-z][\w-]*(?:\[-?\d{1,8}\])*(?:\.|(?==|\Z)))*")
_STEP = lazy_regex(r"[^.\[\]=,\s]+")
_PIECE = lazy_regex(r"[^.,=\[\]{}\"]+")


def secrets_in_flags(values: Values) -> SecretTexts:
    """The spans in the command line of a release that no one may print, and the texts that stand there."""
    text = values.command_line.text
    found = [*text_spans(text)]
    texts: list[str] = []
    lines = [*_FLAG.finditer(text)]
    rejected = {problem.flag for problem in values.problems if problem.flag is not None}
    found += [Span(*_after_key(lines[number]["flag"], lines[number].start("flag"))) for number in rejected]
    for layer in values.layers:
        found += _of_writes(layer, text)
        for write in layer.writes:
            if layer.label == "--set-file" or holds_secret(write.path, write.value):
                texts += strings(write.value)
    for span in found:
        texts += [text[span.start : span.end], *_PIECE.findall(text, *span)]
    return SecretTexts(apart(found), frozenset(texts))


def holds_secret(path: Path, value: object) -> bool:
    """Whether a secret stands at a path or below it, or a text that gives one."""
    # the name of an environment variable may stand in another flag
    is_variable = len(path) > 1 and path[-1] == "value" and isinstance(path[-2], int)
    return is_variable or _holds_secret(path, value)


def _holds_secret(path: Path, value: object) -> bool:
    if is_secret(path):
        return True
    if isinstance(value, Mapping):
        return names_secret(value) or any(_holds_secret((*path, key), inner) for key, inner in value.items())
    if isinstance(value, list):
        return any(_holds_secret((*path, at), item) for at, item in enumerate(value))
    return isinstance(value, str) and (tells(value) or _is_section(path))


def strings(value: object) -> Iterator[str]:
    """Every text in a value, and its numbers as texts."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _after_key(flag: str, start: int) -> tuple[int, int]:
    key, given, _ = flag.partition("=")
    if given:
        found = _KEY.match(key)
        end = found.end() + (found.end() == len(key)) if found else 0
        return start + end, start + len(flag)
    end = 0
    for step in _STEP.finditer(flag):
        if not is_harmless(step[0]):
            break
        end = step.end()
    return start + end, start + len(flag)


def _of_writes(layer: Layer, text: str) -> Iterator[Span]:
    """The values of secrets, and whatever follows one and begins with no key of the chart: it may be its end."""
    before: dict[int, Write] = {}
    for write in layer.writes:
        offset = layer.offset
        last = before.get(offset)
        if last is not None and write.start and not _is_of_chart(write.path):
            line_end = text.find("\n", offset)
            yield Span(offset + last.value_span.start, line_end if line_end >= 0 else len(text))
        if holds_secret(write.path, write.value):
            before[offset] = write
            yield Span(offset + write.value_span.start, offset + write.value_span.end)


def _is_section(path: Path) -> bool:
    """Whether a block of keys belongs at a path of the chart: a text there is one by mistake."""
    node = fields.node_at(path)
    return node is not None and "object" in fields.types(node)


def _is_of_chart(path: Path) -> bool:
    return bool(path) and str(path[0]) in fields.inside(fields.root())
