"""``pachlint test DIR``: run the examples inside rule files, which are their tests."""

import os
from collections.abc import Iterator, Sequence

import click

from pachlint import bundled
from pachlint.cli.options import debug_option, help_option, option
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.cli.rule_options import told
from pachlint.judging.judge import PolicyError
from pachlint.policy.packing import build_rules
from pachlint.policy.rule import RuleErrors
from pachlint.policy.rule_text import build_text
from pachlint.rulebook import shipped_loading
from pachlint.rulefiles import examples, folders
from pachlint.rulefiles.reader import Loading

_FAILED = 1


@click.command(add_help_option=False)
@click.argument("paths", nargs=-1, required=True, metavar="DIR|FILE...")
@option("-q", "--quiet", is_flag=True, help="Show failures only.")
@debug_option
@help_option
def test(paths: tuple[str, ...], *, quiet: bool) -> int:
    """Run the examples of rule files.

    Every bad example must have the findings it expects, every good one none, and every fix must make what the
    example says. The rules of a folder are compiled exactly as --rules compiles them.
    """
    try:
        files = list(_rule_files(paths))
        compiled = folders.compile_files(files, _loading(files))
    except RuleErrors as errors:
        raise told(errors) from errors
    count = failed = 0
    rules = build_rules(compiled.sources)
    for rule in rules:
        text = build_text(compiled.texts[rule.id])
        count += len(text.examples)
        try:
            failures = [str(failure) for failure in examples.run(rule, text)]
        except PolicyError as error:
            failures = [f"{text.file}: {error}"]
        failed += bool(failures)
        for failure in failures:
            click.echo(failure)
    if not quiet:
        click.echo(_summary(count, len(rules), failed), err=True)
    return _FAILED if failed else 0


def _summary(count: int, rules: int, failed: int) -> str:
    told = f"{count} example{'s' * (count != 1)} in {rules} rule{'s' * (rules != 1)}"
    return f"{told}: {f'{failed} rule' + 's' * (failed != 1) + ' failed' if failed else 'all passed'}"


def _rule_files(paths: Sequence[str]) -> Iterator[folders.RuleFile]:
    for path in paths:
        if os.path.isdir(path):
            yield from folders.find(path)
        elif os.path.exists(path):
            topic = os.path.basename(os.path.dirname(os.path.abspath(path)))
            yield folders.RuleFile(path, shown(path), topic)
        else:
            raise Failure(f"there is no file or folder {shown(path)}")


def _loading(files: Sequence[folders.RuleFile]) -> Loading:
    """Predicates in Python are for the rules that ship with pachlint, and for nobody else's."""
    own = os.path.realpath(bundled.location("rules")) + os.sep
    shipped = all(os.path.realpath(file.path).startswith(own) for file in files)
    return shipped_loading() if shipped else Loading()
