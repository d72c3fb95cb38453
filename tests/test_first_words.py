"""The first look at a file's words: whatever is recognized when it is read, is worth reading."""

import codecs
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pachlint.chart import fields
from pachlint.discovery import kinship, read_bytes
from pachlint.first_words import may_be_values, text_of

ROOT = Path(__file__).parent.parent
FILES = [json.loads(line) for line in (ROOT / "tests" / "quiet" / "files.jsonl").read_text().splitlines()]


def is_missed(content: bytes, name: str = "values.yaml") -> bool:
    """Whether a file would not be read that would be recognized."""
    found = kinship(read_bytes(content, name))
    return (found.recognized or bool(found.below)) and not may_be_values(text_of(content), name)


def block(values: object) -> str:
    """In block style."""
    stream = io.StringIO()
    YAML().dump(values, stream)
    return stream.getvalue()


def flow(values: object) -> str:
    """In flow style, on one line."""
    if isinstance(values, Mapping):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in values.items()) + "}"
    return json.dumps(values)


def explicit(values: Mapping[str, object]) -> str:
    """With keys that have no colon behind them."""
    return "".join(f"? {key}\n: {flow(value)}\n" for key, value in values.items())


def aliased(values: Mapping[str, object]) -> str:
    """With keys that stand elsewhere."""
    names = ", ".join(f"&k{number} {key}" for number, key in enumerate(values))
    pairs = "".join(f"*k{number} : {flow(value)}\n" for number, value in enumerate(values.values()))
    return f"x-keys: [{names}]\n{pairs}"


def escaped(values: Mapping[str, object]) -> str:
    """As JSON with every letter of a key escaped."""
    return (
        "{"
        + ", ".join(
            '"' + "".join(f"\\u{ord(letter):04x}" for letter in key) + f'": {json.dumps(value)}'
            for key, value in values.items()
        )
        + "}"
    )


def torn(values: Mapping[str, object]) -> str:
    """With keys over two lines."""
    return "".join(f'? "{key[:2]}\\\n  {key[2:]}"\n: {json.dumps(value)}\n' for key, value in values.items())


STYLES = {
    "block": block,
    "flow": flow,
    "json": json.dumps,
    "json, indented": lambda values: json.dumps(values, indent=2),
    "quoted": lambda values: "".join(f"'{key}' : {json.dumps(value)}\n" for key, value in values.items()),
    "tagged": lambda values: "".join(
        f"!!str &a{number} {key}\t: {json.dumps(value)}\n"
        for number, (key, value) in enumerate(values.items())
    ),
    "indented": lambda values: "".join(f"  {line}\n" for line in block(values).splitlines()),
    "after a marker": lambda values: f"%YAML 1.1\n--- # pachyderm\n{block(values)}",
    "merged": lambda values: f"<<: {flow(values)}\n",
    "explicit": explicit,
    "aliased": aliased,
    "escaped": escaped,
    "torn": torn,
    "broken": lambda values: f"{block(values)}zz: [\n",
    "of helmfile": lambda values: f"{{{{ $x := 1 }}}}\n{block(values)}zz: {{{{ $x }}}}\n",
}
ENCODINGS = {
    "UTF-8": str.encode,
    "with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-16, little": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "UTF-16, big": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "no text at its end": lambda text: text.encode() + b"\n# \xff\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_real_files_are_read_however_they_are_written(style: str) -> None:
    recognized = 0
    for file in FILES[::15]:
        values: dict[str, Any] = file["values"]
        content = STYLES[style](values).encode()
        assert not is_missed(content), file["id"]
        recognized += kinship(read_bytes(content, "values.yaml")).recognized
    assert recognized > len(FILES) / 30


CHART = fields.inside(fields.root())
WORDS = sorted({*CHART, *(name for node in CHART.values() for name in fields.inside(node))})
STRANGERS = ["services", "kind", "apiVersion", "x-y", "image", "replicas", "host", "tls"]


@st.composite
def values_at_random(draw: st.DrawFn) -> dict[str, Any]:
    """Words of the chart, in and out of their places, among others."""
    keys = draw(st.lists(st.sampled_from([*CHART, *CHART, *STRANGERS]), min_size=1, max_size=4, unique=True))
    return {key: draw(_section(key)) for key in keys}


def _section(key: str) -> st.SearchStrategy[Any]:
    own = list(fields.inside(CHART.get(key, {}))) or WORDS
    names = st.sampled_from([*own, *own, *WORDS, *STRANGERS])
    leaves = st.sampled_from(["LOCAL", "x", 1, True, None])
    inner = st.dictionaries(names, leaves | st.dictionaries(names, leaves, max_size=2), max_size=3)
    return leaves | inner | inner


@given(values_at_random(), st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(ENCODINGS)), st.booleans())
@settings(max_examples=120)
def test_nothing_is_missed(values: dict[str, Any], style: str, encoding: str, named: bool) -> None:
    content = ENCODINGS[encoding](STYLES[style](values))
    assert not is_missed(content, "pachyderm/x.yaml" if named else "x.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: pachd}\nspec: {}\n",
        "kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-body-size: '0'\n",
        "image: {tag: 1}\ningress: {enabled: true, hosts: [a.example.com]}\nglobal: {imageRegistry: x}\n",
        "services: {web: {image: console, command: 'echo \\\n  pachd'}}\n",
        '{"panels": [{"title": "\\u003cb\\u003e", "proxy": 1, "x": {}}]}',
        "# really? yes: the pachd of pachyderm, etcd and postgresql\nname: x\n",
        "",
    ],
)
def test_most_other_files_are_not_read(text: str) -> None:
    assert not may_be_values(text, "x.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 500_000 + " proxy",
        "proxy: '" + "\\u0041" * 100_000,
        "proxy " + " " * 500_000,
        "proxy\n" + "*" * 500_000,
        "proxy\n" + "*a" + " " * 500_000,
        '"\\x61' * 100_000,
    ],
    ids=["word", "escapes", "blanks", "stars", "alias", "quotes"],
)
def test_large_texts_are_looked_at_in_linear_time(text: str) -> None:
    assert isinstance(may_be_values(text, "x.yaml"), bool)
