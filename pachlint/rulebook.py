"""All rules of a run: those that ship with pachlint and the user's own, and the choice among them."""

import json
import os
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from pachlint import __version__, bundled
from pachlint.finding import Impact, Severity
from pachlint.nearness import did_you_mean_name
from pachlint.policy.packing import pack, unpack
from pachlint.policy.rule import Rule
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.packs import Pack
    from pachlint.policy.rule_text import RuleText
    from pachlint.rulefiles.reader import Loading

RULES = "rules.jsonl"
"""The compiled rules in an installed package, packed."""

TEXTS = "rule-texts.json"
"""The words for people and the examples of the compiled rules."""


class SelectionError(ValueError):
    """A word that is no rule, topic or impact; the message says what may be meant."""


class Rulebook(NamedTuple):
    """Rules in the order of their ids. ``texts`` gives what people read about them; it is read when it is needed."""

    rules: tuple[Rule, ...]
    texts: Callable[[], Mapping[str, Mapping[str, Any]]]
    deselected: frozenset[str] = frozenset()
    """The ids of rules that were there and were not chosen."""
    switched_off: tuple[str, ...] = ()
    """What configs leave out, in words."""
    aliases: Mapping[str, tuple[str, ...]] = {}
    """Former ids of rules, chosen or not, with what they are now."""
    of_aliases: Mapping[str, Severity | None] = {}
    """The severity that findings have instead for a former id of theirs; None if they are not reported."""

    @property
    def known(self) -> frozenset[str]:
        """The ids of all rules, chosen or not."""
        return self.deselected.union(rule.id for rule in self.rules)

    def rule(self, rule_id: str) -> Rule | None:
        """The rule with this id."""
        at = bisect_left(self.rules, rule_id, key=lambda rule: rule.id)
        return self.rules[at] if at < len(self.rules) and self.rules[at].id == rule_id else None

    def text(self, rule_id: str) -> "RuleText":
        """What people read about a rule, with its examples.

        Raises:
            KeyError: if there is no such rule.
        """
        from pachlint.policy.rule_text import build_text  # noqa: PLC0415 -- a check reads none

        return build_text(self.texts()[rule_id])

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of all rules, sorted."""
        return tuple(sorted({rule.topic for rule in self.rules}))

    def select(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> "Rulebook":
        """The rules that one of the words in ``select`` names (all if there are none), without those of ``ignore``.

        Raises:
            SelectionError: if a word is no rule, topic, pack or impact.
        """
        if not (select or ignore):
            return self
        self._check_words((*select, *ignore))
        wanted, unwanted = self._current(select), frozenset(ignore)
        chosen = (rule for rule in self.rules if not wanted or wanted.intersection(_names(rule)))
        rules = tuple(rule for rule in chosen if unwanted.isdisjoint(_names(rule)))
        unreported: dict[str, Severity | None] = dict.fromkeys(unwanted.intersection(self.aliases))
        return self._replace(
            rules=rules,
            deselected=self.known.difference(rule.id for rule in rules),
            of_aliases={**self.of_aliases, **unreported},
        )

    def _current(self, words: Sequence[str]) -> frozenset[str]:
        """Words, with the rules of today for former ids."""
        return frozenset(name for word in words for name in self.aliases.get(word, (word,)))

    def with_severities(self, severities: Mapping[str, Severity]) -> "Rulebook":
        """The same rules, some with another severity; the most exact of the words that name a rule counts.

        Raises:
            SelectionError: if a word is no rule, topic, pack or impact.
        """
        if not severities:
            return self
        self._check_words(tuple(severities))
        rules = (
            next(
                (
                    rule._replace(severity=severities[name], is_severity_given=True)
                    for name in _names(rule)
                    if name in severities
                ),
                rule,
            )
            for rule in self.rules
        )
        former = {
            name: severity
            for name, severity in severities.items()
            if severities.keys().isdisjoint(self.aliases.get(name, (name,)))
        }
        return self._replace(rules=tuple(rules), of_aliases={**self.of_aliases, **former})

    @property
    def words(self) -> frozenset[str]:
        """Everything that chooses rules: ids, topics, packs and impacts."""
        impacts = [impact.value for impact in Impact]
        return self.known.union(impacts, *map(_names, self.rules))

    def _check_words(self, words: Sequence[str]) -> None:
        known = self.words if words else frozenset()
        for word in words:
            if word not in known and word not in self.aliases:
                raise SelectionError(unknown_word(word, known))

    def with_more(self, other: "Rulebook") -> "Rulebook":
        """These rules and others; of two with one id, the first."""
        rules = {rule.id: rule for rule in (*other.rules, *self.rules)}
        deselected = self.deselected.union(other.deselected).difference(rules)
        return Rulebook(
            tuple(rules[name] for name in sorted(rules)),
            lambda: {**other.texts(), **self.texts()},
            deselected,
            tuple(dict.fromkeys((*self.switched_off, *other.switched_off))),
            {**other.aliases, **self.aliases},
            {**other.of_aliases, **self.of_aliases},
        )


def aliases_of(rules: Sequence[Rule]) -> Mapping[str, tuple[str, ...]]:
    """The former ids of rules, each with the rules that it is now."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        for alias in rule.aliases:
            found[alias] = (*found.get(alias, ()), rule.id)
    return found


