"""The page of a map in a real browser, light and dark. Skipped where neither Chromium nor Chrome is installed."""

from pathlib import Path

import browser
import pytest
from map_scenes import SCENES, scene

from pachlint.report import map_html, map_svg

pytestmark = pytest.mark.slow

# texts that run out of the drawing, or lie on a text before them
CROWDED = """
(() => {
  const room = document.querySelector('svg').getBoundingClientRect();
  const boxes = [...document.querySelectorAll('svg text')].map(one => [one.textContent, one.getBoundingClientRect()]);
  const inside = ([, box]) => box.left >= room.left && box.right <= room.right && box.bottom <= room.bottom;
  const lie = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 6 && b.top < a.bottom - 6;
  const found = boxes.filter(one => !inside(one)).map(([text]) => text);
  boxes.forEach(([text, box], at) => boxes.slice(0, at).forEach(([other, before]) => {
    if (text.trim() && other.trim() && lie(box, before)) found.push(`${other} / ${text}`);
  }));
  return found;
})()
"""


def test_page_asks_for_nothing_and_no_text_lies_on_another(tmp_path: Path) -> None:
    program = browser.installed()
    if program is None:
        pytest.skip(f"none of {', '.join(browser.NAMES)} is installed")
    with browser.Page(program) as page:
        for name in SCENES:
            path = tmp_path / f"{name}.html"
            path.write_text(map_html.render(scene(name)))
            for dark in (False, True):
                page.look(1600, dark=dark)
                page.open(path.as_uri())
                assert page.value(CROWDED) == []
                color = page.value("getComputedStyle(document.querySelector('svg .back')).fill")
                assert color == ("rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)")
            drawing = tmp_path / f"{name}.svg"
            drawing.write_text(map_svg.render(scene(name)))
            page.open(drawing.as_uri())
            assert page.value("document.documentElement.tagName") == "svg"
        wrong = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Audits.issueAdded")
        assert [one for one in page.events if one.get("method") in wrong] == []
