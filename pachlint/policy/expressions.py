"""The regular expressions of rules: compiled once, and searched for a limited time.

A pattern such as ``^(a+)+$`` needs longer than anyone lives for some texts, and rules are written by anyone.
"""

import re
from collections.abc import Callable
from functools import cache
from math import comb
from typing import TypeVar

T = TypeVar("T")

LIMIT = 1.0
"""Seconds that one search may take."""

_FEW_STEPS = 4_000_000
"""What one search does in a fraction of the limit."""

_REPEATS = ("*", "+", "{")
# Inside a group that repeats there may be another repeat, or a choice.
_OF_A_GROUP = (")*", ")+", "){")


class TooSlowError(Exception):
    """A regular expression that finds no end."""

    def __init__(self, pattern: str) -> None:
        super().__init__(f"the regular expression '{pattern}' takes more than {LIMIT:g} second for one value")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def search(pattern: str, text: str) -> re.Match[str] | None:
    """The first match of a pattern.

    Raises:
        TooSlowError: if it takes longer than :data:`LIMIT`.
    """
    expression = _compiled(pattern)
    if _most_steps(pattern, len(text)) <= _FEW_STEPS:
        return expression.search(text)
    return _in_time(lambda: expression.search(text), pattern)


def _most_steps(pattern: str, length: int) -> int:
    """How many steps a search may take in a text of this length.

    The repeats of single characters, and the start, may share the text among them in every way, and every choice doubles
    that; a group that repeats may do so, and worse, with each character.
    """
    if any(sign in pattern for sign in _OF_A_GROUP):
        return 1 << (2 * length)
    repeats = sum(map(pattern.count, _REPEATS))
    choices = pattern.count("?") + min(pattern.count("|"), pattern.count("("))
    return comb(length + repeats + 1, repeats + 1) << choices


def replaced(pattern: str, replacement: str, text: str) -> str:
    r"""The text with every match replaced; ``\1`` in the replacement is the first group.

    Raises:
        TooSlowError: if it takes longer than :data:`LIMIT`.
        re.error: if the replacement names a group that the pattern has not.
    """
    expression = _compiled(pattern)
    return _in_time(lambda: expression.sub(replacement, text), pattern)


def _in_time(work: Callable[[], T], pattern: str) -> T:
    """Do the work, and give up after the limit where the system can wake us: on the main thread of Unix."""
    import signal  # noqa: PLC0415 -- for few rules
    import threading  # noqa: PLC0415

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return work()

    def give_up(*_: object) -> None:
        raise TooSlowError(pattern)

    before = signal.signal(signal.SIGALRM, give_up)
    running = signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, *running)
        signal.signal(signal.SIGALRM, before)
