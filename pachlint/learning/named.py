"""What the named templates of a chart print, as expressions over what they are given."""

from __future__ import annotations

import itertools
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pachlint.gotemplate.errors import ParseError
from pachlint.learning.effort import TooMuchError
from pachlint.learning.encoding import TextEncoder
from pachlint.learning.errors import NotFollowedError
from pachlint.learning.forms import Each, Value, Variable, calls, parts
from pachlint.learning.output import text_expr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pachlint.learning.demands import Demand
    from pachlint.learning.forms import Expr, Form, Guard
    from pachlint.learning.learner import Learner
    from pachlint.learning.symbolic import Runner

GIVEN = Variable(0)
_NOT_FOLLOWED = (
    NotFollowedError,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
)


def printed_templates(runner: Runner) -> Iterator[tuple[str, Expr]]:
    """Yield what named templates print that are given ``GIVEN``, as far as that can be followed."""
    for name, nodes in sorted(runner.program.defined.items()):
        runner.numbers, runner.depth = itertools.count(1), 0
        try:
            yield name, text_expr(runner.template(nodes, GIVEN))
        except TooMuchError:
            return
        except _NOT_FOLLOWED:
            continue


def named_table(learner: Learner) -> dict[str, Any]:
    """What the named templates of a chart print, by name."""
    encoder, templates = TextEncoder(), dict[str, int]()
    for name, e in printed_templates(learner):
        with suppress(NotFollowedError):
            learner.scales.check(e)
            templates[name] = encoder.expression(e)
    return {"expressions": encoder.expressions, "open": sorted(encoder.open), "templates": templates}


def run_values(demands: Iterable[Demand]) -> Iterator[tuple[str, ...]]:
    """Yield the paths of values that a chart runs as templates, or of what they are items of."""
    for guard, e in demands:
        if calls(e, "tpl"):
            yield from _values(e.arguments[0], guard)


def _values(e: Form, guard: Guard) -> Iterator[tuple[str, ...]]:
    if isinstance(e, Value):
        yield e.path
        return
    loops = (part for part in guard if isinstance(part, Each))
    within = [loop.over for loop in loops if isinstance(e, Variable) and e.number in (loop.key, loop.item)]
    for part in (*within, *parts(e)):
        yield from _values(part, guard)
