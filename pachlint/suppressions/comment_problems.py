"""What is wrong with the comments that ignore findings."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from pachlint.nearness import did_you_mean_name
from pachlint.place import Span
from pachlint.reading.directives import MAX_NAMES, IgnoreDirective
from pachlint.reading.document import Document
from pachlint.reading.nodes import Problem
from pachlint.suppressions.expiry import date_of
from pachlint.suppressions.ignores import Ignore, Name, directives_of, ignores_of
from pachlint.suppressions.suppress import NOTHING_REQUIRED, Required

MALFORMED, RENAMED, UNKNOWN, UNLIMITED, UNREASONED, UNUSED = (
    "malformed-ignore",
    "renamed-ignore",
    "unknown-ignore",
    "unlimited-ignore",
    "unreasoned-ignore",
    "unused-ignore",
)
COMMENT_CODES = frozenset((MALFORMED, RENAMED, UNKNOWN, UNLIMITED, UNREASONED, UNUSED))
"""The codes of the problems of such comments."""

_UNTIL_HINT = "Write the day as in: until 2027-03-01."
# to look for what is meant takes longer than all the rest
_MOST_HINTS = 20


def comment_problems(
    document: Document,
    known: Collection[str],
    judged: Collection[str],
    used: Collection[tuple[str, Span]],
    required: Required = NOTHING_REQUIRED,
    aliases: Mapping[str, Sequence[str]] = {},
) -> list[Problem]:
    """What is wrong with these comments.

    Args:
        document: the file.
        known: the ids of all rules.
        judged: those that have judged the file; a comment for one of them that ignores nothing is a problem.
        used: the names that ignore a finding, as file and span.
        required: what a comment must have.
        aliases: former ids of rules, with what they are now.
    """
    found = [_malformed(one) for one in directives_of(document) if one.cut or not one.names]
    unknown: dict[str, None] = {}
    for ignore in ignores_of(document):
        bound = ignore.whole_file or bool(ignore.scopes)
        for name in ignore.names:
            today = aliases.get(name.rule, (name.rule,))
            if name.rule in aliases:
                found.append(_renamed(name, today))
            elif name.rule not in known:
                unknown[name.rule] = None
                found.append(_unknown(name, known if len(unknown) <= _MOST_HINTS else ()))
            if all(one in judged for one in today) and (document.source.name, name.span) not in used:
                found.append(_unused(name, bound=bound))
        found += _missing(ignore, required)
    return found


def _missing(ignore: Ignore, required: Required) -> Iterator[Problem]:
    """What a comment must have, and has not."""
    if required.reason and not ignore.reason:
        message = "This comment gives no reason, which the config requires"
        hint = "Write the reason after the brackets."
        yield Problem(UNREASONED, message, ignore.span, rejected=False, hint=hint)
    if ignore.until and date_of(ignore.until) is None:
        message = f"{ignore.until} is not a day, so the comment holds for good"
        yield Problem(MALFORMED, message, ignore.span, rejected=False, hint=_UNTIL_HINT)
    elif required.expiry and not ignore.until:
        message = "This comment has no last day, which the config requires"
        yield Problem(UNLIMITED, message, ignore.span, rejected=False, hint=_UNTIL_HINT)


def _malformed(directive: IgnoreDirective) -> Problem:
    if directive.cut:
        message = f"The comments of this file name more than {MAX_NAMES:,} rules; what follows is not read"
        hint = "Ignore the rules in the whole file, or in the config."
        return Problem(MALFORMED, message, directive.span, rejected=False, hint=hint)
    message = "This comment names no rule, so it ignores nothing"
    hint = f"Write # pachlint: {directive.kind}[rule-id] and the reason."
    return Problem(MALFORMED, message, directive.span, rejected=False, hint=hint)


def _unknown(name: Name, known: Collection[str]) -> Problem:
    message = f"There is no rule {name.rule}{_meant(name.rule, frozenset(known)) if known else ''}"
    return Problem(UNKNOWN, message, name.span, rejected=False, hint="pachlint rules lists all rules.")


def _renamed(name: Name, today: Sequence[str]) -> Problem:
    message = f"The rule {name.rule} is now {' and '.join(today)}"
    single = today[0] if len(today) == 1 else ""
    hint = f"Write {single}." if single else "Write the one that is meant here."
    return Problem(RENAMED, message, name.span, rejected=False, hint=hint, replacement=single)


@lru_cache(maxsize=64)
def _meant(rule: str, known: frozenset[str]) -> str:
    return did_you_mean_name(rule, known)


def _unused(name: Name, *, bound: bool) -> Problem:
    message = f"{name.rule} has no finding here, so the comment ignores nothing"
    if not bound:
        message = (
            f"There is no key on this line or right below it, so the comment for {name.rule} ignores nothing"
        )
    return Problem(UNUSED, message, name.span, rejected=False, hint="Remove it.", removal=name.removal)
