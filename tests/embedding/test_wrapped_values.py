"""Values in a file of another program have the findings and the fixes that they have alone, at their places there."""

from collections.abc import Iterator, Sequence

import pytest
from wrapped_values import FORMS, Form, in_json, is_wrappable

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

EVERY = 160
"""One of so many examples of rules is wrapped; most of them were, once."""


def _texts() -> list[str]:
    every = (example.text for rule in shipped().rules for example in shipped().text(rule.id).examples)
    return sorted(set(every))[::EVERY]


def _cases() -> Iterator[tuple[str, Form, int]]:
    for number, text in enumerate(_texts()):
        values = text.replace("\n", "\r\n") if number % 3 == 0 else text
        for form in FORMS:
            if is_wrappable(values, form):
                yield values, form, (8, 11)[number % 2]


CASES = list(_cases())


def _judge(jobs: Sequence[Job]) -> Report:
    return lint.check(jobs, shipped())


def _no_file(path: str) -> Document:
    raise AssertionError(path)


def held(text: str, name: str) -> HeldJob:
    """The one release that a file holds."""
    found = holding(Source(name, text), name, _no_file, Overrides())
    assert found is not None
    (one,) = found.jobs
    return one


def _said(finding: Finding, lines: int, columns: int) -> tuple[object, ...]:
    place = finding.place
    where = place.line + lines, place.column + columns
    return (finding.rule, finding.severity, finding.path, finding.message, finding.help, where)


def test_most_examples_are_wrapped() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize(("values", "form", "indent"), CASES, ids=range(len(CASES)))
def test_findings_and_fixes_are_those_of_the_values_alone(values: str, form: Form, indent: int) -> None:
    wrapped = form.wrap(values, indent)
    bare = Job("values.yaml", (read(Source("values.yaml", values)),))
    alone, one = _judge([bare]), held(wrapped.text, form.file)
    found = one.outward.report(_judge([one.job]))
    assert sorted(_said(each, 0, 0) for each in found.findings) == sorted(
        _said(each, wrapped.lines_before, indent) for each in alone.findings
    )
    for mine, theirs in zip(_fixable(alone), _fixable(found), strict=True):
        assert mine.fix
        assert theirs.fix
        expected = form.wrap(apply_edits(values, mine.fix.edits), indent).text
        assert apply_edits(wrapped.text, theirs.fix.edits) == expected
    if any(each.fix for each in alone.findings):
        expected = form.wrap(repair([bare], _judge, unsafe=True).texts()["values.yaml"], indent).text
        texts = repair([one.job], _judge, unsafe=True).texts()
        (name,) = one.outward.embeddings
        assert one.outward.written({name: texts[name]})[form.file].after.text == expected


@pytest.mark.parametrize("form", [one for one in FORMS if one.file == "app.yaml"])
def test_each_of_several_releases_has_the_findings_and_the_fixes_of_its_values_alone(form: Form) -> None:
    texts = [one for one in _texts() if is_wrappable(one, form)]
    for values in zip(texts[::2], texts[1::2], strict=False):
        parts = [form.wrap(one, 8).text.replace("pachd", f"r{at}", 1) for at, one in enumerate(values)]
        found = holding(Source(form.file, "---\n".join(parts)), form.file, _no_file, Overrides())
        assert found is not None
        jobs = [one.job for one in found.jobs]
        bare = [Job(f"{at}.yaml", (read(Source(f"{at}.yaml", one)),)) for at, one in enumerate(values)]
        together, repaired = _judge(jobs), repair(jobs, _judge, unsafe=True)
        for job, alone in zip(jobs, bare, strict=True):
            own = [each for each in together.findings if each.releases == (job.name,)]
            assert sorted(map(_bare, own)) == sorted(map(_bare, _judge([alone]).findings))
            (name,) = (one.source.name for one in job.documents if not one.around)
            (expected,) = repair([alone], _judge, unsafe=True).texts().values()
            assert repaired.texts()[name] == expected


def _bare(finding: Finding) -> tuple[object, ...]:
    """A finding without words, in which the secrets of other releases are hidden too."""
    edits = [(one.text, one.place.line, one.place.column) for one in finding.fix.edits] if finding.fix else []
    return finding.rule, finding.severity, finding.path, finding.place[1:], edits


def _fixable(report: Report) -> list[Finding]:
    return sorted(
        (one for one in report.findings if one.fix), key=lambda one: (one.rule, one.path, one.message)
    )


def test_values_in_a_string_are_read_and_not_written() -> None:
    one = held(in_json({"deployTarget": "LOCAL", "pachd": {"replicas": "2"}}), "app.json")
    found = one.outward.report(_judge([one.job]))
    (wrong,) = [each for each in found.findings if each.rule == "wrong-type"]
    assert (wrong.path, wrong.fix, wrong.place.file) == ("pachd.replicas", None, "app.json")
    line = found.sources["app.json"].line(wrong.place.line)
    assert line[wrong.place.column - 1 : wrong.place.end_column - 1] == '\\"2\\"'
