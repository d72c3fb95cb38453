"""The ids that a rule had before: those that were about a path."""

from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.source import Source


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("pachd.service", ("everywhere", "services")),
        ("console.service", ("everywhere", "services", "of-console")),
        ("console.image", ("everywhere", "of-console")),
        ("etcd.service", ("everywhere", "services")),
        ("etcd.image", ("everywhere",)),
    ],
)
def test_former_ids_are_those_about_the_path(path: str, names: tuple[str, ...], own_rules: Any) -> None:
    aliases = {"everywhere": (), "services": ("*.service", "x"), "of-console": ("console.*",)}
    book = own_rules(r={"require": {path: 1}})
    book = book._replace(rules=tuple(one._replace(aliases=aliases) for one in book.rules))
    report = check([Job("v", (read(Source("v.yaml", "deployTarget: LOCAL")),))], book)
    assert [one.aliases for one in report.findings] == [names]
