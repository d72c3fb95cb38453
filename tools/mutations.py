"""Small changes to a module's syntax tree, one at a time: what a test that bites would notice.

Comparisons turn round or take in their bound, ``and`` becomes ``or`` and loses a part, conditions are always true or
never, numbers move by one, texts are empty, slices lose an end, results are None, statements are left out. Annotations,
docstrings and imports stay.
"""

import ast
import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift, ast.Pow: ast.Mult,
}  # fmt: skip
_NAMES = {
    "any": "all", "all": "any", "min": "max", "max": "min",
    "startswith": "endswith", "endswith": "startswith", "match": "search", "fullmatch": "match",
}  # fmt: skip
_OF_ITSELF = frozenset(("lower", "upper", "strip", "lstrip", "rstrip", "casefold"))
_COPIES = frozenset(("sorted", "reversed"))
_LEFT_OUT = (ast.Raise, ast.AugAssign, ast.Delete, ast.Continue, ast.Break)
_NOT_RUN = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Slot:
    """Where a node hangs in its tree."""

    parent: ast.AST
    field: str
    index: int | None = None

    def put(self, node: ast.AST) -> ast.AST:
        """Hang another node there, and give back the one that was there."""
        if self.index is None:
            before: ast.AST = getattr(self.parent, self.field)
            setattr(self.parent, self.field, node)
            return before
        nodes = getattr(self.parent, self.field)
        before, nodes[self.index] = nodes[self.index], node
        return before


@dataclass(frozen=True)
class Mutant:
    """One change. ``first`` and ``last`` are the lines of its statement, ``inside`` the names of the functions around."""

    module: str
    inside: str
    line: int
    first: int
    last: int
    text: str
    before: str
    after: str
    slot: Slot
    node: ast.AST
    top: ast.stmt

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What names it, wherever its line moves."""
        return self.module, self.inside, self.text, self.before, self.after


class Module:
    """A module, and everything that may be changed in it."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.lines = source.splitlines()
        self.tree = ast.parse(source)
        self.code = compile(self.tree, name, "exec")
        self.mutants = tuple(_Search(self).found())

    @contextmanager
    def changed(self, mutant: Mutant) -> Iterator[ast.Module]:
        """The tree with one change in it."""
        before = mutant.slot.put(mutant.node)
        try:
            yield self.tree
        finally:
            mutant.slot.put(before)

    def compiled(self, mutant: Mutant) -> CodeType:
        """The code of the module with one change in it."""
        with self.changed(mutant) as tree:
            return compile(tree, self.name, "exec")

    def source(self, mutant: Mutant) -> str:
        """The text of the module with one change in it."""
        with self.changed(mutant) as tree:
            return ast.unparse(tree)


