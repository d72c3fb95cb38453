"""What is known while one rule file is read: the patterns it uses and where, the names it gives, the facts it can tell."""

import re
from dataclasses import dataclass, field

from pachlint.lazy_regex import lazy_regex
from pachlint.place import PathError, Span
from pachlint.policy.paths import Pattern, read_pattern
from pachlint.policy.tree import Condition, cost
from pachlint.policy.ways import COLLECTIONS
from pachlint.reading.nodes import Node
from pachlint.records import NamedTuple
from pachlint.rulefiles.typed_nodes import Mistakes, text_of

_ALIAS = lazy_regex(r"[A-Za-z_][A-Za-z0-9_]*\Z", re.ASCII)


class Use(NamedTuple):
    """A pattern of the rule, as text and from the root, and where it stands; ``required`` if ``require`` tests its value."""

    text: str
    span: Span
    routes: tuple[Pattern, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known while the conditions of one rule are read.

    ``aliases`` maps a name to the patterns, from the root, of what it may stand for; a match of ``**`` has none.
    ``uses`` are the patterns in conditions, places and fixes. The ``closed`` names belong to an ``every`` that was read: only messages
    and places may use them. ``facts`` are those that the operators of ``require`` can give.
    """

    mistakes: Mistakes
    aliases: dict[str, tuple[Pattern, ...]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    uses: list[Use] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)

    def pattern(
        self, text: str, span: Span, *, required: bool = False, afterwards: bool = False
    ) -> Pattern | None:
        """The pattern of a text, whose use is noted; None after a mistake. ``afterwards``: outside the conditions."""
        try:
            names = self.aliases if afterwards else self.aliases.keys() - self.closed
            pattern = read_pattern(text, tuple(names))
        except PathError as error:
            where = f" (at character {error.offset + 1})" if len(text) > 1 else ""
            hint = _hint(text)
            self.mistakes.add(span, f"'{text}' is not a path{where}{hint}")
            return None
        self.uses.append(Use(text, span, pattern.rooted(self.aliases), required))
        return pattern

    def gone_over(self, text: str, span: Span) -> Pattern | None:
        """The pattern of what is gone over: a collection by its name, or values."""
        return COLLECTIONS.get(text) or self.pattern(text, span)

    def name(self, node: Node, patterns: tuple[Pattern, ...]) -> str:
        """Take a new alias into use."""
        alias = text_of(node, "as", self.mistakes)
        if alias and not _ALIAS.match(alias):
            self.mistakes.add(
                node.span, f"'{alias}' is not a name; a name consists of letters, digits and underscores"
            )
        elif alias in self.aliases and alias not in self.closed:
            self.mistakes.add(node.span, f"the name '{alias}' is already used")
        self.aliases[alias] = (*self.aliases.get(alias, ()), *patterns)
        self.closed.discard(alias)
        return alias


def cheapest_first(parts: list[Condition]) -> tuple[Condition, ...]:
    """The parts of a condition in the order to judge them in, where the order does not matter."""
    return tuple(sorted(parts, key=cost))


def _hint(text: str) -> str:
    if "[*]" in text:
        return "; write [*] as .*"
    if "**" in text:
        return "; ** is allowed only in each, alone, for every value that the user wrote; * is one step"
    found = re.search(r"[^.@]@(key|path|parent)\b", text)
    return f"; write .@{found[1]}" if found else ""
