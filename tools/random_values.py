"""Values at random, as three kinds of people write them: whoever tries odd things, whoever copies, whoever sets all."""

import copy
import random
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from likely_settings import BACKENDS, SETTINGS, STORAGE_URLS, everything_on

from pachlint.chart.charts import Chart, chart
from pachlint.layering.coalesce import overlay
from pachlint.versions import resolve

Tree = dict[str, Any]
Path = tuple[str, ...]

# What decides which templates are rendered, with the values that people give it.
SWITCHES: dict[tuple[str, ...], tuple[object, ...]] = {
    ("deployTarget",): ("LOCAL", "AMAZON", "GOOGLE", "MICROSOFT", "MINIO", "CUSTOM", "", "amazon"),
    ("pachd", "storage", "backend"): ("", "LOCAL", "AMAZON", "GOOGLE", "MICROSOFT", "MINIO"),
    ("pachd", "storage", "storageURL"): ("", "s3://data-7f3", "gs://data-7f3"),
    ("pachd", "enabled"): (True, False),
    ("console", "enabled"): (True, False),
    ("ingress", "enabled"): (True, False),
    ("ingress", "host"): ("", "pach.example.com"),
    ("proxy", "enabled"): (True, False),
    ("proxy", "host"): ("", "pach.example.com"),
    ("proxy", "service", "type"): ("ClusterIP", "LoadBalancer", "NodePort"),
    ("proxy", "tls", "enabled"): (True, False),
    ("pachd", "tls", "enabled"): (True, False),
    ("pachd", "externalService", "enabled"): (True, False),
    ("ingress", "tls", "enabled"): (True, False),
    ("enterpriseServer", "enabled"): (True, False),
    ("determined", "enabled"): (True, False),
    ("postgresql", "enabled"): (True, False),
    ("pgbouncer", "enabled"): (True, False),
    ("cloudsqlAuthProxy", "enabled"): (True, False),
    ("loki-stack", "enabled"): (True, False),
    ("oidc", "mockIDP"): (True, False),
    ("pachd", "enterpriseLicenseKey"): ("", "key"),
    ("pachd", "activateEnterpriseMember"): (True, False),
    ("pachd", "activateAuth"): (True, False),
    ("pachd", "pachw", "inSidecars"): (True, False),
    ("global", "customCaCerts"): (True, False),
    ("global", "postgresql", "postgresqlPassword"): ("", "8sGf5vYk"),
    ("pachd", "storage", "amazon"): ({"bucket": "data-7f3", "region": "eu-central-1"},),
    ("pachd", "storage", "google"): ({"bucket": "data-7f3"},),
    ("pachd", "storage", "microsoft"): ({"container": "data", "id": "account", "secret": "a2V5"},),
}

# Texts that are harmless in a values file and not always so in a manifest.
TEXTS = (
    "", "x", "true", "5", "1e3", "a: b", "a #b", "- a", "{a", "[", "*a", "&a", "!x", "%x", "@x", "'", '"', "\\", "a'b", 'a"b',
    " a", "a ", "a\nb", "a\n  b: c", "\n", "#", ":", "a:", "null", "~", "{{ x }}", "é", "0x1F", "1_000", "2024-01-01", "\t",
)  # fmt: skip

_WORDS = (
    "x",
    "",
    "true",
    "yes",
    "30650",
    "10Gi",
    "LoadBalancer",
    "NodePort",
    "example.com",
    "http://x/dex",
    "1.5",
    "n",
)
_PLAIN: Mapping[str, tuple[object, ...]] = {
    "string": _WORDS,
    "boolean": (True, False),
    "integer": (0, 1, -1, 443, 30650, 2),
    "number": (0, 1.5, -1, 1e21),
    "array": ([], ["a"], [{"a": "b"}], [1]),
    "object": ({}, {"a": "b"}, {"a": {}}, {"a": None}),
    "null": (None,),
}


def scattered(rng: random.Random, version: str) -> Tree:
    """Some switches, and some odd values at random paths of the chart."""
    values: Tree = {}
    whole = chart(resolve(version))
    for path in rng.sample(list(SWITCHES), rng.randrange(1, 9)):
        put(values, path, rng.choice(SWITCHES[path]))
    values.setdefault("deployTarget", "LOCAL")
    paths = _paths(version)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 5))):
        path = rng.choice(paths)
        put(values, path, _odd_value(rng, whole, path))
    return values


