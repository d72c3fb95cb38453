"""What Helm can read of what a template printed; Helm is asked again where it is there."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.verdict.oddities import is_plain
from pachlint.verdict.rendered import readable_file

FILES = {
    "a: b\n": True,
    "": True,
    "a": False,
    "- a": False,
    "a: [": False,
    "a: b\n---\nc: d\n": True,
    "a: b\n---\nc\n": False,
    "---\na: b\n": True,
    "a: b\n---\n---\n# c\n---\n": True,
    # Helm splits before it reads: in quotes and in blocks too
    'a: "b\n---\nc: d"\n': False,
    "a: 'b\n---\n'\n": False,
    "a: |\n  b\n---\nc: d\n": True,
    "a: |\n  b\n---c\n": False,
    "a: |\n  b\n---c: d\n": True,
    "a: |\n  b\n ---\n": False,
    "a: |\n  b\n  ---\n  c\n": True,
    "a: b\n-----BEGIN X-----\n": False,
    "a: b\r\n---\r\nc: d\n": True,
    "a: b\r--- c\n": True,
    "x---\na: b\n": False,
    "kind: {a: b}\n": False,
    "kind: 1\nmetadata: {name: 2, annotations: {a: 3, b: true}}\n": True,
    "metadata: x\n": False,
    "metadata: {annotations: [a]}\n": False,
    "metadata: {annotations: {a: {b: c}}}\n": False,
    "metadata: {labels: {a: {b: c}}}\n": True,
    "metadata: null\n": True,
    "a: |\n\n  b\n": True,
    "a: |\n    \n  b\n": False,
    "a: |\n  \tb\n": False,
    "a: |\n\tb\n": False,
    "a: |\n    b\n  c\n": False,
    "a: |2\n    b\n  c\n": True,
    "a: b\u2028c\n": False,
    "a: b\u2028 c\n": True,
    'a: "b\u2028c"\n': True,
    "a: b\u0085c\n": False,
    "a: b\x0bc\n": False,
    "a: b\x7fc\n": False,
    "a: b\ufffec\n": False,
    "a: .inf\n": False,
    "a: -.Inf\n": False,
    "a: .nan\n": False,
    'a: ".inf"\n': True,
    "a: .info\n": True,
    "apiVersion: {a: b}\n": False,
    "metadata: {name: {a: b}}\n": False,
    "metadata: {name: [a]}\n": False,
    # deeper than pachlint reads
    f"a: {'[' * 250}{']' * 250}\n": True,
}


@pytest.mark.parametrize("text", FILES, ids=ascii)
def test_file_is_read_as_helm_reads_it(text: str) -> None:
    assert readable_file(text) is FILES[text]


@pytest.mark.helm
@pytest.mark.parametrize("text", FILES, ids=ascii)
def test_helm_reads_the_same(text: str, render: Callable[..., str | None]) -> None:
    # an escape that Go and JSON share; the values could not hold all of these characters
    template = f"{{{{ {json.dumps(text)} }}}}"
    assert (render(template, {}) is not None) is FILES[text]


# Lines on which a chart writes a value; in none of them it stands between brackets.
LINES = ["x: %s\n", "x: a%s\n", "x: a%sb\n", "x: '%s'\n", 'x: "%s"\n', "x: a %s b\n", "x:\n- %s\n", "x:\n- a: %s\n", "x: %s:5\n", "x: --a=%s\n", "x: http://%s\n", "%s: y\n", "x%s: y\n", "x: |\n  %s\n", "x: %s%s\n", "x: y # %s\n", "x: /%s/b\n"]  # fmt: skip


@given(st.text("ab0_/$(^;)+.=@~?&%-:# ,'\"", min_size=1, max_size=6))
def test_a_plain_word_means_nothing_wherever_it_stands(word: str) -> None:
    if is_plain(word):
        for line in LINES:
            assert readable_file(line.replace("%s", word)) == readable_file(line.replace("%s", "word")), line
