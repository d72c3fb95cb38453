"""The reports for CI services: whole documents against golden files, and each read as its consumer reads it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hostile_payloads import Payload, github_command, leaked, payloads, said
from markdown_it import MarkdownIt

from pachlint.finding import Finding, Ignored, Impact, Related, Severity
from pachlint.layering.flags import Flag
from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.report import checkstyle, github, gitlab, junit, step_summary
from pachlint.report.look import PLAIN, Look
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.suppressions.suppress import Suppressions

ALL = Look(show_ignored=True)
PROD = """\
# pachlint: chart-version=2.6.4 environment=production
deployTarget: LOCAL
pachd:
  enabled: "yes"
  rootToken: 5e2c7a9d41b84f0fb6a3
  notes: |
    unknown too
unknown: {a: 1}   # pachlint: ignore[unknown-key] our templates read it
ingress:
  enabled: true
  annotations:
    "x.example.org/::error::": 1
    "x.example.org/##[error]": 1
"""
MANY = "deployTarget: LOCAL\n" + "".join(f"mine{number}: 1\n" for number in range(12))


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are looked for from the current folder."""
    monkeypatch.chdir(tmp_path)


def job(name: str, content: str, *flags: Flag) -> Job:
    """A file on its own."""
    return Job(name, (read(Source(name, content)),), flags)


@pytest.fixture(scope="module")
def report() -> Report:
    """Four files: with findings, without any, that cannot be read, and of a name that means something everywhere."""
    only = shipped().select(
        [
            "annotation-key-form",
            "annotation-not-text",
            "flag-problem",
            "plain-secret-production",
            "syntax-error",
            "unknown-key",
            "wrong-type",
        ]
    )
    jobs = [
        job("deploy/prod.yaml", PROD, Flag("set", "a[x]=1")),
        job("deploy/clean.yaml", "deployTarget: LOCAL\n"),
        job("bad.yaml", "pachd:\n  image: [\n"),
        job("a, b: 100%.yaml", "pachd: {enabled: 1}\n"),
    ]
    return check(jobs, only, Suppressions())


@pytest.fixture(scope="module")
def clean() -> Report:
    """A file without findings."""
    return check([job("clean.yaml", "deployTarget: LOCAL\n")], shipped().select(["wrong-type"]))


@pytest.fixture(scope="module")
def many() -> Report:
    """More findings of a level than GitHub shows."""
    return check([job("many.yaml", MANY)], shipped().select(["unknown-key"]))


def commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, properties and data of each command in a log of GitHub's."""
    for line in text.splitlines():
        if line.startswith("::"):
            yield re.split("[ :]", line[2:], maxsplit=1)[0], *said(line)


class TestGitHub:
    def test_whole_log(self, report: Report, golden: Callable[[str, str], None]) -> None:
        golden("reports/github.txt", github.render(report, ALL))

    def test_every_annotation_reads_back(self, report: Report) -> None:
        found = [one for one in commands(github.render(report)) if one[0] not in ("group", "endgroup")]
        assert len(found) == len(report.findings)
        assert {name for name, _, _ in found} <= {"error", "warning", "notice"}
        messages = {data.split("\n")[0] for _, _, data in found}
        for finding in report.findings:
            assert finding.message.replace("##[", "##\\[") in messages
        odd = [properties for _, properties, _ in found if properties.get("file") == "a, b: 100%.yaml"]
        assert [(one["line"], one["col"], one["endColumn"]) for one in odd] == [("1", "18", "19")]
        assert all(one["title"].split(": ")[0] in {f.rule for f in report.findings} for _, one, _ in found)

    def test_columns_are_given_on_one_line_only(self, report: Report) -> None:
        finding = next(one for one in report.findings if one.place.file == "bad.yaml")
        long = finding._replace(place=finding.place._replace(line=2, end_line=5, end_column=1))
        ((_, properties, _),) = (
            one for one in commands(github.render(report._replace(findings=(long,)))) if one[1]
        )
        assert (properties["line"], properties["endLine"]) == ("2", "4")
        assert not {"col", "endColumn"} & set(properties)

    def test_what_is_in_no_file_names_none(self, report: Report) -> None:
        found = [one for one in commands(github.render(report)) if one[2].startswith("--set: ")]
        assert [set(properties) for _, properties, _ in found] == [{"title"}]
        assert "at <command line>:1:" in found[0][2]

    def test_worst_stand_first(self, report: Report) -> None:
        names = [name for name, _, _ in commands(github.render(report)) if "group" not in name]
        assert names == sorted(names, key=["error", "warning", "notice"].index)

    def test_ignored_findings_are_in_the_log_alone(self, report: Report) -> None:
        text = github.render(report, ALL)
        assert " (ignored by a comment: our templates read it)\n" in text
        assert list(commands(text))[1:] == list(commands(github.render(report)))[1:]

    def test_limit_is_said(self, many: Report) -> None:
        text = github.render(many)
        assert len(many.findings) == 12
        assert sum(name == "warning" for name, _, _ in commands(text)) == 10
        assert text.splitlines()[-1].startswith("pachlint: 2 more warnings have no annotation")
        one_more = github.render(many._replace(findings=many.findings[:11]))
        assert one_more.splitlines()[-1].startswith("pachlint: 1 more warning has no annotation")
        for finding in many.findings:
            assert f"many.yaml:{finding.place.line}:1: warning[unknown-key] {finding.message}\n" in text

    def test_one_finding_is_one(self, many: Report) -> None:
        text = github.render(many._replace(findings=many.findings[:1]))
        assert text.startswith("::group::pachlint: 1 finding, the worst first\n")

    def test_without_findings_there_is_nothing_to_say(self, clean: Report) -> None:
        assert github.render(clean) == ""


