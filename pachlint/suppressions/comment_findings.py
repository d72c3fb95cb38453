"""Findings about ignore comments: those that ignore nothing, name no rule that exists, or lack their reason."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pachlint.finding import Finding
from pachlint.judging.judge import to_findings
from pachlint.place import Span
from pachlint.policy.context import CheckContext
from pachlint.policy.rule import Rule
from pachlint.predicates.files import violations_of
from pachlint.reading.document import Document
from pachlint.reading.nodes import Problem
from pachlint.records import NamedTuple
from pachlint.suppressions.comment_problems import COMMENT_CODES, comment_problems
from pachlint.suppressions.suppress import Required


class Names(NamedTuple):
    """How all rules are called: their ids, and former ones with what they are now."""

    ids: Collection[str]
    aliases: Mapping[str, Sequence[str]] = {}


class JudgedRelease(NamedTuple):
    """A release, and what the rules found in it."""

    name: str
    context: CheckContext
    findings: Sequence[Finding]


def comment_findings(
    releases: Iterable[JudgedRelease],
    rules: Sequence[Rule],
    known: Names,
    used: Collection[tuple[str, Span]],
    required: Required,
) -> Iterator[Finding]:
    """What the rules about comments find, in every file once.

    Args:
        releases: in their order; a file of several is judged in the first.
        rules: those that judged the releases.
        known: how all rules are called.
        used: the names in comments that ignore a finding, as file and span.
        required: what a comment must have.
    """
    about = [rule for rule in rules if is_about_comments(rule)]
    judged = frozenset(rule.id for rule in rules)
    done: set[str] = set()
    for release in releases:
        # what is missing is not reported of a part, so a comment about it seems to ignore nothing
        matched = () if release.context.partial else judged
        for document in release.context.documents:
            if document.source.name in done or not document.readable:
                continue
            done.add(document.source.name)
            problems = comment_problems(document, known.ids, matched, used, required, known.aliases)
            for rule in about if problems else ():
                for finding in findings_of_comments(rule, document, problems, release.context):
                    yield finding._replace(release=release.name, releases=(release.name,))


def is_about_comments(rule: Rule) -> bool:
    """Whether the rule is about ignore comments, which are judged when all other findings are known."""
    return rule.traits.reads_text and not COMMENT_CODES.isdisjoint(rule.options.get("codes", ()))


def findings_of_comments(
    rule: Rule, document: Document, problems: Sequence[Problem], context: CheckContext
) -> list[Finding]:
    """What the rule says about the comments of one file."""
    return to_findings(rule, violations_of(((document, one) for one in problems), rule.options), context)
