"""Change a module in small ways, one at a time, and see which changes no test notices.

``mutate.py MODULE… --tests PATH… [--quick SECONDS] [--each SECONDS] [--sample N] [--seed N] [--lines FIRST-LAST]``: MODULE is a file
or a folder of the package. All is done in a copy of the checkout. Exit 1 if a mutant survives that
``tests/data/mutants.jsonl`` does not accept with a reason.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = "tests/data/mutants.jsonl"
_FIELDS = ("module", "in", "line", "from", "to")
_NOT_COPIED = (".git", ".venv", ".*cache*", "__pycache__", "dist")


def main() -> int:
    """Run the command line."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder, "checkout")
        shutil.copytree(ROOT, copy, symlinks=True, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        if (ROOT / ".cache").exists():
            (copy / ".cache").symlink_to(ROOT / ".cache")
        os.chdir(copy)
        # everything random is seeded, and nothing is kept
        os.environ |= {"CI": "1", "PYTHONPATH": f"{copy}", "XDG_CACHE_HOME": f"{folder}/cache"}
        sys.path[:0] = [str(copy), str(copy / "tools")]
        sys.dont_write_bytecode = True
        return _mutate(options, folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--tests", nargs="+", required=True, metavar="PATH")
    parser.add_argument(
        "--quick", type=float, default=0, metavar="SECONDS", help="leave out the tests that take longer"
    )
    parser.add_argument(
        "--each",
        type=float,
        default=0,
        metavar="SECONDS",
        help="take no more time for the tests of one mutant",
    )
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N of the mutants, by chance")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--lines", default="", metavar="FIRST-LAST", help="only mutants of these lines")
    parser.add_argument("--list", action="store_true", help="name the mutants, and run nothing")
    parser.add_argument("--json", action="store_true", help="print survivors as rows for the accepted ones")
    return parser.parse_args()


def _mutate(options: argparse.Namespace, folder: str) -> int:
    import pytest  # noqa: PLC0415 -- from here on, everything is that of the copy
    from mutant_runs import Fate, Runs  # noqa: PLC0415
    from mutations import Module, Mutant  # noqa: PLC0415

    names = [name for path in options.modules for name in _files(path)]
    modules = {name: Module(name, Path(name).read_text(encoding="utf-8")) for name in names}
    _tell_stale(modules.values(), accepted := _accepted())
    chosen = _chosen([one for module in modules.values() for one in module.mutants], options)
    if options.list:
        for one in chosen:
            print(f"{one.module}:{one.line}: {one.before} -> {one.after}")
        return 0
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    unnoticed = 0

    def report(mutant: Mutant, fate: Fate) -> None:
        nonlocal unnoticed
        reason = accepted.get(mutant.key)
        counts[mutant.module]["accepted" if fate is not Fate.KILLED and reason else fate.value] += 1
        if fate is Fate.KILLED or reason:
            return
        unnoticed += 1
        if options.json:
            row = dict(zip(_FIELDS, mutant.key, strict=True))
            print(json.dumps({**row, "because": ""}, ensure_ascii=False), flush=True)
            return
        print(f"{mutant.module}:{mutant.line}: {fate.value}, in {mutant.inside or 'the module'}")
        print(f"    {mutant.text}\n  - {_short(mutant.before)}\n  + {_short(mutant.after)}", flush=True)

    runs = Runs(modules, chosen, report, options.quick, options.each)
    words = ["-q", "-o", "addopts=", "--import-mode=importlib", "--strict-markers", "-p", "no:cacheprovider"]
    status = pytest.main([*words, f"--basetemp={folder}/tests", *options.tests], plugins=[runs])
    for name in names:
        _summarize(name, counts[name])
    return status or int(unnoticed > 0)


def _files(path: str) -> list[str]:
    inside = Path(path).resolve().relative_to(ROOT) if Path(path).is_absolute() else Path(path)
    if not inside.is_dir():
        return [inside.as_posix()]
    return sorted(one.as_posix() for one in inside.rglob("*.py"))


def _chosen(mutants: Sequence, options: argparse.Namespace) -> Sequence:  # type: ignore[type-arg]
    if options.lines:
        first, _, last = options.lines.partition("-")
        mutants = [one for one in mutants if int(first) <= one.line <= int(last or first)]
    if not options.sample or options.sample >= len(mutants):
        return mutants
    order = {id(one): number for number, one in enumerate(mutants)}
    chance = random.Random(options.seed)  # noqa: S311 -- a sample
    return sorted(chance.sample(mutants, options.sample), key=lambda one: order[id(one)])


def _accepted() -> dict[tuple[str, ...], str]:
    path = Path(ACCEPTED)
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = [json.loads(row) for row in rows]
    return {tuple(row[field] for field in _FIELDS): row["because"] for row in found}


def _tell_stale(modules: Iterable, accepted: Iterable[tuple[str, ...]]) -> None:  # type: ignore[type-arg]
    """Rows whose change can no longer be made."""
    for module in modules:
        keys = {mutant.key for mutant in module.mutants}
        for row in accepted:
            if row[0] == module.name and row not in keys:
                print(f"accepted, and no longer there: {row}", flush=True)


def _short(text: str) -> str:
    return text if len(text) < 200 else f"{text[:199]}…"


def _summarize(name: str, counts: Counter[str]) -> None:
    every = sum(counts.values())
    if every:
        words = ", ".join(f"{count} {fate}" for fate, count in sorted(counts.items()) if fate != "killed")
        print(f"{name}: {counts['killed']} of {every} killed ({counts['killed'] / every:.0%}); {words}")


if __name__ == "__main__":
    sys.exit(main())
