"""Reports for the tests of the HTML page, and the page as a browser reads it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from pachlint.layering.flags import Flag
from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source

BASE = """\
# pachlint: chart-version=2.6.4 environment=production
deployTarget: AMAZON
pachd:
  rootToken: 5e2c7a9d41b84f0fb6a3
  enabled: "yes"
  storage: {amazon: {bucket: corp-data, region: us-east-1a}}
ingress:
  enabled: true
  host: "pächy.example.com"   # 日本語 in a comment
  annotations:
    kubernetes.io/ingress.clas: alb
"""
PROD = """\
ingress:
  enabled: "yes"
unknown: 1   # pachlint: ignore[unknown-key] -- read by our own templates
"""
SECRET = "5e2c7a9d41b84f0fb6a3"  # noqa: S105 -- of nobody


def judged(*files: tuple[str, str], flags: tuple[Flag, ...] = ()) -> Report:
    """One release of some files."""
    documents = tuple(read(Source(name, content)) for name, content in files)
    return check([Job(" + ".join(name for name, _ in files), documents, flags)], shipped())


def usual() -> Report:
    """A release of two files, with fixes, a related place in another file, a secret, and an ignored finding."""
    return judged(("base.yaml", BASE), ("deploy/prod.yaml", PROD))


class MarkupError(Exception):
    """The page is not put together as it should be."""


@dataclass
class Element:
    """An element with its attributes and what is in it."""

    name: str
    attributes: dict[str, str | None]
    children: "list[Element | str]" = field(default_factory=list)

    def all(self, *names: str) -> "list[Element]":
        """The elements of these names below, or all, in order."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.name in names or not names else []
                found += child.all(*names)
        return found

    def with_class(self, name: str) -> "list[Element]":
        """The elements below that have a class."""
        return [one for one in self.all() if name in (one.attributes.get("class") or "").split()]

    @property
    def text(self) -> str:
        """All text below."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


_NO_END = frozenset(("meta", "input", "link", "br", "hr", "img"))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(attrs) != len(dict(attrs)):
            raise MarkupError(f"an attribute of {tag} is given twice")
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in _NO_END:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].name != tag:
            raise MarkupError(f"</{tag}> ends <{self.open[-1].name}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise MarkupError(f"a comment: {data}")


def parsed(page: str) -> Element:
    """The page as a tree.

    Raises:
        MarkupError: if an element is not ended, another one is, or there is a comment.
    """
    parser = _Parser()
    parser.feed(page)
    parser.close()
    if len(parser.open) != 1:
        raise MarkupError(f"<{parser.open[-1].name}> is not ended")
    return parser.open[0]