def likely(rng: random.Random, version: str) -> Tree:
    """A working deployment, some settings that go together, and some values of all kinds, misspelled keys among them."""
    values: Tree = copy.deepcopy(rng.choice(BACKENDS))
    recent = tuple(map(int, version.split(".")[:2])) >= (2, 10)
    if rng.random() < (0.8 if recent else 0.05):
        put(values, ("pachd", "storage", "storageURL"), STORAGE_URLS[values["deployTarget"]])
    if rng.random() < 0.05:
        values["deployTarget"] = rng.choice(("", "amazon", "AWS", "AZURE", "MINIO", None, 1))
    for _ in range(rng.choice((0, 0, 1, 1, 1, 2, 2, 3))):
        values = overlay(values, copy.deepcopy(rng.choice(SETTINGS)))
    whole = chart(resolve(version))
    paths = _paths(version)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        path = rng.choice(paths)
        kinds = (
            list(_PLAIN) if rng.random() < 0.35 else ["null"] if rng.random() < 0.2 else _kinds(whole, path)
        )
        if rng.random() < 0.15:
            path = (*path[:-1], misspelled(rng, path[-1]))
        put(values, path, copy.deepcopy(rng.choice(_PLAIN[rng.choice(kinds)])))
    return values


def crowded(rng: random.Random, version: str) -> Tree:
    """Everything switched on that goes together, and values that the schema allows at paths of this and the bundled charts."""
    values: Tree = copy.deepcopy(rng.choice(everything_on(version)))
    whole = chart(resolve(version))
    paths = _paths_with_bundled(version)
    for _ in range(rng.choice((1, 2, 4, 8))):
        path = rng.choice(paths)
        kinds = _kinds(whole, path) if rng.random() < 0.6 else ["null"]
        put(values, path, copy.deepcopy(rng.choice(_PLAIN[rng.choice(kinds)])))
    return values


def paths_of(whole: Chart, path: Path = ()) -> Iterator[Path]:
    """Every path that a version of the chart knows."""
    for name in whole.children(path):
        yield (*path, name)
        yield from paths_of(whole, (*path, name))


@cache
def _paths(version: str) -> tuple[Path, ...]:
    return tuple(paths_of(chart(resolve(version))))


@cache
def _paths_with_bundled(version: str) -> tuple[Path, ...]:
    return (*_paths(version), *bundled_paths(chart(resolve(version))))


def bundled_paths(whole: Chart) -> Iterator[Path]:
    """The paths of the charts inside the chart, to the fourth level."""
    for subchart in whole.subcharts:
        yield from _default_paths(subchart.defaults, (subchart.name,))
        for inner in subchart.subcharts:
            yield from _default_paths(inner.defaults, (subchart.name, inner.name))


def _default_paths(defaults: Mapping[str, object], path: Path) -> Iterator[Path]:
    for name, value in defaults.items():
        yield (*path, name)
        if isinstance(value, Mapping) and len(path) < 4:
            yield from _default_paths(value, (*path, name))


def put(values: Tree, path: Path, value: object) -> None:
    """Set a value in place; what is in the way gives way."""
    for step in path[:-1]:
        below = values.get(step)
        if not isinstance(below, dict):
            below = values[step] = {}
        values = below
    values[path[-1]] = value


def misspelled(rng: random.Random, name: str) -> str:
    """A key with a letter missing, doubled or in the other case, or one too many."""
    at = rng.randrange(len(name))
    wrong = (
        name[:at] + name[at + 1 :],
        f"{name}s",
        name[0].swapcase() + name[1:],
        name[: at + 1] + name[at:],
    )
    return rng.choice(wrong) or "x"


def _kinds(whole: Chart, path: Path) -> list[str]:
    field = whole.field(path)
    return list(field.types) if field and field.types else ["string", "object", "boolean"]


def _odd_value(rng: random.Random, whole: Chart, path: Path) -> object:
    field = whole.field(path)
    fitting = rng.random() < 0.6 and field is not None and bool(field.types)
    kind = rng.choice(
        field.types if fitting and field else ("null", "boolean", "integer", "string", "array", "object")
    )
    if rng.random() < 0.15:
        return None
    match kind:
        case "boolean":
            return rng.choice((True, False))
        case "integer" | "number":
            return rng.choice((0, 1, 80, 30650, -1, 1.5, 1000000))
        case "string":
            return rng.choice(TEXTS)
        case "array":
            return rng.choice(([], ["x"], [{"name": "x"}], [{"name": "x", "value": "y"}], [1], [None]))
        case "object":
            return rng.choice(({}, {"x": "y"}, {"x": {}}, {"x": 1}, {"x": None}, {"a": "b", "c": "d"}))
    return None


def leaves(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """All values that are no mappings, or empty ones, with their paths."""
    for key, value in tree.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value
