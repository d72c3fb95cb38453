"""Which releases of a config the command line means: by their names, or by the files that it gives."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pachlint.config.settings import ReleaseSettings, Settings
from pachlint.nearness import did_you_mean
from pachlint.records import NamedTuple
from pachlint.target import Overrides


class UnknownReleaseError(ValueError):
    """A name of no release; the message says what may be meant, and which there are."""


class Owner(NamedTuple):
    """The release that files belong to; ``also`` names those that they belong to as much, if there are several."""

    release: ReleaseSettings | None = None
    also: tuple[str, ...] = ()


def named(settings: Settings, names: Sequence[str]) -> list[ReleaseSettings]:
    """The releases with these names.

    Raises:
        UnknownReleaseError: if there is none of a name.
    """
    releases = {release.name: release for release in settings.releases}
    for name in names:
        if name not in releases:
            raise UnknownReleaseError(_unknown(name, list(releases), config=bool(settings.file)))
    return [releases[name] for name in dict.fromkeys(names)]


def _unknown(name: str, releases: Sequence[str], *, config: bool) -> str:
    if not releases:
        return f"there is no release '{name}': {'the config has no releases' if config else 'there is no config'}"
    return f"there is no release '{name}'{did_you_mean(name, releases)} (releases: {', '.join(releases)})"


def by_file(releases: Sequence[ReleaseSettings]) -> Mapping[str, Sequence[ReleaseSettings]]:
    """The releases that each file belongs to, by its path without links."""
    found: dict[str, list[ReleaseSettings]] = {}
    for release in releases:
        for path in dict.fromkeys(map(os.path.realpath, release.files)):
            found.setdefault(path, []).append(release)
    return found


def owner_of(settings: Settings, files: Sequence[str]) -> Owner:
    """The release that has all these files, or all of whose files are among them.

    Of several, one with exactly these files comes first, then the one with most files in common.
    """
    given = [os.path.realpath(file) for file in files]
    found: list[tuple[tuple[bool, int], ReleaseSettings]] = []
    for release in settings.releases:
        own = [os.path.realpath(file) for file in release.files]
        if own and given and (set(given) <= set(own) or set(own) <= set(given)):
            found.append(((own == given, len(set(own) & set(given))), release))
    best = max((rank for rank, _ in found), default=None)
    likely = [release for rank, release in found if rank == best]
    if len(likely) == 1:
        return Owner(likely[0])
    return Owner(also=tuple(release.name for release in likely))


def naming_release(overrides: Overrides, release: ReleaseSettings) -> Overrides:
    """The overrides, with the release named where it was the one to say so."""
    detail = f"config: release {release.name}"
    changed: dict[str, Any] = {}
    for name in ("chart_version", "provider", "environment"):
        one = getattr(overrides, name)
        if one and one.source == "config" and getattr(release, name):
            changed[name] = one._replace(detail=detail)
    return overrides._replace(**changed)


def notes_of(owner: Owner, files: Sequence[str]) -> Iterator[str]:
    """What people should know of files that belong to releases."""
    release, also = owner
    if also:
        yield (
            f"these files belong to the releases {', '.join(also)}, so that none of their settings holds; --release chooses"
        )
    if release is None:
        return
    order, rest = other_order(release, files), whole(release, files)
    if order:
        yield f"release {release.name} has these files in another order: {', '.join(order)}; the later one wins"
    if rest:
        yield f"release {release.name} has {rest} too; --release {release.name} takes it as a whole"


def whole(release: ReleaseSettings, files: Sequence[str]) -> str:
    """What a release has besides the files, in words; "" if that is nothing."""
    given = {os.path.realpath(file) for file in files}
    missing = [os.path.basename(file) for file in release.files if os.path.realpath(file) not in given]
    flags = len(release.flags)
    parts = [*missing, *([f"{flags} {'flag' if flags == 1 else 'flags'}"] if flags else [])]
    return " and ".join(parts[-2:]) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def other_order(release: ReleaseSettings, files: Sequence[str]) -> tuple[str, ...]:
    """The files in the order of the release, if that is another; none if it is the same."""
    given = [os.path.realpath(file) for file in files]
    own = [os.path.realpath(file) for file in release.files]
    common = [file for file in own if file in given]
    if common == [file for file in given if file in own]:
        return ()
    return tuple(os.path.basename(file) for file in common)
