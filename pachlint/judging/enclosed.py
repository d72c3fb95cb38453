"""The words of a finding about Pachyderm's chart inside another one: the paths in them as the user writes them."""

import re
from collections.abc import Callable

from pachlint.chart import fields
from pachlint.finding import Finding
from pachlint.place import Path, format_path, parse_path
from pachlint.policy.context import Enclosing

_PATH = re.compile(r"(?<![\w./@\"'-])[A-Za-z][\w-]*(?:\.[\w-]*\w|\[\d+\]|\[\"[^\"\s]+\"\])*(?![\w/@]|\.\w)")


def with_whole_paths(finding: Finding, enclosing: Enclosing) -> Finding:
    """The finding with whole paths in its message, its help, what belongs to it and its fix."""

    def whole(words: str) -> str:
        return in_words(words, enclosing.whole_path)

    fix = finding.fix
    help_ = whole(finding.help)
    if help_ and help_ == finding.help:
        help_ = f"Below {format_path(enclosing.place)}: {help_}"
    return finding._replace(
        message=whole(finding.message),
        help=help_,
        related=tuple(one._replace(message=whole(one.message)) for one in finding.related),
        fix=fix._replace(title=whole(fix.title)) if fix else None,
    )


def in_words(words: str, whole: Callable[[Path], Path]) -> str:
    """Some words with whole paths in the place of those of the chart; one word alone may be no path."""

    def replaced(match: re.Match[str]) -> str:
        text = match[0]
        if text.isalpha() and text.islower():
            return text
        path = parse_path(text)
        return format_path(whole(path)) if fields.anywhere(path) is not None else text

    return _PATH.sub(replaced, words)
