"""What a shell may complete: words of options, rules, versions, values, releases, files.

What cannot be known, since the config or a rule of the user's is wrong, is left out: a shell has no place for messages.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from pachlint.chart import fields
from pachlint.cli.configured import ConfigOptions, all_rules
from pachlint.cli.options import ChartVersion, Word
from pachlint.cli.rule_options import RuleOptions
from pachlint.config.find import NONE
from pachlint.config.settings import Settings
from pachlint.rulebook import Rulebook, shipped
from pachlint.versions import RELEASED

# a shell splits and expands what completes a word
_PLAIN = re.compile(r"[\w.,/@+-]+\Z", re.ASCII)
_STEP = re.compile(r"[\w-]+\Z", re.ASCII)

Candidates = Iterable[tuple[str, str | None]]


class _Bash(BashComplete):
    """Bash takes the sign in ``--format=json`` for a word."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one."""
        words, text = super().get_completion_args()
        return [word for word in words if word != "="], text


def prepare() -> None:
    """Make click complete for bash in this way."""
    add_completion_class(_Bash)


def completions(ctx: click.Context, parameter: click.Parameter, text: str) -> list[CompletionItem]:
    """What a parameter may be that begins with ``text``; the shell itself completes files and folders."""
    if parameter.name in _FILES:
        return [CompletionItem(text, type=_FILES[parameter.name])]
    found = dict(_candidates(ctx, parameter, text))
    return [
        CompletionItem(word, help=about)
        for word, about in found.items()
        if word.startswith(text) and _PLAIN.match(word)
    ]


def _candidates(ctx: click.Context, parameter: click.Parameter, text: str) -> Candidates:
    if isinstance(parameter.type, Word):
        return [(word, None) for word in parameter.type.words]
    if isinstance(parameter.type, ChartVersion):
        return [(str(version), None) for version in reversed(RELEASED)]
    ask = _BY_NAME.get(str(parameter.name))
    return ask(ctx, text) if ask else ()


def _what(ctx: click.Context, text: str) -> Iterator[tuple[str, str | None]]:
    """What ``explain`` explains."""
    yield from _values(ctx, text)
    if "." not in text:
        yield from _rules(ctx, text)


def _values(ctx: click.Context, text: str) -> Iterator[tuple[str, str | None]]:
    """The values one step below what is written; those that hold others also with a dot, so that one goes on typing."""
    above, dot, _ = text.rpartition(".")
    node = fields.node_at(tuple(above.split("."))) if above else fields.root()
    for key, inner in fields.inside(node or {}).items():
        if _STEP.match(key):
            about = inner.get("description")
            yield above + dot + key, about if isinstance(about, str) else None
            if fields.inside(inner):
                yield f"{above}{dot}{key}.", None


def _rules(ctx: click.Context, text: str) -> Iterator[tuple[str, str | None]]:
    """Rules with their titles, topics, packs and impacts."""
    book = _book(ctx)
    yield from sorted((word, None) for word in book.words.difference(book.known))
    for rule in sorted(book.rules, key=lambda rule: rule.id):
        yield rule.id, rule.title


def _names(ctx: click.Context, text: str) -> Iterator[tuple[str, str | None]]:
    """The same, behind those that a list with commas has already."""
    before, comma, _ = text.rpartition(",")
    for word, about in _rules(ctx, text):
        yield before + comma + word, about


def _releases(ctx: click.Context, text: str) -> Iterator[tuple[str, str | None]]:
    for release in _settings(ctx).releases:
        yield release.name, None


def _book(ctx: click.Context) -> Rulebook:
    try:
        return all_rules(_settings(ctx), RuleOptions(ctx.params.get("rules") or ()))
    except click.ClickException:
        return shipped()


def _settings(ctx: click.Context) -> Settings:
    given: Mapping[str, object] = ctx.params
    file = given.get("config_file")
    try:
        return ConfigOptions(str(file) if file else None, bool(given.get("no_config"))).settings(os.curdir)
    except (click.ClickException, OSError):
        return NONE


_FILES = {
    **dict.fromkeys(
        ("values_files", "against", "config_file", "baseline", "write_baseline", "output"), "file"
    ),
    **dict.fromkeys(("paths", "file", "chart"), "file"),
    **dict.fromkeys(("folder", "rules"), "dir"),
}
_BY_NAME: dict[str, Callable[[click.Context, str], Candidates]] = {
    "what": _what,
    "path": _values,
    "reads": _values,
    "select": _names,
    "ignore": _names,
    "releases": _releases,
}
