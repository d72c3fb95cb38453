"""Of many releases judged one after the other each gets what it gets alone: what is kept of earlier ones changes nothing."""

import json
import random
from typing import Any

import pytest

from pachlint.exposure.release import exposure_of
from pachlint.lint import Job, check, prepare
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, shipped
from pachlint.source import Source

OTHERS = [True, False, None, "", "x", 1, 0, "https://x.io", {}, [], "1", "AMAZON", 30650, "NodePort", "{{ .Values.deployTarget }}", ["a"], {"a": "b"}]  # fmt: skip
HEADS = [
    "",
    "# pachlint: chart=2.11.6\n",
    "# pachlint: chart=2.3.0\n",
    "# pachlint: environment=production\n",
]


def changed(values: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The same with another value at one path."""
    copy: dict[str, Any] = json.loads(json.dumps(values))
    there: Any = copy
    while True:
        key = rng.choice(list(there))
        if isinstance(there[key], dict) and there[key] and rng.random() < 0.8:
            there = there[key]
            continue
        there[key] = rng.choice(OTHERS)
        return copy


def texts(count: int, seed: int) -> list[str]:
    """Values of rule examples, each perhaps with a change, for some chart version."""
    rng = random.Random(seed)
    book = shipped()
    examples = [one.text for rule in rng.sample(book.rules, count) for one in book.text(rule.id).examples[:2]]
    documents = [read(Source("v.yaml", text)).data for text in examples]
    found = []
    for values in documents:
        if isinstance(values, dict) and values:
            target = {"deployTarget": rng.choice(["AMAZON", "GOOGLE", "LOCAL"]), **values}
            both = (target, changed(target, rng))
            found += [rng.choice(HEADS) + json.dumps(one, indent=1) for one in both]
    return found


def findings(text: str, book: Rulebook) -> list[Any]:
    report = check([Job("v", (read(Source("v.yaml", text)),))], book)
    return [one._replace(fix=None) for one in report.findings] + [one.fix for one in report.findings]


def test_each_gets_what_it_gets_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given = texts(70, seed=2)
    assert len(given) > 170
    together = [findings(text, shipped()) for text in given]
    again = [findings(text, shipped()) for text in reversed(given)][::-1]
    monkeypatch.setattr("pachlint.verdict.memory.Memory.recall", lambda _, *given: given[-1]())
    monkeypatch.setattr("pachlint.verdict.memory.Settled.unsettled", lambda _, __, due: dict.fromkeys(due))
    monkeypatch.setattr("pachlint.policy.silence.Silences.key", lambda *_: None)
    monkeypatch.setattr("pachlint.layering.numbering.Numbering.is_default", lambda *_: False)
    alone = [findings(text, shipped()) for text in given]
    assert [text for text, one, two in zip(given, together, alone, strict=True) if one != two] == []
    assert [text for text, one, two in zip(given, again, alone, strict=True) if one != two] == []


@pytest.mark.parametrize(
    "off",
    ["pachd: {lokiDeploy: false, lokiLogging: false}", "postgresql: {enabled: false}", "postgresql: false"],
)
def test_charts_inside_are_on_or_off_in_each(off: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The defaults of a chart inside are there only while it is on, and its values fit, though nothing is written below its name."""

    def services(text: str) -> list[str]:
        context = prepare(Job("v", (read(Source("v.yaml", f"deployTarget: LOCAL\n{text}")),)))
        return [one.name for one in exposure_of(context).services]

    found = [services(text) for text in ("", "", "", off, off, off, "")]
    monkeypatch.setattr("pachlint.verdict.memory.Memory.recall", lambda _, *given: given[-1]())
    assert found == [services(text) for text in ("", "", "", off, off, off, "")]
    assert found[0] != found[3]
