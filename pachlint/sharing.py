"""Which releases have files in common: those that have none have nothing to do with one another."""

from collections.abc import Sequence

from pachlint.preparing import Job


def apart(jobs: Sequence[Job]) -> list[list[Job]]:
    """The releases in groups of which no two have a file in common that may set values."""
    first: dict[str, int] = {}
    leader = list(range(len(jobs)))

    def group(number: int) -> int:
        while leader[number] != number:
            leader[number] = number = leader[leader[number]]
        return number

    for number, job in enumerate(jobs):
        for document in (one for one in job.documents if not one.around):
            one, other = sorted((group(number), group(first.setdefault(document.source.name, number))))
            leader[other] = one
    found: dict[int, list[Job]] = {}
    for number, job in enumerate(jobs):
        found.setdefault(group(number), []).append(job)
    return list(found.values()) or [[]]
