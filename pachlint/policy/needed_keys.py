"""What a match of ``each`` has to be at all, so that of thousands of matches only few are judged."""

from pachlint.policy.path_tests import PathTest
from pachlint.policy.tree import AllOf, AnyOf, Condition
from pachlint.policy.value_tests import Operation


def needed_keys(condition: Condition, alias: str) -> frozenset[str] | None:
    """The last keys of matches for which the condition may hold; None if others may, too."""
    if isinstance(condition, PathTest):
        return _tested(condition, alias)
    if not isinstance(condition, AllOf | AnyOf):
        return None
    found = [needed_keys(part, alias) for part in condition.parts]
    known = [keys for keys in found if keys is not None]
    if isinstance(condition, AllOf):
        return frozenset.intersection(*known) if known else None
    return frozenset().union(*known) if known and len(known) == len(found) else None


def is_of_user(condition: Condition, alias: str) -> bool:
    """Whether the condition holds for no match but one that the user set."""
    if isinstance(condition, AllOf):
        return any(is_of_user(part, alias) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return bool(condition.parts) and all(is_of_user(part, alias) for part in condition.parts)
    if not isinstance(condition, PathTest) or condition.test.pipes:
        return False
    pattern = condition.pattern
    return (pattern.alias, pattern.up, pattern.steps, pattern.end) == (alias, 0, (), "") and any(
        isinstance(one, Operation) and (one.name, one.operand) == ("set_by_user", True)
        for one in condition.test.operations
    )


def _tested(one: PathTest, alias: str) -> frozenset[str] | None:
    pattern = one.pattern
    if (pattern.alias, pattern.up, pattern.steps, pattern.end) != (alias, 0, (), "@key") or one.test.pipes:
        return None
    for operation in one.test.operations:
        if isinstance(operation, Operation) and not operation.references:
            if operation.name == "equals" and isinstance(operation.operand, str):
                return frozenset((operation.operand,))
            if operation.name == "in" and all(isinstance(key, str) for key in operation.operand):
                return frozenset(operation.operand)
    return None
