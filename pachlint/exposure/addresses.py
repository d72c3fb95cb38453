"""What answers at the addresses that browsers, Console and pachd are told: a door of a way in, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pachlint.exposure import programs
from pachlint.exposure.way import NOTHING, REDIRECT
from pachlint.lazy_regex import lazy_regex
from pachlint.place import value_at
from pachlint.records import NamedTuple
from pachlint.verdict.gotemplate import truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.exposure.release import Exposure
    from pachlint.exposure.rendering import Address
    from pachlint.exposure.way import Door, Way
    from pachlint.place import Path
    from pachlint.versions import Version

CONNECTOR = "connector callback"
YES, NO, UNKNOWN = "yes", "no", "unknown"
NODE_PORTS = range(30000, 32768)
_WANTED: Mapping[str, tuple[str, str]] = {
    "issuer": (programs.IDENTITY, "/dex"),
    "issuer for browsers": (programs.IDENTITY, "/dex"),
    "issuer for Console": (programs.IDENTITY, "/dex"),
    "Console callback": (programs.HTTP, "/oauth/callback"),
    "pachd callback": (programs.OIDC, "/authorization-code/callback"),
    CONNECTOR: (programs.IDENTITY, "/dex/callback"),
}
# of these only scheme and host are taken
_WITHOUT_PATH = ("issuer for browsers", "issuer for Console")
_ISSUERS = ("issuer", *_WITHOUT_PATH)


class Url(NamedTuple):
    """The parts of an http address; ``host`` is empty if it is none."""

    scheme: str = ""
    host: str = ""
    port: int | None = None
    path: str = ""

    @property
    def shown_port(self) -> int:
        """The port, or what the scheme means without one."""
        return self.port or (443 if self.scheme == "https" else 80)

    def at(self, *, port: object = None, path: str | None = None) -> str:
        """The address with another port or path."""
        wanted = self.port if port is None else port
        usual = 443 if self.scheme == "https" else 80
        shown = "" if wanted in (None, usual) else f":{wanted}"
        begins = f"{self.scheme}://" if self.scheme else ""
        return f"{begins}{self.host}{shown}{self.path if path is None else path}"


_URL = lazy_regex(r"(?s)(https?)://(\[[^\]]*\]|[^/:?#]*)(?::([0-9]{1,5}))?((?:[/?#].*)?)", re.IGNORECASE)


def read_url(text: str) -> Url:
    """An http address in parts, scheme and host in lower case."""
    found = _URL.fullmatch(text)
    if not found:
        return Url()
    return Url(found[1].lower(), found[2].lower(), int(found[3]) if found[3] else None, found[4])


def read_address(address: Address) -> Url:
    """An address in parts; that of the issuer for browsers is a bare host up to chart 2.3.5."""
    if address.name == "issuer for browsers" and address.text and "://" not in address.text:
        return read_url(f"http://{address.text}")._replace(scheme="")
    return read_url(address.text)


class Answer(NamedTuple):
    """Whether what an address is for answers there.

    ``by`` is the object that it leads to (``Service pachd``), ``ports`` are those on which that object answers, and ``right`` the address at which it does, empty
    where nobody knows. ``because`` are values that decide it beside those of the address.
    """

    word: str = UNKNOWN
    by: str = ""
    ports: tuple[object, ...] = ()
    right: str = ""
    because: tuple[Path, ...] = ()


class Answers:
    """Finds what answers at addresses of a release."""

    def __init__(self, exposure: Exposure, version: Version) -> None:
        self.exposure, self.values = exposure, exposure.values
        self.public, self.public_setting = public_host(self.values, version)
        self.is_member = truth(value_at(self.values, ("pachd", "activateEnterpriseMember")))

    def of(self, name: str, url: Url) -> Answer:
        """What answers at an address of this name; nothing is known of hosts that are somebody else's."""
        if url.host in ("", "localhost"):
            return Answer()
        asked = _Asked(name, url, "/dex" if name in _WITHOUT_PATH else url.path)
        inside = self._inside(url.host)
        if inside is not None:
            return _of_service(inside, asked)
        if self.is_member and name in _ISSUERS:
            return Answer()
        ingress = next((one for one in self.exposure.outer if _has_host(one, url.host)), None)
        if ingress is not None and url.port in (None, 80, 443):
            return _of_ingress(ingress, asked)
        if ingress is None and url.port in (None, 80, 443):
            wrong = self._wrong_path(asked)
            if wrong is not None:
                return wrong
        proxy = self._proxy()
        if url.host == self.public and ingress is None and proxy is not None:
            return self._of_proxy(proxy, asked)
        return self._of_node_ports(proxy, asked)

    def _wrong_path(self, asked: _Asked) -> Answer | None:
        """Envoy sends each path to one program, whatever of this release or of the platform leads to it."""
        mine = asked.url.host == self.public or (asked.name == CONNECTOR and _is_outer(asked.url.host))
        if not mine or not truth(value_at(self.values, _PROXY)):
            return None
        envoy = self.exposure.way_of_service("pachyderm-proxy")
        if envoy is None:
            return None
        doors = [one for one in envoy.doors if len(one.targets) > 1]
        wanted = _WANTED[asked.name][1]
        if (
            not doors
            or asked.protocol in _protocols(doors[0], asked.path)
            or asked.protocol not in _protocols(doors[0], wanted)
        ):
            return None
        return Answer(NO, _title(envoy), (), asked.url.at(path=wanted), (_PROXY,))

    def _inside(self, host: str) -> Way | None:
        """The service that a host names inside the cluster."""
        namespace = self.exposure.helm.namespace
        name = host.split(".", 1)[0]
        if host not in (name, *(f"{name}.{namespace}{rest}" for rest in _INSIDE)):
            return None
        return self.exposure.way_of_service(name)

    def _proxy(self) -> Way | None:
        """The way in that Envoy's own service is."""
        found = (one for one in self.exposure.outer if one.object == "Service")
        return next((one for one in found if programs.ENVOY in one.through), None)

    def _of_proxy(self, proxy: Way, asked: _Asked) -> Answer:
        if proxy.kind.value != "LoadBalancer" or asked.url.port is not None:
            return self._of_node_ports(proxy, asked)
        doors = [door for door in proxy.doors if _fits(door, asked)]
        ports = tuple(door.port for door in doors if door.port)
        if not ports or truth(value_at(self.values, _OVERRIDE)) or self._is_open(asked.url.shown_port):
            return Answer()
        because = tuple(path for door in doors for path in door.because)
        return Answer(NO, _title(proxy), ports, asked.url.at(port=ports[0]), because)

    def _of_node_ports(self, proxy: Way | None, asked: _Asked) -> Answer:
        """A port of the range for node ports that nobody opens, at a name of this release."""
        url = asked.url
        mine = url.host == self.public or _is_outer(url.host)
        if proxy is None or url.port not in NODE_PORTS or not mine:
            return Answer()
        if self._is_open(url.shown_port):
            return Answer()
        usual = [
            door
            for door in proxy.doors
            if _fits(door, asked) and door.port == url._replace(port=None).shown_port
        ]
        return Answer(
            NO, _title(proxy), (), url._replace(port=None).at() if usual else "", proxy.kind.because
        )

    def _is_open(self, port: int) -> bool:
        """Whether any service lets traffic in by a port."""
        doors = (door for one in self.exposure.outer if one.object == "Service" for door in one.doors)
        return any(port in (door.port, door.node_port) for door in doors)


