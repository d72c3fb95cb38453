"""Values that only stand for a value and were never filled in."""

from collections.abc import Iterator, Mapping
from typing import Any

from pachlint.chart import fields
from pachlint.chart.annotations import object_of
from pachlint.chart.placeholders import holes, is_example_arn, is_example_id, placeholder_kind, says_nothing
from pachlint.chart.secrets import is_secret
from pachlint.finding import Severity
from pachlint.formats.kubernetes import annotation_key
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, format_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.policy.paths import written_scalars
from pachlint.records import NamedTuple

MANY = 3
"""So many different variables are in no file by mistake: another program fills them in."""
# Texts below these keys are filled in by others: environment variables by Kubernetes, the subcharts' by their templates.
_FILLED_LATER = ("extraEnv", "initdbScripts")
_SUBCHARTS = ("loki-stack", "postgresql")


_OWNED = frozenset((("pachd", "externalService", "loadBalancerIP"), ("proxy", "service", "loadBalancerIP")))
"""What has a rule of its own that says all there is to say of a text that only stands for an address."""

_LATER = "later"
"""A hole that the chart's own templates or Kubernetes fill in, or in a script: only in a template it is one of that, too."""

# Each sign is looked for between the last of its beginnings and its end, so that thousands of beginnings take no minutes.
_VARIABLE = lazy_regex(
    r"\$\{[A-Za-z_](?:(?!\$\{[A-Za-z_])[^}])*\}|\{\{(?:(?!\{\{).)*?\}\}"
    r"|[<{]%(?:(?![<{]%(?![}>])).)*?%[}>]|%\{\s*(?:if|for)\b"
)
_FILLER_OF_KEY = lazy_regex(r"<[A-Za-z][^<>@]*>")

_UNKNOWN = ("filler", "hole", "reference")


class Stand(NamedTuple):
    """A text of the user's that only stands for a value: of what kind, whether it is a secret, and whether it is a key.

    ``left``: it is a hole in a template, which another program fills in.
    """

    path: Path
    kind: str
    secret: bool = False
    key: bool = False
    left: bool = False


