"""What rules had nothing to say of: they are not judged again where all that they read is the same."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pachlint.layering.numbering import Reads
from pachlint.place import Path
from pachlint.policy.context import CheckContext, numbering
from pachlint.policy.ways import ADDRESSES

if TYPE_CHECKING:
    from pachlint.policy.rule import Rule

Key = tuple[object, ...]

_MOST = 500


class Silences:
    """The values of which rules of a set had nothing to say; the first time that a rule is judged nothing is kept."""

    __slots__ = ("_known", "_met", "_reads")

    def __init__(self) -> None:
        self._met: set[int] = set()
        self._reads: dict[int, Reads] = {}
        self._known: dict[int, set[Key]] = {}

    def key(
        self, rule: "Rule", context: CheckContext, ways: Callable[[CheckContext], int | None]
    ) -> Key | None:
        """All that a rule reads of a release, whose ways have a number; None if that may be anything, or is not worked out yet."""
        if rule.number not in self._met:
            self._met.add(rule.number)
            return None
        reads = self._reads.get(rule.number)
        if reads is None:
            paths = _reads(rule)
            reads = self._reads[rule.number] = Reads(paths, run=paths)
        if not reads:
            return None
        number = ways(context) if rule.logic.collections else 0
        if number is None:
            return None
        values = numbering(context).numbers(reads, and_written=True)
        return (context.chart.version, number, context.bad, values)

    def knows(self, rule: "Rule", key: Key | None) -> bool:
        """Whether the rule had nothing to say of these values."""
        return key in self._known.get(rule.number, ())

    def keep(self, rule: "Rule", key: Key | None) -> None:
        """The rule has nothing to say of these values, if they have a key."""
        if key is None:
            return
        known = self._known.setdefault(rule.number, set())
        if len(known) >= _MOST:
            known.clear()
        known.add(key)


def _reads(rule: "Rule") -> tuple[Path, ...]:
    """Where a rule reads anything, with all that is below, or goes over ways; nothing if that may be anywhere."""
    logic = rule.logic
    if rule.predicate or ADDRESSES in logic.collections or (logic.each and logic.each.everything):
        return ()
    patterns = [route for read in logic.reads for route in read.routes]
    patterns += logic.each.patterns if logic.each else ()
    starts = dict.fromkeys(one.start for one in patterns)
    return () if () in starts else tuple(starts)
