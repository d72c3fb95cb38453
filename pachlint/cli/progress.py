"""How far a command has come, told on a terminal once it takes longer than a moment, and taken away in the end."""

from time import monotonic

from pachlint.terminal import is_watched, replace_line

_AFTER = 1.0
_EVERY = 0.1


class Progress:
    """One line on standard error, if somebody looks on and does not want it quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._is_watched = not quiet and is_watched()
        self._next = monotonic() + _AFTER
        self._is_shown = False

    def tell(self, what: str, done: int, of: int = 0) -> None:
        """Tell how much of something is done, and of how many if that is known."""
        if self._is_watched and monotonic() >= self._next:
            replace_line(f"{what} {done:,}{f' of {of:,}' if of else ''}")
            self._next, self._is_shown = monotonic() + _EVERY, True

    def end(self) -> None:
        """Take the line away, before anything else is printed."""
        if self._is_shown:
            replace_line("")
            self._is_shown = False
