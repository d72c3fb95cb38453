"""Flux: what a HelmRelease gives to Helm.

https://fluxcd.io/flux/components/helm/helmreleases/ ; the order of values is that of fluxcd/pkg, chartutil/values.go.
"""

import os
import re
from collections.abc import Iterator, Sequence

from pachlint.embedding.flux_values import parts_of_values
from pachlint.embedding.held import Held, HeldFlag, Note, Part, Remark, ValuesFile
from pachlint.embedding.objects import YamlObject
from pachlint.embedding.repository_objects import named, nearest, nearest_of
from pachlint.embedding.tree import Tree
from pachlint.nearness import did_you_mean
from pachlint.place import Path
from pachlint.records import NamedTuple

GROUP = "helm.toolkit.fluxcd.io/"
KIND = "HelmRelease"
_CHART = "pachyderm"
_OF_VALUES = ("values", "valuesFrom")
_OF_REPOSITORY = ("GitRepository", "Bucket")
"""Sources whose charts are folders, and whose ``version`` is ignored."""
_MAX_RELEASE, _HASH = 53, 12
VARIABLE = re.compile(r"\$\{[A-Za-z_]")
"""What ``postBuild.substitute`` of a Flux Kustomization fills in."""


class _Chart(NamedTuple):
    """What is told of the chart: ``folder`` is where it stands in the repository, "" if it does not."""

    of_pachyderm: bool | None
    version: str = ""
    folder: str = ""
    values_files: tuple[str, ...] = ()
    unknown: str = ""


def held(found: YamlObject, tree: Tree) -> Iterator[Held]:
    """The release of an object of Flux, or of a patch with the object that it is for."""
    base = None if _has_chart(found) else _base(found, tree)
    both = (found, base) if base else (found,)
    chart = _chart(both[-1], tree.at(base.file.name) if base else tree)
    name, parts = found.text("metadata", "name"), tuple[Part, ...]()
    # of other charts nothing is looked for in the repository
    if chart.of_pachyderm is not False:
        parts = tuple(_patched(found, base, tree, chart) if base else _parts(found, tree, chart))
    yield Held(
        form=KIND,
        name=name,
        file=found.file,
        span=found.extent,
        parts=parts,
        of_pachyderm=chart.of_pachyderm,
        version=(base and found.text("spec", "chart", "spec", "version")) or chart.version,
        release=_release(both, name),
        chart=chart.folder,
        namespace=_filled(_said(both, "spec", "targetNamespace") or _said(both, "metadata", "namespace")),
    )


def _has_chart(found: YamlObject) -> bool:
    return bool(found.text("spec", "chart", "spec", "chart") or found.get("spec", "chartRef"))


def _base(found: YamlObject, tree: Tree) -> YamlObject | None:
    """The object that one without a chart patches, if there is one that is nearest."""
    there = nearest_of([one for one in _others(found, tree) if _has_chart(one)], found)
    return there[0] if len(there) == 1 else None


def _others(found: YamlObject, tree: Tree) -> list[YamlObject]:
    """The other objects of the repository for the same release."""
    name, namespace = found.text("metadata", "name"), found.text("metadata", "namespace")
    there = named(found, tree, KIND, name, namespace) if name else []
    return [
        one
        for one in there
        if (one.file.name, one.start, one.base) != (found.file.name, found.start, found.base)
    ]


def _said(both: Sequence[YamlObject], *path: str) -> str:
    """What a patch says, else what it patches."""
    return next(filter(None, (one.text(*path) for one in both)), "")


def _patched(found: YamlObject, base: YamlObject, tree: Tree, chart: _Chart) -> Iterator[Part]:
    """The values of a patch over those of the object that it is for; kustomize takes its ``valuesFrom`` as a whole."""
    below = tree.at(base.file.name)
    listed = found.get("spec", "valuesFrom") is not None
    parts = (*_values_files(below, chart), *parts_of_values(base, below, references=not listed))
    name = found.span("metadata", "name")
    moved = [one._replace(span=name) if isinstance(one, HeldFlag) else one for one in parts]
    # what is lost of the object is told of that
    yield from parts_of_values(found, tree, [one for one in moved if not isinstance(one, Remark)])
    yield from _lost(found)


def _release(both: Sequence[YamlObject], name: str) -> str:
    """The name of the release (api/v2 GetReleaseName), shortened as Flux does (internal/release/name.go)."""
    target = _said(both, "spec", "targetNamespace")
    release = _said(both, "spec", "releaseName") or (f"{target}-{name}" if target else name)
    if len(release) > _MAX_RELEASE:
        from hashlib import sha256  # noqa: PLC0415 -- few names are so long

        release = f"{release[: _MAX_RELEASE - _HASH - 1]}-{sha256(release.encode()).hexdigest()[:_HASH]}"
    return _filled(release)


