"""Read a part of a finding that is another from case to case: a list of cases, the last without conditions."""

from collections.abc import Callable
from typing import Any

from pachlint.policy.finding_template import Case
from pachlint.reading import nodes
from pachlint.reading.nodes import Node
from pachlint.rulefiles.conditions import read_condition
from pachlint.rulefiles.parts import read_applies
from pachlint.rulefiles.typed_nodes import fields_of
from pachlint.rulefiles.uses import Reading

_FIELDS = ("applies", "when", "is")


def read_cases(
    node: Node, what: str, reading: Reading, read: Callable[[Node], Any], *, every: bool = True
) -> tuple[Case, ...]:
    """The cases of a part, of which one holds for ``every`` finding; a value alone is the only one.

    ``read`` reads the value of one case, and gives None after a mistake.
    """
    if not isinstance(node, nodes.SequenceNode):
        value = read(node)
        return () if value is None else (Case(value),)
    found = [_read_case(item, what, reading, read) for item in node.items]
    cases = [case for case in found if case is not None]
    if every and cases and not _is_open(cases[-1]):
        reading.mistakes.add(
            node.span, f"the last case of {what} has neither 'applies' nor 'when': it is for all others"
        )
    if any(map(_is_open, cases[:-1])):
        reading.mistakes.add(node.span, f"only the last case of {what} is for all others")
    if not node.items:
        reading.mistakes.add(node.span, f"{what} has no case")
    return tuple(cases)


def _is_open(case: Case) -> bool:
    return not (case.intervals or case.providers or case.environments or case.when)


def _read_case(node: Node, what: str, reading: Reading, read: Callable[[Node], Any]) -> Case | None:
    found = fields_of(node, _FIELDS, f"a case of {what}", reading.mistakes)
    if "is" not in found:
        if isinstance(node, nodes.MappingNode):
            reading.mistakes.add(node.span, f"a case of {what} has no 'is'")
        return None
    value = read(found["is"].node)
    case = Case(value)
    if "applies" in found:
        applies = read_applies(found["applies"].node, reading.mistakes)
        case = case._replace(
            intervals=applies.intervals, providers=applies.providers, environments=applies.environments
        )
    if "when" in found:
        case = case._replace(when=read_condition(found["when"].node, reading, required=False))
    return None if value is None else case