class TestStepSummary:
    def test_whole_page(self, report: Report, golden: Callable[[str, str], None]) -> None:
        golden("reports/step-summary.md", step_summary.render(report, ALL))

    def test_clean_page_says_so(self, clean: Report) -> None:
        assert step_summary.render(clean).startswith("### pachlint: no findings in 1 file\n\n- ")

    def test_never_longer_than_the_room_and_none_is_wasted(self, many: Report) -> None:
        whole = step_summary.render(many)
        size = len(whole.encode())
        longest = max(len(line) for line in whole.splitlines() if line.startswith("| warning"))
        for room in (*range(0, size, 29), size - 1, size, size + 1):
            page = step_summary.render(many, room=room)
            assert len(page.encode()) <= room
            if not page:
                continue
            assert (page == whole) == (room >= size)
            left_out = re.search(r"\n(\d+) more findings are not shown", page)
            assert page.count("\n| warning |") + int(left_out[1] if left_out else 0) == 12
            if left_out and "| warning |" in page:
                assert room - len(page.encode()) < longest + 10

    def test_long_texts_are_cut(self, many: Report) -> None:
        page = step_summary.render(everywhere(many, "x " * 2_000), ALL)
        assert len(page) < 20_000
        assert "…" in page


class TestGitLab:
    def test_whole_array(self, report: Report, golden: Callable[[str, str], None]) -> None:
        golden("reports/gitlab.json", gitlab.render(report, ALL))

    def test_has_what_gitlab_asks_for(self, report: Report) -> None:
        issues = json.loads(gitlab.render(report))
        assert len(issues) == len(report.findings)
        assert len({one["fingerprint"] for one in issues}) == len(issues)
        for one in issues:
            assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
            assert one["description"].startswith(f"{one['check_name']}: ")
            assert one["location"]["lines"]["begin"] >= 1
            assert not one["location"]["path"].startswith(("/", "./"))

    def test_severity_says_what_helm_rejects(self, report: Report) -> None:
        infos = tuple(one._replace(severity=Severity.INFO) for one in report.findings)
        assert {one["severity"] for one in json.loads(gitlab.render(report._replace(findings=infos)))} == {
            "info"
        }
        exposed = tuple(
            one._replace(impact=Impact.INSECURE, severity=Severity.ERROR) for one in report.findings
        )
        assert {one["severity"] for one in json.loads(gitlab.render(report._replace(findings=exposed)))} == {
            "critical"
        }
        broken = tuple(one._replace(impact=Impact.BROKEN, severity=Severity.ERROR) for one in report.findings)
        assert {one["severity"] for one in json.loads(gitlab.render(report._replace(findings=broken)))} == {
            "major"
        }
        by_rule = {one["check_name"]: one["severity"] for one in json.loads(gitlab.render(report))}
        assert by_rule["syntax-error"] == by_rule["wrong-type"] == "blocker"
        assert by_rule["unknown-key"] == "minor"

    def test_same_findings_have_fingerprints_of_their_own(self, many: Report) -> None:
        (one, *_) = many.findings
        # the second of one path, and the first of a path that ends like it
        paths = ("a", "a", "a\x001", "a\x001", "a")
        same = tuple(one._replace(path=path) for path in paths)
        issues = json.loads(gitlab.render(many._replace(findings=same)))
        assert len({issue["fingerprint"] for issue in issues}) == len(paths)

    def test_empty_array(self, clean: Report) -> None:
        assert gitlab.render(clean) == "[]\n"


# What the schema of Jenkins's xUnit plugin (junit-10.xsd) allows, and ``file`` and ``line``, by which services find the place.
JUNIT = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "time", "skipped"}, {"testcase"}),
    "testcase": (
        {"name", "time", "classname", "file", "line"},
        {"skipped", "error", "failure", "system-out"},
    ),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}


