"""A rule that had nothing to say of some values is not judged again where all that it reads is the same."""

from typing import Any

import pytest

from pachlint.judging import judge as judging
from pachlint.judging.judge import judge
from pachlint.policy import silence
from pachlint.policy.rule import Rule
from tests.policy.test_screening import release, rule_of

HOST = 'when: {proxy.enabled: {equals: true}}\nrequire: {proxy.host: {matches: "^[a-z.]+$"}}'
EACH = 'each: {in: "pachd.*", as: one, where: {one.limits: {present: true}}}\nrequire: {one.limits.cpu: {empty: false}}'
GOOD = "deployTarget: LOCAL\nproxy: {enabled: true, host: good.io}\n"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules that were judged."""
    ids: list[str] = []

    def violations(rule: Rule, context: Any) -> Any:
        ids.append(rule.id)
        return original(rule, context)

    original = judging.violations
    monkeypatch.setattr(judging, "violations", violations)
    return ids


def test_the_same_values_are_judged_twice_at_most(asked: list[str]) -> None:
    rule = rule_of(HOST)
    for number in range(6):
        text = f"{GOOD}console: {{resources: {{limits: {{cpu: {number}}}}}}}"
        assert judge(rule, release(text)) == []
    assert len(asked) == 2


def test_what_it_reads_is_worked_out_once_and_all_its_values_are_known(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[Rule] = []
    reads = silence._reads
    monkeypatch.setattr(silence, "_reads", lambda rule: (worked_out.append(rule), reads(rule))[1])
    rule = rule_of(HOST)
    for host in "aaabababccbac":
        assert judge(rule, release(f"proxy: {{enabled: true, host: {host}.io}}")) == []
    assert (len(asked), len(worked_out)) == (1 + len("abc"), 1)


@pytest.mark.parametrize(
    ("logic", "good", "bad"),
    [
        (HOST, "proxy: {enabled: true, host: good.io}", "proxy: {enabled: true, host: NOT GOOD}"),
        (HOST, "proxy: {enabled: false, host: NOT GOOD}", "proxy: {enabled: true, host: NOT GOOD}"),
        # whether a value is the chart's own
        ("when: {proxy.enabled: {set_by_user: true}}\nrequire: {pachd.affinity.x: {present: true}}", "{}", "proxy: {enabled: true}"),
        ("each: {in: 'postgresql.persistence.labels.*', as: one}\nrequire: {one: {set_by_user: false}}", "{}",
         "postgresql: {persistence: {labels: {suite: pachyderm}}}"),
        # a match of a wildcard, and what is read of it
        (EACH, "pachd: {resources: {limits: {cpu: 1}}}", 'pachd: {resources: {limits: {cpu: ""}}}'),
        # the value of another path
        ("require: {proxy.host: {equals: {ref: pachd.affinity.host}}}", "proxy: {host: a}\npachd: {affinity: {host: a}}",
         "proxy: {host: a}\npachd: {affinity: {host: b}}"),
        # the type alone
        ("require: {pachd.affinity.x: {equals: 1}}", "pachd: {affinity: {x: 1}}", "pachd: {affinity: {x: true}}"),
        ("require: {pachd.affinity.x: {type: integer}}", "pachd: {affinity: {x: 1}}", 'pachd: {affinity: {x: "1"}}'),
        # above the match
        ("each: {in: 'pachd.affinity.a.*', as: one}\nrequire: {one.@parent.@parent.b: {equals: 1}}", "pachd: {affinity: {a: {x: 1}, b: 1}}",
         "pachd: {affinity: {a: {x: 1}, b: 2}}"),
        # that there is a match at all
        ("each: {in: 'pachd.affinity.*.b', as: one}\nrequire: {proxy.host: {equals: good.io}}",
         "proxy: {host: bad.io}\npachd: {affinity: {a: {c: 1}}}", "proxy: {host: bad.io}\npachd: {affinity: {a: {b: 1}}}"),
        ("each: {in: '**', as: one}\nrequire: {proxy.host: {equals: good.io}}", "{}", "console: {enabled: true}"),
        ("each: {in: '@ways', as: one}\nrequire: {one.tls: tls}", "proxy: {service: {type: ClusterIP}}", "proxy: {service: {type: LoadBalancer}}"),
        ("each: {in: '@addresses', as: one}\nrequire: {one.host: {not_equals: pach.corp.io}}", "oidc: {issuerURI: 'https://other.corp.io/dex'}",
         "oidc: {issuerURI: 'https://pach.corp.io/dex'}"),
        ("require: {'pachd.affinity.a.*': {unique: true}}", "pachd: {affinity: {a: {x: 1, y: 2}}}", "pachd: {affinity: {a: {x: 1, y: 1}}}"),
        ("require: {'some': {in: 'pachd.affinity.a.*', as: it, where: {it.b: 1}}}", "pachd: {affinity: {a: {x: {b: 1}}}}",
         "pachd: {affinity: {a: {x: {b: 2}}}}"),
    ],
)  # fmt: skip
def test_other_values_are_judged(logic: str, good: str, bad: str) -> None:
    rule = rule_of(logic)
    for _ in range(3):
        assert judge(rule, release(good)) == []
    assert judge(rule, release(bad)) != []
    assert judge(rule, release(good)) == []
    assert judge(rule, release(bad)) != []


@pytest.mark.parametrize(
    "logic",
    [
        "each: {in: '**', as: one}\nrequire: {one: {not_equals: x}}",
        "when: {proxy.enabled: {equals: true}}\npredicate: any",
    ],
)
def test_what_may_read_anything_is_always_judged(
    logic: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_predicate", lambda _: lambda *_: iter(()))
    rule = rule_of(logic)
    for _ in range(4):
        judge(rule, release(GOOD))
    assert len(asked) == 4


def test_silence_over_a_hole_says_nothing_of_other_values() -> None:
    """A finding that is kept back because another program fills something in is no silence."""
    rule = rule_of("require: {proxy.host: {equals: good.io}}")
    for _ in range(3):
        assert judge(rule, release('proxy: {host: "${HOST}"}')) == []
        assert judge(rule, release("proxy: {host: bad.io}")) != []


def test_silence_where_a_type_is_wrong_says_nothing_of_right_ones(asked: list[str]) -> None:
    rule = rule_of("each: {in: 'pachd.affinity.a.*', as: one}\nrequire: {one: {equals: 1}}")
    right, wrong = (release("pachd: {affinity: {a: {x: 2}}}") for _ in range(2))
    wrong = wrong._replace(bad=frozenset({("pachd", "affinity", "a", "x")}))
    for _ in range(4):
        assert judge(rule, wrong) == []
    assert len(asked) == 2
    assert judge(rule, right) != []
    assert judge(rule, wrong) == []


def test_of_many_values_some_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pachlint.policy.silence._MOST", 2)
    rule = rule_of(HOST)
    for host in "abcdeABC" * 2:
        found = judge(rule, release(f"proxy: {{enabled: true, host: {host}}}"))
        assert bool(found) is host.isupper()
    assert 0 < len(rule.rule_set.silences._known[rule.number]) <= 2
