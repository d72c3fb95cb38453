"""Lay the files and flags of a release over the chart's defaults, as Helm does."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import accumulate
from typing import cast

from pachlint.bounded import MEGABYTE, bounded, read_bounded
from pachlint.layering.coalesce import CoalesceError, Subchart, copied, effective_values, overlay
from pachlint.layering.flags import ORDER, Flag, reject_remote
from pachlint.layering.touched import Touched
from pachlint.layering.values import FlagError, Layer, Values
from pachlint.place import Span
from pachlint.reading.document import Document
from pachlint.records import NamedTuple
from pachlint.source import Source

_MAX_FILE = 10 * MEGABYTE
COMMAND_LINE = "<command line>"


class UserLayers(NamedTuple):
    """Files and flags over each other, before they are laid over a chart; ``values`` is what they set."""

    layers: tuple[Layer, ...]
    values: dict[str, object]
    problems: tuple[FlagError, ...]
    command_line: Source


def user_layers(
    documents: Sequence[Document], flags: Sequence[Flag] = (), read_file: Callable[[str], str] | None = None
) -> UserLayers:
    """Lay files and flags over each other, exactly as Helm 3 does.

    Args:
        documents: the values files, the last one wins; a rejected one counts as empty.
        flags: the flags in the order of the command line.
        read_file: reads the file of a ``--set-file``; by default from the disk.

    Raises:
        RemoteError: if a ``--set-file`` names a URL.
    """
    layers: list[Layer] = []
    user: dict[str, object] = {}
    for document in documents:
        layers.append(Layer(document.source.name, "file", document.data, document))
        user = overlay(user, document.data)
    command_line = Source(COMMAND_LINE, "".join(f"{_line(flag)}\n" for flag in flags))
    problems: list[FlagError] = []
    if flags:
        user = _apply_flags(user, flags, read_file, command_line, layers, problems)
    return UserLayers(tuple(layers), user, tuple(problems), command_line)


def over_defaults(
    user: UserLayers, defaults: Mapping[str, object], label: str, subcharts: Sequence[Subchart] = ()
) -> Values:
    """Lay what the user set over a chart's defaults, exactly as Helm 3 does.

    Args:
        user: the files and flags.
        defaults: the chart's own values.
        label: what people call the defaults.
        subcharts: the chart's dependencies, if their defaults are not among ``defaults`` already.
    """
    layers = (Layer(label, "default", defaults), *user.layers)
    touched = Touched([one.writes for one in layers if one.kind == "flag"])
    problems = user.problems
    try:
        data = effective_values(defaults, subcharts, user.values)
    except CoalesceError as error:
        data = effective_values(defaults, (), user.values)
        problems = (*problems, FlagError(None, str(error), None, error.path))
    return Values(data, layers, problems, user.values, user.command_line, touched)


def layer(
    defaults: Mapping[str, object],
    documents: Sequence[Document],
    flags: Sequence[Flag] = (),
    label: str = "chart defaults",
    *,
    subcharts: Sequence[Subchart] = (),
    read_file: Callable[[str], str] | None = None,
) -> Values:
    """Files and flags over a chart's defaults: :func:`user_layers` and :func:`over_defaults` in one."""
    return over_defaults(user_layers(documents, flags, read_file), defaults, label, subcharts)


def _apply_flags(
    user: dict[str, object],
    flags: Sequence[Flag],
    read_file: Callable[[str], str] | None,
    command_line: Source,
    layers: list[Layer],
    problems: list[FlagError],
) -> dict[str, object]:
    from pachlint.layering.setflags import SetError, apply_flag  # noqa: PLC0415 -- most releases have no flags

    user = cast("dict[str, object]", copied(user))
    filled, reader = 0, _FileReader()
    starts = [0, *accumulate(len(_line(flag)) + 1 for flag in flags)]
    for index in sorted(range(len(flags)), key=lambda index: ORDER.index(flags[index].kind)):
        flag = flags[index]
        offset = starts[index] + len(flag.kind) + len("-- ")
        try:
            writes, filled = apply_flag(
                flag, user, read_file or partial(reader.read, within=flag.within), filled
            )
        except SetError as error:
            place = command_line.place(Span(offset + error.at, offset + error.at))
            problems.append(FlagError(index, f"--{flag.kind}: {error}", place))
            continue
        layers.append(Layer(f"--{flag.kind}", "flag", {}, writes=writes, offset=offset))
    return user


def _line(flag: Flag) -> str:
    """A flag as one line; a line end inside becomes a space, so that offsets stay."""
    return f"--{flag.kind} {flag.text}".replace("\n", " ").replace("\r", " ")


class _FileReader:
    """Reads the files of ``--set-file``, all together no more than one may have."""

    def __init__(self) -> None:
        self.left = _MAX_FILE

    def read(self, name: str, *, within: str) -> str:
        """The content of a file; ``-`` is standard input."""
        if name.strip() == "-":
            if within:
                raise OSError(0, "a file of the repository cannot ask for standard input", name)
            return _standard_input()
        reject_remote(name)
        if within:
            from pachlint.repository import leads_out  # noqa: PLC0415 -- few configs name a file so

            if leads_out(name, within):
                raise OSError(0, "it lies outside the repository of the config", name)
        try:
            content = read_bounded(name, self.left, pipes=True)
        except OSError as error:
            if self.left < _MAX_FILE and not error.errno:
                words = f"together with the files before it, it is larger than {_MAX_FILE / MEGABYTE:g} MB"
                raise OSError(0, words, name) from error
            raise
        self.left -= len(content)
        return content.decode("utf-8", "replace")


@cache
def _standard_input() -> str:
    """What is on standard input; it can be read once, and a release may be layered again."""
    return bounded(sys.stdin.buffer, _MAX_FILE).decode("utf-8", "replace") if sys.stdin else ""
