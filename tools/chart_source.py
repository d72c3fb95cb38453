"""Read an extracted chart, its subcharts (directories or archives) and their templates."""

from __future__ import annotations

import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from symbolic import Program, Scope
from template_syntax import Node, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Files = dict[str, str]
READ = ("postgresql", "postgresql.common", "loki-stack", "loki-stack.loki", "loki-stack.promtail")
OPTIONAL = (
    "loki-stack.filebeat",
    "loki-stack.fluent-bit",
    "loki-stack.grafana",
    "loki-stack.logstash",
    "loki-stack.prometheus",
    "loki-stack.prometheus.kube-state-metrics",
)
"""Charts that are off by default."""


def _load(text: str) -> Any:
    """Read YAML that the chart's authors wrote: plain enough for any version of YAML."""
    return YAML(typ="safe").load(text)


def files_of(folder: Path) -> Files:
    """Return the text files of an extracted chart by relative path, its archives unpacked in place."""
    found: Files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".tgz" and name.startswith("charts/"):
            for inner, text in _unpacked(path.read_bytes()).items():
                found[f"charts/{inner}"] = text
        elif path.is_file():
            found[name] = path.read_text(errors="replace")
    return found


def _unpacked(data: bytes) -> Files:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        return {member.name: _text(archive, member) for member in members}


def _text(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    stream = archive.extractfile(member)
    return stream.read().decode(errors="replace") if stream else ""


def inside(files: Files, prefix: str) -> Files:
    """Return the files under ``prefix``, named relative to it."""
    return {name[len(prefix) :]: text for name, text in files.items() if name.startswith(prefix)}


def subcharts(files: Files) -> list[str]:
    """Return the names of the charts under ``charts/``."""
    return sorted(
        {name.split("/")[1] for name in files if name.startswith("charts/") and name.count("/") > 1}
    )


def chart_metadata(files: Files) -> dict[str, Any]:
    """Return Chart.yaml with its keys as templates spell them, dependencies of the old kind included."""
    data = _load(files["Chart.yaml"])
    requirements = _load(files.get("requirements.yaml", "{}")) or {}
    data.setdefault("dependencies", requirements.get("dependencies", []))
    return {key[0].upper() + key[1:]: value for key, value in data.items()}


def program(folder: Path) -> Program:
    """Return the templates of the chart in ``folder``, subcharts of ``READ`` and ``OPTIONAL`` included."""
    found = Program({}, {}, {})
    sources: list[tuple[int, str, list[Node], dict[str, list[Node]]]] = []
    _collect(files_of(folder), "", "pachyderm", found, sources)
    # Helm parses the deepest files first, so a chart's own definition wins over its subchart's
    for _, _, _, defined in sorted(sources, key=lambda item: (item[0], item[1]), reverse=True):
        found.defined.update(defined)
    return found


def _collect(files: Files, scope: str, base: str, into: Program, sources: list[Any]) -> None:
    metadata = chart_metadata(files)
    here = Scope(
        scope,
        metadata | {"AppVersion": "2.0.0", "Version": "2.0.0"},
        _load(files.get("values.yaml", "")) or {},
        base=f"{base}/templates",
    )
    into.scopes[scope] = here
    here.files = {
        name: text for name, text in files.items() if not name.startswith(("templates/", "charts/"))
    }
    for name, text in files.items():
        if name.startswith("templates/"):
            full = f"{base}/{name}"
            nodes, defined = parse(text)
            sources.append((full.count("/"), full, nodes, defined))
            if not name.rsplit("/", 1)[-1].startswith("_") and metadata.get("Type") != "library":
                into.bodies[full] = (scope, nodes)
    for child in subcharts(files):
        inner = f"{scope}.{child}" if scope else child
        if inner in READ + OPTIONAL:
            _collect(inside(files, f"charts/{child}/"), inner, f"{base}/charts/{child}", into, sources)


def template_names(folder: Path) -> set[tuple[str, str]]:
    """Return the names of all templates of a chart and of the charts in it, its files included, each with its chart."""
    return set(_names(files_of(folder), "pachyderm", ""))


def _names(files: Files, base: str, scope: str) -> Iterator[tuple[str, str]]:
    for name, text in files.items():
        if name.startswith("templates/"):
            yield f"{base}/{name}", scope
            yield from ((defined, scope) for defined in parse(text)[1])
    for child in subcharts(files):
        inner = f"{scope}.{child}" if scope else child
        yield from _names(inside(files, f"charts/{child}/"), f"{base}/charts/{child}", inner)


def defaults_of(files: Files) -> dict[str, Any]:
    """Return the chart's values.yaml."""
    found: dict[str, Any] = _load(files.get("values.yaml", "")) or {}
    return found


def bundled_defaults(files: Files) -> dict[str, Any]:
    """Return the values.yaml of a chart with those of its subcharts laid under it."""
    own = defaults_of(files)
    for name in subcharts(files):
        below = bundled_defaults(inside(files, f"charts/{name}/"))
        own[name] = _laid_over(own.get(name) or {}, below)
    return own


def _laid_over(upper: dict[str, Any], lower: dict[str, Any]) -> dict[str, Any]:
    merged = dict(lower) | upper
    for key, value in upper.items():
        if isinstance(value, dict) and isinstance(lower.get(key), dict):
            merged[key] = _laid_over(value, lower[key])
    return merged


def schema_of(files: Files) -> dict[str, Any]:
    """Return the chart's values schema, {} without one."""
    found: dict[str, Any] = json.loads(files.get("values.schema.json", "{}"))
    return found
