"""What is known while one rule file is read: the patterns it uses and where, the names it gives, the facts it can tell."""

import re
from dataclasses import dataclass, field
from typing import Any

from pachlint.place import PathError, Span
from pachlint.policy.paths import read_pattern
from pachlint.reading.nodes import Node
from pachlint.records import NamedTuple
from pachlint.regex import regex
from pachlint.rulefiles.costs import cost
from pachlint.rulefiles.typed_nodes import Mistakes, text_of

_ALIAS = regex(r"[A-Za-z_][A-Za-z0-9_]*\Z", re.ASCII)

Compiled = list[Any]


class Use(NamedTuple):
    """A pattern that the rule reads: compiled, from the root (see :func:`rooted`), its text, and where it stands.

    ``depth``: 0 if only whether something is there matters, 1 for whether it is empty, 2 for the value, 3 for what is
    inside the value, too.
    """

    text: str
    span: Span
    compiled: Compiled
    routes: tuple[Compiled, ...]
    demanded: bool
    field: str
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known while the conditions of one rule are read.

    ``aliases`` maps a name to the patterns, from the root, of what it may stand for; a match of ``**`` has none.
    ``uses`` are the patterns in conditions, ``places`` those of findings and fixes. The ``closed`` ones belong to an ``every`` that was read: only messages and places may use them.
    ``facts`` are those that the operators of ``require`` can give. ``field`` is the field being read.
    """

    mistakes: Mistakes
    aliases: dict[str, tuple[Compiled, ...]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    uses: list[Use] = field(default_factory=list)
    places: list[Use] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)
    field: list[str] = field(default_factory=lambda: [""])

    def pattern(
        self, text: str, span: Span, *, demanded: bool = False, afterwards: bool = False
    ) -> Compiled | None:
        """Compile a pattern and note its use; None after a mistake. ``afterwards``: outside the conditions."""
        try:
            names = self.aliases if afterwards else self.aliases.keys() - self.closed
            compiled = read_pattern(text, tuple(names))
        except PathError as error:
            where = f" (at character {error.offset + 1})" if len(text) > 1 else ""
            hint = _hint(text)
            self.mistakes.add(span, f"'{text}' is not a path{where}{hint}")
            return None
        found = self.places if afterwards else self.uses
        found.append(Use(text, span, compiled, self.rooted(compiled), demanded, self.field[0]))
        return compiled

    def deepen(self, at: int, depth: int) -> None:
        """Note how much of what it matches the use of this number looks at."""
        if self.uses:
            self.uses[at] = self.uses[at]._replace(depth=depth)

    def ordered(self, parts: list[Compiled]) -> list[Compiled]:
        """The parts of a condition in the order to judge them in; of ``require`` the first failure is told."""
        return parts if self.field[0] == "require" else sorted(parts, key=cost)

    def rooted(self, compiled: Compiled) -> tuple[Compiled, ...]:
        """The pattern with its alias replaced by what that stands for."""
        alias, up, steps, end = compiled
        if not alias:
            return (compiled,)
        found = self.aliases.get(alias, ())
        return tuple(
            ["", 0, [*base[2][: len(base[2]) - up], *steps], end] for base in found if len(base[2]) >= up
        )

    def name(self, node: Node, patterns: tuple[Compiled, ...]) -> str:
        """Take a new alias into use."""
        alias = text_of(node, "as", self.mistakes)
        if alias and not _ALIAS.match(alias):
            self.mistakes.add(
                node.span, f"'{alias}' is no name; a name is made of letters, digits and underscores"
            )
        elif alias in self.aliases and alias not in self.closed:
            self.mistakes.add(node.span, f"the name '{alias}' is taken already")
        self.aliases[alias] = (*self.aliases.get(alias, ()), *patterns)
        self.closed.discard(alias)
        return alias


def _hint(text: str) -> str:
    if "[*]" in text:
        return "; write [*] as .*"
    if "**" in text:
        return "; ** stands alone and only in each, for every value that the user wrote; * is one step"
    found = re.search(r"[^.@]@(key|path|parent)\b", text)
    return f"; write .@{found[1]}" if found else ""
