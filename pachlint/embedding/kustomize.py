"""Kustomize: what ``helmCharts`` of a kustomization, or a generator of its own, gives to Helm.

The fields are those of api/types/helmchartargs.go, the order of values that of HelmChartInflationGenerator.go (kustomize 5.8).
"""

import os
from collections.abc import Iterator

from pachlint.embedding.held import Held, Note, Part, Remark, ValuesFile
from pachlint.embedding.objects import YamlObject, with_comments
from pachlint.embedding.repository_objects import KUSTOMIZATIONS
from pachlint.embedding.tree import Tree
from pachlint.nearness import did_you_mean, did_you_mean_choice
from pachlint.place import Path, format_path
from pachlint.records import NamedTuple

KIND, GENERATOR = "Kustomization", "HelmChartInflationGenerator"
_CHART = "pachyderm"
_OF_VALUES = ("additionalValuesFiles", "valuesFile", "valuesInline", "valuesMerge")
_OLD_OF_VALUES = ("values", "valuesLocal", "valuesMerge")
_OVERRIDE, _MERGE, _REPLACE = _MODES = ("override", "merge", "replace")


class _Names(NamedTuple):
    """What the fields of a chart are called."""

    name: str = "name"
    version: str = "version"
    repo: str = "repo"
    file: str = "valuesFile"
    inline: str = "valuesInline"
    of_values: tuple[str, ...] = _OF_VALUES


_NAMES = _Names()
_OLD_NAMES = _Names("chartName", "chartVersion", "chartRepoUrl", "values", "valuesLocal", _OLD_OF_VALUES)
"""Those of ``helmChartInflationGenerator``, which kustomize turns into ``helmCharts``."""


def is_kustomization(found: YamlObject) -> bool:
    """Whether an object is a kustomization, which may leave out what it is, or a generator of its own."""
    version, kind = found.text("apiVersion"), found.text("kind")
    if kind == GENERATOR:
        return version == "builtin"
    if not version and kind in {"", KIND}:
        return os.path.basename(found.file.name) in KUSTOMIZATIONS
    return kind == KIND and version.startswith("kustomize.config.k8s.io/")


def held(found: YamlObject, tree: Tree) -> Iterator[Held]:
    """The releases that a kustomization makes."""
    if found.text("kind") == GENERATOR:
        yield _of_chart(found, tree, (), _NAMES)
        return
    for item in found.items("helmCharts"):
        yield _of_chart(found, tree, item, _NAMES)
    for item in found.items("helmChartInflationGenerator"):
        yield _of_chart(found, tree, item, _OLD_NAMES)


def _of_chart(found: YamlObject, tree: Tree, item: Path, names: _Names) -> Held:
    chart = found.text(*item, names.name)
    of_pachyderm = chart.rpartition("/")[2] == _CHART
    release = found.text(*item, "releaseName")
    folder = _folder(found, tree, item, names)
    return Held(
        form=found.text("kind") or KIND,
        name=release or chart,
        file=found.file,
        span=with_comments(found.file, found.span(*item)) if item else found.extent,
        parts=tuple(_parts(found, tree, item, names)) if of_pachyderm else (),
        of_pachyderm=of_pachyderm,
        version=found.text(*item, names.version),
        release="" if found.get(*item, "nameTemplate") else release,
        namespace=found.text(*item, "namespace") or found.text("namespace"),
        chart=tree.chart(folder),
    )


def _folder(found: YamlObject, tree: Tree, item: Path, names: _Names) -> str:
    """Where the chart is, or is put by kustomize."""
    name, version = found.text(*item, names.name), found.text(*item, names.version)
    home = found.text("helmGlobals", "chartHome") or found.text(*item, "chartHome") or "charts"
    pulled = f"{name}-{version}" if version and found.text(*item, names.repo) else ""
    return tree.beside(os.path.join(home, pulled, name))


