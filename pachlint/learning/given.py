"""What Helm gives a template file of a chart, before there are values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.constants import constant_expr
from pachlint.learning.forms import UNKNOWN, Call, Constant, Dict, Expr, Files, List, Maybe, Root, Value
from pachlint.learning.helm_objects import BUILT_INS

if TYPE_CHECKING:
    from pachlint.learning.program import Program


class Given:
    """The fields of what a template file of a program is given."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._fields: dict[tuple[str, str], Expr] = {}

    def given_field(self, scope: str, name: str, _below: tuple[str, ...]) -> Expr:
        """Return a field of what a template file is given, of which fields ``below`` are read."""
        found = self._fields.get((scope, name))
        if found is None:
            found = self._fields[scope, name] = self.root_field(scope, name)
        return found

    def root_field(self, scope: str, name: str) -> Expr:
        """Return a field of what Helm gives a template file."""
        here = self.program.scopes[scope]
        match name:
            case "Values":
                return Value(scope, ())
            case "Chart":
                return constant_expr(here.about)
            case "Template":
                return constant_expr({"BasePath": here.base})
            case "Files":
                return Files(scope)
            case _:
                return constant_expr(BUILT_INS.get(name))

    def file_text(self, scope: str, name: str) -> Expr:
        """Return the text of another file of a chart, empty if there is none."""
        return Constant(self.program.scopes[scope].files.get(name, ""))

    def files_like(self, _scope: str, _pattern: str) -> Expr:
        """Return the other files that a pattern of ``.Files.Glob`` matches: those of Pachyderm's releases match none."""
        return Dict(())


def handed(e: Expr) -> Expr:
    """What a template is run on, with what a template file is given as a call of ``root``."""
    match e:
        case Root(scope):
            return Call("root", (Constant(scope),))
        case Files():
            return Call(UNKNOWN, ())
        case Maybe(given):
            return handed(given)
        case Dict(pairs):
            return Dict(tuple((key, handed(value)) for key, value in pairs))
        case List(members):
            return List(tuple(map(handed, members)))
    return e
