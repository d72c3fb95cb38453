"""Texts that steer a terminal or a CI runner, and how to tell whether a program let one through.

``github_command`` and ``said`` follow ActionCommand.cs of github.com/actions/runner: ``::name::`` after any blanks, ``##[name]``
anywhere in a line, and lines as .NET reads them. Azure's agent takes ``##vso[`` and TeamCity ``##teamcity[`` anywhere.
"""

import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import NamedTuple

# Those of the runner, and what switches them off and on.
_GITHUB = frozenset(
    ("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice", "remove-matcher", "save-state",
     "set-env", "set-output", "stop-commands", "warning")
)  # fmt: skip
_OTHERS = re.compile(r"##(?:vso|teamcity)\[[^\]]*\]")
# In this order, the percent sign last.
_DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}
_PROPERTY = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
_SECTION = re.compile(r"section_(?:start|end):\d+:[^\r\n]*\r\x1b\[0K")
# What pachlint itself has to say to GitHub's runner; a payload that has got into a name or a text is still in what it says.
_OWN = re.compile(
    r"::(?:(?:error|warning|notice) (?:file=[^:,]+,line=\d+,endLine=\d+,(?:col=\d+,endColumn=\d+,)?)?title=[a-z0-9-]+[^:,]*"
    r"|group|endgroup)::[^\r\n]*"
)
# What pachlint styles with: none of the payloads is among them.
STYLES = re.compile(r"\x1b\[(?:0|(?:[12];)?3[1-6]|[12]|9[0-7])m")


class Payload(NamedTuple):
    """A text of a stranger's: ``signs``, by name, that must not come through, or one that a line is taken for a command by."""

    name: str
    text: str
    signs: Mapping[str, str] = {}


_SIGNS = {
    "NUL": "\0", "BEL": "\a", "BS": "\b", "VT": "\v", "FF": "\f", "SO": "\x0e", "SUB": "\x1a", "CSI": "\x1b[8m", "OSC": "\x1b]0;t", "DCS": "\x1bPq",
    "RIS": "\x1bc", "US": "\x1f", "DEL": "\x7f", "C1 NEL": "\x85", "C1 DCS": "\x90", "C1 CSI": "\x9b", "C1 OSC": "\x9d", "ALM": "\u061c",
    "LRM": "\u200e", "RLM": "\u200f", "LRE": "\u202a", "RLE": "\u202b", "PDF": "\u202c", "LRO": "\u202d", "RLO": "\u202e", "LRI": "\u2066",
    "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069", "LS": "\u2028", "PS": "\u2029", "ZWSP": "\u200b", "ZWNJ": "\u200c", "ZWJ": "\u200d",
    "WJ": "\u2060", "BOM": "\ufeff", "SHY": "\xad", "CGJ": "\u034f", "HANGUL FILLER": "\u3164", "HALFWIDTH FILLER": "\uffa0",
    "CHOSEONG FILLER": "\u115f", "MVS": "\u180e", "INTERLINEAR": "\ufff9", "TAG": "\U000e0041", "VS17": "\U000e0100", "BYTE": "\udc9b",
    "SURROGATE": "\ud800",
}  # fmt: skip
# As many as a line of a report has room for.
_TOGETHER = 8
_COMMANDS = {
    "command": "::error::{}", "command after blanks": "  \t::warning::{}", "command after NBSP": "\xa0::add-mask::{}",
    "command after ideographic space": "\u3000::stop-commands::{}", "command on a new line": "a\n::error file=b::{}",
    "command after CR": "a\r::notice::{}", "command with properties": "::error file=a,line=1::{}", "capitals": "::Error::{}",
    "old command": "##[error]{}", "old command in a line": "a: ##[add-path x=y]{}", "old command after signs": "###[group]{}",
    "Azure": "##vso[task.setvariable variable=a]{}", "TeamCity": "##teamcity[message text='{}']",
    "GitLab section": "section_start:1:{}\r\x1b[0Ka",
}  # fmt: skip
_FORGED = "a\nforged-line-{}"


