"""Functions that Pachyderm's charts do not call, and others do: those of :mod:`pachlint.gotemplate`, on values as the verdict has them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pachlint.verdict.gotemplate import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pachlint.gotemplate.signatures import Known

_MOST_PARTS = 2_000
_MOST_LETTERS = 100_000
_MATCHING_STEPS = 20_000
_NAMES = (
    "abbrev", "add", "add1", "add1f", "addf", "all", "any", "atoi", "b32dec", "b32enc", "b64dec", "base", "biggest", "camelcase", "cat",
    "ceil", "chunk", "clean", "compact", "concat", "deepCopy", "deepEqual", "dir", "div", "divf", "ext", "float64", "floor", "fromJson",
    "fromYaml", "fromYamlArray", "initial", "initials", "int64", "isAbs", "kebabcase", "kindOf", "last", "max", "maxf", "merge",
    "mergeOverwrite", "min", "minf", "mod", "mul", "mulf", "mustChunk", "mustCompact", "mustDeepCopy", "mustFirst", "mustFromJson",
    "mustHas", "mustInitial", "mustLast", "mustMerge", "mustMergeOverwrite", "mustPrepend", "mustPush", "mustRegexMatch",
    "mustRegexReplaceAll", "mustRest", "mustReverse", "mustSlice", "mustUniq", "mustWithout", "nospace", "pick", "pluck", "plural",
    "prepend", "push", "regexQuoteMeta", "regexReplaceAll", "regexReplaceAllLiteral", "rest", "reverse", "round", "sha1sum", "sha512sum",
    "slice", "splitn", "sub", "subf", "substr", "swapcase", "title", "toDecimal", "toRawJson", "toStrings", "trimAll", "trimPrefix",
    "trimall", "tuple", "typeIsLike", "typeOf", "uniq", "untitle", "values",
)  # fmt: skip


def _run(name: str, *arguments: object) -> object:
    """Call a function.

    Raises:
        TemplateError: if Helm stops there, or what comes out is not known.
    """
    from pachlint.goregexp.errors import RegexpError, RegexpLimitError  # noqa: PLC0415 -- for charts that call such functions
    from pachlint.goregexp.steps import Steps  # noqa: PLC0415
    from pachlint.gotemplate.catalog import FUNCTIONS  # noqa: PLC0415
    from pachlint.gotemplate.errors import ExecutionError, UnknownError  # noqa: PLC0415
    from pachlint.gotemplate.patterns import MATCHING  # noqa: PLC0415
    from pachlint.gotemplate.signatures import check_count, fitted, parameter_kind, signature  # noqa: PLC0415

    known: Known = FUNCTIONS[name]
    expected, budget = signature(known.signature), [_MOST_PARTS]
    matching = (Steps(_MATCHING_STEPS),) if name in MATCHING else ()
    try:
        check_count(name, expected, len(arguments))
        given = [
            fitted(_given(value, budget), parameter_kind(expected, at)) for at, value in enumerate(arguments)
        ]
        return _taken(known.run(*given, *matching) if known.run else None)
    except ExecutionError as error:
        raise TemplateError("argument", f"is not what {name} takes: {error.message}") from None
    except (UnknownError, RegexpError, RegexpLimitError, OverflowError, MemoryError, UnicodeError):
        raise TemplateError("unknown", f"is handed to {name}") from None


FUNCTIONS: Mapping[str, Callable[..., object]] = {name: partial(_run, name) for name in _NAMES}
COST = 100
"""Steps that a call is counted as."""


def _given(value: object, budget: list[int], *, inside: bool = False) -> object:
    """A value as templates have it: numbers in maps and lists are decimals, and nothing is changed in place.

    Raises:
        TemplateError: if it is too large to be followed.
    """
    budget[0] -= 1
    if budget[0] < 0 or (isinstance(value, str) and len(value) > _MOST_LETTERS):
        raise TemplateError("unknown", "is too large to be followed")
    if isinstance(value, dict):
        return {str(key): _given(item, budget, inside=True) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_given(item, budget, inside=True) for item in value]
    return float(value) if inside and type(value) is int else value


def _taken(value: object) -> object:
    """What a function gave, as the verdict has values."""
    from pachlint.gotemplate.errors import UnknownError  # noqa: PLC0415 -- for charts that call such functions
    from pachlint.gotemplate.values import Opaque, Struct  # noqa: PLC0415

    if isinstance(value, Opaque | Struct):
        raise UnknownError(value.type_name)
    if isinstance(value, dict):
        return {key: _taken(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_taken(item) for item in value]
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value
