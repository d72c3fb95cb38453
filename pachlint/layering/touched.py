"""Which of many flags write something at a path, above it or inside it."""

from collections.abc import Iterator, Sequence

from pachlint.layering.flags import Write
from pachlint.place import Path


class Touched:
    """What the flags of a release write, by path."""

    def __init__(self, flags: Sequence[Sequence[Write]] = ()) -> None:
        self.count = len(flags)
        self._writes = [(flag, write) for flag, writes in enumerate(flags) for write in writes]
        self._at: dict[Path, list[int]] = {}
        self._inside: dict[Path, list[int]] = {}
        for number, (_, write) in enumerate(self._writes):
            self._at.setdefault(write.path, []).append(number)
            for length in range(len(write.path)):
                self._inside.setdefault(write.path[:length], []).append(number)

    def flags(self, path: Path) -> Iterator[tuple[int, Write]]:
        """The numbers of the flags that concern a path, the last one first, each with its last write there."""
        if not self.count:
            return
        every = [self._at.get(path[:length], ()) for length in range(len(path) + 1)]
        found = [one for one in (*every, self._inside.get(path, ())) if one]
        last = self.count
        for number in _latest_first(found):
            flag, write = self._writes[number]
            if flag < last:
                last = flag
                yield flag, write

    def write(self, flag: int, path: Path) -> Write | None:
        """The last write of a flag that concerns a path."""
        return next((write for number, write in self.flags(path) if number == flag), None)


def _latest_first(found: Sequence[Sequence[int]]) -> Iterator[int]:
    """The numbers of lists that ascend, the greatest first."""
    if len(found) < 2:
        return reversed(found[0]) if found else iter(())
    from heapq import merge  # noqa: PLC0415 -- few values are touched at several paths

    return merge(*map(reversed, found), reverse=True)
