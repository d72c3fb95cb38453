"""Compare what pachlint makes of regular expressions with what Helm's Go makes of them, on random ones.

Usage: regexp_agreement.py --helm HELM [--seed N] [--cases N]

Prints every disagreement; exit 1 if there is any.
"""

import argparse
import base64
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pachlint.goregexp.errors import RegexpError, RegexpLimitError
from pachlint.goregexp.regexp import compiled
from pachlint.goregexp.steps import Steps

ATOMS = (
    "a", "b", "c", "A", "é", "ß", "K", "k", "s", "\u017f", "1", " ", "_", "-", ".", "^", "$", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "\\A",
    "\\z", "\\Z", "\\C", "\\pL", "\\PL", "\\p{Lu}", "\\p{^Greek}", "\\P{Greek}", "\\p{Any}", "\\pN", "\\p{Foo}", "\\p", "\\Q.*\\E", "\\Qab", "\\Q\\E", "\\n", "\\t",
    "\\x41", "\\x{e9}", "\\x{110000}", "\\x4", "\\101", "\\0", "\\08", "\\1", "\\8", "\\_", "\\-", "\\/", "\\é", "\\e", "\\", "[a-c]", "[^a]", "[^a-c\\n]", "[\\d_]",
    "[^\\W]", "[[:alpha:]]", "[[:^digit:]]", "[[:foo:]]", "[[:word:]-]", "[]a]", "[^]a]", "[a-]", "[-a]", "[a", "[]", "[z-a]", "[\\pL1]", "[^\\pL]", "[a-\\d]",
    "[\\b]", "[\\x41-\\x43]", "[k-s]", "[[a]", "[a\\]b]", "[\\Q]", "(?i)", "(?s)", "(?m)", "(?U)", "(?-i)", "(?i-s)", "(?-)", "(?)", "(?i-)", "(?ii)", "(?x)",
    "(?--i)", "日", "\n", "{", "}", "]", ")", "(", "|", "a|b", "|", "(?#c)", "(?=a)", "(?<!a)", "(?P=n)", "(?P<n", "(?P<1>a)", "(?<é>a)", "(?P<>a)", "ab", "\\pLu",
    "\\p{L", "\\p{Lu", "[[:lower:]]", "[[:upper:]]", "\\p{Cyrillic}", "ѐ", "Ω", "Ω", "\\p{Lt}", "\\x{10FFFF}", "\\x{}", "\\x{g}", "[\\p{Ll}]", "(?i:\\p{Ll})", "(?i:[^k])",
)  # fmt: skip
REPEATS = (
    "*",
    "+",
    "?",
    "*?",
    "+?",
    "??",
    "{2}",
    "{2,}",
    "{0,2}",
    "{1,3}?",
    "{0}",
    "{,2}",
    "{2,1}",
    "{1001}",
    "{1000}",
    "**",
    "+*",
    "{a",
    "{02}",
    "{1,02}",
    "{0,}?",
)
OPENS = ("(", "(", "(?:", "(?i:", "(?s-i:", "(?m:", "(?U:", "(?P<n>", "(?<m>", "(?-m:", "(?i", "(?P<n>a)(")
TEXT = "aabbcAK kK\u017fsSéÉß.1 _-\n日本ab\nΩΩωѐЀ\x00a{2}ǅǆ\\"
FORM = "<${0}|${1}|$2|${n}|$$>"


def pattern(rng: random.Random, depth: int = 3) -> str:
    """A pattern, likely a sound one."""
    parts = []
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        part = rng.choice(ATOMS[:60] if rng.random() < 0.6 else ATOMS)
        if depth and rng.random() < 0.4:
            part = f"{rng.choice(OPENS)}{pattern(rng, depth - 1)})"
        if rng.random() < 0.35:
            part += rng.choice(REPEATS[:10] if rng.random() < 0.8 else REPEATS)
        parts.append(part)
        if rng.random() < 0.15:
            parts.append("|")
    return "".join(parts)


