"""Files and places in SARIF: addresses from the root of the repository, and small regions."""

import os
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from urllib.parse import quote

from pachlint.finding import Edit
from pachlint.place import Place, Span
from pachlint.report.line_hashes import LineHashes
from pachlint.repository import path_in_repository
from pachlint.source import Source
from pachlint.visible import steers

Data = dict[str, object]

ROOT = "SRCROOT"
"""What addresses in a repository are relative to; where that is, only the reader knows."""

_LONGEST_SNIPPET = 300


class Places:
    """The places of a report, whose files are looked at once each."""

    def __init__(self, sources: Mapping[str, Source], secrets: Mapping[str, tuple[Span, ...]]) -> None:
        self._sources = sources
        self._secrets = {name: sorted(spans) for name, spans in secrets.items()}
        self._names: dict[str, str] = {}
        self._addresses: dict[str, Data] = {}
        self._hashes: dict[str, LineHashes] = {}

    def name(self, file: str) -> str:
        """A file from the root of its repository."""
        if file not in self._names:
            self._names[file] = path_in_repository(file)
        return self._names[file]

    def release_name(self, release: str, files: Sequence[str]) -> str:
        """A release that has a name, or is called by its files."""
        return " + ".join(map(self.name, files)) if release == " + ".join(files) else release

    def address(self, file: str) -> Data:
        """An ``artifactLocation``."""
        if file not in self._addresses:
            self._addresses[file] = _address(self.name(file))
        return self._addresses[file]

    def location(self, place: Place) -> Data:
        """A ``physicalLocation`` with a region on one line, and that line unless it holds a secret."""
        short = self._on_one_line(place)
        line = self._shown_line(place)
        around: Data = {}
        region = _region(short)
        if line is not None:
            region["snippet"] = {"text": line[short.column - 1 : short.end_column - 1]}
            around = {"contextRegion": {"startLine": place.line, "snippet": {"text": line}}}
        return {"artifactLocation": self.address(place.file), "region": region, **around}

    def replacement(self, edit: Edit) -> Data:
        """A ``replacement``; an empty region is where a text is put in."""
        inserted: Data = {"insertedContent": {"text": edit.text}} if edit.text else {}
        return {"deletedRegion": _region(edit.place), **inserted}

    def line_hash(self, place: Place) -> str:
        """The hash of a place's line as GitHub has it; "" if a secret goes into it, from which it could be guessed."""
        source = self._sources.get(place.file)
        if source is None:
            return ""
        if place.file not in self._hashes:
            self._hashes[place.file] = LineHashes(source.text)
        hashes = self._hashes[place.file]
        if place.line > len(hashes):
            return ""
        found = hashes[place.line - 1]
        return "" if self._holds_secret(place.file, found.span) else found.name

    def _on_one_line(self, place: Place) -> Place:
        """The place without what is below its first line: pull requests show what lies in changed lines as a whole."""
        source = self._sources.get(place.file)
        if place.end_line == place.line or source is None:
            return place
        end = max(len(source.line(place.line)), place.column) + 1
        return place._replace(end_line=place.line, end_column=end)

    def _shown_line(self, place: Place) -> str | None:
        source = self._sources.get(place.file)
        if source is None or place.line > source.line_count:
            return None
        line = source.line(place.line)
        start = source.offset(place.line, 1)
        if len(line) > _LONGEST_SNIPPET or steers(line):
            return None
        return None if self._holds_secret(place.file, Span(start, start + len(line))) else line

    def _holds_secret(self, file: str, span: Span) -> bool:
        """Whether one of the secrets, which lie apart, begins or ends in a span, or goes through it."""
        spans = self._secrets.get(file, [])
        before = bisect_left(spans, Span(span.end, 0))
        return before > 0 and spans[before - 1].end > span.start


def _region(place: Place) -> Data:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _address(path: str) -> Data:
    if os.path.isabs(path):
        return {"uri": PurePath(path).as_uri()}
    uri = "/".join(quote(_octets(step), safe="") for step in path.split("/"))
    return {"uri": uri} if path.startswith("../") else {"uri": uri, "uriBaseId": ROOT}


def _octets(name: str) -> bytes:
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # no file can be called so
        return name.encode("utf-8", "backslashreplace")
