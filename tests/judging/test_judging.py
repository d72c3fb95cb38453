"""Which rules are asked about a chart that is no release, what a check in Python may say itself, and how much is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from pachlint.chart.charts import Likeness
from pachlint.finding import Edit, Finding, Fix, Impact, Related, Safety, Severity
from pachlint.judging import judge as judging
from pachlint.judging.judge import MAX_FINDINGS, PolicyError, _graver, applies, judge
from pachlint.judging.limits import shortened
from pachlint.lint import Job, prepare
from pachlint.place import Place
from pachlint.policy import steps
from pachlint.policy.context import CheckContext, Enclosing, Violation
from pachlint.policy.fixes import EditSpec, Repair
from pachlint.policy.rule import Rule, Traits
from pachlint.predicates import table
from pachlint.reading.document import read
from pachlint.source import Source

X = "pachd.affinity.x"
BASE = "deployTarget: LOCAL\n"


def context(text: str, **job: Any) -> CheckContext:
    """A release of one file."""
    return prepare(Job("v", (read(Source("v.yaml", text)),), **job))


@pytest.mark.parametrize(
    ("likeness", "traits", "impact", "asked"),
    [
        (Likeness.SAME, Traits(), Impact.REJECTED, True),
        (Likeness.SAME, Traits(), Impact.BROKEN, True),
        (Likeness.SIMILAR, Traits(), Impact.BROKEN, True),
        (Likeness.SIMILAR, Traits(), Impact.REJECTED, False),
        (Likeness.SIMILAR, Traits(of_any_chart=True), Impact.REJECTED, True),
        (Likeness.OTHER, Traits(), Impact.BROKEN, False),
        (Likeness.OTHER, Traits(), Impact.REJECTED, False),
        (Likeness.OTHER, Traits(of_any_chart=True), Impact.BROKEN, True),
        (Likeness.OTHER, Traits(of_any_version=True), Impact.BROKEN, False),
    ],
)
def test_of_another_chart_few_rules_hold(
    likeness: Likeness, traits: Traits, impact: Impact, asked: bool, own_rules: Any
) -> None:
    (rule,) = own_rules(r={"require": {X: 1}}).rules
    at_hand = context(BASE)
    at_hand = at_hand._replace(chart=at_hand.chart._replace(likeness=likeness))
    assert applies(rule._replace(traits=traits, impact=impact), at_hand) is asked


SAID = Violation(
    ("pachd", "affinity", "x"),
    place=Place("v.yaml", 1, 1, 1, 7),
    related=(Related(Place("v.yaml", 2, 1, 2, 6), "beside"),),
    severity=Severity.INFO,
    message="its own words",
    help="its own help",
    url="https://own.example",
    fix=Fix("its own fix", Safety.SAFE, ()),
)


def judged(
    rule: Rule,
    violations: list[Violation],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    most: int = MAX_FINDINGS,
    **job: Any,
) -> list[Finding]:
    """What comes of the violations of a check in Python."""

    def check(_: CheckContext, options: Any) -> Iterator[Violation]:
        assert options == {"a": 1}
        yield from violations

    monkeypatch.setattr(table, "PREDICATES", {"own-check": check})
    traits = rule.traits._replace(of_placeholders=False)
    rule = rule._replace(predicate="own-check", options={"a": 1}, screen=(), traits=traits)
    return judge(rule, context(text, **job), most)


def test_what_a_check_in_python_says_wins(own_rules: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = own_rules(r={"require": {X: 1}, "help": "the rule's", "see": ["https://rule.example"], "severity": "warning"}).rules[0]  # fmt: skip
    text = f"{BASE}pachd: {{affinity: {{x: 2}}}}\n"
    (found,) = judged(rule, [SAID], monkeypatch, text)
    assert (found.message, found.help, found.url, found.severity, found.place, found.origin, found.path) == (
        "its own words", "its own help", "https://own.example", Severity.INFO, SAID.place, "user", X,
    )  # fmt: skip
    assert (found.related, found.fix) == (SAID.related, SAID.fix)
    bare = Violation(SAID.path)
    (found,) = judged(rule, [bare], monkeypatch, text)
    assert (found.message, found.help, found.url, found.severity, found.place, found.related, found.fix) == (
        X, "the rule's", "https://rule.example", Severity.WARNING, Place("v.yaml", 2, 23, 2, 24), (), None,
    )  # fmt: skip
    cases = [{"when": {X: 2}, "is": "error"}, {"is": "none"}]
    (found,) = judged(own_rules(r={"require": {X: 1}, "severity": cases}).rules[0], [SAID], monkeypatch, text)
    assert found.severity is Severity.INFO
    # a message of its own says nothing of the chart
    (found,) = judged(
        rule,
        [Violation(("pachd", "logLevel"), message="m"), Violation(("pachd", "logLevel"), message="m")],
        monkeypatch,
        BASE,
    )
    assert (found.message, found.origin) == ("m", "default")


def test_a_fix_that_a_check_in_python_leaves_to_be_worked_out(
    own_rules: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fix = {"title": "the rule's", "safety": "safe", "edits": [{"delete": {"path": X}}]}
    rule = own_rules(r={"require": {X: 1}, "fix": fix}).rules[0]
    repair = Repair("mend it", "unsafe", (EditSpec("set", SAID.path, 1),))
    text = f"{BASE}pachd: {{affinity: {{x: 2}}}}\n"
    place = Place("v.yaml", 2, 23, 2, 24)
    for given, wanted in (
        ({"repair": repair}, Fix("mend it", Safety.UNSAFE, (Edit(place, "1"),))),
        ({"repair": repair, "fix": SAID.fix}, SAID.fix),
    ):
        (found,) = judged(rule, [Violation(SAID.path, **given)], monkeypatch, text)
        assert found.fix == wanted


def test_fixes_that_nobody_wants_are_not_worked_out(own_rules: Any) -> None:
    fix = {"title": "t", "safety": "safe", "edits": [{"set": {"path": X, "value": 1}}]}
    (rule,) = own_rules(r={"require": {X: 1}, "fix": fix}).rules
    here = context(f"{BASE}pachd: {{affinity: {{x: 2}}}}\n")
    assert [bool(one.fix) for one in judge(rule, here)] == [True]
    assert [bool(one.fix) for one in judge(rule, here._replace(fixes=False))] == [False]


def test_when_is_asked_before_a_check_in_python(own_rules: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = own_rules(r={"when": {"pachd.affinity.k": 1}, "require": {X: 1}}).rules[0]
    for key, count in ((1, 1), (2, 0)):
        text = f"{BASE}pachd: {{affinity: {{x: 2, k: {key}}}}}\n"
        assert len(judged(rule, [Violation(SAID.path)], monkeypatch, text)) == count


def test_a_part_gets_what_a_check_finds_at_a_place(own_rules: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = own_rules(r={"require": {X: 1}}).rules[0]
    missing = Violation(("pachd", "affinity", "none"))
    text = "pachd: {affinity: {x: 2}}\n"
    found = judged(rule, [SAID, missing, missing._replace(place=SAID.place)], monkeypatch, text, part=None)
    assert [(one.path, one.place.line, one.origin) for one in found] == [
        (X, 1, "user"),
        ("pachd.affinity.none", 1, "user"),
    ]


def test_an_error_of_a_check_names_the_rule(own_rules: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = own_rules(r={"require": {X: 1}}).rules[0]

    def broken(_: CheckContext, __: Any) -> Iterator[Violation]:
        raise LookupError("here")
        yield

    monkeypatch.setattr(table, "PREDICATES", {"own-check": broken})
    with pytest.raises(PolicyError, match=r"^rule r cannot be judged: LookupError: here$") as caught:
        judge(rule._replace(predicate="own-check", screen=()), context(BASE))
    assert caught.value.rule == "r"


@pytest.mark.parametrize(
    ("count", "reported", "more"), [(499, 499, 0), (500, 500, 0), (501, 500, 1), (1502, 500, 1002)]
)
def test_of_very_many_findings_the_first_are_reported_one_by_one(
    count: int, reported: int, more: int, own_rules: Any
) -> None:
    rule = own_rules(r={"each": {"in": "pachd.affinity.*", "as": "p"}, "require": {"p": 1}}).rules[0]
    listed = "".join(f"    k{number:04}: 2\n" for number in range(count))
    found = judge(rule, context(f"{BASE}pachd:\n  affinity:\n{listed}"))
    assert [one.path for one in found[:reported]] == [
        f"pachd.affinity.k{number:04}" for number in range(reported)
    ]
    if not more:
        assert len(found) == reported
        return
    (last,) = found[reported:]
    words = f"{more:,} more like the 500 that are shown, such as: pachd.affinity.k0499"
    assert (last.message, last.path, last.place.line, last.related, last.fix) == (
        words, f"({more} more)", 1, (), None,
    )  # fmt: skip


CASES = [{"when": {"p": 7}, "is": "none"}, {"when": {"p": 9}, "is": "error"}, {"is": "info"}]


@pytest.mark.parametrize(
    ("values", "job", "more", "severity"),
    [
        ("a: 2, b: 2, c: 2", {}, 2, Severity.INFO),
        ("a: 2, b: 9, c: 2", {}, 2, Severity.ERROR),
        # what would not be told is not counted
        ("a: 2, b: 7, c: 2", {}, 1, Severity.INFO),
        ("a: 2, b: 7, c: 7", {}, 0, Severity.INFO),
        ("a: 2, b: 9, c: 9", {"part": None}, 2, Severity.ERROR),
    ],
)
def test_what_is_not_shown_is_counted_if_it_would_be_told(
    values: str, job: dict[str, Any], more: int, severity: Severity, own_rules: Any
) -> None:
    # the first one is met twice
    each = {"in": ["pachd.affinity.*", "pachd.affinity.a"], "as": "p"}
    rule = own_rules(r={"each": each, "require": {"p": 1}, "severity": CASES}).rules[0]
    first, *rest = judge(rule, context(f"{BASE}pachd: {{affinity: {{{values}}}}}\n", **job), most=1)
    assert first.severity is Severity.INFO
    assert [(one.path, one.severity) for one in rest] == ([(f"({more} more)", severity)] if more else [])


@pytest.mark.parametrize(("part", "paths"), [("", [X, "(2 more)"]), (None, [X, "(1 more)"])])
def test_of_what_is_missing_in_a_part_nothing_is_counted(
    part: str | None, paths: list[str], own_rules: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = own_rules(r={"require": {X: 1}}).rules[0]
    missing = Violation(("pachd", "affinity", "none"), severity=Severity.ERROR)
    found = judged(rule, [SAID, missing, SAID], monkeypatch, "pachd: {affinity: {x: 2}}\n", most=1, part=part)
    assert [one.path for one in found] == paths
    assert found[-1].severity is (Severity.INFO if part is None else Severity.ERROR)


@pytest.mark.parametrize(
    ("values", "path", "key", "reported"),
    [
        ("{x: 2, y: '${V}'}", ("x",), False, True),
        ("{x: '${V}'}", ("x",), False, False),
        ("{x: '${V}'}", ("x",), True, True),
        ("{x: '${V}'}", ("x", "a"), False, False),
        ("{x: {a: '${V}'}}", ("x",), False, True),
        ("{'${K}': 2}", ("${K}",), True, False),
        ("{'${K}': 2}", ("${K}",), False, False),
        ("{'${K}': {a: 2}}", ("${K}", "a"), True, False),
        ("{'${K}': 2, x: 3}", ("x",), True, True),
        ("{'<name-it>': {a: '${V}'}}", ("<name-it>", "a"), True, False),
    ],
)
def test_what_a_check_in_python_finds_at_a_hole_is_not_reported(
    values: str,
    path: tuple[str, ...],
    key: bool,
    reported: bool,
    own_rules: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = own_rules(r={"require": {X: 1}}).rules[0]
    text = f"{BASE}pachd: {{affinity: {values}}}\n"
    found = judged(rule, [Violation(("pachd", "affinity", *path), key=key)], monkeypatch, text)
    assert bool(found) is reported


@pytest.mark.parametrize(("limit", "judged_"), [(20, True), (19, False)])
def test_each_match_is_a_step_and_so_is_each_key(
    limit: int, judged_: bool, own_rules: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = own_rules(
        r={"each": {"in": "pachd.affinity.*", "as": "p"}, "require": {"p": {"present": True}}}
    ).rules[0]
    text = f"{BASE}pachd: {{affinity: {{{', '.join(f'k{number}: 1' for number in range(10))}}}}}\n"
    monkeypatch.setattr(steps, "LIMIT", limit)
    # the screen would rule the rule out
    rule = rule._replace(screen=())
    made: list[steps.Steps] = []
    monkeypatch.setattr(judging, "Steps", lambda: (made.append(steps.Steps()), made[-1])[1])
    if judged_:
        release = context(text)
        # each rule has all the steps, and the second the same release to go over
        assert [judge(rule, release) for _ in range(2)] == [[], []]
        assert len(made) == 1
    else:
        with pytest.raises(PolicyError, match="it takes more than 19 steps"):
            judge(rule, context(text))


@pytest.mark.parametrize(
    ("logic", "bad", "asked"),
    [
        ({"require": {X: 1}}, [], True),
        ({"require": {X: 1}}, [("pachd", "affinity", "x")], False),
        ({"require": {X: 1}}, [("pachd", "affinity")], False),
        ({"require": {X: 1}}, [("pachd", "affinity", "y")], True),
        ({"require": {X: 1}}, [("etcd",), ("pachd", "affinity", "x")], False),
        ({"require": {"any": [{X: 1}, {"etcd.storageSize": 1}]}}, [("etcd", "storageSize")], False),
        ({"each": {"in": "pachd.affinity.*", "as": "one"}, "require": {"one": 1}}, [("pachd",)], False),
        (
            {"each": {"in": "pachd.affinity.*", "as": "one"}, "require": {"one": 1}},
            [("pachd", "affinity")],
            False,
        ),
        (
            {"each": {"in": "pachd.affinity.*", "as": "one"}, "require": {"one": 1}},
            [("pachd", "affinity", "x")],
            True,
        ),
    ],
)
def test_no_rule_stands_on_bad_ground(logic: Any, bad: list[Any], asked: bool, own_rules: Any) -> None:
    (rule,) = own_rules(r=logic).rules
    assert applies(rule, context(BASE)._replace(bad=frozenset(bad))) is asked


@pytest.mark.parametrize(
    ("traits", "learned", "fields", "asked"),
    [
        (Traits(), True, True, False),
        (Traits(of_templates=True), True, False, True),
        (Traits(of_templates=True), False, False, False),
        (Traits(of_keys=True), False, True, True),
        (Traits(of_keys=True), False, False, False),
        (Traits(of_any_chart=True), False, False, True),
    ],
)
def test_of_a_chart_that_was_learned_its_own_rules_hold(
    traits: Traits, learned: bool, fields: bool, asked: bool, own_rules: Any
) -> None:
    (rule,) = own_rules(r={"require": {X: 1}}).rules
    here = context(BASE)
    chart = here.chart._replace(
        likeness=Likeness.OTHER, model=object() if learned else None, own_fields={} if fields else None
    )
    assert applies(rule._replace(traits=traits), here._replace(chart=chart)) is asked


@pytest.mark.parametrize(
    ("traits", "at_hand", "asked"),
    [
        (Traits(), False, True),
        (Traits(reads_text=True), False, False),
        (Traits(of_any_chart=True), False, True),
        (Traits(of_templates=True), False, True),
        (Traits(of_any_chart=True), True, False),
        (Traits(of_templates=True), True, False),
        (Traits(), True, True),
    ],
)
def test_what_is_said_of_the_outer_chart_is_not_said_of_the_inner_one(
    traits: Traits, at_hand: bool, asked: bool, own_rules: Any
) -> None:
    (rule,) = own_rules(r={"require": {X: 1}}).rules
    here = context(BASE)
    chart = here.chart._replace(own_subcharts=() if at_hand else None)
    inner = here._replace(chart=chart, enclosing=Enclosing(("u",), here.values))
    assert chart.at_hand is at_hand
    assert applies(rule._replace(traits=traits), inner) is asked
    # what stands in no other chart is judged whatever it is
    assert applies(rule._replace(traits=traits), here)


def test_those_that_are_not_shown_are_summed_up_like_the_last() -> None:
    place, whole = Place("v.yaml", 2, 1, 2, 2), Place("v.yaml", 1, 1, 1, 1)

    def one(number: int, rule: str = "r", release: str = "v") -> Finding:
        severity = Severity.ERROR if number == MAX_FINDINGS + 1 else Severity.INFO
        return Finding(rule, "t", severity, Impact.BROKEN, f"number {number}", place, release=release)

    many = [one(number) for number in range(MAX_FINDINGS + 3)]
    few = [one(number, "other") for number in range(MAX_FINDINGS)]
    found = shortened([*many, *few, one(1, release="w")], {"v": whole, "w": place})
    assert found[:MAX_FINDINGS] == many[:MAX_FINDINGS]
    assert found[MAX_FINDINGS:-1] == [*few, one(1, release="w")]
    last = found[-1]
    assert last.message == "3 more like the 500 that are shown, such as: number 499"
    assert (last.severity, last.place, last.path, last.rule) == (Severity.ERROR, whole, "(3 more)", "r")


def test_of_two_findings_the_more_severe_one_counts() -> None:
    def one(severity: Severity, message: str) -> Finding:
        return Finding("r", "t", severity, Impact.BROKEN, message, Place("v.yaml", 1, 1, 1, 2))

    info, warning, other = one(Severity.INFO, "a"), one(Severity.WARNING, "b"), one(Severity.WARNING, "c")
    assert _graver(info, warning).severity is _graver(warning, info).severity is Severity.WARNING
    assert _graver(info, warning).message == _graver(warning, info).message == "b"
    assert _graver(warning, other).message == "b"
