"""The pieces of a file of Terraform, each with its span."""

from pachlint.embedding.text import Segment
from pachlint.place import Span
from pachlint.records import NamedTuple


class Template(NamedTuple):
    """A string in quotes, or a heredoc: ``text`` is what it says, with what Terraform fills in as it is written.

    ``segments`` are its pieces in the file; ``indent`` is what each line of a heredoc loses at its beginning. ``is_filled``:
    Terraform fills something in; ``is_escaped``: some of it is not written as it is said.
    """

    span: Span
    text: str
    segments: tuple[Segment, ...]
    indent: str = ""
    is_heredoc: bool = False
    is_filled: bool = False
    is_escaped: bool = False


class Word(NamedTuple):
    """A number, ``true``, ``false``, ``null``, or a name; not ``known``: any other expression as it is written."""

    span: Span
    text: str
    known: bool


class Items(NamedTuple):
    """A list."""

    span: Span
    items: tuple["Expression", ...]


class Pair(NamedTuple):
    """A key of an object with its value; ``key`` is None if Terraform works it out."""

    key: str | None
    key_span: Span
    value: "Expression"


class Pairs(NamedTuple):
    """An object, or the body of a block that stands for one."""

    span: Span
    pairs: tuple[Pair, ...]


class Call(NamedTuple):
    """A function with its arguments."""

    span: Span
    name: str
    arguments: tuple["Expression", ...]


Expression = Template | Word | Items | Pairs | Call


class Attribute(NamedTuple):
    """A name with its value."""

    name: str
    name_span: Span
    value: Expression


class Block(NamedTuple):
    """A block with its labels; ``key_span`` is that of its kind."""

    kind: str
    labels: tuple[str, ...]
    items: tuple["Item", ...]
    span: Span
    key_span: Span


Item = Attribute | Block
