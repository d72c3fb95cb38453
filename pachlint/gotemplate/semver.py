"""Versions and constraints as ``semverCompare`` reads them: Masterminds/semver 3.3, checked against Helm 3.17.3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_TAIL = r"(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
_STEP = r"[0-9|xX*]+"
_BOUND = rf"v?({_STEP})(\.{_STEP}(\.{_STEP})?)?" + _TAIL.replace("?P<pre>", "")
_SIGN = r"(?:=|!=|>=|=>|<=|=<|~>|~|\^|>|<)"
_BLANK = r"[\t\n\f\r ]"
_VERSION = lazy_regex(rf"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?{_TAIL}\Z")
_RANGE = lazy_regex(
    rf"(?:(?<!{_BLANK}){_BLANK}++|(?<![0-9A-Za-z|*.+-]))({_BOUND}){_BLANK}++-{_BLANK}++({_BOUND}){_BLANK}*"
)
_ONE = lazy_regex(rf"(?:(?P<sign>{_SIGN}){_BLANK}*+)?(?P<bound>{_BOUND})")
_ALL = lazy_regex(
    rf"{_BLANK}*+(?:{_SIGN}{_BLANK}*+)?(?:{_BOUND})"
    rf"(?:(?:{_BLANK}*+,{_BLANK}*+|{_BLANK}++)(?:{_SIGN}{_BLANK}*+)?(?:{_BOUND}))*{_BLANK}*\Z"
)
_LARGEST = 2**64 - 1


class SemverError(ValueError):
    """A text that is no version, or no constraint."""


class _Version(NamedTuple):
    major: int
    minor: int
    patch: int
    pre: str

    def ordered(self) -> tuple[object, ...]:
        """What versions are ordered by: a release comes after what came before it."""
        return (*self[:3], not self.pre, [_part(part) for part in self.pre.split(".")] if self.pre else [])


class _Comparison(NamedTuple):
    """One comparison; ``given`` is how many of the three numbers it names."""

    sign: str
    version: _Version
    given: int


def satisfies(constraint: str, version: str) -> bool:
    """Tell whether ``semverCompare`` finds that a version meets a constraint.

    Raises:
        SemverError: if it can read one of them not.
    """
    bound = [_comparisons(part) for part in _spelled_out(constraint).split("||")]
    found = _read(version)
    return any(all(_holds(one, found) for one in every) for every in bound)


def _read(text: str) -> _Version:
    match = _VERSION.match(text)
    if match is None:
        raise SemverError("no version")
    major, minor, patch = (int(step or 0) for step in match.group(1, 2, 3))
    pre = match["pre"] or ""
    if max(major, minor, patch) > _LARGEST or any(re.fullmatch(r"0[0-9]+", part) for part in pre.split(".")):
        raise SemverError("no version")
    return _Version(major, minor, patch, pre)


def _part(part: str) -> tuple[int, int, str]:
    """A part of a pre-release: numbers come before words."""
    return (0, int(part), "") if part.isdigit() else (1, 0, part)


def _spelled_out(constraint: str) -> str:
    """A range with a hyphen as two comparisons."""
    return _RANGE.sub(lambda match: f">={match[1]}, <={match[6]}", constraint)


def _comparisons(text: str) -> list[_Comparison]:
    if not _ALL.match(text):
        raise SemverError("no constraint")
    return [_comparison(match) for match in _ONE.finditer(text)]


def _comparison(match: re.Match[str]) -> _Comparison:
    steps = re.match(rf"v?({_STEP})(?:\.({_STEP}))?(?:\.({_STEP}))?", match["bound"])
    named = list(steps.groups()) if steps else []
    given = next((at for at, step in enumerate(named) if not step or step in ("x", "X", "*")), 3)
    tail = match["bound"][steps.end() if steps else 0 :].partition("+")[0]
    numbers = [*named[:given], "0", "0", "0"][:3]
    return _Comparison(match["sign"] or "", _read(".".join(map(str, numbers)) + tail), given)


def _holds(bound: _Comparison, found: _Version) -> bool:
    if found.pre and not bound.version.pre and (bound.sign != "!=" or bound.given < 3):
        return False
    return _SIGNS[bound.sign](bound, found)


def _differs(bound: _Comparison, found: _Version) -> bool:
    if bound.given in (0, 3):
        return bound.version.ordered() != found.ordered()
    if found[: bound.given] != bound.version[: bound.given]:
        return True
    return bound.given == 2 and found.pre != bound.version.pre


def _above(bound: _Comparison, found: _Version) -> bool:
    if bound.given in (0, 3):
        return found.ordered() > bound.version.ordered()
    return found[: bound.given] > bound.version[: bound.given]


def _below(bound: _Comparison, found: _Version) -> bool:
    return found.ordered() < bound.version.ordered()


def _at_least(bound: _Comparison, found: _Version) -> bool:
    return not _below(bound, found)


def _at_most(bound: _Comparison, found: _Version) -> bool:
    if bound.given == 3:
        return found.ordered() <= bound.version.ordered()
    # what is left out altogether stands for 0.0
    return found[: bound.given or 2] <= bound.version[: bound.given or 2]


def _about(bound: _Comparison, found: _Version) -> bool:
    if _below(bound, found):
        return False
    if bound.given in (0, 3) and bound.version[:3] == (0, 0, 0):
        return True
    return found.major == bound.version.major and (bound.given < 2 or found.minor == bound.version.minor)


def _same(bound: _Comparison, found: _Version) -> bool:
    return _about(bound, found) if bound.given < 3 else found.ordered() == bound.version.ordered()


def _compatible(bound: _Comparison, found: _Version) -> bool:
    if _below(bound, found):
        return False
    if bound.version.major > 0 or bound.given == 1:
        return found.major == bound.version.major
    if found.major > 0:
        return False
    if bound.version.minor > 0 or bound.given == 2:
        return found.minor == bound.version.minor
    return found.minor == 0 and found.patch == bound.version.patch


_SIGNS: dict[str, Callable[[_Comparison, _Version], bool]] = {
    "": _same,
    "=": _same,
    "!=": _differs,
    ">": _above,
    "<": _below,
    ">=": _at_least,
    "=>": _at_least,
    "<=": _at_most,
    "=<": _at_most,
    "~": _about,
    "~>": _about,
    "^": _compatible,
}
