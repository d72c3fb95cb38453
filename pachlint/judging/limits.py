"""Where a rule has very many findings: which are reported one by one."""

from collections.abc import Mapping, Sequence

from pachlint.finding import Finding
from pachlint.judging.judge import MAX_FINDINGS, summed_up
from pachlint.place import Place


def shortened(findings: Sequence[Finding], places: Mapping[str, Place]) -> list[Finding]:
    """The findings, with those of one rule in one release summed up that are too many; ``places`` by release."""
    shown: dict[tuple[str, str], list[Finding]] = {}
    rest: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        here = shown.setdefault((finding.release, finding.rule), [])
        if len(here) < MAX_FINDINGS:
            here.append(finding)
        else:
            rest.setdefault((finding.release, finding.rule), []).append(finding)
    return [
        *(finding for some in shown.values() for finding in some),
        *(
            summed_up(shown[key][-1], len(more), max(one.severity for one in more), places[key[0]])
            for key, more in rest.items()
        ),
    ]
