"""Which releases the values files of a folder seem to be for: read off their names, folders and keys, the base before what is laid over it."""

import os
from collections.abc import Iterator, Mapping, Sequence

from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple

_SEPARATORS = lazy_regex(r"[-_. ]+")
_PRODUCTION = frozenset(("live", "prd", "prod", "production"))
_DEVELOPMENT = frozenset(("dev", "devel", "develop", "development", "local", "minikube", "sandbox"))
# What is installed side by side: environments and clouds.
_PLACES = _PRODUCTION | _DEVELOPMENT.union(
    ("aks", "aws", "azure", "canary", "ci", "demo", "eks", "gcp", "gke", "integration", "int"),
    ("onprem", "perf", "preprod", "qa", "stage", "staging", "stg", "test", "testing", "uat"),
)
_BASES = frozenset(("all", "base", "bases", "common", "default", "defaults", "global", "main", "shared"))
_PLAIN = frozenset(
    ("chart", "charts", "cluster", "clusters", "config", "deploy", "deployment", "env", "environment")
).union(
    ("environments", "envs", "helm", "override", "overrides", "overlay", "overlays", "pach", "pachd"),
    ("pachyderm", "release", "releases", "value", "values"),
)
_MOST_REPEATED = 0.8
"""What sets so much of another file again is its copy, not laid over it."""


class ValuesFile(NamedTuple):
    """A file that looks like Pachyderm values. ``whole``: it names a deploy target."""

    name: str
    whole: bool
    data: Mapping[str, object]


class ProposedRelease(NamedTuple):
    """A release: its files in Helm's order, and its environment if its name tells; ``key`` is what its name is made of."""

    values: tuple[str, ...]
    key: tuple[str, ...]
    environment: str = ""


class Proposal(NamedTuple):
    """The releases, and the files that belong to none."""

    releases: tuple[ProposedRelease, ...]
    rest: tuple[str, ...]


class _Sorted(NamedTuple):
    """A file with what its path says: the ``folder`` that the layout begins in, and the words that tell it from others."""

    file: ValuesFile
    folder: tuple[str, ...]
    words: tuple[str, ...]
    is_base: bool

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return os.path.basename(self.file.name).partition(".")[0].lower()


def propose(files: Sequence[ValuesFile]) -> Proposal:
    """The releases that files seem to be for; each file is in one at least, or reported to be in none."""
    every = [_sorted(file) for file in files]
    bases = {one.file.name: list(_bases(one, every)) for one in every}
    below = {base.file.name for found in bases.values() for base in found}
    heads = [
        one
        for one in every
        if (one.file.whole or bases[one.file.name]) and (one.file.name not in below or _is_place(one.words))
    ]
    added = {one.file.name: _additions(one, every) for one in heads}
    taken = {file.file.name for found in added.values() for file in found}
    releases = [
        _release(one, bases[one.file.name], added[one.file.name])
        for one in heads
        if one.file.name not in taken
    ]
    used = {name for release in releases for name in release.values}
    return Proposal(tuple(releases), tuple(file.name for file in files if file.name not in used))


def _sorted(file: ValuesFile) -> _Sorted:
    *folders, name = file.name.split("/")
    layout = next((at for at, part in enumerate(folders) if _is_layout(part)), len(folders))
    stem = name.rpartition(".")[0] or name
    said = [word for part in (*folders[layout:], stem) for word in _words(part)]
    words = tuple(dict.fromkeys(word for word in said if word not in _PLAIN and word not in _BASES))
    return _Sorted(file, tuple(folders[:layout]), words, not _BASES.isdisjoint(said))


def _words(part: str) -> list[str]:
    return [word for word in _SEPARATORS.split(part.lower()) if word]


def _is_layout(folder: str) -> bool:
    """Whether a folder says what its files are for, and not of what program they are."""
    return all(word in _PLAIN or word in _BASES or word in _PLACES for word in _words(folder))


def _is_place(words: Sequence[str]) -> bool:
    return not _PLACES.isdisjoint(words)


def _bases(one: _Sorted, every: Sequence[_Sorted]) -> Iterator[_Sorted]:
    """The files below one, the lowest first."""
    found = [other for other in every if _is_below(other, one)]
    yield from sorted(found, key=lambda other: (len(other.folder), len(other.words), not other.is_base))


def _is_below(base: _Sorted, one: _Sorted) -> bool:
    """Whether one file is laid over another: more is said by its path, and it does not say all of it again."""
    if base.file.name == one.file.name or one.folder[: len(base.folder)] != base.folder:
        return False
    more = set(one.words).difference(base.words)
    if not set(base.words) <= set(one.words) or (one.is_base and not more):
        return False
    deeper = (
        len(one.folder) > len(base.folder) and not base.words and not (base.file.whole and one.file.whole)
    )
    if not more and not deeper and not base.is_base:
        return False
    likely = deeper or base.is_base or _is_place(tuple(more)) or one.stem.startswith(base.stem)
    return likely and not (one.file.whole and _repeats(one.file.data, base.file.data))


def _additions(one: _Sorted, every: Sequence[_Sorted]) -> list[_Sorted]:
    """Parts beside a file in the folder of an environment: its secrets, say."""
    folder = os.path.dirname(one.file.name)
    if not _is_place(_words(os.path.basename(folder))):
        return []
    return [
        other
        for other in every
        if os.path.dirname(other.file.name) == folder
        and not other.file.whole
        and set(other.words) > set(one.words)
        and not _is_place(tuple(set(other.words).difference(one.words)))
    ]


def _release(one: _Sorted, bases: Sequence[_Sorted], added: Sequence[_Sorted]) -> ProposedRelease:
    values = tuple(each.file.name for each in (*bases, one, *added))
    words = set(one.words)
    environment = "production" if words & _PRODUCTION else "development" if words & _DEVELOPMENT else ""
    return ProposedRelease(values, one.words, environment)


def _repeats(data: Mapping[str, object], base: Mapping[str, object]) -> bool:
    """Whether values set nearly all of what others set."""
    own, others = set(_leaves(data, ())), set(_leaves(base, ()))
    return bool(others) and len(own & others) >= _MOST_REPEATED * len(others)


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*path, str(key)))
    elif path:
        yield path
