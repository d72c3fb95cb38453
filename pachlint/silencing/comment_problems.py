"""What is wrong with the comments that ignore findings."""

from collections.abc import Collection
from functools import lru_cache

from pachlint.nearness import did_you_mean_name
from pachlint.place import Span
from pachlint.reading.directives import IgnoreDirective, ignores
from pachlint.reading.document import Document
from pachlint.reading.nodes import Problem
from pachlint.silencing.ignores import Name, ignores_of

MALFORMED, UNKNOWN, UNREASONED, UNUSED = (
    "malformed-ignore",
    "unknown-ignore",
    "unreasoned-ignore",
    "unused-ignore",
)
COMMENT_CODES = frozenset((MALFORMED, UNKNOWN, UNREASONED, UNUSED))
"""The codes of the problems of such comments."""

# to look for what is meant takes longer than all the rest
_MOST_HINTS = 20


def comment_problems(
    document: Document,
    known: Collection[str],
    judged: Collection[str],
    used: Collection[tuple[str, Span]],
    *,
    reason_required: bool = False,
) -> list[Problem]:
    """What is wrong with these comments.

    Args:
        document: the file.
        known: the ids of all rules.
        judged: those that have judged the file; a comment for one of them that hides nothing is a problem.
        used: the names that hide a finding, as file and span.
        reason_required: whether a comment must give a reason.
    """
    found = [_malformed(directive) for directive in ignores(document) if not directive.names]
    unknown: dict[str, None] = {}
    for ignore in ignores_of(document):
        bound = ignore.whole_file or bool(ignore.scopes)
        for name in ignore.names:
            if name.rule not in known:
                unknown[name.rule] = None
                found.append(_unknown(name, known if len(unknown) <= _MOST_HINTS else ()))
            elif name.rule in judged and (document.source.name, name.span) not in used:
                found.append(_unused(name, bound=bound))
        if reason_required and not ignore.reason:
            message = "This comment gives no reason, which the config requires"
            hint = "Write the reason after the brackets."
            found.append(Problem(UNREASONED, message, ignore.span, refused=False, hint=hint))
    return found


def _malformed(directive: IgnoreDirective) -> Problem:
    message = "This comment names no rule, so it ignores nothing"
    hint = f"Write # pachlint: {directive.kind}[rule-id] and the reason."
    return Problem(MALFORMED, message, directive.span, refused=False, hint=hint)


def _unknown(name: Name, known: Collection[str]) -> Problem:
    message = f"There is no rule {name.rule}{_meant(name.rule, frozenset(known)) if known else ''}"
    return Problem(UNKNOWN, message, name.span, refused=False, hint="pachlint rules lists all rules.")


@lru_cache(maxsize=64)
def _meant(rule: str, known: frozenset[str]) -> str:
    return did_you_mean_name(rule, known)


def _unused(name: Name, *, bound: bool) -> Problem:
    message = f"{name.rule} has no finding here, so the comment ignores nothing"
    if not bound:
        message = (
            f"There is no key on this line or right below it, so the comment for {name.rule} ignores nothing"
        )
    return Problem(UNUSED, message, name.span, refused=False, hint="Remove it.", removal=name.removal)
