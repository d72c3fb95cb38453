"""How a report is to look."""

from pachlint.records import NamedTuple


class Look(NamedTuple):
    """How a report is shown. ``columns`` is the width of the terminal, None off a terminal: then nothing is wrapped."""

    color: bool = False
    columns: int | None = None
    quiet: bool = False
    show_ignored: bool = False


PLAIN = Look()
