"""What ``pachlint explain`` has to say of one thing."""

from collections.abc import Callable, Iterable, Mapping

from pachlint.records import NamedTuple
from pachlint.report.styled import Line


class Explanation(NamedTuple):
    """Lines for a width (None: not wrapped), the same as data, and notes for standard error."""

    lines: Callable[[int | None], Iterable[Line]]
    data: Callable[[], Mapping[str, object]]
    notes: tuple[str, ...] = ()
