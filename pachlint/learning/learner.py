"""Follow the templates of any chart, hostile ones too: what cannot be followed is unknown, and all is bounded."""

from __future__ import annotations

import re
from functools import cache
from inspect import signature
from typing import TYPE_CHECKING

from pachlint.chart.files import NAMED
from pachlint.gotemplate.errors import ParseError, UnknownError
from pachlint.lazy_regex import lazy_regex
from pachlint.learning.constants import constant, constant_expr, known
from pachlint.learning.effort import Effort, Scales
from pachlint.learning.errors import NotFollowedError
from pachlint.learning.forms import (
    NOTHING,
    UNKNOWN,
    Branch,
    Call,
    Choice,
    Constant,
    Dict,
    Expr,
    Files,
    Hole,
    Joined,
    List,
    Maybe,
    Nodes,
    Root,
    Value,
    bare,
)
from pachlint.learning.given import handed
from pachlint.learning.helm_objects import BUILT_INS
from pachlint.learning.mutations import ANY, changes, makes_a_map
from pachlint.learning.special_functions import SPECIAL
from pachlint.learning.symbolic import Runner
from pachlint.verdict.learned import BOUNDED, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pachlint.gotemplate import nodes as go
    from pachlint.learning.program import Program

_NOT_TAKEN_OVER = frozenset(["set", "unset"])
_FIRST_IS_A_NUMBER = frozenset(["indent", "nindent", "randAlphaNum"])
_SPACES = range(1000)
_PLAIN_FORMAT = lazy_regex(r"(?:[^%]|%%|%[svdqT])*+")
_VERB = lazy_regex(r"%[svdqT]")
_MOST_NAMES = 12
_LONGEST_PATTERN = 100
_MOST_STARS = 2
_LONGEST_NAME = 255
_ITEMS = frozenset(["index", "get", "first", "last"])
_HAND_ON = frozenset(["include", "tpl", "dict", "list", "append", "set"])
_SIMPLE = lazy_regex(r"files/(?:[\w./ *?-]|\{[\w./ *?,-]*\})+")
_WILD = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}
NO_TEXT = Constant("")
_NOT_SAID = frozenset(["Subcharts"])


