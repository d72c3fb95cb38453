"""Findings as CI services look for them: in files that are named from the root of their repository."""

from collections.abc import Iterable

from pachlint.finding import Finding, Impact, Related
from pachlint.place import Place
from pachlint.repository import path_in_repository

_IMPACTS = {impact: number for number, impact in enumerate(Impact)}


class Names(dict[str, str]):
    """What files are called from the root of their repository, each looked up once."""

    def __missing__(self, name: str) -> str:
        self[name] = path_in_repository(name)
        return self[name]


def from_root(findings: Iterable[Finding], names: Names | None = None) -> list[Finding]:
    """The same findings, in the order that their new names give them."""
    names = Names() if names is None else names
    return sorted((moved(finding, names) for finding in findings), key=lambda finding: finding.order)


def moved(finding: Finding, names: Names) -> Finding:
    """The finding with its files named from the root."""
    related = tuple(Related(_in(one.place, names), one.message) for one in finding.related)
    return finding._replace(place=_in(finding.place, names), related=related)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """By severity, then by impact, then as they were."""
    return sorted(findings, key=lambda finding: (-finding.severity, _IMPACTS[finding.impact]))


def _in(place: Place, names: Names) -> Place:
    return place._replace(file=names[place.file])
