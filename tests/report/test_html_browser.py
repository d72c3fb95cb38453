"""The page in a real browser: what it filters, what it asks for, and how it is used without a mouse or a script.

Skipped where neither Chromium nor Chrome is installed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import browser
import pytest
from report_pages import judged, usual

from pachlint.report import html
from pachlint.report.look import Look

pytestmark = pytest.mark.slow

# The texts on the page with less contrast to what is behind them than 4.5, by https://www.w3.org/TR/WCAG22/#contrast-minimum.
FAINT = """
(() => {
  const parts = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const light = (color) => parts(color).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    const color = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
    return parts(color)[3] === 0 ? behind(element.parentElement) : color;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility() || element.closest("script")) continue;
    const [low, high] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) found.push(text.data.trim());
  }
  return found;
})()
"""
SHOWN = "[...document.querySelectorAll('article:not([hidden])')].map(one => one.dataset.{})"


@pytest.fixture(scope="module")
def chromium() -> Iterator[browser.Page]:
    """A browser for all tests of this module."""
    program = browser.installed()
    if program is None:
        pytest.skip(f"none of {', '.join(browser.NAMES)} is installed")
    with browser.Page(program) as found:
        yield found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a usual report, as a file."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(html.render(usual(), Look(show_ignored=True)))
    return path.as_uri()


@pytest.fixture
def page(chromium: browser.Page, address: str) -> browser.Page:
    """The page on a desktop, just opened."""
    chromium.look(1280)
    chromium.open(address)
    return chromium


def shown(page: browser.Page, facet: str) -> list[str]:
    """What the findings that are seen say of a facet."""
    found: list[str] = page.value(SHOWN.format(facet))
    return found


def count(page: browser.Page) -> str:
    return str(page.value("document.getElementById('count').textContent"))


def number(page: browser.Page, name: str, value: str) -> str:
    """The number beside a box."""
    box = f"document.querySelector('input[name={name}][value={value}]')"
    return str(page.value(f"{box}.closest('label').querySelector('.n').textContent"))


def fragment(page: browser.Page) -> dict[str, list[str]]:
    return parse_qs(str(page.value("location.hash")).removeprefix("#"))


def wait(page: browser.Page, milliseconds: int) -> None:
    page.value(f"new Promise(done => setTimeout(done, {milliseconds}))")


def choose(page: browser.Page, selector: str, value: str) -> None:
    """What the browser does when somebody chooses of a list."""
    page.value(
        f"(() => {{ const list = document.querySelector('{selector}'); list.value = '{value}';"
        " list.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )


def complaints(page: browser.Page) -> list[dict[str, Any]]:
    """Errors, warnings, what the policy blocked, and whatever was asked for but the page itself."""
    wrong = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Audits.issueAdded")
    return [
        one
        for one in page.events
        if one.get("method") in wrong
        or (one.get("method") == "Network.requestWillBeSent" and one["params"]["type"] != "Document")
    ]


def test_page_opens_without_a_complaint_or_a_request(page: browser.Page) -> None:
    assert count(page) == "12 findings"
    assert len(shown(page, "at")) == 12
    assert page.value("document.documentElement.scrollWidth <= innerWidth")
    assert complaints(page) == []
    assert fragment(page) == {}


def test_boxes_filter_and_count(page: browser.Page) -> None:
    page.click("input[name=severity][value=error]")
    assert set(shown(page, "severity")) == {"error"}
    assert count(page) == "4 of 12 findings"
    assert [number(page, "impact", one) for one in ("rejected", "insecure", "ineffective")] == ["2", "0", "1"]
    assert number(page, "severity", "warning") == "8"
    page.click(".tile:has([value=rejected])")
    assert shown(page, "impact") == ["rejected", "rejected"]
    page.click(".tile:has([value=fragile])")
    assert shown(page, "impact") == ["rejected", "rejected"]
    page.click("input[name=severity][value=warning]")
    assert set(shown(page, "impact")) == {"rejected", "fragile"}
    assert fragment(page) == {"severity": ["error", "warning"], "impact": ["rejected", "fragile"]}
    sections = "[...document.querySelectorAll('section:not([hidden]) h2 .n')].map(one => +one.textContent)"
    assert page.value(sections) == [2, len(shown(page, "at")) - 2]
    assert page.value("document.querySelector('.filters summary').textContent") == "Filters (4)"
    page.click("#reset")
    assert (count(page), fragment(page)) == ("12 findings", {})
    assert page.value("document.querySelector('.filters summary').textContent") == "Filters "
    page.click("input[name=state][value=ignored]")
    assert shown(page, "rule") == ["unknown-key"]
    assert complaints(page) == []


def test_lists_filter_by_file_and_rule(page: browser.Page) -> None:
    files = page.value("[...document.querySelector('select[name=file]').options].map(one => one.text)")
    assert files == ["all", "base.yaml (5)", "deploy/prod.yaml (7)"]
    choose(page, "select[name=file]", "deploy/prod.yaml")
    assert shown(page, "file") == ["deploy/prod.yaml"] * 7
    choose(page, "select[name=rule]", "wrong-type")
    assert (shown(page, "rule"), count(page)) == (["wrong-type"], "1 of 12 findings")
    choose(page, "select[name=file]", "")
    assert shown(page, "rule") == ["wrong-type"] * 2
    assert fragment(page) == {"rule": ["wrong-type"]}


def test_search_finds_words_anywhere_in_a_finding(page: browser.Page) -> None:
    page.click("#words")
    page.type("Boolean  INGRESS.enabled")
    assert (shown(page, "rule"), shown(page, "file")) == (["wrong-type"], ["deploy/prod.yaml"])
    page.type(" nowhere")
    wait(page, 400)
    assert (count(page), fragment(page)) == ("0 of 12 findings", {"q": ["Boolean  INGRESS.enabled nowhere"]})
    assert page.value("document.getElementById('nothing').checkVisibility()")
    page.type("!")
    page.click("#reset")
    wait(page, 400)
    assert (count(page), fragment(page)) == ("12 findings", {})


def test_groups_hold_the_same_findings(page: browser.Page) -> None:
    by_impact = shown(page, "at")
    for by in ("file", "rule", "impact"):
        choose(page, "#group", by)
        groups = page.value(
            "[...document.querySelectorAll('section')].map(one => [one.querySelector('h2').firstChild.textContent,"
            f" [...one.querySelectorAll('article')].map(one => one.dataset.{by})])"
        )
        assert all(
            set(names) == {heading.strip().lower() if by == "impact" else heading}
            for heading, names in groups
        )
        assert sorted(shown(page, "at")) == sorted(by_impact)
        if by == "file":
            assert shown(page, "at") == sorted(by_impact, key=int)
    assert shown(page, "at") == by_impact


def test_fragment_brings_the_filters_back(page: browser.Page, address: str) -> None:
    page.click("input[name=severity][value=error]")
    choose(page, "select[name=file]", "deploy/prod.yaml")
    choose(page, "#group", "rule")
    page.click("#brief")
    page.click("#words")
    page.type("a & b=c#d")
    wait(page, 400)
    there = str(page.value("location.href"))
    before = (shown(page, "at"), fragment(page))
    page.open(there)
    assert (shown(page, "at"), fragment(page)) == before
    assert page.value(
        "[document.getElementById('words').value, document.getElementById('brief').checked]"
    ) == ["a & b=c#d", True]
    page.open(f"{address}#severity=nonsense&file=none&group=x&constructor=1&q=%E0%A4")
    assert page.value("document.querySelectorAll('article').length") == 12
    assert complaints(page) == []


def test_link_to_a_finding_shows_it_whatever_is_filtered(page: browser.Page, address: str) -> None:
    name = page.value("document.querySelector('article[data-severity=warning]').id")
    page.click("input[name=severity][value=error]")
    page.value(f"location.hash = '#{name}'")
    wait(page, 50)
    assert page.value("document.activeElement.id") == name
    assert (count(page), page.value(f"document.getElementById('{name}').checkVisibility()")) == (
        "12 findings",
        True,
    )
    page.open(f"{address}#{name}")
    assert page.value("document.activeElement.id") == name


def test_page_is_used_by_keyboard(page: browser.Page) -> None:
    page.press("Tab")
    assert page.value("document.activeElement.className") == "skip"
    assert page.value("document.activeElement.getBoundingClientRect().left >= 0")
    page.press("Tab")
    assert page.value("document.activeElement.value") == "rejected"
    outline = "getComputedStyle(document.activeElement.closest('.tile')).outlineStyle"
    assert page.value(outline) == "solid"
    page.press(" ")
    assert shown(page, "impact") == ["rejected", "rejected"]
    reached = []
    while page.value("document.activeElement.id") != "reset":
        page.press("Tab")
        reached.append(page.value("document.activeElement.name || document.activeElement.id"))
    page.press("Enter")
    assert count(page) == "12 findings"
    assert [
        one for one in ("words", "severity", "fix", "file", "rule", "group", "brief") if one not in reached
    ] == []


def test_reader_that_sees_nothing_gets_the_names(page: browser.Page) -> None:
    nodes = page.ask("Accessibility.getFullAXTree")["nodes"]
    seen = {
        (one["role"]["value"], one.get("name", {}).get("value", ""))
        for one in nodes
        if "role" in one and not one["ignored"]
    }
    roles = {role for role, _ in seen}
    assert {"banner", "main", "complementary", "contentinfo", "search", "status", "article"} <= roles
    controls = ("checkbox", "combobox", "searchbox", "button", "link", "group", "article", "heading")
    assert [role for role, name in seen if role in controls and not name.strip()] == []
    assert ("searchbox", "Search") in seen
    assert ("checkbox", "2 rejected Helm rejects the values") in seen


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_fits_the_screen(chromium: browser.Page, address: str, width: int, dark: bool) -> None:
    chromium.look(width, dark=dark)
    chromium.open(address)
    assert chromium.value("document.documentElement.scrollWidth <= innerWidth")
    assert chromium.value("document.querySelector('.filters').open") == (width == 1280)
    back = chromium.value("getComputedStyle(document.body).backgroundColor")
    assert back == ("rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)")
    assert chromium.value(FAINT) == []
    small = (
        "[...document.querySelectorAll('label:has(input), select, button, summary')].filter(one => one.checkVisibility())"
        ".filter(one => one.getBoundingClientRect().height < 24).map(one => one.textContent)"
    )
    assert chromium.value(small) == []


def test_faint_text_would_be_noticed(page: browser.Page) -> None:
    page.value("document.querySelector('.closing').className = 'faint'")
    page.value("document.querySelector('.faint').style.color = 'rgb(150, 150, 150)'")
    assert page.value(FAINT) == [page.value("document.querySelector('.faint').textContent")]


def test_everything_is_there_without_a_script(chromium: browser.Page, address: str) -> None:
    chromium.look(1280, script=False)
    chromium.open(address)
    assert chromium.value("document.body.className") == ""
    assert len(shown(chromium, "at")) == 12
    unseen = (
        "[...document.querySelectorAll('article, figure, dd')].filter(one => !one.checkVisibility()).length"
    )
    assert chromium.value(unseen) == 0
    assert (
        chromium.value(
            "[...document.querySelectorAll('input, select, button')].filter(one => one.checkVisibility()).length"
        )
        == 0
    )
    assert chromium.value(
        "document.querySelector('noscript').innerText.startsWith('Filters need JavaScript')"
    )


def test_all_findings_are_printed_without_the_filters(page: browser.Page) -> None:
    page.look(1280, print_=True)
    assert not page.value("document.querySelector('aside').checkVisibility()")
    assert page.value("getComputedStyle(document.querySelector('.body')).contentVisibility") == "visible"


def test_hostile_page_runs_nothing(chromium: browser.Page, tmp_path: Path) -> None:
    script = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    report = judged(
        (
            f"a{script}.yaml".replace("/", ""),
            f"deployTarget: LOCAL\n'{script.replace(chr(39), chr(34))}': 1\n",
        )
    )
    report = report._replace(
        findings=tuple(one._replace(rule=script, help=script, why=script) for one in report.findings)
    )
    (tmp_path / "page.html").write_text(html.render(report))
    chromium.look(1280)
    chromium.open((tmp_path / "page.html").as_uri())
    choose(chromium, "#group", "rule")
    assert chromium.value("[document.title, document.images.length, document.scripts.length]") == [
        "Remarks only \xb7 pachlint",
        0,
        1,
    ]
    assert chromium.value("document.querySelector('h2').firstChild.textContent") == script
    assert complaints(chromium) == []


def test_policy_stops_what_somebody_adds(chromium: browser.Page, tmp_path: Path) -> None:
    page = html.render(usual()).replace(
        "</main>",
        "<img src='https://a.invalid/x.png' onerror='document.title=1'><script>document.title='run'</script></main>",
    )
    (tmp_path / "page.html").write_text(page)
    chromium.look(1280)
    chromium.open((tmp_path / "page.html").as_uri())
    assert chromium.value("document.title").startswith("Helm rejects")
    blocked = [one for one in complaints(chromium) if "Content Security Policy" in str(one)]
    assert len(blocked) >= 2
