r"""Renew what Go's regular expressions know of characters: the classes of ``\p{…}``, and which letters ``(?i)`` takes for one.

Usage: derive_characters.py --helm HELM schemas/characters.json [NAME...]

Helm is asked, since the Unicode version is that of its Go. The names of the classes are those of the file, and NAME.
"""

import argparse
import base64
import json
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

_FILE_SIZE = 1_000_000
_TEMPLATE = """
{{- $texts := list }}
{{- range $name, $_ := .Files.Glob "texts/*" }}{{ $texts = append $texts ($.Files.Get $name) }}{{ end }}
{{- range $pattern := .Values.patterns }}
found:{{ range $texts }} {{ regexFindAll $pattern . -1 | join "" | b64enc }}{{ end }}
{{- end }}
"""


def found(helm: str, patterns: Sequence[str], characters: str) -> list[str]:
    """For every pattern the characters that match it."""
    with tempfile.TemporaryDirectory() as folder:
        chart = Path(folder) / "chart"
        (chart / "templates").mkdir(parents=True)
        (chart / "texts").mkdir()
        for at in range(0, len(characters), _FILE_SIZE):
            (chart / "texts" / f"{at:09}").write_text(
                characters[at : at + _FILE_SIZE], encoding="utf-8", newline=""
            )
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: oracle\nversion: 1.0.0\n")
        (chart / "templates" / "found.txt").write_text(_TEMPLATE)
        values = Path(folder) / "values.json"
        values.write_text(json.dumps({"patterns": patterns}))
        command = [helm, "template", "x", str(chart), "-f", str(values)]
        printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    lines = [line.removeprefix("found:") for line in printed.splitlines() if line.startswith("found:")]
    return ["".join(base64.b64decode(part).decode() for part in line.split()) for line in lines]


def ranges(characters: Iterable[int]) -> str:
    """Code points as ranges, such as ``41-5a 61-7a b5``."""
    points = sorted(characters)
    breaks = [
        0,
        *(at + 1 for at, (one, other) in enumerate(pairwise(points)) if other != one + 1),
        len(points),
    ]
    spans = [(points[start], points[end - 1]) for start, end in pairwise(breaks) if start < end]
    return " ".join(f"{low:x}" if low == high else f"{low:x}-{high:x}" for low, high in spans)


def folds(helm: str, characters: str) -> list[str]:
    """Groups of characters that differ in case alone."""
    cased = "".join(
        c for c in characters if c.lower() != c or c.upper() != c or c.casefold() != c or c.swapcase() != c
    )
    groups = found(helm, [f"(?i)\\x{{{ord(c):x}}}" for c in cased], cased)
    return sorted({group for group in groups if len(group) > 1})


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--helm", required=True)
    parser.add_argument("file", type=Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    old: dict[str, Any] = json.loads(options.file.read_text()) if options.file.exists() else {"classes": {}}
    names = sorted({*old["classes"], *options.names})
    characters = "".join(chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000)
    classes = {
        name: ranges(map(ord, characters_of))
        for name, characters_of in zip(
            names, found(options.helm, [f"\\p{{{name}}}+" for name in names], characters), strict=True
        )
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(classes[name])}" for name in names)
    groups = json.dumps(folds(options.helm, characters), ensure_ascii=True)
    options.file.write_text(f'{{\n "folds": {groups},\n "classes": {{\n{lines}\n }}\n}}\n')


if __name__ == "__main__":
    main()
