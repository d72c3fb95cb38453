"""What a search for values comes to: which files are worth reading, and what each was taken for."""

import os
from collections import Counter
from collections.abc import Iterable

from pachlint.chart_version_files import umbrella_around
from pachlint.cli.progress import Progress
from pachlint.cli.release import ReleaseOptions, shown
from pachlint.discovery import read_bytes
from pachlint.embedding.first_look import may_hold
from pachlint.first_words import may_be_values, text_of
from pachlint.reading.document import Document

VALUES_FILE = "values file"
# how people call the forms of :mod:`pachlint.embedding`
_NAMES = {
    "Application": "Argo CD application",
    "ApplicationSet": "Argo CD application set",
    "HelmChartInflationGenerator": "chart of Kustomize",
    "HelmRelease": "Flux release",
    "Kustomization": "chart of Kustomize",
    "helm_release": "release of Terraform",
    "helmfile": "release of a helmfile",
}
# what stands in such a file are no values, though it may hold some
_NO_VALUES = (".tf",)


class Search:
    """The files that were looked at, and what those were taken for that are checked."""

    def __init__(self, *, quiet: bool) -> None:
        self.looked_at = 0
        self.progress = Progress(quiet=quiet)
        self.taken: dict[str, Counter[str]] = {}
        self.cut: set[str] = set()
        self.keys: dict[str, tuple[str, ...]] = {}

    def count(self, *, found: bool) -> None:
        """Count a file, if it was found and not named."""
        self.looked_at += found
        self.progress.tell("files looked at:", self.looked_at)

    def look(self, path: str, release: ReleaseOptions, documents: dict[str, Document]) -> bool:
        """Whether a file may be Pachyderm values, or hold some, by its words; it is read then."""
        key = os.path.abspath(path)
        if key not in documents:
            content, name = release.content(path), shown(path)
            text = text_of(content)
            may_be = self.may_be_called(name) and (
                may_be_values(text, name) or self._is_for_umbrella(key, text)
            )
            if not may_be and not may_hold(text):
                return False
            documents[key] = read_bytes(content, name)
            if documents[key].is_cut and may_hold(text) and "pachyderm" in text:
                self.cut.add(name)
        return True

    def is_cut_holder(self, document: Document) -> bool:
        """Whether a file of another program, which may hold values of Pachyderm, is too large to be read."""
        return document.source.name in self.cut

    def _is_for_umbrella(self, path: str, text: str) -> bool:
        """Whether the chart around a file has Pachyderm's as a dependency, and its key is among the words of the file."""
        folder = os.path.dirname(path)
        if folder not in self.keys:
            found = umbrella_around(folder)
            self.keys[folder] = found.keys if found else ()
        return any(key in text for key in self.keys[folder])

    def may_be_called(self, name: str) -> bool:
        """Whether a values file may have this name."""
        return not name.endswith(_NO_VALUES)

    def take(self, name: str, forms: Iterable[str] = (VALUES_FILE,)) -> None:
        """Note what a file was taken for."""
        self.taken[name] = Counter(_NAMES.get(form, form) for form in forms)

    def lines(self) -> list[str]:
        """What every file that is checked was taken for."""
        return [f"found: {name} ({_listed(forms)})" for name, forms in self.taken.items()]

    def summary(self) -> str:
        """The same in one line; "" if there is nothing to tell beyond the report."""
        if self.looked_at < 2 or not self.taken:
            return ""
        every = sum(self.taken.values(), Counter[str]())
        return f"checked {len(self.taken):,} of {self.looked_at:,} files: {_listed(every)}"


def _listed(forms: Counter[str]) -> str:
    """Values files first, then the others by their number."""
    ordered = sorted(forms, key=lambda form: (form != VALUES_FILE, -forms[form], form))
    return ", ".join(_counted(forms[form], form) for form in ordered)


def _counted(number: int, name: str) -> str:
    word, of, rest = name.partition(" of ")
    return f"{number:,} {word}{'' if number == 1 else 's'}{of}{rest}"
