"""Compile what a rule says of its findings: words, places and the fix."""

from collections.abc import Mapping
from typing import Any

from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node
from pachlint.rulefiles.operands import range_of
from pachlint.rulefiles.parts import Template, read_also, read_fix, read_place
from pachlint.rulefiles.typed_nodes import text_of
from pachlint.rulefiles.uses import Reading
from pachlint.versions import RELEASED, Range


def read_telling(found: Mapping[str, Entry], core: dict[str, Any], reading: Reading) -> list[Template]:
    """Put the places, words and fix of a finding into the core; the templates in them are still to be checked."""
    templates: list[Template] = []
    core["message"] = core["help"] = ""
    if "message" in found:
        core["message"] = text_of(found["message"].node, "message", reading.mistakes)
        templates.append((core["message"], found["message"].node.span))
    if "help" in found:
        core["help"], texts = _read_help(found["help"].node, reading, core["applies"][0])
        templates += texts
    if "at" in found:
        core["at"] = read_place(found["at"].node, "at", reading)
    if "also" in found:
        core["also"], labels = read_also(found["also"].node, reading)
        templates += labels
    if "fix" in found:
        core["fix"], texts = read_fix(found["fix"].node, reading)
        templates += texts
    return templates


def _read_help(node: Node, reading: Reading, chart: str) -> tuple[Any, list[Template]]:
    """A text for every version, or ``[[intervals, text], ...]``: what to do depends on what the chart has."""
    mistakes = reading.mistakes
    if not isinstance(node, nodes.Mapping):
        text = text_of(node, "help", mistakes)
        return text, [(text, node.span)]
    ranges, found, templates = [], [], []
    for entry in node.entries:
        wanted = range_of(str(entry.key), entry.key_span, mistakes)
        text = text_of(entry.node, "help", mistakes)
        templates.append((text, entry.node.span))
        if wanted:
            ranges.append(wanted)
            found.append([[[list(low), list(high)] for low, high in wanted.intervals], text])
    spoken_for = Range.parse(chart).released() if chart else RELEASED
    left = [version for version in spoken_for if not any(one.contains(version) for one in ranges)]
    if left and len(ranges) == len(node.entries):
        mistakes.add(node.span, f"help has nothing for chart {left[0]}{_and_more(len(left))}")
    return found, templates


def _and_more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""
