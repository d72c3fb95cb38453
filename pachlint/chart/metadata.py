"""What a ``Chart.yaml`` says, and what Helm rejects in it when it loads a chart (Helm 3.17.3, pkg/chart)."""

import posixpath
import re
from collections.abc import Iterator, Mapping

from pachlint.gotemplate.spelling import float_text
from pachlint.records import NamedTuple

_TEXTS = (
    "name", "home", "version", "description", "icon", "apiVersion", "condition", "tags", "appVersion", "kubeVersion", "type",
)  # fmt: skip
_DEPENDENCY_TEXTS = ("name", "version", "repository", "condition", "alias")
_TYPES = ("", "application", "library")
# Masterminds/semver 3, NewVersion: every number but the first may be left out
_WORDS = r"[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*+"
_VERSION = re.compile(
    rf"v?([0-9]++)(?:\.([0-9]++))?(?:\.([0-9]++))?(?:-({_WORDS}))?(?:\+{_WORDS})?\Z", re.ASCII
)
_ALIAS = re.compile(r"[a-zA-Z0-9_-]+\Z")
_MOST_NUMBER = 2**64


class MetadataError(ValueError):
    """Something with which Helm rejects the chart."""


class Dependency(NamedTuple):
    """An entry of ``dependencies`` in ``Chart.yaml``; ``name`` is the alias where there is one."""

    chart: str
    name: str
    version: str
    condition: str
    tags: tuple[str, ...]
    imports: tuple[tuple[str, str], ...] = ()


class Metadata(NamedTuple):
    """What counts here of a chart's metadata. ``listed`` says whether it has a list of dependencies."""

    name: str
    version: str
    type: str
    dependencies: tuple[Dependency, ...]
    listed: bool


def read_metadata(data: Mapping[str, object]) -> Metadata:
    """The metadata of a chart.

    Raises:
        MetadataError: if Helm rejects it.
    """
    texts = {field: _text(_at(data, field), field) for field in _TEXTS}
    _truth(_at(data, "deprecated"), "deprecated")
    for field in ("sources", "keywords"):
        for item in _list(_at(data, field), field):
            _text(item, f"an item of {field}")
    for item in _list(_at(data, "maintainers"), "maintainers"):
        for field in ("name", "email", "url"):
            _text(_at(_mapping(item, "an item of maintainers"), field), f"{field} of a maintainer")
    for key, value in _mapping(_at(data, "annotations") or {}, "annotations").items():
        _text(value, f"the annotation {key}")
    listed = _at(data, "dependencies")
    dependencies = tuple(map(_dependency, _list(listed, "dependencies")))
    name = _clean(texts["name"])
    _reject(name, texts["version"], texts["type"])
    _reject_duplicates(dependencies)
    return Metadata(name, texts["version"], texts["type"], dependencies, listed is not None)


def _at(data: Mapping[str, object], field: str) -> object:
    """The value of a field; Go takes its name in capitals, too, and what stands last."""
    found: object = None
    for key, value in data.items():
        if key.lower() == field.lower():
            found = value
    return found


def _text(value: object, what: str) -> str:
    """A text; numbers and booleans become one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, str | int):
        return str(value)
    raise MetadataError(f"{what} must be a string")


def _truth(value: object, what: str) -> None:
    if value is not None and not isinstance(value, bool):
        raise MetadataError(f"{what} must be a boolean")


def _list(value: object, what: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise MetadataError(f"{what} must be a list")
    return value


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise MetadataError(f"{what} must be a mapping")
    return value


def _clean(text: str) -> str:
    """A text without what cannot be printed."""
    return "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or sign.isprintable())


def _reject(name: str, version: str, kind: str) -> None:
    if not name:
        raise MetadataError("the chart has no name")
    if posixpath.basename(name.rstrip("/")) != name:
        raise MetadataError(f"{_shown(name)} is not a chart name")
    if not version:
        raise MetadataError("the chart has no version")
    if not is_version(version):
        raise MetadataError(f"{_shown(version)} is not a version (MAJOR.MINOR.PATCH)")
    if kind not in _TYPES:
        raise MetadataError("type must be application or library")


def is_version(text: str) -> bool:
    """Whether Helm takes a text for the version of a chart."""
    found = _VERSION.match(text)
    if found is None or any(
        len(number or "") > 20 or int(number or 0) >= _MOST_NUMBER for number in found.group(1, 2, 3)
    ):
        return False
    return not any(
        part.isdigit() and part != "0" and part.startswith("0") for part in (found[4] or "").split(".")
    )


def _reject_duplicates(dependencies: tuple[Dependency, ...]) -> None:
    seen: set[str] = set()
    for one in dependencies:
        if one.name in seen:
            raise MetadataError(f"more than one dependency is named {_shown(one.name)}")
        seen.add(one.name)


def _dependency(entry: object) -> Dependency:
    data = _mapping(entry, "an item of dependencies")
    texts = {field: _text(_at(data, field), f"{field} of a dependency") for field in _DEPENDENCY_TEXTS}
    _truth(_at(data, "enabled"), "enabled of a dependency")
    if texts["alias"] and not _ALIAS.match(texts["alias"]):
        raise MetadataError(f"the alias of {_shown(texts['name'])} may contain only letters, digits, _ and -")
    name = _clean(texts["name"])
    return Dependency(
        chart=name,
        name=texts["alias"] or name,
        version=_clean(texts["version"]),
        condition=_clean(texts["condition"]),
        tags=tuple(
            _clean(_text(tag, "a tag of a dependency"))
            for tag in _list(_at(data, "tags"), "tags of a dependency")
        ),
        imports=tuple(_imports(_list(_at(data, "import-values"), "import-values of a dependency"))),
    )


def _imports(listed: list[object]) -> Iterator[tuple[str, str]]:
    """``import-values`` as pairs of child table and parent path: a bare name is below the child's ``exports``."""
    for entry in listed:
        if isinstance(entry, str):
            yield f"exports.{entry}", "."
        elif isinstance(entry, Mapping):
            child, parent = entry.get("child"), entry.get("parent")
            yield _text(child, "child of import-values"), _text(parent, "parent of import-values")


def _shown(text: str) -> str:
    return f"'{text}'" if len(text) < 60 else f"'{text[:60]}…'"
