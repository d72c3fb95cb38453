"""XML that every reader takes, and no runner for a command: ASCII, in which whatever has no look is a sign."""

from collections.abc import Mapping, Sequence

from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple
from pachlint.visible import Xml, visible

_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
# The second of two colons, and of two hashes before a bracket, so that no line has what begins a command.
_SPECIAL = lazy_regex(r'[&<>"]|(?<=:):|(?<=#)#(?=\w*\[)')


class Element(NamedTuple):
    """An element: what it holds is elements, or else lines of text."""

    name: str
    attributes: Mapping[str, str | int] = {}
    content: "Sequence[Element] | str" = ()


def as_xml(root: Element) -> Xml:
    """The document of an element, with a line for each element that holds no text."""
    text = "\n".join(('<?xml version="1.0" encoding="utf-8"?>', *_lines(root, ""))) + "\n"
    return Xml(text.encode("ascii", "xmlcharrefreplace").decode("ascii"))


def _lines(element: Element, indent: str) -> Sequence[str]:
    attributes = "".join(f' {name}="{_escaped(str(value))}"' for name, value in element.attributes.items())
    start = f"{indent}<{element.name}{attributes}"
    if not element.content:
        return [f"{start}/>"]
    if isinstance(element.content, str):
        text = "\n".join(map(_escaped, element.content.split("\n")))
        return [f"{start}>{text}</{element.name}>"]
    inner = [line for one in element.content for line in _lines(one, f"{indent}  ")]
    return [f"{start}>", *inner, f"{indent}</{element.name}>"]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _NAMED.get(found[0], f"&#{ord(found[0])};"), visible(text))