def payloads() -> tuple[Payload, ...]:
    """All of them. Signs come several at a time; a command has a name of its own in what it says, by which it is found again."""
    names = sorted(_SIGNS, key=lambda name: name in ("NUL", "SURROGATE", "BYTE"))
    groups = [names[:-3][at : at + _TOGETHER] for at in range(0, len(names) - 3, _TOGETHER)]
    signs = [
        Payload(
            group[0], f"a{'b'.join(_SIGNS[name] for name in group)}c", {name: _SIGNS[name] for name in group}
        )
        for group in (*groups, *([name] for name in names[-3:]))
    ]
    commands = [
        Payload(name, text.format(f"token{number}"))
        for number, (name, text) in enumerate([*_COMMANDS.items(), ("line of its own", _FORGED)])
    ]
    return (*signs, *commands)


EVERY = ContextVar("EVERY", default=False)
"""Whether every payload is dealt at every turn."""


def dealt(planted: tuple[Payload, ...], turn: int) -> tuple[Payload, ...]:
    """One payload of each kind, at every turn another.

    What is printed goes through one place, which knows nothing of where it came from: an input that gets past it does so
    with every payload of a kind, and which of a kind is seen does not depend on the input.
    """
    if EVERY.get():
        return planted
    kinds: dict[str, list[Payload]] = {}
    for one in planted:
        kinds.setdefault(_kind(one), []).append(one)
    return tuple(every[turn % len(every)] for every in kinds.values())


def _kind(one: Payload) -> str:
    if one.signs:
        return "signs" if len(one.signs) > 1 else "a sign that few inputs may hold"
    if "\n" in one.text or "\r" in one.text:
        return "on a line of its own"
    return "at the beginning of a line" if "::" in one.text else "in a line"


def leaked(output: bytes, planted: tuple[Payload, ...]) -> set[str]:
    """The names of the payloads that reach the reader of an output as what they are."""
    text = STYLES.sub("", output.decode("utf-8", "surrogateescape"))
    found = {name for one in planted for name, sign in one.signs.items() if sign in text}
    steering = "\n".join(_steering(text))
    return found | {
        one.name for one in planted if not one.signs and re.search(rf"{_token(one)}(?!\d)", steering)
    }


def _token(payload: Payload) -> str:
    return payload.text[payload.text.index("token") :].partition("'")[0].partition("\r")[0]


def _steering(text: str) -> Iterator[str]:
    """The lines that somebody takes for a command, each with an end that no number goes on after."""
    for line in _lines(text):
        if github_command(line) or _OTHERS.search(line) or line.startswith("forged-line-"):
            yield line
    yield from _SECTION.findall(text)


def _lines(text: str) -> Iterator[str]:
    """All lines; of a command of pachlint's own, those of what it says to the runner."""
    for line in re.split(r"\r\n|\r|\n", text):
        if not _OWN.fullmatch(line):
            yield line
            continue
        properties, data = said(line)
        for value in (*properties.values(), data):
            yield from re.split(r"\r\n|\r|\n", value)


def said(line: str) -> tuple[dict[str, str], str]:
    """The properties and the data of a command, as GitHub's runner unescapes them."""
    head, _, data = line.removeprefix("::").partition("::")
    given = (one.partition("=") for one in head.partition(" ")[2].split(",") if one)
    return {name: _unescaped(value, _PROPERTY) for name, _, value in given}, _unescaped(data, _DATA)


def _unescaped(text: str, escapes: Mapping[str, str]) -> str:
    for escape, sign in escapes.items():
        text = text.replace(escape, sign)
    return text


def github_command(line: str) -> str | None:
    """The command that GitHub's runner finds in a line."""
    trimmed = line.lstrip()
    if trimmed.startswith("::"):
        said, end, _ = trimmed[2:].partition("::")
        if end and said.partition(" ")[0].lower() in _GITHUB:
            return said.partition(" ")[0].lower()
    _, start, rest = line.partition("##[")
    said, end, _ = rest.partition("]")
    name = said.partition(" ")[0].lower()
    return name if start and end and name in _GITHUB else None
