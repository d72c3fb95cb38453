"""The page for a browser: complete, closed, and made of texts that stay texts."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hostile_payloads import leaked, payloads
from report_pages import SECRET, Element, judged, parsed, usual

from pachlint.finding import Edit, Finding, Fix, Impact, Safety, Severity
from pachlint.place import Place, Span
from pachlint.report import html, html_findings
from pachlint.report import json as json_report
from pachlint.report.html_markup import as_html
from pachlint.report.look import Look
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.visible import visible

PACKAGE = Path(__file__).parent.parent.parent / "pachlint"
MARKUP = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "</pre></article></main>",
    "<!--",
    "--><svg onload=alert(1)>",
    "]]><![CDATA[",
    "&lt;b&gt;&amp;",
    "&#60;b&#62;",
    "{verdict}{0}%s",
    "javascript:alert(1)",
    "</style><style>*{display:none}",
    "a\u202ebc\u2066d",
    "a\0b",
)  # fmt: skip
HOLLOW = Finding("r", "t", Severity.ERROR, Impact.BROKEN, "m", Place("v.yaml", 1, 1, 1, 2))


@pytest.fixture(scope="module")
def report() -> Report:
    """A usual report with fixed numbers of rules, so that a new rule does not change the golden file."""
    found = usual()
    return found._replace(
        releases=tuple(one._replace(rules_run=300, rules_skipped=200) for one in found.releases)
    )


@pytest.fixture(scope="module")
def page(report: Report) -> Element:
    """Its page, with the ignored findings."""
    return parsed(html.render(report, Look(show_ignored=True)))


def of(content: str, *findings: Finding) -> Report:
    """A report with a file and findings in it."""
    return Report((), findings, (), {"v.yaml": Source("v.yaml", content)}, {}, shipped())


def fixed(content: str, *edits: tuple[int, int, int, int, str], secrets: tuple[Span, ...] = ()) -> list[str]:
    """The lines of the diff of a fix, each with its number."""
    fix = Fix("t", Safety.SAFE, tuple(Edit(Place("v.yaml", *edit[:4]), edit[4]) for edit in edits))
    given = of(content, HOLLOW._replace(fix=fix))._replace(secrets={"v.yaml": secrets})
    (diff,) = parsed(html.render(given)).with_class("diff")
    return rows(diff)


def framed(content: str, *places: tuple[int, int, int, int], secrets: tuple[Span, ...] = ()) -> list[str]:
    """The lines of the frame of the first place, with ``[]`` around what is marked."""
    finding = HOLLOW._replace(place=Place("v.yaml", *places[0]))
    given = of(content, finding)._replace(secrets={"v.yaml": secrets})
    (frame,) = parsed(html.render(given)).with_class("frame")
    for mark in frame.all("mark"):
        mark.children = ["[", *mark.children, "]"]
    return rows(frame)


def rows(figure: Element) -> list[str]:
    return [" ".join(part.text for part in row.all("span", "code")) for row in figure.with_class("row")]


def test_page(report: Report, golden: Callable[[str, str], None]) -> None:
    page = html.render(report, Look(show_ignored=True))
    for part in ("style", "script"):
        page = re.sub(f"<{part}>.*?</{part}>", f"<{part}></{part}>", page, flags=re.DOTALL)
    golden("reports/report.html", re.sub(r"sha256-[\w+/=]*", "sha256-", page))


def test_every_finding_is_shown_in_full(report: Report, page: Element) -> None:
    findings = {
        one["fingerprint"]: one
        for one in json.loads(json_report.render(report, Look(show_ignored=True)))["findings"]
    }
    articles = {str(one.attributes["id"]).removeprefix("f-"): one for one in page.all("article")}
    assert set(articles) == set(findings)
    why = {finding.message: finding.why for finding in (*report.findings, *report.ignored)}
    for name, finding in findings.items():
        article = articles[name]
        place = f"{finding['file']}:{finding['line']}:{finding['column']}"
        said = (
            finding["message"],
            finding["path"],
            finding["rule"],
            finding["help"],
            place,
            why[finding["message"]],
        )
        assert [words for words in said if words not in article.text] == []
        assert [link.attributes["href"] for link in article.all("a")] == [f"#f-{name}", finding["url"]]
        assert (article.attributes["data-fix"] != "none") == bool(article.with_class("diff"))
        assert [one["message"] for one in finding["related"] if one["message"] not in article.text] == []


def test_worst_comes_first(report: Report, page: Element) -> None:
    order = list(html_findings.WORDS)
    assert set(order) == set(Impact)
    found = [(one.attributes["data-impact"], one.attributes["data-severity"]) for one in page.all("article")]
    ranks = [
        (order.index(Impact(str(impact))), -Severity[str(severity).upper()]) for impact, severity in found
    ]
    assert ranks == sorted(ranks)
    numbers = sorted(int(str(one.attributes["data-at"])) for one in page.all("article"))
    assert numbers == list(range(len(report.findings) + len(report.ignored)))


def test_numbers_agree(report: Report, page: Element) -> None:
    articles = page.all("article")
    for box in page.all("label"):
        inputs = [one.attributes for one in box.all("input") if "name" in one.attributes]
        for one in inputs:
            default = "reported" if one["name"] == "state" else None
            values = [article.attributes.get(f"data-{one['name']}") or default for article in articles]
            (number,) = box.with_class("n")
            assert number.text == str(values.count(one["value"]))
    assert page.with_class("count")[0].text == f"{len(articles)} findings"


def test_browser_may_load_and_run_nothing_else(page: Element) -> None:
    (policy,) = (one.attributes["content"] for one in page.all("meta") if "http-equiv" in one.attributes)
    assert policy is not None
    for kind in ("style", "script"):
        (element,) = page.all(kind)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    names = {name for element in page.all() for name in element.attributes}
    assert not [
        name for name in names if name.startswith("on") or name in ("src", "srcset", "style", "action")
    ]
    assert not page.all("link", "img", "iframe", "object", "embed", "base", "form")


def test_page_can_be_read_without_seeing_it(page: Element) -> None:
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for article in page.all("article"):
        assert article.attributes["aria-labelledby"] in ids
    for name in ("main", "aside", "footer", "h1", "title"):
        assert len(page.all(name)) == 1
    assert page.all("html")[0].attributes["lang"] == "en"
    levels = [int(one.name[1]) for one in page.all("h1", "h2", "h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    labelled = [one for label in page.all("label") for one in label.all("input", "select")]
    assert len(labelled) == len(page.all("input", "select"))
    assert all(field.all("legend") for field in page.all("fieldset"))
    assert page.with_class("count")[0].attributes["aria-live"] == "polite"
    assert page.with_class("skip")[0].attributes["href"] == "#findings"


def test_page_is_ascii_and_always_the_same(report: Report) -> None:
    shown = html.render(report)
    assert shown.isascii()
    assert shown == html.render(usual()._replace(releases=report.releases))


def test_page_tells_no_secret(report: Report) -> None:
    shown = html.render(report, Look(show_ignored=True))
    assert SECRET[:6] not in shown
    assert "rootToken: ***" in parsed(shown).text


@pytest.mark.parametrize("line", range(2, 7))
def test_secret_of_another_file_is_masked_around_a_place(line: int) -> None:
    secret = "Tr0ub4dor and three"
    lines = ["deployTarget: LOCAL", "pachd:", "  x: 1", "  enabled: 'yes'", "  y: 1", "# end"]
    lines.insert(line - 1, f"  # as {secret} was")
    report = judged(
        ("a.yaml", f"global: {{postgresql: {{postgresqlPassword: {secret}}}}}\n"),
        ("b.yaml", "\n".join(lines) + "\n"),
    )
    shown = parsed(html.render(report)).text
    assert (secret in shown, "  # as *** was" in shown) == (False, True)


def _planted(text: str) -> Report:
    """A text wherever somebody may write one."""
    quoted = json.dumps(text)
    plain = "".join(one for one in text if one.isprintable())
    report = judged(
        (
            f"a{text}.yaml",
            f"deployTarget: LOCAL\n{quoted}: {quoted}\npachd: {{enabled: 'yes'}} # {plain}\n# {plain}\n",
        ),
        (
            "b.yaml",
            f"ingress: {{annotations: {{{quoted}: 1}}}}\npachd: {{enabled: {quoted}, logLevel: {quoted}}}\n",
        ),
    )
    fix = Fix(text, Safety.SAFE, (Edit(Place("b.yaml", 1, 1, 1, 1), f"{text}\n"),))
    return report._replace(
        findings=tuple(
            one._replace(
                message=one.message + text,
                why=text,
                help=text,
                url=text,
                path=text,
                fix=fix,
                rule=f"own/{text}",
            )
            for one in report.findings
        ),
        releases=tuple(one._replace(name=text, not_judged=(text,)) for one in report.releases),
    )


@pytest.mark.parametrize("text", MARKUP)
def test_texts_of_strangers_stay_texts(text: str) -> None:
    report, other = _planted(text), _planted("plain")
    tree, usual_tree = parsed(html.render(report)), parsed(html.render(other))
    assert len(report.findings) == len(other.findings) > 3
    assert {one.name for one in tree.all()} == {one.name for one in usual_tree.all()}
    assert {name for one in tree.all() for name in one.attributes} == {
        name for one in usual_tree.all() for name in one.attributes
    }
    assert not [one for one in tree.all("a") if not str(one.attributes["href"]).startswith("#")]
    for article in tree.all("article"):
        assert article.text.count(visible(text)) > 5
        assert article.attributes["data-rule"] == visible(f"own/{text}")


@pytest.mark.parametrize("one", payloads(), ids=lambda one: one.name)
def test_nothing_steers_a_terminal_or_a_runner(one: object) -> None:
    text = one.text.replace("\ud800", "").replace("\udc9b", "")  # type: ignore[attr-defined]
    shown = html.render(_planted(text))
    assert leaked(shown.encode(), payloads()) == set()


def test_a_link_leads_to_the_web_only() -> None:
    addresses = (
        "https://a.example",
        "http://a.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "//a",
        "docs/a.md",
    )
    findings = [HOLLOW._replace(url=address, path=address) for address in addresses]
    articles = parsed(html.render(of("a: 1\n", *findings))).all("article")
    links = [one.attributes["href"] for article in articles for one in article.all("a")[1:]]
    assert links == ["https://a.example", "http://a.example"]
    assert all(address in article.text for address, article in zip(addresses, articles, strict=True))


@pytest.mark.parametrize(
    "text", ["##[error]", "::error::", "#", "#[a", "\xe4\U0001f600", "a: :b ##c", "###[x]"]
)
def test_text_reads_back_as_it_is(text: str) -> None:
    assert parsed(f"<p>{as_html(text)}</p>").text == text
    assert parsed(f'<p a="{as_html(text)}"></p>').all("p")[0].attributes["a"] == text


def test_frame_marks_the_place_between_the_lines_around_it() -> None:
    content = "a: 1\nb:\n  c: [x, y]\n  d: 2\n\ne: 3\n"
    assert framed(content, (3, 7, 3, 8)) == ["1 a: 1", "2 b:", "3   c: [[x], y]", "4   d: 2"]
    assert framed(content, (6, 1, 6, 2)) == ["4   d: 2", "5 ", "6 [e]: 3"]
    assert framed("a: 1\nb: 2", (1, 1, 1, 2)) == ["1 [a]: 1", "2 b: 2"]
    assert framed(content, (5, 1, 5, 1)) == ["3   c: [x, y]", "4   d: 2", "5 [ ]", "6 e: 3"]
    assert framed(content, (2, 3, 4, 7)) == ["1 a: 1", "2 b:[ ]", "3   [c: [x, y]]", "4   [d: 2]"]
    assert framed("a: x" + 300 * "y", (1, 304, 1, 305))[0].endswith("yyy[y]")
    assert framed("a: x" + 300 * "y", (1, 304, 1, 305))[0].startswith("1 …yyy")
    assert framed("a: t0ken\nb: 1\n", (2, 1, 2, 2), secrets=(Span(3, 8),)) == ["1 a: ***", "2 [b]: 1"]


def test_place_outside_of_any_file_has_no_frame() -> None:
    finding = HOLLOW._replace(place=Place("--set", 1, 1, 1, 2))
    article = parsed(html.render(of("a: 1\n", finding))).all("article")[0]
    assert (article.with_class("frame"), "--set:1:1" in article.text) == ([], True)


def test_diff_shows_what_a_fix_changes() -> None:
    content = "a: 1\nb: 2\nc: 3\nd: 4\n"
    assert fixed(content, (2, 4, 2, 5, "true")) == ["2 -b: 2", "2 +b: true"]
    assert fixed(content, (2, 1, 3, 1, "")) == ["1  a: 1", "2 -b: 2", "3  c: 3"]
    assert fixed(content, (3, 1, 3, 1, "x: 1\n")) == ["2  b: 2", "3 +x: 1", "3  c: 3"]
    assert fixed("a: 1\r\nb: 2\r\n", (1, 4, 1, 5, "5")) == ["1 -a: 1", "1 +a: 5"]
    assert fixed("a: 1\rb: 2\r", (2, 4, 2, 5, "5")) == ["2 -b: 2", "2 +b: 5"]
    assert fixed("a: 1", (1, 5, 1, 5, "\nb: 2")) == ["1  a: 1", "2 +b: 2"]
    far = "".join(f"k{number}: 1\n" for number in range(20))
    assert fixed(far, (1, 5, 1, 6, "2"), (20, 6, 20, 7, "2")) == [
        "1 -k0: 1", "1 +k0: 2", "⋯ ", "20 -k19: 1", "20 +k19: 2",
    ]  # fmt: skip


def test_diff_masks_secrets_and_cuts_long_lines() -> None:
    assert fixed("a: t0ken\n", (1, 4, 1, 4, '"'), (1, 9, 1, 9, '"'), secrets=(Span(3, 8),)) == [
        "1 -a: ***",
        '1 +a: "***"',
    ]
    assert fixed("a: t0ken\nb: 1\n", (2, 1, 2, 1, "c: 1\n"), secrets=(Span(3, 8),))[0] == "1  a: ***"
    assert fixed("a: t0ken\nb: 1\n", (1, 5, 1, 6, "x"), secrets=(Span(3, 8),)) == [
        "1 -a: ***",
        "1 +a: ***x***",
    ]
    old, new = fixed(f"a: {900 * 'x'}1{900 * 'y'}\n", (1, 904, 1, 905, "2"))
    assert (len(old), "x1y" in old, "x2y" in new) == (len(new), True, True)
    assert (len(old) < 300, old[-1]) == (True, "…")
    many = fixed("a: 1\n", (1, 5, 1, 5, "".join(f"\nk{number}: 1" for number in range(200))))
    assert (len(many), many[-1]) == (81, "⋯ 121 more lines")


@pytest.mark.parametrize(
    ("impacts", "severity", "expected"),
    [
        ((), Severity.ERROR, "Nothing was checked"),
        ((Impact.OUTDATED, Impact.REJECTED), Severity.ERROR, "Helm rejects these values"),
        ((Impact.INSECURE, Impact.BROKEN), Severity.WARNING, "Some of this will not work"),
        ((Impact.FRAGILE,), Severity.WARNING, "Not fit for production"),
        ((Impact.BROKEN,), Severity.INFO, "Remarks only"),
    ],
)
def test_verdict_is_the_worst_that_happens(
    impacts: tuple[Impact, ...], severity: Severity, expected: str
) -> None:
    findings = [HOLLOW._replace(impact=impact, severity=severity) for impact in impacts]
    assert html.headline(of("a: 1\n", *findings)) == expected


def test_verdict_counts_releases_that_helm_rejects() -> None:
    release = usual().releases[0]
    names = ("a", "b", "c")
    found = HOLLOW._replace(impact=Impact.REJECTED, releases=("a", "c"))
    report = of("a: 1\n", found)._replace(releases=tuple(release._replace(name=name) for name in names))
    assert html.headline(report) == "Helm rejects 2 of 3 releases"
    article = parsed(html.render(report)).all("article")[0]
    assert [one.text for one in article.all("dt", "dd")] == ["Releases", "a, c"]
    assert article.with_class("path") == []
    alone = report._replace(findings=(found._replace(releases=("a",)),))
    assert [one.text for one in parsed(html.render(alone)).all("dt", "dd")] == ["Release", "a"]


def test_no_findings_are_a_whole_page_too() -> None:
    report = usual()._replace(findings=(), ignored=())
    page = parsed(html.render(report))
    assert page.all("h1")[0].text == "No findings"
    assert page.all("article") == []
    assert page.with_class("count")[0].text == "0 findings"
    assert [one.text for one in page.all("legend")] == ["Impact", "Severity", "Fix"]
    assert "chart 2.6.4" in page.with_class("checked")[0].text


def test_page_of_very_many_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_findings, "MOST_WHOLE", 2)
    monkeypatch.setattr(html, "MOST_WHOLE", 2)
    findings = [HOLLOW._replace(why="because", path=f"a{number}") for number in range(5)]
    page = parsed(html.render(of("a: 1\n", *findings)))
    assert [bool(one.with_class("frame")) for one in page.all("article")] == [True, True, False, False, False]
    assert ["because" in one.text for one in page.all("article")] == [True, True, False, False, False]
    assert "The worst 2 findings" in page.text
    long = HOLLOW._replace(message="m" * 100_000, path="p" * 100_000)
    assert len(html.render(of("a: 1\n", long))) - len(html.render(of("a: 1\n", HOLLOW))) < 5000


def _schemes() -> list[dict[str, str]]:
    style = (PACKAGE / "report" / "page.css").read_text()
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in style.split("}")[:2])
    assert light.keys() == dark.keys()
    return [light, dark]


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", _schemes(), ids=["light", "dark"])
def test_colors_can_be_read(scheme: dict[str, str]) -> None:
    """By https://www.w3.org/TR/WCAG22/#contrast-minimum, and 3 for the edges of fields (#non-text-contrast)."""
    words = ("text", "quiet", "link", "error", "warning", "info")
    pairs = [(word, back) for word in words for back in ("back", "panel")]
    marks = ("mark-error", "mark-warning", "mark-info", "related")
    pairs += [(f"{mark}-text", mark) for mark in marks]
    pairs += [(f"{kind}-text", back) for kind in ("old", "new") for back in (kind, f"{kind}-deep")]
    assert [pair for pair in pairs if _contrast(scheme[pair[0]], scheme[pair[1]]) < 4.5] == []
    assert _contrast(scheme["edge"], scheme["back"]) >= 3
