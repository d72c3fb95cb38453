"""Messages for texts that are not YAML: libyaml's complaints, for someone who edits a values file."""

import re

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.nodes import Problem
from pachlint.source import line_end, line_start

_TOKEN = lazy_regex(r"[^\s,\[\]{}]+|[\[\]{},]")
_TEMPLATE = lazy_regex(r"\{\{|\{%")
_STATEMENT = lazy_regex(r"(?:\{\{-?|\{%-?)\s*(?:if|else|elif|end|endif|endfor|for|range|with|define|block)\b")
_NO_COLON = "could not find expected ':'"
_NO_SPACE = lazy_regex(r"[ \t-]*(?P<key>[A-Za-z_][\w.-]*):(?=[^\s/])[^\s#]*[ \t]*(?:#.*)?\Z")
_MARKDOWN = lazy_regex(r"[ \t]*(?:```|~~~|!!! |={3,}[ \t]*\Z|\*\*|\|[ -]*\|)")
_PATCH = lazy_regex(r"(?:<{7}|>{7}|={7}|\|{7})(?:\s|\Z)")
_CONFLICT = lazy_regex(r"^<{7} .*$", re.MULTILINE)
_TAB_INDENT = lazy_regex(r" *\t")
_MARKER = lazy_regex(r"---[ \t]")
_BOM = "\ufeff"


def syntax_problem(text: str, said: str, at: int, begun: int | None) -> Problem:
    """The problem for a complaint of libyaml.

    Args:
        text: the whole text.
        said: libyaml's own words.
        at: offset where it gave up.
        begun: offset of the construct that it was reading, if it says so.
    """
    at = min(at, len(text))
    for explain in (_odd_line, _odd_character, _by_complaint):
        found = explain(text, said, at, begun)
        if found:
            span, message, hint = found
            return Problem("syntax", message, span, rejected=True, hint=hint)
    return Problem("syntax", "Helm cannot read this as YAML.", _token(text, at), rejected=True)


def character_problem(text: str, at: int) -> Problem:
    """The problem for a character that YAML does not allow."""
    message = f"YAML does not allow the character U+{ord(text[at]):04X}."
    hint = f'Remove it, or write it as an escape sequence in double quotes: "\\u{ord(text[at]):04x}".'
    return Problem("syntax", message, Span(at, at + 1), rejected=True, hint=hint)


_Explanation = tuple[Span, str, str]


def _odd_line(text: str, said: str, at: int, begun: int | None) -> _Explanation | None:
    """A line that was never meant as YAML: a template, Markdown, a merge conflict, or tabs for indentation."""
    start, line = _line_at(text, at)
    conflict = _CONFLICT.search(text)
    if conflict or _PATCH.match(line):
        return (
            Span(*conflict.span()) if conflict else _whole(start, line),
            "A merge conflict is left in the file.",
            "Resolve the conflict and remove its markers.",
        )
    if _MARKDOWN.match(line):
        return (
            _whole(start, line),
            "This line is Markdown, not YAML.",
            "Only the YAML between the code fences belongs in the values file.",
        )
    # libyaml takes a tag on a line of its own for the start of a key, and misses the colon on the line below
    tag = _template(*(_line_at(text, begun) if said == _NO_COLON and begun is not None else (start, line)))
    if tag:
        return tag
    tab = _TAB_INDENT.match(line)
    if tab and at <= start + tab.end():
        return (
            Span(start, start + tab.end()),
            "A tab indents this line; YAML allows only spaces there.",
            "Replace the tab with spaces.",
        )
    return None


def _template(start: int, line: str) -> _Explanation | None:
    """A line with a tag of a template outside quotes."""
    hole = _TEMPLATE.search(line)
    if not hole or _quoted_before(line, hole.start()):
        return None
    return (
        Span(start + hole.start(), start + len(line)),
        "Helm does not run templates in values files, so this is not YAML.",
        "Remove the lines of the template and keep the values that should hold; if another program renders this file first, check what it renders."
        if _STATEMENT.match(line, hole.start())
        else 'Write the value itself; where the chart expects a template, quote it: "{{ ... }}".',
    )


def _odd_character(text: str, said: str, at: int, begun: int | None) -> _Explanation | None:
    if said != "found character that cannot start any token":
        return None
    character = text[at : at + 1]
    span = _token(text, at)
    if character in "|>":
        return span, "A block string is not allowed inside [ ] or { }.", "Write the value in quotes."
    if character == "\t":
        return Span(at, at + 1), "YAML allows only spaces here, not a tab.", "Replace the tab with spaces."
    return span, f"A value cannot start with {character} in YAML.", "Put the value in quotes."


def _by_complaint(text: str, said: str, at: int, begun: int | None) -> _Explanation | None:
    """The explanation that goes with libyaml's words."""
    here = _token(text, at)
    there = here if begun is None else Span(begun, min(begun + 1, len(text)))
    if said == "mapping values are not allowed in this context":
        return _second_colon(text, at)
    if said in {"did not find expected key", "did not find expected '-' indicator"}:
        return _misplaced(text, at)
    if said in {"did not find expected ',' or ']'", "did not find expected ',' or '}'"}:
        closing = said[-2]
        return (
            there,
            f"This bracket is not closed where it should be: a comma or {closing} is missing.",
            _flow_hint(text, at),
        )
    if said == _NO_COLON:
        span = _whole(*_line_at(text, at if begun is None else begun))
        return span, "This line is neither a key with a value nor a list item.", _colon_hint(text, span.start)
    if said in _FIXED:
        message, hint = _FIXED[said]
        return (there if said in _AT_BEGINNING else here), message, hint
    return None


