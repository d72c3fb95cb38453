"""A values file in which SOPS has encrypted values: what stands there is unknown, and nothing but SOPS can write the file.

https://getsops.io/docs/ ; the block of metadata is that of stores/stores.go, what the checksum covers that of Encrypt in sops.go.
"""

from pachlint.reading.document import Document
from pachlint.reading.nodes import MappingNode

SEALED = "it is encrypted by SOPS, whose checksum covers plain values, too"
_METADATA = "sops"
_WHOLE = "data"
"""Where SOPS puts a file that it encrypts as a whole (stores/json, the binary store)."""


def passed_over(found: Document) -> Document:
    """The same without SOPS' own block; what is encrypted stands for values that it fills in."""
    root = found.root
    if not isinstance(root, MappingNode) or not _is_encrypted(root):
        return found
    is_whole = all(entry.key in (_METADATA, _WHOLE) for entry in root.entries)
    dropped = (_METADATA, _WHOLE) if is_whole else (_METADATA,)
    entries = tuple(entry for entry in root.entries if entry.key not in dropped)
    # what is lost stands before what took its place
    effective = {entry.key: number for number, entry in enumerate(entries)}
    return found._replace(
        root=root._replace(entries=entries, effective=effective),
        data={key: value for key, value in found.data.items() if key not in dropped},
        template=True,
        inserts=is_whole,
        sealed=SEALED,
    )


def _is_encrypted(root: MappingNode) -> bool:
    at = root.effective.get(_METADATA)
    node = root.entries[at].node if at is not None else None
    return isinstance(node, MappingNode) and {"mac", "lastmodified"} <= node.effective.keys()