def names_of(rule_id: str, topic: str, impact: Impact) -> tuple[str, ...]:
    """The words that choose a rule, the most exact first: its id, its topic, its pack with ``/``, its impact."""
    pack, sign, _ = rule_id.rpartition("/")
    if not sign:
        return rule_id, topic, impact.value
    return (rule_id, *([topic] if topic != pack else []), pack + sign, impact.value)


def _names(rule: Rule) -> tuple[str, ...]:
    return names_of(rule.id, rule.topic, rule.impact)


def unknown_word(word: str, known: Collection[str]) -> str:
    """What to say of a word that chooses no rule."""
    return f"there is no rule, topic or impact '{word}'{did_you_mean_name(word, known) if known else ''}"


def load(packs: Sequence["Pack"] = ()) -> Rulebook:
    """The shipped rules and those of the user's packs, no two of which have the same name.

    Raises:
        RuleErrors: with all mistakes in all rule files.
    """
    book = shipped()
    return _with_packs(book, packs) if packs else book


@lru_cache(maxsize=1)
def shipped() -> Rulebook:
    """The rules that ship with pachlint: compiled in an installed package, else from the checkout's files."""
    if not bundled.is_checkout():
        return _book(bundled.read(RULES), lambda: bundled.read_json(TEXTS))
    return _from_checkout()


def _book(packed: bytes, texts: Callable[[], Any]) -> Rulebook:
    rules = unpack(packed)
    return Rulebook(rules, lru_cache(maxsize=1)(texts), aliases=aliases_of(rules))


def _from_checkout() -> Rulebook:
    from pachlint import cache  # noqa: PLC0415
    from pachlint.rulefiles import folders as rule_folders  # noqa: PLC0415 -- an installed package has no need of it

    folder = bundled.location("rules")
    files = rule_folders.find(folder, "rules")
    key = (
        f"{__version__}|{rule_folders.stamp([file.path for file in files])}|{rule_folders.stamp(_compiler())}"
    )
    name = cache.checksum(folder)

    def compiled() -> tuple[bytes, bytes]:
        found = rule_folders.compile_files(files, shipped_loading())
        packed, texts = pack(found.sources), json.dumps(found.texts).encode()
        cache.keep(f"rules-{name}.jsonl", key, packed)
        cache.keep(f"texts-{name}.json", key, texts)
        return packed, texts

    packed = cache.cached(f"rules-{name}.jsonl", key) or compiled()[0]
    return _book(packed, lambda: json.loads(cache.cached(f"texts-{name}.json", key) or compiled()[1]))


def _compiler() -> list[str]:
    """The files that decide how a rule is compiled: the package itself and the schema of the chart."""
    package = os.path.dirname(__file__)
    sources = sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(package)
        for name in names
        if name.endswith(".py")
    )
    return [bundled.location("schemas/values.schema.json"), *sources]


def shipped_loading() -> "Loading":
    """What shipped rules may name: the predicates."""
    from pachlint.policy.rule import Traits  # noqa: PLC0415
    from pachlint.predicates.table import PREDICATES, TRAITS  # noqa: PLC0415 -- compiling is rare
    from pachlint.rulefiles.reader import Loading  # noqa: PLC0415

    return Loading({name: TRAITS.get(name, Traits()) for name in PREDICATES})


def _with_packs(book: Rulebook, packs: Sequence["Pack"]) -> Rulebook:
    from pachlint.packs import compiled_pack, pack_rules, pack_texts  # noqa: PLC0415 -- only for rules of users
    from pachlint.policy.rule import RuleError, RuleErrors  # noqa: PLC0415

    compiler = _compiler() if bundled.is_checkout() else [bundled.location(RULES)]
    errors: list[RuleError] = []
    for one in packs:
        try:
            found = compiled_pack(one, compiler)
        except RuleErrors as error:
            errors += error.errors
            continue
        texts = lru_cache(maxsize=1)(partial(pack_texts, found, one))
        rules = pack_rules(found, one)
        book = book.with_more(Rulebook(rules, texts, aliases=aliases_of(rules)))
    if errors:
        raise RuleErrors(tuple(errors))
    return book
