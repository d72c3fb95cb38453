"""A way in, its doors and hops, and what is said of it as a whole."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pachlint.exposure import programs
from pachlint.exposure.programs import ENVOY, PLAIN, TLS, Target
from pachlint.exposure.statements import Admitted, Asked, Listed, Statement
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pachlint.place import Path

REDIRECT, NOTHING = "redirect", "nothing"


class Hop(NamedTuple):
    """A step on the way: who receives, on which port, and how it is sent there: ``tls``, ``plain``, ``redirect`` or ``nothing``.

    ``expects`` is what the receiver listens for, None where it takes whatever comes.
    """

    receiver: str
    port: object
    tls: Statement
    expects: Statement | None = None


class Door(NamedTuple):
    """A port or a path of a way in.

    ``tls`` is how clients send: ``tls``, ``plain``, ``redirect`` (to https), or ``nothing`` where nothing listens. ``hops`` are what all requests pass,
    from the client on, ``targets`` what they come to. ``backend`` is the type of the service that an ingress sends to, ``target_type`` how an ALB
    comes to its pods.
    """

    port: object
    node_port: object
    path: str
    protocol: str
    tls: Statement
    hops: tuple[Hop, ...]
    targets: tuple[Target, ...]
    because: tuple[Path, ...] = ()
    backend: str = ""
    target_type: str = ""


class Way(NamedTuple):
    """A way in: a Service, Ingress or Route, its type or class, who can reach it, its doors, the networks that a list lets in, and the address it asks for.

    ``made_by`` are the values that decide that there is such an object, its own block first, ``served_by`` who may serve it, and ``dns_names``
    those that it gets records for. ``annotated_by`` are the blocks of values with its ``annotations``.
    """

    object: str
    name: str
    kind: Statement
    reach: Statement
    hosts: tuple[str, ...]
    doors: tuple[Door, ...]
    made_by: tuple[Path, ...]
    admits: Admitted = Admitted()
    asks: Asked = Asked()
    served_by: Listed = Listed()
    dns_names: Listed = Listed()
    annotations: Mapping[str, Any] = MappingProxyType({})
    annotated_by: tuple[Path, ...] = ()

    @property
    def through(self) -> tuple[str, ...]:
        """What requests pass before they come to a program, each once."""
        return tuple(dict.fromkeys(hop.receiver for door in self.doors for hop in door.hops))

    @property
    def targets(self) -> tuple[Target, ...]:
        """What it leads to, by all its doors."""
        return tuple(target for door in self.doors for target in door.targets)

    @property
    def leads_to(self) -> tuple[str, ...]:
        """The programs that it leads to, each once."""
        return tuple(dict.fromkeys(target.program for target in self.targets))

    @property
    def protocols(self) -> tuple[str, ...]:
        """What is spoken on it, each once."""
        return tuple(dict.fromkeys(target.protocol for target in self.targets))

    @property
    def tls(self) -> Statement:
        """How clients send what they should keep to themselves: ``plain`` if they may on one of its doors."""
        return self._decided(_worst([door.tls for door in self.doors if _carries_secrets(door)]))

    @property
    def login(self) -> Statement:
        """What stands before the programs that it leads to: ``none`` if one of them asks for nothing, metrics left aside."""
        asked = [target.login for target in self.targets if target.protocol != programs.METRICS]
        order = ("none", "password", "own", "login", "part-of-login")
        return self._decided(
            min(asked, key=lambda one: order.index(one.value), default=Statement("part-of-login"))
        )

    def _decided(self, said: Statement) -> Statement:
        """A statement of which no value decides but those that make the way."""
        return said if said.because else said._replace(because=self.made_by)


def _carries_secrets(door: Door) -> bool:
    """Whether passwords, tokens or data pass. pachd's own ports for the steps of a login have TLS in no release, and metrics need none."""
    direct = not door.path and all(hop.receiver != ENVOY for hop in door.hops)
    without = _WITHOUT_TLS if direct else (programs.METRICS,)
    return any(target.protocol not in without for target in door.targets)


_WITHOUT_TLS = (programs.METRICS, programs.OIDC, programs.IDENTITY)


def _worst(found: Sequence[Statement]) -> Statement:
    order = (PLAIN, TLS, REDIRECT, NOTHING)
    return min(found, key=lambda one: order.index(one.value), default=Statement(NOTHING))
