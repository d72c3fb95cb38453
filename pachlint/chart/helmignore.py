"""``.helmignore``: files of a chart's folder that Helm does not see (Helm 3.17.3, pkg/ignore; patterns of Go's path/filepath)."""

from collections.abc import Callable, Iterable, Sequence

from pachlint.records import NamedTuple

NAME = ".helmignore"
MAX_STEPS = 300_000
# the most that a bufio.Scanner of Go takes for a line
_LONGEST_LINE = 65_536
# Helm's own, after all others
_HIDDEN_TEMPLATES = "templates/.?*"

Ignored = Callable[[str, bool], bool]
"""A path within the chart, and whether it is a folder, to whether Helm skips it."""


class IgnoreError(ValueError):
    """A pattern that Helm rejects, or patterns that take longer than is followed."""


class _Sign(NamedTuple):
    """One character: of these ranges, or of none of them."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False
    folder: bool = True
    """Whether it may be a slash."""

    def fits(self, character: str) -> bool:
        if character == "/" and not self.folder:
            return False
        return any(low <= character <= high for low, high in self.ranges) is not self.negated


class _Chunk(NamedTuple):
    """Signs one after another; ``star`` before them stands for whatever holds no slash."""

    star: bool
    signs: tuple[_Sign, ...]


class _Rule(NamedTuple):
    pattern: tuple[_Chunk, ...]
    negated: bool
    folder: bool
    whole: bool
    """Whether the whole path is compared, not only its last part."""


def ignored_by(text: str) -> Ignored:
    """What the text of a ``.helmignore`` says.

    Raises:
        IgnoreError: if one of its patterns is none; the function that is given back, if it takes too long.
    """
    lines = [*text.removeprefix("\ufeff").split("\n"), _HIDDEN_TEMPLATES]
    rules = [rule for line in lines if (rule := _rule(line)) is not None]
    steps = _Steps()
    return lambda path, is_folder: _is_ignored(rules, path, steps, is_folder=is_folder)


class _Steps:
    def __init__(self) -> None:
        self.left = MAX_STEPS

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise IgnoreError(f"patterns that take more than {MAX_STEPS} steps are not supported")


def _rule(line: str) -> _Rule | None:
    if len(line) >= _LONGEST_LINE:
        raise IgnoreError(f"a line of more than {_LONGEST_LINE} characters")
    line = line.strip()
    if not line or line.startswith("#"):
        return None
    if "**" in line:
        raise IgnoreError("double-star (**) syntax is not supported")
    _pattern(line)
    negated, line = line.startswith("!"), line.removeprefix("!")
    folder, line = line.endswith("/"), line.removesuffix("/")
    return _Rule(_pattern(line.removeprefix("/")), negated, folder, whole="/" in line)


def _pattern(text: str) -> tuple[_Chunk, ...]:
    chunks: list[_Chunk] = []
    star, signs, at = False, list[_Sign](), 0
    while at < len(text):
        if text[at] == "*":
            chunks.append(_Chunk(star, tuple(signs)))
            star, signs, at = True, [], at + 1
            continue
        sign, at = _sign(text, at)
        signs.append(sign)
    return (*chunks, _Chunk(star, tuple(signs)))


def _sign(text: str, at: int) -> tuple[_Sign, int]:
    if text[at] == "[":
        return _class(text, at + 1)
    if text[at] == "?":
        return _Sign((), negated=True, folder=False), at + 1
    at += text[at] == "\\"
    if at == len(text):
        raise IgnoreError(f"syntax error in pattern {_shown(text)}")
    return _Sign(((text[at], text[at]),)), at + 1


def _class(text: str, at: int) -> tuple[_Sign, int]:
    negated = text.startswith("^", at)
    at += negated
    ranges: list[tuple[str, str]] = []
    while not ranges or not text.startswith("]", at):
        low, at = _member(text, at)
        high = low
        if text.startswith("-", at):
            high, at = _member(text, at + 1)
        ranges.append((low, high))
    return _Sign(tuple(ranges), negated), at + 1


def _member(text: str, at: int) -> tuple[str, int]:
    """A character of a class, which something must follow."""
    if text[at : at + 1] not in ("", "-", "]"):
        at += text[at] == "\\"
        if at + 1 < len(text):
            return text[at], at + 1
    raise IgnoreError(f"syntax error in pattern {_shown(text)}")


def _shown(text: str) -> str:
    return repr(text if len(text) < 60 else f"{text[:60]}…")


def _is_ignored(rules: Iterable[_Rule], path: str, steps: _Steps, *, is_folder: bool) -> bool:
    for rule in rules:
        steps.take(1)
        if rule.folder and not is_folder:
            if rule.negated:
                return True
            continue
        name = path if rule.whole else path.rpartition("/")[2]
        # whatever a negated rule does not name is out
        if _fits(rule.pattern, name, steps) is not rule.negated:
            return True
    return False


def _fits(pattern: Sequence[_Chunk], name: str, steps: _Steps) -> bool:
    """Whether a pattern is about all of a name; every chunk is taken at the first place where it fits."""
    at = 0
    for number, chunk in enumerate(pattern):
        last = number == len(pattern) - 1
        if last and chunk.star and not chunk.signs:
            return "/" not in name[at:]
        found = _place(chunk, name, at, steps, last=last)
        if found is None:
            return False
        at = found + len(chunk.signs)
    return at == len(name)


def _place(chunk: _Chunk, name: str, at: int, steps: _Steps, *, last: bool) -> int | None:
    """Where a chunk fits first from an offset on; the last one must reach the end of the name."""
    while True:
        end = at + len(chunk.signs)
        if end > len(name):
            return None
        if not last or end == len(name):
            steps.take(1 + len(chunk.signs))
            if all(sign.fits(character) for sign, character in zip(chunk.signs, name[at:end], strict=True)):
                return at
        if not chunk.star or name[at : at + 1] in ("", "/"):
            return None
        at += 1
