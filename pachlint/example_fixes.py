"""Whether the fixes that rules show in their examples are applied by ``pachlint check --fix``."""

from collections.abc import Iterator

from pachlint.finding import Finding, Safety
from pachlint.lint import Job
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import Example, RuleText
from pachlint.reading.document import read
from pachlint.repair import Judge, repair
from pachlint.rulefiles.examples import ExampleFailure, findings, judged_example
from pachlint.source import Source
from pachlint.target import Overrides, Resolved


def run(rule: Rule, text: RuleText, judge: Judge) -> list[ExampleFailure]:
    """Apply the fixes in every bad example of a rule, each of which must last when ``judge``, all rules, has looked.

    Raises:
        PolicyError: if a rule cannot be judged.
    """
    bad = [example for example in text.examples if example.bad]
    offered = [example for example in bad if _fixable(findings(rule, example, example.text))]
    if rule.template.fix and not offered:
        message = "the fix changes nothing in any bad example; show what it changes, or leave it out"
        return [ExampleFailure(rule.id, text.file, bad[0].line, message)]
    return [
        ExampleFailure(rule.id, text.file, example.line, message)
        for example in offered
        for message in dict.fromkeys(_dropped(rule, example, judge))
    ]


def _fixable(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.fix]


def _dropped(rule: Rule, example: Example, judge: Judge) -> Iterator[str]:
    job = example_job(rule, example)
    own = [one.fix for one in judge([job]).findings if one.rule == rule.id and one.fix]
    if not own:
        return
    done = repair([job], judge, unsafe=any(fix.safety is Safety.UNSAFE for fix in own))
    for dropped in done.dropped:
        if dropped.finding.rule == rule.id:
            yield f"--fix drops the fix of this example: {dropped.reason}"


def example_job(rule: Rule, example: Example) -> Job:
    """The release that an example stands for, judged for what the example is meant."""
    target = judged_example(rule, example, example.text).target
    overrides = Overrides(
        chart_version=Resolved(target.chart_version.value, "flag"),
        provider=Resolved(target.provider.value, "flag") if target.provider.value else None,
        environment=Resolved(target.environment.value, "flag") if target.environment.value else None,
    )
    document = read(Source(str(example.context.get("file", "example.yaml")), example.text))
    return Job("example", (document,), overrides=overrides, part=bool(example.context.get("partial")))
