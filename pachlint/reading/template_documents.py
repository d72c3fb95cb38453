"""Read a text that another program fills in before Helm reads it."""

from pachlint.place import Span
from pachlint.reading.comments import find_own_line_comments
from pachlint.reading.composer import Composed, compose
from pachlint.reading.document import Document
from pachlint.reading.nodes import Problem
from pachlint.reading.templates import Template, template
from pachlint.source import Source

_OF_BRANCHES = "duplicate-key"
"""What is no mistake where only one of two branches is left."""


def read_template(source: Source, problems: tuple[Problem, ...], *, named: bool) -> Document | None:
    """The document of a template; None if it is none.

    Args:
        source: the text.
        problems: those of the text as it stands.
        named: whether it is called like a template. If not, it is one where many different tags, and nothing else, make
            it unreadable.
    """
    found = template(source.text)
    if found is None or not (named or found.is_certain):
        return None
    composed = compose(found.text, found)
    rejected = [problem for problem in composed.problems if problem.rejected or problem.unread]
    nothing = composed.root is None and found.inserts
    if not (rejected or nothing) and (composed.root is None or isinstance(composed.data, dict)):
        return _document(source, found, composed)
    return _unread(source, found) if named and (rejected or nothing or problems) else None


def _document(source: Source, found: Template, composed: Composed) -> Document:
    kept = tuple(one for one in composed.problems if not (found.branches and one.code == _OF_BRANCHES))
    data = composed.data if isinstance(composed.data, dict) else {}
    comments = find_own_line_comments(source.text, 0)
    return Document(source, composed.root, data, kept, comments, template=True, inserts=found.inserts)


def _unread(source: Source, found: Template) -> Document:
    """What cannot be read before it is filled in."""
    first = found.holes[0].span
    message = "This template can be read only after its program renders it; nothing in it was checked."
    hint = "Check the rendered file: run helmfile write-values or the equivalent, and then pachlint check."
    problem = Problem("template", message, Span(*first), rejected=False, hint=hint, unread=True)
    return Document(source, None, {}, (problem,), find_own_line_comments(source.text, 0), template=True)
