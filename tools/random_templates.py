"""Templates at random: functions with arguments of all kinds, blocks, variables, and mistakes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pachlint.gotemplate.catalog import FUNCTIONS
from pachlint.gotemplate.signatures import signature

if TYPE_CHECKING:
    import random

_SLOW = frozenset(
    ["bcrypt", "genCA", "genPrivateKey", "genSelfSignedCert", "genSignedCert", "htpasswd", "derivePassword"]
)
NAMES = sorted(name for name in FUNCTIONS if name not in _SLOW)
_TEXTS = (
    '""', '"a"', '"x"', '"text"', '"a,b,c"', '"1"', '"0x1F"', '"1.50"', '" pad "', '"AbcDef"', '"foo_bar-baz"', '"%d-%s"', '"/a/b.c"',
    '"[a-z]+"', '"("', '">=1.2.0"', '"2.0.0"', '"é"', "`raw`", '"a\\nb"', '"b64="', '"aGVsbG8="', '"{\\"a\\":1}"', '"[1,2]"', '"a: 1"',
    '"%v"', '"%05.2f"', '"%q"', '"%x"', '"hello world foo"', '"1e3"', '"-7"', '"map"', '"string"', '"int"', '"float64"', '"$"',
)  # fmt: skip
_NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "-1",
    "7",
    "1.5",
    "-2.25",
    "1e3",
    "0x10",
    "'a'",
    "100",
    "0.1",
    "1i",
    "10000000",
    "5.0",
)
_PATHS = [
    "s",
    "n",
    "f",
    "big",
    "yes",
    "no",
    "empty",
    "zero",
    "nothing",
    "list",
    "words",
    "none",
    "map",
    "flat",
    "void",
    "url",
    "tpl",
    "json",
    "lines",
    "odd",
    "version",
    "flag",
    "missing",
    "map.a",
    "map.c",
    "map.c.d",
    "map.missing",
    "flat.k",
    "s",
    "n",
    "f",
    "list",
    "map",
    "words",
    "flat",
    "odd",
    "lines",
]
_OTHERS = (".", ".Values", ".Release", ".Release.Name", ".Chart.Name", ".Chart", "$", "$.Values.s", "true", "false", "nil", ".Release.Revision",
           ".Capabilities.KubeVersion.Minor", ".Template", ".Files", ".Capabilities.APIVersions", "now", "$x", "$y")  # fmt: skip


class Templates:
    """Makes templates from a source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def template(self) -> str:
        """A template, a third of them with a mistake put in."""
        text = self._declared() + self.body(2)
        if self.chance.random() < 0.05:
            called = self.chance.choice(("include", "template", "block"))
            text += f'{{{{ define "d" }}}}{self.body(1)}{{{{ end }}}}{{{{ {called} "d" {self.operand(0)} }}}}'
        if self.chance.random() < 0.2:
            text = self._broken(text)
        return text

    def _declared(self) -> str:
        return "{{ $x := .Values.map }}{{ $y := 3 }}"

    def body(self, depth: int) -> str:
        """One to three parts."""
        return "".join(self.part(depth) for _ in range(self.chance.choice((1, 1, 1, 2, 3))))

    def part(self, depth: int) -> str:
        """Text, an action or a block."""
        kind = self.chance.random()
        if depth == 0 or kind < 0.72:
            trims = self.chance.choice(("{{ X }}", "{{- X -}}", "{{X}}", "a {{- X }} b"))
            return trims.replace("X", self.pipe(2))
        inner = self.body(depth - 1)
        if kind < 0.82:
            other = f"{{{{ else }}}}{self.body(0)}" if self.chance.random() < 0.4 else ""
            return f"{{{{ if {self.pipe(1)} }}}}{inner}{other}{{{{ end }}}}"
        if kind < 0.9:
            names = self.chance.choice(("", "$y := ", "$i, $y := ", "$y = "))
            leave = self.chance.choice(("", "", "{{ break }}", "{{ continue }}"))
            return f"{{{{ range {names}{self.pipe(1)} }}}}{inner}{leave}{{{{ else }}}}none{{{{ end }}}}"
        if kind < 0.95:
            return f"{{{{ with {self.chance.choice(('', '$y := '))}{self.pipe(1)} }}}}{inner}{{{{ end }}}}"
        return (
            f"{{{{ {self.chance.choice(('$x', '$y'))} {self.chance.choice((':=', '='))} {self.pipe(1)} }}}}"
        )

    def pipe(self, depth: int) -> str:
        """One to three commands."""
        first = self.command(depth)
        while self.chance.random() < 0.25:
            first += f" | {self.call(depth - 1, given=1)}"
        return first

    def command(self, depth: int) -> str:
        """A call, or now and then an operand."""
        return self.call(depth) if depth > 0 and self.chance.random() < 0.85 else self.operand(depth)

    def call(self, depth: int, given: int = 0) -> str:
        """A function with about as many arguments as it takes, most of the kinds that it takes."""
        name = self.chance.choice(NAMES)
        expected = signature(FUNCTIONS[name].signature)
        letters = list(expected.parameters)
        if expected.variadic:
            letters = letters[:-1] + letters[-1:] * self.chance.choice((0, 1, 1, 2, 3))
        letters = letters[: len(letters) - given]
        if self.chance.random() < 0.03:
            letters = letters[1:] if self.chance.random() < 0.5 else [*letters, "a"]
        return " ".join([name, *(self.argument(letter, depth) for letter in letters)])

    def argument(self, letter: str, depth: int) -> str:
        """An argument for a parameter."""
        if self.chance.random() < 0.04:
            return self.operand(depth)
        if letter == "s":
            return self.chance.choice(
                (*_TEXTS, ".Values.s", ".Values.url", ".Values.lines", ".Values.odd", ".Values.json")
            )
        if letter in "ifl":
            return self.chance.choice(
                (*_NUMBERS[:6], "(int .Values.n)", "$y", "1e2", "'a'") if letter != "f" else _NUMBERS
            )
        if letter == "b":
            return self.chance.choice(("true", "false", ".Values.yes", "(eq 1 1)"))
        if letter == "m":
            return self.chance.choice(
                (
                    '(dict "a" 1)',
                    ".Values.map",
                    ".Values.flat",
                    "$x",
                    ".Values",
                    "(dict)",
                    ".Values.map.c",
                    '(dict "x" (list 1) "map" (dict "a" 2))',
                )
            )
        if letter == "L":
            return self.chance.choice(("(list 1 2)", ".Values.list", "(list)", "nil"))
        return self.operand(depth)

    def operand(self, depth: int) -> str:
        """Any operand."""
        kind = self.chance.random()
        if kind < 0.35:
            return ".Values." + self.chance.choice(_PATHS)
        if kind < 0.5:
            return self.chance.choice(_TEXTS)
        if kind < 0.62:
            return self.chance.choice(_NUMBERS)
        if kind < 0.75:
            return self.chance.choice(_OTHERS)
        if kind < 0.85:
            return self.chance.choice(
                (
                    '(list 1 "b")',
                    '(dict "k" .Values.s)',
                    "(until 3)",
                    '(splitList "," "p,q")',
                    '(split "," "p,q")',
                    "(list)",
                )
            )
        if depth > 0:
            inner = f"({self.pipe(depth - 1)})"
            return inner + self.chance.choice(("", "", "", "", "", "", ".a", ".k.x"))
        return ".Values.s"

    def _broken(self, text: str) -> str:
        """Take something out, put something in, or put it twice."""
        at = self.chance.randrange(len(text))
        end = min(len(text), at + self.chance.choice((1, 1, 2, 3, 6)))
        kind = self.chance.random()
        if kind < 0.4:
            return text[:at] + text[end:]
        if kind < 0.55:
            return text[:end] + text[at:]
        extra = self.chance.choice(
            ("{{", "}}", "{{ end }}", "{{ else }}", "(", ")", "|", ",", ".", "$", '"', "`", "'", "-", " -", "- ", ":=", "=", "#", "@", "/*", "*/", "\\", "\n",
             " if ", " nil ", "{{ break }}", "{{ else if true }}", "{{/* c */}}", "{{- /* c */ -}}", "0x", "1_0", "é", "\t", "{{ $z }}", '{{ block "b" . }}', "\u00a0")
        )  # fmt: skip
        return text[:at] + extra + text[at:]
