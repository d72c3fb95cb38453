"""Argo CD: what an Application or ApplicationSet gives to Helm.

https://argo-cd.readthedocs.io/en/stable/user-guide/helm/ : parameters win over valuesObject, which wins over values, which
wins over valueFiles.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from pachlint.embedding.bounds import MAX_RELEASES
from pachlint.embedding.held import Held, HeldFlag, Note, Part, Remark, ValuesFile
from pachlint.embedding.objects import YamlObject
from pachlint.embedding.tree import Tree
from pachlint.layering.flags import Flag, FlagKind
from pachlint.nearness import did_you_mean
from pachlint.place import Path, format_path

GROUP = "argoproj.io/"
KINDS = ("Application", "ApplicationSet")
_CHART = "pachyderm"
# Application CRD of Argo CD 3.1, spec.source.helm
_HELM_KEYS = (
    *("apiVersions", "fileParameters", "ignoreMissingValueFiles", "kubeVersion", "namespace", "parameters"),
    *("passCredentials", "releaseName", "skipCrds", "skipSchemaValidation", "skipTests", "valueFiles"),
    *("values", "valuesObject", "version"),
)
_OF_VALUES = ("fileParameters", "parameters", "valueFiles", "values", "valuesObject")
_HOLE = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)
_LONGEST = 1_000
"""Most characters of a name into which something is filled."""
_COMMA = re.compile(r"(?<!\\),")


def held(found: YamlObject, tree: Tree) -> Iterator[Held]:
    """The releases of an object of Argo CD."""
    if found.text("kind") == "Application":
        yield from _of_spec(found, tree, ("spec",), found.text("metadata", "name"))
    else:
        name = found.text("spec", "template", "metadata", "name") or found.text("metadata", "name")
        for one in _of_spec(found, tree, ("spec", "template", "spec"), name):
            yield from _of_elements(found, one)


def _of_elements(found: YamlObject, held: Held) -> Iterator[Held]:
    """A release for each element of list generators, if nothing of these goes into the values."""
    kinds = [(*one, "list") for one in found.items("spec", "generators")]
    elements = [found.get(*item) for kind in kinds for item in found.items(*kind, "elements")]
    filled = (_filled(held.name, one) for one in elements if isinstance(one, dict))
    names = dict.fromkeys(islice(filled, MAX_RELEASES + 1)) if len(held.name) <= _LONGEST else {}
    if held.notes or not names:
        yield held
    for name in () if held.notes else names:
        yield held._replace(name=name, release="" if _HOLE.search(name) else held.release or name)


def _filled(text: str, element: Mapping[str, object]) -> str:
    """A text of a template with the plain values of an element: ``{{cluster}}``, or ``{{.cluster}}`` with Go's templates."""
    return _HOLE.sub(lambda hole: str(element.get(hole[0].strip("{} -.\t"), hole[0])), text)


def _of_spec(found: YamlObject, tree: Tree, spec: Path, name: str) -> Iterator[Held]:
    # where there are sources, Argo CD ignores source (docs/user-guide/multiple_sources.md)
    sources = [*found.items(*spec, "sources")] or [(*spec, "source")]
    refs = {found.text(*one, "ref"): one for one in sources if found.text(*one, "ref")}
    for source in sources:
        if not isinstance(found.get(*source), dict) or (
            found.text(*source, "ref") and not _charted(found, source)
        ):
            continue
        yield _of_source(found, tree, source, name, frozenset(refs))._replace(
            namespace=found.text(*source, "helm", "namespace")
            or found.text(*spec, "destination", "namespace")
        )


def _charted(found: YamlObject, source: Path) -> bool:
    return bool(found.text(*source, "chart") or found.text(*source, "path"))


def _of_source(found: YamlObject, tree: Tree, source: Path, name: str, refs: frozenset[str]) -> Held:
    chart, path = found.text(*source, "chart"), found.text(*source, "path")
    release = found.text(*source, "helm", "releaseName") or name
    return Held(
        form=found.text("kind"),
        name=name,
        file=found.file,
        span=found.extent,
        parts=tuple(_parts(found, tree, source, name, refs)),
        of_pachyderm=_is_pachyderm(chart, path),
        version=found.text(*source, "targetRevision") if chart else "",
        release="" if _HOLE.search(release) else release,
        chart="" if chart or not path else tree.chart(tree.from_root(path)),
    )


