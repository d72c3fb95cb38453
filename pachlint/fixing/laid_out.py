"""How a document is laid out, found out once: most fixes of a run begin with the same."""

from functools import lru_cache

from pachlint.fixing.layout import Layout, layout
from pachlint.reading.document import Document


class Same:
    """A document as a key: no other is the same."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.document is other.document


def laid_out(document: Document) -> Layout:
    """The layout of a document."""
    return _layout(Same(document))


@lru_cache(maxsize=8)
def _layout(key: Same) -> Layout:
    return layout(key.document)