class _Asked(NamedTuple):
    """An address that is asked for, and the path of the requests there."""

    name: str
    url: Url
    path: str

    @property
    def protocol(self) -> str:
        return _WANTED[self.name][0]


_PROXY: Path = ("proxy", "enabled")
_OVERRIDE: Path = ("ingress", "uriHttpsProtoOverride")
_INSIDE = ("", ".svc", ".svc.cluster.local")


def _title(way: Way) -> str:
    return f"{way.object} {way.name}"


def _is_outer(host: str) -> bool:
    """Whether a host is none of a cluster, this one or another, such as a service in some namespace."""
    inner = host.partition(".")[0] in _SERVICES or host.endswith((".svc", ".local")) or ".svc." in host
    return "." in host and not inner and not host.startswith("127.")


_SERVICES = ("pachd", "pachd-peer", "pachd-lb", "pach-enterprise", "pachyderm-proxy")


def _has_host(way: Way, host: str) -> bool:
    return way.object == "Ingress" and any(
        host == one.lower() or (one.startswith("*.") and host.partition(".")[2] == one[2:].lower())
        for one in way.hosts
    )


def _of_service(way: Way, asked: _Asked) -> Answer:
    """A service inside the cluster: its ports for what is asked, whatever they are numbered."""
    doors = [door for door in way.doors if asked.protocol in _protocols(door, asked.path)]
    if not doors:
        return Answer()
    ports = tuple(door.port for door in doors)
    if asked.url.shown_port in ports:
        return Answer(YES, _title(way), ports)
    because = tuple(path for door in doors for path in door.because)
    return Answer(NO, _title(way), ports, asked.url.at(port=ports[0]), because)


def _of_ingress(way: Way, asked: _Asked) -> Answer:
    """An ingress: the door of the longest path that begins the one asked for."""
    doors = sorted(way.doors, key=lambda door: -len(door.path))
    door = next((one for one in doors if _begins(one.path, asked.path)), None)
    if door is not None and asked.protocol in _protocols(door, asked.path):
        return Answer(YES, _title(way))
    wanted = _WANTED[asked.name][1]
    if not any(_begins(one.path, wanted) and asked.protocol in _protocols(one, wanted) for one in way.doors):
        return Answer()
    return Answer(NO, _title(way), (), asked.url.at(path=wanted), way.made_by)


def _fits(door: Door, asked: _Asked) -> bool:
    """Whether a door of a load balancer answers what is asked, but for its port."""
    if door.tls.value == NOTHING:
        return False
    if door.tls.value == REDIRECT:
        return asked.url.scheme == "http"
    return door.tls.value == _SENT.get(asked.url.scheme) and asked.protocol in _protocols(door, asked.path)


_SENT = {"http": programs.PLAIN, "https": programs.TLS}


def _protocols(door: Door, path: str) -> Iterator[str]:
    """What is spoken behind a door with requests of a path; Envoy sends each path on to another port."""
    routes = {via: target for target in door.targets for via in target.via.split(", ")}
    found = max((via for via in routes if via.startswith("/") and _begins(via, path)), key=len, default="")
    if found or "" in routes:
        yield routes[found].protocol


def _begins(prefix: str, path: str) -> bool:
    kept = prefix.rstrip("/*")
    return not kept or path == kept or path.startswith((f"{kept}/", f"{kept}?", f"{kept}#"))


def public_host(values: Mapping[str, object], version: Version) -> tuple[str, Path]:
    """The host that users open, without a port, and the value that names it; both empty if there is none."""
    has_proxy = tuple(version) >= _WITH_PROXY
    path: Path = ("ingress", "host")
    if has_proxy and not truth(value_at(values, ("ingress", "enabled"))):
        path = ("proxy", "host") if truth(value_at(values, ("proxy", "enabled"))) else ()
    text = value_at(values, path) if path else None
    host = read_url(f"http://{text}").host if isinstance(text, str) and text else ""
    return (host, path) if host else ("", ())


_WITH_PROXY = (2, 3, 0)
