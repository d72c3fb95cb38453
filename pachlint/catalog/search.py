"""Rules about words: those that have all of them in what they are called, demand or say, the most telling first."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import nearest
from pachlint.policy.rule import Rule
from pachlint.rulebook import Rulebook

_WORD = lazy_regex(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")
# What a word counts for, by where it stands; a whole word counts for more than the beginning of one.
_WEIGHTS: Mapping[str, int] = {"id": 16, "topic": 8, "title": 8, "message": 4, "help": 2, "why": 1}
_PART = 0.5


def search(book: Rulebook, rules: Iterable[Rule], text: str) -> list[Rule]:
    """The rules that have every word of a text, or the beginning of a longer one; the best first, then by id."""
    wanted = words_of(text)
    scored = [(_score(_words(book, rule), wanted), rule) for rule in rules]
    found = [(score, rule) for score, rule in scored if score > 0]
    return [rule for _, rule in sorted(found, key=lambda one: (-one[0], one[1].id))]


def nearest_words(book: Rulebook, rules: Iterable[Rule], text: str) -> str:
    """The same text with words that some rule has in place of those that none has; "" if there are none near."""
    known = {
        word: None
        for rule in rules
        for words in _words(book, rule).values()
        for word in words
        if len(word) > 2
    }
    found = []
    for word in words_of(text):
        has = any(one.startswith(word) for one in known)
        near = word if has else nearest(word, known)
        if near is None:
            return ""
        found.append(near)
    meant = " ".join(found)
    return meant if found != words_of(text) else ""


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case and in the singular: ``secretName`` has two."""
    return [_singular(word.lower()) for word in _WORD.findall(text)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _score(places: Mapping[str, Sequence[str]], wanted: Sequence[str]) -> float:
    """The sum for all words; 0 if one stands nowhere."""
    scores = [
        sum(weight * _fits(word, places[place]) for place, weight in _WEIGHTS.items()) for word in wanted
    ]
    return sum(scores) if scores and all(scores) else 0


def _fits(word: str, words: Sequence[str]) -> float:
    """1 if the word is there, in one or in two; less if a longer one begins with it."""
    longer = False
    for one in (*words, *map("".join, pairwise(words))):
        if one == word:
            return 1
        longer = longer or one.startswith(word)
    return _PART if longer else 0


def _words(book: Rulebook, rule: Rule) -> Mapping[str, Sequence[str]]:
    template = rule.template
    return {
        "id": words_of(rule.id),
        "topic": words_of(rule.topic),
        "title": words_of(template.title),
        "message": words_of(" ".join(case.value for case in template.message)),
        "help": words_of(" ".join(case.value for case in template.help)),
        "why": words_of(book.texts()[rule.id]["why"]),
    }
