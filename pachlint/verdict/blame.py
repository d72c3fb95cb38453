"""Which value is at fault that Helm cannot read a manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.lazy_regex import lazy_regex
from pachlint.verdict.breaches import Breach, is_set
from pachlint.verdict.expressions import EvaluationError
from pachlint.verdict.layouts import Writer, Written, readable_layout, writes_yaml
from pachlint.verdict.oddities import is_plain
from pachlint.verdict.rendered import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pachlint.verdict.expressions import KeyPath

_STAND_INS = ("", "x: x")
_BREAKS = lazy_regex(r"[\x85\u2028\u2029]")


def blame(writer: Writer, pieces: Sequence[int], user: Mapping[str, object] | None) -> Breach:
    """Return the value without which a file that cannot be read could be.

    That is a text that is odd, or else a condition that the user's values decide.
    """
    odd = [piece for piece in writer.written if piece.expression >= 0 and not is_plain(piece.text)]
    guilty = _guilty(writer.written, list(dict.fromkeys(odd)))
    if guilty is not None:
        return _breach(_path(writer, guilty), _problem(writer, guilty))
    alone = [piece for piece in writer.written if piece.text and _is_of_user(writer, piece, user)]
    guilty = _guilty(writer.written, list(dict.fromkeys(alone)))
    if guilty is not None:
        return _breach(_path(writer, guilty), _problem(writer, guilty))
    path = _deciding(writer, pieces, user)
    if path or not odd:
        return _breach(path, "makes the chart write a manifest that Helm cannot parse")
    return _breach(_path(writer, odd[0]), _problem(writer, odd[0]))


def _guilty(written: Sequence[Written], suspects: Sequence[Written]) -> Written | None:
    """The one that alone makes the difference, or the last of those that do together."""
    for piece in suspects:
        if _would_mend(written, {piece}):
            return piece
    gone: set[Written] = set()
    for piece in suspects:
        gone.add(piece)
        if _would_mend(written, gone):
            return piece
    return None


def _would_mend(written: Iterable[Written], gone: set[Written]) -> bool:
    """Whether the file could be read with something harmless in place of these pieces."""
    return any(
        readable_layout(piece._replace(text=text) if piece in gone else piece for piece in written)
        for text in _STAND_INS
    )


def _deciding(writer: Writer, pieces: Sequence[int], user: Mapping[str, object] | None) -> KeyPath:
    """The path of a condition that, had it come out otherwise, would have left a file that can be read."""
    tests = list(dict.fromkeys(writer.tests))
    paths = {test: writer.evaluator.violation(test) for test in tests}
    known = [test for test in tests if paths[test] and is_set(paths[test], user)]
    for test in known:
        other = Writer(writer.pieces, writer.evaluator, {test})
        try:
            other.write(pieces)
        except EvaluationError:
            continue
        if readable_layout(other.written):
            return paths[test]
    return paths[known[0]] if known else ()


def _is_of_user(writer: Writer, piece: Written, user: Mapping[str, object] | None) -> bool:
    path = _path(writer, piece) if piece.expression >= 0 else ()
    return bool(path) and is_set(path, user)


def _path(writer: Writer, piece: Written) -> KeyPath:
    evaluator = writer.evaluator
    found = evaluator.written(piece.expression, piece.text) or evaluator.violation(piece.expression)
    return found or (evaluator.violation(piece.within) if piece.within >= 0 else ())


def _breach(path: KeyPath, problem: str) -> Breach:
    return Breach(
        path, "yaml", f"{'.'.join(path)} {problem}" if path else f"a value {problem}", explicit=False
    )


def _problem(writer: Writer, piece: Written) -> str:
    text = piece.text
    if SEPARATOR.search(f"x{text}"):
        return "has a line that begins with ---, and Helm splits the manifest there"
    if _BREAKS.search(text):
        return "has a character that ends a line in YAML (U+0085, U+2028 or U+2029), which makes the manifest invalid YAML"
    if writes_yaml(writer.evaluator.expressions, piece.expression):
        return f"does not fit where the chart puts it: it is written there as {_shape(text)}"
    return "makes the manifest invalid YAML where the chart puts it"


def _shape(text: str) -> str:
    first = text.partition("\n")[0]
    if first.startswith("- "):
        return "a list"
    return "a mapping" if ": " in first or first.endswith(":") else "a word or string"
