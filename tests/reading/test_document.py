"""What is wrong with a file is told as data, at its place; reading never raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.discovery import read_bytes
from pachlint.place import Span
from pachlint.reading.document import Document, read, read_again
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from pachlint.source import Source


def document(text: str) -> Document:
    """A text as a document."""
    return read(Source("values.yaml", text))


def reported(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of every problem."""
    found = document(text)
    places = [(problem.code, found.source.place(problem.span)) for problem in found.problems]
    return [(code, place.line, place.column) for code, place in places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", []),
        ("a: [1\n", [("syntax", 1, 4)]),
        ("a:\n\tb: 1\n", [("syntax", 2, 1)]),
        ("a: 1\na: 2\n", [("duplicate-key", 2, 1)]),
        ("- a: 1\n", [("not-a-mapping", 1, 3)]),
        ("- a\n- b\n", [("not-a-mapping", 1, 3)]),
        ("just text\n", [("not-a-mapping", 1, 1)]),
        ("text of a:b\n", [("not-a-mapping", 1, 1)]),
        ("a:1\n", [("missing-space", 1, 2)]),
        ("a:\n  b:1\n", [("missing-space", 2, 4)]),
        ("a: {b:1}\n", [("missing-space", 1, 6)]),
        ("a: &x {b:1}\nc: *x\n", [("missing-space", 1, 9)]),
        ("a: {b:1}\nc: {d:2}\n", [("missing-space", 1, 6), ("missing-space", 2, 6)]),
        ("a: &x\nb: {c:1: *x}\n", []),
        ("a: &x\n  b:\n    c:1\nd:\n  <<: *x\n", [("missing-space", 3, 6)]),
        ("a:\n  <<:\n    b:\n      c:1\n", [("missing-space", 4, 8)]),
        ('a:\n  "b:1"\nc: |\n  d:1\n', []),
        ("a:b:\nc:\n  d:1\n", [("missing-space", 3, 4)]),
        ("", []),
        ("# nothing\n", [("empty", 1, 1)]),
        ("# {a:b}\n", [("empty", 1, 1)]),
        ("a:\n  b: 1\n# {c:d}\n", []),
        ("a: 1\n---\nb: 2\n", [("several-documents", 2, 1)]),
        ("a: .inf\n", [("unsupported-value", 1, 4)]),
        ("a: 1\n...\n]\n", [("several-documents", 2, 4)]),
        ("a: { {{ x }}: 1 } y\n", [("syntax", 1, 6)]),
        ("a: [*x\n", [("syntax", 1, 5), ("syntax", 1, 4)]),
        ("a: .inf\nb: [1\n", [("syntax", 2, 4)]),
        ("a: {<<: 1}\n", [("merge-key", 1, 9)]),
        ("é: \x07\n", [("syntax", 1, 4)]),
        # Helm looks at 512 bytes at a time, and so at what follows a marker among the first of them
        ("a: 1\n---\ud800\n", [("syntax", 2, 4)]),
        ("a: 1\n" + "#" * 600 + "\x07\n", [("syntax", 2, 601)]),
        ("é: \ud800\n", [("syntax", 1, 4)]),
        ("a: 1\n---\nb: \x07\n", [("syntax", 3, 4)]),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", [("syntax", 2, 1)]),
        ("```yaml\na: 1\n```\n", [("syntax", 1, 1)]),
        ("a: 1\n```yaml\nb: 1\n", [("syntax", 2, 1)]),
        ("\n```yaml\na: 1\n```\n", [("syntax", 2, 1)]),
        ("\r```yaml\ra: 1\r```\r", [("syntax", 2, 1)]),
        ("a: {{ x }}.b\n", [("syntax", 1, 4)]),
        ('a: "open\n', [("syntax", 1, 4)]),
        ('a: {b: "http:\\/\\/x"}\n', [("syntax", 1, 14)]),
        ('a: \'\\/\' # "\\/"\nb: ["\\\\/", x:y]\n', []),
        ('"~": 1\n~: 2\n', [("invalid-key", 2, 1)]),
        ('18446744073709551615: 1\n"18446744073709551615": 2\n', [("invalid-key", 1, 1)]),
    ],
)
def test_problem_stands_at_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert reported(text) == expected
    # behind a byte order mark, which is a character of the first line
    assert reported("\ufeff" + text) == [
        (code, line, column + (line == 1)) for code, line, column in expected
    ]


