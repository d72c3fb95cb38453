"""Read a rule file: its YAML to plain JSON data, with every mistake that can be known without judging anything.

A compiled rule is a pair: the core, which judging needs, and the text for people with the examples. Both are
plain JSON, so that the shipped rules load in no time; :func:`pachlint.policy.rule.build_rule` makes objects of them.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pachlint.finding import Impact
from pachlint.place import PathError, Span, parse_path
from pachlint.policy.paths import EVERYTHING
from pachlint.policy.rule import RuleError
from pachlint.reading import nodes
from pachlint.reading.document import read
from pachlint.reading.nodes import Entry, Node
from pachlint.records import NamedTuple
from pachlint.regex import regex
from pachlint.rulefiles.checks import check_paths, check_templates
from pachlint.rulefiles.conditions import read_condition
from pachlint.rulefiles.guarding import guard
from pachlint.rulefiles.parts import SEVERITIES, read_applies, read_examples
from pachlint.rulefiles.reads import ground
from pachlint.rulefiles.spares import read_spares
from pachlint.rulefiles.telling import read_telling
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    choice_of,
    fields_of,
    flag_of,
    plain,
    read_root,
    text_of,
    texts_of,
)
from pachlint.rulefiles.uses import Compiled, Reading, Use
from pachlint.source import Source

FIELDS = (
    "title", "severity", "impact", "why", "see", "covers", "tags", "related", "applies", "each", "when", "require", "check", "with",
    "at", "also", "message", "help", "fix", "unknown_ok", "spares", "any_version", "examples",
)  # fmt: skip
_REQUIRED = ("title", "severity", "impact", "examples")
_REQUIRED_OF_TESTS = ("message",)
_REQUIRED_OF_SHIPPED = ("why", "see")
_LONGEST_TITLE = 80
_NAME = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)


class CompiledRule(NamedTuple):
    """A rule as JSON data: what judging needs, and what people read."""

    core: dict[str, Any]
    text: dict[str, Any]


class Loading(NamedTuple):
    """What a rule file may name: ``predicates`` is None where rules run no code; some predicates read the text."""

    predicates: Collection[str] | None = None
    text_predicates: Collection[str] = ()


def is_name(text: str) -> bool:
    """Whether a rule or topic may be called so: kebab-case."""
    return _NAME.match(text) is not None


def read_rule(
    source: Source, rule_id: str, topic: str, loading: Loading
) -> tuple[CompiledRule | None, list[RuleError]]:
    """Compile one rule file; None if there are mistakes, which are all told."""
    mistakes = Mistakes(source)
    root = read_root(read(source), mistakes)
    start = Span(0, 0)
    if not is_name(rule_id):
        mistakes.add(start, f"a rule file is named in kebab-case: '{rule_id}' is not")
    if root is None:
        if not mistakes.found:
            mistakes.add(start, "the file holds no rule")
        return None, mistakes.found
    compiled = _compile(root, rule_id, topic, mistakes, loading)
    return (None if mistakes.found else compiled), mistakes.found


def _compile(root: Node, rule_id: str, topic: str, mistakes: Mistakes, loading: Loading) -> CompiledRule:
    found = fields_of(root, FIELDS, "the rule", mistakes)
    if isinstance(root, nodes.Mapping) and root.entries:
        _require_fields(found, mistakes, shipped=loading.predicates is not None)
    reading = Reading(mistakes)
    core: dict[str, Any] = {"id": rule_id, "topic": topic, **_read_words(found, mistakes)}
    applies: list[Any] = (
        read_applies(found["applies"].node, mistakes) if "applies" in found else ["", [], [], []]
    )
    core["applies"] = applies
    # reports show it with every finding, and need none of the other texts
    core["why"] = text_of(found["why"].node, "why", Mistakes(mistakes.source)) if "why" in found else ""
    core.update(_read_logic(found, reading, loading))
    templates = read_telling(found, core, reading)
    if "any_version" in found:
        core["any_version"] = flag_of(found["any_version"].node, "any_version", mistakes)
    check_paths(reading, applies[0], _read_unknown(found, mistakes))
    check_templates(templates, reading, tested="require" in found)
    if not mistakes.found:
        core["guard"] = guard(core, knows_charts=loading.predicates is not None)
    text = _read_text(found, mistakes)
    text["spares"] = read_spares(found, core, mistakes)
    return CompiledRule(core, text)


def _require_fields(found: Mapping[str, Entry], mistakes: Mistakes, *, shipped: bool) -> None:
    wanted: tuple[str, ...] = _REQUIRED if "check" in found else _REQUIRED + _REQUIRED_OF_TESTS
    if not shipped and "check" not in found:
        wanted += ("require",)
    if shipped:
        wanted += _REQUIRED_OF_SHIPPED if "check" in found else (*_REQUIRED_OF_SHIPPED, "help")
    missing = [name for name in wanted if name not in found]
    if missing:
        mistakes.add(Span(0, 0), f"the rule has no {' and no '.join(missing)}")
    if shipped and ("require" in found) == ("check" in found):
        mistakes.add(Span(0, 0), "a rule has either 'require' or 'check'")
    for name, other in (("with", "check"), ("each", "require")):
        if name in found and other not in found:
            mistakes.add(found[name].key_span, f"'{name}' belongs to '{other}'")


def _read_words(found: Mapping[str, Entry], mistakes: Mistakes) -> dict[str, Any]:
    readers: dict[str, Callable[[Node], Any]] = {
        "title": lambda node: _read_title(node, mistakes),
        "severity": lambda node: choice_of(node, SEVERITIES, "severity", mistakes),
        "impact": lambda node: choice_of(node, [impact.value for impact in Impact], "impact", mistakes),
        "see": lambda node: _read_links(node, mistakes)[0],
    }
    words = {name: readers[name](found[name].node) if name in found else "" for name in readers}
    url = words.pop("see")
    return {**words, "url": url}


def _read_title(node: Node, mistakes: Mistakes) -> str:
    title = text_of(node, "title", mistakes)
    if len(title) > _LONGEST_TITLE:
        mistakes.add(node.span, f"the title has {len(title)} characters; {_LONGEST_TITLE} is the most")
    if title.endswith("."):
        mistakes.add(node.span, "a title has no full stop at its end")
    if "{" in title or "\n" in title:
        mistakes.add(node.span, "a title is one line without placeholders")
    return title


def _read_links(node: Node, mistakes: Mistakes) -> list[str]:
    links = texts_of(node, "see", mistakes)
    for link in links:
        if link and not re.match(r"https://[^\s/]+\.[^\s/]+", link):
            mistakes.add(node.span, f"'{link}' is not an https link")
    return links or [""]


def _read_logic(found: Mapping[str, Entry], reading: Reading, loading: Loading) -> dict[str, Any]:
    """The compiled ``each``, ``when``, ``require`` or ``check``, and what they read."""
    logic: dict[str, Any] = {"check": "", "with": {}, "reads_text": False}
    if "each" in found:
        logic["each"] = _read_each(found["each"].node, reading)
    alias = logic["each"][1] if logic.get("each") else ""
    for name in ("when", "require"):
        if name in found:
            reading.field[0] = name
            logic[name] = read_condition(found[name].node, reading, demanded=name == "require")
    if "check" in found:
        logic["check"] = _read_check_name(found["check"].node, reading.mistakes, loading)
        logic["reads_text"] = logic["check"] in loading.text_predicates
        logic["with"] = plain(found["with"].node) if "with" in found else {}
        if not isinstance(logic["with"], dict):
            reading.mistakes.add(found["with"].node.span, "with must be a mapping")
    logic["when_first"] = "when" in logic and not any(
        use.compiled[0] == alias for use in reading.uses if use.field == "when" and alias
    )
    # What ``each`` goes over is read match by match, and the key or path of a match is not its value.
    gone_over = logic["each"][0] if logic.get("each") else []
    logic["reads"] = _unique(
        route
        for use in reading.uses
        if (not alias or use.compiled[0] != alias) and use.compiled not in gone_over
        for route in use.routes
    )
    logic["ground"] = ground([*logic["reads"], *(one for one in gone_over if isinstance(one, list))])
    # the user's own rules judge whatever stands there
    logic["weighs"] = _weighed(reading.uses) if loading.predicates is not None else []
    logic["each_reads"] = _unique(
        use.compiled for use in reading.uses if alias and use.compiled[0] == alias and not use.compiled[3]
    )
    return logic


def _weighed(uses: list[Use]) -> list[Any]:
    """What is read of values, for :mod:`pachlint.judging.unfilled`: ``[pattern, from the root, depth]``."""
    found: list[Any] = []
    for use in uses:
        end = use.compiled[3]
        row = [use.compiled, list(use.routes), -1 if end == "@key" else use.depth]
        if end != "@path" and row not in found:
            found.append(row)
    return found


def _unique(patterns: Any) -> list[Compiled]:
    found: list[Compiled] = []
    for alias, up, steps, _ in patterns:
        pattern = [alias, up, steps, ""]
        if pattern not in found:
            found.append(pattern)
    return found


def _read_each(node: Node, reading: Reading) -> list[Any] | None:
    mistakes = reading.mistakes
    found = fields_of(node, ("in", "as", "where"), "each", mistakes)
    for name in ("in", "as"):
        if name not in found:
            if isinstance(node, nodes.Mapping) and node.entries:
                mistakes.add(node.span, f"each has no '{name}'")
            return None
    reading.field[0] = "each"
    texts = texts_of(found["in"].node, "in", mistakes)
    patterns = [
        text if text == EVERYTHING else reading.pattern(text, found["in"].node.span) for text in texts if text
    ]
    for at in range(len(reading.uses)):
        reading.deepen(at, 0)
    known = [pattern for pattern in patterns if isinstance(pattern, list)]
    alias = reading.name(found["as"].node, tuple(known))
    where = read_condition(found["where"].node, reading, demanded=False) if "where" in found else None
    return [patterns, alias, where]


def _read_check_name(node: Node, mistakes: Mistakes, loading: Loading) -> str:
    if loading.predicates is None:
        mistakes.add(node.span, "only the rules that ship with pachlint may have a check; write require")
        return ""
    return choice_of(node, loading.predicates, "predicate", mistakes)


def _read_unknown(found: Mapping[str, Entry], mistakes: Mistakes) -> list[str]:
    if "unknown_ok" not in found:
        return []
    good = []
    for text in texts_of(found["unknown_ok"].node, "unknown_ok", mistakes):
        try:
            good.append(text) if parse_path(text) else None
        except PathError as error:
            mistakes.add(found["unknown_ok"].node.span, str(error))
    return good


def _read_text(found: Mapping[str, Entry], mistakes: Mistakes) -> dict[str, Any]:
    text: dict[str, Any] = {"file": mistakes.source.name}
    text["why"] = text_of(found["why"].node, "why", mistakes) if "why" in found else ""
    text["see"] = (
        [part for part in texts_of(found["see"].node, "see", Mistakes(mistakes.source)) if part]
        if "see" in found
        else []
    )
    for name in ("covers", "tags", "related"):
        if name in found:
            text[name] = texts_of(found[name].node, name, mistakes)
    if (
        "why" in found
        and text["why"]
        and text["why"] == (plain(found["title"].node) if "title" in found else "")
    ):
        mistakes.add(found["why"].node.span, "why repeats the title; it tells what a person would see")
    examples = found.get("examples")
    text["examples"] = (
        read_examples(examples.node, mistakes, has_fix="fix" in found or "check" in found) if examples else []
    )
    return text
