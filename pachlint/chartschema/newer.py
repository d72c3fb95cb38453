"""What Helm 4 makes of a schema of which Helm 3 ignores parts: it knows the later drafts (Helm 4.3, default 2020-12)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import UnknownType, ValidationError
from jsonschema.validators import create, validator_for
from referencing.exceptions import Unresolvable
from referencing.jsonschema import EMPTY_REGISTRY

from pachlint.chartschema.validator import PATTERN_KEYWORDS, counted, new_steps
from pachlint.goregexp.steps import Steps

LATER = (
    "unevaluatedProperties", "unevaluatedItems", "dependentRequired", "dependentSchemas", "prefixItems", "minContains",
    "maxContains",
)  # fmt: skip
"""Keywords that came after draft 7."""
_BROKEN = (Unresolvable, ValueError, TypeError, KeyError, AttributeError, RecursionError, UnknownType)


def has_later(content: bytes) -> bool:
    """Whether a schema's text has a keyword that Helm 3 ignores and Helm 4 does not."""
    return any(f'"{keyword}"'.encode() in content for keyword in LATER)


def first_rejection(content: bytes, values: object, steps: Steps | None = None) -> ValidationError | None:
    """What Helm 4 rejects in values for the sake of a later keyword; None also where that cannot be told."""
    if content.count(b'"$schema"') > 1 or (b"patternProperties" in content and b"unevaluated" in content):
        return None
    try:
        schema = json.loads(content)
        # the old drafts are known by both forms of their name
        draft = re.sub(r"^https(?=://json-schema\.org/draft-0)", "http", schema.pop("$schema", ""))
        return next(
            _of_later(
                _validator(draft, steps or new_steps())(schema, registry=EMPTY_REGISTRY).iter_errors(values)
            ),
            None,
        )
    except _BROKEN:
        return None


def _validator(draft: str, steps: Steps) -> Any:
    """What validates by a draft, in a bounded number of steps, with Go's patterns; it fetches nothing."""
    stock: Any = validator_for({"$schema": draft} if draft else {}, default=Draft202012Validator)
    known: Any = create(
        meta_schema=stock.META_SCHEMA,
        validators=counted({**stock.VALIDATORS, **PATTERN_KEYWORDS}),
        type_checker=stock.TYPE_CHECKER,
        id_of=stock.ID_OF,
    )
    known.steps = steps
    return known


def _of_later(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        if any(step in LATER for step in error.absolute_schema_path):
            yield error
