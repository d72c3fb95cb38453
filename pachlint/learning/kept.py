"""Models by the content of their charts, kept in the user's cache: a chart is learned once."""

from __future__ import annotations

import hashlib
import json
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from pachlint import __version__
from pachlint.cache import cached, keep
from pachlint.chart.model import from_json
from pachlint.learning.learn import learn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.chart.files import ChartFiles
    from pachlint.chart.model import Model

FORMAT = 15
"""Raised with every change of what is learned."""
_KEPT = 8
"""Charts that are kept: each has a place by its content, and a new one takes that of another."""


def learned(chart: ChartFiles) -> Model:
    """The model of a chart: the one that was kept, or else learned now."""
    key = f"{__version__} {FORMAT} {content_of(chart)}"
    name = f"chart-{int(key[-8:], 16) % _KEPT}.json.z"
    packed = cached(name, key)
    if packed is not None:
        with suppress(ValueError, KeyError, TypeError, AttributeError, zlib.error):
            kept = json.loads(zlib.decompress(packed))
            if kept["of"] == key:
                return from_json(kept["model"])
    model = learn(chart)
    keep(name, key, zlib.compress(json.dumps({"of": key, "model": model.to_json()}).encode()))
    return model


def content_of(chart: ChartFiles) -> str:
    """What changes when anything in a chart does that matters to what it does with values."""
    digest = hashlib.sha256()
    for part in _parts(chart):
        digest.update(b"%d " % len(part) + part)
    return digest.hexdigest()


def _parts(chart: ChartFiles) -> Iterator[bytes]:
    facts = (chart.about, chart.defaults, [subchart._replace(schema=None) for subchart in chart.subcharts])
    yield repr((dict(facts[0]), *facts[1:])).encode("utf-8", "surrogatepass")
    for name, content in sorted(chart.own.items()):
        yield name.encode("utf-8", "surrogatepass")
        yield content
    for place, inside in chart.inside:
        yield place.encode()
        yield from _parts(inside)
