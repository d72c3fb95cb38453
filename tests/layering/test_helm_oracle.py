"""Reading and layering against real Helm 3 on generated files and flags.

``PACHLINT_CASES`` raises the number of cases, ``PACHLINT_SEED`` chooses others.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from pachlint.discovery import read_bytes
from pachlint.layering.flags import Flag
from pachlint.layering.layer import layer

CASES = int(os.environ.get("PACHLINT_CASES", "60"))
SEED = int(os.environ.get("PACHLINT_SEED", "0"))

SCALARS = (
    "", "x", "no", "On", "y", "N", "true", "TRUE", "tRue", "null", "Null", "~", "0", "-0", "+1", "12", "012", "0o14", "0x1F", "0b11",
    "1_000", "1.", ".5", "1e3", "1E+3", "1.0", "1e400", ".inf", "-.INF", ".nan", "99999999999999999999", "9007199254740993",
    "1:30", "190:20:30", "2024-01-01", "2024-01-01T00:00:00Z", "0.1", "1,000", "'a'", '"b"', "'it''s'", '"\\n\\u00e9\\x41"', '"\\q"',
    "=", "<<", "-", "- ", "-x", "?x", ":x", "x:", "x: y", "x #c", "x#c", "#c", "a b", "é", "日本", "\U0001f600", "[1, a]", "[a,]", "[,]",
    "{a: 1}", "{a}", "{a: , b: 2}", "{a: 1, a: 2}", "[[1], [2]]", "{}", "[]", "!!str 5", "!!int '5'", "!!float 1", "!!bool x",
    "!!null ''", "!!binary aGk=", "!x y", "!!set {a}", "!!timestamp 2024-01-01", "! 5", "|\n  a\n  b", ">\n  a\n  b", "|-\n  a", "|+\n  a\n\n",
    ">2\n    a", "|\n   a\n  b", "&p 1", "*p", "&q {z: 1}", "*q", "@x", "`x`", "%x", "&", "*", "a\tb", "'a\n  b'", '"a\n  b"',
)  # fmt: skip
KEYS = (
    "a", "b", "c", "d", "a.b", "1", "1.5", "true", "no", "null", "~", "'q r'", '"k"', "a b", "<<", "? e", "é", "0x10", "!!str 3", "&k f",
    "[x]", "{y: 1}", "", "2024-01-01", "=", "-f", "x/y",
)  # fmt: skip
NOISE = "abk: #-{}[]&*!|>'\"%@`\t\n\r,?~.=01\u0085\u2028\ufeff\x00\x07"
PATHS = (
    "a",
    "b",
    "a.b",
    "a.b.c",
    "a[0]",
    "a[1].b",
    "a[0][1]",
    "a\\.b",
    "a\\,b",
    "a[-1]",
    "a[x]",
    "a.",
    ".a",
    "",
    "a..b",
    "a[70000]",
    "a[0",
    "1",
    "x y",
)
TEXTS = (
    "1", "x", "", "null", "true", "{x,y}", "{}", "{x", "{x,{y}}", "a\\,b", "a=b", "1e3", "012", "0x1", "\\{x}", "'q'", '"q"', " 1", "-5",
    "99999999999999999999", "x\ny", "[1,2]", '{"p":1}', "null,", "a.b", "{1,null,true}", "{a\\,b,c}", "é",
)  # fmt: skip
JSONS = (
    "1",
    "1.0",
    "1e2",
    '"x"',
    "null",
    "true",
    "[]",
    "{}",
    '{"p": [1, {"q": null}]}',
    "{",
    '{"p":1,"p":2}',
    "x",
    "",
    "[1,]",
    "99999999999999999999",
    "'a'",
)


def a_file(rng: random.Random) -> str:
    """A values file; every second one with noise in it."""
    text = _block(rng, 0, rng.randrange(0, 4))
    if rng.random() < 0.2:
        text += rng.choice(("---\n", "...\n", "--- \nz: 1\n", "# end", "\t\n", "%YAML 1.2\n"))
    if rng.random() < 0.1:
        text = rng.choice(("---\n", "%YAML 1.1\n---\n", "\ufeff", "# c\n", "\n\n", "--- # c\n")) + text
    if rng.random() < 0.1:
        text = text.replace("\n", rng.choice(("\r\n", "\r")))
    for _ in range(rng.choice((0, 0, 0, 0, 1, 1, 2))):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(NOISE) + text[at + rng.randrange(2) :]
    return text


def _block(rng: random.Random, indent: int, depth: int) -> str:
    lines = []
    for _ in range(rng.randrange(1, 4)):
        key, pad = rng.choice(KEYS[:4] if rng.random() < 0.6 else KEYS), " " * indent
        kind = rng.random()
        if depth and kind < 0.3:
            anchor = rng.choice(("", "", " &m", " # c"))
            lines.append(f"{pad}{key}:{anchor}\n{_block(rng, indent + 2, depth - 1)}")
        elif depth and kind < 0.45:
            step = rng.choice((0, 2))
            items = "".join(
                f"{pad}{' ' * step}- {_scalar(rng, indent + step + 2)}\n" for _ in range(rng.randrange(1, 3))
            )
            lines.append(f"{pad}{key}:\n{items}")
        elif kind < 0.52:
            lines.append(f"{pad}<<: {rng.choice(('*m', '[*m]', '{a: 1}', '[{a: 1}, {b: 2}]', '1', '*q'))}\n")
        else:
            comment = rng.choice(("", "", "", " # c"))
            lines.append(f"{pad}{key}: {_scalar(rng, indent)}{comment}\n")
    return "".join(lines)


def _scalar(rng: random.Random, indent: int) -> str:
    return rng.choice(SCALARS).replace("\n", "\n" + " " * indent)


def some_flags(rng: random.Random) -> list[Flag]:
    """No, one, or some flags of all kinds, in any order."""
    flags = []
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        kind = rng.choice(("set", "set", "set-string", "set-json", "set-literal"))
        values = JSONS if kind == "set-json" else TEXTS
        parts = [f"{rng.choice(PATHS)}={rng.choice(values)}" for _ in range(rng.choice((1, 1, 1, 2)))]
        text = ",".join(parts)
        for _ in range(rng.choice((0, 0, 0, 1))):
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice('{}[]=,.\\ "a0') + text[at:]
        flags.append(Flag(kind, text))
    rng.shuffle(flags)
    return flags


def ours(files: list[bytes], flags: list[Flag]) -> dict[str, object] | None:
    """The values; None if Helm rejects them."""
    documents = [read_bytes(content, f"{number}.yaml") for number, content in enumerate(files)]
    values = layer({}, documents, flags)
    if values.problems or any(problem.rejected for one in documents for problem in one.problems):
        return None
    return values.data


@pytest.mark.helm
def test_generated_files_and_flags_come_out_as_in_helm(
    oracle: Callable[..., object], exact: Callable[[object], str], tmp_path: Path
) -> None:
    rng, wrong = random.Random(SEED), []
    for _ in range(CASES):
        files = [a_file(rng).encode("utf-8") for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))]
        flags = some_flags(rng)
        paths = [tmp_path / f"{number}.yaml" for number in range(len(files))]
        for path, content in zip(paths, files, strict=True):
            path.write_bytes(content)
        seen = oracle(paths, [word for flag in flags for word in (f"--{flag.kind}", flag.text)])
        found = ours(files, flags)
        if exact(found) != exact(seen):
            wrong.append((files, flags, seen, found))
    assert wrong == []
