"""Read a rule file, with every mistake that can be known without judging anything."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pachlint.finding import Impact
from pachlint.lazy_regex import lazy_regex
from pachlint.place import PathError, Span, parse_path
from pachlint.policy.logic import Each, Logic
from pachlint.policy.packing import RuleSource
from pachlint.policy.paths import EVERYTHING
from pachlint.policy.rule import Aliases, Applies, RuleError, Traits
from pachlint.policy.tree import Condition
from pachlint.reading import nodes
from pachlint.reading.document import read
from pachlint.reading.nodes import Entry, Node, data_of
from pachlint.records import NamedTuple
from pachlint.rulefiles.conditions import read_condition
from pachlint.rulefiles.declared_exceptions import read_exceptions
from pachlint.rulefiles.example_nodes import read_examples
from pachlint.rulefiles.finding_templates import read_finding_template
from pachlint.rulefiles.known_names import check_paths, check_templates
from pachlint.rulefiles.parts import SEVERITIES, read_applies
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    choice_of,
    entries_of,
    fields_of,
    flag_of,
    read_root,
    text_of,
    texts_of,
)
from pachlint.rulefiles.uses import Reading
from pachlint.source import Source

FIELDS = (
    "title", "severity", "impact", "why", "see", "covers", "tags", "related", "applies", "each", "when", "require", "predicate", "with",
    "at", "also", "message", "help", "fix", "unknown_ok", "exceptions", "any_version", "aliases", "examples",
)  # fmt: skip
_REQUIRED = ("title", "severity", "impact", "examples")
_REQUIRED_OF_TESTS = ("message",)
_REQUIRED_OF_SHIPPED = ("why", "see")
_LONGEST_TITLE = 80
_NAME = lazy_regex(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)


class CompiledRule(NamedTuple):
    """A rule as it was read, and as JSON data what people read of it with its examples."""

    source: RuleSource
    text: dict[str, Any]


class Loading(NamedTuple):
    """What a rule file may name: predicates, with what is unusual of each; None where rules run no code."""

    predicates: Mapping[str, Traits] | None = None


def is_name(text: str) -> bool:
    """Whether a rule or topic may be called so: kebab-case."""
    return _NAME.match(text) is not None


def read_rule(
    source: Source, rule_id: str, topic: str, loading: Loading
) -> tuple[CompiledRule | None, list[RuleError]]:
    """Compile one rule file; None if there are mistakes, which are all reported."""
    mistakes = Mistakes(source)
    root = read_root(read(source), mistakes)
    start = Span(0, 0)
    if not is_name(rule_id):
        mistakes.add(start, f"the name of a rule file must be kebab-case: '{rule_id}' is not")
    if root is None:
        if not mistakes.found:
            mistakes.add(start, "the file contains no rule")
        return None, mistakes.found
    compiled = _compile(root, rule_id, topic, mistakes, loading)
    return (None if mistakes.found else compiled), mistakes.found


def _compile(root: Node, rule_id: str, topic: str, mistakes: Mistakes, loading: Loading) -> CompiledRule:
    found = fields_of(root, FIELDS, "the rule", mistakes)
    if isinstance(root, nodes.MappingNode) and root.entries:
        _require_fields(found, mistakes, shipped=loading.predicates is not None)
    reading = Reading(mistakes)
    words = _read_words(found, mistakes)
    applies = read_applies(found["applies"].node, mistakes) if "applies" in found else Applies()
    text = _read_text(found, mistakes)
    each, when, require = _read_conditions(found, reading)
    template, texts = read_finding_template(
        found, words["title"], text["why"], next(iter(text["see"]), ""), applies.chart, reading
    )
    of_words = template.conditions("message", "help")
    logic = Logic.of(each, when, require, template.conditions("severity"), of_words)
    check_paths(reading, applies.chart, _read_unknown(found, mistakes))
    check_templates(texts, reading, tested="require" in found)
    predicate = _read_predicate(found["predicate"].node, mistakes, loading) if "predicate" in found else ""
    traits = _traits(found, predicate, mistakes, loading)._replace(of_cases=bool(template.severity))
    source = RuleSource(
        rule_id,
        topic,
        words["severity"],
        words["impact"],
        applies,
        traits,
        predicate,
        _read_options(found, mistakes),
        logic,
        template,
        _read_aliases(found["aliases"].node, mistakes) if "aliases" in found else {},
    )
    text["exceptions"] = read_exceptions(found, source, mistakes)
    return CompiledRule(source, text)


def _traits(found: Mapping[str, Entry], predicate: str, mistakes: Mistakes, loading: Loading) -> Traits:
    """Those of the predicate; the user's own rules judge whatever stands there."""
    traits = (
        Traits(of_placeholders=True)
        if loading.predicates is None
        else loading.predicates.get(predicate, Traits())
    )
    if "any_version" in found:
        return traits._replace(of_any_version=flag_of(found["any_version"].node, "any_version", mistakes))
    return traits


