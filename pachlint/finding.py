"""What a check says: a rule's words at a place, with other places and a fix."""

import enum

from pachlint.place import Place
from pachlint.records import NamedTuple

OF_USER, OF_CHART = "user", "default"
"""Whose value a finding is about: one that the user wrote, or the chart's own."""


class Severity(enum.IntEnum):
    """How bad a finding is; greater is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The name used on the command line, in rule files and in reports."""
        return self.name.lower()

    def __str__(self) -> str:
        return self.word


class Impact(enum.StrEnum):
    """What happens if the values are used as they are."""

    REJECTED = "rejected"
    """Helm rejects the values."""
    BROKEN = "broken"
    """The release installs and does not work."""
    INSECURE = "insecure"
    INEFFECTIVE = "ineffective"
    """The value does nothing."""
    FRAGILE = "fragile"
    """Works, and is not fit for production."""
    OUTDATED = "outdated"


class Safety(enum.StrEnum):
    """Whether a fix may be applied unseen."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Edit(NamedTuple):
    """Replace the text at ``place`` by ``text``; an empty place is an insertion."""

    place: Place
    text: str


class Fix(NamedTuple):
    """Edits that remove a finding."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """Another place that belongs to the finding, and what it shows."""

    place: Place
    message: str


class Ignored(NamedTuple):
    """Why a finding does not count: ``by`` is ``comment``, ``config`` or ``baseline``; ``until`` is the last day, "" for good."""

    by: str
    reason: str
    until: str = ""


class Finding(NamedTuple):
    """One thing that a rule has to say.

    ``path`` is the printed path of the violation, ``why`` the reason that the rule gives. ``origin`` is :data:`OF_USER`, or :data:`OF_CHART` where
    the value is the chart's own and ``place`` is the nearest key the user wrote. ``place`` is never empty: a release
    without any file has the command line as its file. ``releases`` are all that it concerns, ``release`` the first. ``aliases`` are the ids that such
    findings had before, ``ways`` the ways in that it is about (``Service pachd-lb``), none if it is about values alone.
    """

    rule: str
    topic: str
    severity: Severity
    impact: Impact
    message: str
    place: Place
    path: str = ""
    help: str = ""
    url: str = ""
    origin: str = OF_USER
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    ignored: Ignored | None = None
    release: str = ""
    releases: tuple[str, ...] = ()
    why: str = ""
    aliases: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """The one sort order of every report: file, line, column, rule, path (then message)."""
        place = self.place
        return (place.file, place.line, place.column, self.rule, self.path, self.message)
