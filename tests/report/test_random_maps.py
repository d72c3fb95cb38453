"""Maps of values at random: none fails, and each format shows every door of every way from outside."""

import json
import random

import random_values
from hypothesis import given, settings
from hypothesis import strategies as st
from map_scenes import of_text

from pachlint.cli.mapped import Mapped
from pachlint.cli.program import Failure
from pachlint.report import map_html, map_mermaid, map_svg, map_text
from pachlint.report.html_markup import as_html
from pachlint.report.map_changes import changes

VERSIONS = ("2.0.0", "2.2.7", "2.4.6", "2.5.9", "2.7.8", "2.9.7", "2.11.6")
TYPES = ("LoadBalancer", "NodePort", "ClusterIP")


def mapped(seed: int) -> Mapped | None:
    """The map of values at random, some services opened; None where Helm comes to no values."""
    rng = random.Random(seed)
    version = rng.choice(VERSIONS)
    values = rng.choice((random_values.likely, random_values.crowded))(rng, version)
    for name in ("proxy", "pachd", "console", "etcd"):
        if rng.random() < 0.5:
            random_values.put(values, (name, "service", "type"), rng.choice(TYPES))
    try:
        return of_text(json.dumps(values, default=str), version)
    except Failure:
        return None


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_every_door_is_shown_in_every_format(seed: int) -> None:
    found = mapped(seed)
    if found is None:
        return
    shown = "\n".join(map_text.lines(found.view))
    drawn, page, flowchart = (one.render(found.view) for one in (map_svg, map_html, map_mermaid))
    for way in found.view.outside:
        assert way.title in shown
        for door in way.way.doors:
            name = door.path or f"port {door.port}"
            assert name in shown
            assert all(as_html(name.removeprefix("port ")) in one for one in (drawn, page))
            assert name in flowchart


@settings(max_examples=10)
@given(first=st.integers(0, 2**32), second=st.integers(0, 2**32))
def test_any_two_maps_can_be_compared(first: int, second: int) -> None:
    before, after = mapped(first), mapped(second)
    if before and after:
        there, back = changes(before.view, after.view), changes(after.view, before.view)
        assert len(there) == len(back)
        assert all(one.words for one in there)
