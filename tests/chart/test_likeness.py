"""Which release a local chart is most like, by its templates, and what may be said of it."""

from collections.abc import Mapping
from typing import Any

import pytest

from pachlint.bundled import read_json
from pachlint.chart import likeness
from pachlint.chart.charts import Likeness, chart, without_default
from pachlint.chart.likeness import Comparison, compare, print_of
from pachlint.finding import Impact
from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.versions import RELEASED, resolve

LAST = len(RELEASED) - 1
OLD, NEW = RELEASED[0], RELEASED[-1]
HELPERS = b'{{ define "name" }}x{{ end }}\n'
TEMPLATES = {
    "templates/_helpers.tpl": HELPERS,
    "templates/a.yaml": b"a: {{ .Values.a }}\n",
    "templates/b.yaml": b"b: 1\n",
    "charts/sub/templates/c.yaml": b"c: 1\n",
}
OLDER = {**TEMPLATES, "templates/b.yaml": b"b: 0\n"}


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few templates, one of which is another in the newer half of the releases."""
    middle = LAST // 2
    files: dict[str, Any] = {name: [[print_of(content), 0, LAST]] for name, content in TEMPLATES.items()}
    old, new = print_of(OLDER["templates/b.yaml"]), print_of(TEMPLATES["templates/b.yaml"])
    files["templates/b.yaml"] = [[old, 0, middle], [new, middle + 1, LAST]]
    monkeypatch.setattr(likeness, "read_json", lambda _: {"files": files})


def compared(templates: Mapping[str, bytes], version: str = "") -> Comparison:
    """The comparison of templates that are changed as given; an empty one is taken away."""
    return compare({name: content for name, content in templates.items() if content}, version)


@pytest.mark.parametrize("version", ["", "9.9.9-fork.1", str(NEW)])
def test_all_templates_of_a_release_make_the_release(version: str) -> None:
    assert compared(TEMPLATES, version) == Comparison(Likeness.SAME, NEW, 0, 4, "")


def test_version_counts_among_releases_with_the_same_templates() -> None:
    assert compared(OLDER, str(OLD)).version == OLD
    assert compared(OLDER, str(RELEASED[3])).version == RELEASED[3]
    assert compared(OLDER, str(NEW)).version == RELEASED[LAST // 2]
    assert compared(TEMPLATES, str(OLD)).version == RELEASED[LAST // 2 + 1]


def test_line_ends_do_not_count() -> None:
    crlf = {name: content.replace(b"\n", b"\r\n") for name, content in TEMPLATES.items()}
    assert compared(crlf).likeness is Likeness.SAME


@pytest.mark.parametrize(
    ("changes", "expected", "differing"),
    [
        ({"templates/more.yaml": b"{{ .Values.more }}"}, Likeness.SAME, 0),
        ({"templates/more.yaml": b'{{- define "more" }}{{ end }}'}, Likeness.SAME, 0),
        ({"templates/more.yaml": b'{{- define "name" }}{{ end }}'}, Likeness.SIMILAR, 0),
        ({"templates/a.yaml": b"a: {{ .Values.z }}\n"}, Likeness.SIMILAR, 1),
        ({"templates/a.yaml": b""}, Likeness.SIMILAR, 1),
        ({"charts/sub/templates/c.yaml": b"c: 2"}, Likeness.SIMILAR, 1),
        ({"templates/a.yaml": b"", "templates/b.yaml": b""}, Likeness.OTHER, 2),
        (dict.fromkeys(TEMPLATES, b""), Likeness.OTHER, 4),
    ],
)
def test_other_templates(changes: dict[str, bytes], expected: Likeness, differing: int) -> None:
    found = compared({**TEMPLATES, **changes})
    assert (found.likeness, found.differing) == (expected, differing)


def test_table_of_the_releases_has_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert read_json is likeness.read_json
    files: Any = read_json("schemas/chart-prints.json")["files"]
    for rows in files.values():
        ends = [end for _, *span in rows for end in span]
        assert 0 <= min(ends) <= max(ends) <= LAST
    for version in RELEASED:
        own = [name for name, _ in likeness._of_version(files, version) if name.startswith("templates/")]
        assert len(own) == len(set(own)) > 30


def rules(text: str, **changes: Any) -> dict[str, Impact]:
    """The rules that find something in values of a local chart, which is the released 2.6.4 but for the changes."""
    own = chart(resolve("2.6.4"))._replace(own_subcharts=(), **changes)
    report = check([Job("v", (read(Source("v.yaml", text)),), chart=own)], shipped())
    return {finding.rule: finding.impact for finding in report.findings}


MISTAKES = "deployTarget: LOCAL\npachd: x\nzz: 1\ningress: {enabled: true}\nb: 0x\nc: yes\n"


def test_same_chart_is_judged_whole() -> None:
    assert {"unknown-key", "chart-crash", "ingress-host-required"} <= rules(MISTAKES).keys()


def test_nothing_is_rejected_for_templates_that_are_not_known() -> None:
    found = rules(MISTAKES, likeness=Likeness.SIMILAR)
    assert "unknown-key" in found
    assert Impact.REJECTED not in found.values()


def test_other_chart_has_no_keys_to_know() -> None:
    found = rules(MISTAKES + 'e: "\\q"\n', likeness=Likeness.OTHER)
    assert set(found) == {"syntax-error"}
    assert rules(MISTAKES, likeness=Likeness.OTHER) == {}


def test_key_that_a_template_of_its_own_may_read_is_not_unknown() -> None:
    for text, found in (("{{ .Values.zz }}", False), ('{{ index .Values "zz" }}', False), ("{{ .Values.zzz }}", True)):  # fmt: skip
        assert ("unknown-key" in rules("zz: 1\n", likeness=Likeness.SIMILAR, own_text=text)) is found
    section = "pachd: {zz: 1}\n"
    assert "unknown-key" in rules(section, own_text="{{ .Values.pachd.enabled }}")
    assert "unknown-key" not in rules(section, own_text="{{ toYaml .Values.pachd }}")
    assert "dead-key" in rules("pachd: {activateEnterprise: true}\n", likeness=Likeness.SIMILAR)
    assert "dead-key" not in rules("pachd: {activateEnterprise: true}\n", own_text="activateEnterprise")


def test_rule_does_not_build_on_a_default_that_is_gone() -> None:
    released = chart(resolve("2.6.4"))
    without = {key: value for key, value in released.defaults.items() if key != "ingress"}
    own = released._replace(likeness=Likeness.SIMILAR, defaults=without)
    assert list(without_default(own)) == [("ingress",)]
    assert list(without_default(own._replace(likeness=Likeness.SAME))) == []
    text = "deployTarget: LOCAL\ningress: {enabled: true, host: 'http://a b'}\n"
    reported = {rule for rule in rules(text, likeness=Likeness.SIMILAR) if "ingress" in rule}
    assert reported
    assert reported.isdisjoint(rules(text, likeness=Likeness.SIMILAR, defaults=without))
