"""The values of a HelmRelease in the order in which Flux merges them (fluxcd/pkg, chartutil/values.go)."""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import cast

from pachlint.embedding.bounds import MAX_LAYERS
from pachlint.embedding.config_data import Absent, Datum, Reference, datum
from pachlint.embedding.held import HeldFlag, Note, Part, Remark, ValuesFile
from pachlint.embedding.objects import YamlObject
from pachlint.embedding.repository_objects import GENERATORS, SECRET
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.layering.flags import Flag
from pachlint.layering.setflags import SetError, apply_flag
from pachlint.nearness import did_you_mean
from pachlint.place import Path, format_path, value_at
from pachlint.reading.document import read
from pachlint.records import NamedTuple
from pachlint.source import Source

_DEFAULT_KEY = "values.yaml"
_VARIABLE = re.compile(r"\$\{[A-Za-z_]")
_MANY_KEYS = 20
_SIGNS = re.compile(r"[\\,\[\]{}]")
_Values = dict[str, object]


class _Item(NamedTuple):
    """One of ``valuesFrom``, where it stands, and what it refers to."""

    path: Path
    target: str
    literal: bool
    found: Datum

    @property
    def flag(self) -> Flag:
        """What a ``targetPath`` sets, as a flag of Helm (ReplacePathValue, ReplacePathLiteralValue)."""
        value = self.found.text
        if self.literal:
            value = _SIGNS.sub(r"\\\g<0>", value)
        elif value[:1] in ("'", '"') and value.endswith(value[:1]):
            value = value.strip("'\"")
        else:
            return Flag("set", f"{self.target}={value}")
        return Flag("set-string", f"{self.target}={value}")


def parts_of_values(
    found: YamlObject, tree: Tree, between: Iterable[Part] = (), *, references: bool = True
) -> Iterator[Part]:
    """What ``valuesFrom`` and ``values`` give: references in their order, the values on top of all.

    What a reference with a ``targetPath`` sets is a flag. ``between`` stands below the values and above the references.
    """
    items, others = list[_Item](), list[Part]()
    listed = [*found.items("spec", "valuesFrom")] if references else []
    if len(listed) > MAX_LAYERS:
        others.append(Note(f"only the first {MAX_LAYERS} of valuesFrom are read", incomplete=True))
    for path in listed[:MAX_LAYERS]:
        one = _item(found, tree, path)
        if isinstance(one, _Item):
            items.append(one)
        else:
            others += one
    yield from others
    for item in items:
        if not item.target:
            yield _layer(item)
    yield from between
    title = f"HelmRelease {found.text('metadata', 'name')} in {found.file.name}"
    if isinstance(found.get("spec", "values"), dict):
        values = found.values(f"spec.values of {title}", "spec", "values")
        if values is not None:
            yield values._replace(template=bool(_VARIABLE.search(values.source.text)))
    yield from _flags(found, tree, items)


def _layer(item: _Item) -> Part:
    values = item.found.values
    if values is None:
        return Note("values in a literal of kustomize are not read", incomplete=True)
    if isinstance(values, Embedding):
        return values._replace(template=bool(_VARIABLE.search(values.source.text)))
    return values


def _item(found: YamlObject, tree: Tree, path: Path) -> _Item | list[Part]:
    kind, name = found.text(*path, "kind"), found.text(*path, "name")
    key = found.text(*path, "valuesKey") or _DEFAULT_KEY
    if kind not in GENERATORS or not name or _VARIABLE.search(name + key):
        return [Note(f"what {format_path(path)} refers to is unknown", incomplete=True)]
    there = datum(found, tree, Reference(kind, name, key, found.text("metadata", "namespace")))
    target = found.text(*path, "targetPath")
    if isinstance(there, Datum) and not tree.spend(len(there.text)):
        return [Note(f"the {kind} {name} is not read, because too much is referred to", incomplete=True)]
    if isinstance(there, Datum):
        return _Item(path, target, found.get(*path, "literal") is True, there)
    if there.keys is not None:
        return [_without_key(found, path, key, there)]
    if target and kind == SECRET:
        secret = Flag("set-string", f"{target}=secretref:{name}/{key}")
        return [HeldFlag(secret, found.span(*path, "targetPath"))]
    optional = found.get(*path, "optional") is True
    return [Note(f"{there.words}; its values are not known", incomplete=not optional)]


