"""Run a chart's templates on unknown values; the results are the expressions and output nodes of :mod:`pachlint.learning.forms`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pachlint.gotemplate import nodes as go
from pachlint.gotemplate.catalog import FUNCTIONS as CALLABLE
from pachlint.gotemplate.parser import parse
from pachlint.learning.constants import constant, constant_expr, known
from pachlint.learning.errors import NotFollowedError
from pachlint.learning.forms import (
    FAIL,
    NOTHING,
    Branch,
    Call,
    Choice,
    Constant,
    Dict,
    Eval,
    Expr,
    Files,
    Fold,
    Hole,
    Joined,
    Loop,
    Maybe,
    Node,
    Nodes,
    Root,
    Text,
    Value,
    Variable,
    bare,
    calls,
    field_of,
)
from pachlint.learning.given import Given
from pachlint.learning.helm_objects import API_VERSIONS
from pachlint.learning.output import as_nodes, text_expr
from pachlint.learning.special_functions import SPECIAL
from pachlint.verdict.gotemplate import TemplateError
from pachlint.verdict.rendering import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pachlint.learning.program import Program

_OPAQUE = {"genCA": ("Cert", "Key"), "genSignedCert": ("Cert", "Key")}
_ALIASES = {"dig": "get", "mustToJson": "toJson", "toYamlPretty": "toYaml"}
_MOST_INCLUDES = 40

_Variables = dict[str, Expr]


class Runner(Given):
    """Runs one template after the other. What it cannot follow it raises."""

    functions = FUNCTIONS

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.numbers = itertools.count()
        self.depth = 0

    def file(self, name: str) -> Nodes:
        """Return what a template file prints.

        Raises:
            NotFollowedError: if it does something that is not followed.
        """
        scope, nodes = self.program.bodies[name]
        self.numbers = itertools.count()
        self.depth = 0
        return self.template(nodes, Root(scope))

    def template(self, nodes: Sequence[go.Node], dot: Expr) -> Nodes:
        """Return what some nodes print that are given ``dot``."""
        self.depth += 1
        if self.depth > _MOST_INCLUDES:
            raise NotFollowedError("templates include one another without end")
        out = self.run(nodes, dot, {"$": dot}, set())
        self.depth -= 1
        return out

    def run(self, nodes: Sequence[go.Node], dot: Expr, env: _Variables, local: set[str]) -> Nodes:
        """Run nodes; ``local`` are the variables that were declared where they stand."""
        out: list[Node] = []
        for node in nodes:
            match node:
                case go.Plain():
                    out.append(Text(node.text))
                case go.Action():
                    value = self.pipe(node.pipe, dot, env, local)
                    out.extend([Eval(value)] if node.pipe.names else as_nodes(value))
                case go.Template():
                    inner = NOTHING if node.pipe is None else self.pipe(node.pipe, dot, env, local)
                    out.extend(self.template(self.named(node.name), inner))
                case go.Range():
                    out.append(self.loop(node, dot, env))
                case go.Branch():
                    out.extend(self.branch(node, dot, env))
                case _:
                    raise NotFollowedError(node.word)
        return tuple(out)

    def named(self, name: str) -> Sequence[go.Node]:
        """Return the template of a name."""
        if name not in self.program.defined:
            raise NotFollowedError(f"no template {name}")
        return self.program.defined[name]

    def branch(self, node: go.Branch, dot: Expr, env: _Variables) -> Nodes:
        """Run an ``if`` or ``with``; variables set inside become conditional."""
        inner, mine, otherwise = dict(env), set[str](), node.otherwise or ()
        test = self.pipe(node.pipe, dot, inner, mine)
        new_dot = test if node.word == "with" else dot
        if constant(test):
            chosen = (
                self.run(node.body, new_dot, inner, mine)
                if known(test)
                else self.run(otherwise, dot, inner, mine)
            )
            env.update({name: inner[name] for name in env if name not in mine})
            return chosen
        other, mine_too = dict(inner), set(mine)
        yes = self.run(node.body, new_dot, inner, mine)
        no = self.run(otherwise, dot, other, mine_too)
        for name, before in env.items():
            left = before if name in mine else inner[name]
            right = before if name in mine_too else other[name]
            env[name] = left if left == right else Choice(test, left, right)
        return (Branch(test, yes, no),)

    def loop(self, node: go.Range, dot: Expr, env: _Variables) -> Node:
        """Run a ``range`` once, with a loop variable; variables set inside become a fold."""
        names = node.pipe.names
        over = self.pipe(node.pipe._replace(names=(), assigns=False), dot, env, set())
        key, item = Variable(next(self.numbers)), Variable(next(self.numbers))
        inner, mine = dict(env), set(names)
        if names:
            inner[names[-1]] = item
        if len(names) == 2:
            inner[names[0]] = key
        marks = {name: Variable(next(self.numbers)) for name in env if name not in mine and name != "$"}
        probe = dict(inner) | marks
        body = self.run(node.body, item, probe, set(mine))
        changed = {name for name, mark in marks.items() if probe[name] != mark}
        if not changed:
            body = self.run(node.body, item, dict(inner), set(mine))
        for name in changed:
            total = marks[name].number
            env[name] = Fold(over, key.number, item.number, total, env[name], probe[name])
        otherwise = self.run(node.otherwise or (), dot, dict(env), set())
        return Loop(over, key.number, item.number, body, otherwise)

    def pipe(self, pipe: go.Pipe, dot: Expr, env: _Variables, local: set[str]) -> Expr:
        """Evaluate a pipeline, and set its variables."""
        value: Expr | None = None
        for command in pipe.commands:
            value = self.command(command.operands, dot, env, value)
        if value is None:
            raise NotFollowedError("a pipe without commands")
        for name in pipe.names:
            env[name] = value
            if not pipe.assigns:
                local.add(name)
        return value

    def command(self, operands: Sequence[go.Operand], dot: Expr, env: _Variables, last: Expr | None) -> Expr:
        """Evaluate an operand, or call a function; ``last`` is what the command before it gives."""
        first = operands[0]
        if not isinstance(first, go.Function):
            if len(operands) > 1 or (last is not None and not isinstance(first, go.Pipe)):
                return self.method(operands, dot, env)
            return self.operand(first, dot, env)
        arguments = [self.operand(operand, dot, env) for operand in operands[1:]]
        if last is not None:
            arguments.append(last)
        return self.call(first.name, arguments)

    def operand(self, operand: go.Operand, dot: Expr, env: _Variables) -> Expr:
        """Evaluate what stands in a command."""
        match operand:
            case go.Bool() | go.Text():
                return Constant(operand.value)
            case go.Number():
                whole = operand.integer is not None and not any(mark in operand.text for mark in ".eE")
                return Constant(operand.integer if whole else operand.floating)
            case go.Nil():
                return NOTHING
            case go.Dot():
                return bare(dot)
            case go.Field():
                return self.field(dot, operand.names)
            case go.Variable():
                return self.field(env[operand.name], operand.names, lenient=True)
            case go.Chain():
                inside = self.operand(operand.operand, dot, env)
                return self.field(inside, operand.names, lenient=True)
            case go.Function():
                return self.call(operand.name, [])
        return self.pipe(operand, dot, env, set())

    def field(self, base: Expr, names: tuple[str, ...], *, lenient: bool = False) -> Expr:
        """Return a field; of a null that a pipeline or a variable holds, Go reads any field as nothing."""
        lenient = lenient or isinstance(base, Maybe)
        base = bare(base)
        for at, name in enumerate(names):
            if isinstance(base, Root):
                base = self.given_field(base.scope, name, names[at + 1 :])
            elif isinstance(base, Dict):
                base = dict(base.pairs).get(name, NOTHING)
            elif isinstance(base, Constant):
                base = NOTHING
            elif isinstance(base, Choice):
                yes, no = (self.field(e, names[at:], lenient=lenient) for e in (base.yes, base.no))
                return Choice(base.test, yes, no)
            else:
                return field_of(base, names[at:], lenient=lenient, first=at == 0)
        return base

    def method(self, operands: Sequence[go.Operand], dot: Expr, env: _Variables) -> Expr:
        """Evaluate ``.Files.Get``, ``.Files.Glob`` and ``.Capabilities.APIVersions.Has``."""
        called = operands[0]
        if not isinstance(called, go.Field | go.Variable) or not called.names or len(operands) < 2:
            raise NotFollowedError("an argument for what is no function")
        name, given = called.names[-1], self.operand(operands[1], dot, env)
        if not constant(given):
            return Call("fileText", (given,))
        argument = str(known(given))
        if name == "Has":
            return Constant(argument in API_VERSIONS)
        owner = self.field(env[called.name] if isinstance(called, go.Variable) else dot, called.names[:-1])
        if not isinstance(owner, Files) or name not in ("Get", "Glob"):
            raise NotFollowedError(f"the method {name}")
        return (self.file_text if name == "Get" else self.files_like)(owner.scope, argument)

    def follows(self, name: str) -> bool:
        """Whether it is known here what a function does."""
        name = _ALIASES.get(name, name)
        return name in ("include", "tpl") or name in SPECIAL or name in _OPAQUE or name in self.functions

    def call(self, name: str, arguments: list[Expr]) -> Expr:
        """Call a function."""
        name = _ALIASES.get(name, name)
        if name == "include":
            return self.include(arguments)
        if name == "tpl":
            return self.tpl(arguments)
        if name in SPECIAL:
            return SPECIAL[name](arguments)
        if name in _OPAQUE:
            return Dict(tuple((key, Constant("x")) for key in _OPAQUE[name]))
        if not self.follows(name):
            raise NotFollowedError(f"the function {name}")
        if all(constant(e) for e in arguments):
            try:
                return constant_expr(self.functions[name](*(known(e) for e in arguments)))
            except TemplateError:
                return FAIL
        return Call(name, tuple(arguments))

    def include(self, arguments: list[Expr]) -> Expr:
        """Return what a template prints; a whole file is some text."""
        name = str(known(arguments[0]))
        if name in self.program.bodies:
            return Constant("x")
        given = arguments[1]
        evaluated = tuple(Eval(value) for _, value in given.pairs) if isinstance(given, Dict) else ()
        if not isinstance(given, Root | Dict | Constant):
            given = Maybe(given)
        return text_expr(evaluated + self.template(self.named(name), given))

    def tpl(self, arguments: list[Expr]) -> Expr:
        """Return what a text prints that is run as a template; that of a value is not known, but its default is."""
        source, dot = arguments
        if calls(source, "toYaml"):
            return self.yaml_run(source, dot)
        if constant(source):
            return text_expr(self.template(parse(str(known(source)), CALLABLE).nodes, dot))
        run = self.text_run(source, dot)
        if isinstance(source, Value):
            default: object = self.program.scopes[source.scope].defaults
            for name in source.names:
                default = default.get(name) if isinstance(default, dict) else None
            if isinstance(default, str) and "{{" in default:
                inner = text_expr(self.template(parse(default, CALLABLE).nodes, dot))
                return Choice(Call("eq", (source, Constant(default))), inner, run)
        return run

    def text_run(self, source: Expr, _dot: Expr) -> Expr:
        """Return what a text prints that is run as a template, and is not known before there are values."""
        return Call("tpl", (source,))

    def yaml_run(self, source: Call, _dot: Expr) -> Expr:
        """Return what the YAML of a value prints that is run as a template."""
        return Joined((Eval(Call("tplYaml", source.arguments)), Hole(source)))
