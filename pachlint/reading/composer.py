"""From a text to the nodes of its first document, or to the words for what is wrong with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from pachlint.place import Span
from pachlint.reading.builder import HELM_MAX_DEPTH, MAX_DEPTH, MAX_VALUES, Builder, Stop
from pachlint.reading.dialect import Masked
from pachlint.reading.nodes import Node, Problem
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.reading.templates import Template

_Events = Callable[[], Any]


class Composed(NamedTuple):
    """The first document of a text.

    ``root`` is None if there is nothing in it, ``data`` what Helm makes of it (None if it is rejected). ``scalars`` are
    the spans of its scalars in order; ``end`` is where the next document begins (``more``) or the text ends.
    """

    root: Node | None
    data: object
    problems: tuple[Problem, ...]
    scalars: list[Span]
    end: int
    more: bool


def compose(text: str, template: "Template | None" = None) -> Composed:
    """Read the first document of a text as Helm 3 does; never raises.

    The text of a template is the one in which its tags are hidden.
    """
    composed, composer = _compose(text, template)
    bad_character = composer.bad_character
    if bad_character is None:
        return composed
    shorter, composer = _compose(text[:bad_character], template)
    # go-yaml looks at the marker that ends the document, and at the blank behind it
    ends = composer.marker > 0
    return shorter if ends and bad_character >= _seen(text, composer.marker + 4) else composed


def _seen(text: str, needed: int) -> int:
    """How many characters go-yaml looks at before it has the first ones: it decodes 512 bytes at a time."""
    data = text.encode(errors="replace")
    at, needed = 0, len(text[:needed].encode(errors="replace"))
    while at < needed:
        at += 512
        # a letter that is cut off waits for the rest
        while at < len(data) and data[at] & 0xC0 == 0x80:
            at -= 1
    return len(data[:at].decode())


def _compose(text: str, template: "Template | None") -> tuple[Composed, "_Composer"]:
    """The document, and what read it."""
    masked = Masked(text)
    while True:
        composer = _Composer(text, masked, template)
        composed = composer.run()
        if composer.complaint is None or not masked.hide(*composer.complaint):
            return composed, composer


class _Composer:
    """One attempt to read the first document.

    ``bad_character`` is the offset of a character that YAML does not allow, if that is what stopped it; ``marker`` that of
    what ends the document.
    """

    def __init__(self, text: str, masked: Masked, template: "Template | None") -> None:
        self.text = text
        self.masked = masked
        self.shift = masked.shift
        self.builder = Builder(text, masked, template)
        self.bad_character: int | None = None
        self.marker = 0
        self.complaint: tuple[str, int] | None = None

    def run(self) -> Composed:
        """Read the document; problems take the place of whatever cannot be read."""
        builder = self.builder
        end, more = len(self.text), False
        try:
            end, more = self._consume(CParser(self.masked.text).get_event)
        except Stop:
            builder.root = None
        except YAMLError as error:
            self._fail(error)
        except UnicodeEncodeError as error:
            self.bad_character = error.start + self.shift
            self._fail_at_character(self.bad_character)
        root = builder.root
        if root and (builder.has_infinity or builder.rejected_keys):
            from pachlint.reading.survivors import rejected_survivors  # noqa: PLC0415 -- nearly no file has any

            builder.problems.extend(rejected_survivors(root.node, builder.rejected_keys))
        rejected = any(problem.rejected for problem in builder.problems)
        node, data = (root.node, None if rejected else root.data) if root else (None, None)
        return Composed(node, data, tuple(builder.problems), builder.scalars, end, more)

    def _consume(self, get_event: _Events) -> tuple[int, bool]:
        """Build the first document; return where it ends, and whether another follows."""
        shift, builder = self.shift, self.builder
        handlers: dict[type, Callable[[Any, int, int], None]] = {
            ScalarEvent: builder.scalar,
            AliasEvent: builder.alias,
            MappingStartEvent: builder.open_mapping,
            SequenceStartEvent: builder.open_sequence,
            MappingEndEvent: builder.close,
            SequenceEndEvent: builder.close,
            DocumentStartEvent: builder.begin,
        }
        while (event := get_event()) is not None:
            handler = handlers.get(type(event))
            if handler:
                handler(event, event.start_mark.index + shift, event.end_mark.index + shift)
                if len(builder.stack) > MAX_DEPTH:
                    self._stop_at_depth(get_event)
                if builder.decoded > MAX_VALUES:
                    builder.reject_size(Span(event.start_mark.index + shift, event.end_mark.index + shift))
            elif type(event) is DocumentEndEvent:
                self.marker = event.start_mark.index + shift
                return self._after_document(get_event, event.end_mark.index + shift)
        return len(self.text), False

    def _after_document(self, get_event: _Events, end: int) -> tuple[int, bool]:
        """Helm 3 reads no further, so whatever is wrong after the first document does not matter."""
        try:
            event = get_event()
        except ReaderError as error:
            self._fail(error)
            return len(self.text), False
        except YAMLError:
            return end, True
        if type(event) is DocumentStartEvent:
            return event.start_mark.index + self.shift, True
        return len(self.text), False

    def _stop_at_depth(self, get_event: _Events) -> None:
        """Find out how deep it goes on, because that decides who rejects it."""
        stack = self.builder.stack
        depth = deepest = len(stack)
        while depth and deepest <= HELM_MAX_DEPTH:
            event = get_event()
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            deepest = max(depth, deepest)
        self.builder.reject_depth(deepest, Span(stack[-1].start, stack[-1].start + 1))

    def _fail(self, error: YAMLError) -> None:
        """Note what libyaml complains about."""
        self.builder.root = None
        if isinstance(error, ReaderError):
            # libyaml counts bytes here, and characters everywhere else.
            before = self.masked.text.encode("utf-8")[: error.position]
            self.bad_character = len(before.decode("utf-8", "ignore")) + self.shift
            self._fail_at_character(self.bad_character)
            return
        at, begun = len(self.text), None
        if isinstance(error, MarkedYAMLError):
            mark = error.problem_mark or error.context_mark
            at = mark.index + self.shift if mark else at
            begun = error.context_mark.index + self.shift if error.context_mark else None
        said = str(getattr(error, "problem", ""))
        self.complaint = said, at - self.shift
        from pachlint.reading.syntax_problems import syntax_problem  # noqa: PLC0415 -- most files can be read

        problem = syntax_problem(self.text, said, at, begun)
        # What was found inside, such as a template taken for a mapping, is the same mistake.
        inside = [
            one for one in self.builder.problems if problem.span.start <= one.span.start < problem.span.end
        ]
        self.builder.problems[:] = [one for one in self.builder.problems if one not in inside]
        self.builder.add_problem(problem)

    def _fail_at_character(self, at: int) -> None:
        from pachlint.reading.syntax_problems import character_problem  # noqa: PLC0415 -- most files can be read

        self.builder.add_problem(character_problem(self.text, at))