def _filled(text: str) -> str:
    return "" if VARIABLE.search(text) else text


def _chart(found: YamlObject, tree: Tree) -> _Chart:
    if found.text("spec", "chart", "spec", "chart"):
        return _of_template(found, tree, ("spec", "chart", "spec"))
    kind, name = found.text("spec", "chartRef", "kind"), found.text("spec", "chartRef", "name")
    if not kind:
        unknown = f"{found.file.name} names no chart: what else the release has is in another file"
        return _Chart(None, unknown=unknown)
    namespace = found.text("spec", "chartRef", "namespace") or found.text("metadata", "namespace")
    there = nearest(found, tree, kind, name, namespace)
    if len(there) != 1:
        missing = (
            "not found in what is read of this repository" if tree.is_spent else "not in this repository"
        )
        said = "made more than once" if there else missing
        return _Chart(None, unknown=f"the {kind} {name} is {said}, so the chart version is unknown")
    if kind == "HelmChart":
        return _of_template(there[0], tree, ("spec",))
    return _of_registry(there[0])


def _of_registry(found: YamlObject) -> _Chart:
    """An OCIRepository: a digest wins over a range, which wins over a tag (source-controller, OCIRepositoryRef)."""
    url = found.text("spec", "url").rstrip("/")
    version = found.text("spec", "ref", "semver") or found.text("spec", "ref", "tag").partition("@")[0]
    pinned = bool(found.text("spec", "ref", "digest"))
    # a tag has _ for the + of a version
    return _Chart(url.rpartition("/")[2] == _CHART, "" if pinned else version.replace("_", "+"))


def _of_template(found: YamlObject, tree: Tree, spec: Path) -> _Chart:
    name = found.text(*spec, "chart").rstrip("/")
    files = [found.text(*item) for item in found.items(*spec, "valuesFiles")]
    # v2beta1
    files = files or [*filter(None, [found.text(*spec, "valuesFile")])]
    is_chart = name.rpartition("/")[2] == _CHART
    if found.text(*spec, "sourceRef", "kind") not in _OF_REPOSITORY:
        return _Chart(is_chart, found.text(*spec, "version"), values_files=tuple(files))
    return _Chart(is_chart or None, folder=tree.chart(tree.from_root(name)), values_files=tuple(files))


def _parts(found: YamlObject, tree: Tree, chart: _Chart) -> Iterator[Part]:
    if chart.unknown:
        yield Note(chart.unknown, incomplete=not found.get("spec", "chartRef"))
    yield from _values_files(tree, chart)
    yield from parts_of_values(found, tree)
    yield from _lost(found)
    patches = sorted({one.file.name for one in _others(found, tree) if not _has_chart(one)})
    if patches:
        yield Note(f"{', '.join(patches)} patch it, and are judged with it", incomplete=True)
    elif tree.is_spent:
        yield Note("too much of the repository is read for it to look for patches of it", incomplete=True)
    if found.get("spec", "postRenderers"):
        yield Note("what postRenderers change is unknown")


def _values_files(tree: Tree, chart: _Chart) -> Iterator[Part]:
    """The files that take the place of the chart's values.yaml; their paths begin at the root of the source."""
    for name in chart.values_files:
        path = tree.from_root(name)
        if path == os.path.join(chart.folder, "values.yaml"):
            continue
        if chart.folder and tree.has(path):
            yield ValuesFile(path)
        else:
            yield Note(f"the values file {name} is not in this repository", incomplete=True)


def _lost(found: YamlObject) -> Iterator[Remark]:
    """What is written for Helm and does not come to it."""
    spec = found.get("spec")
    for key in spec if isinstance(spec, dict) else ():
        # no other key of the CRD is like these
        hint = did_you_mean(key, _OF_VALUES)
        if hint:
            yield _misspelt(found, ("spec", key), hint)
    for path in (("spec", "chart"), ("spec", "chart", "spec"), ("metadata",), ()):
        for key in _OF_VALUES:
            if found.get(*path, key) is not None:
                yield _misspelt(found, (*path, key), f"; did you mean spec.{key}?")
    values = found.get("spec", "values")
    if values is not None and not isinstance(values, dict):
        # helm-controller api/v2 GetValues drops what is no mapping, and the CRD takes anything
        what = "a text" if isinstance(values, str) else "no mapping"
        yield Remark(
            "values-not-used",
            f"Flux ignores spec.values here, because it is {what}",
            found.key_span("spec", "values"),
            "Write the values as a mapping below values." + (" Remove the |." if what == "a text" else ""),
        )


def _misspelt(found: YamlObject, path: Path, hint: str) -> Remark:
    words = ".".join(map(str, path))
    message = f"A HelmRelease has no {words}{hint}; what stands there does not come to Helm"
    return Remark("misspelt-values", message, found.key_span(*path))
