"""Read what a rule says of its findings: words, places and the fix."""

from collections.abc import Callable, Mapping

from pachlint.policy.finding_template import NOTHING, Also, Case, FindingTemplate
from pachlint.policy.fixes import FixTemplate
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node
from pachlint.rulefiles.cases import read_cases
from pachlint.rulefiles.operands import range_of
from pachlint.rulefiles.parts import (
    SEVERITIES,
    Template,
    intervals_of,
    read_also,
    read_fix,
    read_place,
)
from pachlint.rulefiles.typed_nodes import choice_of, text_of
from pachlint.rulefiles.uses import Reading
from pachlint.versions import RELEASED, Range

_NO_CASES: tuple[Case, ...] = ()


def read_finding_template(
    found: Mapping[str, Entry], title: str, why: str, url: str, chart: str, reading: Reading
) -> tuple[FindingTemplate, list[Template]]:
    """What the rule says, with the templates in it that are still to be checked; ``chart`` is the range that it applies to."""
    templates: list[Template] = []

    def read_text(node: Node, name: str) -> str:
        text = text_of(node, name, reading.mistakes)
        templates.append((text, node.span))
        return text

    def read_one_fix(node: Node) -> FixTemplate | None:
        fix, texts = read_fix(node, reading)
        templates.extend(texts)
        return fix

    message, help_, fix, also = _NO_CASES, _NO_CASES, _NO_CASES, tuple[Also, ...]()
    if "message" in found:
        message = read_cases(
            found["message"].node, "message", reading, lambda node: read_text(node, "message")
        )
    if "help" in found:
        help_ = _read_help(found["help"].node, reading, chart, read_text)
    at = read_place(found["at"].node, "at", reading) if "at" in found else None
    if "also" in found:
        also, labels = read_also(found["also"].node, reading)
        templates += labels
    if "fix" in found:
        fix = read_cases(found["fix"].node, "fix", reading, read_one_fix, every=False)
    severity = read_severities(found["severity"].node, reading) if "severity" in found else _NO_CASES
    cases = severity if len(severity) > 1 else _NO_CASES
    return FindingTemplate(title, why, url, message, help_, at, also, fix, cases), templates


def read_severities(node: Node, reading: Reading) -> tuple[Case, ...]:
    """The cases of a severity, in some of which nothing may be said."""
    known = (*SEVERITIES, NOTHING) if isinstance(node, nodes.SequenceNode) else SEVERITIES
    return read_cases(
        node,
        "severity",
        reading,
        lambda one: choice_of(one, known, "severity", reading.mistakes) or None,
    )


def _read_help(
    node: Node, reading: Reading, chart: str, read_text: Callable[[Node, str], str]
) -> tuple[Case, ...]:
    """The remedies: what to do may depend on what the chart has."""
    if not isinstance(node, nodes.MappingNode):
        return read_cases(node, "help", reading, lambda one: read_text(one, "help"))
    mistakes = reading.mistakes
    ranges, found = [], []
    for entry in node.entries:
        wanted = range_of(str(entry.key), entry.key_span, mistakes)
        text = read_text(entry.node, "help")
        if wanted:
            ranges.append(wanted)
            found.append(Case(text, intervals_of(wanted)))
    spoken_for = Range.parse(chart).released() if chart else RELEASED
    left = [version for version in spoken_for if not any(one.contains(version) for one in ranges)]
    if left and len(ranges) == len(node.entries):
        mistakes.add(node.span, f"help has nothing for chart {left[0]}{_and_more(len(left))}")
    return tuple(found)


def _and_more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""
