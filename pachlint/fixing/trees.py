"""Plain values with one thing changed: what a file must say after an edit, to hold it against what it does say."""

from collections.abc import Iterator, Mapping

from pachlint.place import Path


class NoPlaceError(LookupError):
    """The values have no such place."""


def put(tree: object, path: Path, value: object) -> object:
    """The tree with another value at a path; missing mappings are made, null gives way to one.

    Raises:
        NoPlaceError: if something on the way is neither a mapping nor a list that is long enough.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, str) and (tree is None or isinstance(tree, dict)):
        inner = tree or {}
        return {**inner, step: put(inner.get(step), rest, value)}
    if isinstance(step, int) and isinstance(tree, list) and step < len(tree):
        return [*tree[:step], put(tree[step], rest, value), *tree[step + 1 :]]
    raise NoPlaceError


def drop(tree: object, path: Path) -> object:
    """The tree without the value at a path, and without the mappings that nothing else was in.

    A mapping in a list, and the root, stay as ``{}``; a list stays as ``[]``.

    Raises:
        NoPlaceError: if there is nothing at the path.
    """
    step, rest = path[0], path[1:]
    if isinstance(step, str) and isinstance(tree, dict) and step in tree:
        others = dict(tree)
        del others[step]
        if not rest:
            return others
        inner = drop(tree[step], rest)
        return others if inner == {} else {**tree, step: inner}
    if isinstance(step, int) and isinstance(tree, list) and step < len(tree):
        kept = [drop(tree[step], rest)] if rest else []
        return [*tree[:step], *kept, *tree[step + 1 :]]
    raise NoPlaceError


def changes(before: object, after: object) -> dict[Path, object]:
    """The leaves that differ between two trees, with what is there afterwards (``...`` for nothing)."""
    one, other = dict(_leaves(before, ())), dict(_leaves(after, ()))
    return {
        path: other.get(path, ...)
        for path in (*one, *other)
        if repr(one.get(path, ...)) != repr(other.get(path, ...))
    }


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    else:
        yield path, value