def _without_key(found: YamlObject, path: Path, key: str, there: Absent) -> Remark:
    keys = sorted(there.keys or ())[:_MANY_KEYS]
    more = ", …" if len(there.keys or ()) > len(keys) else ""
    hint = did_you_mean(key, keys) or (f"; it has {', '.join(keys)}{more}" if keys else "")
    said = found.text(*path, "valuesKey")
    default = "" if said else ", which Flux reads where there is no valuesKey"
    words = f"{there.words[0].upper()}{there.words[1:]}{default}{hint}"
    # with optional the reference is passed over without a word
    return Remark("missing-values-key", words, found.span(*path, *(("valuesKey",) if said else ("name",))))


def _flags(found: YamlObject, tree: Tree, items: Sequence[_Item]) -> Iterator[Part]:
    targets = [item for item in items if item.target]
    if not targets:
        return
    lost = _lost(found, tree, items)
    for item in targets:
        span = found.span(*item.path, "targetPath")
        if item in lost:
            yield Remark(
                "values-not-used",
                f"What targetPath sets at {item.target} is overwritten by other values of this HelmRelease",
                span,
                f"Remove {item.target} from the values that come later, or remove this reference.",
            )
        else:
            yield HeldFlag(item.flag, span)


def _lost(found: YamlObject, tree: Tree, items: Sequence[_Item]) -> list[_Item]:
    """The items whose ``targetPath`` does not win in the end.

    Flux merges ``values`` before it sets a ``targetPath``, and again at the end, where maps that it took over as
    they are have what was set in the meantime.
    """
    spec = found.get("spec", "values")
    values = copy.deepcopy(cast("_Values", spec)) if isinstance(spec, dict) else {}
    result, set_there = _Values(), list[tuple[_Item, object, list[Path]]]()
    for item in items:
        if item.target:
            result, mark = _merged(result, values), object()
            set_there.append((item, mark, _marked(result, item.flag, mark)))
        else:
            result = _merged(result, _data(item, tree))
    result = _merged(result, values)
    return [
        item
        for item, mark, paths in set_there
        if paths and not any(value_at(result, path) is mark for path in paths)
    ]


def _marked(values: _Values, flag: Flag, mark: object) -> list[Path]:
    """Set what a flag sets, and put a mark in its place; the paths of it."""
    try:
        writes, _ = apply_flag(flag, values, lambda _: "")
    except SetError:
        return []
    paths = [write.path for write in writes]
    for path in paths:
        above = value_at(values, path[:-1])
        if isinstance(above, dict | list):
            cast("dict[str | int, object]", above)[path[-1]] = mark
    return paths


def _merged(one: Mapping[str, object], other: Mapping[str, object]) -> _Values:
    """MergeMaps of fluxcd/pkg: a map that only the second has is the same one, not a copy."""
    out = dict(one)
    for key, value in other.items():
        before = out.get(key)
        if isinstance(value, dict) and isinstance(before, dict):
            out[key] = _merged(before, value)
        else:
            out[key] = value
    return out


def _data(item: _Item, tree: Tree) -> _Values:
    values = item.found.values
    if isinstance(values, Embedding):
        return copy.deepcopy(_read(values.source))
    source = tree.source(values.path) if isinstance(values, ValuesFile) else None
    return copy.deepcopy(_read(source)) if source else {}


@lru_cache(maxsize=4)
def _read(source: Source) -> _Values:
    return read(source).data
