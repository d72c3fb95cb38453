"""Run a chart's templates on unknown values: what they read, under which conditions, and what they print.

The results are the expressions and output nodes of :mod:`expression_forms`.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from expression_forms import (
    NOTHING,
    Expr,
    Nodes,
    as_nodes,
    bare,
    constant,
    constant_expr,
    known,
    text_expr,
)
from helm_objects import API_VERSIONS, BUILT_INS
from special_functions import SPECIAL
from template_syntax import Node, parse

from pachlint.verdict.gotemplate import TemplateError
from pachlint.verdict.rendering import FUNCTIONS

_OPAQUE = {"genCA": ("Cert", "Key"), "genSignedCert": ("Cert", "Key")}
_ALIASES = {"dig": "get", "mustToJson": "toJson", "toYamlPretty": "toYaml"}


@dataclass
class Scope:
    """One chart of the tree: how its templates see it."""

    name: str
    chart: dict[str, object]
    defaults: dict[str, object]
    templates: dict[str, list[Node]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    base: str = ""


@dataclass
class Program:
    """All templates of one chart version."""

    scopes: dict[str, Scope]
    defined: dict[str, list[Node]]
    bodies: dict[str, tuple[str, list[Node]]]


class Runner:
    """Executes one template after the other; ``root`` is the scope whose file is being run."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.numbers = itertools.count()
        self.depth = 0

    def file(self, name: str) -> Nodes:
        """Return the output of one template file."""
        scope, nodes = self.program.bodies[name]
        self.numbers = itertools.count()
        return self.template(nodes, ("root", scope))

    def template(self, nodes: list[Node], dot: Expr) -> Nodes:
        self.depth += 1
        if self.depth > 40:
            message = "templates include one another without end"
            raise RecursionError(message)
        out = self.run(nodes, dot, {"$": dot}, set())
        self.depth -= 1
        return out

    def run(self, nodes: list[Node], dot: Expr, env: dict[str, Expr], local: set[str]) -> Nodes:
        out: list[Expr] = []
        for node in nodes:
            if node[0] == "text":
                out.append(("text", node[1]))
            elif node[0] == "action":
                value = self.pipe(node[1], dot, env, local)
                out.extend([("eval", value)] if node[1][1] else as_nodes(value))
            elif node[0] == "template":
                inner = NOTHING if node[2] is None else self.pipe(node[2], dot, env, local)
                out.extend(self.template(self.program.defined[node[1]], inner))
            elif node[0] == "range":
                out.append(self.loop(node, dot, env))
            else:
                out.extend(self.branch(node, dot, env))
        return tuple(out)

    def branch(self, node: Node, dot: Expr, env: dict[str, Expr]) -> Nodes:
        """Run an ``if`` or ``with``; variables set inside become conditional."""
        inner, mine = dict(env), set[str]()
        test = self.pipe(node[1], dot, inner, mine)
        new_dot = test if node[0] == "with" else dot
        if constant(test):
            chosen = (
                self.run(node[2], new_dot, inner, mine)
                if known(test)
                else self.run(node[3], dot, inner, mine)
            )
            env.update({name: inner[name] for name in env if name not in mine})
            return chosen
        other, mine_too = dict(inner), set(mine)
        yes = self.run(node[2], new_dot, inner, mine)
        no = self.run(node[3], dot, other, mine_too)
        for name, before in env.items():
            left = before if name in mine else inner[name]
            right = before if name in mine_too else other[name]
            env[name] = left if left == right else ("if", test, left, right)
        return (("if", test, yes, no),)

    def loop(self, node: Node, dot: Expr, env: dict[str, Expr]) -> Expr:
        names = node[1][1]
        over = self.pipe(("pipe", (), False, node[1][3]), dot, env, set())
        key: Expr = ("$", next(self.numbers))
        item: Expr = ("$", next(self.numbers))
        inner, mine = dict(env), set(names)
        if names:
            inner[names[-1]] = item
        if len(names) == 2:
            inner[names[0]] = key
        marks = {name: ("$", next(self.numbers)) for name in env if name not in mine and name != "$"}
        probe = dict(inner) | marks
        body = self.run(node[2], item, probe, set(mine))
        changed = {name for name, mark in marks.items() if probe[name] != mark}
        if not changed:
            body = self.run(node[2], item, dict(inner), set(mine))
        for name in changed:
            env[name] = ("fold", over, key[1], item[1], marks[name][1], env[name], probe[name])
        otherwise = self.run(node[3], dot, dict(env), set())
        return ("each", over, key[1], item[1], body, otherwise)

    def pipe(self, pipe: Node, dot: Expr, env: dict[str, Expr], local: set[str]) -> Expr:
        value: Expr | None = None
        for command in pipe[3]:
            value = self.command(command, dot, env, value)
        if value is None:
            raise ValueError("a pipe without commands")
        for name in pipe[1]:
            env[name] = value
            if not pipe[2]:
                local.add(name)
        return value

    def command(self, command: Node, dot: Expr, env: dict[str, Expr], last: Expr | None) -> Expr:
        first = command[0]
        if first[0] != "function":
            if len(command) > 1 or (last is not None and first[0] != "pipe"):
                return self.method(command, dot, env)
            return self.operand(first, dot, env)
        arguments = [self.operand(operand, dot, env) for operand in command[1:]]
        if last is not None:
            arguments.append(last)
        return self.call(_ALIASES.get(first[1], first[1]), arguments)

    def operand(self, operand: Node, dot: Expr, env: dict[str, Expr]) -> Expr:
        match operand[0]:
            case "const":
                return ("c", operand[1])
            case "nil":
                return NOTHING
            case "dot":
                return bare(dot)
            case "field":
                return self.field(dot, operand[1])
            case "variable":
                return self.field(env[operand[1]], operand[2], lenient=True)
            case "chain":
                return self.field(self.pipe(operand[1], dot, env, set()), operand[2], lenient=True)
            case "function":
                return self.call(operand[1], [])
            case _:
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
                rest = names[at:]
                if base[0] == "v" and not (lenient and at == 0):
                    return ("v", base[1], base[2] + rest)
                if base[0] in (".", "?."):
                    return (base[0], base[1], base[2] + rest)
                return ("?." if lenient and base[0] != "$" else ".", base, rest)
        return base

    def root_field(self, scope: str, name: str) -> Expr:
        here = self.program.scopes[scope]
        match name:
            case "Values":
                return ("v", scope, ())
            case "Chart":
                return constant_expr(here.chart)
            case "Template":
                return constant_expr({"BasePath": here.base})
            case "Files":
                return ("files", scope)
            case _:
                return constant_expr(BUILT_INS.get(name))

    def method(self, command: Node, dot: Expr, env: dict[str, Expr]) -> Expr:
        """Evaluate ``.Files.Get``, ``.Files.Glob`` and ``.Capabilities.APIVersions.Has``."""
        names = command[0][-1]
        given = self.operand(command[1], dot, env)
        if not constant(given):
            return ("fileText", given)
        argument = str(known(given))
        if names[-1] == "Has":
            return ("c", argument in API_VERSIONS)
        owner = self.field(env[command[0][1]] if command[0][0] == "variable" else dot, names[:-1])
        files = self.program.scopes[owner[1]].files
        if names[-1] == "Get":
            return ("c", files.get(argument, ""))
        if names[-1] != "Glob":
            raise ValueError(f"unknown method {names}")
        return ("dict", ())

    def call(self, name: str, arguments: list[Expr]) -> Expr:
        if name == "include":
            return self.include(arguments)
        if name == "tpl":
            return self.tpl(arguments)
        if name in SPECIAL:
            return SPECIAL[name](arguments)
        if name in _OPAQUE:
            return ("dict", tuple((key, ("c", "x")) for key in _OPAQUE[name]))
        if name not in FUNCTIONS:
            message = f"no such function: {name}"
            raise NotImplementedError(message)
        if all(constant(e) for e in arguments):
            try:
                return constant_expr(FUNCTIONS[name](*(known(e) for e in arguments)))
            except TemplateError:
                return ("fail",)
        return (name, *arguments)

    def include(self, arguments: list[Expr]) -> Expr:
        name = str(known(arguments[0]))
        if name in self.program.bodies:
            return ("c", "x")
        given = arguments[1]
        evaluated = tuple(("eval", value) for _, value in given[1]) if given[0] == "dict" else ()
        if given[0] not in ("root", "dict", "c"):
            given = ("maybe", given)
        return text_expr(evaluated + self.template(self.program.defined[name], given))

    def tpl(self, arguments: list[Expr]) -> Expr:
        source, dot = arguments
        if source[0] == "toYaml":
            return ("cat", (("eval", ("tplYaml", source[1])), *as_nodes(source)))
        if constant(source):
            return text_expr(self.template(parse(str(known(source)))[0], dot))
        if source[0] == "v":
            default: object = self.program.scopes[source[1]].defaults
            for name in source[2]:
                default = default.get(name) if isinstance(default, dict) else None
            if isinstance(default, str) and "{{" in default:
                inner = text_expr(self.template(parse(default)[0], dot))
                return ("if", ("eq", source, ("c", default)), inner, ("tpl", source))
        return ("tpl", source)
