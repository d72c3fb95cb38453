"""Templates inside values, which charts run with ``tpl``: what comes out of them, or why Helm stops at them.

They may call templates of the chart by name. What those print is in ``schemas/templates.json``, as expressions over what
they are given; it is read only for values that do so.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pachlint import bundled
from pachlint.gotemplate.context import Around, dot
from pachlint.gotemplate.engine import Engine
from pachlint.gotemplate.errors import ExecutionError, ParseError, UnknownError
from pachlint.gotemplate.values import NOTHING, Opaque, Struct, taken
from pachlint.gotemplate.yaml_text import to_yaml
from pachlint.kinds import strings_in
from pachlint.place import value_at
from pachlint.reading.composer import compose
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import HelmInput, covers
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Expressions
from pachlint.verdict.gotemplate import TemplateError, printed

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNKNOWN = "\ufdd0"


class Rendered(NamedTuple):
    """What came out, and the values as the template left them; None if it changed none."""

    text: str
    changed: Mapping[str, object] | None


class Release(NamedTuple):
    """What a template is run in: the effective values of the whole release, and what is beside them."""

    values: Mapping[str, object]
    helm: HelmInput


# values of a chart inside it that loki-stack itself runs as templates
_OF_LOKI_STACK = frozenset(
    ("loki-stack", name, *rest)
    for name in ("loki", "prometheus")
    for rest in (("url",), ("datasource", "jsonData"))
)


def around(path: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The chart that runs the value at a path as a template; None if that is not known."""
    if not path:
        return None
    charts = _table()["names"]
    depth = 1 if path in _OF_LOKI_STACK else len(path)
    scope = next((".".join(path[:at]) for at in range(depth, 0, -1) if ".".join(path[:at]) in charts), "")
    below = f"{scope}." if scope else ""
    inside = [name.removeprefix(below) for name in charts if name != scope and name.startswith(below)]
    return {
        "scope": scope,
        "chart": {"Name": scope.rpartition(".")[2] or "pachyderm"},
        "charts": [name for name in inside if "." not in name],
    }


def render(text: str, around: Mapping[str, Any] | None, release: Release) -> Rendered:
    """Run a text as a template of a chart.

    Args:
        text: the template.
        around: ``scope``, the chart's place among the values; ``chart``, what it says of itself; ``charts``, those inside it.
            None if what the template is given is not known.
        release: the release that it is part of.

    Raises:
        TemplateError: if Helm stops; its kind is ``unknown`` if only a real run can say.
    """
    if around is None:
        raise TemplateError("unknown", "contains a template, and what the chart passes to it is not known")
    scope: list[str] = around["scope"].split(".") if around["scope"] else []
    root = dot(_below(release.values, scope), _around(around, scope, release.helm))
    templates = _Templates(release.helm, around["scope"])
    try:
        made = Engine(templates, templates.run).render(text, root)
    except ParseError as error:
        raise TemplateError(
            "argument", _message(text, "Helm cannot read", error.line, error.message)
        ) from None
    except ExecutionError as error:
        raise TemplateError("argument", _message(text, "Helm stops at", error.line, error.message)) from None
    except UnknownError as error:
        raise TemplateError("unknown", f"contains a template that {error}") from None
    return Rendered(made.text, _put(release.values, scope, root["Values"]) if made.changed else None)


def render_value(value: object, around: Mapping[str, Any] | None, release: Release) -> object:
    """Run the YAML of a value as a template, and read the result.

    Raises:
        TemplateError: as :func:`render`, and if the result is not YAML.
    """
    if not any("{{" in text for text in strings_in(value)):
        return value
    try:
        source = to_yaml(taken(value))
    except UnknownError as error:
        raise TemplateError("unknown", f"contains a template in a value that {error}") from None
    composed = compose(render(source, around, release).text)
    if any(problem.unread for problem in composed.problems):
        raise TemplateError("unknown", "contains a template whose result cannot be read")
    if composed.problems:
        raise TemplateError("argument", "contains a template whose result is not YAML")
    return composed.data


def _message(text: str, what: str, line: int, message: str) -> str:
    where = f" in line {line} of it" if "\n" in text.strip("\n") else ""
    return f"contains a template that {what}{where}: {message}"


def _below(values: Mapping[str, object], scope: list[str]) -> Mapping[str, object]:
    found = value_at(values, scope)
    return found if isinstance(found, dict) else {}


def _put(values: Mapping[str, object], scope: list[str], inner: object) -> Mapping[str, object]:
    """The values with those of a chart replaced."""
    if not scope:
        return inner if isinstance(inner, dict) else {}
    below = values.get(scope[0])
    return {**values, scope[0]: _put(below if isinstance(below, dict) else {}, scope[1:], inner)}


def _around(around: Mapping[str, Any], scope: list[str], helm: HelmInput) -> Around:
    chart = around["chart"]
    return Around(chart["Name"], helm.release, helm.namespace, chart, around["charts"], root=not scope)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(bundled.read("schemas/templates.json"))
    return {**table, "expressions": Expressions(table["expressions"])}


class _Templates:
    """The templates that a chart version has by name; ``scope`` is the chart in which one is called.

    That chart and those around it are switched on, as are libraries in it; of others that is not known.
    """

    def __init__(self, helm: HelmInput, scope: str) -> None:
        self.helm = helm
        self.scope = scope

    def __contains__(self, name: object) -> bool:
        return any(name in names for names in _table()["names"].values())

    def _is_there(self, name: str) -> bool:
        here = f"{self.scope}."
        return any(
            name in names
            for scope, names in _table()["names"].items()
            if not scope or here.startswith(f"{scope}.") or scope == f"{self.scope}.common"
        )

    def run(self, name: str, given: object) -> str | Opaque:
        """What a template prints for what it is given.

        Raises:
            ExecutionError: if Helm stops in it.
        """
        index = self._expression(name) if self._is_there(name) else None
        if index is None:
            return not_known(name)
        table = _table()
        evaluator = Evaluator(table["expressions"], frozenset(table["open"]), {}, helm=self.helm)
        return run_named(name, index, given, evaluator)

    def _expression(self, name: str) -> int | None:
        table = _table()
        if self.helm.version not in table["versions"]:
            return None
        version = table["versions"].index(self.helm.version)
        for span, expression in table["templates"].get(name, ()):
            if covers(table["spans"][span], version):
                found: int = expression
                return found
        return None


def not_known(name: str) -> Opaque:
    """What a template prints that is not followed."""
    return Opaque("string", f"the template {name}")


def run_named(name: str, index: int, given: object, evaluator: Evaluator) -> str | Opaque:
    """What a template of a chart prints for what it is given, by its expression.

    Raises:
        ExecutionError: if Helm stops in it.
    """
    # of nothing at all Go reads any field as nothing: https://github.com/golang/go/blob/go1.23.7/src/text/template/exec.go, evalField
    if given is NOTHING:
        return not_known(name)
    try:
        made = printed(evaluator.value(index, {0: _plain(given)}))
    except EvaluationError as failure:
        if failure.kind == "unknown":
            return not_known(name)
        what = "reads keys of what" if failure.kind == "map" else "is given what"
        raise ExecutionError(f"the template {name}, which it calls, {what} {failure.detail}") from None
    return not_known(name) if _UNKNOWN in made else made


def _plain(value: object) -> object:
    """A value of the engine as expressions take it; what is not known is a text of its own."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Struct):
        return {key: _plain(item) for key, item in value.fields.items() if key != "Metadata"}
    return _UNKNOWN if isinstance(value, Opaque) else value
