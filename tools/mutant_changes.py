"""Put a changed piece of a module into the running program, without importing anything anew."""

import ast
import copy
import gc
import inspect
import sys
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import CodeType, FunctionType
from typing import NamedTuple

from mutations import Module, Mutant

_PROBE = "__touched__"
_COMPREHENSIONS = frozenset(("<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"))


class Change(NamedTuple):
    """New code for functions; or, where there is none, the names of the values that are made anew."""

    module: str
    functions: Mapping[CodeType, CodeType]
    values: tuple[str, ...]
    code: CodeType


def change_of(module: Module, mutant: Mutant) -> Change | None:
    """What a mutant changes; None if that is no function and no value, but a class, a default or an import."""
    code = module.compiled(mutant)
    functions = dict(_changed(module.code, code))
    # what a value of a module is made by runs only when that is made
    if functions and (mutant.inside or any(one.co_name not in _COMPREHENSIONS for one in functions)):
        return Change(module.name, functions, (), code)
    values = tuple(_made_anew(module.tree, mutant.top)) if not mutant.inside else ()
    return Change(module.name, {}, values, code) if values else None


def put_in(change: Change, functions: Sequence[FunctionType]) -> bool:
    """Make the change, in some of these functions; false if there was nothing to change."""
    return _put_functions(change, functions) if change.functions else _put_values(change)


def functions_of(modules: Iterable[str]) -> list[FunctionType]:
    """All functions of modules that there are, inner ones and methods included."""
    paths = tuple(f"/{name}" for name in modules)
    # what is frozen, as the tests of the project are, is listed nowhere
    gc.unfreeze()
    every = (one for one in gc.get_objects() if isinstance(one, FunctionType))
    return [one for one in every if one.__code__.co_filename.endswith(paths)]


def watch(module: Module, touched: Callable[[int], object]) -> None:
    """Let every function of a module tell the first line of each statement that it runs."""
    tree = _Probes().visit(copy.deepcopy(module.tree))
    code = compile(ast.fix_missing_locations(tree), module.name, "exec")
    sys.modules[dotted(module.name)].__dict__[_PROBE] = touched
    put_in(Change(module.name, dict(_changed(module.code, code)), (), code), functions_of([module.name]))


def dotted(name: str) -> str:
    """The name of a module, of its file's."""
    return name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


class _Probes(ast.NodeTransformer):
    """Put a call before every statement of every function, and into every lambda."""

    inside = False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if not self.inside:
            for below in list(ast.walk(node)):
                for field in ("body", "orelse", "finalbody"):
                    block = getattr(below, field, None)
                    if isinstance(block, list) and not isinstance(below, ast.ClassDef):
                        setattr(below, field, [part for one in block for part in (_probe(one.lineno), one)])
        outer, self.inside = self.inside, True
        self.generic_visit(node)
        self.inside = outer
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        self.generic_visit(node)
        both = ast.Tuple(elts=[_probe(node.body.lineno).value, node.body], ctx=ast.Load())
        node.body = ast.Subscript(value=both, slice=ast.Constant(value=1), ctx=ast.Load())
        return node


def _probe(line: int) -> ast.Expr:
    call = ast.Call(func=ast.Name(id=_PROBE, ctx=ast.Load()), args=[ast.Constant(value=line)], keywords=[])
    return ast.Expr(value=call)


def _changed(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions whose code differs, with their new code."""
    if before.co_flags & inspect.CO_OPTIMIZED and before != after:
        yield before, after
    olds, news = _inner(before), _inner(after)
    for place, old in olds.items():
        if len(news.get(place, ())) == len(old):
            for one, other in zip(old, news[place], strict=True):
                yield from _changed(one, other)


def _inner(code: CodeType) -> dict[tuple[str, int], list[CodeType]]:
    found: dict[tuple[str, int], list[CodeType]] = defaultdict(list)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found[constant.co_name, constant.co_firstlineno].append(constant)
    return found


def _put_functions(change: Change, functions: Sequence[FunctionType]) -> bool:
    found = False
    for function in functions:
        new = change.functions.get(function.__code__)
        if new is not None:
            function.__code__ = new
            found = True
    return found


def _made_anew(tree: ast.Module, top: ast.stmt) -> Iterator[str]:
    """The names that a statement of a module gives values to, and those of the values that are made of them."""
    anew: set[str] = set()
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        used = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
        if statement is top or used & anew:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
            anew |= names
            yield from sorted(names)


def _put_values(change: Change) -> bool:
    """Give every module that has one of the values the new one."""
    name = dotted(change.module)
    old = sys.modules[name]
    new = types.ModuleType(name)
    new.__dict__.update(__file__=old.__file__, __package__=old.__package__, __spec__=old.__spec__)
    exec(change.code, new.__dict__)  # noqa: S102 -- it is our own module
    found = False
    for value in change.values:
        before, after = old.__dict__[value], new.__dict__[value]
        for module in list(sys.modules.values()):
            if getattr(module, "__dict__", {}).get(value) is before:
                module.__dict__[value] = after
                found = True
    return found
