"""What several releases have in common is reported once, in the file that they share."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from pachlint.finding import OF_CHART, Finding
from pachlint.layering.layer import COMMAND_LINE
from pachlint.layering.touched import Touched
from pachlint.layering.values import Values
from pachlint.place import parse_path
from pachlint.records import NamedTuple

_Lacking = Mapping[tuple[str, str], Sequence["ReleaseFindings"]]


class ReleaseFindings(NamedTuple):
    """What was found in one release, which is made of ``files``."""

    name: str
    files: frozenset[str]
    values: Values
    findings: Sequence[Finding]


def with_shared_places(releases: Sequence[ReleaseFindings]) -> list[list[Finding]]:
    """The findings of releases with files in common: what all lack that share a file stands in that file."""
    lacking = _lacking(releases)
    return [[_where_shared(one, lacking, releases) for one in release.findings] for release in releases]


def merge_findings(
    releases: Sequence[tuple[str, Sequence[Finding]]], located: Callable[[Finding], Finding] | None = None
) -> list[Finding]:
    """The findings of all releases, by name, in order, each with the releases that it concerns.

    ``located`` tells flags that stand in files of other programs apart, which all are the first, the second … of their release.
    """
    found: dict[tuple[object, ...], Finding] = {}
    for name, findings in releases:
        seen: Counter[tuple[object, ...]] = Counter()
        for finding in sorted(findings, key=lambda finding: finding.order):
            # the words may name the chart version, which differs between releases
            place = finding.place
            if located and place.file == COMMAND_LINE:
                place = located(finding._replace(release=name)).place
            what = (finding.rule, place, finding.path)
            key = (*what, seen[what])
            seen[what] += 1
            known = found.setdefault(key, finding)
            names = (*known.releases, name)
            ways = tuple(dict.fromkeys((*known.ways, *finding.ways)))
            found[key] = known._replace(release=names[0], releases=names, ways=ways)
    return sorted(found.values(), key=lambda finding: finding.order)


def _lacking(releases: Sequence[ReleaseFindings]) -> _Lacking:
    """The releases in which a rule speaks about a chart default, by rule and path."""
    found: dict[tuple[str, str], list[ReleaseFindings]] = {}
    for release in releases:
        for what in {(one.rule, one.path) for one in release.findings if one.origin == OF_CHART}:
            found.setdefault(what, []).append(release)
    return found


def _where_shared(finding: Finding, lacking: _Lacking, releases: Sequence[ReleaseFindings]) -> Finding:
    """The finding, in the file that all releases share which lack the same.

    It stands at the nearest key that the user wrote, which may be another in each release. If one of the releases that have the
    file lacks nothing, the file is not to blame.
    """
    concerned = lacking.get((finding.rule, finding.path), ()) if finding.origin == OF_CHART else ()
    if len(concerned) < 2:
        return finding
    shared = frozenset.intersection(*(release.files for release in concerned))
    if not shared or any(release not in concerned and shared & release.files for release in releases):
        return finding
    values = concerned[0].values
    layers = [one for one in values.layers if one.document is not None and one.document.source.name in shared]
    shared_values = values._replace(layers=(values.layers[0], *layers), touched=Touched())
    place, _ = shared_values.nearest_place(parse_path(finding.path))
    return finding._replace(place=place)
