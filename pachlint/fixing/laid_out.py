"""How a document is laid out, found out once: most fixes of a run begin with the same."""

from functools import lru_cache

from pachlint.fixing.layout import Layout, layout
from pachlint.identity import Same
from pachlint.reading.document import Document


def laid_out(document: Document) -> Layout:
    """The layout of a document."""
    return _layout(Same(document))


@lru_cache(maxsize=8)
def _layout(key: Same[Document]) -> Layout:
    return layout(key.it)
