"""Turn what the templates of a chart do into conditions and the expressions evaluated under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.constants import constant, known
from pachlint.learning.forms import (
    NOTHING,
    UNKNOWN,
    Branch,
    Call,
    Choice,
    Constant,
    Dict,
    Each,
    Eval,
    Expr,
    Field,
    Fold,
    Guard,
    Hole,
    Joined,
    List,
    Loop,
    Node,
    Nodes,
    Test,
    Text,
    Value,
    calls,
)
from pachlint.learning.output import text_expr
from pachlint.verdict.functions import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTUAL = frozenset(
    [
        "quote",
        "squote",
        "toString",
        "toJson",
        "toYaml",
        "printf",
        "print",
        "b64enc",
        "text",
        "tpl",
        "trim",
        "upper",
        "lower",
        "snakecase",
        "replace",
        "trunc",
        "trimSuffix",
        "join",
        "shift",
        "hash",
        "regexFind",
    ]
)
_TEXT_ARGUMENTS = {"hasSuffix", "hasPrefix", "contains", "b64enc", "trim", "upper", "lower", "snakecase", "replace", "trimSuffix",
                   "trunc", "text", "tpl", "split", "splitList", "regexMatch", "regexFind", "fromJsonArray"}  # fmt: skip
LENIENT = TOTAL | {"printf", "join", "and", "or", "root", UNKNOWN}
_LIST_AT = {"append": 0, "mustAppend": 0, "has": 1, "without": 0}


def textual(e: Expr) -> bool:
    """Tell whether ``e`` is text whatever the values are."""
    match e:
        case Constant(value):
            return isinstance(value, str)
        case Choice(_, yes, no):
            return textual(yes) and textual(no)
        case Call("default", (fallback, given)):
            return textual(fallback) and textual(given)
        case Call(function):
            return function in TEXTUAL
    return isinstance(e, Joined)


def partial(e: Expr) -> bool:
    """Tell whether evaluating ``e`` can fail although its arguments can be evaluated."""
    if isinstance(e, Value):
        return len(e.names) > 1
    if isinstance(e, Call):
        return _can_fail(e.function, e.arguments)
    return isinstance(e, Field)


def _can_fail(function: str, arguments: tuple[Expr, ...]) -> bool:
    if function in LENIENT:
        return False
    if function in _LIST_AT:
        # what templates put together is a list
        return isinstance(arguments[_LIST_AT[function]], Value | Field)
    if function in _TEXT_ARGUMENTS:
        return not all(
            textual(one) or (isinstance(one, Constant) and function == "trunc") for one in arguments
        )
    if function in ("eq", "ne"):
        return not all(map(textual, arguments)) and NOTHING not in arguments
    return not (function == "len" and (textual(arguments[0]) or isinstance(arguments[0], List | Dict)))


def truth_of(e: Expr) -> Expr:
    """Return an expression that is true when ``e`` is, as plain as possible."""
    if isinstance(e, Joined):
        return _some(*(_node_truth(node) for node in e.nodes if not isinstance(node, Eval)))
    if calls(e, "not") and constant(e.arguments[0]):
        return Constant(not known(e.arguments[0]))
    return e


def _node_truth(node: Node) -> Expr:
    match node:
        case Text(text):
            return Constant(bool(text))
        case Branch(test, yes, no):
            return _choice(test, truth_of(text_expr(yes)), truth_of(text_expr(no)))
        case Hole(expression) if calls(expression, "quote", "toYaml", "hash"):
            return Constant(value=True)
    return Joined((node,))


def _choice(test: Expr, yes: Expr, no: Expr) -> Expr:
    left = _all(test, yes)
    return _some(left, _all(Call("not", (test,)), no))


def _all(*tests: Expr) -> Expr:
    kept = [test for test in tests if not (constant(test) and known(test))]
    if any(constant(test) for test in kept):
        return Constant(value=False)
    return Constant(value=True) if not kept else kept[0] if len(kept) == 1 else Call("and", tuple(kept))


def _some(*tests: Expr) -> Expr:
    kept = [test for test in tests if not (constant(test) and not known(test))]
    if any(constant(test) for test in kept):
        return Constant(value=True)
    return Constant(value=False) if not kept else kept[0] if len(kept) == 1 else Call("or", tuple(kept))


def under(guard: Guard, test: Expr, *, holds: bool) -> Guard | None:
    """Return ``guard`` and ``test`` (or its opposite); None when both cannot be."""
    test = truth_of(test)
    if constant(test):
        return guard if bool(known(test)) is holds else None
    if calls(test, "not"):
        return under(guard, test.arguments[0], holds=not holds)
    if calls(test, "and" if holds else "or"):
        for part in test.arguments:
            narrower = under(guard, part, holds=holds)
            if narrower is None:
                return None
            guard = narrower
        return guard
    if Test(test, not holds) in guard:
        return None
    added = Test(test, holds)
    return guard if added in guard else (*guard, added)


def beside(guard: Guard, other: Guard) -> Guard | None:
    """Return when what is under ``guard`` is written and what is under ``other`` as well; None when both cannot be."""
    here: Guard | None = guard
    for part in other:
        if here is None or part in here:
            continue
        if isinstance(part, Each):
            return under(here, part.over, holds=True)
        if isinstance(part, Test):
            here = under(here, part.test, holds=part.holds)
    return here


def needs(e: Expr, guard: Guard) -> Iterator[tuple[Guard, Expr]]:  # noqa: C901 -- an arm per form
    """Yield every expression that can fail when ``e`` is evaluated under ``guard``, each with its own guard."""
    match e:
        case Joined(nodes):
            yield from node_needs(nodes, guard)
        case Dict(pairs):
            for _, value in pairs:
                yield from needs(value, guard)
        case List(members):
            for member in members:
                yield from needs(member, guard)
        case Choice(test, yes, no):
            yield from needs(test, guard)
            for arm, holds in ((yes, True), (no, False)):
                inner = under(guard, test, holds=holds)
                if inner is not None:
                    yield from needs(arm, inner)
        case Fold(over, key, item, _, start, step):
            yield from needs(over, guard)
            yield from needs(start, guard)
            yield guard, Call("entries", (over,))
            yield from needs(step, (*guard, Each(over, key, item)))
        case Field(base):
            yield from needs(base, guard)
            yield guard, e
        case Call():
            yield from _call_needs(e, guard)
        case _ if partial(e):
            yield guard, e


def _call_needs(e: Call, guard: Guard) -> Iterator[tuple[Guard, Expr]]:
    inner: Guard | None = guard
    for argument in e.arguments:
        if inner is None:
            break
        yield from needs(argument, inner)
        if e.function in ("and", "or"):
            inner = under(inner, argument, holds=e.function == "and")
    if partial(e):
        yield guard, e


def node_needs(nodes: Nodes, guard: Guard) -> Iterator[tuple[Guard, Expr]]:
    """Yield what ``needs`` yields for all that ``nodes`` print."""
    for node in nodes:
        match node:
            case Hole(expression) | Eval(expression):
                yield from needs(expression, guard)
            case Branch(test, yes, no):
                yield from needs(test, guard)
                for arm, holds in ((yes, True), (no, False)):
                    inner = under(guard, test, holds=holds)
                    if inner is not None:
                        yield from node_needs(arm, inner)
            case Loop(over, key, item, body, otherwise):
                yield from needs(over, guard)
                yield guard, Call("entries", (over,))
                yield from node_needs(body, (*guard, Each(over, key, item)))
                inner = under(guard, over, holds=False)
                if inner is not None:
                    yield from node_needs(otherwise, inner)