def parsed(text: str) -> ET.Element:
    """The document, as any reader of XML reads it."""
    assert text.isascii()
    return ET.fromstring(text.encode())


class TestJUnit:
    def test_whole_document(self, report: Report, golden: Callable[[str, str], None]) -> None:
        golden("reports/junit.xml", junit.render(report, ALL))

    @pytest.mark.parametrize("look", [PLAIN, ALL])
    def test_fits_the_schema(self, report: Report, look: Look) -> None:
        for element in parsed(junit.render(report, look)).iter():
            attributes, content = JUNIT[element.tag]
            assert set(element.attrib) <= attributes
            assert {one.tag for one in element} <= content
            if element.tag.startswith("testsuite"):
                cases = list(element.iter("testcase"))
                assert int(element.attrib["tests"]) == len(cases) > 0
                for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                    if plural in element.attrib:
                        number = sum(case.find(tag) is not None for case in cases)
                        assert int(element.attrib[plural]) == number
            assert element.attrib.get("time", "0") == "0"

    def test_each_file_is_a_suite_and_each_case_has_a_name(self, report: Report) -> None:
        suites = parsed(junit.render(report, ALL))
        names = [suite.attrib["name"] for suite in suites]
        assert names == [
            "<command line>",
            "a, b: 100%.yaml",
            "bad.yaml",
            "deploy/clean.yaml",
            "deploy/prod.yaml",
        ]
        cases = [(case.attrib["classname"], case.attrib["name"]) for case in suites.iter("testcase")]
        assert len(cases) == len(set(cases))

    def test_ends(self, report: Report) -> None:
        suites = {one.attrib["name"]: one for one in parsed(junit.render(report, ALL))}
        assert [one.tag for one in suites["bad.yaml"].iter("error")] == ["error"]
        assert [one.attrib["name"] for one in suites["deploy/clean.yaml"]] == ["no findings"]
        (skipped,) = suites["deploy/prod.yaml"].iter("skipped")
        assert skipped.attrib == {"message": "ignored by a comment: our templates read it"}
        assert suites["deploy/prod.yaml"].find("testcase/system-out") is None

    def test_infos_pass(self, many: Report) -> None:
        infos = tuple(one._replace(severity=type(one.severity).INFO) for one in many.findings)
        (suite,) = parsed(junit.render(many._replace(findings=infos)))
        assert (suite.attrib["tests"], suite.attrib["failures"]) == ("12", "0")
        assert len(suite.findall("testcase/system-out")) == 12

    def test_one_case_tells_all_of_a_rule_at_a_path(self, many: Report) -> None:
        (one, *_) = many.findings
        two = (one, one._replace(message="Another thing"))
        (suite,) = parsed(junit.render(many._replace(findings=two)))
        (case,) = suite
        assert one.message in str(case[0].text)
        assert "Another thing" in str(case[0].text)

    def test_case_of_several_severities_ends_as_its_worst(self, many: Report) -> None:
        (one, *_) = many.findings
        error, info = (
            one._replace(severity=of, message=of.word, url="") for of in (Severity.ERROR, Severity.INFO)
        )
        aside = [one._replace(message=why, ignored=Ignored("comment", why)) for why in ("first", "second")]

        def case(*findings: Finding) -> ET.Element:
            ((only,),) = parsed(junit.render(many._replace(findings=(), ignored=findings), ALL))
            return only

        (failure, output) = case(one, info, error, *aside)
        assert (failure.tag, failure.attrib) == ("failure", {"type": "error", "message": "error"})
        assert "info[" not in str(failure.text)
        assert (output.tag, "warning[" in str(output.text), "see:" in str(output.text)) == (
            "system-out",
            False,
            False,
        )
        assert [inner.tag for inner in case(info, *aside)] == ["system-out"]
        (skipped,) = case(*aside)
        assert skipped.attrib == {"message": "ignored by a comment: first"}

    def test_unread_file_is_never_green(self, report: Report) -> None:
        (suite,) = (
            one
            for one in parsed(junit.render(report._replace(findings=())))
            if one.attrib["name"] == "bad.yaml"
        )
        assert [case.attrib["name"] for case in suite] == ["can be read"]
        assert suite.attrib["errors"] == "1"
        assert str(suite[0][0].attrib["message"]).startswith("could not be read")

    def test_clean_file_has_a_case_that_passes(self, clean: Report) -> None:
        ((case,),) = parsed(junit.render(clean))
        assert (case.attrib["name"], list(case)) == ("no findings", [])


