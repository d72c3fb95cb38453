"""Terraform's language as far as it is read: hclsyntax/spec.md and scan_tokens.rl of hashicorp/hcl."""

import random

import pytest

from pachlint.embedding.hcl import HclError, read_body
from pachlint.embedding.hcl_nodes import Attribute, Block, Call, Expression, Items, Pairs, Template, Word


def value(text: str) -> Expression:
    """The value of the one attribute of a text."""
    ((attribute,), _) = read_body(f"x = {text}\n")
    assert isinstance(attribute, Attribute)
    return attribute.value


def plain(found: Expression) -> object:
    """A value in Python's terms; what is not worked out as a set of its text."""
    match found:
        case Template():
            return found.text
        case Word():
            return found.text if found.known else {found.text}
        case Items():
            return [plain(one) for one in found.items]
        case Pairs():
            return {pair.key: plain(pair.value) for pair in found.pairs}
        case Call():
            return (found.name, *map(plain, found.arguments))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a"', "a"),
        ('""', ""),
        (r'"a\nb\t\"\\\u0041\U0001F600"', 'a\nb\t"\\A\U0001f600'),
        ('"$${a} %%{b} $c"', "${a} %{b} $c"),
        ('"a ${var.b["c"]} ${"}"} d"', 'a ${var.b["c"]} ${"}"} d'),
        (r'"\u1041\U0010FFFF\U00110000"', "\u1041\U0010ffff\ufffd"),
        (r'"\u12\q"', "u12q"),
        ("3", "3"),
        ("-3.5e7", "-3.5e7"),
        ("true", "true"),
        ("null", "null"),
        ("var.x", {"var.x"}),
        ("local.x[0].y", {"local.x[0].y"}),
        ("1 + 2", {"1 + 2"}),
        ("1 <= 2", {"1 <= 2"}),
        ("1 >= 2 && a || b", {"1 >= 2 && a || b"}),
        ("(1 /* ) */)", {"(1 /* ) */)"}),
        ("!a", {"!a"}),
        ("!(a)", {"!(a)"}),
        ("a < b", {"a < b"}),
        ("a <b", {"a <b"}),
        (r'"a\rb\tc"', "a\rb\tc"),
        ("-[1][0]", {"-[1][0]"}),
        ("a==[1]", {"a==[1]"}),
        ("a!=(1)", {"a!=(1)"}),
        ("a?[1]:[2]", {"a?[1]:[2]"}),
        ("({a = [1]})", {"({a = [1]})"}),
        ("(1 /* ) */ )", {"(1 /* ) */ )"}),
        ("(1 # )\n)", {"(1 # )\n)"}),
        ("(1 // )\n)", {"(1 // )\n)"}),
        ("(\n1\n)", {"(\n1\n)"}),
        ('a == "b" ? [1] : {c = 2}', {'a == "b" ? [1] : {c = 2}'}),
        ("[for a in b : a]", {"[for a in b : a]"}),
        ("{for k, v in b : k => v}", {"{for k, v in b : k => v}"}),
        ("[]", []),
        ("[1, 2,]", ["1", "2"]),
        ("[\n1,\n# no\n2 // no\n, /* no */ 3]", ["1", "2", "3"]),
        ("{}", {}),
        ("{a=1,b=[2]}", {"a": "1", "b": ["2"]}),
        ("{a={b=1}}", {"a": {"b": "1"}}),
        ("[{a=1}]", [{"a": "1"}]),
        ("{a = 1, b: 2}", {"a": "1", "b": "2"}),
        ("{\n a = 1\n 'b' = 2 }".replace("'", '"'), {"a": "1", "b": "2"}),
        ("{(var.k) = 1}", {None: "1"}),
        ('{"${k}" = 1}', {None: "1"}),
        ('file("a")', ("file", "a")),
        ("f(a(1), [2]...)", ("f", ("a", "1"), {"[2]..."})),
        ("[f(1), f(2)[0]]", [("f", "1"), {"f(2)[0]"}]),
        ("<<E\na: b\n\n  c: d\nE", "a: b\n\n  c: d\n"),
        ("<<E\nE", ""),
        ("<<E\n  a: b\nE", "  a: b\n"),
        ("<<E\na: $${b} ${c}\nE", "a: ${b} ${c}\n"),
        ("<<E\na: ${f(\nE\n)}\nE", "a: ${f(\nE\n)}\n"),
        ("<<-E\n    a: b\n\n      c: d\n  E", "a: b\n\n  c: d\n"),
        ("<<-E\n\ta: b\n\t  c: d\n\tE", "a: b\n  c: d\n"),
        ("<<-E\n    a: ${x}\n  ${y}\n  E", "  a: ${x}\n${y}\n"),
        ("<<-E\n  a: b\n${y}\n  E", "  a: b\n${y}\n"),
        ("<<E\nEE\nE E\n E \n", "EE\nE E\n"),
        ("<<E\na: $${b}\nc: \\n\nE", "a: ${b}\nc: \\n\n"),
        ("<<E\na: ${join(\n'}', b)}\nE".replace("'", '"'), 'a: ${join(\n"}", b)}\n'),
        ("[<<A\n1\nA\n, <<B\n2\nB\n]", ["1\n", "2\n"]),
        ("<<E\r\na: b\r\nE", "a: b\r\n"),
    ],
)
def test_value(text: str, expected: object) -> None:
    assert plain(value(text)) == expected


