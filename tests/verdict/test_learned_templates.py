"""Templates inside values of a learned chart: what they see of its charts, what comes out of them, and what stops them."""

import pytest

from pachlint.chart.model import LearnedTemplates
from pachlint.gotemplate.values import Opaque
from pachlint.verdict.breaches import HelmInput
from pachlint.verdict.gotemplate import TemplateError
from pachlint.verdict.learned_templates import MAX_STEPS, Around, RootOf, Run, render

CHARTS = (
    LearnedTemplates("", {"Name": "own", "Version": "1.2.3"}, ("own.name",)),
    LearnedTemplates("sub", {"Name": "called-sub"}, ("sub.name",)),
    LearnedTemplates("sub.deep", {}, ()),
    LearnedTemplates("wrong.deep", {"Name": "deep"}, ()),
    LearnedTemplates("text", {"Name": "text"}, ()),
)
VALUES = {
    "a": 1,
    "sub": {"a": 2, "deep": {"a": 3}},
    "wrong": {"deep": {"a": 4}},
    "text": "no map",
}


def ran(template: str, given: object = None, charts: tuple[LearnedTemplates, ...] = CHARTS) -> Run:
    """What comes of a template in a release named ``r`` in a namespace ``n``, on the whole chart if nothing else is given."""

    def named(name: str, _given: object) -> str | Opaque:
        return f"<{name}>"

    around = Around(charts, VALUES, HelmInput("", "r", "n"), named)
    return render(template, RootOf("") if given is None else given, around)


@pytest.mark.parametrize(
    ("place", "template", "text"),
    [
        ("", "{{ .Values.a }} {{ .Release.Name }} {{ .Release.Namespace }}", "1 r n"),
        ("", "{{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.IsRoot }}", "own 1.2.3 true"),
        ("", "{{ range $name, $_ := .Subcharts }}{{ $name }},{{ end }}", "sub,text,"),
        ("sub", "{{ .Values.a }} {{ .Chart.Name }} {{ .Chart.IsRoot }}", "2 called-sub false"),
        ("sub", "{{ range $name, $_ := .Subcharts }}{{ $name }},{{ end }}", "deep,"),
        ("sub.deep", "{{ .Values.a }}[{{ .Chart.Name }}]{{ .Chart.IsRoot }}", "3[]false"),
        ("sub.deep", "{{ range $name, $_ := .Subcharts }}{{ $name }},{{ end }}", ""),
        ("", '{{ include "own.name" . }}{{ include "sub.name" . }}', "<own.name><sub.name>"),
    ],
)
def test_template_sees_what_its_chart_sees(place: str, template: str, text: str) -> None:
    assert ran(template, RootOf(place)).text == text


@pytest.mark.parametrize(
    ("given", "template", "text"),
    [
        ({"n": 5}, "{{ .n }}", "5"),
        ({"top": RootOf("sub")}, "{{ .top.Values.a }}", "2"),
        ({"all": {"top": RootOf("")}}, "{{ .all.top.Values.a }}", "1"),
        ([RootOf("sub"), "x"], "{{ (index . 0).Values.a }}{{ index . 1 }}", "2x"),
        ("x", "{{ . }}", "x"),
        # Helm counts in floats what values say as whole numbers
        (5, '{{ printf "%T" . }}', "float64"),
    ],
)
def test_template_is_given_what_the_chart_makes(given: object, template: str, text: str) -> None:
    assert ran(template, given).text == text


@pytest.mark.parametrize(
    ("template", "kind", "detail"),
    [
        ("{{ if }}", "argument", "contains a template that Helm cannot read: missing value for if"),
        ("{{ .Values.b.c }}", "argument", "contains a template that Helm stops at: it reads the field c of null"),
        ('{{ include "none" . }}', "argument", 'contains a template that Helm stops at: no template "none" associated with template "gotpl"'),
        ("{{ now }}", "unknown", "contains a template that depends on what now gives"),
        ('{{ $_ := set .Values "a" 2 }}', "unknown", "contains a template that changes values which the chart uses later"),
    ],
)  # fmt: skip
def test_template_that_comes_to_nothing(template: str, kind: str, detail: str) -> None:
    with pytest.raises(TemplateError) as error:
        ran(template)
    assert (error.value.kind, error.value.detail) == (kind, detail)


@pytest.mark.parametrize(
    ("place", "charts"),
    [("", ()), ("none", CHARTS), ("text", CHARTS), ("wrong", CHARTS), ("sub", CHARTS[:1])],
    ids=str,
)
def test_what_the_chart_passes_must_be_known(place: str, charts: tuple[LearnedTemplates, ...]) -> None:
    with pytest.raises(TemplateError) as error:
        ran("x", RootOf(place), charts)
    assert error.value.kind == "unknown"
    assert error.value.detail == "contains a template, and what the chart passes to it is not known"


def test_where_no_templates_are_known_every_name_may_be_one() -> None:
    assert ran('{{ include "own.name" . }}', {}, ()).text == "<own.name>"


def test_steps_are_counted() -> None:
    few, many = (ran('{{ "a" }}' * count).steps for count in (1, 100))
    assert 0 < few < many < MAX_STEPS