# As Helm 3.17.3 reads or refuses them.
@pytest.mark.parametrize(
    ("marker", "between", "expected"),
    [
        ("---", "b" * 502, [("syntax", 3, 503)]),
        ("---", "b" * 503, [("several-documents", 2, 1)]),
        ("...", "#" * 502, [("syntax", 3, 503)]),
        ("...", "#" * 503, [("several-documents", 3, 504)]),
        ("...", "#" * 70_000 + "\n", [("several-documents", 4, 1)]),
        # without a marker it is looked for to the end
        ("# c", "#" * 70_000 + "\n", [("syntax", 4, 1)]),
    ],
    ids=["document", "far document", "end", "far end", "farther end", "none"],
)
def test_a_character_does_not_matter_from_where_helm_does_not_look(
    marker: str, between: str, expected: list[tuple[str, int, int]]
) -> None:
    text = f"a: 1\n{marker}\n{between}\x07"
    assert reported(text) == expected
    assert bool(document(text).data) is (expected[0][0] != "syntax")


def test_nothing_is_read_of_comments_alone_before_a_character_that_is_refused() -> None:
    assert reported("# c\n" * 200 + "\x07") == [("syntax", 201, 1)]


TEMPLATE = "Helm does not run templates in values files, so this is not YAML."


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("a: {{ x }}.b {{ if y }}\n", TEMPLATE, "Write the value itself; "),
        ("a: {{ if y }}.b\n", TEMPLATE, "Remove the lines of the template "),
        ('a: "b" "c" {{ d }}\n', TEMPLATE, "Write the value itself; "),
        ("a: 'b' 'c' {{ d }}\n", TEMPLATE, "Write the value itself; "),
        ('a: "b" {{ "d" }}\n', TEMPLATE, "Write the value itself; "),
        ("a: {{ b\n\n\n", TEMPLATE, "Write the value itself; "),
        ("a:b\n  c: d\n", "A space is missing after the colon of a.", 'Write "a: " '),
        ("a:b\n\n  c: d\n", "This key is indented deeper than the line above it", "Give keys "),
        ("--- a: 1\nb:1\n", "No key can stand on the line of ---", "Put it on the line below"),
        ("# c\n---\ta: 1\n", "No key can stand on the line of ---", "Put it on the line below"),
        # a line end for YAML, and for no editor
        ("a\x85 b: 1\nc:1", "This key is indented deeper than the line above it", "Give keys "),
        ("a: b\n  c --- d: e\n", "This key is indented deeper than the line above it", "Give keys "),
        ("a:b\n---b: c\n", "A space is missing after the colon of a.", 'Write "a: " '),
        ("a: 1\n```yaml\nb: 1\n", "This line is Markdown", "Only the YAML "),
        ("\n```yaml\na: 1\n```\n", "This line is Markdown", "Only the YAML "),
        ('a: [\n  {{ b }}, "\n', TEMPLATE, "Write the value itself; "),
        ('a: b\n  ~~~\n"\n', "This quote is never closed", "Close it "),
    ],
)
def test_what_is_said_of_a_mistake(text: str, message: str, hint: str, end: str, mark: str) -> None:
    (problem,) = document(mark + text.replace("\n", end)).problems
    assert problem.message.startswith(message)
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a: 1\n---\nb: 2\n", "lines 2 to 3 are"), ("\na: 1\n---\nb: 2\n\n", "lines 3 to 4 are")],
)
def test_lines_that_helm_does_not_read(text: str, lines: str) -> None:
    (problem,) = document(text).problems
    assert lines in problem.message


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_empty_file_is_so_where_it_says_something(mark: str) -> None:
    assert reported(f"{mark}\n  # nothing\n") == [("empty", 2, 3)]


