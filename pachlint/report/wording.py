"""What reports for other programs say of a finding, in one sentence or in a few lines."""

from collections.abc import Iterator

from pachlint.finding import Finding, Fix
from pachlint.place import Place

_LONGEST = 40


def headline(finding: Finding) -> str:
    """The message, with the releases that share the finding."""
    shared = f" (releases {', '.join(finding.releases)})" if len(finding.releases) > 1 else ""
    return finding.message + shared


def advice(finding: Finding) -> str:
    """The message, and what to do, on one line."""
    said = headline(finding)
    end = "" if said.endswith((".", "?", "!")) else "."
    return f"{said}{end} {finding.help}" if finding.help else said


def details(finding: Finding) -> Iterator[str]:
    """The lines after the message: why it matters, what else belongs to it, what to do, and whether there is a fix."""
    if finding.why:
        yield f"{finding.impact.value}: {finding.why}"
    for related in finding.related:
        yield f"{position(related.place)}: {related.message}"
    if finding.help:
        yield f"help: {finding.help}"
    if finding.fix:
        yield f"fix: {finding.fix.title} ({finding.fix.safety.value})"


def fix_words(finding: Finding, fix: Fix) -> str:
    """What a fix does, and what it writes if that is one short text instead of another: ``enable TLS: write true (unsafe)``."""
    put = written(finding, fix)
    return f"{fix.title}{f': write {put}' if put else ''} ({fix.safety.value})"


def written(finding: Finding, fix: Fix) -> str:
    """The short text that a fix writes in the place of what the finding is about; "" if it does more, or its title says it."""
    edit, *others = fix.edits
    put = edit.text.strip()
    is_short = 0 < len(put) <= _LONGEST and put.isprintable()
    if others or edit.place != finding.place or not is_short or put in fix.title.split():
        return ""
    return put


def position(place: Place) -> str:
    """``file:line:column``, as editors read it."""
    return f"{place.file}:{place.line}:{place.column}"
