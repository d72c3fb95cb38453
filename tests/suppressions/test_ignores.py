"""Comments that set findings aside: what they are bound to, and what is told about those that hide nothing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.finding import Finding
from pachlint.lint import Job, check
from pachlint.place import Span
from pachlint.reading.document import read
from pachlint.repair import repair
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.suppressions.comment_problems import comment_problems
from pachlint.suppressions.covering import Around
from pachlint.suppressions.ignores import entry_spans
from pachlint.suppressions.suppress import Required, Suppressions

UNKNOWN = "unknown-key"
COMMENT_RULES = {"unused-ignore", "unknown-ignore", "malformed-ignore", "unreasoned-ignore"}


def judged(text: str, suppressions: Suppressions = Suppressions()) -> Report:  # noqa: B008 -- a record
    """The report on a file, of a few rules."""
    book = shipped().select((UNKNOWN, "bundled-production", *COMMENT_RULES))
    return check([Job("v.yaml", (read(Source("v.yaml", text)),))], book, suppressions)


def shown(findings: tuple[Finding, ...]) -> list[str]:
    """Findings as rule and path or line."""
    return [f"{one.rule} {one.path or one.place.line}" for one in findings]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # on the line, on the line above, on a parent
        ("pachd:\n  zz: 1  # pachlint: ignore[unknown-key] why\n  yy: 2\n", ["unknown-key pachd.yy"]),
        ("pachd:\n  # pachlint: ignore[unknown-key] why\n  zz: 1\n  yy: 2\n", ["unknown-key pachd.yy"]),
        ("pachd:\n  # pachlint: ignore[unknown-key]\n  # and another line\n  zz: 1\n  yy: 2\n", ["unknown-key pachd.yy"]),
        ("pachd:  # pachlint: ignore[unknown-key] why\n  zz: 1\n  yy: {xx: 2}\nww: 1\n", ["unknown-key ww"]),
        ("# pachlint: ignore[unknown-key] why\npachd:\n  zz: 1\nww: 1\n", ["unknown-key ww"]),
        ("# pachlint: ignore-file[unknown-key] why\npachd:\n  zz: 1\nww: 1\n", []),
        ("pachd:\n  zz: 1\nww: 1\n# pachlint: ignore-file[unknown-key] why\n", []),
        # flow style: all that begins on the line
        ("pachd: {zz: 1, yy: 2}  # pachlint: ignore[unknown-key] why\n", []),
        ("pachd: {zz: 1,\n  yy: 2}  # pachlint: ignore[unknown-key] why\n", ["unknown-key pachd.zz"]),
        ("pachd: {zz: [1,\n  2\n]}  # pachlint: ignore[unknown-key] why\n", []),
        # after the opening of a block text, beside another comment, as one of several rules
        ("zz: |  # pachlint: ignore[unknown-key] why\n  a # pachlint: ignore[nothing]\n", []),
        ("zz: 1  # old; # pachlint: ignore[unknown-key] why\n", []),
        ("zz: 1  # pachlint:ignore[bundled-production,unknown-key]\n", ["unused-ignore 1"]),
        ("zz: 1  # PACHLINT: IGNORE[unknown-key]\n", []),
        # another comment after it
        ("zz: 1  # pachlint: ignore[unknown-key] why # old\n", []),
        ("zz: 1  # pachlint: ignore[bundled-production] x # pachlint: ignore[unknown-key] y\n", ["unused-ignore 1"]),
        # not bound to anything
        ("# pachlint: ignore[unknown-key]\n\nzz: 1\n", ["unused-ignore 1", "unknown-key zz"]),
        ("zz: 1\n# pachlint: ignore[unknown-key]\n", ["unknown-key zz", "unused-ignore 2"]),
        # about other rules, or wrong
        ("zz: 1  # pachlint: ignore[unknown-kee]\n", ["unknown-key zz", "unknown-ignore 1"]),
        ("zz: 1  # pachlint: ignore\n", ["unknown-key zz", "malformed-ignore 1"]),
        ("zz: 1  # pachlint: ignore unknown-key\n", ["unknown-key zz", "malformed-ignore 1"]),
        # anchors: the comment belongs to the key it stands at
        ("zz: &a {b: 1}\nyy: *a  # pachlint: ignore[unknown-key]\n", ["unknown-key zz"]),
    ],
)  # fmt: skip
def test_comment_is_bound_to_its_key(text: str, kept: list[str]) -> None:
    # one rule at a time: what nobody chose cannot be unused
    book = shipped().select((UNKNOWN, "bundled-production", *COMMENT_RULES))
    report = check([Job("v.yaml", (read(Source("v.yaml", text + "deployTarget: AMAZON\n")),))], book)
    assert shown(report.findings) == kept


def test_comment_stays_with_its_key_when_lines_move() -> None:
    line = "  zz: 1  # pachlint: ignore[unknown-key] why\n"
    for above in ("", "  enabled: true\n", "  # a comment\n\n"):
        report = judged(f"deployTarget: AMAZON\npachd:\n{above}{line}")
        assert (report.findings, shown(report.ignored)) == ((), ["unknown-key pachd.zz"])


MISSING = "# pachlint: environment=production\ndeployTarget: AMAZON\npostgresql:{}\n  image: {{tag: x}}\n"


def test_finding_about_a_missing_key_is_ignored_on_its_parent() -> None:
    assert shown(judged(MISSING.format("")).findings) == ["bundled-production postgresql.enabled"]
    report = judged(MISSING.format("  # pachlint: ignore[bundled-production] a trial"))
    assert report.findings == ()
    assert [one.ignored and one.ignored.reason for one in report.ignored] == ["a trial"]


def test_missing_key_of_a_release_is_ignored_in_any_of_its_files() -> None:
    base = MISSING.format("  # pachlint: ignore[bundled-production] a trial")
    over = "postgresql:\n  nodeSelector: {}\n"
    files = (read(Source("base.yaml", base)), read(Source("over.yaml", over)))
    report = check([Job("r", files)], shipped().select(("bundled-production",)))
    assert (report.findings, len(report.ignored)) == ((), 1)


def test_comment_in_one_file_does_not_ignore_what_another_file_writes() -> None:
    files = (
        read(Source("base.yaml", "deployTarget: AMAZON\npachd:  # pachlint: ignore[unknown-key]\n  zz: 1\n")),
        read(Source("over.yaml", "pachd:\n  yy: 1\n")),
    )
    report = check([Job("r", files)], shipped().select((UNKNOWN,)))
    assert shown(report.findings) == ["unknown-key pachd.yy"]


def test_reason_is_kept_and_may_be_required() -> None:
    text = "zz: 1  # pachlint: ignore[unknown-key] - the next chart knows it\nyy: 1  # pachlint: ignore[unknown-key]\n"
    report = judged(f"deployTarget: AMAZON\n{text}", Suppressions(required=Required(reason=True)))
    assert [one.ignored and one.ignored.reason for one in report.ignored] == ["the next chart knows it", ""]
    assert shown(report.findings) == ["unreasoned-ignore 3"]


def test_rule_that_was_not_chosen_is_neither_unknown_nor_unused() -> None:
    report = judged("deployTarget: AMAZON\npachd: {}  # pachlint: ignore[exposed-without-tls]\n")
    assert report.findings == ()


def test_part_of_a_release_has_no_unused_comments() -> None:
    document = read(Source("v.yaml", "pachd:  # pachlint: ignore[bundled-production]\n  enabled: true\n"))
    report = check([Job("v.yaml", (document,), part=None)], shipped())
    assert report.releases[0].partial
    assert shown(report.findings) == []


def test_config_and_baseline_ignore_and_say_so() -> None:
    text = "deployTarget: AMAZON\nzz: 1\nyy: 1\nxx: 1\n"
    suppressions = Suppressions(
        config=lambda one: "generated" if one.path == "zz" else None, baseline={(UNKNOWN, "v.yaml", "yy"): 1}
    )
    report = judged(text, suppressions)
    assert shown(report.findings) == ["unknown-key xx"]
    assert [(one.path, one.ignored) for one in report.ignored] == [
        ("zz", ("config", "generated", "")),
        ("yy", ("baseline", "", "")),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pachd: {}  # pachlint: ignore[unknown-key] why\n", "pachd: {}\n"),
        ("pachd: {}  # kept # pachlint: ignore[unknown-key] why\n", "pachd: {}  # kept\n"),
        ("pachd: {}  # pachlint: ignore[unknown-key] why # kept\n", "pachd: {}  # kept\n"),
        ("# pachlint: ignore[unknown-key] why # kept\npachd: {}\n", "# kept\npachd: {}\n"),
        ("\ufeff# pachlint: ignore[unknown-key]\r\npachd: {}\r\n", "\ufeffpachd: {}\r\n"),
        (
            "zz: 1 # pachlint: ignore[unknown-key, wrong-type] why\n",
            "zz: 1 # pachlint: ignore[unknown-key] why\n",
        ),
        ("pachd: {} # pachlint: ignore[unknown-key] see issue #5", "pachd: {}"),
    ],
)
def test_fix_takes_away_the_comment_that_ignores_nothing_and_no_more(before: str, after: str) -> None:
    book = shipped().select((UNKNOWN, "wrong-type", *COMMENT_RULES))
    job = Job("v.yaml", (read(Source("v.yaml", before)),))
    done = repair([job], lambda jobs: check(jobs, book), unsafe=False)
    assert done.texts() == {"v.yaml": after}
    assert [finding.rule for finding in done.report.findings] == []


LAYOUTS = (
    "{}\na: 1\n", "a: 1\n{}\nb: 2\n", "a:\n  {}\n  b: 2\n", "a:\n  b: 2\n  {}\n", "a: 1\n{}", "a: 1\n{}\n\nb: 2\n", "a: 1 {}\nb: 2\n",
    "a: {}\n  b: 1\n", "a: 1\t{}", "a: {{ {}\n  b: 1}}\n", "a: {{\n  {}\n  b: 1}}\n", "a: {{\n  b: 1 {}\n  }}\n", "a: {{\n  b: 1, {}\n  }}\n",
    "{{a: 1}} {}\n", "a:\n{}\n- x\n", "a:\n- x {}\n- y\n", "a: | {}\n  text\n", "a: |+\n  text\n\n{}\n", "--- {}\na: 1\n", "{}\n---\na: 1\n",
    "%YAML 1.1 {}\n---\na: 1\n", "a: 1\n... {}\n", "{}\n", "{}", "{}\n{}\na: 1\n", "# note {}\na: 1\n", "{} # note\na: 1\n",
    "a: 1 {} # note\n", "a: 1 # note {}\n", "a: &x {}\n  b: 1\nc: *x\n", "a: &x 1\nb: *x {}\n", 'a: "x\n  y" {}\n', "a: x\n  y {}\n",
    "a:\n  {}\n  y\n", "? a {}\n: b\n", "a: {}\n",
)  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_ignores_nothing_is_taken_away_alone(layout: str, end: str) -> None:
    known = {"one", "two"}
    for names, mark in itertools.product(("one", "one, two", "no, one", "one,one", " one ,"), ("", "\ufeff")):
        comment = f"# pachlint: ignore[{names}] why"
        text = mark + layout.replace("{}", comment).replace("{{", "{").replace("}}", "}").replace("\n", end)
        document = read(Source("v.yaml", text))
        assert document.readable
        reported = comment_problems(document, known, known, set())
        unused = [problem for problem in reported if problem.code == "unused-ignore"]
        assert unused
        for problem in unused:
            assert problem.removal is not None
            left = text[: problem.removal.start] + text[problem.removal.end :]
            after = read(Source("v.yaml", left))
            assert after.data == document.data
            assert after.readable
            assert len(comment_problems(after, known, known, set())) == len(reported) - 1
            assert left.startswith(mark)
            assert end == "\r\n" or "\r\n" not in left


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a: &x {b: 1}\nc: {<<: *x, d: 1}\n", ["a: &x {b: 1}", "b: 1", "c: {<<: *x, d: 1}", "d: 1"]),
        ("a: &x {b: 1}\nc: *x\n", ["a: &x {b: 1}", "b: 1", "c: *x"]),
        ("a: &x [1]\nc: [*x, 2]\n", ["a: &x [1]", "1", "c: [*x, 2]", "*x", "2"]),
    ],
)
def test_what_an_alias_stands_for_is_written_elsewhere(text: str, spans: list[str]) -> None:
    root = read(Source("v.yaml", text)).root
    assert root is not None
    assert [text[slice(*span)] for _, span in entry_spans(root)] == spans


def test_what_is_empty_is_one_character_wide() -> None:
    around = Around()
    around.add(Span(5, 5), 1)
    assert [list(around.at(offset)) for offset in (4, 5, 6)] == [[], [1], []]


SIDE = 12


@given(cuts=st.lists(st.tuples(st.integers(0, SIDE - 1), st.integers(1, SIDE)), max_size=12))
def test_comments_around_a_place_are_those_whose_span_it_is_in(cuts: list[tuple[int, int]]) -> None:
    spans: list[Span] = []
    for start, length in cuts:
        one = Span(start, min(start + length, SIDE))
        if all(_nested(one, other) for other in spans):
            spans.append(one)
    around = Around()
    for number, span in enumerate(spans):
        around.add(span, number)
    for offset in range(SIDE + 1):
        inside = [number for number, span in enumerate(spans) if span.start <= offset < span.end]
        assert sorted(around.at(offset)) == inside


def _nested(one: Span, other: Span) -> bool:
    """Whether two spans are one inside the other, or apart."""
    apart = one.end <= other.start or other.end <= one.start
    return apart or (one.start - other.start) * (one.end - other.end) <= 0


def test_of_several_comments_the_first_says_why() -> None:
    names = ["a", UNKNOWN, *"bcdefg", UNKNOWN]
    lines = [f"# pachlint: ignore-file[{name}] -- {number}\n" for number, name in enumerate(names)]
    (found,) = [one for one in judged("".join(lines) + "zzq: 1\n").ignored if one.rule == UNKNOWN]
    assert found.ignored is not None
    assert found.ignored.reason == "1"
