"""What a key that the chart does not know was meant to be."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pachlint.chart import fields
from pachlint.chart.charts import Chart
from pachlint.chart.charts import chart as released_chart
from pachlint.chart.secrets import is_secret, is_secret_name
from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import equally_near
from pachlint.place import Path, PathError, format_path, parse_path
from pachlint.records import NamedTuple
from pachlint.versions import Version

_WORD = lazy_regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SEPARATOR = lazy_regex(r"[\s_.-]+")

_MOST_CHOICES = 3
_LEAST_OVERLAP = 0.5

# Words that people add to a name without meaning more by it.
_FILLERS = frozenset(
    ("name", "class", "count", "number", "port", "url", "uri", "key", "id", "list", "value", "config")
)

# Under any of these keys stands what belongs to the whole chart, when the chart is a part of another one.
_UMBRELLAS = ("pachyderm", "values")


class Suggestion(NamedTuple):
    """Where an unknown key probably belongs.

    ``paths`` are the likely ones, the best first; more than one if it cannot be told. ``key`` is the right name
    if only the name is wrong. ``kind``: ``name``, ``level``, ``dotted``, ``umbrella``, or ``none``.
    ``why`` is a reason in words, or empty.
    """

    kind: str = "none"
    paths: tuple[Path, ...] = ()
    key: str = ""
    why: str = ""

    @property
    def words(self) -> str:
        """``did you mean etcd.storageSize?``, or nothing."""
        names = [format_path(path) for path in self.paths]
        if not names:
            return ""
        return (
            f"did you mean {', '.join(names[:-1])} or {names[-1]}?"
            if names[1:]
            else f"did you mean {names[0]}?"
        )


def suggest(path: Path, value: object, chart: Chart, backend: str = "") -> Suggestion:
    """What the unknown key at ``path`` was meant to be; ``backend`` is the storage that is used, to break ties."""
    parent, key = path[:-1], str(path[-1])
    for attempt in (_renamed, _umbrella, _dotted, _same_name, _misspelled, _misspelled_mistake):
        found = attempt(parent, key, value, chart)
        if found.kind != "none":
            return found
    found = _elsewhere(parent, key, value, chart, backend)
    return found if found.kind != "none" else _same_words(parent, key, value, chart)


def _renamed(parent: Path, key: str, value: object, chart: Chart) -> Suggestion:
    """A mistake that many people make, and that the schema lists."""
    target = fields.renamed().get(format_path((*parent, key)))
    if target is None:
        return Suggestion()
    path = parse_path(target)
    section = isinstance(value, Mapping) and bool(value) and not chart.free((*path, "x"))
    if not chart.known(path) or (
        isinstance(value, Mapping) and section and not _shared_keys(path, value, chart)
    ):
        return Suggestion()
    fits = path[:-1] == parent and _fits(value, path, chart)
    return Suggestion("name", (path,), str(path[-1])) if fits else Suggestion("level", (path,))


def _umbrella(parent: Path, key: str, value: object, chart: Chart) -> Suggestion:
    """All values stand below one key: right only in the values of a chart that has Pachyderm as a subchart."""
    if parent or key.lower() not in _UMBRELLAS or not isinstance(value, Mapping):
        return Suggestion()
    known = [name for name in value if isinstance(name, str) and chart.field((name,)) is not None]
    if not known:
        return Suggestion()
    why = f"below {key}: these values reach only a chart that has Pachyderm as a subchart with that name"
    return Suggestion("umbrella", (), "", why)


def _dotted(parent: Path, key: str, value: object, chart: Chart) -> Suggestion:
    """``etcd.storageSize`` as one key: a dot does not go a level deeper."""
    if "." not in key or "/" in key:
        return Suggestion()
    try:
        steps = parse_path(key)
    except PathError:
        return Suggestion()
    why = "a dot in a key does not nest it one level deeper"
    for path in ((*parent, *steps), steps):
        if chart.field(path) is not None and _fits(value, path, chart):
            return Suggestion("dotted", (path,), "", why)
    return Suggestion()


def _same_name(parent: Path, key: str, value: object, chart: Chart) -> Suggestion:
    """A key beside it that differs only in case, ``-`` or ``_``."""
    plain = _plain(key)
    same = [name for name in _children(chart, parent) if _plain(name) == plain]
    if len(same) != 1 or not _fits(value, (*parent, same[0]), chart):
        return Suggestion()
    return Suggestion("name", ((*parent, same[0]),), same[0])


def _misspelled(parent: Path, key: str, value: object, chart: Chart) -> Suggestion:
    """A key beside it that is a few letters away; of several that are as near it may be any."""
    near = [
        meant
        for meant in equally_near(key, _children(chart, parent))
        if _fits(value, (*parent, meant), chart)
    ]
    paths = tuple((*parent, meant) for meant in near)
    if not 0 < len(near) <= _MOST_CHOICES or any(_would_show(key, path) for path in paths):
        return Suggestion()
    return Suggestion("name", paths, near[0] if len(near) == 1 else "")


def _misspelled_mistake(parent: Path, key: str, value: object, chart: Chart) -> Suggestion:
    """A few letters away from a mistake that the schema lists: ``ingress.clas``."""
    mistakes = [str(path[-1]) for path in fields.renamed_paths() if path[:-1] == parent]
    near = equally_near(key, mistakes)
    return _renamed(parent, near[0], value, chart) if len(near) == 1 else Suggestion()


def _elsewhere(parent: Path, key: str, value: object, chart: Chart, backend: str) -> Suggestion:
    """The same name at another place of the chart: a key or a block at the wrong level."""
    everywhere = _paths_by_name(chart.version).get(_plain(key), ())
    likely = [
        path for path in everywhere if _is_likely(path, parent, value, chart, alone=len(everywhere) == 1)
    ]
    scores = {path: _closeness(path, parent, value, chart, backend) for path in likely}
    best = sorted((path for path in likely if scores[path] == max(scores.values())), key=format_path)
    return Suggestion("level", tuple(best)) if 0 < len(best) <= _MOST_CHOICES else Suggestion()


def _is_likely(path: Path, parent: Path, value: object, chart: Chart, *, alone: bool) -> bool:
    """Whether somebody may have meant this path of the same name.

    A section must share a key with the one that was written. A single word such as ``port`` or ``replicas`` says
    nothing about another component; in the same one, or at the top of a file, or as the only key of a name of
    several words, it does.
    """
    if not _fits(value, path, chart) or (path[0] == "determined" and parent[:1] != ("determined",)):
        return False
    if isinstance(value, Mapping) and value and chart.children(path):
        return _shared_keys(path, value, chart) > 0
    return not parent or path[0] == parent[0] or (alone and len(_words(str(path[-1]))) > 1)


def _shared_keys(path: Path, value: Mapping[object, object], chart: Chart) -> int:
    known = {_plain(name) for name in _children(chart, path)}
    return sum(1 for name in value if _plain(str(name)) in known)


def _closeness(
    path: Path, parent: Path, value: object, chart: Chart, backend: str
) -> tuple[int, bool, bool, int]:
    """How well a path fits in place of the key: what is below it, whether it is deeper, the storage in use."""
    overlap = _shared_keys(path, value, chart) if isinstance(value, Mapping) else 0
    shared = 0
    for one, other in zip(path, parent, strict=False):
        if one != other:
            break
        shared += 1
    return overlap, path[: len(parent)] == parent, bool(backend) and backend.lower() in path, shared


def _same_words(parent: Path, key: str, value: object, chart: Chart) -> Suggestion:
    """Keys beside or below it with the same words: ``size``, ``storageSize``; ``metricsEndpoint``, ``metrics.endpoint``."""
    own = _words(key)
    if parent:
        own = own - _words(str(parent[-1])) or own
    overlaps = {name: _overlap(own, _words(name)) for name in _children(chart, parent)}
    scores = {
        name: score
        for name, score in overlaps.items()
        if score >= _LEAST_OVERLAP
        and _fits(value, (*parent, name), chart)
        and not _would_show(key, (*parent, name))
    }
    best = max(scores.values(), default=0.0)
    beside = [(*parent, name) for name, score in scores.items() if score == best]
    if beside:
        only = str(beside[0][-1]) if len(beside) == 1 else ""
        return Suggestion("name", tuple(beside), only) if len(beside) <= _MOST_CHOICES else Suggestion()
    below = _below(chart.version, parent).get(own, ()) if len(own) > 1 else ()
    return (
        Suggestion("level", (below[0],))
        if len(below) == 1 and _fits(value, below[0], chart)
        else Suggestion()
    )


def _would_show(key: str, path: Path) -> bool:
    """Whether a secret would go where a name belongs: ``clientSecret`` is not meant to be ``clientSecretKey``."""
    return len(_words(key)) > 1 and is_secret_name(key) and not is_secret(path)


@lru_cache(maxsize=256)
def _below(version: Version, parent: Path) -> Mapping[frozenset[str], tuple[Path, ...]]:
    """The paths two or three levels below ``parent``, by all their words."""
    found: dict[frozenset[str], tuple[Path, ...]] = {}
    for paths in _paths_by_name(version).values():
        for path in paths:
            if path[: len(parent)] == parent and 2 <= len(path) - len(parent) <= 3:
                words = _all_words(path[len(parent) :])
                found[words] = (*found.get(words, ()), path)
    return found


def _all_words(steps: Path) -> frozenset[str]:
    return frozenset(word for step in steps for word in _words(str(step)))


def _fits(value: object, path: Path, chart: Chart) -> bool:
    """Whether a value of this kind can stand at ``path``: no mapping for a string, no scalar for a section."""
    found = chart.field(path)
    if found is None or value is None:
        return True
    if isinstance(value, Mapping):
        return not found.types or "object" in found.types
    if isinstance(value, list):
        return not found.types or "array" in found.types
    return not found.types or not set(found.types) <= {"object", "array"}


def _children(chart: Chart, parent: Path) -> tuple[str, ...]:
    """The keys below ``parent`` that may be meant; one that no template reads is not."""
    return _read_keys(chart.version, parent)


@lru_cache(maxsize=256)
def _read_keys(version: Version, parent: Path) -> tuple[str, ...]:
    released = released_chart(version)
    children = ((name, released.field((*parent, name))) for name in released.children(parent))
    return tuple(name for name, found in children if found is not None and found.read)


@lru_cache(maxsize=4)
def _paths_by_name(version: Version) -> Mapping[str, tuple[Path, ...]]:
    """Every path that a version reads, outside of free-form maps and subcharts, by its last key."""
    found: dict[str, tuple[Path, ...]] = {}
    for path in _read_paths(fields.root(), (), version):
        name = _plain(str(path[-1]))
        found[name] = (*found.get(name, ()), path)
    return found


def _read_paths(node: fields.Node, path: Path, version: Version) -> Iterator[Path]:
    for name, child in fields.inside(node).items():
        if fields.is_present(child, version) and fields.is_read(child, version):
            yield (*path, name)
            if not fields.is_open(child):
                yield from _read_paths(child, (*path, name), version)


def _plain(key: str) -> str:
    return _SEPARATOR.sub("", key).lower()


@lru_cache(maxsize=4096)
def _words(key: str) -> frozenset[str]:
    """The words of a key, in the singular: ``imagePullSecrets`` is image, pull and secret."""
    return frozenset(_singular(word.lower()) for word in _WORD.findall(key))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _overlap(written: frozenset[str], name: frozenset[str]) -> float:
    """How much of the words is the same, if one has only more words than the other, and they say little more."""
    if not written or not (written <= name or (name and name <= written and written - name <= _FILLERS)):
        return 0.0
    return len(written & name) / len(written | name)
