"""Bounds of templates, what is not known, and that nothing else can happen."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_templates import Templates
from template_agreement import ours

from pachlint.gotemplate.engine import Engine
from pachlint.gotemplate.errors import ExecutionError, ParseError, UnknownError
from pachlint.gotemplate.values import Values


def outcome(template: str, values: dict[str, object] | None = None) -> str:
    """What is printed, or the kind of what stops it."""
    try:
        return Engine().render(template, Values({"Values": Values(values or {})})).text
    except (ParseError, ExecutionError, UnknownError) as error:
        return type(error).__name__


@pytest.mark.parametrize(
    "template",
    [
        "{{ now }}",
        "{{ randAlphaNum 5 }}",
        "{{ $x := uuidv4 }}{{ $x | quote }}",
        '{{ range lookup "v1" "Secret" "a" "b" }}{{ end }}',
        "{{ if randAlpha 3 }}x{{ end }}",
        '{{ keys (dict "a" 1 "b" 2) }}',
        '{{ toToml (dict "a" 1) }}',
        '{{ $x := genCA "a" 1 }}',
        '{{ include "x" . }}',
    ],
)
def test_what_only_a_real_run_gives_is_not_known(template: str) -> None:
    with pytest.raises(UnknownError):
        Engine(names={"x"}).render(template, Values())


def test_reason_names_the_function() -> None:
    with pytest.raises(UnknownError, match="randAlphaNum"):
        Engine().render("{{ randAlphaNum 5 | b64enc }}", Values())


@pytest.mark.parametrize(
    "template",
    [
        '{{ now }}{{ fail "x" }}',
        "{{ randAlphaNum 5 }}{{ .a.b }}",
        '{{ randAlphaNum "5" }}',
        "{{ now | b64enc }}",
        "{{ uuidv4.x }}",
    ],
)
def test_mistake_is_seen_after_what_is_not_known(template: str) -> None:
    assert outcome(template) == "ExecutionError"


@pytest.mark.parametrize(
    "template",
    [
        '{{ repeat 100000000 "x" }}',
        '{{ repeat 10000 (repeat 10000 "x") }}',
        "{{ until 100000000 }}",
        "{{ range until 20000 }}{{ range until 20000 }}x{{ end }}{{ end }}",
        '{{ define "f" }}{{ template "f" . }}{{ end }}{{ template "f" . }}',
        '{{ define "f" }}{{ include "f" . }}{{ include "f" . }}{{ end }}{{ include "f" . }}',
        "{{ tpl .Values.t . }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ if true }}" * 5000 + "{{ end }}" * 5000,
        '{{ regexMatch "(a|b)*a(a|b){900}c" (repeat 9000 "aabab") }}',
        '{{ range until 500 }}{{ $_ := regexFind (printf "(a{900}|%d)" .) (repeat 900 "a") }}{{ end }}',
        '{{ $d := dict }}{{ range until 5000 }}{{ $_ := set $d (toString .) (dict "a" $d) }}{{ end }}{{ toJson $d }}',
        '{{ printf "%999999d" 1 }}',
        '{{ indent 100000 (repeat 10000 "\\n") }}',
        "{{ 1" + " | add 1" * 60000 + " }}",
    ],
    ids=lambda text: text[:40],
)  # fmt: skip
def test_no_template_takes_long(template: str) -> None:
    begun = time.perf_counter()
    assert outcome(template, {"t": "{{ tpl .Values.t . }}"}) in (
        "BudgetError",
        "UnknownError",
        "ExecutionError",
    )
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("template", "output"),
    [
        ('{{ regexMatch "(a+)+$" (print (repeat 20000 "a") "b") }}', "false"),
        ('{{ regexMatch "^(a?){40}a{40}$" (repeat 40 "a") }}', "true"),
        ('{{ len (regexReplaceAll "a*b*c*d*e*f*$" (repeat 3000 "abcdef ") "x") }}', "21001"),
        ('{{ regexFind "(x+x+)+y" (repeat 2000 "x") }}', ""),
        ('{{ mustRegexMatch "\\\\pL" "é" }}', "true"),
        ('{{ regexReplaceAll "(?P<one>a)|(?P<one>b)" "ab" "<${one}$2$x$$>" }}', "<a$><bb$>"),
        ('{{ regexReplaceAll "a(?i)B" "aBab" "${0" }}', "${0${0"),
    ],
)
def test_patterns_are_those_of_go_and_take_linear_time(template: str, output: str) -> None:
    begun = time.perf_counter()
    assert outcome(template) == output
    assert time.perf_counter() - begun < 2


def test_many_comments_are_read_one_after_the_other() -> None:
    assert outcome("{{/* c */}}" * 20_000 + "x") == "x"


def test_change_of_the_values_is_reported() -> None:
    root = Values({"Values": Values({"a": {"b": 1.0}})})
    assert Engine().render('{{ $_ := set (dict "x" 1) "y" 2 }}', root).changed is False
    assert Engine().render('{{ $_ := unset .Values.a "b" }}', root).changed is True
    assert root == {"Values": {"a": {}}}


def test_line_of_a_mistake() -> None:
    with pytest.raises(ParseError) as parsing:
        Engine().render("a\n{{ if }}\n", Values())
    assert parsing.value.line == 2
    with pytest.raises(ExecutionError) as running:
        Engine().render("a\n\n{{ if true }}\n{{ .a.b }}{{ end }}", Values())
    assert running.value.line == 4


def test_messages_hold_no_values() -> None:
    for template in (
        "{{ range .Values.s }}{{ end }}",
        "{{ .Values.s.x }}",
        '{{ eq 1 "secret" }}',
        "{{ b64enc .Values.l }}",
    ):
        with pytest.raises(ExecutionError) as error:
            Engine().render(template, Values({"Values": Values({"s": "secret", "l": ["secret"]})}))
        assert "secret" not in error.value.message


@given(st.text("{}.$x \"`|()-/*\n\\'09ae:=,é", max_size=40))
def test_no_text_raises_anything_else(template: str) -> None:
    assert isinstance(outcome("{{" + template + "}}"), str)


@given(st.integers(0, 2**32))
def test_no_random_template_raises_anything_else(seed: int) -> None:
    assert ours(Templates(random.Random(seed)).template())[0] in ("ok", "rejected", "unknown")


@pytest.mark.parametrize(
    "call",
    [
        "set .map `a` 1",
        "unset .map `a`",
        "hasKey .map `a`",
        "hasKey $known .key",
        "set $known .key 1",
        "unset $known .key",
        "dig `a` `b` .map",
    ],
)
def test_map_or_key_that_is_not_known_is_a_doubt(call: str) -> None:
    unknown = "{{ $known := dict `a` 1 }}{{ with genCA `a` 1 }}{{ %s }}{{ end }}"
    assert outcome(unknown % call) == "UnknownError"
