"""What ``helm get values`` prints: the values below a line that says what they are (cmd/helm/get_values.go of Helm 3 and 4)."""

from pachlint.reading.document import Document, read
from pachlint.source import Source

COMPUTED = "COMPUTED VALUES:"
_NOTHING = "empty"


def without_header(source: Source) -> Document:
    """The values below the line; ``null`` are none."""
    # in place of the line's first letter, or of a byte order mark before it
    found = read(Source(source.name, f"#{source.text[1:]}"))
    comments = tuple(one for one in found.comments if one.span.start)
    problems = tuple(one for one in found.problems if one.code != _NOTHING)
    return found._replace(source=source, comments=comments, problems=problems)
