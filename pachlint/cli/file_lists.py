"""What ``-f`` names: one file or several with commas between them, read as Helm reads a list (CSV, one record)."""

import os

import click

_COMMA, _QUOTE, _LINE_END = ",", '"', "\n"


def named_files(word: str) -> tuple[str, ...]:
    """The files that one ``-f`` names; none if it is empty.

    Follows encoding/csv of Go, which Helm's library for flags uses: ``"a,b.yaml"`` in quotes is one file, ``""`` within
    quotes is a quote.

    Raises:
        click.UsageError: where Helm rejects the list, or finds another file than is meant.
    """
    text = word.replace("\r\n", _LINE_END).removesuffix("\r").lstrip(_LINE_END)
    files: list[str] = []
    at: int | None = 0 if word else None
    while at is not None:
        file, at = _quoted(text, at) if text.startswith(_QUOTE, at) else _plain(text, at)
        files.append(file)
    if not all(files):
        raise click.UsageError(f"-f {word!r} contains an empty file name")
    if len(files) > 1 and os.path.exists(word) and not all(map(os.path.exists, files)):
        raise click.UsageError(
            f"-f {word}: Helm reads this as the files {' and '.join(files)}; for a single file, write -f '\"{word}\"'"
        )
    return tuple(files)


def _plain(text: str, at: int) -> tuple[str, int | None]:
    """A field without quotes, and where the next one begins."""
    field, comma, _ = text[at:].partition(_LINE_END)[0].partition(_COMMA)
    if _QUOTE in field:
        raise click.UsageError(f"-f {text}: Helm allows a quote only at the start or the end of a name")
    return field, at + len(field) + 1 if comma else None


def _quoted(text: str, at: int) -> tuple[str, int | None]:
    """The same of a field in quotes."""
    field = ""
    while True:
        at += 1
        end = text.find(_QUOTE, at)
        if end < 0:
            raise click.UsageError(f"-f {text}: a quote is not closed")
        field += text[at:end]
        at = end + 1
        following = text[at : at + 1]
        if following == _COMMA:
            return field, at + 1
        if following in ("", _LINE_END):
            return field, None
        if following != _QUOTE:
            raise click.UsageError(f"-f {text}: only a comma may follow a quoted name")
        field += _QUOTE