def _parts(found: YamlObject, tree: Tree, source: Path, name: str, refs: frozenset[str]) -> Iterator[Part]:
    helm = (*source, "helm")
    for item in found.items(*helm, "valueFiles"):
        yield from _file(found, tree, source, item, refs)
    key = "valuesObject" if found.get(*helm, "valuesObject") is not None else "values"
    title = f"{found.text('kind')} {name} in {found.file.name}"
    values = found.values(f"{format_path((*helm, key))} of {title}", *helm, key)
    is_template = found.text("kind") == "ApplicationSet" and bool(_HOLE.search(found.raw(*helm)))
    if values is not None:
        yield values._replace(template=is_template)
    yield from _flags(found, tree, source)
    yield from _lost(found, helm)
    if is_template:
        yield Note("what the ApplicationSet fills in is not known")


def _is_pachyderm(chart: str, path: str) -> bool | None:
    if chart:
        return chart.rpartition("/")[2] == _CHART
    return True if path.rstrip("/").rpartition("/")[2] == _CHART else None


def _file(found: YamlObject, tree: Tree, source: Path, item: Path, refs: frozenset[str]) -> Iterator[Part]:
    name = found.text(*item)
    if not name or _HOLE.search(name) or "://" in name or any(sign in name for sign in "*?["):
        yield Note(f"the values file {name} is not read", incomplete=True)
        return
    path = _path(found, tree, source, name, refs)
    if path is None:
        yield Note(f"the values file {name} is in another repository", incomplete=True)
    elif tree.has(path):
        yield ValuesFile(path)
    elif found.get(*source, "helm", "ignoreMissingValueFiles") is not True:
        message = f"There is no values file {name} in this repository"
        yield Remark("missing-values-file", message, found.span(*item))


def _path(found: YamlObject, tree: Tree, source: Path, name: str, refs: frozenset[str]) -> str | None:
    """Where a values file is; None if that is in another repository."""
    if name.startswith("$"):
        ref, _, rest = name[1:].partition("/")
        path = tree.from_root(rest)
        return path if ref in refs and tree.has(path) else None
    if found.text(*source, "chart"):
        # the files of a chart from a registry are inside of it
        return None
    folder = found.text(*source, "path")
    path = tree.from_root(name if name.startswith("/") else f"{folder}/{name}")
    return path if tree.has(tree.from_root(f"{folder}/Chart.yaml")) or tree.has(path) else None


def _lost(found: YamlObject, helm: Path) -> Iterator[Remark]:
    """What is written for Helm and does not come to it."""
    given = found.get(*helm)
    if not isinstance(given, dict):
        return
    if found.get(*helm, "valuesObject") is not None and found.text(*helm, "values"):
        yield Remark(
            "values-not-used",
            "Argo CD does not use values where there is a valuesObject",
            found.key_span(*helm, "values"),
            "Move what counts into valuesObject, and remove values.",
        )
    for key in given:
        if key not in _HELM_KEYS:
            hint = did_you_mean(key, _OF_VALUES)
            yield Remark(
                "misspelt-values",
                f"Argo CD knows no helm.{key}{hint}; what stands there does not come to Helm",
                found.key_span(*helm, key),
            )


def _flags(found: YamlObject, tree: Tree, source: Path) -> Iterator[HeldFlag]:
    helm, folder = (*source, "helm"), found.text(*source, "path")
    for item in found.items(*helm, "parameters"):
        kind: FlagKind = "set-string" if found.get(*item, "forceString") is True else "set"
        value = found.text(*item, "value")
        # Argo CD takes commas for a part of the value, except in a list
        if not (value.startswith("{") and value.endswith("}")):
            value = _COMMA.sub(r"\\,", value)
        yield HeldFlag(Flag(kind, f"{found.text(*item, 'name')}={value}"), found.span(*item, "value"))
    for item in found.items(*helm, "fileParameters"):
        path = tree.from_root(f"{folder}/{found.text(*item, 'path')}")
        if tree.has(path):
            text = f"{found.text(*item, 'name')}={path}"
            yield HeldFlag(Flag("set-file", text, tree.folder or "."), found.span(*item, "path"))
