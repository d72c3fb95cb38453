"""Regular expressions that are compiled when they are first used.

Compiling those of all modules at import would take longer than most checks.
"""

import re
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub")


class _Regex:
    """Stands for a pattern, and becomes it at the first use."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._given)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        found = getattr(compiled, name)
        setattr(self, name, found)
        return found


def lazy_regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, not yet compiled; a mistake in it shows at its first use."""
    return cast("re.Pattern[str]", _Regex(pattern, flags))