class _Search:
    """The walk through a tree: every node with its statement and the names around it."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def found(self) -> Iterator[Mutant]:
        for index, statement in enumerate(self.module.tree.body):
            yield from self._below(statement, Slot(self.module.tree, "body", index), (), statement, statement)

    def _below(
        self, node: ast.AST, slot: Slot, inside: tuple[str, ...], statement: ast.stmt, top: ast.stmt
    ) -> Iterator[Mutant]:
        if isinstance(node, _NOT_RUN) or _is_silent(node):
            return
        if isinstance(node, ast.stmt):
            statement = node
        for new in _changes(node, slot):
            yield self._mutant(node, new, slot, inside, statement, top)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inside = (*inside, node.name)
        for below, child in _children(node):
            yield from self._below(child, below, inside, statement, top)

    def _mutant(
        self, node: ast.AST, new: ast.AST, slot: Slot, inside: tuple[str, ...], statement: ast.stmt, top: ast.stmt
    ) -> Mutant:  # fmt: skip
        new = ast.fix_missing_locations(ast.copy_location(copy.copy(new), node))
        body = getattr(statement, "body", None) or getattr(statement, "cases", None)
        last = statement.end_lineno or statement.lineno
        if body:
            last = max(statement.lineno, getattr(body[0], "lineno", last + 1) - 1)
        line = getattr(node, "lineno", statement.lineno)
        return Mutant(
            self.module.name,
            ".".join(inside),
            line,
            statement.lineno,
            last,
            self.module.lines[line - 1].strip(),
            ast.unparse(node),
            ast.unparse(new),
            slot,
            new,
            top,
        )


def _children(node: ast.AST) -> Iterator[tuple[Slot, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "type_comment"}:
            continue
        if isinstance(value, ast.AST):
            yield Slot(node, field), value
        elif isinstance(value, list):
            yield from (
                (Slot(node, field, at), one) for at, one in enumerate(value) if isinstance(one, ast.AST)
            )


def _is_silent(node: ast.AST) -> bool:
    """Whether nothing of a node is ever run, or all of it is for the reader of types."""
    match node:
        case ast.If(test=ast.Name("TYPE_CHECKING")) | ast.Subscript(value=ast.Name("Literal")):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name("__slots__" | "__all__")]):
            return True
        case ast.Assign(
            value=ast.Call(func=ast.Name("TypeVar")) | ast.Subscript() | ast.BinOp(op=ast.BitOr())
        ):
            return isinstance(node.value, ast.Call) or _is_type(node.value)
    return False


def _is_type(node: ast.expr) -> bool:
    """Whether an alias for types is made: ``Judge = Callable[[Any], str | None]``."""
    if isinstance(node, ast.BinOp):
        return _is_type(node.left) or _is_type(node.right)
    return (
        isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id[:1].isupper()
    )


def _changes(node: ast.AST, slot: Slot) -> Iterator[ast.AST]:
    if _is_condition(slot, node):
        yield ast.Constant(value=True)
        yield ast.Constant(value=False)
    match node:
        case ast.BoolOp() | ast.Compare() | ast.UnaryOp() | ast.BinOp():
            yield from _other_operations(node)
        case ast.Constant() | ast.JoinedStr():
            yield from _other_constants(node, slot)
        case ast.Slice(lower, upper, step):
            if lower:
                yield ast.Slice(lower=None, upper=upper, step=step)
            if upper:
                yield ast.Slice(lower=lower, upper=None, step=step)
        case ast.Call():
            yield from _other_calls(node)
        case ast.stmt():
            yield from _other_statements(node)


def _other_operations(node: ast.expr) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, ops, comparators):
            for at, op in enumerate(ops):
                new = [*ops[:at], _COMPARISONS[type(op)](), *ops[at + 1 :]]
                yield ast.Compare(left=left, ops=new, comparators=comparators)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(op=ast.Or() if isinstance(op, ast.And) else ast.And(), values=values)
            for at in range(len(values)):
                rest = [*values[:at], *values[at + 1 :]]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op=op, values=rest)
        case ast.UnaryOp(ast.Not() | ast.USub() | ast.Invert(), operand):
            yield operand
        case ast.BinOp(left, op, right) if type(op) in _SUMS and not _is_text(left) and not _is_text(right):
            yield ast.BinOp(left=left, op=_SUMS[type(op)](), right=right)


def _is_condition(slot: Slot, node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return False
    if slot.field == "ifs":
        return True
    return slot.field == "test" and isinstance(slot.parent, ast.If | ast.IfExp)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    )


def _other_constants(node: ast.Constant | ast.JoinedStr, slot: Slot) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        if node.values and not isinstance(slot.parent, ast.FormattedValue):
            yield ast.Constant(value="")
        return
    value, parent = node.value, slot.parent
    if isinstance(parent, ast.JoinedStr | ast.FormattedValue | ast.MatchValue):
        return
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "cast":
        return
    if isinstance(parent, ast.keyword) and parent.arg == "strict":
        return
    if isinstance(value, bool):
        yield ast.Constant(value=not value)
    elif isinstance(value, int):
        yield ast.Constant(value=value + 1)
        yield ast.Constant(value=value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value=value + 1)
    elif isinstance(value, str):
        yield ast.Constant(value="" if value else "~")


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    match node:
        case ast.Call(ast.Name(name, context), args, keywords) if name in _NAMES:
            yield ast.Call(func=ast.Name(id=_NAMES[name], ctx=context), args=args, keywords=keywords)
        case ast.Call(ast.Name(name), [first], _) if name in _COPIES:
            yield ast.Call(func=ast.Name(id="list", ctx=ast.Load()), args=[first], keywords=[])
        case ast.Call(ast.Attribute(value, name, context), args, keywords) if name in _NAMES:
            other = ast.Attribute(value=value, attr=_NAMES[name], ctx=context)
            yield ast.Call(func=other, args=args, keywords=keywords)
        case ast.Call(ast.Attribute(value, name), _, []) if name in _OF_ITSELF:
            yield value


def _other_statements(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value) if value is not None and not (
            isinstance(value, ast.Constant) and value.value is None
        ):
            if isinstance(value, ast.Compare | ast.BoolOp) or (
                isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)
            ):
                yield ast.Return(value=ast.Constant(value=True))
            yield ast.Return(value=ast.Constant(value=None))
        case ast.Expr() | ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case ast.stmt() if isinstance(node, _LEFT_OUT):
            yield ast.Pass()
            if isinstance(node, ast.Continue):
                yield ast.Break()
