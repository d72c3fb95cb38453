"""Rules as SARIF describes them: their words for people, how bad they are, and what they are about."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from pachlint.finding import Impact, Severity
from pachlint.judging.judge import PolicyError
from pachlint.lazy_regex import lazy_regex
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import Example, RuleText
from pachlint.report.rule_words import applies_words, context_words
from pachlint.report.sarif_places import Data
from pachlint.report.sarif_results import level
from pachlint.versions import newest
from pachlint.visible import visible

if TYPE_CHECKING:
    from pachlint.rulebook import Rulebook

_MAX_NAME, _MAX_DESCRIPTION, _MAX_TAGS = 255, 1_024, 20
_SECURITY = "security"
# GitHub calls from 7.0 on high, from 4.0 on medium, and what is less low.
_SCORES = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "3.0"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_MARKS = lazy_regex(r"[\\`*_\[\]<>#|~&]")
_TICKS = lazy_regex(r"`+")
# What an address may hold as it is.
_OF_ADDRESSES = ":/?#@!$&'*+,;=%~"


def descriptors(book: "Rulebook") -> Iterator[Data]:
    """Every rule of a run, in order. This reads the words of them all."""
    for rule in book.rules:
        yield _descriptor(rule, book.text(rule.id))


def _descriptor(rule: Rule, words: RuleText) -> Data:
    address: Data = {"helpUri": _address(rule.url)} if rule.url else {}
    return {
        "id": rule.id,
        **_name(rule.id),
        **({"deprecatedIds": list(rule.aliases)} if rule.aliases else {}),
        "shortDescription": {"text": _cut(_line(rule.title), _MAX_DESCRIPTION)},
        "fullDescription": {"text": _cut(_line(words.why or rule.title), _MAX_DESCRIPTION)},
        "help": _help(rule, words),
        **address,
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": _properties(rule, words),
    }


def _name(rule_id: str) -> Data:
    """An identifier, as Visual Studio shows it: ``AlbSubnets``; none that would only repeat the id."""
    words = rule_id.replace("/", "-").split("-")
    name = "".join(word.capitalize() for word in words)[:_MAX_NAME]
    return {"name": name} if len(words) > 1 else {}


def _properties(rule: Rule, words: RuleText) -> Data:
    insecure = rule.impact is Impact.INSECURE
    tags = (*([_SECURITY] if insecure else []), rule.topic, rule.impact.value, *words.tags)
    score: Data = {"security-severity": _SCORES[rule.severity]} if insecure else {}
    return {
        "tags": list(dict.fromkeys(tag for tag in tags if tag))[:_MAX_TAGS],
        "precision": _precision(rule),
        "problem.severity": _PROBLEMS[rule.severity],
        **score,
    }


def _precision(rule: Rule) -> str:
    """How seldom it is wrong: what Helm rejects is known for certain, and an info is for people to judge."""
    if rule.impact is Impact.REJECTED:
        return "very-high"
    return "medium" if rule.severity is Severity.INFO else "high"


def _help(rule: Rule, words: RuleText) -> Data:
    remedy = _remedy(_Key(rule, words))
    comment = f"# pachlint: ignore[{rule.id}] reason"
    lines = [
        *([_line(words.why)] if words.why else []),
        *([f"How to fix it: {_line(remedy)}"] if remedy else []),
        f"It applies to: {applies_words(rule.applies)}.",
        *(f"See {_address(link)}" for link in words.see),
        f"To ignore it: {comment}",
    ]
    return {"text": "\n\n".join(lines), "markdown": "\n".join(_markdown(rule, words, remedy, comment))}


def _markdown(rule: Rule, words: RuleText, remedy: str, comment: str) -> Iterator[str]:
    yield from (f"**{_plain(rule.title)}**", "")
    if words.why:
        yield from (_plain(words.why), "")
    if remedy:
        yield from (f"**How to fix it:** {_plain(remedy)}", "")
    yield from (f"It applies to: {_plain(applies_words(rule.applies))}.", "")
    bad = next((one for one in words.examples if one.bad), None)
    good = next((one for one in words.examples if not one.bad), None)
    if bad:
        yield from _example("Before", bad, bad.text)
        said = next((one.message for one in bad.expect if one.message), None)
        yield from (f"> {_plain(said)}", "") if said else ()
    if bad and bad.fixed is not None:
        yield from _example("After", bad, bad.fixed)
    elif good:
        yield from _example("Nothing to say", good, good.text)
    if words.see:
        yield from ("**Sources**", "", *(f"- <{_address(link)}>" for link in words.see), "")
    yield f"To ignore it: `{visible(comment)}` on the line, above it, or at a key around it."


def _example(title: str, example: Example, text: str) -> Iterator[str]:
    context = context_words(example.context)
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in _TICKS.findall(text)), 0)
    lines = text.removesuffix("\n").split("\n")
    yield from (f"**{title}**" + (f" ({_plain(context)})" if context else ""), "")
    yield from (f"{fence}yaml", *map(visible, lines), fence, "")


class _Key:
    """A rule with its words as a key: its place in the set that it was read with."""

    __slots__ = ("rule", "words")

    def __init__(self, rule: Rule, words: RuleText) -> None:
        self.rule = rule
        self.words = words

    def __hash__(self) -> int:
        return hash((self.rule.rule_set, self.rule.number))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key)
            and self.rule.rule_set is other.rule.rule_set
            and self.rule.number == other.rule.number
        )


@lru_cache(maxsize=2048)
def _remedy(key: _Key) -> str:
    """What the rule tells people to do. Where that depends on the values, what it tells of its first example."""
    rule, words = key.rule, key.words
    remedy = rule.template.remedy(newest())
    if remedy and "{" not in remedy:
        return remedy
    from pachlint.rulefiles.examples import findings  # noqa: PLC0415 -- judging costs more than all the rest

    for example in words.examples:
        try:
            found = findings(rule, example, example.text) if example.bad else []
        except PolicyError:
            return remedy
        for finding in found:
            if finding.help:
                return finding.help
    return remedy


def _plain(text: str) -> str:
    """A text in Markdown that looks as it is."""
    return _MARKS.sub(r"\\\g<0>", _line(text))


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def _address(link: str) -> str:
    """A link without what an address cannot hold, such as a blank."""
    return quote(link, safe=_OF_ADDRESSES, errors="replace")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
