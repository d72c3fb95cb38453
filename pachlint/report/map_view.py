"""What a map shows of a release, whatever it is drawn as: its ways in, who can reach them, and the findings that concern them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from pachlint.exposure.programs import PLAIN, TLS
from pachlint.exposure.servers import ALLOWED, CLOUD, CLUSTER, INTERNET, NODES, UNKNOWN
from pachlint.exposure.way import NOTHING, REDIRECT
from pachlint.finding import Impact, Severity
from pachlint.place import format_path
from pachlint.records import NamedTuple
from pachlint.report.summary import places, target_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pachlint.exposure.objects import Ingress, Service
    from pachlint.exposure.programs import Target
    from pachlint.exposure.release import Exposure
    from pachlint.exposure.way import Door, Hop, Way
    from pachlint.finding import Finding
    from pachlint.place import Path
    from pachlint.results import Release, Report

Mask = Callable[[str], str]
"""Hides the secrets of a text."""

# From the outside to the inside, with what each means to somebody who reads it for the first time.
REACHES = {
    INTERNET: ("Internet", "anybody"),
    UNKNOWN: ("Not known from the values", "somebody else decides"),
    ALLOWED: ("Allow-list", "only the addresses that are listed"),
    CLOUD: ("Cloud network", "whoever is in the cloud's private network"),
    NODES: ("Node network", "whoever can reach a node of the cluster"),
    CLUSTER: ("Inside the cluster only", "pods of the cluster"),
}
LOGINS = {
    "none": "no login",
    "login": "login",
    "password": "password",
    "own": "login of its own",
    "part-of-login": "part of the login",
}
SENT = {TLS: "TLS", PLAIN: "plain", REDIRECT: "redirect to https", NOTHING: "nothing listens"}
IN_FRONT = "whatever ends TLS in front"
_OF_WAYS = ("load balancer", "ingress controller", "router", IN_FRONT)


class Leg(NamedTuple):
    """A stretch of a way: how it is sent, who receives it on which port, and what it expects."""

    tls: str
    receiver: str
    port: object
    expects: str


class DoorView(NamedTuple):
    """A door, what is passed on the way to its targets, and the numbers of the findings that concern it alone."""

    door: Door
    legs: tuple[Leg, ...]
    marks: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """``port 443``, or a path."""
        return self.door.path or f"port {self.door.port}"

    @property
    def inner_legs(self) -> tuple[Leg, ...]:
        """The legs without those to the way itself: its load balancer, ingress controller or router."""
        return tuple(leg for leg in self.legs if leg.receiver not in _OF_WAYS)


class WayView(NamedTuple):
    """A way in; ``address`` is that which its load balancer is to have."""

    way: Way
    doors: tuple[DoorView, ...]
    address: str = ""
    marks: tuple[int, ...] = ()

    @property
    def is_outside(self) -> bool:
        """Whether anybody outside the cluster comes in by it."""
        return self.way.reach.value != CLUSTER

    @property
    def title(self) -> str:
        """``Service pachyderm-proxy, LoadBalancer``."""
        kind = self.way.kind.value
        word = f"class {kind}" if self.way.object == "Ingress" and kind else kind
        return ", ".join(filter(None, (f"{self.way.object} {self.way.name}", word)))


class MapView(NamedTuple):
    """A map: the ways from outside and those inside the cluster, the addresses that the chart derives, and the findings shown.

    ``findings`` are numbered from 1 on; ``elsewhere`` counts the others by severity. ``rejected`` says that Helm takes none of it.
    """

    title: str
    release: Release
    rejected: str
    outside: tuple[WayView, ...]
    inside: tuple[WayView, ...]
    addresses: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...] = ()
    elsewhere: tuple[tuple[str, int], ...] = ()

    def groups(self) -> Iterator[tuple[str, str, tuple[WayView, ...]]]:
        """The ways from outside by who can reach them: a name, what it means, and the ways."""
        for reach, (name, meaning) in REACHES.items():
            found = tuple(one for one in self.outside if one.way.reach.value == reach)
            if found:
                yield name, meaning, found


def view(report: Report, found: Exposure, mask: Mask) -> MapView:
    """What to show of the one release of a report, with nothing of ``mask`` in it."""
    findings, release = report.findings, report.releases[0]
    graver = [one for one in findings if one.severity > Severity.INFO]
    marked = _Marks(found, graver, mask)
    ways = [_way_view(one, found, marked, mask) for one in found.ways]
    outside = tuple(one for one in ways if one.is_outside)
    rest = Counter(one.severity for one in findings if one not in marked.shown)
    return MapView(
        mask(f"{release.name}: {target_words(release)}"),
        release,
        _rejected(findings),
        outside,
        tuple(one for one in ways if not one.is_outside),
        tuple((one.name, mask(one.text)) for one in found.addresses if one.text),
        tuple(marked.shown),
        tuple((one.word, rest[one]) for one in sorted(Severity, reverse=True) if rest[one]),
    )


def _rejected(findings: Sequence[Finding]) -> str:
    found = [one for one in findings if one.impact is Impact.REJECTED]
    if not found:
        return ""
    return f"Helm rejects these values ({places(found)}); what it stops at is missing here"


def legs(door: Door) -> tuple[Leg, ...]:
    """What all requests of a door pass before its targets, from the client on."""
    found = tuple(_leg(hop) for hop in door.hops)
    sent = [one.tls for one in found] or [one.tls.value for one in door.targets]
    if door.tls.value == TLS and sent and sent[0] == PLAIN:
        return (Leg(TLS, IN_FRONT, None, TLS), *found)
    return found


def _leg(hop: Hop) -> Leg:
    """A hop; what is answered with a redirect was sent in clear text."""
    if hop.tls.value == REDIRECT:
        return Leg(PLAIN, hop.receiver, hop.port, PLAIN)
    return Leg(hop.tls.value, hop.receiver, hop.port, (hop.expects or hop.tls).value)


def ends(door: Door) -> str:
    """Where the TLS that a client begins ends: the receiver or program; empty where it begins none."""
    if door.tls.value != TLS:
        return ""
    end = ""
    for leg in legs(door):
        if leg.tls != TLS:
            return end
        end = leg.receiver
    programs = dict.fromkeys(one.program for one in door.targets if one.tls.value == TLS)
    return ", ".join(programs) or end


def mismatch(to: Leg | Target) -> str:
    """What is sent that is not expected: ``plain is sent, pachd expects TLS``; empty where it fits."""
    name, sent, expects = (
        (to.receiver, to.tls, to.expects)
        if isinstance(to, Leg)
        else (to.program, to.tls.value, to.expects.value)
    )
    return "" if sent == expects else f"{SENT[sent]} is sent, {name} expects {SENT[expects]}"


def dead_end(one: DoorView) -> str:
    """Why a door that clients may enter leads to no program."""
    if one.door.hops and one.door.hops[-1].tls.value == REDIRECT:
        return "redirect loop"
    return "leads to nothing"


def port_words(port: object) -> str:
    """A port as it stands after a name; empty where there is none."""
    return "" if port in (None, "") else f":{port}"


def paths_of_door(door: Door) -> set[Path]:
    """The values that decide on a door alone, and what stands behind it."""
    found = {*door.because, *door.tls.because}
    for hop in door.hops:
        found.update(hop.tls.because)
    for target in door.targets:
        found.update((*target.tls.because, *target.expects.because, *target.login.because))
    return found


class _Marks:
    """Which findings concern which way or door; those of a way from outside are not repeated inside."""

    def __init__(self, found: Exposure, findings: Sequence[Finding], mask: Mask) -> None:
        self._findings, self._mask, self._whole = findings, mask, found.whole_path
        self._written = {
            (one.rendered.data.get("kind"), one.name): self._of_object(one) for one in _objects(found)
        }
        self.shown: list[Finding] = []

    def _of_object(self, one: Service | Ingress) -> tuple[str, ...]:
        """The values that are written anywhere in an object."""
        return self._texts(path for path in one.rendered.origins() if len(path) > 1)

    def _texts(self, paths: Iterable[Path]) -> tuple[str, ...]:
        return tuple(self._mask(format_path(self._whole(path))) for path in paths if path)

    def of(self, way: Way) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
        """The numbers at a way, and those at each of its doors: a finding stands at the door only that it concerns alone."""
        by_door = [set(self._texts(paths_of_door(door))) for door in way.doors]
        own = set(self._texts((*way.kind.because, *way.reach.because)))
        written = self._written.get((way.object, way.name), ())
        at_way: list[Finding] = []
        at_doors: list[list[Finding]] = [[] for _ in way.doors]
        for finding in self._findings:
            doors = [number for number, paths in enumerate(by_door) if finding.path in paths]
            shares = doors or finding.path in own or any(_is_below(finding.path, one) for one in written)
            concerns = f"{way.object} {way.name}" in finding.ways if finding.ways else shares
            repeated = way.reach.value == CLUSTER and finding in self.shown
            if finding.path and concerns and not repeated:
                alone = len(doors) == 1 and finding.path not in own
                (at_doors[doors[0]] if alone else at_way).append(finding)
        numbers = tuple(sorted(map(self._number, at_way)))
        return numbers, [tuple(sorted(map(self._number, one))) for one in at_doors]

    def _number(self, finding: Finding) -> int:
        if finding not in self.shown:
            self.shown.append(finding)
        return self.shown.index(finding) + 1


def _objects(found: Exposure) -> Iterator[Service | Ingress]:
    yield from found.services
    yield from found.ingresses


def _is_below(path: str, above: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}["))


def _way_view(way: Way, found: Exposure, marked: _Marks, mask: Mask) -> WayView:
    at_way, at_doors = marked.of(way)
    doors = [_masked_door(one, mask) for one in way.doors]
    service = next((one for one in found.services if one.name == way.name and way.object == "Service"), None)
    address = service.load_balancer_ip if service is not None and way.kind.value == "LoadBalancer" else None
    shown = way._replace(
        name=mask(way.name),
        kind=way.kind._replace(value=mask(way.kind.value)),
        hosts=tuple(map(mask, way.hosts)),
        doors=tuple(doors),
        admits=way.admits._replace(networks=tuple(map(mask, way.admits.networks))),
    )
    views = tuple(DoorView(door, legs(door), marks) for door, marks in zip(doors, at_doors, strict=True))
    return WayView(shown, views, "" if address in (None, "") else mask(str(address)), at_way)


def _masked_door(door: Door, mask: Mask) -> Door:
    return door._replace(
        port=_masked(door.port, mask),
        node_port=_masked(door.node_port, mask),
        path=mask(door.path),
        hops=tuple(hop._replace(port=_masked(hop.port, mask)) for hop in door.hops),
        targets=tuple(_masked_target(one, mask) for one in door.targets),
    )


def _masked_target(target: Target, mask: Mask) -> Target:
    return target._replace(program=mask(target.program), port=_masked(target.port, mask))


def _masked(port: object, mask: Mask) -> object:
    return mask(port) if isinstance(port, str) else port
