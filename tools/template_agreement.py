"""Compare what pachlint makes of templates with what Helm makes of them.

Usage: template_agreement.py --helm HELM [--count N] [--seed N]: random templates, sound and slightly broken ones.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from random_templates import Templates

from pachlint.gotemplate.context import Around, dot
from pachlint.gotemplate.engine import Engine
from pachlint.gotemplate.errors import ExecutionError, ParseError, UnknownError
from pachlint.layering.setflags import Integer

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES: dict[str, object] = {
    "s": "text",
    "n": 5,
    "f": 2.5,
    "big": 12345678,
    "yes": True,
    "no": False,
    "empty": "",
    "zero": 0,
    "nothing": None,
    "list": ["a", "b", 3, None],
    "words": ["x", "y", "x"],
    "none": [],
    "map": {"a": 1, "b": "two", "c": {"d": [1, 2]}},
    "flat": {"k": "v", "x": "y"},
    "void": {},
    "url": "https://u:p@h.example:80/p/q?x=1#f",
    "tpl": "{{ .Values.s }}!",
    "json": '{"a": [1, "x", null], "b": {"c": true}}',
    "lines": "one\n  two\nthree\n",
    "odd": 'it\'s "é" <&>\ttab',
    "version": "1.2.3",
}
FLAG = 7
TEMPLATE = 'x: [\n{{- range (.Files.Get "texts.json" | fromJsonArray) }}{{ tpl . $ | b64enc | quote }},\n{{ end }}]\n'


def ours(text: str) -> tuple[str, str, bool]:
    """What pachlint says: ``ok``, ``rejected`` or ``unknown``, the output or the reason, and whether values change."""
    root = dot({**VALUES, "flag": Integer(FLAG)}, Around("oracle", "x", "default", root=True, subcharts=()))
    engine = Engine()
    try:
        return "ok", engine.render(text, root).text, engine.changed
    except (ParseError, ExecutionError) as error:
        return "rejected", error.message, engine.changed
    except UnknownError as error:
        return "unknown", str(error), engine.changed


class Helm:
    """Asks Helm."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary = binary
        self.chart = folder / "oracle"
        (self.chart / "templates").mkdir(parents=True, exist_ok=True)
        (self.chart / "Chart.yaml").write_text("apiVersion: v2\nname: oracle\nversion: 1.0.0\n")
        (self.chart / "values.yaml").write_text(json.dumps(VALUES))
        (self.chart / "templates" / "seen.yaml").write_text(TEMPLATE)

    def render(self, texts: list[str]) -> list[str] | str:
        """The outputs of templates; if Helm rejects one, what it says."""
        (self.chart / "texts.json").write_text(json.dumps(texts))
        done = subprocess.run(
            [self.binary, "template", "x", self.chart, "--set", f"flag={FLAG}"],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            return done.stderr.decode(errors="replace")
        found = re.findall(r'"([^"]*)",\n', done.stdout.decode())
        return [base64.b64decode(item).decode("utf-8", "surrogateescape") for item in found]

    def outcomes(self, texts: list[str]) -> list[str | list[str]]:
        """For every template its output, or in a list what Helm says against it."""
        if not texts:
            return []
        found = self.render(texts)
        if isinstance(found, list) and len(found) == len(texts):
            return list(found)
        if len(texts) == 1:
            return [[str(found)]]
        half = len(texts) // 2
        return self.outcomes(texts[:half]) + self.outcomes(texts[half:])


def disagreements(helm: Helm, texts: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield templates on which Helm and pachlint differ, with what each says."""
    said = {text: ours(text) for text in texts}
    together = [text for text, (verdict, _, changed) in said.items() if verdict != "rejected" and not changed]
    alone = [text for text in said if text not in set(together)]
    for group in [together[at : at + 40] for at in range(0, len(together), 40)] + [[text] for text in alone]:
        for text, outcome in zip(group, helm.outcomes(group), strict=True):
            verdict, detail, _ = said[text]
            if isinstance(outcome, list):
                if verdict == "ok":
                    yield text, f"ok: {detail!r}", outcome[0]
            elif verdict == "rejected":
                yield text, f"rejected: {detail}", repr(outcome)
            elif verdict == "ok" and detail != outcome:
                yield text, repr(detail), repr(outcome)


def rows(helm: Helm, texts: list[str]) -> Iterator[dict[str, object]]:
    """Yield what Helm says of the templates that pachlint judges."""
    for text in dict.fromkeys(texts):
        verdict, _, _ = ours(text)
        if verdict != "unknown":
            (outcome,) = helm.outcomes([text])
            yield {"template": text, "output": outcome if isinstance(outcome, str) else None}


def main() -> None:
    """Print the disagreements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--helm", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", type=Path, help="templates, one JSON text a line")
    parser.add_argument("--rows", type=Path, help="write what Helm says of every template to this file")
    options = parser.parse_args()
    if options.file:
        texts = [json.loads(line) for line in options.file.read_text().splitlines()]
    else:
        source = Templates(random.Random(options.seed))  # noqa: S311
        texts = [source.template() for _ in range(options.count)]
    if options.rows:
        with tempfile.TemporaryDirectory() as folder, options.rows.open("w", encoding="utf-8") as out:
            for row in rows(Helm(options.helm, Path(folder)), texts):
                out.write(json.dumps(row, ensure_ascii=True) + "\n")
        return
    verdicts = [ours(text)[0] for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        number = 0
        for text, mine, theirs in disagreements(Helm(options.helm, Path(folder)), texts):
            number += 1
            print(f"{text!r}\n   pachlint {mine}\n   helm     {theirs[-400:].strip()}", flush=True)
    counts = {verdict: verdicts.count(verdict) for verdict in ("ok", "rejected", "unknown")}
    print(f"{number} disagreements in {len(texts)} templates, {counts}")


if __name__ == "__main__":
    main()
