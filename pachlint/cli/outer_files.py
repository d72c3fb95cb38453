"""Files of other programs with new values in them."""

from collections.abc import Mapping

from pachlint.cli.program import Failure
from pachlint.embedding.forms import held_in, texts_in
from pachlint.embedding.tree import Tree
from pachlint.outward import Outward, outward_of
from pachlint.reading.document import Document
from pachlint.source import Source


def outer_files(
    files: Mapping[str, tuple[Document, str]], outward: Outward | None
) -> Mapping[str, tuple[Document, str]]:
    """Changed files by name, those in which changed values stand in place of the values.

    Raises:
        Failure: if a file would not hold the new values then.
    """
    if not outward:
        return files
    texts = _values(files, outward)
    rest = {name: one for name, one in files.items() if name not in texts}
    for name, one in outward.written(texts).items():
        _reject_others(one.after, texts, outward)
        rest[name] = Document(one.before, None, {}), one.after.text
    return rest


def renewed(outward: Outward, files: Mapping[str, tuple[Document, str]]) -> Outward:
    """The way out of the values in changed files of other programs."""
    texts, outer = _values(files, outward), {one.outer.name for one in outward.embeddings.values()}
    named = {name: text for name, (_, text) in files.items() if name in outer and name not in texts}
    written = outward.written(texts)
    outward = outward.joined(Outward(moved=written))
    for file in (*(Source(*one) for one in named.items()), *(one.after for one in written.values())):
        held = held_in(file, Tree(file.name))
        for one in held:
            # values in other files are where they were, or come with these
            outward = outward.joined(outward_of(one)._replace(embeddings={}))
        outward = outward.joined(Outward({one.source.name: one for one in texts_in(file, held)}))
    return outward


def _values(files: Mapping[str, tuple[Document, str]], outward: Outward) -> dict[str, str]:
    """The new texts of values that stand in other files, by their names."""
    return {name: text for name, (_, text) in files.items() if name in outward.embeddings}


def held_of(texts: Mapping[str, str], outward: Outward) -> frozenset[str]:
    """The names of those new values that the files around them would hold: not a comment between braces that end in the same line."""
    by_file: dict[str, list[str]] = {}
    for name, text in texts.items():
        if name in outward.embeddings and outward.embeddings[name].may_take(text):
            by_file.setdefault(outward.file(name), []).append(name)
    held = (_held_together({name: texts[name] for name in names}, outward) for names in by_file.values())
    return frozenset(texts.keys() - outward.embeddings).union(*held)


def _held_together(texts: Mapping[str, str], outward: Outward) -> frozenset[str]:
    """The same for values of one file: what it holds of them all is tried again, and by halves what it does not."""
    (written,) = outward.written(texts).values()
    held = _texts_of(written.after)
    good = {name: text for name, text in texts.items() if held.get(name) == text}
    if len(good) == len(texts) or len(texts) == 1:
        return frozenset(good)
    bad = [name for name in texts if name not in good]
    parts = (good, {name: texts[name] for name in bad}) if good else _halves(texts)
    return frozenset().union(*(_held_together(part, outward) for part in parts))


def _halves(texts: Mapping[str, str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    pairs = [*texts.items()]
    middle = len(pairs) // 2
    return dict(pairs[:middle]), dict(pairs[middle:])


def _reject_others(file: Source, texts: Mapping[str, str], outward: Outward) -> None:
    """Stop if values of a file are not what they should be."""
    found = _texts_of(file)
    if any(found.get(name) != text for name, text in texts.items() if outward.file(name) == file.name):
        raise Failure(
            f"{file.name} cannot be written: the values would not be those that were wanted; nothing was changed"
        )


def _texts_of(file: Source) -> Mapping[str, str]:
    return {one.source.name: one.source.text for one in texts_in(file, held_in(file, Tree(file.name)))}
