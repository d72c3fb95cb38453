"""Which releases of a config the command line means."""

from pathlib import Path

import pytest

from pachlint.config.membership import (
    UnknownReleaseError,
    named,
    naming_release,
    notes_of,
    other_order,
    owner_of,
    whole,
)
from pachlint.config.reader import read_settings
from pachlint.config.settings import Settings
from pachlint.target import Overrides, Resolved
from pachlint.versions import Version

CONFIG = """\
releases:
  - {name: prod, values: [base.yaml, prod.yaml], chart-version: 2.6.4, set: [a=1]}
  - {name: staging, values: [base.yaml, staging.yaml]}
  - {name: small, values: [small.yaml]}
  - {name: small-extra, values: [small.yaml, extra.yaml], set: [a=1, b=2]}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The config in a folder of its own."""
    return read_settings(CONFIG, str(tmp_path / ".pachlint.yaml"), ".pachlint.yaml")


@pytest.mark.parametrize(
    ("files", "release", "also"),
    [
        (["base.yaml", "prod.yaml"], "prod", ()),
        (["prod.yaml", "base.yaml"], "prod", ()),
        (["prod.yaml"], "prod", ()),
        (["base.yaml", "prod.yaml", "local.yaml"], "prod", ()),
        (["base.yaml"], None, ("prod", "staging")),
        (["base.yaml", "prod.yaml", "staging.yaml"], None, ("prod", "staging")),
        (["small.yaml"], "small", ()),
        (["small.yaml", "extra.yaml"], "small-extra", ()),
        (["small.yaml", "extra.yaml", "x.yaml"], "small-extra", ()),
        (["small.yaml", "x.yaml"], "small", ()),
        (["prod.yaml", "x.yaml"], None, ()),
        (["x.yaml"], None, ()),
        ([], None, ()),
    ],
)
def test_owner_of_files(
    settings: Settings, files: list[str], release: str | None, also: tuple[str, ...]
) -> None:
    found = owner_of(settings, [f"{settings.folder}/{file}" for file in files])
    assert (found.release.name if found.release else None, found.also) == (release, also)


def test_names(settings: Settings) -> None:
    assert [one.name for one in named(settings, ["staging", "prod", "staging"])] == ["staging", "prod"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "prd",
            r"^there is no release 'prd'; did you mean 'prod'\? \(releases: prod, staging, small, small-extra\)$",
        ),
        ("qqqq", r"^there is no release 'qqqq' \(releases: prod, staging, small, small-extra\)$"),
    ],
)
def test_unknown_name(settings: Settings, name: str, words: str) -> None:
    with pytest.raises(UnknownReleaseError, match=words):
        named(settings, ["prod", name])


def test_unknown_name_without_any_releases() -> None:
    with pytest.raises(UnknownReleaseError, match=r"there is no config$"):
        named(Settings(), ["prod"])
    with pytest.raises(UnknownReleaseError, match=r"the config has no releases$"):
        named(Settings(file="/x/.pachlint.yaml"), ["prod"])


def test_who_said_it_is_reported(settings: Settings) -> None:
    prod, staging, *_ = settings.releases
    version = Resolved(Version(2, 6, 4), "config")
    overrides = Overrides(chart_version=version, provider=Resolved("aws", "config"))
    assert naming_release(overrides, prod).chart_version == version._replace(detail="config: release prod")
    assert naming_release(overrides, prod).provider == overrides.provider
    assert naming_release(overrides, staging) == overrides
    flagged = Overrides(chart_version=version._replace(source="flag"))
    assert naming_release(flagged, prod) == flagged


def test_what_else_a_release_has(settings: Settings) -> None:
    prod, staging, _, extra = settings.releases
    here = settings.folder
    assert whole(prod, [f"{here}/prod.yaml"]) == "base.yaml and 1 flag"
    assert whole(staging, [f"{here}/staging.yaml", f"{here}/base.yaml"]) == ""
    assert whole(extra, [f"{here}/x.yaml"]) == "small.yaml, extra.yaml and 2 flags"


def test_other_order(settings: Settings) -> None:
    prod, here = settings.releases[0], settings.folder
    assert other_order(prod, [f"{here}/prod.yaml", f"{here}/base.yaml"]) == ("base.yaml", "prod.yaml")
    assert other_order(prod, [f"{here}/base.yaml", f"{here}/x.yaml", f"{here}/prod.yaml"]) == ()
    assert other_order(prod, [f"{here}/prod.yaml"]) == ()


def test_notes(settings: Settings) -> None:
    def notes(*files: str) -> list[str]:
        paths = [f"{settings.folder}/{file}" for file in files]
        return list(notes_of(owner_of(settings, paths), paths))

    assert notes("small.yaml") == notes("x.yaml") == []
    assert notes("prod.yaml") == [
        "release prod has base.yaml and 1 flag too; --release prod takes it as a whole"
    ]
    assert notes("prod.yaml", "base.yaml") == [
        "release prod has these files in another order: base.yaml, prod.yaml; the later one wins",
        "release prod has 1 flag too; --release prod takes it as a whole",
    ]
    assert notes("base.yaml") == [
        "these files belong to the releases prod, staging, so that none of their settings holds; --release chooses"
    ]
