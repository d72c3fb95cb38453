"""Pieces of files of other programs, for the shapes of :mod:`hostile_holders`."""

from collections.abc import Callable

from hostile_shapes import TEXT, Shape

_ARGO = """apiVersion: argoproj.io/v1alpha1
kind: {kind}
metadata: {name: a{n}}
spec:
"""
SOURCE = "  source:\n    chart: pachyderm\n    targetRevision: 2.11.0\n    helm:\n"
_FLUX = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: r{n}}
spec:
  chart: {spec: {chart: pachyderm, version: 2.11.0, sourceRef: {kind: HelmRepository, name: p}}}
"""
_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m{n}}\ndata:\n"
CHARTS = "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\n"
INFLATED = CHARTS + "helmCharts:\n- name: pachyderm\n  version: 2.11.0\n"


def numbered(text: str, n: int) -> str:
    """A text with a number for ``{n}``."""
    return text.replace("{n}", str(n))


def numbered_lines(line: str, count: float) -> str:
    """So many lines, with ``{n}`` for their number."""
    return "".join(numbered(line, n) for n in range(int(count)))


def application(n: int = 0, kind: str = "Application") -> str:
    """An Application of Argo CD up to its ``spec``, or an ApplicationSet."""
    return numbered(_ARGO.replace("{kind}", kind), n)


def flux_release(n: int = 0) -> str:
    """A HelmRelease up to the end of its ``spec.chart``."""
    return numbered(_FLUX, n)


def config_map(n: int = 0) -> str:
    """A ConfigMap up to its ``data``."""
    return numbered(_MAP, n)


def keys(indent: int, count: float) -> str:
    """So many keys, indented."""
    return numbered_lines(f"{' ' * indent}k{{n}}: 1\n", count)


def file(text: Callable[[float], str], name: str = "v.yaml") -> Shape:
    """A shape of one file."""
    return Shape(lambda size: {name: text(size)}, named=(name,))


def filled(head: str, part: str, tail: str = "\n", most: int = TEXT) -> Callable[[float], str]:
    """A text that repeats a part as often as it fits."""
    return lambda size: head + part * int((most * size - len(head) - len(tail)) // len(part)) + tail


def documents(each: Callable[[int], str], count: int) -> Shape:
    """A shape of one file of so many documents."""
    return file(lambda size: "---\n".join(each(n) for n in range(int(count * size))))


INLINE = "  values:\n    deployTarget: LOCAL\n"
