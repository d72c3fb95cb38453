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


def holds(outward: Outward, name: str, text: str) -> bool:
    """Whether the file around some values would hold these: not a comment between braces that end in the same line."""
    if name not in outward.embeddings:
        return True
    return all(_holds_all(one.after, {name: text}, outward) for one in outward.written({name: text}).values())


def _reject_others(file: Source, texts: Mapping[str, str], outward: Outward) -> None:
    """Stop if values of a file are not what they should be."""
    if not _holds_all(file, texts, outward):
        raise Failure(
            f"{file.name} cannot be written: the values would not be those that were wanted; nothing was changed"
        )


def _holds_all(file: Source, texts: Mapping[str, str], outward: Outward) -> bool:
    found = {one.source.name: one.source.text for one in texts_in(file, held_in(file, Tree(file.name)))}
    return all(found.get(name) == text for name, text in texts.items() if outward.file(name) == file.name)
