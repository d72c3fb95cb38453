"""``pachlint test DIR``: run the examples inside rule files, which are their tests."""

import os
from collections.abc import Iterator, Sequence
from functools import partial

import click

from pachlint import bundled, example_fixes, lint
from pachlint.cli.configured import ConfigOptions, all_rules, config_options
from pachlint.cli.options import completions, debug_option, help_option, option
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.cli.rule_options import RuleOptions, pack_of
from pachlint.config.settings import Settings
from pachlint.judging.judge import PolicyError
from pachlint.packs import SIGN
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import RuleText, build_text
from pachlint.records import NamedTuple
from pachlint.report.styled import Line, Piece, plain
from pachlint.rulebook import Rulebook
from pachlint.rulefiles import examples
from pachlint.terminal import log, show
from pachlint.visible import visible

_FAILED = 1
_INDENT = "    "


class _Asked(NamedTuple):
    """Files and folders that one config holds for, and the packs among them that it does not name."""

    settings: Settings
    paths: list[str]
    packs: list[str]


@click.command(add_help_option=False)
@click.argument("paths", nargs=-1, required=True, metavar="[NAME=]DIR|FILE...", shell_complete=completions)
@config_options
@option("-q", "--quiet", is_flag=True, help="Show failures only.")
@debug_option
@help_option
def test(paths: tuple[str, ...], config_file: str | None, *, no_config: bool, quiet: bool) -> int:
    """Run the examples of rule files.

    Every bad example must have the findings it expects, every good one none, and every fix must make what the
    example says, and be applied by check --fix. Rules are loaded with the config and all other rules, as check does.
    """
    count = rules = failed = 0
    for asked in _by_config(paths, ConfigOptions(config_file, no_config)):
        book = all_rules(asked.settings, RuleOptions(tuple(asked.packs)))
        for rule, text in _chosen(book, asked.paths):
            failures = _failures(rule, text, book)
            count, rules, failed = count + len(text.examples), rules + 1, failed + bool(failures)
            for failure in failures:
                show(plain(_lines(failure)))
    if not quiet:
        log(_summary(count, rules, failed))
    return _FAILED if failed else 0


def _by_config(paths: Sequence[str], configs: ConfigOptions) -> list[_Asked]:
    found: dict[str, _Asked] = {}
    for path in paths:
        pack = pack_of(path)
        if not os.path.exists(pack.folder):
            raise Failure(f"there is no file or folder {shown(pack.folder)}")
        is_file = not os.path.isdir(pack.folder)
        folder = os.path.dirname(pack.folder) or os.curdir if is_file else pack.folder
        settings = configs.settings(folder)
        asked = found.setdefault(settings.file, _Asked(settings, [], []))
        asked.paths.append(pack.folder)
        if not any(_is_below(folder, one) for one in (_shipped(), *(rules.path for rules in settings.rules))):
            asked.packs.append(folder if is_file else path)
    return list(found.values())


def _chosen(book: Rulebook, paths: Sequence[str]) -> Iterator[tuple[Rule, RuleText]]:
    """The rules in files at or below the paths."""
    texts = book.texts()
    files = {rule.id: _file(rule.id, texts[rule.id]["file"]) for rule in book.rules}
    for path in paths:
        if not any(_is_below(file, path) for file in files.values()):
            raise Failure(f"there is no rule in {shown(path)}")
    for rule in book.rules:
        if any(_is_below(files[rule.id], path) for path in paths):
            yield rule, build_text(texts[rule.id])


def _file(rule_id: str, name: str) -> str:
    return name if SIGN in rule_id else os.path.join(os.path.dirname(_shipped()), name)


def _shipped() -> str:
    return bundled.location("rules")


def _is_below(path: str, folder: str) -> bool:
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return path == folder or path.startswith(folder + os.sep)


def _failures(rule: Rule, text: RuleText, book: Rulebook) -> list[str]:
    try:
        failures = examples.run(rule, text)
        # what a fix is worth is seen when the examples are right
        failures = failures or example_fixes.run(rule, text, partial(lint.check, book=book))
    except PolicyError as error:
        return [f"{visible(text.file)}: {error}"]
    return [str(failure) for failure in failures]


def _lines(failure: str) -> Iterator[Line]:
    """A failure; what does not fit into its first line stands below, indented."""
    first, *rest = failure.rstrip("\n").split("\n")
    yield (Piece(first),)
    for line in rest:
        yield (Piece(line if line.startswith(_INDENT) else f"{_INDENT}{line}"),)


def _summary(count: int, rules: int, failed: int) -> str:
    words = f"{count} example{'s' * (count != 1)} in {rules} rule{'s' * (rules != 1)}"
    return f"{words}: {f'{failed} rule' + 's' * (failed != 1) + ' failed' if failed else 'all passed'}"
