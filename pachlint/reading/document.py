"""A values file as it is read: nodes with places, and the plain values that Helm makes of them."""

import codecs

from pachlint.place import Path, Span
from pachlint.reading.comments import find_comments, find_own_line_comments
from pachlint.reading.composer import compose
from pachlint.reading.file_problems import find_problems
from pachlint.reading.nodes import Comment, Entry, MappingNode, Node, Problem, ScalarNode, SequenceNode
from pachlint.reading.scalars import go_text
from pachlint.records import NamedTuple
from pachlint.source import Source

__all__ = [
    "Comment",
    "Document",
    "Entry",
    "MappingNode",
    "Node",
    "Problem",
    "ScalarNode",
    "SequenceNode",
    "decode",
    "read",
]

MAX_LENGTH = 1_000_000
"""Longest text in characters that is read. Helm keeps the values in a Kubernetes secret of at most 1 MiB."""

MAX_LINES = 100_000

_TOO_LARGE = "too-large"
# What is still looked at of a text that is not read: enough to tell whose values these are.
_KEPT = 100_000
# helm get values; on Windows its output may be saved with a byte order mark
_HEADERS = tuple(
    f"{mark}{words}" for mark in ("", "\ufeff") for words in ("USER-SUPPLIED VALUES:", "COMPUTED VALUES:")
)
# helmfile, Terraform, Jinja, envsubst, ERB, Handlebars, ytt
_TEMPLATE_WORDS = frozenset(
    (
        "envsubst",
        "erb",
        "gotmpl",
        "hbs",
        "j2",
        "jinja",
        "jinja2",
        "mustache",
        "template",
        "tftpl",
        "tmpl",
        "tpl",
    )
)


class Document(NamedTuple):
    """The first document of a file: Helm 3 reads no other.

    ``root`` is None if it is empty or null, or cannot be parsed; ``data`` is empty if it is rejected. Spans are
    offsets in ``source``, which may hold more than this document. ``template``: another program fills the text in
    before Helm reads it; ``inserts``: and puts whole lines into it. ``sealed``
    says why nothing can be written into it, "" if it can. ``unheeded`` are the offsets of comments whose settings are not for
    these values. ``around``: it sets no values, but the texts do that stand in it.
    """

    source: Source
    root: Node | None
    data: dict[str, object]
    problems: tuple[Problem, ...] = ()
    comments: tuple[Comment, ...] = ()
    template: bool = False
    inserts: bool = False
    sealed: str = ""
    unheeded: frozenset[int] = frozenset()
    around: bool = False

    @property
    def readable(self) -> bool:
        """Whether ``data`` is what Helm sees: neither Helm nor pachlint gives up on the text."""
        return not any(problem.rejected or problem.unread for problem in self.problems)

    @property
    def is_cut(self) -> bool:
        """Whether only the beginning of the text is kept, because it is too large."""
        return any((one.code, one.span) == (_TOO_LARGE, Span(0, 0)) for one in self.problems)

    def find(self, path: Path) -> Entry | None:
        """The effective entry at a path, or None; the root has none. A list item has the key ``""``."""
        entry: Entry | None = None
        node = self.root
        for step in path:
            entry = child(node, step)
            if entry is None:
                return None
            node = entry.node
        return entry

    def nearest(self, path: Path) -> tuple[Path, Entry | None]:
        """The deepest part of the path that is in the document, with its entry (None for the root)."""
        entry: Entry | None = None
        node = self.root
        for depth, step in enumerate(path):
            deeper = child(node, step)
            if deeper is None:
                return path[:depth], entry
            entry, node = deeper, deeper.node
        return path, entry


def read_again(before: Document, text: str) -> Document:
    """A document with another text; what is known of it beside its text still is."""
    found = read(before.source._replace(text=text))
    return found._replace(template=found.template or before.template, sealed=before.sealed)


def child(node: Node | None, step: str | int) -> Entry | None:
    """The effective entry of a mapping's key or a list's index."""
    if isinstance(node, MappingNode) and isinstance(step, str):
        at = node.effective.get(step)
        return None if at is None else node.entries[at]
    if isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.items):
        item = node.items[step]
        return Entry("", item.alias or item.span, item)
    return None


def decode(data: bytes) -> str | Problem:
    """The text of a file's bytes, as Helm reads them: UTF-8, or UTF-16 with a byte order mark.

    A UTF-8 byte order mark stays in the text, and bytes that are not UTF-8 become U+FFFD where Helm does not come to them,
    far after the first document. The span of the problem is an offset in the text that could be decoded.
    """
    encoding = "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and _is_never_read(data, error):
            return go_text(data)
        at = len(data[: error.start].decode(encoding))
        message = f"The byte 0x{data[error.start]:02X} is not {encoding.upper()}; Helm rejects the file."
        hint = "Save the file as UTF-8. If it is not a text file, it is not a values file."
        return Problem("encoding", message, Span(at, at), rejected=True, hint=hint)


def is_template_name(name: str) -> bool:
    """Whether a file is called as templates are: ``values.yaml.gotmpl``, ``values.tmpl.yaml``."""
    return not _TEMPLATE_WORDS.isdisjoint(name.lower().rpartition("/")[2].split(".")[1:])


def _is_never_read(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether Helm, which reads the first document only, does not come to what is not UTF-8."""
    if error.reason == "unexpected end of data":
        # go-yaml waits for the rest of a letter that is cut off, and has what it wants
        return compose(data[: error.start].decode()).more
    return compose(data.decode("utf-8", "surrogateescape")).more


def too_large(source: Source, bound: str) -> Document:
    """A text that is not read because it has more than ``bound``; the beginning of it is kept."""
    problem = Problem(
        _TOO_LARGE,
        f"pachlint does not read files of more than {bound}.",
        Span(0, 0),
        rejected=False,
        unread=True,
    )
    return Document(Source(source.name, source.text[:_KEPT]), None, {}, (problem,))


def read(source: Source) -> Document:
    """Read a text; whatever is wrong with it is in ``problems``. Never raises."""
    text = source.text
    if len(text) > MAX_LENGTH:
        return too_large(source, f"{MAX_LENGTH:,} characters")
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MAX_LINES:
        return too_large(source, f"{MAX_LINES:,} lines")
    if text.startswith(_HEADERS):
        from pachlint.reading.helm_output import without_header  # noqa: PLC0415 -- few files are such

        return without_header(source)
    named = is_template_name(source.name)
    composed = compose(text)
    if named or any(problem.rejected for problem in composed.problems):
        from pachlint.reading.template_documents import read_template  # noqa: PLC0415 -- nearly no file is one

        filled = read_template(source, composed.problems, named=named)
        if filled is not None:
            return filled
    if composed.root is None and composed.problems:
        known = composed.scalars[-1].end if composed.scalars else 0
        comments = find_comments(text, composed.scalars, known) + find_own_line_comments(text, known)
        return Document(source, None, {}, composed.problems, comments, template=named)
    comments = find_comments(text, composed.scalars, composed.end) if "#" in text else ()
    odd = find_problems(text, composed.root, composed.end, more=composed.more)
    problems = (*composed.problems, *odd)
    data = composed.data if isinstance(composed.data, dict) else {}
    found = Document(source, composed.root, data, problems, comments, template=named)
    if "ENC[" in text and "sops" in text:
        from pachlint.reading.sops import passed_over  # noqa: PLC0415 -- few files are encrypted

        return passed_over(found)
    return found