class TestCheckstyle:
    def test_whole_document(self, report: Report, golden: Callable[[str, str], None]) -> None:
        golden("reports/checkstyle.xml", checkstyle.render(report, ALL))

    def test_has_what_readers_ask_for(self, report: Report) -> None:
        root = parsed(checkstyle.render(report))
        assert (root.tag, root.attrib) == ("checkstyle", {"version": "4.3"})
        files = [one.attrib["name"] for one in root]
        assert files == sorted(set(files))
        found = [error.attrib for error in root.iter("error")]
        assert len(found) == len(report.findings)
        for one in found:
            assert set(one) == {"line", "column", "severity", "message", "source"}
            assert one["severity"] in ("error", "warning", "info")
            assert one["source"].startswith("pachlint.")
            assert int(one["line"]) > 0 < int(one["column"])

    def test_clean_run_is_an_empty_document(self, clean: Report) -> None:
        root = parsed(checkstyle.render(clean))
        assert (root.tag, list(root)) == ("checkstyle", [])


def test_no_format_tells_the_secret(report: Report) -> None:
    renders = (github.render, gitlab.render, junit.render, checkstyle.render, step_summary.render)
    texts = [render(report, ALL) for render in renders]
    assert all("rootToken" in text for text in texts)
    assert not any("5e2c7a9d" in text for text in texts)


PAYLOADS = payloads()
FORMATS = {
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "checkstyle": checkstyle.render,
    "step summary": step_summary.render,
}
MARKUP = ("<script>alert(1)</script>", "a|b||", "`a`` ```", "&lt;&#60;&amp;", "]]><!--", "*a* _b_ ~c~ [d](https://e.org)",
          "https://e.org www.e.org a@e.org @team #1 e#2 :tada: deadbeef01", "- a", "1. a", "# a", "> a", "$a$", "'\"", " ", "\\|", "%0A::error::%25")  # fmt: skip


def everywhere(report: Report, text: str) -> Report:
    """A report with the text of a stranger in whatever may hold one."""
    (one, *_) = report.findings
    place = one.place._replace(file=f"{text}.yaml")
    bad = one._replace(
        message=text, help=text, why=text, path=text, url=text, place=place, releases=(text, "b"), related=(Related(place, text),)
    )  # fmt: skip
    aside = bad._replace(path=f"{text}2", ignored=Ignored("comment", text))
    release = report.releases[0]._replace(name=text, files=(text,), unread=(text,))
    return report._replace(findings=(bad,), ignored=(aside,), releases=(release,))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda one: one.name)
def test_nothing_of_a_stranger_comes_through(many: Report, payload: Payload, name: str) -> None:
    text = FORMATS[name](everywhere(many, payload.text), ALL)
    assert leaked(text.encode("utf-8", "surrogatepass"), PAYLOADS) == set()
    read_back(name, text)


def read_back(name: str, text: str) -> None:
    """Read a report as its consumer does; only the log of GitHub's may have commands."""
    if name == "gitlab":
        assert json.loads(text)
    if name in ("junit", "checkstyle"):
        assert len(parsed(text)) >= 1
    if name != "github":
        assert [line for line in text.splitlines() if github_command(line)] == []


@pytest.mark.parametrize("text", MARKUP)
def test_markup_reads_back_as_text(many: Report, text: str) -> None:
    hostile = everywhere(many, text)
    suites = parsed(junit.render(hostile))
    # the name of a file has no empty step
    name = f"{text}.yaml".replace("//", "/")
    assert {one.attrib["name"] for one in suites} == {name.removesuffix(".yaml"), name}
    (error,) = parsed(checkstyle.render(hostile)).iter("error")
    assert error.attrib["message"].startswith(text)
    ((_, properties, data),) = (one for one in commands(github.render(hostile)) if one[1])
    assert properties["file"] == name
    assert data.startswith(text)


# What pachlint itself makes of a page: no links, no pictures, no HTML, no emphasis.
PAGE = {
    "heading_open", "heading_close", "inline", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "paragraph_open",
    "paragraph_close", "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open",
    "th_close", "td_open", "td_close", "text", "code_inline", "strong_open", "strong_close",
}  # fmt: skip


@pytest.mark.parametrize("text", [*MARKUP, *(one.text for one in PAYLOADS if "SURROGATE" not in one.signs)])
def test_page_has_no_markup_of_a_stranger(many: Report, text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(step_summary.render(everywhere(many, text), ALL))
    every = [*tokens, *(inner for one in tokens for inner in one.children or ())]
    assert {one.type for one in every} <= PAGE
    assert [one.type for one in every].count("td_open") == 8
    assert [one.type for one in every].count("strong_open") == 1, "the verdict alone"
    # GitHub looks for links, mentions, references and emoji in what is no code; it makes none of the dots of a version
    plain = [one.content for one in every if one.type == "text"]
    assert not any(
        re.search(r"[@#<>`*_~$]|:\w+:|[^\W\d]\.\w|\w\.[^\W\d]|://|\w-\d", part.replace("### ", ""))
        for part in plain
    ), plain
