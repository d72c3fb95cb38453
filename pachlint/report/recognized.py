"""Whether a file holds a report that pachlint wrote, and so may be written anew."""

import re

_JSON = re.compile(rb'\{\s*"version": \d+,\s*"pachlint": "', re.ASCII)
_GITLAB = re.compile(rb'\[\s*(?:\]\s*\Z|\{\s*"engine_name": "pachlint")')
_HTML = re.compile(
    rb'<!doctype html>\s*<html[^>]*>\s*<head>\s*(?:<meta[^>]*>\s*){0,9}?<meta name="generator" content="pachlint '
)
# of Checkstyle's format the one without any file holds nothing
_XML = re.compile(
    rb"""<\?xml[^>]*\?>\s*(?:<testsuites\ name="pachlint"
        | <checkstyle\ version="[\d.]+"(?:/>\s*\Z | >\s*<file\ [^>]*>\s*<error\ [^>]*\ source="pachlint\.))""",
    re.VERBOSE,
)
_SARIF = re.compile(
    rb'\{\s*"\$schema": "[^"\s]*",\s*"version": "2\.1\.0",\s*"runs": \[\s*\{\s*"tool": \{\s*"driver": \{\s*"name": "pachlint",'
)
_LINE = re.compile(
    rb"""(?m)^(?:(?:error|warning|info)\[[a-z0-9/-]+\]:\ [^\n]*
        | [^\n]+:\d+:\d+:\ (?:error|warning|info)\[[a-z0-9/-]+\]:?\ [^\n]*
        | (?:no\ findings|nothing\ checked|\d+\ (?:error|warning|info)s?[^\n]*)\ (?:in\ \d+\ files?|on\ the\ command\ line)[^\n]*)$""",
    re.VERBOSE,
)
_HEAD, _TAIL = 4_096, 4_096


def is_report(content: bytes) -> bool:
    """Whether bytes are a report in any format, or nothing at all."""
    if not content.strip():
        return True
    head = any(form.match(content) for form in (_JSON, _GITLAB, _XML, _HTML, _SARIF))
    return bool(head or _LINE.search(content[:_HEAD]) or _LINE.search(content[-_TAIL:]))
