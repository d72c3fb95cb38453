"""Terraform: what a ``helm_release`` gives to Helm.

Follows version 3 of https://github.com/hashicorp/terraform-provider-helm (getValues of helm/resource_helm_release.go), whose
blocks are lists of objects now: values in their order, then set, set_list, set_wo and set_sensitive. Values that are
sensitive are not looked at, and never shown.
"""

from collections.abc import Iterator

from pachlint.embedding.hcl import HclError
from pachlint.embedding.hcl_nodes import Call, Expression, Items, Pairs, Template, Word
from pachlint.embedding.held import Held, HeldFlag, Note, Part, Remark, ValuesFile
from pachlint.embedding.objects import with_comments
from pachlint.embedding.terraform_files import Resource, resources
from pachlint.embedding.terraform_values import encoded, is_literal, string
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.embedding.unfilled import unfilled_value
from pachlint.layering.flags import Flag
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.source import Source

_RELEASE = lazy_regex(r'"helm_(?:release|template)"')
_MODULE = "${path.module}/"
_CHART = lazy_regex(r"(?:\A|/)pachyderm(?:-(?P<version>v?\d[\w.+-]*)\.tgz)?/?\Z")
_ENCODERS = ("yamlencode", "jsonencode")
_FILES = ("file", "templatefile")
_SETS = ("set", "set_list", "set_wo", "set_sensitive")
_SORTS = ("", "auto", "string", "literal")
_NAMES = (".tf", ".tofu", ".tf.json", ".tofu.json")


def is_terraform(file: Source) -> bool:
    """Whether a file may hold releases of Terraform."""
    return file.name.endswith(_NAMES) and _RELEASE.search(file.text) is not None


def held(file: Source, tree: Tree) -> Iterator[Held]:
    """The releases of a file."""
    try:
        found = list(resources(file))
    except HclError as error:
        place, code = Span(error.at, error.at), "too-large" if error.too_large else "template"
        remark = Remark(code, f"pachlint cannot read this file of Terraform: {error}", place, unread=True)
        yield Held("Terraform", "", file, place, (remark,), of_pachyderm="pachyderm" in file.text)
        return
    for one in found:
        yield _Release(file, tree, one).held()


