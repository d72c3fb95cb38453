"""A name for a finding that outlives edits elsewhere in the file."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from pachlint.finding import Finding
from pachlint.repository import path_in_repository

_LENGTH = 32


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """A hash of rule, file and path for each finding, in order: 32 hexadecimal digits, different from each other.

    The file is named from the root of its repository, so the current folder changes nothing; neither line nor message nor value
    goes into it, so moving the key or changing a secret leaves it as it is. Equal findings are told apart by their order.
    """
    files = {file: path_in_repository(file) for file in {finding.place.file for finding in findings}}
    seen: Counter[str] = Counter()
    found: dict[str, None] = {}
    for finding in findings:
        name = f"{finding.rule}\x00{files[finding.place.file]}\x00{finding.path}"
        while (hashed := _hashed(name, seen[name])) in found:
            seen[name] += 1
        seen[name] += 1
        found[hashed] = None
    return list(found)


def _hashed(name: str, number: int) -> str:
    text = f"{name}\0{number}" if number else name
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_LENGTH]
