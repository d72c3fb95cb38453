"""Read what a rule says of its findings: words, places and the fix."""

from collections.abc import Mapping

from pachlint.policy.finding_template import Also, FindingTemplate, Remedy
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node
from pachlint.rulefiles.operands import range_of
from pachlint.rulefiles.parts import Template, intervals_of, read_also, read_fix, read_place
from pachlint.rulefiles.typed_nodes import text_of
from pachlint.rulefiles.uses import Reading
from pachlint.versions import RELEASED, Range


def read_finding_template(
    found: Mapping[str, Entry], title: str, why: str, url: str, chart: str, reading: Reading
) -> tuple[FindingTemplate, list[Template]]:
    """What the rule says, with the templates in it that are still to be checked; ``chart`` is the range that it applies to."""
    templates: list[Template] = []
    message, help_, also = "", tuple[Remedy, ...](), tuple[Also, ...]()
    if "message" in found:
        message = text_of(found["message"].node, "message", reading.mistakes)
        templates.append((message, found["message"].node.span))
    if "help" in found:
        help_, texts = _read_help(found["help"].node, reading, chart)
        templates += texts
    at = read_place(found["at"].node, "at", reading) if "at" in found else None
    if "also" in found:
        also, labels = read_also(found["also"].node, reading)
        templates += labels
    fix, texts = read_fix(found["fix"].node, reading) if "fix" in found else (None, [])
    templates += texts
    return FindingTemplate(title, why, url, message, help_, at, also, fix), templates


def _read_help(node: Node, reading: Reading, chart: str) -> tuple[tuple[Remedy, ...], list[Template]]:
    """One remedy for every version, or several: what to do depends on what the chart has."""
    mistakes = reading.mistakes
    if not isinstance(node, nodes.MappingNode):
        text = text_of(node, "help", mistakes)
        return (Remedy(text),), [(text, node.span)]
    ranges, found, templates = [], [], []
    for entry in node.entries:
        wanted = range_of(str(entry.key), entry.key_span, mistakes)
        text = text_of(entry.node, "help", mistakes)
        templates.append((text, entry.node.span))
        if wanted:
            ranges.append(wanted)
            found.append(Remedy(text, intervals_of(wanted)))
    spoken_for = Range.parse(chart).released() if chart else RELEASED
    left = [version for version in spoken_for if not any(one.contains(version) for one in ranges)]
    if left and len(ranges) == len(node.entries):
        mistakes.add(node.span, f"help has nothing for chart {left[0]}{_and_more(len(left))}")
    return tuple(found), templates


def _and_more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""
