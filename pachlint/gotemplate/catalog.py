"""All functions that templates of Helm 3.17 can call: Go's own, Sprig's without ``env`` and ``expandenv``, Helm's."""

from __future__ import annotations

from pachlint.gotemplate.cases import CASES
from pachlint.gotemplate.comparing import BUILTINS
from pachlint.gotemplate.encodings import ENCODINGS
from pachlint.gotemplate.errors import ExecutionError
from pachlint.gotemplate.lists import LISTS
from pachlint.gotemplate.maps import MAPS
from pachlint.gotemplate.numbers import NUMBERS
from pachlint.gotemplate.paths import DATES, KEYS, PATHS
from pachlint.gotemplate.patterns import PATTERNS
from pachlint.gotemplate.semver import SemverError, satisfies
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.texts import TEXTS
from pachlint.gotemplate.yaml_text import YAML


def _semver_compare(constraint: str, version: str) -> bool:
    try:
        return satisfies(constraint, version)
    except SemverError:
        raise ExecutionError("a version or a constraint cannot be read") from None


FUNCTIONS: dict[str, Known] = {
    **BUILTINS,
    **TEXTS,
    **CASES,
    **NUMBERS,
    **LISTS,
    **MAPS,
    **ENCODINGS,
    **PATTERNS,
    **YAML,
    **PATHS,
    **DATES,
    **KEYS,
    "include": Known("sa:s"),
    "lookup": Known("ssss:m"),
    "semver": Known("s:v"),
    "semverCompare": Known("ss:b", _semver_compare),
    "tpl": Known("sa:s"),
}
OPEN = frozenset(
    [
        "append", "call", "coalesce", "default", "dict", "dig", "empty", "eq", "ge", "gt", "has", "hasKey", "index", "kindIs", "kindOf",
        "le", "len", "list", "lt", "mustAppend", "mustPush", "ne", "not", "push", "required", "set", "sortAlpha", "ternary", "tuple",
        "typeIs", "typeIsLike", "typeOf", "fail", "unset",
    ]
)  # fmt: skip
"""Functions that can do something with a value that is not known."""
SURE = frozenset(
    [
        "ago", "b32dec", "b32enc", "b64dec", "b64enc", "cat", "date", "dateInZone", "dateModify", "date_in_zone", "date_modify",
        "durationRound", "fromJson", "fromJsonArray", "fromToml", "fromYaml", "fromYamlArray", "htmlDate", "htmlDateInZone", "lookup", "lower", "now", "print", "printf",
        "println", "quote", "randAlpha", "randAlphaNum", "randAscii", "randNumeric", "sha1sum", "sha256sum", "sha512sum", "shuffle",
        "squote", "toDate", "toJson", "toString", "toToml", "toYaml", "toYamlPretty", "trim", "unixEpoch", "upper", "uuidv4",
    ]
)  # fmt: skip
"""Functions that never stop a template, whatever they are given of the types that they take."""
