"""Values of which only the place is known, because another program fills them in."""

from collections.abc import Sequence

from pachlint.embedding.text import Embedding, Segment
from pachlint.layering.flags import Flag
from pachlint.layering.setflags import SetError, apply_flag
from pachlint.place import Path, Span
from pachlint.reading.document import Document
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, data_of
from pachlint.source import Source


def unfilled_value(
    file: Source, span: Span, key: str, stands: str, name: str, *, secret: bool = False
) -> Embedding | None:
    """The value that a flag sets at ``key`` as values called ``name``; None if they cannot be written as such.

    It reads ``stands``, which says what fills it in; ``span`` is where that is said in the file, and of a ``secret`` not shown.
    """
    path = _path(key)
    if not path or any(isinstance(step, int) for step in path):
        return None
    text = "·" * (span.end - span.start) if secret else file.text[span.start : span.end]
    source = Source(name, text)
    here = Span(0, len(text))
    root = _nested([str(step) for step in path], ScalarNode(stands, stands, "double", here), here)
    data = data_of(root)
    document = Document(source, root, data if isinstance(data, dict) else {}, template=True)
    return Embedding(
        source,
        file,
        (Segment(0, span.start, len(text)),),
        refusal="another program fills it in",
        document=document,
        hidden=secret,
    )


def _path(key: str) -> Path:
    try:
        writes, _ = apply_flag(Flag("set", f"{key}=x"), {}, str)
    except SetError:
        return ()
    return writes[0].path if len(writes) == 1 else ()


def _nested(steps: Sequence[str], node: Node, span: Span) -> Node:
    for step in reversed(steps):
        node = MappingNode((Entry(step, span, node),), span, flow=True, effective={step: 0})
    return node