class Learner(Runner):
    """Runs templates; ``unknown`` names what was met and could not be followed."""

    functions = BOUNDED

    def __init__(self, program: Program, effort: Effort) -> None:
        super().__init__(program)
        self.effort = effort
        self.scales = Scales(effort)
        self.changed, self.own_maps = changes(program)
        self.unknown: set[str] = set()
        self.asked = False
        """Whether the last file asks if this is the first installation or an upgrade."""

    def file(self, name: str) -> Nodes:
        """Return what a template file prints.

        Raises:
            NotFollowedError: if nothing can be said of the file.
        """
        self.asked = False
        if ANY in self.changed:
            raise NotFollowedError("templates that change maps at keys which are not known")
        try:
            nodes = super().file(name)
            self.scales.check(nodes)
        except (
            ParseError,
            UnknownError,
            LookupError,
            ValueError,
            TypeError,
            AttributeError,
            RecursionError,
        ) as error:
            raise NotFollowedError(str(error)) from error
        return nodes

    def run(self, nodes: Sequence[go.Node], dot: Expr, env: dict[str, Expr], local: set[str]) -> Nodes:
        self.effort.take(1 + len(nodes) + len(env))
        return super().run(nodes, dot, env, local)

    def pipe(self, pipe: go.Pipe, dot: Expr, env: dict[str, Expr], local: set[str]) -> Expr:
        value = super().pipe(pipe, dot, env, local)
        self.scales.check(value)
        if not self.own_maps.isdisjoint(pipe.names) and makes_a_map(pipe, self.own_maps):
            value = self.not_known("maps that templates change", [value])
            env.update(dict.fromkeys(pipe.names, value))
        return value

    def field(self, base: Expr, names: tuple[str, ...], *, lenient: bool = False) -> Expr:
        if names and not self.changed.isdisjoint(names):
            return self.not_known("maps that templates change", [super().field(base, names, lenient=True)])
        return super().field(base, names, lenient=lenient)

    def given_field(self, scope: str, name: str, below: tuple[str, ...]) -> Expr:
        if name == "Release" and (not below or below[0].startswith("Is")):
            self.asked = True
        return super().given_field(scope, name, below)

    def root_field(self, scope: str, name: str) -> Expr:
        if name == "Template":
            return constant_expr({"BasePath": self.program.scopes[scope].base, "Name": "x"})
        return self.not_known(f".{name}") if name in _NOT_SAID else super().root_field(scope, name)

    def method(self, operands: Sequence[go.Operand], dot: Expr, env: dict[str, Expr]) -> Expr:
        try:
            return super().method(operands, dot, env)
        except (NotFollowedError, LookupError):
            return self.not_known("a method")

    def file_text(self, scope: str, name: str) -> Expr:
        there, is_named = self.program.scopes[scope].files, name.startswith(NAMED)
        if name in there and not is_named:
            return super().file_text(scope, name)
        return NO_TEXT if is_named and name not in there else self.not_known("the text of other files")

    def files_like(self, scope: str, pattern: str) -> Expr:
        """Return the other files that a pattern matches, if it can match only what lies below ``files/``, and does not."""
        matches = _matcher(pattern)
        names = self.program.scopes[scope].files
        if matches is None or any(len(name) > _LONGEST_NAME or matches.fullmatch(name) for name in names):
            return self.not_known("which other files there are")
        return super().files_like(scope, pattern)

    def call(self, name: str, arguments: list[Expr]) -> Expr:
        self.effort.take()
        if name in _ITEMS and (item := _item(name, arguments)) is not None:
            return item
        if self._is_beyond(name, arguments) or (name not in _HAND_ON and any(map(_holds_all, arguments))):
            return self.not_known(f"the function {name}", arguments)
        if name == "dig":
            return Call(name, tuple(arguments))
        try:
            return super().call(name, arguments)
        except (ParseError, UnknownError, LookupError, ValueError, TypeError, AttributeError, OverflowError):
            return self.not_known(f"the function {name}", arguments)

    def _is_beyond(self, name: str, arguments: list[Expr]) -> bool:
        if (
            name in _NOT_TAKEN_OVER
            or not self.follows(name)
            or (name not in SPECIAL and name in BOUNDED and not _takes(name, len(arguments)))
        ):
            return True
        if name in _FIRST_IS_A_NUMBER:
            return not (arguments and isinstance(arguments[0], Constant) and arguments[0].value in _SPACES)
        if name == "include":
            return not (arguments and (constant(arguments[0]) or self._named_by(arguments[0])))
        if name == "dig":
            # all values together are no map that it takes
            keys, last = arguments[:-2], arguments[-1] if arguments else NOTHING
            return not (keys and all(_text_of(e) for e in keys)) or not (
                isinstance(last, Value) and last.names
            )
        if name == "dict":
            return not all(_text_of(e) is not None for e in arguments[::2])
        if name == "tpl" and len(arguments) == 2 and constant(arguments[0]):
            return not isinstance(known(arguments[0]), str)
        if name == "printf":
            form = _text_of(arguments[0]) if arguments else None
            return form is None or not _PLAIN_FORMAT.fullmatch(form)
        return False

    def _named_by(self, e: Expr) -> list[str]:
        """The templates that a text made by ``printf`` can name; none if they are not few."""
        if not isinstance(e, Call) or e.function != "printf" or not (form := _text_of(e.arguments[0])):
            return []
        pattern = re.compile(".*".join(re.escape(part) for part in _VERB.split(form)), re.DOTALL)
        found = sorted(name for name in self.program.defined if pattern.fullmatch(name))
        return found if len(found) <= _MOST_NAMES else []

    def include(self, arguments: list[Expr]) -> Expr:
        if not constant(arguments[0]):
            name_of, *rest = arguments
            found: Expr = Call("fail", (Constant("no template has this name"),))
            for name in self._named_by(name_of):
                made = self.include([Constant(name), *rest])
                found = Choice(Call("eq", (name_of, Constant(name))), made, found)
            return found
        name = str(known(arguments[0]))
        if name not in self.program.bodies and name not in self.program.defined:
            return self.not_known(f"the template {name}", arguments)
        return super().include(arguments)

    def text_run(self, source: Expr, dot: Expr) -> Expr:
        return Call("tpl", (source, handed(dot)))

    def yaml_run(self, source: Call, dot: Expr) -> Expr:
        """The YAML of a value stays what it is unless there is a template in it."""
        is_template = Call("contains", (Constant(OPENING), source))
        return Joined((Branch(is_template, (Hole(self.text_run(source, dot)),), (Hole(source),)),))

    def not_known(self, what: str, arguments: Sequence[Expr] = ()) -> Expr:
        """What stands for something that cannot be followed; what it is given is evaluated all the same."""
        self.unknown.add(what)
        return Call(UNKNOWN, tuple(arguments))


