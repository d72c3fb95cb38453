"""Quick tests of single values that rule most releases out before anything of a rule is built.

A test is ``[steps, operator, operand]``: a path without wildcards, one of :data:`GUARDS`, and what it asks. They are parts
of the rule's own ``when``, in the sense of :mod:`pachlint.policy.conditions`; ``[[[steps, inside], …], "some", null]`` asks
whether there is anything for ``each`` to go over: at one of the paths, or if ``inside`` within it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pachlint.layering.values import Values
from pachlint.policy.operators import is_empty, same

SOME = "some"

GUARDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": lambda value, operand: value is not None and same(value, operand),
    "in": lambda value, operand: value is not None and any(same(value, item) for item in operand),
    "truthy": lambda value, operand: bool(value) is operand,
    "empty": lambda value, operand: is_empty(value) is operand,
    "present": lambda value, operand: (value is not None) is operand,
}
"""Value (None if it is missing) and operand to whether the test passes."""

SET_BY_USER = "set_by_user"


def lets_in(guard: Sequence[Sequence[Any]], values: Values) -> bool:
    """Whether all tests pass."""
    for steps, operator, operand in guard:
        if operator == SOME:
            if not any(_has_some(values.get(start, None), inside) for start, inside in steps):
                return False
        elif operator == SET_BY_USER:
            if values.set_by_user(steps) is not operand:
                return False
        elif not GUARDS[operator](values.get(steps, None), operand):
            return False
    return True


def _has_some(value: object, inside: bool) -> bool:  # noqa: FBT001 -- a row of JSON
    return bool(value) if inside else value is not None
