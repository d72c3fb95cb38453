"""The tree: what it wraps to a terminal, and that nothing of a line is lost by it."""

import re
from collections.abc import Callable

import pytest
from map_scenes import SCENES, scene

from pachlint.report.look import Look
from pachlint.report.map_text import lines, render
from pachlint.visible import width


@pytest.mark.parametrize("columns", [40, 80, 160])
@pytest.mark.parametrize("name", SCENES)
def test_lines_fit_the_terminal_but_for_words_that_cannot_be_broken(name: str, columns: int) -> None:
    long = [line for line in lines(scene(name), columns) if width(line) > columns]
    assert [line for line in long if len(line.strip("│├└─ ").split(" ")) > 1 and name != "hostile"] == []


@pytest.mark.parametrize("name", SCENES)
def test_wrapping_loses_no_word(name: str) -> None:
    def said(columns: int | None) -> list[str]:
        signs = str.maketrans("│├└", "   ")
        return " ".join(lines(scene(name), columns)).translate(signs).replace(" ─ ", " ").split()

    assert said(60) == said(None)


@pytest.mark.parametrize("columns", [80, 160])
def test_tree_on_a_terminal_looks_like_its_golden_file(
    columns: int, golden: Callable[[str, str], None]
) -> None:
    golden(f"maps/mismatch-{columns}.txt", "\n".join(lines(scene("mismatch"), columns)) + "\n")


def test_color_says_nothing_that_the_words_do_not() -> None:
    found = scene("mismatch")
    escape = re.compile(r"\x1b\[[\d;]*m")
    assert escape.sub("", render(found, Look(color=True))) == render(found, Look())