class AnyRelease(Learner):
    """Runs templates that are not told whether this is the first installation or an upgrade."""

    def root_field(self, scope: str, name: str) -> Expr:
        if name != "Release":
            return super().root_field(scope, name)
        unknown = Call(UNKNOWN, ())
        found = constant_expr(BUILT_INS[name])
        pairs = found.pairs if isinstance(found, Dict) else ()
        return Dict(tuple((key, unknown if key.startswith("Is") else e) for key, e in pairs))


def _matcher(pattern: str) -> re.Pattern[str] | None:
    """A pattern of ``.Files.Glob`` below ``files/`` (https://github.com/gobwas/glob, apart by ``/``); None if it is another, or unusual."""
    if len(pattern) > _LONGEST_PATTERN or not _SIMPLE.fullmatch(pattern):
        return None
    parts = re.split(r"(\*\*|[*?{},])", pattern)
    if sum(part in {"*", "**"} for part in parts) > _MOST_STARS:
        return None
    return re.compile("".join(_WILD.get(part) or re.escape(part) for part in parts), re.DOTALL)


def _item(name: str, arguments: list[Expr]) -> Expr | None:
    """What a function takes out of a list or map that the template made; None if that is not known here."""
    whole, *keys = (bare(e) for e in arguments)
    if not keys and isinstance(whole, List) and whole.members and name in {"first", "last"}:
        return whole.members[0 if name == "first" else -1]
    key = keys[0].value if len(keys) == 1 and isinstance(keys[0], Constant) else None
    if isinstance(whole, List) and name == "index" and type(key) is int and 0 <= key < len(whole.members):
        return whole.members[key]
    if isinstance(whole, Dict) and name in {"index", "get"} and isinstance(key, str):
        return dict(whole.pairs).get(key)
    return None


def _holds_all(e: Expr) -> bool:
    """Whether what a template file is given is in a value: all values, and much that is none."""
    return isinstance(e, Root | Files) or (
        isinstance(e, List | Dict | Maybe) and any(map(_holds_all, _inside(e)))
    )


def _inside(e: Expr) -> Iterator[Expr]:
    if isinstance(e, List):
        yield from e.members
    elif isinstance(e, Dict):
        yield from (value for _, value in e.pairs)
    elif isinstance(e, Maybe):
        yield e.given


def _text_of(e: Expr) -> str | None:
    """A text that the chart fixes, None if it is none."""
    return e.value if isinstance(e, Constant) and isinstance(e.value, str) else None


@cache
def _takes(name: str, count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    try:
        signature(BOUNDED[name]).bind(*range(count))
    except TypeError:
        return False
    return True
