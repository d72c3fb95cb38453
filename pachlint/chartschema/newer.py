"""What Helm 4 makes of a schema of which Helm 3 ignores parts: it knows the later drafts (Helm 4.3, default 2020-12)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import validator_for
from referencing.exceptions import Unresolvable

LATER = (
    "unevaluatedProperties", "unevaluatedItems", "dependentRequired", "dependentSchemas", "prefixItems", "minContains",
    "maxContains",
)  # fmt: skip
"""Keywords that came after draft 7."""
_BROKEN = (Unresolvable, re.error, ValueError, TypeError, KeyError, AttributeError, RecursionError)


def has_later(content: bytes) -> bool:
    """Whether a schema's text has a keyword that Helm 3 ignores and Helm 4 does not."""
    return any(f'"{keyword}"'.encode() in content for keyword in LATER)


def first_refusal(content: bytes, values: object) -> ValidationError | None:
    """What Helm 4 refuses in values for the sake of a later keyword; None also where that cannot be told."""
    try:
        schema = json.loads(content)
        draft = schema.get("$schema", "")
        # the old drafts are known by both forms of their name
        schema["$schema"] = re.sub(r"^https(?=://json-schema\.org/draft-0)", "http", draft)
        validator: Any = validator_for(schema, default=Draft202012Validator)
        return next(_of_later(validator(schema).iter_errors(values)), None)
    except _BROKEN:
        return None


def _of_later(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        if any(step in LATER for step in error.absolute_schema_path):
            yield error
