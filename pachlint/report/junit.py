"""The report as JUnit's XML, which CI services show as tests: a suite for each file, a case for each rule and path."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Severity
from pachlint.records import NamedTuple
from pachlint.report.look import PLAIN, Look
from pachlint.report.rooted import Names, from_root
from pachlint.report.summary import ignored_words, shown_findings
from pachlint.report.wording import details, headline, position
from pachlint.report.xml import Element, as_xml
from pachlint.visible import Xml, visible

if TYPE_CHECKING:
    from pachlint.results import Report

_UNREAD = "could not be read, so the rules about its values were not applied"

_NOTHING = "nothing to check"


class _Case(NamedTuple):
    """A test, and how it ended: ``error``, ``failure``, ``skipped``, or else ``passed``."""

    element: Element
    end: str


def render(report: "Report", look: Look = PLAIN) -> Xml:
    """All files that were read, those without findings with a case that passes.

    A finding is a failure, in a file that cannot be read an error, if ignored skipped; infos are output of a case that passes.
    """
    names = Names()
    cases = _by_file(from_root(shown_findings(report, show_ignored=look.show_ignored), names))
    unread = {names[file] for release in report.releases for file in release.unread}
    files = {names[file] for release in report.releases for file in release.files}
    suites = [
        _suite(file, _cases(file, cases.get(file, {}), unread=file in unread))
        for file in sorted(files.union(cases))
    ]
    suites = suites or [_suite(_NOTHING, _cases(_NOTHING, {}, unread=False))]
    every = [suite.attributes for suite in suites]
    sums = {
        what: sum(int(attributes[what]) for attributes in every) for what in ("tests", "failures", "errors")
    }
    return as_xml(Element("testsuites", {"name": "pachlint", **sums, "time": 0}, suites))


def _by_file(findings: Iterable[Finding]) -> dict[str, dict[str, list[Finding]]]:
    """The findings of each file, and in it of each case: consumers drop a second case of one name."""
    found: dict[str, dict[str, list[Finding]]] = {}
    for finding in findings:
        name = visible(f"{finding.rule}: {finding.path}" if finding.path else finding.rule)
        found.setdefault(finding.place.file, {}).setdefault(name, []).append(finding)
    return found


def _cases(file: str, found: Mapping[str, Sequence[Finding]], *, unread: bool) -> list[_Case]:
    cases = [_case(name, findings, unread=unread) for name, findings in found.items()]
    if unread and all(case.end != "error" for case in cases):
        cases.append(_bare_case(file, "can be read", "error", [Element("error", {"message": _UNREAD})]))
    return cases or [_bare_case(file, "no findings", "passed", [])]


def _bare_case(file: str, name: str, end: str, content: Sequence[Element]) -> _Case:
    return _Case(
        Element("testcase", {"name": name, "classname": file, "file": file, "time": 0}, content), end
    )


def _case(name: str, findings: Sequence[Finding], *, unread: bool) -> _Case:
    place = findings[0].place
    attributes: dict[str, str | int] = {
        "name": name,
        "classname": place.file,
        "file": place.file,
        "line": place.line,
        "time": 0,
    }
    standing = [one for one in findings if not one.ignored]
    infos = [one for one in standing if one.severity is Severity.INFO]
    content, end = [Element("system-out", {}, _text(infos))] if infos else [], "passed"
    if len(infos) < len(standing):
        end = "error" if unread else "failure"
        content.insert(0, _failure(end, [one for one in standing if one.severity > Severity.INFO]))
    elif not standing:
        end = "skipped"
        content.append(Element(end, {"message": _why_ignored(findings[0])}))
    return _Case(Element("testcase", attributes, content), end)


def _failure(end: str, findings: Sequence[Finding]) -> Element:
    worst = max(findings, key=lambda one: one.severity)
    return Element(end, {"type": worst.severity.word, "message": headline(worst)}, _text(findings))


def _why_ignored(finding: Finding) -> str:
    return f"ignored {ignored_words(finding.ignored)}" if finding.ignored else ""


def _text(findings: Sequence[Finding]) -> str:
    """All lines about the findings; a line end in one of their words is none here."""
    return "\n".join(visible(line) for finding in findings for line in _said(finding))


def _said(finding: Finding) -> Iterable[str]:
    yield f"{position(finding.place)}: {finding.severity.word}[{finding.rule}] {headline(finding)}"
    yield from details(finding)
    if finding.url:
        yield f"see: {finding.url}"


def _suite(file: str, cases: Sequence[_Case]) -> Element:
    ends = [case.end for case in cases]
    counts = {
        "tests": len(cases),
        "failures": ends.count("failure"),
        "errors": ends.count("error"),
        "skipped": ends.count("skipped"),
    }
    return Element("testsuite", {"name": file, **counts, "time": 0}, [case.element for case in cases])
