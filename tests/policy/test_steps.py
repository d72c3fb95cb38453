"""A rule may look at so many values and no more; what it is counted by is the same on every machine."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.policy import steps

ROOT = Path(__file__).parent.parent.parent
LIST = "pachd.tolerations.*"
RULE = """
title: x
severity: warning
impact: fragile
why: It takes long.
see: ["https://example.com"]
{body}
message: x
help: x
examples:
  - bad: "deployTarget: LOCAL\\npachd: {{replicas: 1, tolerations: [{{key: q}}, {{key: r}}]}}\\n"
    expect: [{{}}]
  - good: "pachd: {{replicas: 2}}\\n"
"""


def nested(kind: str, depth: int) -> str:
    """A condition of so many ``some`` or ``every`` inside one another, which try all combinations."""
    then = {"some": "where", "every": "require"}[kind]
    inner = "{x0.key: {equals: nobody}}" if kind == "some" else "{x0.key: {not_equals: nobody}}"
    for number in range(depth):
        inner = f'{{{kind}: {{in: "{LIST}", as: x{number}, {then}: {inner}}}}}'
    return inner


def run(folder: Path, body: str, items: int) -> Result:
    (folder / "mine").mkdir(exist_ok=True)
    (folder / "mine" / "own-rule.yaml").write_text(RULE.format(body=body))
    listed = ", ".join(f"{{key: k{number}}}" for number in range(items))
    (folder / "v.yaml").write_text(f"deployTarget: LOCAL\npachd: {{replicas: 1, tolerations: [{listed}]}}\n")
    words = [
        "check",
        "--no-config",
        "--rules",
        str(folder / "mine"),
        "--select",
        "mine/own-rule",
        str(folder / "v.yaml"),
    ]
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.mark.parametrize(
    "body",
    [
        f"require: {nested('some', 4)}",
        f"when: {nested('every', 4)}\nrequire: {{pachd.replicas: {{gt: 1}}}}",
        f'each: {{in: "{LIST}", as: one}}\nwhen: {nested("every", 4)}\nrequire: {{one.key: {{equals: q}}}}',
        f"when: {{pachd.replicas: 1}}\nrequire: {{not: {nested('some', 4)}}}",
    ],
    ids=["some", "every", "each", "not"],
)
def test_a_rule_that_multiplies_is_reported(
    tmp_path: Path, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "LIMIT", 20_000)
    result = run(tmp_path, body, 20)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        "error: rule mine/own-rule cannot be judged: it takes more than 20,000 steps"
    )
    assert result.stderr.count("\n") == 1


def test_a_rule_of_two_loops_is_judged(tmp_path: Path) -> None:
    assert run(tmp_path, f"require: {nested('some', 2)}", 300).exit_code == 1


def test_lists_inside_loops_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "LIMIT", 10_000)
    body = (
        f'each: {{in: "{LIST}", as: one}}\nrequire: {{pachd.tolerations: {{not_contains: {{ref: one.key}}}}}}'
    )
    assert run(tmp_path, body, 50).exit_code == 0
    assert "more than 10,000 steps" in run(tmp_path, body, 200).stderr


def scope_of(left: steps.Steps | None) -> Any:
    """What a condition is judged in, as far as steps go."""
    return SimpleNamespace(context=SimpleNamespace(steps=left))


def test_as_many_steps_as_the_document_says_and_not_one_more() -> None:
    assert "more than 300,000 values" in (ROOT / "docs" / "rule-language.md").read_text()
    left = steps.Steps()
    steps.take(scope_of(left), 299_999)
    steps.take(scope_of(left))
    with pytest.raises(steps.TooManyStepsError, match="it takes more than 300,000 steps for these values"):
        steps.take(scope_of(left))
    steps.take(scope_of(None), 10**9)


def test_effort_counts_what_is_read_and_a_little_of_what_is_copied() -> None:
    effort = steps.Effort(100)
    assert [effort.take(60, 6_000), effort.left, effort.take(10, 199), effort.left] == [True, 10, True, 0]
    assert [effort.take(0, 199), effort.spent] == [True, False]
    assert [effort.take(0, 200), effort.left, effort.spent] == [False, 0, True]
    fresh = steps.effort_of(None)
    assert [fresh.take(steps.REREAD, 0), fresh.take(1, 0), fresh.left] == [True, False, 0]
    assert steps.Effort().left == steps.REREAD
