"""Run the examples of rules: they are the tests, and what people are shown."""

from collections.abc import Iterator

from pachlint.chart.charts import chart
from pachlint.embedding.first_look import may_hold
from pachlint.finding import Edit, Finding
from pachlint.judging.judge import applies, judge
from pachlint.layering.layer import layer
from pachlint.policy.context import CheckContext, Memo
from pachlint.policy.operators import version_range
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import Example, Expectation, RuleText
from pachlint.predicates import types
from pachlint.predicates.keys import with_known
from pachlint.reading.document import Document, read
from pachlint.records import NamedTuple
from pachlint.source import Source
from pachlint.suppressions.comment_findings import findings_of_comments, is_about_comments
from pachlint.suppressions.comment_problems import comment_problems
from pachlint.suppressions.suppress import Required
from pachlint.target import (
    PROVIDER_NAMES,
    Overrides,
    Resolved,
    Target,
    chart_version,
    infer,
)
from pachlint.versions import RELEASED, RULES_COMPARED, Version, resolve
from pachlint.visible import visible

_NAME = "example.yaml"


class ExampleFailure(NamedTuple):
    """An example that does not come out as the rule says; ``line`` is the example's line in the rule's file."""

    rule: str
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}: {self.rule}: {self.message}"


def run(rule: Rule, text: RuleText) -> list[ExampleFailure]:
    """Judge every example of a rule by that rule alone."""
    return [
        ExampleFailure(rule.id, text.file, example.line, message)
        for example in text.examples
        for message in problems(rule, example)
    ]


def problems(rule: Rule, example: Example) -> Iterator[str]:
    """What does not come out as the example says.

    Raises:
        PolicyError: if the rule cannot be judged.
    """
    found = findings(rule, example, example.text)
    if not example.bad:
        for finding in found:
            yield f"the good example has a finding: {_shown(finding)}"
        return
    if not found:
        yield f"the bad example has no finding{_excuse(rule, example)}"
        return
    yield from _differences(example.expect, found)
    yield from _problems_of_fix(rule, example, found)


def findings(rule: Rule, example: Example, text: str) -> list[Finding]:
    """The findings of the rule in a text that is judged in the context of the example, in order."""
    context = judged_example(rule, example, text)
    if not applies(rule, context) or not (
        rule.traits.reads_text or all(one.readable for one in context.documents)
    ):
        return []
    return sorted(_found(rule, context), key=lambda finding: finding.order)


def _found(rule: Rule, context: CheckContext) -> list[Finding]:
    if not is_about_comments(rule):
        return judge(rule, context)
    # by itself a rule ignores nothing and knows no other rule; every comment in its examples is unused
    (document,) = context.documents
    problems = comment_problems(
        document,
        (rule.id,),
        (rule.id,),
        (),
        required=Required(reason=True, expiry=True),
        aliases=dict.fromkeys(rule.aliases, (rule.id,)),
    )
    return findings_of_comments(rule, document, problems, context)


def judged_example(rule: Rule, example: Example, text: str) -> CheckContext:
    """The values of an example, for what the example, its context and the rule say they are meant."""
    documents = _documents(Source(str(example.context.get("file", _NAME)), text))
    target = _target(rule, example, documents[-1])
    version = chart(target.chart_version.value)
    values = layer(version.defaults, documents, (), version.label, subcharts=version.subcharts)
    mismatches = tuple(types.type_mismatches(values, version))
    context = CheckContext(
        values=values,
        target=target,
        chart=version,
        documents=documents,
        partial=bool(example.context.get("partial")),
        bad=frozenset(violation.path for violation in mismatches),
        mismatches=mismatches,
        memo=Memo(),
    )
    return with_known(context)


def _documents(source: Source) -> tuple[Document, ...]:
    """A values file, or one of another program with the values in it."""
    if may_hold(source.text):
        from pachlint.embedding.carrier import carriers  # noqa: PLC0415 -- few examples are such
        from pachlint.embedding.forms import held_in  # noqa: PLC0415 -- as above
        from pachlint.embedding.text import Embedding  # noqa: PLC0415 -- as above
        from pachlint.embedding.tree import Tree  # noqa: PLC0415 -- as above

        for held in held_in(source, Tree(source.name)):
            values = [one for one in held.layers if isinstance(one, Embedding)]
            return (*carriers(held), *(one.read() for one in values))
    return (read(source),)


