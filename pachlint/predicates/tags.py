"""Image tags beside the version of the chart."""

from collections.abc import Iterator, Mapping
from typing import Any

from pachlint.finding import Severity
from pachlint.place import parse_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.versions import parse


def foreign_tags(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """Tags of released versions, at ``paths`` and set by the user, that are not the version of the chart.

    Where the version of the chart is not given, the tag may be right. Another patch of the same minor version is an info:
    templates and images change little between patches.
    """
    version = context.target.chart_version
    if version.source in ("newest", "image-tag"):
        return
    for text in options["paths"]:
        path = parse_path(text)
        tag = parse(str(context.values.get(path, "")))
        if tag is not None and tag != version.value and context.values.set_by_user(path):
            same_minor = (tag.major, tag.minor) == (version.value.major, version.value.minor)
            yield Violation(path, severity=Severity.INFO if same_minor else None)
