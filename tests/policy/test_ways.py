"""Ways in as rules name them: their titles, what decides them, and the values that they come from."""

import json

import pytest

from pachlint import bundled
from pachlint.chart import fields
from pachlint.exposure import ways as worked_out
from pachlint.layering.layer import layer
from pachlint.place import Path, parse_path
from pachlint.policy.ways import ADDRESSES, BECAUSE, INNER_WAYS, READS, WAYS, deciding, ways_of

ONE, OTHER = {"object": "Service", "name": "pachd"}, {"object": "Ingress", "name": "console"}
VALUES = layer(
    {
        WAYS: [
            {
                **ONE,
                BECAUSE: {
                    "": [("proxy", "service")],
                    "tls": [("proxy", "tls")],
                    "annotations": [("proxy", "annotations")],
                },
            },
            {**OTHER, BECAUSE: lambda: {"": [("ingress",)]}},
            OTHER,
        ],
        INNER_WAYS: [OTHER],
        ADDRESSES: [ONE],
        # a user may call anything so
        "pachd": [{**ONE, BECAUSE: {"": [("proxy",)]}}],
    },
    (),
)


@pytest.mark.parametrize(
    ("aliases", "titles"),
    [
        ({"way": (WAYS, 0)}, ("Service pachd",)),
        ({"way": (WAYS, 0, "tls"), "other": (INNER_WAYS, 0)}, ("Service pachd", "Ingress console")),
        ({"way": (WAYS, 0), "again": (WAYS, 0)}, ("Service pachd",)),
        ({"way": (WAYS,)}, ()),
        ({"way": (ADDRESSES, 0)}, ()),
        ({"way": ("pachd", 0)}, ()),
        ({"way": (WAYS, 7)}, ()),
        ({}, ()),
    ],
)
def test_ways_are_called_by_object_and_name(aliases: dict[str, Path], titles: tuple[str, ...]) -> None:
    assert ways_of(aliases, VALUES) == titles


@pytest.mark.parametrize("path", READS)
def test_what_decides_ways_is_of_the_chart(path: str) -> None:
    first, *rest = parse_path(path)
    # of its subcharts the blocks alone are known
    assert fields.node_at((first,)) is not None
    assert rest


def test_all_that_is_said_to_decide_ways_is_read_for_them() -> None:
    data = json.loads(bundled.read("schemas/services.json"))
    read = {tuple(row.split(".")) for row in data["expressions"] if isinstance(row, str)}
    for name in READS:
        path = tuple(step for step in parse_path(name) if step != "*")
        assert any(one[: len(path)] == path for one in (*read, *worked_out.READS)), name


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((WAYS, 0, "tls"), ("proxy", "tls")),
        ((WAYS, 0, "tls", "x"), ("proxy", "tls")),
        ((WAYS, 0, "host"), ("proxy", "service")),
        ((WAYS, 0), ("proxy", "service")),
        ((WAYS, 0, "annotations", "a/b"), ("proxy", "annotations", "a/b")),
        ((WAYS, 0, "annotations"), ("proxy", "annotations")),
        ((WAYS, 1, "annotations", "a/b"), ("ingress",)),
        ((WAYS, 1, "tls"), ("ingress",)),
    ],
)
def test_what_decides_a_way(path: Path, expected: Path) -> None:
    assert deciding(path, VALUES) == expected


@pytest.mark.parametrize("path", [(), ("pachd", 0), (WAYS,), (WAYS, 2, "x"), (WAYS, 7)])
def test_what_nothing_decides_is_itself(path: Path) -> None:
    assert deciding(path, VALUES) == path
