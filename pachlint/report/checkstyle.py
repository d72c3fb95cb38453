"""The report in the format of Checkstyle, which many programs read, reviewdog and Jenkins among them."""

from itertools import groupby
from typing import TYPE_CHECKING

from pachlint.finding import Finding
from pachlint.report.look import PLAIN, Look
from pachlint.report.rooted import from_root
from pachlint.report.wording import advice
from pachlint.report.xml import Element, as_xml
from pachlint.visible import Xml

if TYPE_CHECKING:
    from pachlint.results import Report


def render(report: "Report", _look: Look = PLAIN) -> Xml:
    """The files with findings that count: the format knows no ignored ones."""
    files = groupby(from_root(report.findings), key=lambda finding: finding.place.file)
    return as_xml(
        Element(
            "checkstyle",
            {"version": "4.3"},
            [
                Element("file", {"name": name}, [_error(finding) for finding in found])
                for name, found in files
            ],
        )
    )


def _error(finding: Finding) -> Element:
    return Element(
        "error",
        {
            "line": finding.place.line,
            "column": finding.place.column,
            "severity": finding.severity.word,
            "message": advice(finding),
            "source": f"pachlint.{finding.rule}",
        },
    )
