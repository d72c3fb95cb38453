"""Plants texts that steer terminals and CI runners in every input, and counts which command lets one through.

    python tools/hostile_output.py [INPUT]...

prints one line for each input with the number of payloads by commands that came through, and the total.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner
from hostile_payloads import EVERY, Payload, dealt, leaked, payloads

from pachlint.api import FORMATS
from pachlint.cli import main

ACTIONS = {"GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_STEP_SUMMARY": "summary.md"}
Words = Sequence[str]

# What is said of a file that changes is the same for every rule, and trying a fix means to judge again;
# what all rules say is printed as text, for GitHub, in SARIF, and into a file in every format.
FEW = ("--select", "values,ignores")
# Every command, in each of the ways in which it prints; {} is where values files are named.
WAYS: Mapping[str, Sequence[Words]] = {
    "check": (
        ("{}",),
        ("{}", "--format", "concise", *FEW),
        ("{}", "--format", "json", *FEW),
        ("{}", "--format", "github"),
        ("{}", "--diff", "--unsafe-fixes", *FEW),
        ("{}", "--format", "sarif", "--show-ignored"),
        ("{}", "-v", "--show-ignored", "--color", "always"),
        ("{}", "--diff", "--color", "always", *FEW),
        (
            "{}",
            "--show-ignored",
            *(word for form in FORMATS for word in ("--format", form, "--output", f"report.{form}")),
        ),
        ("{}", "--write-baseline", "written.json"),
        ("{}", "--baseline", "written.json", "--show-ignored", "-q"),
        ("{}", "--fix", *FEW),
        ("{}", "--add-ignores", "--reason", "known", *FEW),
        ("{}", "--prune-baseline", "--baseline", "written.json", *FEW),
    ),
    "values": (("{}",), ("{}", "--color", "always"), ("{}", "--format", "json")),
    "map": (
        ("{}",),
        ("{}", "--color", "always"),
        *(("{}", "--format", form) for form in ("json", "markdown", "mermaid", "svg", "html")),
        *(("{}", "--against", "other.yaml", "--format", form) for form in ("text", "json", "markdown")),
    ),
    "config show": (("{}",), ("{}", "--format", "json")),
    "rules": ((), ("--color", "always"), ("--format", "json")),
    "explain": (("{}",), ("{}", "--color", "always"), ("{}", "--format", "json")),
    "test": (("{}",),),
    "init": ((),),
    "completion": (("bash",),),
}


class Run(NamedTuple):
    """A command line, what stands on standard input, and the payloads that it meets."""

    words: tuple[str, ...]
    planted: tuple[Payload, ...]
    content: bytes = b""


class Scene(NamedTuple):
    """An input, and how it is planted in an empty folder, which is the current one."""

    name: str
    plant: Callable[[tuple[Payload, ...]], Iterable[Run]]


class Leak(NamedTuple):
    """A payload that came through."""

    input: str
    payload: str
    words: tuple[str, ...]


def leaks(scene: Scene, planted: tuple[Payload, ...]) -> Iterator[Leak]:
    """All that come through of what is planted in an input."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for run in scene.plant(planted):
                for name in leaked(printed(run), run.planted):
                    yield Leak(scene.name, name, run.words)
        finally:
            os.chdir(before)


def printed(run: Run) -> bytes:
    """Both streams in a job of GitHub Actions, and the reports that were written into files."""
    found = CliRunner(env=ACTIONS).invoke(main, list(run.words), input=run.content)
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    reports = (*sorted(Path().glob("report.*")), Path("summary.md"))
    return b"\n".join(
        (found.stdout_bytes, found.stderr_bytes, *(_taken(path) for path in reports if path.exists()))
    )


def _taken(report: Path) -> bytes:
    content = report.read_bytes()
    report.unlink()
    return content


def quoted(text: str) -> str:
    """A text in YAML's double quotes, with escapes that YAML and JSON share; a surrogate cannot be written."""
    return (
        '"'
        + "".join(_escaped(character) for character in text if not 0xD800 <= ord(character) < 0xE000)
        + '"'
    )


def _escaped(character: str) -> str:
    if character.isascii() and character.isprintable() and character not in '"\\':
        return character
    return f"\\U{ord(character):08x}"


def ways(command: str, *given: str) -> list[tuple[str, ...]]:
    """All ways of a command with words where it names its files."""
    return [
        (*command.split(), *(word for part in way for word in (given if part == "{}" else (part,))))
        for way in WAYS[command]
    ]


def write(name: str, text: str) -> str:
    """A file with a text whose surrogates stand for bytes."""
    path = Path(os.fsdecode(_bytes(name)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_bytes(text))
    return str(path)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape" if "\ud800" not in text else "surrogatepass")


def chosen(runs: Iterable[Run], one: Payload, planted: tuple[Payload, ...], turn: int = 0) -> Iterator[Run]:
    """Those runs of a payload at whose turn it is dealt."""
    return (run for number, run in enumerate(runs, turn) if one in dealt(planted, number))


def about_values(
    files: Mapping[str, Payload], *, every: bool = False, most: int | None = None, turn: int = 0
) -> Iterator[Run]:
    """Commands over files of one payload each; files that change are put back.

    ``every`` payload is met by every command, else those that are dealt; ``most`` of the ways to check are the first, which differ
    most.
    """
    originals = {name: Path(name).read_bytes() for name in files}
    planted = tuple(files.values())
    write("other.yaml", "deployTarget: LOCAL\n")
    for number in range(len(WAYS["check"][:most])):
        # what is written into a baseline is asked for later
        at = turn if "written.json" in WAYS["check"][number] else turn + number
        now = planted if every else dealt(planted, at)
        yield Run(ways("check", *(name for name, one in files.items() if one in now))[number], now)
        for name, content in originals.items():
            Path(name).write_bytes(content)
    shown = [(command, *numbered) for command in ("values", "map") for numbered in enumerate(WAYS[command])]
    for command, number, way in shown:
        now = planted if every else dealt(planted, turn + number)
        named = ['"' + name.replace('"', '""') + '"' for name, one in files.items() if one in now]
        words = [word for name in named for word in ("-f", name)]
        yield Run((command, *(word for part in way for word in (words if part == "{}" else (part,)))), now)
    for name, one in files.items():
        apart = (
            Run(("config", "show", name), (one,)),
            Run(("check", "-", "--diff", *FEW), (one,), originals[name]),
        )
        yield from apart if every else chosen(apart, one, planted, turn)


def report(names: Words) -> int:
    """Print the figures; all inputs if none is named."""
    from hostile_scenes import SCENES  # noqa: PLC0415 -- which needs this module

    EVERY.set(True)
    every: list[Leak] = []
    for scene in SCENES:
        if names and scene.name not in names:
            continue
        found = list(leaks(scene, payloads()))
        pairs = {(leak.payload, leak.words[0]) for leak in found}
        print(f"{scene.name}: {len(found)} ({len(pairs)} payloads by commands)")
        for command, number in Counter(" ".join(leak.words)[:90] for leak in found).most_common(4):
            print(f"    {number} in {json.dumps(command)}")
        every += found
    print(f"{len(every)} leaks")
    return bool(every)


if __name__ == "__main__":
    sys.exit(report(sys.argv[1:]))
