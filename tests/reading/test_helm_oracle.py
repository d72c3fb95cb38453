"""Reading against real Helm 3 on generated texts, many to a process.

A template's ``fromYaml`` reads a text as Helm reads a values file. ``PACHLINT_TEXTS`` raises the number of texts,
``PACHLINT_SEED`` chooses others.
"""

import base64
import json
import os
import random
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pachlint.discovery import read_bytes

TEXTS = int(os.environ.get("PACHLINT_TEXTS", "3000"))
SEED = int(os.environ.get("PACHLINT_SEED", "0"))

REFUSED = "refused"
UNFAIR = re.compile("(?!\\A)(?<!\\w)\ufeff|^\ufeff?(?:--- )?[{][?:}]")
TEMPLATE = '{{ range .Files.Lines "texts" }}{{ if . }}\n#: {{ . | b64dec | fromYaml | toJson | b64enc }}{{ end }}{{ end }}\n'

WORDS = (
    "y", "Yes", "yEs", "N", "nO", "On", "off", "True", "tRUE", "False", "null", "Null", "nULL", "~", "~x", "<<", "=", "!", "-", "--",
    "---", "...", "?", "?x", ":", "::", "x:", "x:y", "a#b", "a #b", "@a", "`", "%a", "&a", "*a", "|", ">", "\\", "\\/", '"', "'", "''",
    '""', "'a''b'", '"a\\"b"', '"\\x41\\u00e9\\_\\N\\L\\P\\e\\0\\a\\v"', '"\\/"', '"\\\\/"', '"\\ud800"', '"\\U00110000"', '"\\u12"',
    '"\\\'"', '"a\\\n  b"', '"a\n\n  b"', "'a\n\n  b'", "a\n  b\n\n  c", "[a,,b]", "[,a]", "{a}", "{a:}", "{a: }", "{a:1}", '{"a":1}',
    "{a: 1,}", "{,}", "[a: 1, b: 2]", "[? a : b]", "{: x}", "{? }", "[a:b]", "{[a]: b}", "{{a: b}: c}", "[a\n  ,b]", "[\n]", "é",
    "\U0001f600", "a\u00a0b", "a\u0085b", "a\u2028b", "a\ufeffb", "\ufffe", "\x7f", "\x80", "\x00", "\t", "a\tb", "1 # c",
    '"x"#c', "[a]#c", "[a #c\n  ]", ".inf", "-.INF", ".nan", "inf", "1e400", "2024-02-30", "2024-1-1", "2024-01-01 1:2:3 Z",
    "2024-01-01T25:00:00Z", "9223372036854775808", "18446744073709551616", "-9223372036854775809", "1e21", "999999999999999999999",
    "9007199254740993", "0x8000000000000000", "0b-1", "-0b-1", ".8_9", ".5e1_0", ".8_", "._8", "1.7976931348623159e308", "4.9e-324",
)  # fmt: skip
TAGS = (
    "!!str", "!!int", "!!float", "!!bool", "!!null", "!!binary", "!!timestamp", "!!map", "!!seq", "!!set", "!!omap", "!!merge", "!x",
    "!", "!x!y", "!<tag:yaml.org,2002:int>", "!<x>", "!<>", "!!", "!!STR", "!a%20b",
)  # fmt: skip
BINARY = ("aGk=", "aGk", "aG k=", "/w==", "w6k=", "7aCA", "====", "YQ==YQ==", "'aGk='", "gICA")
ODD_KEYS = (
    "<<", '"<<"', "!!merge a", "!!str <<", "1", "true", "null", '"~"', "1.0", "0x1", "1e3", "-1", "01", "yes", "y", "", "~", "'true'",
    "a.b", "[]", "{{ a }}", ".nan", "18446744073709551615", "3.4028236e38", "16777217.0", "1234567.8", "-0.0", "&k a", "*a ", "? a",
    "? [a]", "? |\n  a\n", "!!int x", "!!str 1",
)  # fmt: skip
MERGED = (
    "*a", "[*a, *b]", "[*a, *a]", "{a: 1, b: 2}", "[{a: 1}, {a: 2, c: 3}]", "[{<<: *a}]", "1", "~", "[1]", "[]", "[[{a: 1}]]",
    "!!map {a: 1}", "*a\n<<: *b", "&b {a: 3}", "!!seq [{a: 1}]", "{~: 1}",
)  # fmt: skip
HEADS = (
    "---\n", "--- ", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "%TAG !e! tag:yaml.org,2002:\n---\n", "%FOO bar\n---\n", "# c\n", "...\n",
    "---\n---\n", "%YAML 1.1\n", "\t\n", "---\t", "--- !!map\n", "--- |\n", "---a\n",
)  # fmt: skip
TAILS = (
    "---\n",
    "...\n",
    "--- \nz: 1\n",
    "\t\n",
    "%YAML 1.2\n",
    "---\n[",
    "...\n]",
    "---\na: *z\n",
    "---\x00",
    '---\na: "\\/"\n',
)
NOISE = "abk: #-{}[]&*!|>'\"%@`\t\n\r,?~.=01\\/\u0085\u2028\ufeff\x00\x07<"


