"""Values as Helm's ``toYaml`` writes them; the texts come from Helm 3.17.3."""

import json
import random
import subprocess
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pachlint.gotemplate.yaml_emitter import emitted

LONG = "aaaaaaaaa bbbbbbbbbbbbb ccccccccccccc ddddddddddddddd eeeeeeeeeeeee fffffffffffff gggggggggggg"
CASES: list[tuple[object, str]] = [
    ({"a": LONG}, f"a: {LONG.removesuffix(' gggggggggggg')}\n  gggggggggggg"),
    ("x: y", "'x: y'"),
    ("a\nb", "|-\n  a\n  b"),
    ("  a\nb", "|2-\n    a\n  b"),
    ("\n", "|2+\n"),
    ("a\n", "|\n  a"),
    ("a\n\n", "|+\n  a\n"),
    ("\na", "|2-\n\n  a"),
    ("a \nb", '"a \\nb"'),
    ("\ta\nb", '"\\ta\\nb"'),
    ("1", '"1"'),
    ("y", '"y"'),
    ("~", '"~"'),
    ("", '""'),
    ("1:30", '"1:30"'),
    ("2024-01-01", '"2024-01-01"'),
    ([1.0, [3.0, [4.0]], {"b": [{"c": "d"}], "a": 1.0}], "- 1\n- - 3\n  - - 4\n- a: 1\n  b:\n  - c: d"),
    ({"a": {"b": {}}, "c": []}, "a:\n  b: {}\nc: []"),
    ("- a", "'- a'"),
    ("'", "''''"),
    ("a'b\"c", "a'b\"c"),
    ("=", "="),
    (1.5, "1.5"),
    (1e21, "1e+21"),
    (1000000.0, "1000000"),
    (1e-7, "1e-07"),
    (None, "null"),
    (True, "true"),
    ("\u0001", '"\\x01"'),
    ("é", "é"),
    ("\ufeff", '"\\uFEFF"'),
    ("😀", '"\\U0001F600"'),
    ({"k\nk": "v", "1": "x", "a: b": "c", "": "z"}, '"": z\n"1": x\n\'a: b\': c\n? |-\n  k\n  k\n: v'),
    ({"1e3": "{", "*a": "08", "B": "", "a": "x"}, '\'*a\': "08"\n"1e3": \'{\'\nB: ""\na: x'),
]
TEXTS = ("a", "b: c", "- a", "a #b", "true", "1_000", LONG, "a\nb", " a\nb", "a\n\n", "a \nb", "\t", "é", "", "it's", "%x", "|",
         "? a", "---", "  lead", "trail ", "0x1F", "08", "x" * 90 + " y")  # fmt: skip

KEYS = (
    "a1",
    "a10",
    "a2",
    "a02",
    "1",
    "10",
    "2",
    "01",
    "x9",
    "x09",
    "x1a",
    "B",
    "_",
    "-1",
    "é1",
    "a.1",
    "a-1",
    "aé",
)


@pytest.mark.parametrize(("value", "text"), CASES)
def test_value_is_written_as_helm_writes_it(value: object, text: str) -> None:
    assert emitted(value) == text


def values_of(rng: random.Random, depth: int = 0) -> Any:
    """A value made of texts that are odd in YAML."""
    draw = rng.random()
    if draw < 0.5 or depth > 3:
        return rng.choice(TEXTS)
    if draw < 0.6:
        return rng.choice(
            (1.0, 0.0, 1.5, True, False, None, -1.0, 123456789.0, 1234567.5, 1e21, 1e-7, 0.1, 2.0**63, 9.9e18)
        )
    if draw < 0.8:
        return [values_of(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice((*TEXTS, *KEYS)): values_of(rng, depth + 1) for _ in range(rng.randrange(6))}


@pytest.mark.helm
def test_any_value_is_written_as_helm_writes_it(run: Callable[[list[Any]], list[str]]) -> None:
    values = [values_of(random.Random(seed)) for seed in range(600)]
    assert list(map(emitted, values)) == run(values)


@pytest.fixture
def run(helm3: Path, tmp_path: Path) -> Callable[[list[Any]], list[str]]:
    """Helm's own texts of a list of values."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("{apiVersion: v2, name: x, version: 1.0.0}")
    (tmp_path / "templates" / "a.yaml").write_text(
        "a: {{ range .Values.all }}{{ toYaml . | b64enc }} {{ end }}"
    )

    def texts(values: list[Any]) -> list[str]:
        (tmp_path / "v.json").write_text(json.dumps({"all": values}))
        command = [helm3, "template", "x", tmp_path, "-f", tmp_path / "v.json"]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return [b64decode(word).decode() for word in printed.partition("a: ")[2].split()]

    return texts
