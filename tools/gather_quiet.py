"""Take real values files that Helm accepts into tests/quiet, and list what is found in them, to be judged.

Usage: ``python tools/gather_quiet.py FOLDER...``

A folder holds values files and ``manifest.jsonl``, a line for each: ``file``, ``origin`` (``owner/name:path@commit``) and
``helm``: a list of ``{version, set, ok}``, Helm's verdicts. Of every file its values are kept, without comments and form,
and the first and last verdicts that accept it. Reasons in ``tests/quiet/judged.yaml`` are kept; what is found and has none
is listed below an empty one, and the test fails until somebody has judged it.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pachlint.reading.document import read  # noqa: E402
from pachlint.source import Source  # noqa: E402
from tests.test_quiet import FILES, JUDGED, Judgment, found_in, judgments  # noqa: E402 -- stands in the repository

LONGEST = 12_000
ADDRESS = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+\.[\w.-]*[\w]")
BLACKED_OUT = re.compile(r"(?:REDACTED){2,}\w*")


def main() -> None:
    """Gather the files, then list what is found in them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="*")
    options = parser.parse_args()
    if options.folders:
        rows = list(gathered(options.folders))
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
        FILES.write_text("".join(lines), encoding="utf-8")
    JUDGED.write_text(render(judged()), encoding="utf-8")


def gathered(folders: list[Path]) -> Iterator[dict[str, Any]]:
    """A row for every file with different values; long ones are left out."""
    seen: set[str] = set()
    for folder in folders:
        for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            accepted = [verdict for verdict in row["helm"] if verdict["ok"]]
            text = (folder / row["file"]).read_text(encoding="utf-8")
            document = read(Source(row["file"], text))
            values = masked(json.dumps(document.data, ensure_ascii=False, default=str))
            if not accepted or not document.readable or len(values) > LONGEST or values in seen:
                continue
            seen.add(values)
            cases = [[verdict["version"], verdict["set"]] for verdict in (accepted[0], accepted[-1])]
            yield {
                "id": Path(row["file"]).stem,
                "origin": row["origin"],
                "cases": cases if cases[0] != cases[1] else cases[:1],
                "values": json.loads(values),
            }


def masked(values: str) -> str:
    """The values without anybody's address, and with what had been blacked out made short."""
    return BLACKED_OUT.sub("REDACTED", ADDRESS.sub("someone@project.iam.gserviceaccount.com", values))


def judged() -> list[Judgment]:
    """The known judgments with what is found now; what nobody has judged comes last."""
    reasons = {(one.rule, path): one.because for one in judgments() for path in one.found}
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for line in FILES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for rule, path in found_in(row):
            reason = reasons.get((rule, path), "")
            found.setdefault((rule, reason), {}).setdefault(path, set()).add(row["id"])
    return [
        Judgment(rule, because, {path: sorted(ids) for path, ids in sorted(paths.items())})
        for (rule, because), paths in sorted(found.items())
    ]


def render(all_judged: list[Judgment]) -> str:
    """The YAML of the judgments."""
    lines = [
        (
            "# What pachlint reports as error or warning in real values files that Helm accepts, and why each report is right.\n"
            "# tools/gather_quiet.py lists it; people write the reasons.\n"
        )
    ]
    for one in all_judged:
        lines.append(
            f"- rule: {one.rule}\n  because: {json.dumps(one.because, ensure_ascii=False)}\n  found:\n"
        )
        for path, ids in one.found.items():
            lines.append(f"    {json.dumps(path, ensure_ascii=False)}: [{', '.join(ids)}]\n")
    return "".join(lines)


if __name__ == "__main__":
    main()
