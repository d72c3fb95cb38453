"""Options of ``check`` that do not go together."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from pachlint.config.settings import Settings

_ACCEPTING = ("add_ignores", "write_baseline")
_NEEDS: Sequence[tuple[str, Sequence[str], str]] = (
    ("unsafe_fixes", ("fix", "diff"), "--unsafe-fixes goes with --fix or --diff"),
    ("until", _ACCEPTING, "--until goes with --add-ignores or --write-baseline"),
    ("with_rejected", _ACCEPTING, "--with-rejected goes with --add-ignores or --write-baseline"),
    ("reason", ("add_ignores",), "--reason goes with --add-ignores"),
)
"""An option, those of which it needs one, and what to say without."""

_EXCLUDES: Sequence[tuple[str, Sequence[str], str]] = (
    (
        "add_ignores",
        ("fix", "diff", "write_baseline"),
        "--add-ignores changes the files by itself; fix them in another run",
    ),
    ("output", _ACCEPTING, "--add-ignores and --write-baseline report nothing that could go to an --output"),
    (
        "statistics",
        ("fix", "diff", "add_ignores", "format"),
        "--statistics counts findings in text, without --fix, --diff, --add-ignores or another --format",
    ),
    (
        "since",
        ("fix", "diff", *_ACCEPTING),
        "--since chooses what is reported; it excludes --fix, --diff, --add-ignores, and --write-baseline",
    ),
    ("config_file", ("no_config",), "--config and --no-config exclude one another"),
)
"""An option, those that it excludes, and what to say of both."""


def reject_contradictions(given: Mapping[str, Any]) -> None:
    """End the command if what was given contradicts itself."""
    # text is what --statistics is shown in
    given = {**given, "format": set(given["format"]) - {"text"}}
    for option, others, words in _NEEDS:
        if given[option] and not any(given[other] for other in others):
            raise click.UsageError(words)
    for option, others, words in _EXCLUDES:
        if given[option] and any(given[other] for other in others):
            raise click.UsageError(words)
    if given["map"] and given["format"].isdisjoint(("github", "auto")):
        raise click.UsageError("--map needs --format github, which writes the page of the job")
    if given["until"]:
        _check_day(given["until"])


def _check_day(text: str) -> None:
    from pachlint.suppressions.expiry import date_of, is_expired  # noqa: PLC0415 -- rare

    if date_of(text) is None:
        raise click.UsageError(f"--until {text} is no day; write it as in 2027-03-01")
    if is_expired(text):
        raise click.UsageError(f"--until {text} has passed")


def reject_without(every: Sequence[Settings], given: Mapping[str, Any]) -> None:
    """What a mode needs, and neither the command line nor the config gives."""
    if given["prune_baseline"] and not (given["baseline"] or any(one.baseline for one in every)):
        raise click.UsageError("--prune-baseline needs a --baseline")
    if given["add_ignores"] and not given["reason"] and any(one.require_reason for one in every):
        raise click.UsageError("the config requires a reason for every comment; give one with --reason")
    is_accepting = given["add_ignores"] or given["write_baseline"]
    if is_accepting and not given["until"] and any(one.require_expiry for one in every):
        raise click.UsageError("the config requires a last day for what is ignored; give one with --until")
