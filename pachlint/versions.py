"""Versions of the chart: which were released, and ranges of them."""

import re
from typing import cast

from pachlint.bundled import read_json
from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple


class Version(NamedTuple):
    """A released version, ordered as semantic versions are."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


class UnknownVersionError(ValueError):
    """No such version was released; ``nearest`` are the versions that may be meant, best first."""

    def __init__(self, text: str, nearest: tuple[str, ...]) -> None:
        meant = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
        super().__init__(f"there is no chart version {text!r}{meant}")
        self.text = text
        self.nearest = nearest


class RangeError(ValueError):
    """A text that is not a range of versions; ``part`` is what was not understood."""

    def __init__(self, text: str, part: str) -> None:
        super().__init__(f"not a range of versions: {text!r} (at {part!r})")
        self.text = text
        self.part = part


_LOOSE = lazy_regex(r"v?(\d{1,4})(?:\.(\d{1,4})(?:\.(\d{1,4}))?)?(?:[.\-+].*)?\Z", re.ASCII)
_COMPARATOR = lazy_regex(
    r"(?P<sign>>=|<=|!=|[<>=~^])?\s*v?(?P<major>\d{1,4}|[xX*])(?:\.(?P<minor>\d{1,4}|[xX*]))?(?:\.(?P<patch>\d{1,4}|[xX*]))?\Z",
    re.ASCII,
)
_SPACE_AFTER_SIGN = lazy_regex(r"([<>=~^])\s+")
_ZERO = Version(0, 0, 0)
_END = Version(10**9, 0, 0)


def parse(text: str) -> Version | None:
    """Read ``2.6.4`` or ``v2.6.4``; anything else, pre-releases too, is None."""
    parts = text.removeprefix("v").split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    return Version(*map(int, parts))


_DATA = read_json("schemas/releases.json")


def _released() -> tuple[Version, ...]:
    last_patch = cast("dict[str, int]", _DATA["last_patch"])
    minors = [(*map(int, minor.split(".")), last) for minor, last in last_patch.items()]
    return tuple(
        sorted(Version(major, minor, patch) for major, minor, last in minors for patch in range(last + 1))
    )


RELEASED: tuple[Version, ...] = _released()
"""Every released version of the chart, ascending."""


RULES_COMPARED: Version = Version(*map(int, cast("str", _DATA["rules_compared"]).split(".")))
"""The last release whose templates people have compared with the rules that say what Helm rejects."""


def newest() -> Version:
    """The newest version pachlint knows."""
    return RELEASED[-1]


def resolve(text: str) -> Version:
    """The released version that ``2.6.4``, ``v2.6.4``, ``2.6`` or ``2.6.x`` (its newest patch), ``2`` or ``latest`` means.

    Raises:
        UnknownVersionError: if there is none.
    """
    wanted = text.strip()
    if wanted in ("latest", "newest"):
        return newest()
    exact = parse(wanted)
    if exact in RELEASED:
        return exact
    try:
        found = list(Range.parse(wanted).released())
    except RangeError:
        found = []
    if not found or not re.match(r"v?\d[\d.]*(\.[xX*])?\Z", wanted):
        raise UnknownVersionError(text, _nearest(wanted))
    return found[-1]


def closest(text: str) -> Version | None:
    """The newest release that is not newer than ``text``, whose pre-release part counts for nothing.

    None if ``text`` does not begin like a version. Older than all: the oldest.
    """
    found = _LOOSE.match(text)
    if not found:
        return None
    asked = Version(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    return next((version for version in reversed(RELEASED) if version <= asked), RELEASED[0])


def _nearest(text: str) -> tuple[str, ...]:
    found = _LOOSE.match(text)
    if not found or not found[2]:
        return (str(newest()),)
    same = [version for version in RELEASED if version[:2] == (int(found[1]), int(found[2]))]
    if not same:
        return (str(closest(text)),)
    asked = int(found[3]) if found[3] else same[-1].patch
    return (str(min(same, key=lambda version: (abs(version.patch - asked), -version.patch))),)


class Range(NamedTuple):
    """A set of versions as half-open intervals ``[low, high)``, ascending and apart."""

    intervals: tuple[tuple[Version, Version], ...]

    @classmethod
    def parse(cls, text: str) -> "Range":
        """Read ``>=2.3.0 <2.5.0 || 2.9.x``; a comma is a space, ``~2.3.1`` and ``^2.3`` as in npm and Helm.

        Raises:
            RangeError: if ``text`` is not a range.
        """
        found: list[tuple[Version, Version]] = []
        for alternative in text.split("||"):
            words = _SPACE_AFTER_SIGN.sub(r"\1", alternative).replace(",", " ").split()
            if not words:
                raise RangeError(text, alternative)
            both = [(_ZERO, _END)]
            for word in words:
                both = _both(both, _comparator(text, word))
            found.extend(both)
        return cls(_joined(found))

    @classmethod
    def between(cls, low: Version, high: Version) -> "Range":
        """All versions from ``low`` to ``high``, both included."""
        return cls(((low, _after(high)),))

    def contains(self, version: Version) -> bool:
        """Whether ``version`` is in the range."""
        return any(low <= version < high for low, high in self.intervals)

    def released(self) -> tuple[Version, ...]:
        """The released versions in the range, ascending."""
        return tuple(version for version in RELEASED if self.contains(version))


_Intervals = list[tuple[Version, Version]]


def _after(version: Version) -> Version:
    return Version(version.major, version.minor, version.patch + 1)


def _comparator(text: str, word: str) -> _Intervals:
    found = _COMPARATOR.match(word)
    if not found:
        raise RangeError(text, word)
    steps = [
        int(step) for step in (found["major"], found["minor"], found["patch"]) if step and step.isdigit()
    ]
    low = Version(*[*steps, 0, 0, 0][:3])
    high = _past(steps)
    meant: dict[str | None, _Intervals] = {
        ">=": [(low, _END)],
        ">": [(high, _END)],
        "<": [(_ZERO, low)],
        "<=": [(_ZERO, high)],
        "!=": [(_ZERO, low), (high, _END)],
        "~": [(low, _past(steps[:2]))],
        "^": [(low, _past(steps[:1]))],
    }
    return [(start, end) for start, end in meant.get(found["sign"], [(low, high)]) if start < end]


def _past(steps: list[int]) -> Version:
    """The first version after all that begin with ``steps``."""
    match steps:
        case [major, minor, patch]:
            return Version(major, minor, patch + 1)
        case [major, minor]:
            return Version(major, minor + 1, 0)
        case [major]:
            return Version(major + 1, 0, 0)
        case _:
            return _END


def _both(these: _Intervals, those: _Intervals) -> _Intervals:
    found = [(max(a, c), min(b, d)) for a, b in these for c, d in those]
    return [(low, high) for low, high in found if low < high]


def _joined(intervals: _Intervals) -> tuple[tuple[Version, Version], ...]:
    joined: _Intervals = []
    for low, high in sorted(intervals):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)
