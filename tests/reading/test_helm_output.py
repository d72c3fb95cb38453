"""What ``helm get values`` prints."""

import pytest

from pachlint.place import Span
from pachlint.reading.document import decode, read
from pachlint.source import Source


@pytest.mark.parametrize(
    "header", ["USER-SUPPLIED VALUES:", "COMPUTED VALUES:", "\ufeffUSER-SUPPLIED VALUES:"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_above_the_values_is_none_of_them(header: str, end: str) -> None:
    text = f"{header}{end}a: 1  # one{end}b:{end}  c: 2{end}"
    found = read(Source("<stdin>", text))
    assert found.data == {"a": 1, "b": {"c": 2}}
    assert found.problems == ()
    assert found.source.text == text
    entry = found.find(("b", "c"))
    assert entry is not None
    assert text[slice(*entry.node.span)] == "2"
    assert [text[slice(*one.span)] for one in found.comments] == ["# one"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_mistake_below_the_line_is_told_at_its_place(mark: str) -> None:
    text = f"{mark}USER-SUPPLIED VALUES:\na: 1\na: 2\n"
    found = read(Source("<stdin>", text))
    assert [(one.code, text[one.span.start :]) for one in found.problems] == [("duplicate-key", "a: 2\n")]


@pytest.mark.parametrize("rest", ["null\n", "{}\n", ""])
def test_no_values(rest: str) -> None:
    found = read(Source("<stdin>", f"USER-SUPPLIED VALUES:\n{rest}"))
    assert found.data == {}
    assert found.problems == ()


def test_output_that_powershell_has_saved() -> None:
    text = decode("USER-SUPPLIED VALUES:\r\na: 1\r\n".encode("utf-16"))
    assert isinstance(text, str)
    assert read(Source("values.yaml", text)).data == {"a": 1}


def test_line_is_one_only_at_the_beginning() -> None:
    found = read(Source("<stdin>", "a: 1\nCOMPUTED VALUES:\n  b: 2\n"))
    assert found.data == {"a": 1, "COMPUTED VALUES": {"b": 2}}
    assert found.find(("a",)).node.span == Span(3, 4)  # type: ignore[union-attr]
