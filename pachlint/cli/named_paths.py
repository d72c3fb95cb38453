"""The files that the command line names, and those in the folders that it names."""

import os
from collections.abc import Callable, Iterator, Sequence

from pachlint.cli.options import SPLIT
from pachlint.cli.program import Failure
from pachlint.cli.release import STDIN, shown
from pachlint.layering.flags import reject_remote

FILE_ENDINGS = (".yaml", ".yml", ".json", ".gotmpl", ".tpl")


def files_of(
    paths: Sequence[str],
    unread: Callable[[OSError], None],
    unasked: Callable[[str], None],
    *,
    quoted: bool,
) -> Iterator[tuple[str, bool]]:
    """Every file, and whether it was found in a folder; ``unread`` and ``unasked`` as :class:`pachlint.walking.Walk` has them.

    Beside flags, what is no file may be the rest of a secret, and is not ``quoted`` unless it is called like one.
    """
    for path in paths:
        if path == STDIN:
            yield path, False
        elif os.path.isdir(path):
            from pachlint.walking import Walk, files_below  # noqa: PLC0415 -- most runs name files

            yield from ((file, True) for file in files_below(path, Walk(unread=unread, unasked=unasked)))
        elif os.path.exists(path):
            yield path, False
        else:
            if not quoted and not path.endswith(FILE_ENDINGS):
                raise Failure(f"there is no file of that name; {SPLIT}")
            reject_remote(path)
            raise Failure(f"there is no file {shown(path) if path else repr(path)}")
