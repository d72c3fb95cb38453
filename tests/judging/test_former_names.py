"""The ids that a rule had before: those that were about a path."""

from types import SimpleNamespace
from typing import Any

import pytest

from pachlint.judging.findings import _aliases


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("pachd.service", ("everywhere", "services")),
        ("console.service", ("everywhere", "services", "of-console")),
        ("console.tag", ("everywhere", "of-console")),
        ("etcd.size", ("everywhere",)),
    ],
)
def test_former_ids_are_those_about_the_path(path: str, names: tuple[str, ...]) -> None:
    aliases = {"everywhere": (), "services": ("*.service", "x"), "of-console": ("console.*",)}
    rule: Any = SimpleNamespace(aliases=aliases)
    assert _aliases(rule, path) == names
