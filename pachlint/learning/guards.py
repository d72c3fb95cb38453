"""Turn what the templates of a chart do into conditions and the expressions evaluated under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.forms import UNKNOWN, Expr, Guard, Nodes, constant, known, text_expr
from pachlint.verdict.functions import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTUAL = frozenset(
    [
        "cat",
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
LENIENT = TOTAL | {
    "printf",
    "join",
    "if",
    "and",
    "or",
    "cat",
    "fold",
    "list",
    "dict",
    "c",
    "$",
    "root",
    "files",
    UNKNOWN,
}


def textual(e: Expr) -> bool:
    """Tell whether ``e`` is text whatever the values are."""
    if e[0] == "c":
        return isinstance(e[1], str)
    if e[0] == "default":
        return textual(e[1]) and textual(e[2])
    if e[0] == "if":
        return textual(e[2]) and textual(e[3])
    return e[0] in TEXTUAL


def partial(e: Expr) -> bool:
    """Tell whether evaluating ``e`` can fail although its arguments can be evaluated."""
    name = e[0]
    if name == "v":
        return len(e[2]) > 1
    if name in (".", "?."):
        return True
    if name in LENIENT:
        return False
    if name in _TEXT_ARGUMENTS:
        return not all(textual(argument) or (argument[0] == "c" and name == "trunc") for argument in e[1:])
    if name in ("eq", "ne"):
        return not all(textual(argument) for argument in e[1:]) and NOT_FAILING not in e[1:]
    if name in ("append", "mustAppend", "has", "without"):
        return False
    return not (name == "len" and (textual(e[1]) or e[1][0] in ("list", "dict")))


NOT_FAILING: Expr = ("c", None)


def truth_of(e: Expr) -> Expr:
    """Return an expression that is true when ``e`` is, as plain as possible."""
    if e[0] == "cat":
        return _some(*(_node_truth(node) for node in e[1] if node[0] != "eval"))
    if e[0] == "not" and constant(e[1]):
        return ("c", not known(e[1]))
    return e


def _node_truth(node: Expr) -> Expr:
    if node[0] == "text":
        return ("c", bool(node[1]))
    if node[0] == "if":
        yes, no = truth_of(text_expr(node[2])), truth_of(text_expr(node[3]))
        return _choice(node[1], yes, no)
    if node[0] == "hole":
        return ("c", True) if node[1][0] in ("quote", "toYaml", "hash") else ("cat", (node,))
    return ("cat", (node,))


def _choice(test: Expr, yes: Expr, no: Expr) -> Expr:
    left = _all(test, yes)
    return _some(left, _all(("not", test), no))


def _all(*tests: Expr) -> Expr:
    kept = [test for test in tests if not (constant(test) and known(test))]
    if any(constant(test) for test in kept):
        return ("c", False)
    return ("c", True) if not kept else kept[0] if len(kept) == 1 else ("and", *kept)


def _some(*tests: Expr) -> Expr:
    kept = [test for test in tests if not (constant(test) and not known(test))]
    if any(constant(test) for test in kept):
        return ("c", True)
    return ("c", False) if not kept else kept[0] if len(kept) == 1 else ("or", *kept)


def under(guard: Guard, test: Expr, *, holds: bool) -> Guard | None:
    """Return ``guard`` and ``test`` (or its opposite); None when both cannot be."""
    test = truth_of(test)
    if constant(test):
        return guard if bool(known(test)) is holds else None
    if test[0] == "not":
        return under(guard, test[1], holds=not holds)
    if test[0] == ("and" if holds else "or"):
        for part in test[1:]:
            narrower = under(guard, part, holds=holds)
            if narrower is None:
                return None
            guard = narrower
        return guard
    if (test, not holds) in guard:
        return None
    return guard if (test, holds) in guard else (*guard, (test, holds))


def beside(guard: Guard, other: Guard) -> Guard | None:
    """Return when what is under ``guard`` is written and what is under ``other`` as well; None when both cannot be."""
    here: Guard | None = guard
    for part in other:
        if here is None or part in here:
            continue
        if part[0] == "each":
            return under(here, part[1], holds=True)
        here = under(here, part[0], holds=part[1])
    return here


def needs(e: Expr, guard: Guard) -> Iterator[tuple[Guard, Expr]]:  # noqa: C901, PLR0912 -- an arm per form
    """Yield every expression that can fail when ``e`` is evaluated under ``guard``, each with its own guard."""
    name = e[0]
    if name in ("c", "$", "root", "files"):
        return
    if name == "cat":
        yield from node_needs(e[1], guard)
    elif name == "dict":
        for _, value in e[1]:
            yield from needs(value, guard)
    elif name == "if":
        yield from _branches(e[1], ((e[2],), True), ((e[3],), False), guard=guard)
    elif name in ("and", "or"):
        inner: Guard | None = guard
        for argument in e[1:]:
            if inner is None:
                break
            yield from needs(argument, inner)
            inner = under(inner, argument, holds=name == "and")
    elif name == "fold":
        yield from needs(e[1], guard)
        yield from needs(e[5], guard)
        yield guard, ("entries", e[1])
        yield from needs(e[6], (*guard, ("each", e[1], e[2], e[3])))
    elif name in (".", "?."):
        yield from needs(e[1], guard)
        yield guard, e
    else:
        if name != "v":
            for argument in e[1:]:
                yield from needs(argument, guard)
        if partial(e):
            yield guard, e


def _branches(test: Expr, *arms: tuple[tuple[Expr, ...], bool], guard: Guard) -> Iterator[tuple[Guard, Expr]]:
    yield from needs(test, guard)
    for expressions, holds in arms:
        inner = under(guard, test, holds=holds)
        if inner is not None:
            for e in expressions:
                yield from needs(e, inner)


def node_needs(nodes: Nodes, guard: Guard) -> Iterator[tuple[Guard, Expr]]:
    """Yield what ``needs`` yields for all that ``nodes`` print."""
    for node in nodes:
        if node[0] in ("hole", "eval"):
            yield from needs(node[1], guard)
        elif node[0] == "if":
            yield from _branches(
                node[1], ((("cat", node[2]),), True), ((("cat", node[3]),), False), guard=guard
            )
        elif node[0] == "each":
            yield from needs(node[1], guard)
            yield guard, ("entries", node[1])
            yield from node_needs(node[4], (*guard, ("each", *node[1:4])))
            otherwise = under(guard, node[1], holds=False)
            if otherwise is not None:
                yield from node_needs(node[5], otherwise)