def text(rng: random.Random) -> str:
    """A text that patterns may match."""
    return "".join(rng.choice(TEXT) for _ in range(rng.randrange(12)))


def ours(expression: str, given: str) -> str | bool | None:
    """The text with what matches replaced; False for a pattern that Go rejects, None for one that is left open."""
    steps = Steps()
    try:
        found = compiled(expression, steps)
        out, at = [], 0
        for slots in found.find_all(given, steps):
            groups = [
                given[slots[n] : slots[n + 1]] if slots[n] >= 0 else "" for n in range(0, len(slots), 2)
            ]
            name = next(
                (groups[n] for n, name in enumerate(found.names) if name == "n" and slots[2 * n] >= 0), ""
            )
            one, two = (groups[n] if n < len(groups) else "" for n in (1, 2))
            out += [given[at : slots[0]], f"<{groups[0]}|{one}|{two}|{name}|$>"]
            at = slots[1]
        if found.matches(given, steps) is not bool(out):
            return f"find and match differ on {expression!r}"
    except RegexpError:
        return False
    except RegexpLimitError:
        return None
    return "".join([*out, given[at:]])


class Helm:
    """Asks Helm."""

    def __init__(self, binary: str, folder: Path) -> None:
        self.binary = binary
        self.chart = folder / "oracle"
        self.values = folder / "values.json"
        (self.chart / "templates").mkdir(parents=True)
        (self.chart / "Chart.yaml").write_text("apiVersion: v2\nname: oracle\nversion: 1.0.0\n")
        replaced = f"regexReplaceAll (index . 0) (index . 1) {json.dumps(FORM)}"
        (self.chart / "templates" / "out.txt").write_text(
            "{{ range .Values.cases }}\nfound: {{ %s | b64enc }}{{ end }}\n" % replaced  # noqa: UP031 -- braces
        )

    def _run(self, values: object) -> subprocess.CompletedProcess[str]:
        self.values.write_text(json.dumps(values))
        command = [self.binary, "template", "x", str(self.chart), "-f", str(self.values)]
        return subprocess.run(command, capture_output=True, check=False, text=True)

    def replaced(self, cases: Sequence[tuple[str, str]]) -> list[str | bool]:
        """For every pattern and text what Helm makes of them; False for a pattern that it rejects."""
        schema = self.chart / "values.schema.json"
        keys = {f"zq{number}zq": expression for number, (expression, _) in enumerate(cases)}
        schema.write_text(json.dumps({"properties": {key: {"format": "regex"} for key in keys}}))
        errors = self._run({**keys, "cases": []}).stderr
        schema.unlink()
        rejected = {int(number) for number in re.findall(r"^- zq(\d+)zq: ", errors, re.MULTILINE)}
        done = self._run({"cases": [case for number, case in enumerate(cases) if number not in rejected]})
        if done.returncode:
            raise RuntimeError(done.stderr)
        lines = iter(re.findall("^found: ?(.*)$", done.stdout, re.MULTILINE))
        return [
            number not in rejected and base64.b64decode(next(lines)).decode() for number in range(len(cases))
        ]


def main() -> int:
    """Run the cases; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--helm", required=True, help="the Helm binary")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=5000)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 -- no secrets
    wrong = opened = 0
    with tempfile.TemporaryDirectory() as folder:
        helm = Helm(options.helm, Path(folder))
        for _ in range(0, options.cases, 1000):
            cases = [(pattern(rng), text(rng)) for _ in range(1000)]
            for (expression, given), verdict in zip(cases, helm.replaced(cases), strict=True):
                found = ours(expression, given)
                opened += found is None
                if found is not None and found != verdict:
                    wrong += 1
                    print(f"{expression!r} on {given!r}: Helm {verdict!r}, pachlint {found!r}", flush=True)
    print(f"{options.cases} cases, {wrong} disagreements, {opened} left open", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
