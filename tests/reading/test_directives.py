"""What ``# pachlint:`` comments say, word by word, with the places of the words."""

import pytest

from pachlint.place import Span
from pachlint.reading import directives
from pachlint.reading.directives import (
    IgnoreDirective,
    begins_ignore,
    ignores,
    is_directive,
    may_ignore,
    setting_comments,
    settings,
)
from pachlint.reading.document import Document, read
from pachlint.source import Source


def document(text: str) -> Document:
    """A text as a document."""
    return read(Source("values.yaml", text))


def told(text: str) -> list[tuple[str, str, list[str], str, str]]:
    """Of each directive its text, its kind, the rules it names, the last day and the reason."""
    found = list(ignores(document(text)))
    assert [one.cut for one in found] == [False] * len(found)
    for one in found:
        assert [text[slice(*name.span)] for name in one.names] == [name.text for name in one.names]
        assert one.comment in document(text).comments
    return [
        (text[slice(*one.span)], one.kind, [name.text for name in one.names], one.until, one.reason)
        for one in found
    ]


@pytest.mark.parametrize(
    ("comment", "names", "until", "reason"),
    [
        ("# pachlint: ignore[a]", ["a"], "", ""),
        ("# pachlint: ignore[a, b-c,d]", ["a", "b-c", "d"], "", ""),
        ("# pachlint: ignore[ a b ]", ["a", "b"], "", ""),
        ("# pachlint: ignore[corp/a]", ["corp/a"], "", ""),
        ("# pachlint: ignore [a]", ["a"], "", ""),
        ("#pachlint:ignore[a]", ["a"], "", ""),
        ("## pachlint: ignore[a]", ["a"], "", ""),
        ("#  pachlint : ignore[a]", ["a"], "", ""),
        ("# pachlint: ignore[a] we know", ["a"], "", "we know"),
        ("# pachlint: ignore[a] -- we know", ["a"], "", "we know"),
        ("# pachlint: ignore[a]: we know", ["a"], "", "we know"),
        ("# pachlint: ignore[a] - : we - know -", ["a"], "", "we - know -"),
        ("# pachlint: ignore[a] --\twe know\t", ["a"], "", "we know"),
        ("# pachlint: ignore[a] issue#7", ["a"], "", "issue#7"),
        ("# pachlint: ignore[a] until 2027-03-01", ["a"], "2027-03-01", ""),
        ("# pachlint: ignore[a] until 2027-03-01 we know", ["a"], "2027-03-01", "we know"),
        ("# pachlint: ignore[a] -- until 2027-03-01: we know", ["a"], "2027-03-01", "we know"),
        ("# pachlint: ignore[a] Until  2027-03-01, we know", ["a"], "2027-03-01", "we know"),
        ("# pachlint: ignore[a] until 2027-03-01; we know", ["a"], "2027-03-01", "we know"),
        ("# pachlint: ignore[a] until 2027-03-01 - we know", ["a"], "2027-03-01", "we know"),
        ("# pachlint: ignore[a] until 01.03.2027", ["a"], "01.03.2027", ""),
        ("# pachlint: ignore[a] until 2027/3/1 x", ["a"], "2027/3/1", "x"),
        ("# pachlint: ignore[a] until 2027-03-01x why", ["a"], "2027-03-01x", "why"),
        ("# pachlint: ignore[a] until 2027-03-01T10:00 why", ["a"], "2027-03-01T10", "00 why"),
        ("# pachlint: ignore[a] until 2027-03-0l", ["a"], "2027-03-0l", ""),
        ("# pachlint: ignore[a] until 20270301", ["a"], "20270301", ""),
        ("# pachlint: ignore[a] until 2027", ["a"], "2027", ""),
        ("# pachlint: ignore[a] until 10th of May", ["a"], "", "until 10th of May"),
        ("# pachlint: ignore[a] until Monday", ["a"], "", "until Monday"),
        ("# pachlint: ignore[a] not until 2027-03-01", ["a"], "", "not until 2027-03-01"),
        ("# pachlint: ignore[a] until2027-03-01", ["a"], "", "until2027-03-01"),
    ],
)
def test_ignored_rules(comment: str, names: list[str], until: str, reason: str) -> None:
    for text in (f"{comment}\na: 1\n", f"a: 1  {comment}\n", f"é: 1\nb:\n  {comment}\n  c: 2\n"):
        assert told(text) == [(comment, "ignore", names, until, reason)]


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("# pachlint: ignore", "ignore"),
        ("# pachlint: ignore a, b", "ignore"),
        ("# pachlint: ignore[]", "ignore"),
        ("# pachlint: ignore[ , ] reason", "ignore"),
        ("# pachlint: ignore[a", "ignore"),
        ("# pachlint: ignore: [a]", "ignore"),
        ("# pachlint: ignore-file", "ignore-file"),
        ("# pachlint: ignore-file a", "ignore-file"),
    ],
)
def test_directive_without_rules_runs_to_the_end_of_the_comment(comment: str, kind: str) -> None:
    assert told(f"a: 1  {comment}\nb: [c]\n") == [(comment, kind, [], "", "")]