class Writer:
    """Writes texts that are YAML, nearly YAML, or none."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def text(self) -> bytes:
        """A file's bytes."""
        rng = self.rng
        text = f"k: {self.scalar(2)}\n" if rng.random() < 0.4 else self.anchors() + self.mapping(0, 2)
        if rng.random() < 0.06:
            text = rng.choice(HEADS) + text
        if rng.random() < 0.06:
            text += rng.choice(TAILS)
        if rng.random() < 0.06:
            text = text.replace("\n", rng.choice(("\r\n", "\r", "\u0085", "\u2028")))
        for _ in range(rng.choice((0, 0, 0, 0, 1, 2))):
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice(NOISE) + text[at + rng.randrange(2) :]
        text = text.removesuffix(rng.choice(("",) * 9 + ("\n",)))
        mark, encoding = rng.choice((("", "utf-8"),) * 30 + (("\ufeff", "utf-8"), ("", "utf-16")))
        # Helm reads 512 bytes at a time; what it then has not seen of a longer file is not followed in UTF-16.
        return (mark + text).encode(encoding if len(text) < 200 else "utf-8")

    def anchors(self) -> str:
        return self.rng.choice(("", "p: &a {z: 1}\nq: &b {z: 2, w: 3}\n"))

    def mapping(self, indent: int, depth: int) -> str:
        rng, pad = self.rng, " " * indent
        lines = []
        for _ in range(rng.randint(1, 4)):
            if rng.random() < 0.1:
                lines.append(f"{pad}<<: {rng.choice(MERGED)}\n".replace("\n<<", f"\n{pad}<<"))
                continue
            key = rng.choice("abcde") if rng.random() < 0.7 else self.key()
            lines.append(f"{pad}{key}:{self.value(indent, depth)}{rng.choice(('', '', ' # c', ' #'))}\n")
        return "".join(lines)

    def key(self) -> str:
        rng = self.rng
        return rng.choice((rng.choice(ODD_KEYS), self.number(), f"{rng.choice(TAGS)} x", rng.choice(WORDS)))

    def value(self, indent: int, depth: int) -> str:
        rng = self.rng
        property_ = rng.choice(("", "", "", " &a", " &b", " !!map", " !!seq", " !x", " # c", " !!set"))
        if depth and rng.random() < 0.3:
            return f"{property_}\n{self.mapping(indent + rng.choice((1, 2, 4)), depth - 1)}"
        if depth and rng.random() < 0.2:
            return f"{property_}\n{self.sequence(indent + rng.choice((0, 2)), depth - 1)}"
        return rng.choice((" ", " ", " ", "", "\t")) + self.scalar(indent + 2)

    def sequence(self, indent: int, depth: int) -> str:
        rng, pad = self.rng, " " * indent
        items = []
        for _ in range(rng.randint(1, 3)):
            inner = depth and rng.random() < 0.3
            item = (
                self.mapping(indent + 2, depth - 1).lstrip(" ") if inner else f"{self.scalar(indent + 2)}\n"
            )
            items.append(f"{pad}- {item}")
        return "".join(items)

    def scalar(self, indent: int) -> str:
        rng = self.rng
        text = rng.choice((rng.choice(WORDS), self.number(), rng.choice(WORDS), self.block(indent)))
        if rng.random() < 0.15:
            tag = rng.choice(TAGS)
            text = f"{tag} {rng.choice(BINARY) if tag == '!!binary' else text}"
        elif rng.random() < 0.1:
            text = rng.choice(("&a ", "&b ", "&", "&a:", "*a", "*b ", "*c")) + text
        return text.replace("\n", "\n" + " " * indent)

    def number(self) -> str:
        rng = self.rng
        signs, digits = ("", "", "-", "+", "--"), "0123456789"
        kinds: tuple[tuple[str, str], ...] = (
            ("", digits), ("0", digits), ("0", "01234567"), ("0x", digits + "aF"), ("0X", digits), ("0o", "01234567"), ("0O", digits),
            ("0b", "01"), ("0B", "01"), (".", digits), ("1.", digits), ("1e", digits), ("1E+", digits), (".5e-", digits), ("1:", digits),
        )  # fmt: skip
        start, alphabet = rng.choice(kinds)
        text = start + "".join(rng.choice(alphabet) for _ in range(rng.choice((0, 1, 2, 3, 6, 19, 22, 65))))
        if rng.random() < 0.2:
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice(("_", "__", ".", "e", "-", "+", ":")) + text[at:]
        return rng.choice(signs) + text

    def block(self, indent: int) -> str:
        rng = self.rng
        header = (
            rng.choice("|>")
            + rng.choice(("", "", "-", "+", "2", "1-", "+3", "0", "10"))
            + rng.choice(("", "", " # c", " x"))
        )
        pads = ("", " " * indent, " " * (indent + 1), " " * (indent + 2) + "\t", "\t")
        words = ("", "a", "b c", "# d", "- e", "k: v", '"', " ", "---", "a\u2028b")
        lines = [rng.choice(pads) + rng.choice(words) for _ in range(rng.randint(0, 4))]
        return "\n".join((header, *lines))


