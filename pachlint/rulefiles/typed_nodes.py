"""Read the nodes of a rule file with types, and collect every mistake instead of stopping at the first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pachlint.kinds import in_words
from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import did_you_mean, did_you_mean_choice
from pachlint.place import Span
from pachlint.policy.rule import RuleError
from pachlint.reading import nodes
from pachlint.reading.document import Document
from pachlint.reading.nodes import Entry, Node, data_of
from pachlint.source import Source

_NO_SYNONYMS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The mistakes found in one rule file."""

    source: Source
    found: list[RuleError] = field(default_factory=list)

    def add(self, span: Span, message: str) -> None:
        """Note a mistake at a place."""
        self.found.append(RuleError(self.source.place(span), message))


_NAME = lazy_regex(r"[^\d\s]{1,60}\Z")
# What the text of a values file may do and a file of ours may not is said without Helm, who reads none of these.
_OWN_WORDS: Mapping[str, str] = {
    "duplicate-key": "duplicate key",
    "encoding": "the file is not UTF-8",
    "invalid-key": "this cannot be a key",
    "merge-key": "<< must merge a mapping, and no key may be set beside it too",
    "several-documents": "a second document begins here, which is not read",
    "unsupported-value": "infinity and NaN are not allowed here",
}
_SAID_LATER = ("empty", "not-a-mapping")


def read_root(document: Document, mistakes: Mistakes) -> Node | None:
    """The root of a file of ours, with what is wrong with its text noted; None if it is empty or cannot be read.

    That it is no mapping is noticed when its fields are read.
    """
    problems = [problem for problem in document.problems if problem.code not in _SAID_LATER]
    for problem in problems:
        mistakes.add(problem.span, _OWN_WORDS.get(problem.code, problem.message))
    return None if any(problem.rejected or problem.unread for problem in problems) else document.root


def describe(node: Node) -> str:
    """What a node is, for messages: ``a list``, ``a number`` …."""
    value = data_of(node)
    return "nothing" if value is None else in_words(value)


def entries_of(node: Node, what: str, mistakes: Mistakes) -> list[Entry]:
    """The entries of a mapping that is not empty; anything else is a mistake."""
    if not isinstance(node, nodes.MappingNode):
        mistakes.add(node.span, f"{what} must be a mapping, not {describe(node)}")
        return []
    if not node.entries:
        mistakes.add(node.span, f"{what} must not be empty")
    return [entry for entry in node.entries if not entry.lost]


def fields_of(node: Node, known: Collection[str], what: str, mistakes: Mistakes) -> Mapping[str, Entry]:
    """The known entries of a mapping by key; unknown ones are mistakes."""
    found: dict[str, Entry] = {}
    for entry in entries_of(node, what, mistakes):
        if entry.key in known:
            found[entry.key] = entry
        else:
            # what has digits is no misspelled field, and may be a secret in the wrong place
            name = f" '{entry.key}'" if _NAME.match(entry.key) else ""
            mistakes.add(entry.key_span, f"unknown field{name} in {what}{did_you_mean(entry.key, known)}")
    return found


def items_of(node: Node, what: str, mistakes: Mistakes) -> Iterator[Node]:
    """The items of a list that is not empty; anything else is a mistake."""
    if not isinstance(node, nodes.SequenceNode):
        mistakes.add(node.span, f"{what} must be a list, not {describe(node)}")
    elif not node.items:
        mistakes.add(node.span, f"{what} must not be empty")
    else:
        yield from node.items


def text_of(node: Node, what: str, mistakes: Mistakes) -> str:
    """A text that is not blank, without the line end that a block scalar leaves; "" after a mistake."""
    if not isinstance(node, nodes.ScalarNode) or not isinstance(node.value, str):
        mistakes.add(node.span, f"{what} must be a string, not {describe(node)}")
        return ""
    if not node.value.strip():
        mistakes.add(node.span, f"{what} must not be blank")
    return node.value.strip()


def texts_of(node: Node, what: str, mistakes: Mistakes) -> list[str]:
    """A list of texts; a single text counts as a list of one."""
    if isinstance(node, nodes.ScalarNode):
        return [text_of(node, what, mistakes)]
    return [text_of(item, f"an item of {what}", mistakes) for item in items_of(node, what, mistakes)]


def flag_of(node: Node, what: str, mistakes: Mistakes) -> bool:
    """True or false."""
    if not isinstance(node, nodes.ScalarNode) or not isinstance(node.value, bool):
        mistakes.add(node.span, f"{what} must be a boolean, not {describe(node)}")
        return False
    return node.value


def count_of(node: Node, what: str, mistakes: Mistakes) -> int:
    """A whole number that is not negative."""
    value = node.value if isinstance(node, nodes.ScalarNode) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        mistakes.add(node.span, f"{what} must be a whole number")
        return 0
    return int(value)


def choice_of(
    node: Node,
    choices: Collection[str],
    what: str,
    mistakes: Mistakes,
    synonyms: Mapping[str, str] = _NO_SYNONYMS,
) -> str:
    """One of a few words; "" after a mistake. ``synonyms`` are words that people write for one of them."""
    word = text_of(node, what, mistakes)
    if word and word not in choices:
        hint = did_you_mean_choice(word, choices, synonyms) or f"; it is one of {', '.join(choices)}"
        mistakes.add(node.span, f"unknown {what} '{word}'{hint}")
        return ""
    return word


def choices_of(node: Node, choices: Collection[str], what: str, mistakes: Mistakes) -> list[str]:
    """A list of such words; a single word counts as a list of one."""
    if isinstance(node, nodes.ScalarNode):
        return [choice_of(node, choices, what, mistakes)]
    return [choice_of(item, choices, what, mistakes) for item in items_of(node, what, mistakes)]
