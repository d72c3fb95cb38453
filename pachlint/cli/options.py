"""Options as click has them, quick to make; kinds of values that click has not; and the options of every command."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from pachlint.nearness import did_you_mean_choice
from pachlint.terminal import show
from pachlint.versions import UnknownVersionError, Version, resolve
from pachlint.visible import shown

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _Text: TypeAlias = click.ParamType[str]
    _Version: TypeAlias = click.ParamType[Version]
else:
    # generic since click 8.4
    _Text = _Version = click.ParamType

DEBUG = "pachlint.debug"
SPLIT = "with --set its text is not shown, because it may be part of a secret: write KEY=VALUE as one word, in quotes"
"""What is said of an unknown word, which may be the second half of a flag."""


def completions(ctx: click.Context, parameter: click.Parameter, text: str) -> "list[CompletionItem]":
    """What a shell may complete ``text`` to; for ``shell_complete`` of click's parameters."""
    from pachlint.cli import completing  # noqa: PLC0415 -- for shells only

    return completing.completions(ctx, parameter, text)


class Option(click.Option):
    """An option whose help is one line, taken as it is: click would import ``inspect`` to clean it.

    A shell completes its value.
    """

    def __init__(self, *names: Any, help: str | None = None, **settings: Any) -> None:  # noqa: A002 -- click's
        super().__init__(*names, shell_complete=completions, **settings)
        self.help = help


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """``click.option`` with this kind of options."""
    return click.option(*names, cls=Option, **settings)


class Word(_Text):
    """One word of a few; some may stand for another. ``synonyms`` are not taken, but known to mean one of them."""

    name = "word"

    def __init__(
        self, words: Mapping[str, str] | Sequence[str], synonyms: Mapping[str, str] | None = None
    ) -> None:
        self.words = words if isinstance(words, Mapping) else {word: word for word in words}
        self.synonyms = synonyms or {}

    def get_metavar(self, *_args: Any, **_more: Any) -> str:
        """All words that reports use."""
        return "[" + "|".join(dict.fromkeys(self.words.values())) + "]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word that is meant."""
        if value not in self.words:
            hint = did_you_mean_choice(value, self.words, self.synonyms)
            self.fail(f"'{value}' is not one of {', '.join(self.words)}{hint}", param, ctx)
        return self.words[value]


class ChartVersion(_Version):
    """A released version of the chart."""

    name = "version"

    def convert(
        self, value: str | Version, param: click.Parameter | None, ctx: click.Context | None
    ) -> Version:
        """The released version that the text means."""
        if isinstance(value, Version):
            return value
        try:
            return resolve(value)
        except UnknownVersionError as error:
            self.fail(str(error), param, ctx)


class OrderedCommand(click.Command):
    """A command that can tell in which order its options were given.

    With ``--hook`` a word that begins like an option and is a file is a file: pre-commit passes names as they are.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and keep the words in the context."""
        if "--hook" in args:
            args = [f"./{word}" if word.startswith("-") and os.path.isfile(word) else word for word in args]
        ctx.meta[_WORDS] = list(args)
        return super().parse_args(ctx, args)


_WORDS = "pachlint.words"


def pairs(ctx: click.Context, first: str, second: str) -> Iterator[tuple[str | None, str | None]]:
    """Values of two repeatable options of an :class:`OrderedCommand`, paired.

    A value of ``second`` belongs to the value of ``first`` before it, or if that has one already, to the next.
    """
    values = {name: iter(ctx.params[name]) for name in (first, second)}
    pair: dict[str, str] = {}
    for name in _order(ctx, (first, second)):
        if name in pair:
            yield pair.get(first), pair.get(second)
            pair = {}
        pair[name] = next(values[name])
        if len(pair) == 2:
            yield pair.get(first), pair.get(second)
            pair = {}
    if pair:
        yield pair.get(first), pair.get(second)


def _order(ctx: click.Context, names: Sequence[str]) -> list[str]:
    """In which order the options were given; nothing needs to be parsed again if there is one kind only."""
    given = [name for name in names for _ in ctx.params[name]]
    if len(set(given)) < 2:
        return given
    _, _, order = ctx.command.make_parser(ctx).parse_args(list(ctx.meta[_WORDS]))
    return [parameter.name for parameter in order if parameter.name in names]


def _show_help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's
    if value and not context.resilient_parsing:
        show(shown(f"{context.get_help()}\n"))
        context.exit()


def _remember_debug(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's
    if value:
        context.meta[DEBUG] = True


# click's own would look for translations in every run
help_option = option(
    "-h",
    "--help",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this message and exit.",
)

debug_option = option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_remember_debug,
    help="Show the traceback of an internal error.",
)
