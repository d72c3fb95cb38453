"""Versions of the chart as rows of numbers: a span is first, last, first, last, …."""

from __future__ import annotations

from dataclasses import dataclass, field


def version_key(name: str) -> tuple[int, ...]:
    """Order versions as numbers."""
    return tuple(int(part) for part in name.split("."))


@dataclass
class Spans:
    """Interned spans."""

    rows: list[list[int]] = field(default_factory=list)

    def put(self, versions: list[int]) -> int:
        """Return the number of the span that holds ``versions``, which ascend."""
        flat: list[int] = []
        for version in versions:
            if flat and flat[-1] == version - 1:
                flat[-1] = version
            else:
                flat += [version, version]
        if flat not in self.rows:
            self.rows.append(flat)
        return self.rows.index(flat)
