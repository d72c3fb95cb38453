"""Count where a secret comes out: ``python tools/secret_leaks.py [--show]`` runs pachlint over all places and ways to ask.

A leak is any six characters of a secret in the output, or in a file other than the values file that held it.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import secret_places as places
from click.testing import CliRunner

from pachlint.api import FORMATS
from pachlint.cli import main
from pachlint.lint import Job, check
from pachlint.place import Path as Path_
from pachlint.place import format_path
from pachlint.reading.document import read
from pachlint.report import sarif, text
from pachlint.report.look import Look
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source

_LEAST = 6
_PARTS = frozenset(
    secret[at : at + _LEAST].lower()
    for secret in (places.SECRET, places.NUMBER, places.WORDS)
    for at in range(len(secret) - _LEAST + 1)
)
FILE = "v.yaml"

# SARIF, which has every rule in it, is asked for apart.
_BESIDE_SARIF = [form for form in FORMATS if form != "sarif"]
CHECKS = (
    ("check", FILE),
    ("check", "--format", "concise", FILE),
    ("check", "--format", "json", "--show-ignored", FILE),
    ("check", "--environment", "production", "--provider", "aws", "--chart-version", "2.0.0", FILE),
    ("check", *(word for form in _BESIDE_SARIF for word in ("--format", form, "--output", f"out.{form}")), "-v", "."),
    ("check", "--diff", "--unsafe-fixes", FILE),
    ("check", "--add-ignores", FILE),
    ("check", "--write-baseline", "baseline.json", FILE),
    ("check", "--baseline", "baseline.json", "--show-ignored", FILE),
    ("check", "-f", FILE, "-f", "other.yaml", "--show-ignored"),
    ("values", "-f", FILE),
    ("values", "-f", FILE, "pachd"),
    ("config", "show", FILE),
    ("check", "--fix", "--unsafe-fixes", FILE),
)  # fmt: skip
"""The ways to ask about a file; the last one changes it."""
QUICK = tuple(words for words in CHECKS if "--output" in words or "--fix" in words or "values" in words[0])
FLAG_CHECKS = (
    ("check", "-f", FILE),
    ("check", "-f", FILE, "--format", "json"),
    ("check", "-f", FILE, "--diff"),
    ("check", FILE),
    ("values", "-f", FILE),
    ("values",),
)


class Leak(NamedTuple):
    """What came out, of which place and context, and how it was asked for."""

    place: str
    context: str
    asked: str
    line: str


def leaks_in(output: str) -> list[str]:
    """The lines of an output that hold a part of a secret."""
    low = output.lower()
    if not any(part in low for part in _PARTS):
        return []
    joined = [line for line in output.splitlines() if any(part in line.lower() for part in _PARTS)]
    return joined or [output]


class Asking:
    """A folder with one values file, and what comes out of pachlint there."""

    def __init__(self, folder: Path, *, may_reject: bool = True) -> None:
        self.folder = folder
        self.may_reject = may_reject
        os.chdir(folder)
        (folder / "other.yaml").write_text("pachd: {rootToken: x, replicas: '2'}\n")

    def ask(self, content: str, words: Sequence[str]) -> list[str]:
        """The lines with a secret in what a command prints, and writes elsewhere than into the values file."""
        (self.folder / FILE).write_bytes(content.encode())
        (self.folder / "token.txt").write_text(places.SECRET + "\n")
        for path in self.folder.glob("out.*"):
            path.unlink()
        done = CliRunner().invoke(main, list(words))
        if done.exit_code == 2 and not self.may_reject:
            raise AssertionError(f"nothing was checked: {done.output}")
        printed = done.output + (repr(done.exception) if done.exit_code == 4 else "")
        for path in self.folder.iterdir():
            if path.name not in (FILE, "token.txt", ".pachlint.yaml"):
                printed += path.read_text()
        return leaks_in(printed)


@lru_cache(maxsize=1)
def _report(content: str) -> Report:
    """Both ways to show a file have one report to show."""
    return check([Job(FILE, (read(Source(FILE, content)),))], shipped())


def narrow(content: str) -> str:
    """The report as a narrow terminal shows it."""
    return text.render(_report(content), Look(color=True, columns=40))


def in_sarif(content: str) -> str:
    """The report in SARIF, with the rules alone that found something."""
    report = _report(content)
    ids = {finding.rule for finding in (*report.findings, *report.ignored)}
    book = report.book._replace(rules=tuple(rule for rule in report.book.rules if rule.id in ids))
    return sarif.render(report._replace(book=book), Look(show_ignored=True))


SHOWS = (("narrow terminal", narrow), ("SARIF", in_sarif))


def of_places(
    asking: Asking,
    ways: Sequence[Sequence[str]],
    contexts: Mapping[str, Callable[[str], str]] = places.CONTEXTS,
    shows: Sequence[tuple[str, Callable[[str], str]]] = SHOWS,
) -> Iterator[Leak | None]:
    """A leak, or None, for every place, context and way to ask or show."""
    for place in places.PLACES:
        for context, change in contexts.items():
            content = change(place.text)
            for words in ways:
                found = asking.ask(content, words)
                yield Leak(place.name, context, " ".join(words), found[0]) if found else None
            for way, show in shows:
                found = leaks_in(show(content))
                yield Leak(place.name, context, way, found[0]) if found else None


def of_fields(
    fields: Iterable[tuple[Path_, Iterable[str]]], *, in_pairs: bool = False
) -> Iterator[Leak | None]:
    """The same for the chart's own fields, in the versions given.

    With ``in_pairs`` each value meets each context and each version, but not both in all their pairs.
    """
    for path, versions in fields:
        for turn, value in enumerate(
            (places.SECRET, int(places.NUMBER), {"a": places.SECRET}, [places.SECRET])
        ):
            data = places.below(path, value)
            several = tuple(versions)
            for number, version in enumerate(several):
                lead = f"# pachlint: chart-version={version}\n"
                contents = {
                    "block": lead + _block(data) + "zzyzx: 1\n",
                    "broken": lead + _block(data) + "zzyzx: a: b\n",
                    "one line": lead + f"{{{_flow(data)[1:-1]}, zzyzx: 1}}\n",
                }
                for at, (context, content) in enumerate(contents.items()):
                    if in_pairs and (turn + at + number) % len(several):
                        continue
                    found = leaks_in(narrow(content))
                    yield Leak(format_path(path), f"{version}, {context}", "", found[0]) if found else None


def _block(value: object, indent: str = "") -> str:
    if isinstance(value, dict):
        return "".join(
            f"{indent}{key}:\n{_block(one, indent + '  ')}"
            if isinstance(one, dict | list)
            else f"{indent}{key}: {one}\n"
            for key, one in value.items()
        )
    return "".join(f"{indent}- {_flow(one)}\n" for one in value)  # type: ignore[attr-defined]


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(one)}' for key, one in value.items())}}}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else str(value)


def of_flags(
    asking: Asking, ways: Sequence[Sequence[str]] = FLAG_CHECKS, *, in_pairs: bool = False
) -> Iterator[Leak | None]:
    """The same for flags, good and broken ones, and for command lines that a shell has split.

    With ``in_pairs`` each flag stands alone in some ways, and beside another flag in the others.
    """
    good = "deployTarget: LOCAL\n"
    for number, flag in enumerate((*places.FLAGS, *places.WORDS_AFTER)):
        for at, words in enumerate(ways):
            alone, beside = (*words, *flag), (*words, "--set", "zzyzx=1", *flag)
            for asked in ((alone, beside)[(number + at) % 2],) if in_pairs else (alone, beside):
                found = asking.ask(good, asked)
                yield Leak(" ".join(flag), " ".join(words), "", found[0]) if found else None


def of_configs(asking: Asking) -> Iterator[Leak | None]:
    """The same for configs."""
    config = asking.folder / ".pachlint.yaml"
    for content in places.CONFIGS:
        config.write_text(content)
        for words in (
            ("check",),
            ("check", FILE, "--format", "json"),
            ("config", "show", FILE),
            ("check", "--diff"),
        ):
            found = asking.ask("deployTarget: LOCAL\n", words)
            yield Leak(content, " ".join(words), "", found[0]) if found else None
    config.unlink()


def main_() -> int:
    """Count everything, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show so many leaks of each kind")
    parser.add_argument("--quick", action="store_true", help="the few ways to ask that the tests use")
    parser.add_argument("--only", choices=("places", "fields", "flags", "configs"))
    wanted = parser.parse_args()
    total = 0
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        asking = Asking(Path(folder))
        kinds: dict[str, Callable[[], Iterator[Leak | None]]] = {
            "places": lambda: of_places(asking, QUICK if wanted.quick else CHECKS),
            "fields": lambda: of_fields(
                places.declared()
                if wanted.quick
                else ((path, (one,)) for path, one in places.of_every_version())
            ),
            "flags": lambda: of_flags(asking),
            "configs": lambda: of_configs(asking),
        }
        for kind, run in kinds.items():
            if wanted.only in (None, kind):
                total += _counted(kind, run(), wanted.show)
        os.chdir(here)
    return 1 if total else 0


def _counted(kind: str, found: Iterable[Leak | None], show: int) -> int:
    every = 0
    leaks: list[Leak] = []
    for one in found:
        every += 1
        if one is not None:
            leaks.append(one)
    print(f"{kind}: {len(leaks)} leaks in {every} combinations")
    for where in ("place", "context", "asked"):
        if show:
            print("  by", where, Counter(getattr(leak, where) for leak in leaks).most_common(40))
    for leak in leaks[:: max(len(leaks) // show, 1)][:show] if show else ():
        print("   ", leak)
    return len(leaks)


if __name__ == "__main__":
    sys.exit(main_())
