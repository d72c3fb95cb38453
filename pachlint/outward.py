"""From values that were read as texts of their own to the files in which they stand: reports, and what fixes write."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pachlint.chart.secret_flags import secrets_in_flags
from pachlint.embedding.held import Held
from pachlint.embedding.text import Embedding, Moved, OuterEdit
from pachlint.finding import Edit, Finding, Fix
from pachlint.layering.flags import Flag
from pachlint.layering.layer import COMMAND_LINE, over_defaults, user_layers
from pachlint.place import Place, Span
from pachlint.records import NamedTuple
from pachlint.redaction import shown_secrets
from pachlint.results import Release, Report
from pachlint.source import Source


class HeldFlags(NamedTuple):
    """The flags that an object gives, each by the span of what it says, in their order."""

    file: Source
    spans: tuple[Span, ...]
    flags: tuple[Flag, ...]

    def secret_spans(self) -> Iterator[Span]:
        """What may not be shown of the file: the values of flags that hold secrets."""
        given = user_layers((), self.flags, lambda _: "")
        values = over_defaults(given, {}, "")
        for span in secrets_in_flags(values).spans:
            yield self.spans[given.command_line.position(span.start)[0] - 1]


def name_of(held: Held) -> str:
    """What reports call a release."""
    return f"{held.title} in {held.file.name}"


def outward_of(held: Held) -> "Outward":
    """The way out of the values of a release."""
    embeddings = {one.source.name: one for one in held.layers if isinstance(one, Embedding)}
    spans, given = tuple(one.span for one in held.flags), tuple(one.flag for one in held.flags)
    flags = HeldFlags(held.file, spans, given)
    return Outward(embeddings, {name_of(held): flags} if held.flags else {})


class Outward(NamedTuple):
    """The way out: ``embeddings`` by the names of their texts, ``flags`` by the names of the releases.

    ``moved`` are the files into which something was written, by their names: what stands there beside values is where it was before.
    """

    embeddings: Mapping[str, Embedding] = {}
    flags: Mapping[str, HeldFlags] = {}
    moved: Mapping[str, Moved] = {}

    def __bool__(self) -> bool:
        return bool(self.embeddings or self.flags)

    def joined(self, *others: "Outward") -> "Outward":
        """All ways out in one."""
        embeddings, flags, moved = dict(self.embeddings), dict(self.flags), dict(self.moved)
        for other in others:
            embeddings |= other.embeddings
            flags |= other.flags
            moved |= other.moved
        return Outward(embeddings, flags, moved)

    def file(self, name: str) -> str:
        """The name of the file in which values stand."""
        found = self.embeddings.get(name)
        return found.outer.name if found else name

    def place(self, place: Place, release: str = "") -> Place:
        """A place as it is in the file."""
        found = self.embeddings.get(place.file)
        if found:
            return found.outer_place(place)
        flags = self.flags.get(release)
        if flags and place.file == COMMAND_LINE and place.line <= len(flags.spans):
            return flags.file.place(flags.spans[place.line - 1])
        moved = self.moved.get(place.file)
        return moved.place(place) if moved else place

    def finding(self, finding: Finding) -> Finding:
        """A finding with the places of the file."""
        release = finding.release
        return finding._replace(
            place=self.place(finding.place, release),
            related=tuple(one._replace(place=self.place(one.place, release)) for one in finding.related),
            fix=self._fix(finding.fix),
        )

    def _fix(self, fix: Fix | None) -> Fix | None:
        if fix is None:
            return None
        return fix._replace(edits=tuple(map(self._edit, fix.edits)))

    def _edit(self, edit: Edit) -> Edit:
        found = self.embeddings.get(edit.place.file)
        if found is None:
            return edit
        outer = found.outer_edit(found.source.span(edit.place), edit.text)
        return Edit(found.outer.place(Span(outer.start, outer.end)), outer.text)

    def report(self, report: Report) -> Report:
        """A report on the files."""
        sources = {name: one for name, one in report.sources.items() if name not in self.embeddings}
        sources |= {one.outer.name: one.outer for one in self.embeddings.values()}
        sources |= {one.file.name: one.file for one in self.flags.values()}
        findings, ignored = self._in_order(report.findings), self._in_order(report.ignored)
        return report._replace(
            releases=tuple(map(self._release, report.releases)),
            findings=findings,
            ignored=ignored,
            below=self._in_order(report.below),
            unchanged=self._in_order(report.unchanged),
            sources=sources,
            secrets=self._secrets(report, (*findings, *ignored), sources),
        )

    def _in_order(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(sorted(map(self.finding, findings), key=lambda finding: finding.order))

    def _release(self, release: Release) -> Release:
        def files(names: Sequence[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(map(self.file, names)))

        held = self.flags.get(release.name)
        return release._replace(
            files=files(release.files) or ((held.file.name,) if held else ()),
            unread=files(release.unread),
            partial=files(release.partial),
            foreign=files(release.foreign),
        )

    def _secrets(
        self, report: Report, findings: Sequence[Finding], sources: Mapping[str, Source]
    ) -> Mapping[str, tuple[Span, ...]]:
        known = report.every_secret
        if known is None:
            return {}
        spans: dict[str, tuple[Span, ...]] = {}
        for name, found in known.spans.items():
            embedding, moved = self.embeddings.get(name), self.moved.get(name)
            way = embedding.outer_span if embedding else moved.span if moved else None
            outer = tuple(map(way, found)) if way else found
            spans[self.file(name)] = (*spans.get(self.file(name), ()), *outer)
        for one in self.embeddings.values():
            if one.hidden:
                spans[one.outer.name] = (*spans.get(one.outer.name, ()), one.region)
        for held in self.flags.values():
            spans[held.file.name] = (*spans.get(held.file.name, ()), *held.secret_spans())
        in_file = {self.file(name): masks for name, masks in known.in_file.items()}
        return shown_secrets(findings, sources, known._replace(spans=spans, in_file=in_file))

    def located(self, finding: Finding) -> Finding:
        """A finding at its place in the file; one of values, which fixes may have changed, where these begin."""
        found = self.embeddings.get(finding.place.file)
        if found:
            return finding._replace(place=found.outer.place(Span(found.region.start, found.region.start)))
        place = self.place(finding.place, finding.release)
        return finding if place is finding.place else finding._replace(place=place)

    def written(self, texts: Mapping[str, str]) -> dict[str, Moved]:
        """The files with new values, by name."""
        edits: dict[str, list[OuterEdit]] = {}
        outer: dict[str, Source] = {}
        for name, text in texts.items():
            embedding = self.embeddings[name]
            outer[embedding.outer.name] = embedding.outer
            edits.setdefault(embedding.outer.name, []).extend(embedding.edits(text))
        return {name: Moved.by(outer[name], edits[name]) for name in outer}