def placeholders(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """Texts that stand for another, of one ``kind``: ``filler``, ``hole``, ``arn`` or ``id``.

    Secrets are reported only if ``secret`` is true, and then nothing else is. In a template, whose variables another program
    fills in, holes are infos.
    """
    for one in context.once(_stands):
        if (
            one.kind == options["kind"]
            and not one.key
            and one.secret is bool(options.get("secret"))
            # of a text where Helm wants something else, the rule about types speaks
            and (one.left or (one.path not in context.bad and one.path not in _OWNED))
        ):
            severity = Severity.INFO if one.left else None
            yield Violation(one.path, severity=severity)


def placeholders_in_keys(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys of free-form maps that stand for another, of one ``kind``: ``filler`` or ``hole``.

    What no key of an annotation can be is left to the rule about those. In a template, holes are infos.
    """
    for path in _free_keys(fields.root(), context.values.user, ()):
        key = str(path[-1])
        if placeholder_kind(key) != options["kind"] or not context.values.set_by_user(path):
            continue
        left = is_left_to_another(context, path)
        if left or not (object_of(path[:-1]) and annotation_key(key)):
            yield Violation(path, key=True, severity=Severity.INFO if left else None)


def _free_keys(node: fields.Node, user: Mapping[str, object], path: Path) -> Iterator[Path]:
    """The paths of all keys that the user wrote below free-form maps of the chart itself, in any version."""
    known = fields.inside(node)
    for name, value in user.items():
        below = known.get(name)
        if below is not None and isinstance(value, dict) and name not in _SUBCHARTS:
            yield from _free_keys(below, value, (*path, name))
        elif below is None and fields.is_open(node):
            yield from _all_keys(value, (*path, name))


def _all_keys(value: object, path: Path) -> Iterator[Path]:
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _all_keys(inner, (*path, name))


def unfilled(context: CheckContext) -> tuple[Stand, ...]:
    """The texts that only stand for a value that is unknown here."""
    return context.once(_unfilled)


def _unfilled(context: CheckContext) -> tuple[Stand, ...]:
    return tuple(
        one for one in context.once(_stands) if one.left or (one.kind in _UNKNOWN and one.path not in _OWNED)
    )


def remedy(context: CheckContext, path: Path) -> str | None:
    """What to do about a variable that stands where Helm wants something else; None if there is none."""
    value = context.values.get(path)
    if not isinstance(value, str) or not holes(value):
        return None
    return f"Helm does not expand variables: set the value, or pass it with --set {format_path(path)}=…"


def is_left_to_another(context: CheckContext, path: Path) -> bool:
    """Whether the text at a path, or a key on the way, is a hole in a template, which another program fills in.

    So is a reference in one: what is encrypted in a file that is decrypted as a whole.
    """
    value = context.values.get(path)
    is_hole = any(isinstance(text, str) and holes(text) for text in (*path, value))
    if not is_hole and not (isinstance(value, str) and placeholder_kind(value) == "reference"):
        return False
    layer = context.values.origin(path)
    document = layer.document if layer else None
    if document is None:
        return False
    return document.template or (is_hole and document.source.name in context.once(_templates))


def _templates(context: CheckContext) -> frozenset[str]:
    """The files in whose values so many variables stand that they are no oversight."""
    seen: dict[str, set[str]] = {}
    for path in written_scalars(context):
        value = context.values.get(path)
        if (
            isinstance(value, str)
            and "\n" not in value
            and not _is_filled_later(context, path)
            and holes(value)
        ):
            layer = context.values.origin(path)
            if layer is not None and layer.document is not None:
                seen.setdefault(layer.document.source.name, set()).update(holes(value))
    return frozenset(name for name, variables in seen.items() if len(variables) >= MANY)


def _stands(context: CheckContext) -> tuple[Stand, ...]:
    return tuple(
        one._replace(left=is_left_to_another(context, one.path))
        if one.kind in ("hole", "reference", _LATER)
        else one
        for one in _find(context)
    )


def _find(context: CheckContext) -> Iterator[Stand]:
    keys: set[Path] = set()
    for path in written_scalars(context):
        value = context.values.get(path)
        if isinstance(value, str) and value:
            secret = is_secret(path)
            kind = _kind_of_secret(context, path, value) if secret else _kind(context, path, value)
            if kind:
                yield Stand(path, kind, secret)
        for length, step in enumerate(path, 1):
            kind = _kind_of_key(step) if isinstance(step, str) and not step.isalnum() else ""
            if kind and path[:length] not in keys and not _is_filled_later(context, path):
                keys.add(path[:length])
                yield Stand(path[:length], kind, key=True)


def _kind_of_key(key: str) -> str:
    if holes(key):
        return "hole"
    return "filler" if _FILLER_OF_KEY.search(key) else ""


def _kind_of_secret(context: CheckContext, path: Path, value: str) -> str:
    kind = placeholder_kind(value) if says_nothing(value) else _kind_of_part(value)
    return _LATER if kind == "hole" and _is_filled_later(context, path) else kind


def _kind_of_part(value: str) -> str:
    """What a secret holds beside other text: a password may hold a ``$``, but hardly braces around a name."""
    if _VARIABLE.search(value):
        return "hole"
    return "filler" if value.lstrip().startswith("{") and _FILLER_OF_KEY.search(value) else ""


def _kind(context: CheckContext, path: Path, value: str) -> str:
    if value.startswith("arn:") and is_example_arn(value):
        return "arn"
    if is_example_id(value):
        return "id"
    kind = placeholder_kind(value)
    return _LATER if kind == "hole" and ("\n" in value or _is_filled_later(context, path)) else kind


def _is_filled_later(context: CheckContext, path: Path) -> bool:
    if path[0] in _SUBCHARTS or any(step in _FILLED_LATER for step in path):
        return True
    model = context.chart.model
    return model is not None and any(path[: len(run)] == run for run in model.run)