def test_places_are_exact() -> None:
    text = 'x = <<-E\n    a: b\n\n      c: $${d}\n    E\ny = "1\\n2"\n'
    (one, two), _ = read_body(text)
    for attribute in (one, two):
        assert isinstance(attribute, Attribute)
        assert isinstance(attribute.value, Template)
        for segment in attribute.value.segments:
            said = attribute.value.text[segment.inner : segment.inner + segment.length]
            there = text[segment.outer : segment.outer + segment.length + segment.extra]
            assert said == there or segment.extra
        assert sum(one.length for one in attribute.value.segments) == len(attribute.value.text)


def test_blocks() -> None:
    items, comments = read_body('# one\na "b" c { d = 1 } // two\ne {\n  f {}\n  /* three */\n}\n')
    assert [(one.kind, one.labels, len(one.items)) for one in items if isinstance(one, Block)] == [
        ("a", ("b", "c"), 1),
        ("e", (), 1),
    ]
    assert [(one.text, one.own_line) for one in comments] == [("# one", True)]


def test_comments_have_their_line_or_not() -> None:
    _, comments = read_body("a = 1 # x\n # y\n#z")
    assert [(one.text, one.own_line) for one in comments] == [("# x", False), ("# y", True), ("#z", True)]


@pytest.mark.parametrize(
    ("text", "is_filled"),
    [("<<E\n${a}\nb\nE", True), ("<<E\n$${a}\nb\nE", False), ('"${a} b"', True), ('"$${a} b"', False)],
)
def test_what_has_a_hole_is_filled(text: str, is_filled: bool) -> None:
    found = value(text)
    assert isinstance(found, Template)
    assert found.is_filled is is_filled


@pytest.mark.parametrize("text", ["b {}\n", "x = 1\n", "x = [{}]\n", 'x = f("a")\n'])
def test_depth_is_no_count(text: str) -> None:
    assert len(read_body(text * 70)[0]) == 70


WRONG = (
    "a",
    "a b",
    "a = ",
    'a = "b',
    "a {",
    "a = [",
    "a = {b}",
    "a = <<E\nb",
    "= 1",
    "}",
    "a = )",
    "a = [)]",
    "a = (1])",
    "a = (1})",
    "a = ([)])",
    "a = (1 /* ",
    'a = "${"',
)
DEEP = (
    "a = " + "[" * 5_000,
    "a" + "{b" * 5_000,
    'a = "' + "${(" * 5_000,
    "a = " + '"${' * 5_000,
    "a = 1\n" * 20_000,
)


@pytest.mark.parametrize("text", [*WRONG, *DEEP], ids=range(len(WRONG) + len(DEEP)))
def test_what_is_no_such_language_is_told(text: str) -> None:
    with pytest.raises(HclError):
        read_body(text)


@pytest.mark.parametrize(
    ("text", "said", "at", "too_large"),
    [
        ("a = {b}", "an object's key without a value", 6, False),
        ('a = "b', "a string without its end", 4, False),
        ('a = "b\nc"', "a string without its end", 4, False),
        ('a = "b\rc"', "a string without its end", 4, False),
        ("a = (1 /* b", "nothing closes it with )", 5, False),
        ("a = <<E\nb", "a heredoc without its end", 8, False),
        ("a = (b", "nothing closes it with )", 5, False),
        ("a b", "a block without its brace", 3, False),
        ("a = 1\n= 2", "neither an attribute nor a block", 6, False),
        ("a = ", "nothing where a value belongs", 4, False),
        ("a = 1\n" * 20_000, "more than 100,000 characters", 0, True),
        ("a = " + "[" * 100, "more than 60 levels", 64, True),
        ("a = " + "(" * 200, "more than 100 levels", 106, True),
    ],
)
def test_where_it_stops_is_told(text: str, said: str, at: int, too_large: bool) -> None:
    with pytest.raises(HclError) as raised:
        read_body(text)
    assert (str(raised.value), raised.value.at, raised.value.too_large) == (said, at, too_large)


def test_any_text_ends() -> None:
    rng = random.Random(5)
    signs = [*'"${}[](),=:\\\n#/<-~ a1', "<<E\n", "E\n", "${", "for ", "/*", "*/", "x = ", "b {\n"]
    stopped = 0
    for _ in range(3_000):
        text = "".join(rng.choice(signs) for _ in range(rng.randrange(40)))
        try:
            read_body(text)
        except HclError as error:
            stopped += 0 <= error.at <= len(text)
    assert stopped > 2_000


def test_nothing_needs_a_blank() -> None:
    items, _ = read_body('a=[1]\nb{c=2}\nd "e"{f=[3]}\n')
    first, second, third = items
    assert isinstance(first, Attribute)
    assert plain(first.value) == ["1"]
    assert isinstance(second, Block)
    assert isinstance(third, Block)
    assert [one.name for block in (second, third) for one in block.items if isinstance(one, Attribute)] == [
        "c",
        "f",
    ]
