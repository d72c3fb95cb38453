"""Secrets of unmistakable shape under keys that are not meant for any."""

from collections.abc import Iterator, Mapping
from typing import Any

from pachlint.chart.secret_shapes import shape
from pachlint.chart.secrets import is_declared_secret
from pachlint.lazy_regex import lazy_regex
from pachlint.policy.context import CheckContext, Violation
from pachlint.policy.paths import written_scalars

_NAMES: Mapping[str, str] = {
    "private key": "a private key",
    "AWS access key": "an AWS access key",
    "GitHub token": "a token of GitHub",
    "Slack token": "a token of Slack",
    "Google API key": "an API key of Google",
    "Google key file": "a key file of Google",
    "Azure storage key": "a key of an Azure storage account",
}
# A header alone, or a body that is to be filled in, is no key; AWS's documentation has keys of its own.
_BODY = lazy_regex(
    r"PRIVATE KEY-----(?:\s|\\n)*(?:[A-Za-z-]+: (?:(?!PRIVATE KEY-----)[^\0])*?\s)?[A-Za-z0-9+/=]{16}"
)
_OF_DOCUMENTATION = lazy_regex(r"\b(?:AKIA|ASIA)[0-9A-Z]*EXAMPLE\b")


def shaped_secrets(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """Private keys and access keys in plain text outside the chart's own fields for secrets. Facts: ``kind``.

    ``except`` names fields of the chart that have a rule of their own.
    """
    left_out = {tuple(path.split(".")) for path in options.get("except", ())}
    for path in written_scalars(context):
        text = context.values.get(path)
        if not isinstance(text, str):
            continue
        kind = _NAMES.get(shape(text))
        if kind and path not in left_out and _is_real(text, kind) and not is_declared_secret(path):
            yield Violation(path, {"kind": kind})


def _is_real(text: str, kind: str) -> bool:
    if "-----BEGIN" in text:
        return bool(_BODY.search(text))
    return kind != _NAMES["AWS access key"] or not _OF_DOCUMENTATION.search(text)
