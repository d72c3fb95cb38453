"""What is wrong with the files as YAML and with the flags, before any value counts."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, cast

from pachlint.finding import Edit, Fix, Related, Safety
from pachlint.policy.context import CheckContext, Violation
from pachlint.reading.document import Document
from pachlint.reading.nodes import Problem
from pachlint.target import SETTING_PROBLEM, setting_problems

Found = tuple[Document, Problem]


def document_problems(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """The problems of the files, those with settings in comments included; ``options`` as in :func:`violations_of`.

    A missing space that makes a value of a wrong type is left to the rule about types.
    """
    problems = _all_problems(context)
    if SETTING_PROBLEM in options.get("codes", ()):
        problems = ((one, problem) for one in context.documents for problem in setting_problems(one))
    return violations_of((one for one in problems if not _makes_wrong_type(*one, context)), options)


def violations_of(problems: Iterable[Found], options: Mapping[str, Any]) -> Iterator[Violation]:
    """The problems that a rule is about.

    ``codes`` are those the rule is about; ``rejected`` and ``unread``, if given, must be as the problem says.
    Facts: ``code``.
    """
    codes = cast("Collection[str]", options.get("codes", ()))
    for document, problem in problems:
        if (
            problem.code in codes
            and options.get("rejected", problem.rejected) is problem.rejected
            and options.get("unread", problem.unread) is problem.unread
        ):
            yield Violation(
                (),
                {"code": problem.code},
                place=document.source.place(problem.span),
                related=tuple(Related(document.source.place(span), words) for span, words in problem.related),
                message=problem.message,
                help=problem.hint or None,
                fix=_removal(document, problem),
            )


def _removal(document: Document, problem: Problem) -> Fix | None:
    if document.sealed:
        return None
    if problem.replacement:
        edit = Edit(document.source.place(problem.span), problem.replacement)
        return Fix(f"write {problem.replacement}", Safety.SAFE, (edit,))
    if problem.removal is None:
        return None
    return Fix("remove it", Safety.SAFE, (Edit(document.source.place(problem.removal), ""),))


def problem_at(context: CheckContext, violation: Violation) -> Problem | None:
    """The missing space that made a value of a wrong type, if that is the reason."""
    entry = context.values.entry(violation.path)
    if entry is None:
        return None
    return next(
        (
            problem
            for _, problem in _all_problems(context)
            if problem.code == "missing-space"
            and entry.node.span.start <= problem.span.start < entry.node.span.end
        ),
        None,
    )


def flag_problems(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Flags that Helm rejects, and values of subcharts that it cannot lay over theirs."""
    for problem in context.values.problems:
        if not any(problem.path[:length] in context.bad for length in range(1, len(problem.path) + 1)):
            yield Violation(problem.path, place=problem.place, message=problem.message)


def _all_problems(context: CheckContext) -> Iterator[Found]:
    return ((document, problem) for document in context.documents for problem in document.problems)


def _makes_wrong_type(document: Document, problem: Problem, context: CheckContext) -> bool:
    if problem.code != "missing-space" or not context.bad:
        return False
    nodes = (document.find(path) for path in context.bad)
    return any(
        entry is not None and entry.node.span.start <= problem.span.start < entry.node.span.end
        for entry in nodes
    )
