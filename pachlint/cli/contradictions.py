"""Options of ``check`` that do not go together."""

from collections.abc import Mapping
from typing import Any

import click


def refuse_contradictions(given: Mapping[str, Any]) -> None:
    """End the command if what was given contradicts itself."""
    if given["unsafe_fixes"] and not (given["fix"] or given["diff"]):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if given["add_ignores"] and (given["fix"] or given["diff"] or given["write_baseline"]):
        raise click.UsageError("--add-ignores changes the files by itself; fix them in another run")
    for name, flag in (("until", "--until"), ("with_rejected", "--with-rejected")):
        if given[name] and not (given["add_ignores"] or given["write_baseline"]):
            raise click.UsageError(f"{flag} goes with --add-ignores or --write-baseline")
    if given["until"]:
        _check_day(given["until"])
    if given["output"] and (given["add_ignores"] or given["write_baseline"]):
        raise click.UsageError(
            "--add-ignores and --write-baseline report nothing that could go to an --output"
        )
    if given["reason"] and not given["add_ignores"]:
        raise click.UsageError("--reason goes with --add-ignores")
    if given["statistics"] and (
        given["fix"] or given["diff"] or given["add_ignores"] or set(given["format"]) - {"text"}
    ):
        raise click.UsageError(
            "--statistics counts findings in text, without --fix, --diff, --add-ignores or another --format"
        )
    if given["since"] and (given["fix"] or given["diff"] or given["add_ignores"] or given["write_baseline"]):
        raise click.UsageError(
            "--since chooses what is reported; it excludes --fix, --diff, --add-ignores, and --write-baseline"
        )
    if given["config_file"] and given["no_config"]:
        raise click.UsageError("--config and --no-config exclude one another")


def _check_day(text: str) -> None:
    from pachlint.silencing.expiry import date_of, is_expired  # noqa: PLC0415 -- rare

    if date_of(text) is None:
        raise click.UsageError(f"--until {text} is no day; write it as in 2027-03-01")
    if is_expired(text):
        raise click.UsageError(f"--until {text} has passed")