@pytest.mark.parametrize(
    ("text", "related"),
    [
        ("a: 1\nb: 2\na: 3\n", [(0, '"a" is first set here')]),
        ("x: &x {b: 1}\ny: {b: 2, <<: *x}\n", [(17, "this has no effect"), (7, "Helm uses this")]),
    ],
)
def test_other_places_of_a_key(text: str, related: list[tuple[int, str]]) -> None:
    (problem,) = document(text).problems
    assert [(span.start, words) for span, words in problem.related] == related


def test_a_key_that_is_given_again_stands_where_it_is_given_last() -> None:
    assert list(document("a: 1\nb: 2\na: 3\n").data.items()) == [("b", 2), ("a", 3)]


@pytest.mark.parametrize(
    ("text", "begins"),
    [("? a: 1\n: 2\n", "A mapping or a list"), ("{a: 1}: 2\n", "Helm does not run templates")],
)
def test_a_mapping_is_no_key(text: str, begins: str) -> None:
    (problem,) = document(text).problems
    assert problem.message.startswith(begins)


def test_quotes_that_are_escaped_without_need_are_read_as_go_yaml_does() -> None:
    """By a mistake it takes them in double quotes, however many there are; elsewhere a backslash is one."""
    text = "".join(f'k{number}: "it\\\'s"\n' for number in range(20)) + "z: it\\'s\n"
    found = document(text)
    assert found.data == {**{f"k{number}": "it's" for number in range(20)}, "z": "it\\'s"}
    # where no character is free to stand for them, the text cannot be read
    full = "# " + "".join(map(chr, range(0xE000, 0xF8FF))) + "\n"
    assert reported('a: "it\\\'s"\n' + full) == [("syntax", 1, 7)]


@pytest.mark.parametrize("text", ["- a: 1\n", "a: 1\na: 2\n", "a: {<<: 1}\nb: 1\n", "a: .inf\nb: 1\n"])
def test_what_is_rejected_has_no_data(text: str) -> None:
    found = document(text)
    assert bool(found.data) is found.readable


@pytest.mark.parametrize("name", ["values.yaml", "values.yaml.gotmpl"])
def test_document_with_another_text_is_what_it_was(name: str) -> None:
    before = read(Source(name, "a: '{{ b }}'\n"))._replace(sealed="why not")
    found = read_again(before, "a: 1\n")
    assert (found.data, found.template, found.sealed) == ({"a": 1}, before.template, "why not")
    filled = read_again(before._replace(template=True), "a: 2\n")
    assert (filled.source.name, filled.data, filled.template) == (name, {"a": 2}, True)
    assert read_again(before, "a: {{ x }}\nb: {{ y }}\nc: {{ z }}\n").template


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (".8_9", 0.89),
        (".5e1_0", 5_000_000_000),
        (".8__9", ".8__9"),
        ("._8", "._8"),
        (".x.5", ".x.5"),
        ("1" * 5000, "1" * 5000),
        ("0b-1", -1),
        ("0b+11", 3),
        ("-0b-1", "-0b-1"),
        ("0B-1", "0B-1"),
        ("0b+" + 64 * "1", "0b+" + 64 * "1"),
        ("0b" + 64 * "1", 18446744073709552000),
    ],
)
def test_numbers_are_those_of_go(text: str, value: object) -> None:
    assert document(f"a: {text}\n").data == {"a": value}


def test_second_byte_order_mark_costs_the_first_characters_of_lines() -> None:
    assert document("\ufeff\ufeffa:\n  b: 1\n").data == {"a": {"b": 1}}
    assert document("\ufeff\ufeffa: 1\n\npachd: 2\n").data == {"a": 1, "achd": 2}


def test_bytes_that_are_no_text_are_rejected() -> None:
    found = read_bytes(b"a: 1\n\xff\xfe\x00", "values.yaml")
    assert [(problem.code, problem.rejected) for problem in found.problems] == [("encoding", True)]


