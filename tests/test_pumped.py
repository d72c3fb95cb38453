"""Texts that repeat a sign a hundred thousand times take no longer than others of their size."""

import time

import pytest

from pachlint.chart.placeholders import holes, placeholder_kind
from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source

SIGNS = (
    "{{",
    "${",
    "$(",
    "%{",
    "#{",
    "{%",
    "<%",
    "@",
    "__",
    "<",
    "%",
    "x",
    "*",
    "a",
    "__A",
    "@@A",
    "your ",
    "${a",
    "{{a",
    "$({",
)
SECONDS = 10.0
"""Five times what it takes; without care it is minutes."""


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_of_placeholders(sign: str) -> None:
    text = sign * (20_000 // len(sign))
    start = time.process_time()
    holes(text)
    placeholder_kind(text)
    assert time.process_time() - start < SECONDS / 20


@pytest.mark.parametrize(
    "text",
    [
        'deployTarget: LOCAL\npachd: {annotations: {x: "' + "{{" * 50_000 + '"}}\n',
        'deployTarget: LOCAL\npachd: {annotations: {x: "' + "${" * 50_000 + '"}}\n',
        "deployTarget: LOCAL # pachlint: ignore[" + "a," * 50_000 + "]\n",
        "deployTarget: LOCAL\n" + "\n" * 100_000 + "pachd: {}\n",
        'deployTarget: LOCAL\npachd: {annotations: {x: "' + "-----BEGIN CERTIFICATE-----" * 4_000 + '"}}\n',
    ],
    ids=["braces", "variables", "ignores", "lines", "certificates"],
)
def test_files_of_one_sign(text: str) -> None:
    start = time.process_time()
    check([Job("v", (read(Source("v.yaml", text)),))], shipped())
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {{ .x }} b {{ .y }}", ["{{ .x }}", "{{ .y }}"]),
        ("{{ {{ .x }}", ["{{ .x }}"]),
        ("%{ if a }b%{ endif }", ["%{ if a }", "%{ endif }"]),
        ("{% if a %}x{% endif %}", ["{% if a %}", "{% endif %}"]),
        ("<% x %> $(y) ${z:-{a}}", ["<% x %>", "$(y)", "${z:-{a}}"]),
    ],
)
def test_holes_are_what_they_were(text: str, found: list[str]) -> None:
    assert holes(text) == found