def _target(rule: Rule, example: Example, document: Document) -> Target:
    version = _version(rule, example, document)
    found = infer([document], document.data, _wanted(example), version)
    if found.provider.value is None:
        word = next(iter(rule.applies.providers), None)
        found = found._replace(provider=Resolved(PROVIDER_NAMES.get(str(word)), "none"))
    if found.environment.value is None:
        word = next(iter(rule.applies.environments), "unknown")
        found = found._replace(environment=Resolved(None if word == "unknown" else str(word), "none"))
    return found


def _wanted(example: Example) -> Overrides:
    """What the context says, as a flag would say it."""
    provider, environment = example.context.get("provider"), example.context.get("environment")
    return Overrides(
        provider=Resolved(PROVIDER_NAMES[str(provider)], "flag") if provider else None,
        environment=Resolved(str(environment), "flag") if environment else None,
    )


def _version(rule: Rule, example: Example, document: Document) -> Resolved[Version]:
    if "chart" in example.context:
        return Resolved(resolve(str(example.context["chart"])), "config")
    said = chart_version([document], document.data, Overrides())
    wanted = version_range(rule.applies.chart) if rule.applies.chart else None
    if said.source == "comment" or (
        said.source == "image-tag" and (wanted is None or wanted.contains(said.value))
    ):
        return said
    released = wanted.released() if wanted else RELEASED
    compared = [one for one in released if one <= RULES_COMPARED]
    return Resolved((compared or released or RELEASED)[-1], "newest")


def _shown(finding: Finding) -> str:
    place = finding.place
    return f"{finding.severity.word} at line {place.line} column {place.column}, {finding.path or 'the file'}: {finding.message}"


def _excuse(rule: Rule, example: Example) -> str:
    """Why there may be no finding, where the example itself is odd."""
    context = judged_example(rule, example, example.text)
    rejected = [problem.message for one in context.documents for problem in one.problems if problem.rejected]
    if rejected and not rule.traits.reads_text:
        return f"; Helm rejects the file: {rejected[0]}"
    if not applies(rule, context):
        target = context.target
        return (
            f"; the rule does not apply (chart {target.chart_version.value}, provider {target.provider.value}, "
            f"environment {target.environment.value}, wrong types at {len(context.bad)} paths)"
        )
    return ""


def _differences(expected: tuple[Expectation, ...], found: list[Finding]) -> Iterator[str]:
    if len(expected) != len(found):
        yield f"expected {len(expected)} findings and got {len(found)}:" + "".join(
            f"\n    {_shown(one)}" for one in found
        )
        return
    for number, (wanted, got) in enumerate(zip(expected, found, strict=True), 1):
        place = got.place
        facts = {
            "line": (wanted.line, place.line),
            "column": (wanted.column, place.column),
            "path": (wanted.path, got.path),
            "severity": (wanted.severity, got.severity.word),
            "message": (wanted.message, got.message),
        }
        for name, (one, other) in facts.items():
            if one is not None and one != other:
                yield f"finding {number}: expected {name} {one!r}, got {other!r}"


def _problems_of_fix(rule: Rule, example: Example, found: list[Finding]) -> Iterator[str]:
    edits = _edits(found)
    if not edits:
        if example.fixed is not None:
            yield "the rule offers no fix for this example"
        return
    fixed = _fixed(example.text, edits)
    if fixed == example.text:
        yield "the fix changes nothing"
        return
    if example.fixed is None:
        yield f"the rule has a fix for this example; write its result under 'fixed':\n{_indented(fixed)}"
        return
    if fixed != example.fixed:
        yield f"the result of the fix is not 'fixed':\n{_indented(fixed)}"
        return
    again = _edits(findings(rule, example, fixed))
    if again and _fixed(fixed, again) != fixed:
        yield f"fixing twice has another result:\n{_indented(_fixed(fixed, again))}"


def _edits(found: list[Finding]) -> tuple[Edit, ...]:
    return tuple(dict.fromkeys(edit for finding in found if finding.fix for edit in finding.fix.edits))


def _fixed(text: str, edits: tuple[Edit, ...]) -> str:
    from pachlint.fixing.fix import apply_edits  # noqa: PLC0415 -- only for rules that fix

    return apply_edits(text, edits)


def _indented(text: str) -> str:
    return "".join(f"    | {line}\n" for line in text.removesuffix("\n").split("\n"))
