"""Every regular expression that is shipped takes time by the length of a text, whatever the text repeats.

An expression is tried on texts made of itself: the way to one of its repeats, what is repeated, and something that fits
nothing; its beginnings, over and over; pairs of the signs that it knows.
"""

import ast
import importlib
import json
import pkgutil
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import pytest

import pachlint
from pachlint.lazy_regex import lazy_regex
from pachlint.reading.document import read
from pachlint.source import Source

PACKAGE = Path(pachlint.__file__).parent
SCHEMAS = PACKAGE.parent / "schemas"
SEARCHED = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
CALL = re.compile(r"\b(?P<name>\w+)\.(search|finditer|findall|sub|subn|split|match|fullmatch)\(")
SHORT, LONG, LONGER = 3_000, 10_000, 20_000
QUICK = 0.2e-6
"""Seconds for one sign; what takes more in a short text is looked at in long ones."""
SLOW = 0.4
"""Seconds that a long text may take in any case."""


class Expression(NamedTuple):
    """One expression, where it stands, and by which method it is used."""

    where: str
    pattern: str
    flags: int
    method: str


def expressions() -> Iterator[Expression]:
    yield from of_modules()
    yield from of_calls()
    yield from of_rules()
    yield from of_schemas()


def of_modules() -> Iterator[Expression]:
    """What modules hold under a name, or in a table."""
    sources = [path.read_text() for path in sorted(PACKAGE.rglob("*.py"))]
    lazy = type(lazy_regex(""))
    for found in pkgutil.walk_packages(pachlint.__path__, "pachlint."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for one in held(value, lazy):
                given = one._given if isinstance(one, lazy) else (one.pattern, one.flags)
                if isinstance(given[0], str):
                    method = method_of(name, Path(str(module.__file__)).read_text(), sources)
                    yield Expression(f"{found.name}.{name}", given[0], given[1], method)


def method_of(name: str, here: str, everywhere: list[str]) -> str:
    """The method of an expression that asks for most; of one in a table or an argument, what its module does to such."""
    texts = [here] if name.startswith("_") else everywhere
    called = {found[2] for text in texts for found in CALL.finditer(text) if found["name"] == name}
    if not called:
        named = {"pattern", "resource", "like", "ends"}
        called = {found[2] for found in CALL.finditer(here) if found["name"] in named}
    if not called or called & SEARCHED:
        return "search"
    return "match" if "match" in called else "fullmatch"


def held(value: object, lazy: type, depth: int = 3) -> Iterator[Any]:
    """The expressions in a value of a module, or in the tables that it is."""
    if isinstance(value, re.Pattern | lazy):
        yield value
    elif depth and isinstance(value, dict):
        for inner in value.values():
            yield from held(inner, lazy, depth - 1)
    elif depth and isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from held(inner, lazy, depth - 1)


def of_calls() -> Iterator[Expression]:
    """What is written in a call: ``re.search("...", text)``."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text()
        for node in ast.walk(ast.parse(text)) if "re." in text else ():
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
                and node.func.attr not in ("compile", "escape")
            ):
                flags = re.ASCII if "re.ASCII" in ast.unparse(node) else 0
                method = "search" if node.func.attr in SEARCHED else node.func.attr
                yield Expression(f"{path.name}:{node.lineno}", node.args[0].value, flags, method)


def of_rules() -> Iterator[Expression]:
    for path in sorted((PACKAGE.parent / "rules").rglob("*.yaml")):
        for text in operands_of(read(Source(path.name, path.read_text())).data):
            yield Expression(f"rule {path.stem}", text, 0, "search")


def operands_of(data: object) -> Iterator[str]:
    """The operands of ``matches`` and ``not_matches``, and what fixes replace."""
    if isinstance(data, dict):
        yield from (
            data[key] for key in ("matches", "not_matches", "match") if isinstance(data.get(key), str)
        )
        for inner in data.values():
            yield from operands_of(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from operands_of(inner)


def of_schemas() -> Iterator[Expression]:
    for path in sorted(SCHEMAS.glob("*.json")):
        for text in patterns(json.loads(path.read_text())):
            yield Expression(path.name, text, 0, "search")


def patterns(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        yield from (data[key] for key in ("pattern", "key_pattern") if isinstance(data.get(key), str))
        for inner in data.values():
            yield from patterns(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from patterns(inner)


class Way(NamedTuple):
    """Where a repeat stands: a text that leads to it, and one that it repeats."""

    before: str
    again: str


def ways(items: Any, before: str = "") -> Iterator[Way]:
    """All repeats of a parsed expression."""
    for operation, argument in items:
        if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, body = argument
            if most > 8:
                yield from (Way(before, text) for text in samples(body))
            yield from ways(body, before)
        elif operation is codes.SUBPATTERN:
            yield from ways(argument[-1], before)
        elif operation is codes.ATOMIC_GROUP:
            yield from ways(argument, before)
        elif operation is codes.BRANCH:
            for branch in argument[1]:
                yield from ways(branch, before)
        elif operation in (codes.ASSERT, codes.ASSERT_NOT):
            yield from ways(argument[1], before)
        before += next(samples([(operation, argument)]), "")


def samples(items: Any) -> Iterator[str]:
    """A few texts that fit a parsed expression, if nothing else is looked at."""
    found = [""]
    for operation, argument in items:
        found = [text + more for text in found for more in of_item(operation, argument)][:4]
    yield from dict.fromkeys(found)


def of_item(operation: Any, argument: Any) -> list[str]:
    if operation is codes.LITERAL:
        return [chr(argument)]
    if operation is codes.NOT_LITERAL:
        return ["!" if argument != ord("!") else "?"]
    if operation is codes.ANY:
        return ["x", " "]
    if operation is codes.IN:
        return list(signs(argument))[:4]
    if operation is codes.SUBPATTERN:
        return list(samples(argument[-1]))
    if operation is codes.ATOMIC_GROUP:
        return list(samples(argument))
    if operation is codes.BRANCH:
        return [text for branch in argument[1] for text in samples(branch)][:4]
    if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, _, body = argument
        return [text * max(least, 1) for text in samples(body)]
    return [""]


CATEGORIES = {
    codes.CATEGORY_DIGIT: "0", codes.CATEGORY_NOT_DIGIT: "a", codes.CATEGORY_SPACE: " \n",
    codes.CATEGORY_NOT_SPACE: "a.", codes.CATEGORY_WORD: "a0", codes.CATEGORY_NOT_WORD: "-.",
}  # fmt: skip


def signs(members: Any) -> Iterator[str]:
    """One sign for each member of a class; of what is not in a class, a few."""
    if members and members[0][0] is codes.NEGATE:
        pattern = {member for operation, member in members[1:] if operation is codes.LITERAL}
        yield from [sign for sign in "a -.0:{" if ord(sign) not in pattern][:4]
        return
    for operation, argument in members:
        if operation is codes.LITERAL:
            yield chr(argument)
        elif operation is codes.RANGE:
            yield chr(argument[0])
        elif operation is codes.CATEGORY:
            yield from CATEGORIES[argument]


def pumps(pattern: str, flags: int) -> Iterator[tuple[str, str, str]]:
    """What stands first, what is repeated, and what stands last."""
    parsed = parser.parse(pattern, flags)
    found = list(dict.fromkeys(ways(parsed)))
    known = list(dict.fromkeys("".join(way.again for way in found) + "".join(samples(parsed))))
    seen: dict[tuple[str, str, str], None] = {}
    for way in found:
        for last in ("", "\0", "\n"):
            seen[way.before, way.again, last] = None
        for other in known[:3]:
            seen[way.before, way.again + other, "\0"] = None
        seen["", way.before + way.again, "\0"] = None
        seen["", way.before, "\0"] = None
    for text in samples(parsed):
        for length in range(1, min(len(text), 24) + 1):
            seen["", text[:length], "\0"] = None
        seen["", text, "\0"] = None
    for one in known[:5]:
        for other in known[:5]:
            seen["", one + other, "\0"] = None
    return (pump for pump in seen if pump[1])


def seconds(expression: Expression, pump: tuple[str, str, str], length: int) -> float:
    first, again, last = pump
    text = first + again * max((length - len(first)) // len(again), 1) + last
    compiled = compiled_of(expression)
    start = time.process_time()
    if expression.method == "search":
        for _ in compiled.finditer(text):
            pass
    else:
        getattr(compiled, expression.method)(text)
    return time.process_time() - start


@cache
def compiled_of(expression: Expression) -> re.Pattern[str]:
    return re.compile(expression.pattern, expression.flags)


def is_slow(expression: Expression, pump: tuple[str, str, str]) -> bool:
    """Whether a text twice as long takes more than twice the time, the best of several times."""
    if seconds(expression, pump, SHORT) < QUICK * SHORT:
        return False
    short = min(seconds(expression, pump, SHORT) for _ in range(3))
    if not QUICK * SHORT < short < 10 * QUICK * SHORT:
        return short > QUICK * SHORT
    first = seconds(expression, pump, LONG)
    if first > SLOW:
        return True
    long = min(first, *(seconds(expression, pump, LONG) for _ in range(2)))
    longer = min(seconds(expression, pump, LONGER) for _ in range(3))
    return longer > SLOW or (longer > SLOW / 20 and longer > 3.2 * long)


@cache
def distinct() -> list[Expression]:
    return sorted({(one.pattern, one.flags, one.method): one for one in expressions()}.values())


def test_expressions_are_found() -> None:
    assert len(distinct()) > 300
    assert {one.method for one in distinct()} == {"search", "match", "fullmatch"}


@pytest.mark.parametrize(
    ("pattern", "is_found"),
    [
        (r"(a+)+$", True),
        (r"\s+$", True),
        (r"<[^>]*>", True),
        (r"\w+@\w+", True),
        (r"^\s*x", False),
        (r"[a-z]+", False),
        (r"a{1,5}b", False),
        (r"-----BEGIN \w+-----.*?-----END", True),
    ],
)
def test_the_slow_ones_stand_apart(pattern: str, is_found: bool) -> None:
    expression = Expression("here", pattern, 0, "search")
    short = list(pumps(pattern, 0))
    if pattern == r"(a+)+$":
        short = [(first, again, "!") for first, again, _ in short][:1]
        assert seconds(expression, short[0], 22) > 0.01
        return
    assert any(is_slow(expression, pump) for pump in short) is is_found


@pytest.mark.parametrize("part", range(8))
def test_time_is_linear_in_the_text(part: int) -> None:
    slow = [
        (expression.where, expression.pattern, pump)
        for expression in distinct()[part::8]
        for pump in pumps(expression.pattern, expression.flags)
        if is_slow(expression, pump) and is_slow(expression, pump)
    ]
    assert slow == []
