"""Rules as lines of JSON, so that the shipped ones load in no time.

The first line has the head of each rule, which decides whether it is judged at all. The second has the questions of all screens with tabs
between them, the third the read index. Then comes a line for each rule: its conditions and, after a tab, what it says of its findings. In JSON neither line ends nor
tabs stand.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pachlint.finding import Impact, Severity
from pachlint.policy.finding_template import FindingTemplate
from pachlint.policy.logic import Logic
from pachlint.policy.rule import Aliases, Applies, ReadIndex, Rule, RuleSet, Traits
from pachlint.policy.screening import PredicateCache, screen_to_json
from pachlint.records import NamedTuple

_SEVERITIES = {severity.word: severity for severity in Severity}
_TAB = b"\t"
_IMPACTS = {impact.value: impact for impact in Impact}

Data = Mapping[str, Any]


class RuleSource(NamedTuple):
    """A rule as it was read from its file."""

    id: str
    topic: str
    severity: str
    impact: str
    applies: Applies
    traits: Traits
    predicate: str
    options: Mapping[str, Any]
    logic: Logic
    template: FindingTemplate
    aliases: Aliases

    def to_json(self) -> dict[str, Any]:
        """As data for :func:`pack`."""
        return {
            "head": {
                "id": self.id,
                "topic": self.topic,
                "severity": self.severity,
                "impact": self.impact,
                "applies": {name: part for name, part in self.applies._asdict().items() if part},
                "traits": [name for name, is_so in self.traits._asdict().items() if is_so],
                "predicate": self.predicate,
                "options": self.options,
                "screen": screen_to_json(self.logic.may_speak()),
                "aliases": self.aliases,
            },
            "areas": self.logic.areas(),
            "logic": self.logic.data,
            "template": self.template.to_json(),
        }


def pack(sources: Sequence[Data]) -> bytes:
    """The lines of rules, each as :meth:`RuleSource.to_json` gives it."""
    questions: dict[bytes, int] = {}
    heads = [{name: part for name, part in source["head"].items() if part} for source in sources]
    for head in heads:
        if "screen" in head:
            head["screen"] = _numbered(head["screen"], questions)
    areas: dict[tuple[str | int, ...], list[int]] = {}
    for number, source in enumerate(sources):
        for area in source["areas"]:
            areas.setdefault(tuple(area), []).append(number)
    return b"\n".join(
        (
            _json(heads),
            _TAB.join(questions),
            _json(list(areas.items())),
            *(_TAB.join((_json(source["logic"]), _json(source["template"]))) for source in sources),
        )
    )


def _numbered(part: Any, questions: dict[bytes, int]) -> Any:
    """A screen with numbers for its questions, which are taken down."""
    if isinstance(part, list):
        return [_numbered(one, questions) for one in part]
    number = questions.setdefault(_json({"at": part["at"], "is": part["is"]}), len(questions))
    return ~number if part["not"] else number


def _json(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()


def unpack(packed: bytes) -> tuple[Rule, ...]:
    """The rules of what :func:`pack` made, their conditions and words not yet read.

    Raises:
        ValueError: if it is something else.
    """
    heads, questions, areas, *bodies = _lines(packed)
    rule_set = RuleSet(PredicateCache(bytes(questions).split(_TAB)), ReadIndex(areas), bodies)
    try:
        return tuple(_rule(head, rule_set, number) for number, head in enumerate(json.loads(bytes(heads))))
    except (KeyError, TypeError) as error:
        raise ValueError("these are no packed rules") from error


def _lines(packed: bytes) -> Iterator[memoryview]:
    """The lines, which are not copied: there is half a megabyte of them."""
    whole, start = memoryview(packed), 0
    while (end := packed.find(b"\n", start)) >= 0:
        yield whole[start:end]
        start = end + 1
    yield whole[start:]


def _rule(head: Data, rule_set: RuleSet, number: int) -> Rule:
    return Rule(
        head["id"],
        head.get("topic", ""),
        _SEVERITIES[head["severity"]],
        _IMPACTS[head["impact"]],
        _applies(head["applies"]) if "applies" in head else _ALWAYS,
        Traits(**dict.fromkeys(head["traits"], True)) if "traits" in head else _USUAL,
        head.get("predicate", ""),
        head.get("options", _NO_OPTIONS),
        head.get("screen", ()),
        rule_set,
        number,
        head.get("aliases", _NO_OPTIONS),
    )


_ALWAYS, _USUAL = Applies(), Traits()
_NO_OPTIONS: Data = {}


def _applies(data: Data) -> Applies:
    return Applies(
        data.get("chart", ""),
        tuple(data.get("providers", ())),
        tuple(data.get("environments", ())),
        data.get("intervals", ()),
    )


def build_rules(sources: Sequence[Data]) -> tuple[Rule, ...]:
    """The rules of their data."""
    return unpack(pack(sources))