class _Release:
    """A resource, and the files around it."""

    def __init__(self, file: Source, tree: Tree, resource: Resource) -> None:
        self.file = file
        self.tree = tree
        self.resource = resource
        self.title = f"{resource.kind} {resource.name} in {file.name}"

    def held(self) -> Held:
        """The release as it is described."""
        chart, release = self.text("chart"), self.text("name")
        found = _CHART.search(chart)
        local = chart.startswith((".", "/", _MODULE))
        return Held(
            form=self.resource.kind,
            name=self.resource.name,
            file=self.file,
            span=with_comments(self.file, self.resource.span),
            parts=tuple(self.parts()),
            of_pachyderm=bool(found) or (None if local or not chart or "${" in chart else False),
            version=(found and found["version"]) or self.plain("version"),
            release="" if "${" in release else release,
            namespace=self.plain("namespace"),
            chart=self.tree.chart(self.tree.beside(chart.removeprefix(_MODULE))) if local else "",
            off="count = 0" if self.text("count") == "0" else "",
        )

    def text(self, name: str) -> str:
        """The text of an attribute, with what Terraform fills in as it is written; "" if there is none, or it is not told."""
        value = self.resource.first(name)
        return string(value) if value is not None and is_literal(value) else ""

    def plain(self, name: str) -> str:
        """The same if nothing is filled in."""
        found = self.text(name)
        return "" if "${" in found or "%{" in found else found

    def parts(self) -> Iterator[Part]:
        """What comes to Helm, in order."""
        values = self.resource.first("values")
        if isinstance(values, Items):
            for number, one in enumerate(values.items):
                yield from self.values(number, self.resource.resolved(one))
        elif values is not None:
            yield Note("the values are an expression, and are not read", incomplete=True)
        for kind in _SETS:
            yield from self.sets(kind)
        if dynamic := [one for one in self.resource.dynamic if one in (*_SETS, "dynamic")]:
            yield Note(f"what dynamic {', '.join(dict.fromkeys(dynamic))} makes is not read", incomplete=True)

    def values(self, number: int, value: Expression) -> Iterator[Part]:
        """One item of values."""
        name = self.name(number, value)
        if isinstance(value, Template):
            if value.text:
                refusal = "" if value.is_heredoc and not value.is_escaped else "the values stand in a string"
                called = f"{name}.tftpl" if value.is_filled else name
                yield Embedding(Source(called, value.text), self.file, value.segments, value.indent, refusal)
        elif isinstance(value, Call) and value.name in _ENCODERS and len(value.arguments) == 1:
            yield from encoded(self.resource.resolved(value.arguments[0]), self.file, name, self.resource)
        elif isinstance(value, Call) and value.name in _FILES and value.arguments:
            yield from self.named(value)
        elif not _is_null(value):
            yield Note(f"values[{number}] is an expression, and is not read", incomplete=True)

    def name(self, number: int, value: Expression) -> str:
        """What an item of values is called: one in a local is the same for all releases that name it."""
        local, start = self.resource.locals.around(value.span)
        if local:
            return f"local.{local} + {value.span.start - start} in {self.file.name}"
        return f"values[{number}] of {self.title}"

    def named(self, call: Call) -> Iterator[Part]:
        """A values file."""
        argument = self.resource.resolved(call.arguments[0])
        name = string(argument) if isinstance(argument, Template) else ""
        path = self.tree.beside(name.removeprefix(_MODULE))
        if not name or "${" in name.removeprefix(_MODULE):
            yield Note(f"the values file {name or 'of an expression'} is not read", incomplete=True)
        elif self.tree.has(path):
            yield ValuesFile(path, template=call.name == "templatefile")
        elif name.startswith(_MODULE) and self.tree.file and not self.tree.is_outside(path):
            shown = name.removeprefix(_MODULE)
            yield Remark("missing-values-file", f"There is no values file {shown} in the module", call.span)
        else:
            yield Note(f"the values file {name} is not read", incomplete=True)

    def sets(self, kind: str) -> Iterator[Part]:
        """The values of blocks or lists of one kind."""
        number = 0
        for value in map(self.resource.resolved, self.resource.attributes.get(kind, ())):
            items = value.items if isinstance(value, Items) else (value,)
            for one in map(self.resource.resolved, items):
                if isinstance(one, Pairs):
                    yield from self.set(kind, number, one)
                else:
                    yield Note(f"{kind} is an expression, and is not read", incomplete=True)
                number += 1

    def set(self, kind: str, number: int, given: Pairs) -> Iterator[Part]:
        """One value that is set."""
        pairs = {pair.key: self.resource.resolved(pair.value) for pair in given.pairs}
        name, value, type_ = (pairs.get(key) for key in ("name", "value", "type"))
        key = string(name) if name is not None and is_literal(name) else ""
        sort = "" if type_ is None or _is_null(type_) else string(type_)
        if not key or "${" in key or sort not in _SORTS:
            yield Note(f"what {kind} sets is not known", incomplete=True)
        elif value is None or _is_null(value):
            return
        elif sort == "literal":
            yield from self.literal(key, value)
        else:
            yield from self.flag(kind, f"{kind}[{number}]", key, value, as_string=sort == "string")

    def literal(self, key: str, value: Expression) -> Iterator[Part]:
        """A value of type literal, which Helm's provider sets at a key of that very name."""
        yield Note(f"what {key} is set to as a literal is not read", incomplete=True)
        if "." in key:
            yield Remark(
                "values-not-used",
                f"A value of type literal is set at the one key {key}, and not below {key.partition('.')[0]}",
                value.span,
                "Write it under values, or give it no type.",
            )

    def flag(self, kind: str, place: str, key: str, value: Expression, *, as_string: bool) -> Iterator[Part]:
        """A value as a flag of Helm; one that Terraform works out, or that is sensitive, as one that is not known."""
        items = value.items if isinstance(value, Items) else (value,)
        known = all(is_literal(one) and "${" not in string(one) for one in map(self.resource.resolved, items))
        if known and kind != "set_sensitive":
            texts = [string(self.resource.resolved(one)) for one in items]
            text = f"{{{','.join(texts)}}}" if isinstance(value, Items) else texts[0]
            yield HeldFlag(Flag("set-string" if as_string else "set", f"{key}={text}"), value.span)
            return
        stands = "${sensitive}" if kind == "set_sensitive" else _as_hole(self.file.text, value)
        name = f"{place} of {self.title}"
        found = unfilled_value(self.file, value.span, key, stands, name, secret=kind == "set_sensitive")
        yield found or Note(f"what {key} is set to is not known", incomplete=True)


def _is_null(value: Expression) -> bool:
    return isinstance(value, Word) and value.text == "null"


def _as_hole(text: str, value: Expression) -> str:
    if isinstance(value, Template):
        return value.text
    written = " ".join(text[value.span.start : value.span.end].split())
    return f"${{{written}}}" if "{" not in written and "}" not in written else "${…}"