def in_helm(helm: Path, chart: Path, texts: Sequence[bytes]) -> list[object]:
    """What Helm makes of every text; ``REFUSED`` where it rejects it."""
    (chart / "templates").mkdir(parents=True, exist_ok=True)
    (chart / "Chart.yaml").write_text("{apiVersion: v2, name: oracle, version: 1.0.0}")
    (chart / "templates" / "seen.yaml").write_text(TEMPLATE)
    (chart / "texts").write_bytes(b"\n".join(base64.b64encode(text) for text in texts))
    done = subprocess.run([helm, "template", "x", chart], capture_output=True, text=True, check=True)
    lines = [line.removeprefix("#: ") for line in done.stdout.splitlines() if line.startswith("#: ")]
    return [_result(json.loads(base64.b64decode(line))) for line in lines]


def _result(seen: Any) -> object:
    words = seen.get("Error") if isinstance(seen, dict) else None
    rejected = isinstance(words, str) and words.startswith(
        ("error converting YAML", "error unmarshaling JSON", "yaml: ")
    )
    return REFUSED if rejected else seen or {}


def in_pachlint(text: bytes) -> object:
    """The same of pachlint."""
    document = read_bytes(text, "values.yaml")
    return REFUSED if any(problem.rejected for problem in document.problems) else document.data


def is_fair(content: bytes) -> bool:
    """Whether the text asks for what someone may rely on.

    Of ``yes`` and ``"true"`` as keys of one mapping, chance takes one. And two mistakes of go-yaml are not followed
    to the end: it stops after ``{}`` as the first key of a file, and after a byte order mark where a second one or
    a value should begin, it loses the first character of lines.
    """
    text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8")
    problems = read_bytes(content, "values.yaml").problems
    chance = any(problem.code == "duplicate-key" and "random" in problem.message for problem in problems)
    return not chance and not UNFAIR.search(text)


@pytest.mark.helm
def test_generated_texts_are_read_as_in_helm(
    helm3: Path, exact: Callable[[object], str], tmp_path: Path
) -> None:
    writer = Writer(SEED)
    texts = [text for text in (writer.text() for _ in range(TEXTS)) if text and is_fair(text)]
    seen = in_helm(helm3, tmp_path / "oracle", texts)
    assert len(seen) == len(texts)
    wrong = [(text, helm, in_pachlint(text)) for text, helm in zip(texts, seen, strict=True)]
    assert [found for found in wrong if exact(found[1]) != exact(found[2])] == []


ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data/scalars.jsonl").read_text().splitlines()
]
"""Scalars and keys in every spelling: what Helm 3.17.3 makes of each text, null where it rejects it."""
NODES = [
    json.loads(line) for line in (Path(__file__).parent.parent / "data/nodes.jsonl").read_text().splitlines()
]
"""Texts with all that stands in them (see ``test_nodes.py``); their values are Helm's too."""


