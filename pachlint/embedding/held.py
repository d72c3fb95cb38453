"""A release as an object of another program describes it, before anything of it is read."""

from pachlint.embedding.text import Embedding
from pachlint.layering.flags import Flag
from pachlint.place import Span
from pachlint.records import NamedTuple
from pachlint.source import Source


class Remark(NamedTuple):
    """Something about the object by which values get lost; ``span`` is one of its file.

    ``rejected`` and ``unread`` are those of a problem with the text of the object.
    """

    code: str
    message: str
    span: Span
    hint: str = ""
    rejected: bool = False
    unread: bool = False


class ValuesFile(NamedTuple):
    """A values file that the object names, by its path from the current folder; ``template``: it is filled in before."""

    path: str
    template: bool = False


class HeldFlag(NamedTuple):
    """A value that the object gives as a flag of Helm, with the span of what it says in the object's file."""

    flag: Flag
    span: Span


class Note(NamedTuple):
    """In words what was not followed; ``incomplete``: values are missing by that."""

    text: str
    incomplete: bool = False


Part = Embedding | ValuesFile | HeldFlag | Remark | Note
"""What there is to an object, in the order in which Helm gets it."""


class Held(NamedTuple):
    """One release that an object holds.

    ``form`` says what the object is, ``name`` what people call it; ``of_pachyderm`` whether it installs Pachyderm's
    chart, None if the object does not tell. ``version`` is the version or range that it asks for, as it is written;
    ``chart`` is the folder of the chart, if that is in the repository. ``off`` says what switches it off, so that nothing
    is installed. ``span`` is all that belongs to the release in its file, comments too.
    """

    form: str
    name: str
    file: Source
    span: Span
    parts: tuple[Part, ...]
    of_pachyderm: bool | None = None
    version: str = ""
    release: str = ""
    namespace: str = ""
    chart: str = ""
    off: str = ""

    @property
    def title(self) -> str:
        """What a report calls it."""
        return f"{self.form} {self.name}".rstrip()

    @property
    def layers(self) -> tuple[Embedding | ValuesFile, ...]:
        """The values, the last of which win."""
        return tuple(one for one in self.parts if isinstance(one, Embedding | ValuesFile))

    @property
    def flags(self) -> tuple[HeldFlag, ...]:
        """What wins over all values."""
        return tuple(one for one in self.parts if isinstance(one, HeldFlag))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What becomes findings."""
        return tuple(one for one in self.parts if isinstance(one, Remark))

    @property
    def incomplete(self) -> bool:
        """Whether there are other values that are not known."""
        return any(isinstance(one, Note) and one.incomplete for one in self.parts)

    @property
    def notes(self) -> tuple[str, ...]:
        """In words what was not followed."""
        return tuple(one.text for one in self.parts if isinstance(one, Note))
