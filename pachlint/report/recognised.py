"""Whether a file holds a report that pachlint wrote, and so may be written anew."""

import re

_JSON = re.compile(rb'\{\s*"version": \d+,\s*"pachlint": "', re.ASCII)
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
    return bool(_JSON.match(content) or _LINE.search(content[:_HEAD]) or _LINE.search(content[-_TAIL:]))
