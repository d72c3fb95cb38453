"""Commands that a job prints for GitHub's runner: ``::error file=a.yaml,line=1,title=t::message``.

Values are escaped as its ActionCommand.cs unescapes them; what they hold can neither end a command nor begin another.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from pachlint.visible import GitHubLog, Shown, harmless, visible

Name = Literal["error", "warning", "notice", "group", "endgroup"]
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def command(name: Name, lines: Sequence[str] = (), **properties: str | int) -> GitHubLog:
    """A command with what it says, a line each. The runner drops properties without a value."""
    said = harmless("\n".join(map(visible, lines))).translate(_DATA)
    of = ",".join(f"{key}={_value(value)}" for key, value in properties.items())
    return GitHubLog(f"::{name}{' ' if of else ''}{of}::{said}\n")


def log(parts: Iterable[GitHubLog | Shown]) -> GitHubLog:
    """All lines, one after the other."""
    return GitHubLog("".join(parts))


def _value(value: str | int) -> str:
    return harmless(visible(str(value))).translate(_PROPERTY)
