"""What an unknown annotation key may have meant.

A known key *in the place of* a typing mistake must be the only one: a fix writes it. What merely shares words with an
unknown key is a hint.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from pachlint.chart.annotations import complete_prefixes, facts, find, keys, keys_with
from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import distance, equally_near, tolerance
from pachlint.records import NamedTuple

_NOT_PLAIN = lazy_regex(r"[^a-z0-9]")
# What stands between the letters and digits of known keys.
_SEPARATORS = str.maketrans("", "", "-./_<>")
_BETWEEN_WORDS = lazy_regex(r"[-._]")
_MOST_PREFIX_MISTAKES = 2
_SHORTEST_PREFIX = 8
_SHORTEST_FOR_TWO = 4
_OF_KUBERNETES = ("kubernetes.io", "k8s.io", "k8s.aws")
_OF_EVERY_INGRESS = "kubernetes.io/ingress."


class _Names(NamedTuple):
    """Ways to look up what an unknown key may mean."""

    typos: Mapping[str, str]
    plain: dict[str, str]
    by_prefix: Mapping[str, list[str]]
    by_name: Mapping[str, list[str]]


# the values of many releases have the same keys
@lru_cache(maxsize=1024)
def nearest_key(key: str, on: str) -> str | None:
    """The known key that was probably meant by an unknown one on a kind of object, or None.

    A key of somebody's own, such as ``example.com/team``, is near nothing.
    """
    if find(key) is not None:
        return None
    names = _names()
    prefix, slash, name = key.partition("/")
    meant = names.typos.get(key)
    if meant is not None and (slash or on in _objects(meant)):
        return meant
    same = names.plain.get(_plain(key))
    if same is not None:
        return same
    if not slash:
        return _without_prefix(key, on)
    return (
        _under_prefix(prefix, name) or _under_near_prefix(prefix, name) or _under_other_prefix(prefix, name)
    )


def is_mistaken(key: str, on: str) -> bool:
    """Whether an unknown key stands under a prefix of which every key is known, so that nothing reads it.

    The catalog is whole only for ingresses and services; pods have more keys under these prefixes.
    """
    return on in ("ingress", "service") and key.startswith(complete_prefixes()) and find(key) is None


def hint(key: str) -> str | None:
    """The name (without prefix) of the one known key that has a word more than an unknown one, or else a word less."""
    prefix, _, name = key.partition("/")
    words = _words(name)
    known = {other: _words(other) for other in _names().by_prefix.get(prefix, ())}
    longer = [other for other, its in known.items() if len(its) == len(words) + 1 and _within(words, its)]
    shorter = [other for other, its in known.items() if len(its) == len(words) - 1 and _within(its, words)]
    likely = longer or shorter
    return likely[0] if len(likely) == 1 else None


def _under_prefix(prefix: str, name: str) -> str | None:
    meant = _mistyped(name, _names().by_prefix.get(prefix, ()))
    return f"{prefix}/{meant}" if meant is not None else None


def _under_near_prefix(prefix: str, name: str) -> str | None:
    if len(prefix) < _SHORTEST_PREFIX or prefix in _names().by_prefix:
        return None
    for mistakes in range(1, _MOST_PREFIX_MISTAKES + 1):
        for known, names in _names().by_prefix.items():
            if distance(prefix, known, mistakes) == mistakes:
                meant = name if name in names else _mistyped(name, names)
                if meant is not None:
                    return f"{known}/{meant}"
    return None


def _under_other_prefix(prefix: str, name: str) -> str | None:
    """The same name under the prefix where it belongs: ``kubernetes.io/aws-load-balancer-type``, ``alb/scheme``.

    Under a prefix of which every key is known the name is no other controller's: that one does not read this ingress.
    """
    keys = _names().by_name.get(name, [])
    if f"{prefix}/" in complete_prefixes():
        keys = [key for key in keys if key.startswith(_OF_EVERY_INGRESS)]
    if not prefix.endswith(_OF_KUBERNETES) and "." in prefix:
        return None
    begin = f"{prefix.partition('.')[0]}."
    same_beginning = [key for key in keys if key.startswith(begin)]
    if len(same_beginning) == 1:
        return same_beginning[0]
    return keys[0] if len(keys) == 1 and "." in prefix else None


def _without_prefix(name: str, on: str) -> str | None:
    """The only key of this name that the object may carry; single words are everybody's own."""
    if len(_words(name)) < 2:
        return None
    keys = [
        key
        for key in _names().by_name.get(name, ())
        if key.startswith(complete_prefixes()) and on in _objects(key)
    ]
    return keys[0] if len(keys) == 1 else None


def _mistyped(name: str, known: Iterable[str]) -> str | None:
    """The one name that was meant; of two that are as near, such as a word and its plural, neither."""
    candidates = tuple(known)
    if name in candidates:
        return None
    likely = equally_near(name, (other for other in candidates if _is_mistyped(name, other)))
    return likely[0] if len(likely) == 1 else None


def _is_mistyped(name: str, known: str) -> bool:
    """Whether the difference is one of typing, not of words: ``...-alpn`` is not ``...-type``."""
    own, other = _words(name), _words(known)
    if len(own) == len(other):
        return all(_is_near(one, two) for one, two in zip(own, other, strict=True) if one != two)
    while own and other and own[0] == other[0]:
        own, other = own[1:], other[1:]
    while own and other and own[-1] == other[-1]:
        own, other = own[:-1], other[:-1]
    return _is_near("".join(own), "".join(other))


def _is_near(word: str, known: str) -> bool:
    """Whether one word may be a mistyped other; what is a word of other keys (host, port) is only so near as a plural."""
    most = 1 if word in _vocabulary() or len(known) < _SHORTEST_FOR_TWO else max(tolerance(known), 2)
    return distance(word, known, most) <= most


def _within(words: list[str], others: list[str]) -> bool:
    """Whether the words stand in the others, in this order."""
    rest = iter(others)
    return bool(words) and all(word in rest for word in words)


def _words(name: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(name.lower()) if word]


def _objects(key: str) -> tuple[str, ...]:
    known = find(key)
    return known.objects if known is not None else ()


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    return frozenset(word for name in _names().by_name for word in _words(name))


@lru_cache(maxsize=1)
def _names() -> _Names:
    typos = {typo: key for key in keys_with("typos") for typo in cast("list[str]", facts(key)["typos"])}
    removed = set(keys_with("removed"))
    names = _Names(typos, {}, defaultdict(list), defaultdict(list))
    unsaid = removed.union(keys_with("status"), keys_with("key_pattern"))
    # Last one wins: the keys that are still read.
    for key in sorted(keys(), key=lambda key: key not in removed):
        names.plain[key.lower().translate(_SEPARATORS)] = key
        prefix, slash, name = key.partition("/")
        if slash and key not in unsaid:
            names.by_prefix[prefix].append(name)
            names.by_name[name].append(key)
    return names


def _plain(key: str) -> str:
    return _NOT_PLAIN.sub("", key.lower())
