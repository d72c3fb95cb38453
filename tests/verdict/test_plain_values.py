"""What a glance tells of values: rows of what passes and what does not, for every kind of screen."""

import pytest

from pachlint.kubernetes.judge import violations_of
from pachlint.verdict.plain_values import is_plain

MOST = 10**15
# The screen, a type of Kubernetes whose values it stands for (none for a text of any form), and what passes and does not.
SCREENS: dict[str, tuple[str, tuple[object, ...], tuple[object, ...]]] = {
    "text": ("string", ("", "a", "a b", "1", "x" * 5000), (None, 1, True, [], {}, ["a"])),
    "name": (
        "",
        ("a", "a1", "a-b", "a-1-b", "x" * 63, "a" + "-b" * 31),
        ("", "A", "aB", "1", "1a", "-a", "a-", "a--b", "a.b", "a_b", "x" * 64, "a\n", None, 1, ["a"]),
    ),
    "host": (
        "",
        ("a", "a.b", "a-b.c-d", "a1.b2", "x" * 63, "a.1"),
        ("", "A.b", "*.a", "a..b", "a.", "a-.b", ".a", "1.a", "x" * 64, "a b", None, 1, {"a": "b"}),
    ),
    "port-name": (
        "",
        ("a", "http", "a-b", "x" * 15, "a1"),
        ("", "x" * 16, "Http", "1a", "a-", "a--b", "a.b", "-", None, 80),
    ),
    "reference": (
        "string",
        ("a", "a/b", "/a/b", "a:1.0", "a@sha256:0f", "a.b/c-d_e:v1", "1", "/1"),
        ("", " a", "a b", "a.", "a..b", "./a", "é", "a,b", "//a", "a\n", None, 1),
    ),
    "quantity": (
        "quantity",
        (0, 1, MOST - 1, "0", "1", "1.5", "1.125", "500m", "1Gi", "1.5Gi", "1Ti", "1Mi", "1Ki", "2k", "2M", "2G", "2T", "9" * 9),
        (-1, MOST, True, False, 1.5, None, "", "-1", "+1", "1.", ".5", "1.1234", "1Gb", "1gi", "1K", "1 Gi", "9" * 10, "1mi", "1E", ["1"], {}),
    ),
    "annotations": (
        "{}string",
        ({}, {"a": ""}, {"a": "b c"}, {"a/b": "c"}, {"a.b-c/d": "e"}, {"A_b.c-d": "e"}, {"a": "x" * 4095}, {"x" * 63: "y"}),
        (None, "a", [], ["a"], {"a": 1}, {"a": None}, {"a": True}, {"a b": "c"}, {"": "c"}, {"A/b": "c"}, {"a/b/c": "d"}, {"a/": "b"}, {"-a": "b"},
         {"a-": "b"}, {"x" * 64: "y"}, {"a": "x" * 4096}, {"a": "b", "c": 1}, {"a": "b", "c d": "e"}, {"a": 1, "c": "b"}),
    ),
    "labels": (
        "{}string",
        ({}, {"a": ""}, {"a": "b"}, {"a/b": "c"}, {"a": "B_c.d-e"}, {"a": "x" * 63}, {"a": "1", "b": "2"}),
        (None, "a", [], {"a": 1}, {"a b": "c"}, {"a": "b c"}, {"a": "-b"}, {"a": "b-"}, {"a": "x" * 64}, {"a": "b", "c": "d e"}, {"a": "d e", "c": "b"}),
    ),
    "resources": (
        "ResourceRequirements",
        ({}, {"limits": {}}, {"requests": {"cpu": 1}}, {"limits": {"cpu": 1}}, {"limits": None}, {"requests": {"memory": "1Gi", "ephemeral-storage": "1Gi"}},
         {"limits": {"cpu": 1}, "requests": {"cpu": 1}}, {"limits": {"cpu": 1}, "requests": {"cpu": "500m"}}, {"limits": {"cpu": 1, "memory": "1Gi", "ephemeral-storage": "2Gi"}},
         {"limits": {"cpu": 0}, "requests": {"cpu": 0}}, {"limits": {"memory": "1Gi"}, "requests": {"cpu": 9}}),
        (None, "a", [], {"limit": {}}, {"limits": {}, "claims": []}, {"limits": "1"}, {"requests": ["cpu"]}, {"limits": {"gpu": 1}}, {"limits": {"cpu": "x"}}, {"requests": {"cpu": -1}},
         {"requests": {"cpu": "x"}}, {"limits": {"cpu": 1}, "requests": {"cpu": 2}}, {"limits": {"cpu": 1}, "requests": {"cpu": "1001m"}}, {"limits": {"cpu": 0}, "requests": {"cpu": 1}},
         {"limits": {"cpu": 0}, "requests": {"cpu": "0.001"}}, {"limits": {"cpu": 1, "memory": 1}, "requests": {"cpu": 1, "memory": 2}}, {"limits": {"cpu": 1}, "requests": 3},
         {"limits": ""}, {"limits": []}, {"requests": 0}, {"requests": False}, {"limits": {"cpu": 1}, "requests": ""}),
    ),
}  # fmt: skip
ROWS = [
    (screen, value, plain)
    for screen, (_, good, bad) in SCREENS.items()
    for plain, values in ((True, good), (False, bad))
    for value in values
]


@pytest.mark.parametrize(
    ("screen", "value", "plain"), ROWS, ids=lambda value: repr(value)[:60].encode("ascii", "replace").decode()
)
def test_screen_of_a_kind(screen: str, value: object, plain: bool) -> None:
    assert is_plain(screen, value) is plain


@pytest.mark.parametrize("screen", [screen for screen, (kind, *_) in SCREENS.items() if kind])
def test_kubernetes_accepts_what_is_plain(screen: str) -> None:
    kind, good, _ = SCREENS[screen]
    assert [(value, found) for value in good if (found := violations_of(value, kind))] == []


@pytest.mark.parametrize(
    ("screen", "value", "plain"),
    [
        *(([1, 65535], value, True) for value in (1, 2, 80, 65534, 65535)),
        *(([1, 65535], value, False) for value in (0, -1, 65536, True, 1.0, "80", None, [1])),
        *(([0, 0], value, value == 0) for value in (-1, 0, 1)),
        *((["Always", "Never"], value, True) for value in ("Always", "Never")),
        *((["Always", "Never"], value, False) for value in ("always", "", "Alway", None, 1, True, ["Always"], {"Always": 1})),
    ],
)  # fmt: skip
def test_range_and_choice(screen: list[object], value: object, plain: bool) -> None:
    assert is_plain(screen, value) is plain
