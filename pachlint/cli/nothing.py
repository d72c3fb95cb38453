"""``pachlint check`` without any values to check."""

import os
from collections.abc import Sequence

from pachlint.cli.configured import ConfigOptions, rules_for
from pachlint.cli.input_types import Inputs
from pachlint.cli.output import LINES, Output, write
from pachlint.cli.program import Failure
from pachlint.cli.rule_options import RuleOptions
from pachlint.report.look import Look
from pachlint.results import Report


def nothing_found(
    inputs: Inputs, rules: RuleOptions, configs: ConfigOptions, where: Sequence[Output] | None
) -> int:
    """What to do without any values, which the hook takes for clean: a mistake in rules or config still counts."""
    books = [rules_for(settings, rules) for settings in (configs.settings(os.curdir), *inputs.configs)]
    if where is not None:
        # who waits for a document gets one
        documents = [output for output in where if output.format not in LINES]
        write(Report((), (), (), {}, {}, books[0]), documents, "never", Look(quiet=True))
        return 0
    passed = f" ({len(inputs.skipped)} other files skipped; -v names them)" if inputs.skipped else ""
    raise Failure(f"nothing to check: no Pachyderm values found{passed}", 3)
