"""What is drawn: nothing of a file is markup, every door is there, and nothing lies on anything else."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from map_scenes import SCENES, of_text, scene

from pachlint.report import map_html, map_mermaid, map_svg
from pachlint.report.map_graph import graph
from pachlint.report.map_layout import ROW, fitting, layout
from pachlint.visible import width

SVG = "{http://www.w3.org/2000/svg}"


def texts(name: str) -> list[str]:
    """What is written in a drawing."""
    return ["".join(one.itertext()) for one in ET.fromstring(map_svg.render(scene(name))).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", SCENES)
def test_drawing_has_a_title_a_description_and_no_script(name: str) -> None:
    root = ET.fromstring(map_svg.render(scene(name)))
    assert root.attrib["role"] == "img"
    named = root.attrib["aria-labelledby"].split()
    assert [one.attrib["id"] for one in root[:2]] == named
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "g", "path", "text", "line",
    }  # fmt: skip
    assert not any(key.startswith("on") or "href" in key for one in root.iter() for key in one.attrib)


@pytest.mark.parametrize("name", SCENES)
def test_every_port_of_a_way_is_drawn(name: str) -> None:
    drawn = texts(name)
    for way in scene(name).outside:
        for door in way.way.doors:
            wanted = door.path or str(door.port)
            assert any(one == wanted or one.startswith(f"{wanted} (") for one in drawn)


@pytest.mark.parametrize("name", SCENES)
def test_boxes_do_not_overlap(name: str) -> None:
    boxes = layout(graph(scene(name))).placed.values()
    for one, other in combinations(boxes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        above = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert beside or above


@pytest.mark.parametrize("name", SCENES)
def test_line_that_passes_a_column_runs_beside_its_boxes(name: str) -> None:
    found = layout(graph(scene(name)))
    for run in found.runs:
        for (left, y), (right, _) in zip(run.points[1:-1], run.points[2:-1], strict=False):
            crossed = [one for one in found.placed.values() if left < one.x and one.x + one.width < right]
            assert all(not one.y - ROW / 4 < y < one.y + one.height for one in crossed)


@pytest.mark.parametrize("text", ["short", "a" * 500, "日本語" * 100, ""])
def test_text_is_cut_to_its_room(text: str) -> None:
    assert width(fitting(text, 120)) <= max(120 / (12 * 0.56), 2)


def test_nothing_of_a_hostile_file_is_markup() -> None:
    page = map_html.render(scene("hostile"))
    assert "<script" not in page
    assert "<img" not in page
    assert page.isascii()
    flowchart = map_mermaid.render(scene("hostile"))
    assert "<script" not in flowchart
    assert "click " not in flowchart.replace("; click …", "")
    assert all(line.count('"') in (0, 2) for line in flowchart.splitlines())


def test_map_without_a_way_in_says_so() -> None:
    found = of_text("deployTarget: LOCAL\nproxy: {service: {type: ClusterIP}}\n").view
    for drawn in (map_svg.render(found), map_html.render(found), map_mermaid.render(found)):
        assert "No way in from outside" in drawn


@pytest.mark.parametrize("name", ["seed", "mismatch", "loop", "open", "none"])
def test_a_common_case_fits_a_window_of_1280_pixels(name: str) -> None:
    found = layout(graph(scene(name)))
    assert found.width <= 1280
    cut = [
        row.text
        for one in found.placed.values()
        for row in one.box.rows
        if fitting(row.text, one.width - 24 - 22 * len(row.marks) - 6.8 * len(row.note)) != row.text
    ]
    assert cut == []