def _require_fields(found: Mapping[str, Entry], mistakes: Mistakes, *, shipped: bool) -> None:
    wanted: tuple[str, ...] = _REQUIRED if "predicate" in found else _REQUIRED + _REQUIRED_OF_TESTS
    if not shipped and "predicate" not in found:
        wanted += ("require",)
    if shipped:
        wanted += _REQUIRED_OF_SHIPPED if "predicate" in found else (*_REQUIRED_OF_SHIPPED, "help")
    missing = [name for name in wanted if name not in found]
    if missing:
        mistakes.add(Span(0, 0), f"the rule has no {' and no '.join(missing)}")
    if shipped and ("require" in found) == ("predicate" in found):
        mistakes.add(Span(0, 0), "a rule has either 'require' or 'predicate'")
    for name, other in (("with", "predicate"), ("each", "require")):
        if name in found and other not in found:
            mistakes.add(found[name].key_span, f"'{name}' belongs to '{other}'")


def _read_words(found: Mapping[str, Entry], mistakes: Mistakes) -> dict[str, str]:
    readers: dict[str, Callable[[Node], str]] = {
        "title": lambda node: _read_title(node, mistakes),
        "severity": lambda node: _worst_severity(node, mistakes),
        "impact": lambda node: choice_of(node, [impact.value for impact in Impact], "impact", mistakes),
    }
    return {name: read(found[name].node) if name in found else "" for name, read in readers.items()}


def _worst_severity(node: Node, mistakes: Mistakes) -> str:
    """The severity, or the worst of its cases, whose mistakes are found with those of all cases."""
    if not isinstance(node, nodes.SequenceNode):
        return choice_of(node, SEVERITIES, "severity", mistakes)
    found = [data_of(item) for item in node.items]
    words = [one["is"] for one in found if isinstance(one, dict) and one.get("is") in SEVERITIES]
    return max(words, key=SEVERITIES.index, default="")


def _read_title(node: Node, mistakes: Mistakes) -> str:
    title = text_of(node, "title", mistakes)
    if len(title) > _LONGEST_TITLE:
        mistakes.add(node.span, f"the title has {len(title)} characters; the limit is {_LONGEST_TITLE}")
    if title.endswith("."):
        mistakes.add(node.span, "a title must not end with a period")
    if "{" in title or "\n" in title:
        mistakes.add(node.span, "a title is one line without placeholders")
    return title


def _read_links(node: Node, mistakes: Mistakes) -> list[str]:
    links = texts_of(node, "see", mistakes)
    for link in links:
        if link and not re.match(r"https://[^\s/]+\.[^\s/]+", link):
            mistakes.add(node.span, f"'{link}' is not an https link")
    return [link for link in links if link]


def _read_conditions(
    found: Mapping[str, Entry], reading: Reading
) -> tuple[Each | None, Condition | None, Condition | None]:
    each = _read_each(found["each"].node, reading) if "each" in found else None
    when, require = (
        read_condition(found[name].node, reading, required=name == "require") if name in found else None
        for name in ("when", "require")
    )
    return each, when, require


def _read_each(node: Node, reading: Reading) -> Each | None:
    mistakes = reading.mistakes
    found = fields_of(node, ("in", "as", "where"), "each", mistakes)
    for name in ("in", "as"):
        if name not in found:
            if isinstance(node, nodes.MappingNode) and node.entries:
                mistakes.add(node.span, f"each has no '{name}'")
            return None
    texts = [text for text in texts_of(found["in"].node, "in", mistakes) if text]
    read = (reading.gone_over(text, found["in"].node.span) for text in texts if text != EVERYTHING)
    patterns = tuple(pattern for pattern in read if pattern)
    alias = reading.name(found["as"].node, patterns)
    where = read_condition(found["where"].node, reading, required=False) if "where" in found else None
    return Each(patterns, alias, where, everything=EVERYTHING in texts)


def _read_predicate(node: Node, mistakes: Mistakes, loading: Loading) -> str:
    if loading.predicates is None:
        mistakes.add(node.span, "only the rules that ship with pachlint may name a predicate; write require")
        return ""
    return choice_of(node, loading.predicates, "predicate", mistakes)


def _read_options(found: Mapping[str, Entry], mistakes: Mistakes) -> Mapping[str, Any]:
    """What the predicate has under ``with``."""
    options = data_of(found["with"].node) if "with" in found else {}
    if not isinstance(options, dict):
        mistakes.add(found["with"].node.span, "with must be a mapping")
        return {}
    return options


def _read_aliases(node: Node, mistakes: Mistakes) -> Aliases:
    """Former ids: a list of them, or a mapping of each to globs of the paths that it was about."""
    if isinstance(node, nodes.MappingNode):
        read = {
            entry.key: (texts_of(entry.node, "paths of an alias", mistakes), entry.key_span)
            for entry in entries_of(node, "aliases", mistakes)
        }
    else:
        read = {text: ([], node.span) for text in texts_of(node, "aliases", mistakes)}
    for name, (_, span) in read.items():
        if name and not is_name(name):
            mistakes.add(span, f"an alias must be kebab-case: '{name}' is not")
    return {name: globs for name, (globs, _) in read.items()}


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
    text["see"] = _read_links(found["see"].node, mistakes) if "see" in found else []
    for name in ("covers", "tags", "related"):
        if name in found:
            text[name] = texts_of(found[name].node, name, mistakes)
    if text["why"] and "title" in found and text["why"] == data_of(found["title"].node):
        mistakes.add(found["why"].node.span, "why repeats the title; write what the user would notice")
    has_fix = "fix" in found or "predicate" in found
    text["examples"] = (
        read_examples(found["examples"].node, mistakes, has_fix=has_fix) if "examples" in found else []
    )
    return text