@pytest.mark.parametrize(
    ("content", "rejected"),
    [
        (b"a: 1\n---\nx: \xff\n", True),
        (b"a: 1\n---\n" + b"b: 1\n" * 99 + b"x: \xff\n", True),
        (b"a: 1\n---\n" + b"b: 1\n" * 100 + b"x: \xff\n", False),
        (b"a: 1\n...\n]\n" + b"b: 1\n" * 50 + b"x: \xff\n", True),
        (b"a: 1\n...\n]\n" + b"b: 1\n" * 100 + b"x: \xff\n", False),
        (b"a: 1\n" + b"#" * 600 + b"\xff\n", True),
        (b"a: 1\n---\nb: 1\nx: \xe2\x82", False),
        (b"a: 1\nx: \xe2\x82", True),
    ],
)
def test_bytes_that_are_no_text_do_not_matter_where_helm_does_not_read(
    content: bytes, rejected: bool
) -> None:
    found = read_bytes(content, "values.yaml")
    assert any(problem.rejected for problem in found.problems) is rejected
    assert found.data == ({} if rejected else {"a": 1})


def test_aliases_that_multiply_are_rejected_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert [problem.rejected for problem in document("\n".join(lines) + "\n").problems] == [True]


# As Helm 3.17.3 reads or refuses them: 99 of 100 values may be repeated by aliases.
@pytest.mark.parametrize(("times", "refused"), [(22, False), (23, True)])
def test_aliases_may_multiply_so_far(times: int, refused: bool) -> None:
    a, b, c = "x," * 23, "*a ," * 11, "*b ," * times
    found = document(f"a: &a [{a}]\nb: &b [{b}]\nc: [{c}]\n")
    assert [problem.rejected for problem in found.problems] == [True] * refused


@pytest.mark.parametrize(("depth", "rejected"), [(150, None), (300, False), (10_002, True)])
def test_deep_nesting_is_reported_and_not_followed(depth: int, rejected: bool | None) -> None:
    problems = document("a: " + "[" * depth + "]" * depth + "\n").problems
    assert [problem.rejected for problem in problems if problem.code == "too-deep"] == (
        [] if rejected is None else [rejected]
    )


def test_large_file_is_not_read() -> None:
    found = document("a: 1\n" + "# x\n" * 13_000_000)
    assert [problem.code for problem in found.problems] == ["too-large"]
    assert found.is_cut
    assert not found.template
    assert not found.inserts


@pytest.mark.parametrize("text", ["a: 1\n", "a: [1\n", "- a\n", "# nothing\n", "a: 1\na: 2\n"])
def test_file_that_is_not_too_large_is_whole(text: str) -> None:
    assert not document(text).is_cut


def test_comments_are_kept_with_their_places() -> None:
    text = "# one\na: 1  # two\nb: '# no'\n# three\n"
    assert [text[slice(*comment.span)] for comment in document(text).comments] == [
        "# one",
        "# two",
        "# three",
    ]


YAML_TEXT = st.text(alphabet="ab: \n-#[]{}'\"&*!|>?,%@`\t01~.<é\x07\ufeff\r", max_size=60)


@given(st.binary(max_size=80))
def test_no_bytes_make_reading_raise(content: bytes) -> None:
    assert read_bytes(content, "values.yaml").source.name == "values.yaml"


@given(YAML_TEXT)
def test_no_text_makes_reading_raise_and_places_are_inside(text: str) -> None:
    found = document(text)
    for problem in found.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text) + 1
        assert problem.message


@given(YAML_TEXT)
def test_spans_nest_and_scalars_parse_back(text: str) -> None:
    found = document(text)
    if found.root is not None and not found.problems:
        check_node(found.root, Span(0, len(text)), text)


def check_node(node: Node, around: Span, text: str) -> None:
    """Spans lie in one another; the text of a plain scalar's span alone has the same value."""
    if node.alias is not None:
        return
    assert around.start <= node.span.start <= node.span.end <= around.end
    match node:
        case MappingNode():
            for entry in node.entries:
                check_entry(entry, node.span, text)
        case SequenceNode():
            for item in node.items:
                check_node(item, node.span, text)
        case ScalarNode() if node.style == "plain" and node.text and "\n" not in node.text:
            # a list in brackets has no room for a question mark
            again = document(f"k:\n- {text[slice(*node.span)]}\n").data
            assert repr(again.get("k")) == repr([node.value])


def check_entry(entry: Entry, around: Span, text: str) -> None:
    """The same for a key's value; what a merge brings stands elsewhere."""
    if not entry.merged:
        assert around.start <= entry.key_span.start <= entry.key_span.end
        check_node(entry.node, around, text)