@pytest.mark.parametrize(
    "comment",
    [
        "# pachlint ignore[a]",
        "# pachlint: ignored[a]",
        "# pachlint: provider=aws ignore[a]",
        "# lint: ignore[a]",
        "# yamllint disable-line # pachlin: ignore[a]",
        "# to pachlint: ignore[a]",
    ],
)
def test_comment_that_ignores_nothing(comment: str) -> None:
    assert told(f"a: 1  {comment}\n") == []


def test_kind_is_kept_as_it_is_written() -> None:
    assert [
        one.kind for one in ignores(document("# PACHLINT: Ignore-File[a]\na: 1 # Pachlint: IGNORE[b]\n"))
    ] == [
        "Ignore-File",
        "IGNORE",
    ]


def test_one_comment_may_ignore_twice_and_stand_behind_another() -> None:
    text = "a: 1 # yamllint disable-line # pachlint: ignore[a] one # pachlint: ignore-file[b] two # three\n"
    assert told(text) == [
        ("# pachlint: ignore[a] one", "ignore", ["a"], "", "one"),
        ("# pachlint: ignore-file[b] two", "ignore-file", ["b"], "", "two"),
    ]


def test_text_that_looks_like_a_comment_ignores_nothing() -> None:
    assert told(
        "a: '# pachlint: ignore[a]'\nb: |\n  # pachlint: ignore[b]\nc: 1 # pachlint: ignore[c]\n"
    ) == [("# pachlint: ignore[c]", "ignore", ["c"], "", "")]


@pytest.mark.parametrize(("count", "kept", "cut"), [(10_000, 10_000, False), (10_001, 10_000, True)])
def test_most_rules_in_one_comment(count: int, kept: int, cut: bool) -> None:
    (found,) = ignores(document(f"# pachlint: ignore[{','.join(['a'] * count)}] x\na: 1\n"))
    assert (len(found.names), found.reason, found.cut) == (kept, "x", cut)


@pytest.mark.parametrize(
    ("counts", "kept"), [((499, 1, 1), [499, 1, 1]), ((499, 2, 1), [499, 2]), ((502, 1), [501])]
)
def test_most_settings(counts: tuple[int, ...], kept: list[int]) -> None:
    text = "".join(f"# pachlint:{' a=b' * count}\n" for count in counts) + "a: 1\n"
    assert [len(words) for words in settings(document(text))] == kept


def test_most_rules_in_all_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directives, "MAX_NAMES", 3)
    lines = [f"# pachlint: ignore[{names}]" for names in ("a,b", "", "c", "d", "e")]
    found = list(ignores(document("\n".join([*lines, "a: 1", ""]))))
    # the fourth names one too many, the fifth is not looked at
    assert [([name.text for name in one.names], one.cut) for one in found] == [
        (["a", "b"], False),
        ([], False),
        (["c"], False),
        ([], True),
    ]


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("# pachlint: provider=aws environment=production", ["provider=aws", "environment=production"]),
        ("# pachlint: provider=aws, environment=production", ["provider=aws", "environment=production"]),
        ("# PachLint : provider = aws", ["provider", "=", "aws"]),
        ("##pachlint:ignored", ["ignored"]),
        ("# pachlint: ignorefile[a]", ["ignorefile[a]"]),
        ("# pachlint:", []),
        ("# pachlint: # note", ["#", "note"]),
    ],
)
def test_settings(comment: str, words: list[str]) -> None:
    for text in (f"{comment}\na: 1\n", f"é:\n  b: 1 {comment}\n"):
        (found,) = settings(document(text))
        assert [word.text for word in found] == words
        assert [text[slice(*word.span)] for word in found] == words


