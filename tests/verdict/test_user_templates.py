"""Templates inside values: what Go refuses to read, as tried with Helm 3.17."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.verdict.user_templates import unreadable


@pytest.mark.parametrize(
    "template",
    [
        "", "a", "}}", "{{ .Values.x }}", '{{ "x" | quote }}', "{{/* c */}}", "{{ if true }}x{{ else }}y{{ end }}", "{{- 1 -}}", '{{ "}}" }}',
        "{{ `}}` }}", "{{ $x := 1 }}{{ $x }}", "{{ range $i, $v := list 1 2 }}{{ $i }}{{ $v }}{{ end }}", "{{ $.Values.x }}", "{{ $ }}",
        "{{ (list 1) | first }}", '{{ .Values.a.b.c | default (printf "%s" .Release.Name) }}',
    ],
)  # fmt: skip
def test_template_that_go_reads(template: str) -> None:
    assert unreadable(template) == ""


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("a {{ b", "no }} closes"),
        ("{{}}", "empty"),
        ("{{ x }}", "function x"),
        ("{{ .Release.Name | foo }}", "function foo"),
        ("{{ (x) }}", "function x"),
        ("{{ $x }}", "variable $x"),
        ("{{ end }}", "nothing opens"),
        ("{{ if true }}x", "no {{ end }}"),
        ("{{ .Values.x }}{{ y }}", "function y"),
    ],
)
def test_template_that_go_refuses(template: str, told: str) -> None:
    assert told in unreadable(template)


@given(st.text('{}.$x "`|()-/*\n\\', max_size=40))
def test_no_template_raises(template: str) -> None:
    assert isinstance(unreadable(template), str)
