"""What ``$ref`` means within a JSON Schema, as gojsonschema 1.2.0 finds it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

from pachlint.chartschema.kinds import SchemaError, UnknownSchemaError
from pachlint.chartschema.urls import Url, UrlError, parse_url

_LITERAL = ("const", "enum")
_NAMED = ("properties", "dependencies", "patternProperties")


class Documents:
    """A schema and the parts of it that have a name of their own, by URL; makes its references whole URLs."""

    def __init__(self, root: Any) -> None:
        self.named: dict[str, Any] = {}
        self._name(root, "")
        self.named[""] = root

    def _name(self, node: Any, base: str) -> None:
        """Enter every part that has a name, and make every reference a whole URL."""
        if isinstance(node, list):
            for below in node:
                self._name(below, base)
        if not isinstance(node, dict):
            return
        name = node.get("id" if "id" in node else "$id")
        if isinstance(name, str):
            base = _joined(base, name)
            if base in self.named:
                return
            self.named[base] = node
        if isinstance(node.get("$ref"), str):
            node["$ref"] = _joined(base, node["$ref"])
        for below in _parts(node):
            self._name(below, base)

    def find(self, reference: str) -> Any:
        """The part that a reference means.

        Raises:
            SchemaError: if there is none.
            UnknownSchemaError: if it is in another file.
        """
        if reference in self.named:
            return self.named[reference]
        document, fragment = urldefrag(reference)
        if document not in self.named:
            url = url_of(reference)
            if (url.scheme in ("http", "https") and url.host) or url.scheme == "file":
                raise UnknownSchemaError(f"it refers to {reference}, which pachlint does not fetch")
            raise SchemaError(f"it refers to {reference}, which is not in it")
        node = self.named[document]
        for step in unquote(fragment).split("/")[1:] if fragment.startswith("/") else ():
            node = _step(node, step.replace("~1", "/").replace("~0", "~"), reference)
        return node


def _parts(node: dict[str, Any]) -> Iterator[Any]:
    """What may hold schemas right below a node."""
    for keyword, below in node.items():
        if keyword in _NAMED and isinstance(below, dict):
            yield from below.values()
        elif keyword not in _LITERAL:
            yield below


def url_of(text: str) -> Url:
    """A URL.

    Raises:
        SchemaError: if it is none to Go.
    """
    try:
        return parse_url(text)
    except UrlError as error:
        raise SchemaError(f"this is not a JSON Schema: {text} is not a URL") from error


def _joined(base: str, reference: str) -> str:
    """A reference seen from a base; one that is no URL stays as it is, and is rejected where it is read."""
    try:
        parse_url(reference)
        return urljoin(urldefrag(base)[0], reference).removesuffix("#")
    except (UrlError, ValueError):
        return reference


def _step(node: Any, step: str, reference: str) -> Any:
    if isinstance(node, dict) and step in node:
        return node[step]
    if isinstance(node, list) and step.isascii() and step.isdigit() and int(step) < len(node):
        return node[int(step)]
    raise SchemaError(f"it refers to {reference}, which is not in it")
