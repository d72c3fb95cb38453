"""What changes between two maps: for the review of a change to values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.programs import METRICS, PLAIN, TLS
from pachlint.exposure.servers import ALLOWED, CLOUD, INTERNET, NODES, UNKNOWN
from pachlint.records import NamedTuple
from pachlint.report.map_view import LOGINS, REACHES, SENT, ends, mismatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from ipaddress import IPv4Network, IPv6Network

    from pachlint.exposure.programs import Target
    from pachlint.report.map_view import DoorView, MapView, WayView

MORE, LESS, OTHER = "more-open", "less-open", "other"
# what is not known may be open to all
_OPENNESS = {CLOUD: 1, NODES: 1, ALLOWED: 2, UNKNOWN: 3, INTERNET: 4}
_LOGINS = ("none", "password", "own", "login", "part-of-login")


class Change(NamedTuple):
    """One thing that changes: ``effect`` is ``more-open``, ``less-open`` or ``other``; ``way`` is empty for what is no way in."""

    effect: str
    change: str
    way: str
    door: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """``port 80: TLS lost: TLS before, plain now``."""
        name = f"{self.door}: {self.change}" if self.door else self.change
        if self.before and self.after:
            return f"{name}: {self.before} before, {self.after} now"
        return f"{name}: {self.before or self.after}" if self.before or self.after else name


def changes(before: MapView, after: MapView) -> tuple[Change, ...]:
    """What changes, from the outside to the inside; nothing of what stays inside the cluster."""
    return tuple(_changes(before, after))


def _changes(before: MapView, after: MapView) -> Iterator[Change]:
    old, new = _by_name(before), _by_name(after)
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key), new.get(key)
        was_open, is_open = (one is not None and one.is_outside for one in (was, now))
        if now is not None and is_open and not was_open:
            yield Change(MORE, "new way in", now.title, "", "", _summary(now))
        elif was is not None and was_open and not is_open:
            yield Change(LESS, "way in lost", was.title, "", _summary(was), "")
        elif was is not None and now is not None and is_open:
            yield from _of_way(was, now)
    addresses, others = dict(before.addresses), dict(after.addresses)
    for name in dict.fromkeys((*others, *addresses)):
        if addresses.get(name) != others.get(name):
            yield Change(
                OTHER,
                f"address changed, {name}",
                "",
                "",
                addresses.get(name, "none"),
                others.get(name, "none"),
            )


def _by_name(view: MapView) -> Mapping[tuple[str, str], WayView]:
    return {(one.way.object, one.way.name): one for one in (*view.outside, *view.inside)}


def _summary(one: WayView) -> str:
    """``Internet; port 443 TLS, port 80 redirect to https; no login``: that of the least guarded program."""
    doors = ", ".join(f"{door.name} {SENT[door.door.tls.value]}" for door in one.doors)
    login = one.way.login.value
    words = LOGINS.get(login, login) if one.way.targets else ""
    return "; ".join(filter(None, (REACHES[one.way.reach.value][0], ", ".join(one.way.hosts), doors, words)))


def _of_way(was: WayView, now: WayView) -> Iterator[Change]:
    title = now.title
    yield from _reach(was, now)
    kinds = was.way.kind.value, now.way.kind.value
    if kinds[0] != kinds[1]:
        word = "type" if now.way.object == "Service" else "class"
        yield Change(OTHER, f"{word} changed", title, "", kinds[0] or "none", kinds[1] or "none")
    for word, old, new in (
        ("hosts changed", ", ".join(was.way.hosts), ", ".join(now.way.hosts)),
        ("address changed", was.address, now.address),
    ):
        if old != new:
            yield Change(OTHER, word, title, "", old or "none", new or "none")
    yield from _networks(was, now)
    doors = tuple(_doors(was, now))
    if not any(one.change in _OF_TLS for one in doors):
        yield from _tls_of_way(was, now)
    yield from doors
    yield from _programs(was, now)


def _reach(was: WayView, now: WayView) -> Iterator[Change]:
    old, new = was.way.reach.value, now.way.reach.value
    if old == new:
        return
    names = REACHES[old][0], REACHES[new][0]
    word, effect = "reach changed", OTHER
    if {old, new} != {INTERNET, UNKNOWN} and _OPENNESS[new] != _OPENNESS[old]:
        wider = _OPENNESS[new] > _OPENNESS[old]
        word, effect = ("reach widened", MORE) if wider else ("reach narrowed", LESS)
    yield Change(effect, word, now.title, "", *names)


def _networks(was: WayView, now: WayView) -> Iterator[Change]:
    """Who is let in by two lists; that there is none is a matter of reach."""
    old, new = was.way.admits.networks, now.way.admits.networks
    if not old or not new or sorted(old) == sorted(new):
        return
    wider, narrower = (
        all(_is_within(one, others) for one in mine) for mine, others in ((old, new), (new, old))
    )
    word, effect = "networks changed", OTHER
    if wider is not narrower:
        word, effect = ("reach widened", MORE) if wider else ("reach narrowed", LESS)
    yield Change(effect, word, now.title, "", ", ".join(old), ", ".join(new))


def _is_within(network: str, others: Sequence[str]) -> bool:
    from ipaddress import ip_network  # noqa: PLC0415 -- few changes are of networks

    try:
        inner = ip_network(network, strict=False)
        found = [ip_network(one, strict=False) for one in others]
    except ValueError:
        return network in others
    return any(_holds(one, inner) for one in found)


def _holds(outer: IPv4Network | IPv6Network, inner: IPv4Network | IPv6Network) -> bool:
    same = outer.version == inner.version and outer.prefixlen <= inner.prefixlen
    return same and inner.network_address in outer


def _tls_of_way(was: WayView, now: WayView) -> Iterator[Change]:
    """Where its doors are others than before: whether what clients send is in clear text now, or no longer."""
    old, new = was.way.tls.value, now.way.tls.value
    if (old, new) == (TLS, PLAIN):
        yield Change(MORE, _OF_TLS[0], now.title, "", SENT[old], SENT[new])
    elif (old, new) == (PLAIN, TLS):
        yield Change(LESS, _OF_TLS[1], now.title, "", SENT[old], SENT[new])


_OF_TLS = ("TLS lost", "TLS gained")


def _doors(was: WayView, now: WayView) -> Iterator[Change]:
    old, new = ({door.name: door for door in one.doors} for one in (was, now))
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if before is None and after is not None:
            yield Change(MORE, "new door", now.title, name, "", SENT[after.door.tls.value])
        elif after is None and before is not None:
            yield Change(LESS, "door lost", now.title, name, SENT[before.door.tls.value], "")
        elif before is not None and after is not None:
            yield from _tls(before, after, now.title)


def _tls(was: DoorView, now: DoorView, title: str) -> Iterator[Change]:
    old, new = was.door.tls.value, now.door.tls.value
    if old != new:
        word, effect = "door changed", OTHER
        if new == PLAIN:
            word, effect = (_OF_TLS[0], MORE) if old == TLS else ("door changed", MORE)
        elif old == PLAIN:
            word, effect = (_OF_TLS[1], LESS) if new == TLS else ("door changed", LESS)
        yield Change(effect, word, title, now.name, SENT[old], SENT[new])
    elif ends(was.door) != ends(now.door):
        yield Change(OTHER, "TLS ends elsewhere", title, now.name, ends(was.door), ends(now.door))
    if was.door.node_port != now.door.node_port:
        ports = (str(one.door.node_port or "none") for one in (was, now))
        yield Change(OTHER, "node port changed", title, now.name, *ports)
    wrong, right = _wrong(was), _wrong(now)
    if wrong != right:
        yield Change(
            OTHER, "what is sent and not expected", title, now.name, wrong or "nothing", right or "nothing"
        )


def _wrong(one: DoorView) -> str:
    found = [*map(mismatch, one.legs), *map(mismatch, one.door.targets)]
    return "; ".join(dict.fromkeys(filter(None, found)))


def _programs(was: WayView, now: WayView) -> Iterator[Change]:
    """What a way leads to, and what stands before it."""
    old, new = _targets(was), _targets(now)
    lost, gained = ([name for name in one if name not in other] for one, other in ((old, new), (new, old)))
    if gained:
        yield Change(MORE, "leads to more", now.title, "", "", ", ".join(gained))
    if lost:
        yield Change(LESS, "leads to less", now.title, "", ", ".join(lost), "")
    logins: dict[tuple[str, str], list[str]] = {}
    for name in new:
        if name in old and old[name].login.value != new[name].login.value:
            logins.setdefault((old[name].login.value, new[name].login.value), []).append(name)
    for (before, after), names in logins.items():
        order = [_LOGINS.index(one) if one in _LOGINS else len(_LOGINS) for one in (before, after)]
        word, effect = ("login lost", MORE) if order[1] < order[0] else ("login gained", LESS)
        words = LOGINS.get(before, before), LOGINS.get(after, after)
        yield Change(effect, f"{word} before {', '.join(names)}", now.title, "", *words)


def _targets(one: WayView) -> dict[str, Target]:
    return {
        f"{target.program} {target.protocol}": target
        for target in one.way.targets
        if target.protocol != METRICS
    }
