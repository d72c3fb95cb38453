"""Functions as the charts call them, one call a row: what Helm 3.17.3 makes of it, or that it stops there.

``{"=": 1}`` among the arguments is a literal of the template; all others come from values.
"""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pachlint.verdict.expressions import Evaluator
from pachlint.verdict.forms import Expressions
from pachlint.verdict.functions import FUNCTIONS, TOTAL
from pachlint.verdict.gotemplate import TemplateError

ROWS = [
    json.loads(line) for line in (Path(__file__).parent.parent / "data/calls.jsonl").read_text().splitlines()
]
STOPPED = "stopped"
Outcome = list[object]


def literal(argument: object) -> bool:
    """Whether an argument is one of the template, not of the values."""
    return isinstance(argument, dict) and set(argument) == {"="}


def in_pachlint(name: str, arguments: list[Any]) -> Outcome:
    """What is printed, as text and as JSON, and whether it is true."""
    table: list[Any] = [one if literal(one) else f"x{at}" for at, one in enumerate(arguments)]
    table = [["=", one["="]] if isinstance(one, dict) else one for one in table]
    count = len(table)
    table += [
        [name, *range(count)],
        ["cat", count],
        ["toJson", count],
        ["=", 1],
        ["=", 0],
        ["if", count, count + 3, count + 4],
    ]
    values = {f"x{at}": one for at, one in enumerate(arguments) if not literal(one)}
    evaluator = Evaluator(Expressions(table), frozenset(), values, FUNCTIONS)
    try:
        return [evaluator.value(count + at, {}) for at in (1, 2, 5)]
    except TemplateError:
        return [STOPPED]


def call(name: str, arguments: list[Any], at: int) -> str:
    """The call in a template, its arguments below ``rows[at]``."""
    words = [
        json.dumps(one["="]).replace("null", "nil") if literal(one) else f"(index $row {number})"
        for number, one in enumerate(arguments)
    ]
    whole = f"({' '.join([name, *words])})"
    return (
        f"{{{{- $row := index .Values.rows {at} }}}}{{{{ $made := {whole} }}}}"
        '{{ $text := "<no value>" }}{{ if ne (kindOf $made) "invalid" }}{{ $text = printf "%v" $made }}{{ end }}'
        "{{ $true := 0 }}{{ if $made }}{{ $true = 1 }}{{ end }}\n"
        "- {{ list (b64enc $text) (b64enc (toJson $made)) $true | toJson }}"
    )


def in_helm(render: Callable[..., str | None], rows: list[dict[str, Any]]) -> list[Outcome] | None:
    """The same of Helm, for all rows together; None if it stops at one of them."""
    calls = "".join(call(row["call"][0], row["call"][1:], at) for at, row in enumerate(rows))
    printed = render(f"a: b\nrows:{calls}\n", {"rows": [row["call"][1:] for row in rows]})
    if printed is None:
        return None
    lines = [json.loads(line[2:]) for line in printed.splitlines() if line.startswith("- ")]
    texts = [
        [*(base64.b64decode(part).decode(errors="surrogateescape") for part in found[:2]), found[2]]
        for found in lines
    ]
    return [list(found) for found in texts]


@pytest.mark.parametrize("name", sorted({row["call"][0] for row in ROWS}))
def test_calls_come_out_as_in_helm(name: str) -> None:
    rows = [row for row in ROWS if row["call"][0] == name]
    wrong = [(row, in_pachlint(name, row["call"][1:])) for row in rows]
    assert [(row, found) for row, found in wrong if found != row["is"]] == []


def test_functions_that_never_stop_are_known_as_such() -> None:
    names = {row["call"][0] for row in ROWS}
    stop = {row["call"][0] for row in ROWS if row["is"] == [STOPPED]}
    # none of Helm's own; printf never stops, either
    ours = {"hash", "shift", "until"}
    assert names - stop == TOTAL - ours | {"printf"}
    first = {row["call"][0]: row["call"] for row in ROWS}
    assert [name for name in names - stop if in_pachlint(name, first[name][1:]) == [STOPPED]] == []


@pytest.mark.helm
def test_rows_are_what_helm_says(render: Callable[..., str | None]) -> None:
    fine = [row for row in ROWS if row["is"] != [STOPPED]]
    assert in_helm(render, fine) == [row["is"] for row in fine]
    for row in [row for row in ROWS if row["is"] == [STOPPED]][::4]:
        assert in_helm(render, [row]) is None, row
