"""Whether Helm can read what a template file printed: it splits the text first, and reads each part as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from _ruamel_yaml import CParser
from ruamel.yaml.error import YAMLError

from pachlint.gotemplate.spelling import trimmed
from pachlint.lazy_regex import lazy_regex
from pachlint.reading.composer import compose

SEPARATOR = lazy_regex(r"(?:^|(?<![\t\n\f\r ])[\t\n\f\r ]*\n)---[\t\n\f\r ]*")
"""Where Helm splits a rendered file into manifests, in quotes and block scalars too (``releaseutil.SplitManifests``)."""


def readable_file(text: str) -> bool:
    """Tell whether Helm can read every manifest of a rendered file."""
    return all(readable(trimmed(part)) for part in SEPARATOR.split(trimmed(text)))


def parses(text: str) -> bool:
    """Tell whether libyaml can read every manifest of a rendered file; it accepts more than Helm, and is quick."""
    try:
        for part in SEPARATOR.split(trimmed(text)):
            CParser(part).raw_parse()
    except (YAMLError, UnicodeEncodeError):
        return False
    return True


@lru_cache(maxsize=4096)
def readable(document: str) -> bool:
    """Tell whether Helm can read a manifest: its YAML, and the few fields that Helm itself looks at.

    What is beyond pachlint is not said to stop Helm.
    """
    composed = compose(document)
    return not any(problem.rejected for problem in composed.problems) and readable_head(composed.data)


def readable_head(manifest: object) -> bool:
    """Tell whether kind, name and annotations are text, or what Helm takes for text."""
    if manifest is None:
        return True
    if not isinstance(manifest, Mapping):
        return False
    metadata = manifest.get("metadata")
    if metadata is not None and not isinstance(metadata, Mapping):
        return False
    annotations = metadata.get("annotations") if metadata else None
    if annotations is not None and not isinstance(annotations, Mapping):
        return False
    texts = [
        manifest.get("kind"),
        manifest.get("apiVersion"),
        (metadata or {}).get("name"),
        *(annotations or {}).values(),
    ]
    return not any(isinstance(text, Mapping | list) for text in texts)