def _parts(found: YamlObject, tree: Tree, item: Path, names: _Names) -> Iterator[Part]:
    """Files and values by what ``valuesMerge`` says; ``additionalValuesFiles`` win over all of them."""
    mode = found.text(*item, "valuesMerge") or _OVERRIDE
    inline = found.get(*item, names.inline)
    file = [*_file(found, tree, (*item, names.file), _folder(found, tree, item, names))]
    title = f"{found.text('kind') or KIND} in {found.file.name}"
    path = (*item, names.inline)
    values = found.values(f"{format_path(path)} of {title}", *path) if isinstance(inline, dict) else None
    given = [values] if values is not None and inline else []
    if mode == _REPLACE and given:
        yield from given
    elif mode == _MERGE:
        # without a file it is the chart's own that wins
        yield from (*given, *file) if file else ()
    else:
        yield from (*file, *given)
    for one in found.items(*item, "additionalValuesFiles"):
        yield from _file(found, tree, one, "")
    yield from _lost(found, item, names)


def _file(found: YamlObject, tree: Tree, path: Path, chart: str) -> Iterator[Part]:
    name = found.text(*path)
    if not name:
        return
    file = tree.beside(name)
    if chart and file == os.path.join(chart, "values.yaml"):
        return
    if "://" not in name and tree.has(file):
        yield ValuesFile(file)
    elif "://" in name or os.path.isabs(name) or (chart and file.startswith(chart + os.sep)):
        yield Note(f"the values file {name} is not read", incomplete=True)
    else:
        message = f"There is no values file {name} in this repository"
        yield Remark("missing-values-file", message, found.span(*path))


def _lost(found: YamlObject, item: Path, names: _Names) -> Iterator[Remark]:
    """What is written for Helm and does not come to it."""
    yield from _misspelt(found, item, names)
    mode = found.text(*item, "valuesMerge") or _OVERRIDE
    inline, file = found.get(*item, names.inline), found.text(*item, names.file)
    if mode not in _MODES:
        hint = did_you_mean_choice(mode, _MODES)
        message = (
            f"Kustomize stops at valuesMerge: {mode}, which must be {_OVERRIDE}, {_MERGE} or {_REPLACE}{hint}"
        )
        yield Remark("misspelt-values", message, found.span(*item, "valuesMerge"))
    if not isinstance(inline, dict | None):
        message = f"Kustomize stops at {names.inline}, because it is no mapping"
        yield Remark("values-not-used", message, found.key_span(*item, names.inline))
    if not isinstance(inline, dict) or not inline:
        return
    if mode == _REPLACE and file:
        yield Remark(
            "values-not-used",
            f"With valuesMerge: {_REPLACE} kustomize does not use {names.file} beside {names.inline}",
            found.key_span(*item, names.file),
            f"Name the file in additionalValuesFiles, which win over {names.inline}, or remove valuesMerge.",
        )
    if mode == _MERGE and not file:
        yield Remark(
            "values-not-used",
            f"With valuesMerge: {_MERGE} the chart's own values win over {names.inline} wherever the chart sets any",
            found.span(*item, "valuesMerge"),
            f"Remove valuesMerge: by default {names.inline} wins.",
        )
    # a key without a value is not meant to take one away
    nulls = (one for one in _nulls(inline, ()) if found.raw(*item, names.inline, *one).strip())
    null = next(nulls, None) if mode != _REPLACE else None
    if null:
        yield Remark(
            "values-not-used",
            f"Kustomize drops {format_path(null)}: null, so that the chart's default stays in effect",
            found.span(*item, names.inline, *null),
            f"With valuesMerge: {_REPLACE} kustomize hands {names.inline} to Helm as it is.",
        )


def _nulls(values: object, path: Path) -> Iterator[Path]:
    """The paths of what is null among values."""
    if values is None:
        yield path
    for key, value in values.items() if isinstance(values, dict) else ():
        yield from _nulls(value, (*path, key))


def _misspelt(found: YamlObject, item: Path, names: _Names) -> Iterator[Remark]:
    """Fields that kustomize stops at; of a generator of its own it passes over them without a word."""
    given = found.get(*item)
    for key in given if isinstance(given, dict) else ():
        # Go's JSON does not mind case
        word = key.lower()
        hint = did_you_mean(key, names.of_values)
        if word not in {one.lower() for one in names.of_values} and (hint or word.startswith("value")):
            end = "kustomize ignores it" if found.text("kind") == GENERATOR else "kustomize stops at it"
            message = f"There is no {format_path((*item, key))}{hint}; {end}"
            yield Remark("misspelt-values", message, found.key_span(*item, key))
