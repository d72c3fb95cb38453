"""What is to be told of the files that a check was given, or found, before it begins."""

from collections.abc import Mapping
from typing import Any

from pachlint.cli.input_types import Inputs
from pachlint.terminal import log


def tell(inputs: Inputs, given: Mapping[str, Any]) -> None:
    """Name what is not checked, and say why; with ``--verbose`` what each file was taken for, too."""
    if given["verbose"]:
        for name in inputs.skipped:
            log(f"skipped: {name} (does not look like Pachyderm values)")
        for line in inputs.search.lines() if inputs.search else ():
            log(line)
    for name, key in inputs.umbrellas:
        log(
            f"note: {name}: the Pachyderm values below {key}: are for a chart that has Pachyderm's as a dependency, "
            "and are not checked; give that chart with --chart, or in the config with chart:",
        )
    for note in () if given["quiet"] else inputs.notes:
        log(f"note: {note}")
    for words in inputs.unread:
        log(f"error: {words}")
