"""The comparison with Helm on random values: cases come again, are of all kinds, and shrink to what matters."""

import random
from argparse import Namespace

import pytest
from differential import KINDS, Case, cases, layered, shrunk

from pachlint.layering.flags import Flag
from pachlint.layering.layer import layer
from pachlint.reading.document import read
from pachlint.source import Source


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("version", ["2.0.0", "2.11.6"])
def test_seed_gives_the_same_values_again(kind: str, version: str) -> None:
    made = [[KINDS[kind](random.Random(seed), version) for seed in range(5)] for _ in range(2)]
    assert made[0] == made[1]
    assert len({str(values) for values in made[0]}) == 5


def test_cases_are_of_all_kinds_and_versions() -> None:
    options = Namespace(versions="", seed=3, cases=30, kind=None, layered=True)
    made = list(cases(options))
    assert made == list(cases(options))
    assert len({case.version for case in made}) > 20
    assert any(case.flags for case in made)
    assert all(len(case.files) == 2 for case in made)


@pytest.mark.parametrize("seed", range(40))
def test_layers_hold_the_values_of_the_one_file(seed: int) -> None:
    whole = {"a": {"b": 1, "c": "x"}, "d": ["e", {"f": True}], "g": {"h": {"i": "a,b"}}, "k": False}
    case = layered(random.Random(seed), Case("2.6.4", (whole,)))
    documents = [read(Source("v", text)) for text in case.texts()]
    assert layer({}, documents, case.flags).data == whole


def test_shrunk_case_has_only_the_culprit() -> None:
    case = Case("2.6.4", ({"a": {"b": 1, "c": 2}, "d": 3}, {"e": 4}))
    small = shrunk(case, lambda one: any(file.get("a", {}).get("c") == 2 for file in one.files))
    assert small == Case("2.6.4", ({"a": {"c": 2}},))


def test_case_is_shown_with_its_flags() -> None:
    case = Case("2.6.4", ({"a": 1}, {"b": "x"}), (Flag("set", "c=true"),))
    assert case.shown() == "a: 1\n---\nb: x\n--set c=true\n"
