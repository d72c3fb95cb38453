"""Fixes: as a rule writes them, with placeholders, and with everything filled in."""

from collections.abc import Callable, Mapping
from typing import Any

from pachlint.layering.values import MISSING
from pachlint.place import Path
from pachlint.policy.context import Violation
from pachlint.policy.messages import fill
from pachlint.policy.paths import Pattern, Scope
from pachlint.policy.pipes import scalar_text
from pachlint.policy.tree import Condition, from_json
from pachlint.records import NamedTuple


class EditSpec(NamedTuple):
    """One edit of a fix, with all placeholders filled in.

    ``kind`` is ``set``, ``insert``, ``rename``, ``delete``, ``move``, ``append`` or ``replace``.
    ``value`` belongs to set, insert and append; ``to`` is a key for rename and a path for move;
    ``match`` (a regular expression) and ``replacement`` belong to replace.
    """

    kind: str
    path: Path
    value: object = None
    to: str | Path = ""
    match: str = ""
    replacement: str = ""

    @property
    def written(self) -> Path:
        """Where there is a value after the edit."""
        if self.kind == "rename":
            return (*self.path[:-1], str(self.to))
        return self.path if isinstance(self.to, str) else self.to

    def moved(self, whole_path: Callable[[Path], Path]) -> "EditSpec":
        """The edit with its paths as they are from the top of the file."""
        to = self.to if isinstance(self.to, str) else whole_path(self.to)
        return self._replace(path=whole_path(self.path), to=to)


class Repair(NamedTuple):
    """A fix in paths: what it does in words, and how safe it is."""

    title: str
    safety: str
    edits: tuple[EditSpec, ...]


class EditTemplate(NamedTuple):
    """One edit as the rule writes it: an :class:`EditSpec` with patterns for paths and placeholders in texts."""

    kind: str
    path: Pattern
    value: object = None
    to: str | Pattern = ""
    match: str = ""
    replacement: str = ""

    def filled(self, violation: Violation, scope: Scope) -> EditSpec | None:
        """The edit for a violation; None if something it needs is not known."""
        path = self.path.path(scope)
        value = fill(self.value, violation, scope)
        to = self.to.path(scope) if isinstance(self.to, Pattern) else fill(self.to, violation, scope)
        new = fill(self.replacement, violation, scope)
        if path is None or to is None or any(part is MISSING for part in (value, to, new)):
            return None
        return EditSpec(
            self.kind,
            path,
            value,
            to if isinstance(to, tuple) else scalar_text(to),
            self.match,
            scalar_text(new),
        )

    def to_json(self) -> dict[str, Any]:
        """As data."""
        to = self.to.to_json() if isinstance(self.to, Pattern) else self.to
        return {**self._asdict(), "path": self.path.to_json(), "to": to}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "EditTemplate":
        """What :meth:`to_json` gave."""
        to = data["to"]
        return EditTemplate(
            **{
                **data,
                "path": Pattern.from_json(data["path"]),
                "to": to if isinstance(to, str) else Pattern.from_json(to),
            }
        )


class FixTemplate(NamedTuple):
    """The fix of a rule. ``when``: it is offered only where this holds."""

    title: str
    safety: str
    edits: tuple[EditTemplate, ...]
    when: Condition | None = None

    def to_json(self) -> dict[str, Any]:
        """As data."""
        edits = [edit.to_json() for edit in self.edits]
        return {
            "title": self.title,
            "safety": self.safety,
            "edits": edits,
            "when": self.when and self.when.to_json(),
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "FixTemplate":
        """What :meth:`to_json` gave."""
        edits = tuple(map(EditTemplate.from_json, data["edits"]))
        return FixTemplate(data["title"], data["safety"], edits, data["when"] and from_json(data["when"]))
