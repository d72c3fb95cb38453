"""Where a part stands: what its validation has to know of the object around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.kubernetes.parts import objects, part, text
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scope(NamedTuple):
    """The type of the object around, or nothing if a part is judged alone; the claims that its StatefulSet's pods may mount.

    What is validated is ``deferred`` to pods and claims that a controller makes.
    """

    kind: str = ""
    claims: frozenset[str] = frozenset()
    deferred: bool = False

    def within(self, kind: str, value: Mapping[str, Any]) -> Scope:
        """The scope of what an object of a type holds."""
        if kind != "StatefulSetSpec":
            return self
        named = (text(part(claim, "metadata"), "name") for _, claim in objects(value, "volumeClaimTemplates"))
        return self._replace(claims=frozenset(named))