@pytest.mark.parametrize(
    "text",
    [
        "a: 1 # pachlint: ignore[provider=aws]\n",
        "a: 1 # pachlint: ignore-file\n",
        "a: 1 # pachlint: Ignore[a]\n",
        "a: 1 # see pachlint: provider=aws\n",
        "a: 1 # pachlint provider=aws\n",
        "pachlint: '# pachlint: provider=aws'\n",
        "a: 1 # note # pachlint: provider=aws\n",
        "a: 1 # pachlint: ignore[a] # pachlint: provider=aws\n",
        "a: 1 # provider=aws\n",
        "a: 1\n",
    ],
)
def test_comment_without_settings(text: str) -> None:
    assert list(settings(document(text))) == []


def test_text_that_looks_like_a_comment_sets_nothing() -> None:
    (words,) = settings(document("a: '# pachlint: b=c'\n# pachlint: d=e\n"))
    assert [word.text for word in words] == ["d=e"]


def test_settings_that_are_not_heeded() -> None:
    text = "# pachlint: a=b\n# pachlint: c=d\ne: 1\n"
    found = document(text)._replace(unheeded=frozenset({0}))
    assert [[word.text for word in words] for words in settings(found)] == [["c=d"]]
    assert [comment.text for comment in setting_comments(found)] == ["# pachlint: a=b", "# pachlint: c=d"]


@pytest.mark.parametrize(
    ("comments", "kept"),
    [
        (["a b", "c"], [["a", "b"], ["c"]]),
        (["a b", "c d e"], [["a", "b"], ["c", "d"]]),
        (["a b c", "d", "e"], [["a", "b", "c"], ["d"]]),
        (["a b c d e"], [["a", "b", "c", "d"]]),
        (["a b c d", "e"], [["a", "b", "c", "d"]]),
        (["", "a b c", "", "d e"], [[], ["a", "b", "c"], [], ["d"]]),
    ],
)
def test_settings_end_with_one_too_many(
    comments: list[str], kept: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directives, "MAX_SETTINGS", 3)
    text = "".join(f"# pachlint: {words}\n" for words in comments) + "a: 1\n"
    assert [[word.text for word in words] for words in settings(document(text))] == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # pachlint: ignore[a]\n", True),
        ("a: 1 # PACHLINT: IGNORE[a]\n", True),
        ("a: 1 # pachlint: provider=aws\n", False),
        ("a: 1 # ignore\n", False),
        ("a: 'pachlint ignore'\n", False),
    ],
)
def test_glance_at_a_file(text: str, expected: bool) -> None:
    assert may_ignore(document(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# pachlint: ignore[a]", True),
        ("# Pachlint: Ignore [a] reason", True),
        ("# pachlint: ignore[]", True),
        ("## pachlint: ignore[a]", True),
        ("# pachlint: ignore-file[a]", False),
        ("# pachlint: ignore", False),
        ("# pachlint: ignore\na: [b]", False),
        ("# pachlint: provider=aws", False),
        ("# note", False),
        ("x # pachlint: ignore[a]", False),
    ],
)
def test_comment_that_belongs_to_the_key_below(text: str, expected: bool) -> None:
    assert begins_ignore(text, 0) is expected
    assert begins_ignore(f"é: 1\n  {text}\n", 7) is expected


def test_directive_by_itself() -> None:
    comment = document("a: 1 # x\n").comments[0]
    assert IgnoreDirective(comment, Span(0, 1), "ignore")[3:] == ((), "", "", False)


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# pachlint: ignore[a]", True),
        ("# pachlint: provider=aws", True),
        ("# see pachlint: ignore[a]", False),
        ("# password: abc", False),
        ("# password: abc # pachlint: ignore[a]", False),
        ("#", False),
    ],
)
def test_comment_is_for_pachlint_or_not(comment: str, expected: bool) -> None:
    text = f"a: 1 {comment} more"
    assert is_directive(text, 5, 5 + len(comment)) is expected
