"""What ``helm get values`` prints: the values below a line that says what they are (cmd/helm/get_values.go of Helm 3 and 4)."""

from pachlint.reading.document import Document, read
from pachlint.source import Source

COMPUTED = "COMPUTED VALUES:"
_MARK = "\ufeff"
_NOTHING = "empty"


def without_header(source: Source) -> Document:
    """The values below the line; ``null`` are none."""
    at = 1 if source.text.startswith(_MARK) else 0
    found = read(Source(source.name, f"{source.text[:at]}#{source.text[at + 1 :]}"))
    comments = tuple(one for one in found.comments if one.span.start != at)
    problems = tuple(one for one in found.problems if one.code != _NOTHING)
    return found._replace(source=source, comments=comments, problems=problems)
