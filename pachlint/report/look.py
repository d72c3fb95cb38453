"""How a report is to look."""

from pachlint.finding import Severity
from pachlint.records import NamedTuple


class Look(NamedTuple):
    """How a report is shown. ``columns`` is the width of the terminal, None off a terminal: then nothing is wrapped.

    ``verbose``: findings are shown whole. ``folded``: findings up to this severity are one line for each rule.
    ``show_fixes``: the lines that a fix would change are shown.
    """

    color: bool = False
    columns: int | None = None
    quiet: bool = False
    show_ignored: bool = False
    verbose: bool = False
    folded: Severity | None = Severity.INFO
    show_fixes: bool = False


PLAIN = Look()
