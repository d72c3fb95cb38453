"""Texts that another program fills in are read around their tags; offsets and all other values stay."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.reading.document import Document, is_template_name, read
from pachlint.reading.templates import tags_of, template
from pachlint.source import Source


def document(text: str, name: str = "values.yaml.gotmpl") -> Document:
    """A text as a document."""
    return read(Source(name, text))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("values.yaml", False),
        ("templates/values.yaml", False),
        ("my.tpl/values.yaml", False),
        ("values.yaml.gotmpl", True),
        ("values.gotmpl.yaml", True),
        ("values.yaml.tftpl", True),
        ("a/values.yaml.j2", True),
        ("Values.YAML.TPL", True),
        ("tpl.yaml", False),
    ],
)
def test_name_of_a_template(name: str, expected: bool) -> None:
    assert is_template_name(name) is expected


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: {{ .x }}\n", {"a": "{{ .x }}"}),
        ('a: "{{ .x | default "y" }}"\n', {"a": '{{ .x | default "y" }}'}),
        ("a: {{ .x }}:{{ .y }}-z\nb: 1\n", {"a": "{{ .x }}:{{ .y }}-z", "b": 1}),
        ("{{ .key }}: 1\n", {"{{ .key }}": 1}),
        ("a: {b: ${X}, c: 2}\n", {"a": {"b": "${X}", "c": 2}}),
        ('a: ${jsonencode({b = "c"})}\n', {"a": '${jsonencode({b = "c"})}'}),
        ("a: [{{ .x }}, 1]\n", {"a": ["{{ .x }}", 1]}),
        ("a:\n  - {{ .x }}\n  - 1\n", {"a": ["{{ .x }}", 1]}),
        ("a: @@X@@\n", {"a": "@@X@@"}),
        ("a: @X@\n", {"a": "@X@"}),
        ("a: #{X}#\nb: 1\n", {"a": "#{X}#", "b": 1}),
        ("a: %XY%\n", {"a": "%XY%"}),
        ("a: {% if x %}1{% else %}2{% endif %}\n", {"a": "{% if x %}1{% else %}2{% endif %}"}),
        ("a: <%= x %>\n", {"a": "<%= x %>"}),
        ("a:\n  {{- toYaml .x | nindent 2 }}\nb: 1\n", {"a": "{{- toYaml .x | nindent 2 }}", "b": 1}),
        ("a:\n{{ toYaml .x | indent 2 }}\nb: 1\n", {"a": "{{ toYaml .x | indent 2 }}", "b": 1}),
        ("a:\n  ${X}\n", {"a": "${X}"}),
        ("a:\nb: 1\n{{ toYaml .x }}\n", {"a": None, "b": 1}),
        ("a:\n  # a note\n  {{ toYaml .x }}\nb: 1\n", {"a": "{{ toYaml .x }}", "b": 1}),
        ("{{- if .x }}\na: 1\n{{- end }}\nb: 2\n", {"a": 1, "b": 2}),
        ("%{ if x ~}\na: 1\n%{ endif ~}\n", {"a": 1}),
        ("{#- a note -#}\n{% for x in y %}\na: 1\n{% endfor %}\n", {"a": 1}),
        ("{{/* a note\n   of two lines */}}\na: 1\n", {"a": 1}),
        ("a: |\n  x {{ .y }}\n  {{ .z }}\n  end\n", {"a": "x {{ .y }}\n{{ .z }}\nend\n"}),
        ("a: 'it''s {{ .x }}'\n", {"a": "it's {{ .x }}"}),
        ("a: 1 # {{ .x }}\n", {"a": 1}),
        # what is put in may stand among statements, notes and other tags
        ("a:\n  {{- if .x }}\n  {{ .y }}\n  {{- end }}\nb: 1\n", {"a": "{{ .y }}", "b": 1}),
        ("a:\n  {% if x %}\n  # note\n  {{ y }}\n  {% endif %}\n", {"a": "{{ y }}"}),
        ("a:\n  {% if x %}{{ y }}{% endif %}\n", {"a": "{{ y }}"}),
        ("a:\n  {#- note #}\n  {%- include 'x' %}\n  {{ y }}\n", {"a": "{%- include 'x' %}"}),
        ("a:\n  {{- /* note\n  */}} {{ .y\n  .z }}\nb: 1\n", {"a": "{{ .y\n  .z }}", "b": 1}),
        ("a:\n  @X@\nb: 1\n", {"a": "@X@", "b": 1}),
        # nothing is put in
        ("a:\n  {{/* note */}}\nb: 1\n{{ .x }}\n", {"a": None, "b": 1}),
        ("a:\n{{ if .x }}\nb: 1\n{{ end }}\n", {"a": None, "b": 1}),
        ('a:\n%{ if "${x}" != "" }\nb: 1\n%{ endif }\n', {"a": None, "b": 1}),
        ("a:\n{{ .x }}: 1\n", {"a": None, "{{ .x }}": 1}),
        ("a: x@y.z\n", {"a": "x@y.z"}),
        ("a: 1\n", {"a": 1}),
    ],
)
def test_what_stands_around_the_tags(text: str, data: dict[str, Any]) -> None:
    found = document(text)
    assert found.data == data
    assert [problem for problem in found.problems if problem.rejected or problem.unread] == []
    assert found.template


def test_key_of_two_branches_is_not_given_twice() -> None:
    text = "{{ if .x }}\na: 1\n{{ else }}\na: 2\n{{ end }}\n"
    assert document(text).problems == ()
    for other in ("{{ .x }}", "{% include 'x' %}", '{{ template "x" . }}'):
        again = document(f"{other}\na: 1\na: 2\n")
        assert [problem.code for problem in again.problems] == ["duplicate-key"]


def test_mistake_that_is_one_in_every_branch_is_told() -> None:
    text = "x: &x {b: 1}\n{{ if .z }}\nc: {b: 2, <<: *x}\n{{ end }}\n"
    assert [problem.code for problem in document(text).problems] == ["merge-key"]


def test_lines_that_are_put_in_may_hold_anything() -> None:
    assert document("a:\n  b: 1\n  {{ toYaml .x | nindent 2 }}\n").inserts
    for line in ("{% include 'x' %}", '{{ template "x" . }}', "{{> x }}", "{% if x %}{{ y }}{% endif %}"):
        assert document(f"a: 1\n{line}\n").inserts
    assert not document("{{ if .x }}\na: {{ .y }}\n{{ end }}\n").inserts
    assert not document("{{! x }}\n{%- for x in y %}\na: 1\n{% endfor %}\n{# x #}\n").inserts


def test_text_with_many_different_tags_is_a_template_whatever_its_name() -> None:
    many = "a: {{ .x }}\nb: {{ .y }}\nc: {{ .z }}\n"
    assert document(many, "values.yaml").data == {"a": "{{ .x }}", "b": "{{ .y }}", "c": "{{ .z }}"}
    for text in ("a: {{ .x }}\nb: 1\n", "a: {{ .x }}\nb: {{ .x }}\nc: {{ .x }}\n"):
        found = document(text, "values.yaml")
        assert any(problem.rejected for problem in found.problems)
        assert not found.template


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("{{ a }} {% b %} {# c #} <% d %>", ["{{ a }}", "{% b %}", "{# c #}", "<% d %>"]),
        ("{{{ a }}} {{ b }}}", ["{{{ a }}}", "{{ b }}}"]),
        ("{% a %}} {{ b } }}", ["{% a %}", "{{ b } }}"]),
        ("{{ a }} {b}", ["{{ a }}"]),
        # one without an end is none
        ("{{ a {{ b", []),
        ("{{% a %}", ["{% a %}"]),
        ("{{ a {% b %} <% c {# d #}", ["{% b %}", "{# d #}"]),
        ("@a@ @@b@@ %CD% #{e} ${f{g}} %{h}", ["@a@", "@@b@@", "%CD%", "#{e}", "${f{g}}", "%{h}"]),
    ],
)
def test_tags(text: str, tags: list[str]) -> None:
    assert [text[slice(*tag)] for tag in tags_of(text)] == tags


@pytest.mark.parametrize(
    ("text", "hidden", "inserts", "count"),
    [
        ("a: {{ x }}\n", "a: .......\n", False, 1),
        ("a: {{x}}{{y}} {{z}}-${b}\n", "a: .......... .....-....\n", False, 3),
        ("  {{x}} {{y}}\na: 1\n", "  #..........\na: 1\n", True, 1),
        ("{{ if x }}\na: 1\n", "#.........\na: 1\n", False, 1),
        ("@X@\na: {{b}}\n", "#..\na: .....\n", True, 2),
        ("{{ if x }}\n{{ y }}\n", "#.........\n#......\n", True, 2),
        ("{{ y }}\n{{ if x }}\n", "#......\n#.........\n", True, 2),
        ("{{/* b\nc */}}\na: 1\n", "#.....\n#.....\na: 1\n", False, 2),
    ],
)
def test_tags_are_hidden(text: str, hidden: str, inserts: bool, count: int) -> None:
    found = template(text)
    assert found is not None
    assert (found.text.replace("\ue000", "."), found.inserts) == (hidden, inserts)
    assert len(found.holes) == count


def test_text_that_can_be_read_is_no_template() -> None:
    found = document("a: '{{ .x }}'\nb: '{{ .y }}'\nc: '{{ .z }}'\n", "values.yaml")
    assert not found.template


def test_what_hides_a_tag_stands_nowhere_in_the_text() -> None:
    found = template("a: {{ x }} \ue000\n")
    assert found is not None
    assert found.text == "a: " + "\ue001" * 7 + " \ue000\n"
    assert template("a: {{ x }} " + "".join(map(chr, range(0xE000, 0xF8FF)))) is None


def test_text_may_have_tags_of_every_kind() -> None:
    every = "{{ a }} {% b %} {# c #} <% d %> ${e} %{f} #{g} @h@ %II%"
    assert template(f"a: 1 # {every}\n") is not None
    found = document(f"a: '{every}'\n")
    assert (found.data, found.readable) == ({"a": every}, True)


def test_mistake_beside_the_tags_stays_a_mistake() -> None:
    text = 'a: "{{ .x }}"\nb: "{{ .y }}"\nc: "{{ .z }}"\nd: [1\n'
    assert [problem.code for problem in document(text, "values.yaml").problems] == ["syntax"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a: {{{ if .x }}b: 1\n {{ end }}\n", "{{{ if .x }}"),
        ("{{ toYaml .Values }}\n", "{{ toYaml .Values }}"),
        ("{{ .x }}-y\n", "{{ .x }}"),
        # YAML as it stands, but of another meaning
        ("${X}\n", "${X}"),
        ("a: <% b\nc: x %> d\n", "<% b"),
    ],
)
def test_template_that_cannot_be_read_is_no_rejection(text: str, first: str) -> None:
    found = document(text)
    assert [(one.code, one.rejected, one.unread, text[slice(*one.span)]) for one in found.problems] == [
        ("template", False, True, first)
    ]
    assert found.template


def test_template_of_a_list_is_no_values_file() -> None:
    found = document("- a: '{{ .x }}'\n")
    assert [(one.code, one.rejected) for one in found.problems] == [("not-a-mapping", True)]


def test_comments_of_a_template_are_kept() -> None:
    for rest in ("a: {{ .x }}\n", "{{ .x }}-y\n"):
        text = f"# one\n{rest}# two\n"
        assert [one.span.start for one in document(text).comments] == [0, text.index("# two")]


@given(st.text("ab:- {}%$@#<>=\"'\n|", max_size=60))
def test_hidden_text_has_the_same_lines(text: str) -> None:
    found = template(text)
    if found is not None:
        assert len(found.text) == len(text)
        assert [line.start() for line in re.finditer("\n", text)] == [
            line.start() for line in re.finditer("\n", found.text)
        ]
    document(text)