_AT_BEGINNING = {"found unexpected end of stream", "found unexpected document indicator"}
_FIXED = {
    "found unexpected end of stream": (
        "This quote is never closed.",
        "Close it with the same kind of quote.",
    ),
    "found unexpected document indicator": (
        "This quote is still open where a new document begins.",
        "Close it with the same kind of quote.",
    ),
    "block sequence entries are not allowed in this context": (
        "A list item cannot start on the line of its key.",
        "Put each item on its own line below the key.",
    ),
    "mapping keys are not allowed in this context": (
        "A ? cannot start a value here.",
        "Put the value in quotes.",
    ),
    "did not find expected alphabetic or numeric character": (
        "A name must follow * or & here: YAML reads them as an alias or an anchor.",
        'If the character itself is intended, quote it, as in "*.example.com".',
    ),
    "did not find expected node content": (
        "A value is missing here.",
        "Write the value, or put it in quotes.",
    ),
    "found unknown escape character": (
        "In double quotes a backslash starts an escape sequence, and this one does not exist.",
        "Use single quotes, or double the backslash.",
    ),
    "did not find expected hexdecimal number": (
        "Hexadecimal digits must follow this escape sequence.",
        "Use single quotes, or double the backslash.",
    ),
    "found invalid Unicode character escape code": (
        "This escape sequence is not a Unicode character.",
        "Use single quotes, or double the backslash.",
    ),
    "did not find expected comment or line break": (
        "After | or > the line may contain only indicators and a comment.",
        "Start the string on the next line, or quote it.",
    ),
    "found undefined tag handle": (
        "This tag uses an undeclared handle.",
        "Quote the value if the ! is part of it.",
    ),
    "found incompatible YAML document": (
        "Helm 3 reads only YAML 1.1 and rejects any other %YAML version.",
        "Remove the %YAML line.",
    ),
    "did not find expected <document start>": (
        "The document ends before this line, and the file continues without a --- line.",
        "Check the indentation and the brackets above.",
    ),
    "found a tab character where an indentation space is expected": (
        "A tab indents this block string; YAML allows only spaces there.",
        "Replace the tab with spaces.",
    ),
}


def _second_colon(text: str, at: int) -> _Explanation:
    """A colon where no key can be: text on the line above ran on, or the value has a colon of its own."""
    start, line = _line_at(text, at)
    before = text[start:at]
    if _MARKER.match(line):
        return Span(start, at), "No key can stand on the line of ---.", "Put it on the line below."
    if ":" not in before:
        begin, above = _line_at(text, start - 1 if start else at)
        key = _NO_SPACE.match(above)
        if key:
            offset = begin + key.end("key")
            return (
                Span(offset, offset + 1),
                f"A space is missing after the colon of {key['key']}.",
                f'Write "{key["key"]}: " followed by the value.',
            )
        indented = Span(start, start + len(line) - len(line.lstrip()))
        return (
            indented if indented.end > indented.start else Span(at, at + 1),
            "This key is indented deeper than the line above it, which already has a value.",
            "Give keys that belong together the same indentation.",
        )
    return (
        Span(at, at + 1),
        "The value contains a colon followed by a space, which YAML reads as another key.",
        "Put the value in quotes.",
    )


def _misplaced(text: str, at: int) -> _Explanation:
    """A line that belongs to no open block."""
    start, line = _line_at(text, at)
    span = _token(text, at)
    if line[: at - start].strip():
        return (
            span,
            "Text follows a value that is already complete.",
            "Quote the value as a whole, or put a # before a comment.",
        )
    if line.lstrip().startswith("- "):
        return (
            span,
            "This list item is among keys, at an indentation where no list is open.",
            "Indent it like the items above.",
        )
    hint = "Give it the indentation of the keys it belongs to."
    return span, "The indentation of this line matches none of the blocks above it.", hint


def _flow_hint(text: str, at: int) -> str:
    _, line = _line_at(text, at)
    if "${" in line:
        return "Put ${...} in quotes: YAML reads its braces as a mapping."
    return "Close the bracket, and quote values that contain brackets, braces or colons."


def _colon_hint(text: str, start: int) -> str:
    _, line = _line_at(text, start)
    key = _NO_SPACE.match(line)
    return (
        f'Write "{key["key"]}: " with a space.'
        if key
        else 'Write it as "key: value", as "- item", or as a # comment.'
    )


def _quoted_before(line: str, offset: int) -> bool:
    before = line[:offset]
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1 or "#" in before


def _line_at(text: str, offset: int) -> tuple[int, str]:
    """Start and text of the line around an offset; at the very end of a text, of its last line that says something.

    The first line begins behind a byte order mark.
    """
    if offset >= len(text):
        offset = max(len(text.rstrip()) - 1, 0)
    start = line_start(text, offset)
    end = line_end(text, start)
    start += text.startswith(_BOM) and start == 0
    return start, text[start:end]


def _whole(start: int, line: str) -> Span:
    return Span(start + len(line) - len(line.lstrip(" \t")), start + len(line.rstrip(" \t")))


def _token(text: str, at: int) -> Span:
    """The word or bracket at an offset; never empty in a text that has any characters."""
    found = _TOKEN.match(text, at)
    if found:
        return Span(*found.span())
    end = len(text[:at].rstrip())
    return Span(end - 1, end) if end else Span(at, at)
