"""HTML put together of what is markup already; a text becomes markup by :func:`as_html` alone."""

from collections.abc import Iterable, Mapping

from pachlint.bundled import read_beside
from pachlint.lazy_regex import lazy_regex
from pachlint.visible import Html, visible

LONGEST = 2000
"""Characters of a message, a path or a name that a page shows."""
# What is markup, in quotes too; what is not ASCII; what a runner's command begins with, wherever the text before it ends.
_MARKUP = lazy_regex(r"[&<>\"'\x7f-\U0010ffff]|#(?=#|\w*\[)|:(?=:)")
NOTHING = Html("")
BLANK = Html(" ")
LINE_END = Html("\n")


def as_html(text: str) -> Html:
    """A text of anybody's on one line, made visible, as the content of an element or of an attribute in quotes."""
    return Html(_MARKUP.sub(lambda found: f"&#{ord(found[0])};", visible(text)))


def tag(name: str, /, *content: Html, **attributes: str | None) -> Html:
    """An element that has an end tag. Attributes that are None are left out; ``class_`` and ``aria_label`` are HTML's own."""
    return Html(f"{start(name, **attributes)}{''.join(content)}</{name}>")


def start(name: str, /, **attributes: str | None) -> Html:
    """A start tag, or an element that has no end tag."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{as_html(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>")


def text(words: str) -> Html:
    """A text of anybody's, of a length that a page can bear."""
    return as_html(words if len(words) <= LONGEST else words[: LONGEST - 1] + "…")


def lines(parts: Iterable[Html]) -> Html:
    """Markup with a line feed after each part."""
    return Html("".join(f"{part}\n" for part in parts))


def join(*parts: Html, between: Html = NOTHING) -> Html:
    """Parts one after the other."""
    return Html(between.join(parts))


def shipped(name: str) -> Html:
    """A part of the page that ships with pachlint, in ASCII.

    Raises:
        BundledError: if it is missing.
    """
    # with the line ends of a checkout on Windows its checksum would be that of another text than the browser's
    return Html(read_beside(name).decode("ascii").replace("\r\n", "\n"))


def filled(template: Html, parts: Mapping[str, Html]) -> Html:
    """A template with a part in place of each ``{name}``."""
    return Html(template.format_map(parts))
