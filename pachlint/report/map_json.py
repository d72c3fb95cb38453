"""The map of a release as data: its services and ingresses as Helm prints them, and the ways in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pachlint.exposure.collection import door_fields, way_fields
from pachlint.place import format_path, value_at
from pachlint.report.json import release_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pachlint.exposure.objects import Ingress, Service
    from pachlint.exposure.release import Exposure
    from pachlint.exposure.statements import Statement
    from pachlint.exposure.way import Way
    from pachlint.place import Path
    from pachlint.report.map_view import MapView, Mask, WayView
    from pachlint.results import Release

    # a path as the user writes it
    Whole = Callable[[Path], Path]

VERSION = 1


def to_json(found: Exposure, view: MapView, mask: Mask) -> dict[str, Any]:
    """The map of a release as JSON has it (``docs/map.md``), with nothing of ``mask`` in it."""
    by_name = {(one.way.object, one.way.name): one for one in (*view.outside, *view.inside)}
    return {
        "version": VERSION,
        "release": _masked(_release(view.release), mask),
        "services": _masked([_service(one) for one in found.services], mask),
        "ingresses": _masked([_ingress(one) for one in found.ingresses], mask),
        "exposure": [
            _masked(_way(one, found.whole_path), mask)
            | {"findings": _findings(by_name[one.object, mask(one.name)], view)}
            for one in found.ways
        ],
        "addresses": _masked(
            [
                {"name": one.name, "address": one.text, "because": _paths(one.because, found.whole_path)}
                for one in found.addresses
            ],
            mask,
        ),
    }


def _release(release: Release) -> dict[str, object]:
    """What a map is of; how many rules there are does not matter to it."""
    return {key: value for key, value in release_facts(release).items() if not key.startswith("rules")}


def _masked(value: Any, mask: Mask) -> Any:
    """Data with a mask in place of each secret, in keys too."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {mask(str(key)): _masked(below, mask) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(below, mask) for below in value]
    return value


def _findings(way: WayView, view: MapView) -> list[dict[str, Any]]:
    """The errors and warnings of ``check`` that concern a way, with the doors that they concern alone, counted from 0."""
    doors = {number: at for at, door in enumerate(way.doors) for number in door.marks}
    found = [(number, view.findings[number - 1]) for number in sorted({*way.marks, *doors})]
    return [
        {
            "rule": one.rule,
            "severity": one.severity.word,
            "message": one.message,
            "path": one.path,
            "file": one.place.file,
            "line": one.place.line,
            "door": doors.get(number),
        }
        for number, one in found
    ]


def _service(service: Service) -> Mapping[str, Any]:
    ports = [
        _present(name=one.name, port=one.port, targetPort=one.target, nodePort=one.node_port)
        for one in service.ports
    ]
    return {
        "name": service.name,
        "type": service.type,
        "ports": ports,
        "loadBalancerIP": service.load_balancer_ip,
        "selector": dict(service.selector),
        "annotations": dict(service.annotations),
    }


def _present(**fields: object) -> dict[str, object]:
    return {key: value for key, value in fields.items() if value is not None and value != ""}


def _ingress(ingress: Ingress) -> Mapping[str, Any]:
    hosts = dict.fromkeys(one.host for one in ingress.paths)
    return {
        "name": ingress.name,
        # what an annotation says is among the annotations, and in the kind of the way
        "class": value_at(ingress.rendered.data, ("spec", "ingressClassName")) or None,
        "tls": [{"hosts": list(names), "secretName": secret} for names, secret in ingress.tls] or None,
        "annotations": dict(ingress.annotations),
        "rules": [
            {
                "host": host,
                "paths": [[one.path, one.service, one.port] for one in ingress.paths if one.host == host],
            }
            for host in hosts
        ],
    }


def _way(way: Way, whole: Whole) -> Mapping[str, Any]:
    said = partial(_statement, whole=whole)
    doors = [door_fields(one, said) | {"because": _paths(one.because, whole)} for one in way.doors]
    made_by = _paths(way.made_by, whole)
    return {**way_fields(way, said), "kind": way.kind.value or None, "because": made_by, "doors": doors}


def _statement(one: Statement, whole: Whole) -> Mapping[str, Any]:
    return {"value": one.value, "because": _paths(one.because, whole), "reason": one.reason}


def _paths(paths: Iterable[Path], whole: Whole) -> list[str]:
    return [format_path(whole(path)) for path in paths]
