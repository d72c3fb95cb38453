"""What a rule is given to judge, and how a check names a violation."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from pachlint.finding import Fix, Related, Severity
from pachlint.layering.numbering import Numbering
from pachlint.place import Path, Place
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.chart.charts import Chart
    from pachlint.layering.values import Values
    from pachlint.policy.fixes import Repair
    from pachlint.policy.steps import Steps
    from pachlint.reading.document import Document
    from pachlint.target import Target


T = TypeVar("T")

_NONE: Mapping[str, Any] = MappingProxyType({})


class Enclosing(NamedTuple):
    """The chart that the chart at hand is inside: where the values of the inner one stand among its own, and these."""

    place: Path
    values: "Values"

    def whole_path(self, path: Path) -> Path:
        """A path of the inner chart's values as the user writes it: what is global stands at the top if it does there."""
        if path[:1] == ("global",) and self.values.set_by_user(path[:1]):
            inner = self.values.set_by_user((*self.place, *path))
            return path if self.values.set_by_user(path) or not inner else (*self.place, *path)
        return (*self.place, *path)


class CheckContext(NamedTuple):
    """One release as the rules see it.

    ``partial``: the files are only a part of a release, so nothing is said about what is missing.
    ``bad``: paths whose value has a wrong type; no rule may build on them.
    ``mismatches`` are the violations of the schema, ``left_open`` says in words what of it could not be judged.
    ``known`` is the same release without the keys that only other chart versions have; None if there are none.
    ``enclosing``: the chart is inside another one, None for a chart that is installed by itself.
    ``steps`` counts what one rule does; None while they are not counted. ``fixes``: somebody wants them.
    """

    values: "Values"
    target: "Target"
    chart: "Chart"
    documents: tuple["Document", ...]
    partial: bool
    bad: frozenset[Path]
    memo: "Memo"
    mismatches: tuple["Violation", ...] = ()
    left_open: tuple[str, ...] = ()
    known: "CheckContext | None" = None
    enclosing: Enclosing | None = None
    steps: "Steps | None" = None
    fixes: bool = True

    def whole_path(self, path: Path) -> Path:
        """A path as the user writes it, from the top of the file."""
        return path if self.enclosing is None else self.enclosing.whole_path(path)

    def as_read(self, *, of_any_version: bool) -> "CheckContext":
        """The release as rules read it: without what only other chart versions have, unless they ask for that."""
        return self if self.known is None or of_any_version else self.known

    def once(self, work: Callable[..., T], *given: object) -> T:
        """What the work gives for this release and what else is given, which is always the same; it is done only once."""
        known = self.memo.known
        if work not in known:
            known[work] = work(self, *given)
        return known[work]  # type: ignore[no-any-return]


def numbering(context: CheckContext) -> Numbering:
    """The numbers of its values; for charts whose defaults are not those of a release, none is known to be a default."""
    return context.once(_numbering)


def _numbering(context: CheckContext) -> Numbering:
    chart, values = context.chart, context.values
    if chart.at_hand or context.enclosing is not None:
        return Numbering(values.data, None, written=values.user)
    names = (one.name for one in chart.subcharts)
    return Numbering(values.data, values.user, lambda: chart.templates, names)


class Memo:
    """What is worked out once for a release, by the function that does it."""

    __slots__ = ("known",)

    def __init__(self) -> None:
        self.known: dict[Callable[..., object], Any] = {}

    def forget(self) -> None:
        """Let go of everything: much of it holds the release, and so itself."""
        self.known.clear()


class Violation(NamedTuple):
    """One thing that fails a rule, before it has words and a place.

    ``facts`` are what the message may print as ``{@name}``. ``aliases`` are the paths that the rule's own
    names stood for. ``place`` wins over the place of ``path``; ``key`` asks for the key instead of the value.
    ``severity``, ``message``, ``help``, ``url`` and ``fix`` win over those of the rule, and so does a ``repair`` that is still to be
    worked out.
    """

    path: Path
    facts: Mapping[str, object] = _NONE
    place: Place | None = None
    key: bool = False
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    message: str | None = None
    help: str | None = None
    url: str | None = None
    aliases: Mapping[str, Path] = _NONE
    fix: Fix | None = None
    repair: "Repair | None" = None


class Secret:
    """Stands for a fact that must not be printed."""

    def __repr__(self) -> str:
        return "***"


SECRET = Secret()
