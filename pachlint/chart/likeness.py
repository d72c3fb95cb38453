"""How far a local chart is one of the released charts, by its templates.

``schemas/chart-prints.json`` has the print of every template of every release. What is known of a release's templates is
true of a chart that has them all, whatever its name, version and defaults are. Of other templates it is not.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from pachlint.bundled import read_json
from pachlint.chart.charts import Likeness
from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple
from pachlint.versions import RELEASED, Version, closest

OWN = "templates/"
_PRINT_LENGTH = 12
# A chart with less of a release's files is none of Pachyderm's.
_LEAST_SHARE = 0.5
_DEFINES = lazy_regex(r'\{\{-?\s*define\s+"([^"]+)"')

_Rows = Mapping[str, Sequence[Sequence[object]]]


class Comparison(NamedTuple):
    """The release that a chart is most like, and how far.

    ``differing`` of the release's ``total`` templates are changed or missing; ``text`` is that of the chart's templates
    that the release does not have.
    """

    likeness: Likeness
    version: Version
    differing: int
    total: int
    text: str


def print_of(content: bytes) -> str:
    """What tells a template from others; the kind of line ends does not count."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:_PRINT_LENGTH]


def compare(templates: Mapping[str, bytes], version: str) -> Comparison:
    """Find the release with most of these templates; of several the one that ``version`` names or is nearest to."""
    rows = cast("_Rows", read_json("schemas/chart-prints.json")["files"])
    found = {name: print_of(content) for name, content in templates.items()}
    best = _best(rows, found, closest(version))
    released = dict(_of_version(rows, best))
    changed = [name for name in found if found[name] != released.get(name)]
    differing = sum(found.get(name) != one for name, one in released.items())
    own = [name for name in released if name.startswith(OWN)]
    if sum(name in found for name in own) < _LEAST_SHARE * len(own):
        likeness = Likeness.OTHER
    elif differing or _redefines(templates, changed):
        likeness = Likeness.SIMILAR
    else:
        likeness = Likeness.SAME
    text = b"\n".join(templates[name] for name in changed)
    return Comparison(likeness, best, differing, len(released), text.decode("utf-8", "replace"))


def _best(rows: _Rows, found: Mapping[str, str], asked: Version | None) -> Version:
    """The release with the most equal templates and the fewest others, its own before those of the charts inside it."""
    equal: dict[bool, Counter[Version]] = {True: Counter(), False: Counter()}
    for name, prints in rows.items():
        for one, *span in prints:
            for version in _versions(span):
                equal[name.startswith(OWN)][version] += 1 if found.get(name) == one else -1
    likeness = {version: (equal[True][version], equal[False][version]) for version in RELEASED}
    most = max(likeness.values())
    best = [version for version in RELEASED if likeness[version] == most]
    if asked is None:
        return best[-1]
    return next((version for version in reversed(best) if version <= asked), best[0])


def _of_version(rows: _Rows, version: Version) -> Iterator[tuple[str, str]]:
    for name, prints in rows.items():
        for one, *span in prints:
            if version in _versions(span):
                yield name, cast("str", one)


def _versions(span: Sequence[object]) -> Iterator[Version]:
    """The releases of a span: first, last, first, last, … by their place among all."""
    ends = cast("Sequence[int]", span)
    for first, last in zip(ends[::2], ends[1::2], strict=True):
        yield from RELEASED[first : last + 1]


def _redefines(templates: Mapping[str, bytes], added: Sequence[str]) -> bool:
    """Whether a template that no release has gives a new meaning to a name that the others use."""
    names = {name for path in added for name in _defined(templates[path])}
    if not names:
        return False
    others = (content for path, content in templates.items() if path not in set(added))
    return any(names.intersection(_defined(content)) for content in others)


def _defined(content: bytes) -> list[str]:
    return _DEFINES.findall(content.decode("utf-8", "replace"))
