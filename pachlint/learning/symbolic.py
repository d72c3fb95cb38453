"""Run a chart's templates on unknown values; the results are the expressions and output nodes of :mod:`pachlint.learning.forms`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pachlint.gotemplate import nodes as go
from pachlint.gotemplate.catalog import FUNCTIONS as CALLABLE
from pachlint.gotemplate.parser import parse
from pachlint.learning.errors import NotFollowedError
from pachlint.learning.forms import (
    NOTHING,
    Expr,
    Nodes,
    as_nodes,
    bare,
    constant,
    constant_expr,
    field_of,
    known,
    text_expr,
    value_of,
)
from pachlint.learning.helm_objects import API_VERSIONS, BUILT_INS
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


class Runner:
    """Runs one template after the other. What it cannot follow it raises."""

    functions = FUNCTIONS

    def __init__(self, program: Program) -> None:
        self.program = program
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
        return self.template(nodes, ("root", scope))

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
        out: list[Expr] = []
        for node in nodes:
            match node:
                case go.Plain():
                    out.append(("text", node.text))
                case go.Action():
                    value = self.pipe(node.pipe, dot, env, local)
                    out.extend([("eval", value)] if node.pipe.names else as_nodes(value))
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
            env[name] = left if left == right else ("if", test, left, right)
        return (("if", test, yes, no),)

    def loop(self, node: go.Range, dot: Expr, env: _Variables) -> Expr:
        """Run a ``range`` once, with a loop variable; variables set inside become a fold."""
        names = node.pipe.names
        over = self.pipe(node.pipe._replace(names=(), assigns=False), dot, env, set())
        key: Expr = ("$", next(self.numbers))
        item: Expr = ("$", next(self.numbers))
        inner, mine = dict(env), set(names)
        if names:
            inner[names[-1]] = item
        if len(names) == 2:
            inner[names[0]] = key
        marks = {name: ("$", next(self.numbers)) for name in env if name not in mine and name != "$"}
        probe = dict(inner) | marks
        body = self.run(node.body, item, probe, set(mine))
        changed = {name for name, mark in marks.items() if probe[name] != mark}
        if not changed:
            body = self.run(node.body, item, dict(inner), set(mine))
        for name in changed:
            env[name] = ("fold", over, key[1], item[1], marks[name][1], env[name], probe[name])
        otherwise = self.run(node.otherwise or (), dot, dict(env), set())
        return ("each", over, key[1], item[1], body, otherwise)

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
                return ("c", operand.value)
            case go.Number():
                whole = operand.integer is not None and not any(mark in operand.text for mark in ".eE")
                return ("c", operand.integer if whole else operand.floating)
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
        lenient = lenient or base[0] == "maybe"
        base = bare(base)
        for at, name in enumerate(names):
            if base[0] == "root":
                base = self.root_field(base[1], name)
            elif base[0] == "dict":
                base = dict(base[1]).get(name, NOTHING)
            elif base[0] == "c":
                base = NOTHING
            elif base[0] == "if" and len(base) == 4:
                rest = names[at:]
                return ("if", base[1], *(self.field(e, rest, lenient=lenient) for e in base[2:]))
            else:
                return field_of(base, names[at:], lenient=lenient, first=at == 0)
        return base

    def root_field(self, scope: str, name: str) -> Expr:
        """Return a field of what Helm gives a template file."""
        here = self.program.scopes[scope]
        match name:
            case "Values":
                return value_of(scope, ())
            case "Chart":
                return constant_expr(here.about)
            case "Template":
                return constant_expr({"BasePath": here.base})
            case "Files":
                return ("files", scope)
            case _:
                return constant_expr(BUILT_INS.get(name))

    def method(self, operands: Sequence[go.Operand], dot: Expr, env: _Variables) -> Expr:
        """Evaluate ``.Files.Get``, ``.Files.Glob`` and ``.Capabilities.APIVersions.Has``."""
        called = operands[0]
        if not isinstance(called, go.Field | go.Variable) or not called.names or len(operands) < 2:
            raise NotFollowedError("an argument for what is no function")
        name, given = called.names[-1], self.operand(operands[1], dot, env)
        if not constant(given):
            return ("fileText", given)
        argument = str(known(given))
        if name == "Has":
            return ("c", argument in API_VERSIONS)
        owner = self.field(env[called.name] if isinstance(called, go.Variable) else dot, called.names[:-1])
        if owner[0] != "files" or name not in ("Get", "Glob"):
            raise NotFollowedError(f"the method {name}")
        return self.file_text(owner[1], argument) if name == "Get" else self.files_like()

    def file_text(self, scope: str, name: str) -> Expr:
        """Return the text of another file of a chart, empty if there is none."""
        return ("c", self.program.scopes[scope].files.get(name, ""))

    def files_like(self) -> Expr:
        """Return the other files that a pattern of ``.Files.Glob`` matches: those of Pachyderm's releases match none."""
        return ("dict", ())

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
            return ("dict", tuple((key, ("c", "x")) for key in _OPAQUE[name]))
        if not self.follows(name):
            raise NotFollowedError(f"the function {name}")
        if all(constant(e) for e in arguments):
            try:
                return constant_expr(self.functions[name](*(known(e) for e in arguments)))
            except TemplateError:
                return ("fail",)
        return (name, *arguments)

    def include(self, arguments: list[Expr]) -> Expr:
        """Return what a template prints; a whole file is some text."""
        name = str(known(arguments[0]))
        if name in self.program.bodies:
            return ("c", "x")
        given = arguments[1]
        evaluated = tuple(("eval", value) for _, value in given[1]) if given[0] == "dict" else ()
        if given[0] not in ("root", "dict", "c"):
            given = ("maybe", given)
        return text_expr(evaluated + self.template(self.named(name), given))

    def tpl(self, arguments: list[Expr]) -> Expr:
        """Return what a text prints that is run as a template; that of a value is not known, but its default is."""
        source, dot = arguments
        if source[0] == "toYaml":
            return ("cat", (("eval", ("tplYaml", source[1])), *as_nodes(source)))
        if constant(source):
            return text_expr(self.template(parse(str(known(source)), CALLABLE).nodes, dot))
        if source[0] == "v":
            default: object = self.program.scopes[source[1]].defaults
            for name in source[2]:
                default = default.get(name) if isinstance(default, dict) else None
            if isinstance(default, str) and "{{" in default:
                inner = text_expr(self.template(parse(default, CALLABLE).nodes, dot))
                return ("if", ("eq", source, ("c", default)), inner, ("tpl", source))
        return ("tpl", source)
