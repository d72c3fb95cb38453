"""YAML as Helm's ``toYaml`` writes it, and as ``fromYaml`` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate.encodings import from_json, to_json
from pachlint.gotemplate.errors import UnknownError
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.values import NilMap, Opaque
from pachlint.gotemplate.yaml_emitter import emitted
from pachlint.reading.composer import compose

if TYPE_CHECKING:
    from collections.abc import Mapping


def to_yaml(value: object) -> str:
    """A value as sigs.k8s.io/yaml 1.4 writes it; "" if JSON or YAML has no form for it."""
    try:
        return emitted(from_json(to_json(value)))
    except ValueError:
        return ""


def _read(text: str) -> object:
    """What a YAML document holds; ValueError if it cannot be read."""
    composed = compose(text)
    if any(problem.unread for problem in composed.problems):
        raise UnknownError("reads YAML that is not followed")
    if any(problem.rejected for problem in composed.problems):
        raise ValueError
    return _floats(composed.data)


def _floats(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_floats(item) for item in value]
    return float(value) if type(value) is int else value


def _from_yaml(text: str) -> object:
    try:
        found = _read(text)
    except ValueError:
        return {"Error": Opaque("string", "fromYaml")}
    if found is None or (isinstance(found, dict) and not found):
        return {} if found is not None or not text.strip() else NilMap()
    return found if isinstance(found, dict) else {"Error": Opaque("string", "fromYaml")}


def _from_yaml_list(text: str) -> object:
    raise UnknownError("reads a list from YAML")


YAML: Mapping[str, Known] = {
    "fromToml": Known("s:m"),
    "fromYaml": Known("s:m", _from_yaml),
    "fromYamlArray": Known("s:L", _from_yaml_list),
    "toToml": Known("a:s"),
    "toYaml": Known("a:s", to_yaml),
    "toYamlPretty": Known("a:s"),
}