def _reported(values: object) -> object:
    return REFUSED if values is None else values


def test_scalars_and_keys_are_read_as_by_helm() -> None:
    for row in ROWS:
        found, reported = in_pachlint(row["text"].encode()), _reported(row["values"])
        # to the last digit that toJson prints
        assert json.dumps(found, sort_keys=True) == json.dumps(reported, sort_keys=True), row["text"]


@pytest.mark.helm
def test_rows_of_scalars_are_what_helm_says(
    helm3: Path, exact: Callable[[object], str], tmp_path: Path
) -> None:
    seen = in_helm(helm3, tmp_path / "oracle", [row["text"].encode() for row in ROWS])
    reported = zip(ROWS, seen, strict=True)
    assert [one for one in reported if exact(one[1]) != exact(_reported(one[0]["values"]))] == []


@pytest.mark.helm
def test_rows_of_nodes_say_what_helm_says(
    helm3: Path, exact: Callable[[object], str], tmp_path: Path
) -> None:
    rows = [row for row in NODES if row["text"].isascii() and row["text"] and "file" not in row]
    seen = in_helm(helm3, tmp_path / "oracle", [row["text"].encode() for row in rows])
    for row, found in zip(rows, seen, strict=True):
        rejected = any(" refused" in one.partition(" | ")[0] for one in row["problems"])
        expected = REFUSED if rejected else row["data"]
        # go-yaml takes one of two keys of different kinds, in a merge too, at random
        chance = row.get("random") or any("is random" in one for one in row["problems"])
        assert chance or exact(found) == exact(expected), row["text"]


def _far(first: str, at: int, bad: str) -> bytes:
    """A document, then letters, and at a byte a character that YAML does not allow."""
    head = first.encode()
    return head + b"z" * (at - len(head)) + bad.encode() + b"\n"


# Helm's parser decodes 512 bytes at a time, and no more than it needs to see where the first document ends.
_TO_512 = "y: " + "y" * 504 + "\n---\n"
_TO_513 = "y: " + "y" * 505 + "\n---\n"
_MARK_TO_512 = "\ufeffy: " + "y" * 501 + "\n---\n"
_MARK_TO_513 = "\ufeffy: " + "y" * 502 + "\n---\n"
_ACROSS_512 = "y: " + "y" * 508 + "é\n---\n"
FAR = [
    (_far("a: 1\n---\n", 511, "\x07"), True),
    (_far("a: 1\n---\n", 512, "\x07"), False),
    (_far("a: 1\n---\n", 509, "\ufffe"), True),
    (_far("a: 1\n---\n", 510, "\ufffe"), False),
    (_far("a: é\n---\n", 512, "\x00"), False),
    (_far(_TO_512, 512, "\x07"), False),
    (_far(_TO_513, 513, "\x07"), True),
    (_far(_TO_513, 1023, "\x07"), True),
    (_far(_TO_513, 1024, "\x07"), False),
    (_far(_MARK_TO_512, 512, "\x07"), False),
    (_far(_MARK_TO_513, 513, "\x07"), True),
    (_far(_ACROSS_512, 1022, "\x07"), True),
    (_far(_ACROSS_512, 1023, "\x07"), False),
    (_far("y: " + "y" * 500 + "\n...\nz: 1\n", 512, "\x07"), False),
    (_far("y: " + "y" * 505 + "\n...\nz: 1\n", 1023, "\x07"), True),
    (_far("a: 1\n", 1024, "\x07"), True),
]
"""Texts, and whether Helm rejects them."""


@pytest.mark.parametrize("number", range(len(FAR)))
def test_far_behind_the_first_document_nothing_is_seen(number: int) -> None:
    text, rejected = FAR[number]
    assert (in_pachlint(text) == REFUSED) is rejected


@pytest.mark.helm
def test_helm_sees_as_far(helm3: Path, tmp_path: Path) -> None:
    seen = in_helm(helm3, tmp_path / "oracle", [text for text, _ in FAR])
    assert [one == REFUSED for one in seen] == [rejected for _, rejected in FAR]
