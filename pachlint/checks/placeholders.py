"""Values that only stand for a value and were never filled in."""

from collections.abc import Iterator, Mapping
from typing import Any

from pachlint.chart.placeholders import is_example_arn, is_example_id, placeholder_kind, says_nothing
from pachlint.chart.secrets import is_secret
from pachlint.place import Path, format_path
from pachlint.policy.judged import Culprit, Judged
from pachlint.policy.paths import written_scalars

# Texts below these keys are filled in by others: environment variables by Kubernetes, the subcharts' by their templates.
_FILLED_LATER = ("extraEnv", "initdbScripts", "loki-stack", "postgresql")


def placeholders(judged: Judged, wanted: Mapping[str, Any]) -> Iterator[Culprit]:
    """Values that stand for another, of one ``kind``: ``filler``, ``hole``, ``arn`` or ``id``.

    Secrets are told only if ``secret`` is true, and then nothing else is. ``except`` names paths that have a rule of
    their own.
    """
    left_out = wanted.get("except", ())
    for path in written_scalars(judged):
        value = judged.values.get(path)
        if not isinstance(value, str) or not value or format_path(path) in left_out:
            continue
        if is_secret(path) is bool(wanted.get("secret")) and _kind(path, value) == wanted["kind"]:
            yield Culprit(path)


def _kind(path: Path, value: str) -> str:
    if is_secret(path):
        return "filler" if says_nothing(value) and placeholder_kind(value) == "filler" else ""
    if value.startswith("arn:") and is_example_arn(value):
        return "arn"
    if is_example_id(value):
        return "id"
    kind = placeholder_kind(value)
    if kind == "hole" and ("\n" in value or any(step in _FILLED_LATER for step in path)):
        return ""
    return kind
