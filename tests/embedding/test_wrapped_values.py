"""Values in a file of another program have the findings and the fixes that they have alone, at their places there."""

from collections.abc import Iterator, Sequence

import pytest
from wrapped_values import WRAPPERS, Wrapped, in_json, in_literal, in_mapping, is_wrappable

from pachlint import lint
from pachlint.cli.holders import HeldJob, holding
from pachlint.finding import Finding
from pachlint.fixing.fix import apply_edits
from pachlint.lint import Job
from pachlint.reading.document import Document, read
from pachlint.repair import repair
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.target import Overrides

NAME = "app.yaml"
EVERY = 40
"""One of so many examples of rules is wrapped; all of them were, once."""


def _texts() -> list[str]:
    every = (example.text for rule in shipped().rules for example in shipped().text(rule.id).examples)
    return sorted(set(every))[::EVERY]


def _cases() -> Iterator[tuple[str, Wrapped]]:
    for number, text in enumerate(_texts()):
        values = text.replace("\n", "\r\n") if number % 3 == 0 else text
        for wrap in WRAPPERS:
            if is_wrappable(values, as_mapping=wrap is in_mapping):
                yield values, wrap(values, (8, 11)[number % 2])


CASES = list(_cases())


def _judge(jobs: Sequence[Job]) -> Report:
    return lint.check(jobs, shipped())


def _no_file(path: str) -> Document:
    raise AssertionError(path)


def held(text: str) -> HeldJob:
    """The one release that a file holds."""
    found = holding(Source(NAME, text), NAME, _no_file, Overrides())
    assert found is not None
    (one,) = found.jobs
    return one


def _said(finding: Finding, lines: int, columns: int) -> tuple[object, ...]:
    place = finding.place
    where = place.line + lines, place.column + columns
    return (finding.rule, finding.severity, finding.path, finding.message, finding.help, where)


def test_most_examples_are_wrapped() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize(("values", "wrapped"), CASES, ids=range(len(CASES)))
def test_findings_and_fixes_are_those_of_the_values_alone(values: str, wrapped: Wrapped) -> None:
    bare = Job("values.yaml", (read(Source("values.yaml", values)),))
    alone, one = _judge([bare]), held(wrapped.text)
    found = one.outward.report(_judge([one.job]))
    assert sorted(_said(each, 0, 0) for each in found.findings) == sorted(
        _said(each, wrapped.lines_before, wrapped.indent) for each in alone.findings
    )
    wrap = in_literal if "values: |" in wrapped.text else in_mapping
    for mine, theirs in zip(_fixable(alone), _fixable(found), strict=True):
        assert mine.fix
        assert theirs.fix
        expected = wrap(apply_edits(values, mine.fix.edits), wrapped.indent).text
        assert apply_edits(wrapped.text, theirs.fix.edits) == expected
    if any(each.fix for each in alone.findings):
        expected = wrap(repair([bare], _judge, unsafe=True).texts()["values.yaml"], wrapped.indent).text
        texts = repair([one.job], _judge, unsafe=True).texts()
        (name,) = one.outward.embeddings
        assert one.outward.written({name: texts[name]})[NAME][1] == expected


def _fixable(report: Report) -> list[Finding]:
    return sorted(
        (one for one in report.findings if one.fix), key=lambda one: (one.rule, one.path, one.message)
    )


def test_values_in_a_string_are_read_and_not_written() -> None:
    one = held(in_json({"deployTarget": "LOCAL", "pachd": {"replicas": "2"}}))
    found = one.outward.report(_judge([one.job]))
    (wrong,) = [each for each in found.findings if each.rule == "wrong-type"]
    assert (wrong.path, wrong.fix, wrong.place.file) == ("pachd.replicas", None, NAME)
    line = found.sources[NAME].line(wrong.place.line)
    assert line[wrong.place.column - 1 : wrong.place.end_column - 1] == '\\"2\\"'
