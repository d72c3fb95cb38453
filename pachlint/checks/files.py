"""What is wrong with the files as YAML and with the flags, before any value counts."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from pachlint.finding import Edit, Fix, Related, Safety
from pachlint.policy.judged import Culprit, Judged
from pachlint.reading.document import Document
from pachlint.reading.nodes import Problem

Found = tuple[Document, Problem]


def document_problems(judged: Judged, wanted: Mapping[str, Any]) -> Iterator[Culprit]:
    """The problems of the files.

    ``codes`` are those the rule is about; ``refused`` and ``unread``, if given, must be as the problem says. A
    missing space that makes a value of a wrong type is left to the rule about types. Facts: ``code``.
    """
    codes = cast("Collection[str]", wanted.get("codes", ()))
    for document, problem in _all_problems(judged):
        if (
            problem.code in codes
            and wanted.get("refused", problem.refused) is problem.refused
            and wanted.get("unread", problem.unread) is problem.unread
            and not _makes_wrong_type(document, problem, judged)
        ):
            yield Culprit(
                (),
                {"code": problem.code},
                place=document.source.place(problem.span),
                related=tuple(Related(document.source.place(span), words) for span, words in problem.related),
                message=problem.message,
                help=problem.hint or None,
                fix=_removal(document, problem),
            )


def _removal(document: Document, problem: Problem) -> Fix | None:
    if problem.removal is None:
        return None
    return Fix("remove it", Safety.SAFE, (Edit(document.source.place(problem.removal), ""),))


def problem_at(judged: Judged, culprit: Culprit) -> Problem | None:
    """The missing space that made a value of a wrong type, if that is the reason."""
    entry = judged.values.entry(culprit.path)
    if entry is None:
        return None
    return next(
        (
            problem
            for _, problem in _all_problems(judged)
            if problem.code == "missing-space"
            and entry.node.span.start <= problem.span.start < entry.node.span.end
        ),
        None,
    )


def flag_problems(judged: Judged, _: Mapping[str, Any]) -> Iterator[Culprit]:
    """Flags that Helm refuses, and values of subcharts that it cannot lay over theirs."""
    for problem in judged.values.problems:
        if not any(problem.path[:length] in judged.bad for length in range(1, len(problem.path) + 1)):
            yield Culprit(problem.path, place=problem.place, message=problem.message)


def _all_problems(judged: Judged) -> Iterator[Found]:
    return ((document, problem) for document in judged.documents for problem in document.problems)


def _makes_wrong_type(document: Document, problem: Problem, judged: Judged) -> bool:
    if problem.code != "missing-space" or not judged.bad:
        return False
    nodes = (document.find(path) for path in judged.bad)
    return any(
        entry is not None and entry.node.span.start <= problem.span.start < entry.node.span.end
        for entry in nodes
    )
