"""Values at random that switch on charts inside loki-stack that are off by default."""

import copy
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

from likely_settings import BACKENDS
from optional_settings import SETTINGS
from random_values import TEXTS, likely, put

from pachlint.chart.charts import chart
from pachlint.layering.coalesce import Subchart, overlay
from pachlint.versions import resolve

Tree = dict[str, Any]
Steps = tuple[str, ...]
_TABLE = Path(__file__).resolve().parent.parent / "schemas" / "optional-charts.json"
_CHARTS = ("filebeat", "fluent-bit", "grafana", "logstash", "prometheus")
_LAYOUTS = ("a\n---", "\n\na", "a\n--- b: c", "a\n\tb", "  a\nb", "a\n---\nkind: x", "---", "...", "a\n  - b", "- a\n- b: c", "a: b\nc: d",
            "x" * 90 + " y z", "a\n#", "? a", "a: b: c", "'a", "[a, b]", "{a: b}", "|\n  a", ">", "!!x y", "a\n...\nb", "\n", " \n a",
            "a/b/c", "{{ .Release.Name }}", "{{ if }}", "{{ x", "{{ .Values.enabled }}", "\\", "a\\", "a\rb", ".inf", "-.INF", ".nan", "a\u2028b",
            "a\x85---", "\x7f", "\ufffe", "a\x0bb", "-----BEGIN A-----\n\tb\n-----END A-----\n", "12345678901234567890",
            "{{ .Values.nothing.at.all }}", "{{ toYaml .Values }}", "{{/* a */}}")  # fmt: skip


def optional(rng: random.Random, version: str) -> Tree:
    """One or two of the charts with some of their switches on, and odd values at paths that their templates read."""
    bundled = {inner.name: inner for inner in chart(resolve(version)).subcharts}
    if "loki-stack" not in bundled:  # before 2.1.0
        return likely(rng, version)
    values: Tree = copy.deepcopy(rng.choice(BACKENDS))
    for name in rng.sample(_CHARTS, rng.choice((1, 1, 2))):
        inner = next(inner for inner in bundled["loki-stack"].subcharts if inner.name == name)
        here = ("loki-stack", name)
        put(values, (*here, "enabled"), value=True)
        for path in _switches(inner):
            if rng.random() < 0.5:
                put(values, (*here, *path), rng.random() < 0.8)
        _set(values, here, rng)
        _change(values, here, rng)
    return values


def _set(values: Tree, here: Steps, rng: random.Random) -> None:
    """Some of what people set."""
    settings = SETTINGS[here[-1]]
    for setting in rng.sample(settings, rng.choice((0, 1, 2, 4))):
        below = overlay(values["loki-stack"][here[-1]], copy.deepcopy(setting))
        values["loki-stack"][here[-1]] = below


def _change(values: Tree, here: Steps, rng: random.Random) -> None:
    """Odd values, at paths that templates read and at places of what is set."""
    paths = _paths(".".join(here))
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        if rng.random() < 0.5:
            put(values, rng.choice(paths), _value(rng))
        else:
            _replace(values["loki-stack"][here[-1]], rng)


def _replace(part: Any, rng: random.Random) -> None:
    """Put an odd value at a random place of a map or list, or give it an odd key."""
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = rng.choice(keys)
        if not isinstance(part[key], dict | list) or not part[key] or rng.random() < 0.2:
            break
        part = part[key]
    if isinstance(part, dict) and rng.random() < 0.15:
        key = rng.choice((*TEXTS, *_LAYOUTS))
    part[key] = _value(rng)


def _switches(inner: Subchart) -> list[Steps]:
    """The booleans among a chart's defaults, and among those of the charts inside it."""
    return [path for path, value in _leaves(inner.defaults, ()) if isinstance(value, bool)] + [
        (below.name, *path) for below in inner.subcharts for path in _switches(below)
    ]


def _leaves(tree: Any, above: Steps) -> list[tuple[Steps, object]]:
    if not isinstance(tree, dict) or not tree:
        return [(above, tree)]
    return [leaf for key, value in tree.items() for leaf in _leaves(value, (*above, key))]


@cache
def _paths(prefix: str) -> list[Steps]:
    """What the templates read below a chart, and every map on the way there."""
    read = [tuple(e.split(".")) for e in _expressions() if isinstance(e, str) and e.startswith(f"{prefix}.")]
    return sorted({path[:depth] for path in read for depth in range(3, len(path) + 1)})


@cache
def _expressions() -> list[Any]:
    found: list[Any] = json.loads(_TABLE.read_text())["expressions"]
    return found


@cache
def _fields() -> list[str]:
    """What templates read of the items that they go through."""
    return sorted({step for e in _expressions() if e[0] in (".", "?.") for step in e[2].split(".")})


def _value(rng: random.Random, depth: int = 0) -> object:
    draw = rng.random()
    if draw < 0.25:
        return rng.choice(TEXTS)
    if draw < 0.45:
        return rng.choice(_LAYOUTS)
    if draw < 0.65 or depth > 2:
        return rng.choice(
            (
                True,
                False,
                None,
                0,
                1,
                80,
                1.5,
                -1,
                1000000,
                "x",
                "LoadBalancer",
                "NodePort",
                "pvc",
                "statefulset",
            )
        )
    if draw < 0.8:
        return [_value(rng, depth + 1) for _ in range(rng.randrange(3))]
    keys = [*_fields(), "a", "b.yaml", "prometheus.yml", "prometheus.io/probe", "a: b", "filepath", "hard"]
    return {rng.choice(keys): _value(rng, depth + 1) for _ in range(rng.randrange(4))}
