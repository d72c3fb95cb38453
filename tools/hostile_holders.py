"""Shapes of files of other programs near the bounds of pachlint, for :mod:`hostile_sizes`: see :mod:`hostile_shapes`."""

import base64
import json
from collections.abc import Callable

from hostile_shapes import HEAD, TEXT, Link, Shape

_ARGO = """apiVersion: argoproj.io/v1alpha1
kind: {kind}
metadata: {name: a{n}}
spec:
"""
_SOURCE = "  source:\n    chart: pachyderm\n    targetRevision: 2.11.0\n    helm:\n"
_FLUX = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: r{n}}
spec:
  chart: {spec: {chart: pachyderm, version: 2.11.0, sourceRef: {kind: HelmRepository, name: p}}}
"""
_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m{n}}\ndata:\n"
_CHARTS = "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\n"
_INFLATED = _CHARTS + "helmCharts:\n- name: pachyderm\n  version: 2.11.0\n"
_RELEASE = 'resource "helm_release" "a" {\n  name = "p"\n  chart = "pachyderm"\n'
_TERRAFORM = 100_000
"""Most characters of a file of Terraform."""


def _numbered(text: str, n: int) -> str:
    return text.replace("{n}", str(n))


def _lines(line: str, count: float) -> str:
    return "".join(_numbered(line, n) for n in range(int(count)))


def _argo(n: int = 0, kind: str = "Application") -> str:
    return _numbered(_ARGO.replace("{kind}", kind), n)


def _flux(n: int = 0) -> str:
    return _numbered(_FLUX, n)


def _map(n: int = 0) -> str:
    return _numbered(_MAP, n)


def _keys(indent: int, count: float) -> str:
    return _lines(f"{' ' * indent}k{{n}}: 1\n", count)


def _file(text: Callable[[float], str], name: str = "v.yaml") -> Shape:
    return Shape(lambda size: {name: text(size)}, named=(name,))


def _application(rest: Callable[[float], str]) -> Shape:
    """An Application whose ``helm`` goes on so, by 6 blanks."""
    return _file(lambda size: _argo() + _SOURCE + rest(size))


def _filled(head: str, part: str, tail: str = "\n", most: int = TEXT) -> Callable[[float], str]:
    """A text that repeats a part as often as it fits."""
    return lambda size: head + part * int((most * size - len(head) - len(tail)) // len(part)) + tail


def _terraform(part: str, tail: str = "", head: str = _RELEASE) -> Shape:
    """A file of Terraform that repeats a part, with ``{n}`` for its number."""

    def text(size: float) -> str:
        room = _TERRAFORM * size - len(head) - len(tail) - 10
        return head + _lines(part, room // (len(part) + 2)) + tail

    return _file(text, "main.tf")


def _documents(each: Callable[[int], str], count: int) -> Shape:
    return _file(lambda size: "---\n".join(each(n) for n in range(int(count * size))))


_VALUES = "      values: |\n"
_INLINE = "  values:\n    deployTarget: LOCAL\n"

_OF_ARGO_CD: dict[str, Shape] = {
    "argo: elements": _file(
        lambda size: (
            _argo(kind="ApplicationSet")
            + "  generators:\n  - list:\n      elements:\n"
            + _lines("      - cluster: c{n}\n", 4_900 * size)
            + "  template:\n    metadata: {name: '{{cluster}}'}\n    spec:\n"
            + "      source: {chart: pachyderm, helm: {valuesObject: {deployTarget: LOCAL}}}\n"
        )
    ),
    "argo: name of holes": _file(
        lambda size: (
            _argo(kind="ApplicationSet")
            + "  generators:\n  - list:\n      elements:\n"
            + _lines("      - cluster: c{n}\n", 900 * size)
            + f"  template:\n    metadata: {{name: '{'{{cluster}}' * int(60_000 * size)}'}}\n    spec:\n"
            + "      source: {chart: pachyderm, helm: {valuesObject: {deployTarget: LOCAL}}}\n"
        )
    ),
    "argo: open holes": _file(
        lambda size: (
            _argo(kind="ApplicationSet")
            + f"  template:\n    metadata: {{name: '{'{{' * int(200_000 * size)}'}}\n    spec:\n"
            + f"      source: {{chart: pachyderm, helm: {{values: '{'{{' * int(200_000 * size)}'}}}}\n"
        )
    ),
    "argo: parameters": _application(
        lambda size: "      parameters:\n" + _lines("      - {name: pachd.a{n}, value: '1'}\n", 3_200 * size)
    ),
    "argo: same parameter": _application(
        lambda size: "      parameters:\n" + _lines("      - {name: pachd.a, value: '{n}'}\n", 3_200 * size)
    ),
    "argo: parameter of commas": _application(
        lambda size: f"      parameters:\n      - {{name: pachd.a, value: '{',' * int(900_000 * size)}'}}\n"
    ),
    "argo: parameter of indexes": _application(
        lambda size: (
            "      parameters:\n" + _lines("      - {name: 'a{n}[65535].b', value: '1'}\n", 3_200 * size)
        )
    ),
    "argo: file parameters": Shape(
        lambda size: {
            "v.yaml": _argo()
            + _SOURCE
            + "      fileParameters:\n"
            + _lines("      - {name: pachd.a{n}, path: big.txt}\n", 2_400 * size),
            "big.txt": "x" * 1_000_000,
        },
        named=("v.yaml",),
    ),
    "argo: missing values files": _file(
        lambda size: (
            _argo()
            + "  source:\n    path: pachyderm\n    helm:\n      valueFiles:\n"
            + _lines("      - /f{n}.yaml\n", 9_900 * size)
        )
    ),
    "argo: values files": Shape(
        lambda size: {
            "v.yaml": _argo()
            + "  source:\n    path: pachyderm\n    helm:\n      valueFiles:\n"
            + _lines("      - /f{n}.yaml\n", 110 * size),
            **{f"f{n}.yaml": f"{HEAD}zz{n}q: 1\n" for n in range(int(110 * size))},
        },
        named=("v.yaml",),
    ),
    "argo: same values file": Shape(
        lambda size: {
            "v.yaml": _argo()
            + "  source:\n    path: pachyderm\n    helm:\n      valueFiles:\n"
            + _lines("      - /f.yaml\n", 9_900 * size),
            "f.yaml": HEAD + _keys(0, 4_000 * size),
        },
        named=("v.yaml",),
    ),
    "argo: sources": _file(
        lambda size: (
            _argo()
            + "  sources:\n"
            + _lines("  - {chart: pachyderm, helm: {values: 'zz{n}q: 1'}}\n", 2_400 * size)
        )
    ),
    "argo: refs": _file(
        lambda size: (
            _argo()
            + "  sources:\n"
            + _lines("  - {ref: r{n}}\n", 2_400 * size)
            + "  - chart: pachyderm\n    helm:\n      valueFiles:\n"
            + _lines("      - $r{n}/a.yaml\n", 2_400 * size)
        )
    ),
    "argo: misspelt keys": _application(lambda size: _lines("      valuesObjec{n}: {a: 1}\n", 4_900 * size)),
    "argo: documents": _documents(
        lambda n: _argo(n) + _SOURCE + _VALUES + f"        {HEAD}        zz{n}q: 1\n", 2_000
    ),
    "argo: large documents": _documents(
        lambda n: _argo(n) + _SOURCE + _VALUES + f"        {HEAD}" + _keys(8, 900), 95
    ),
    "argo: large objects": _documents(
        lambda n: _argo(n) + _SOURCE + f"      valuesObject:\n        {HEAD}" + _keys(8, 900), 95
    ),
    "argo: list of objects": _file(
        lambda size: (
            "kind: List\nitems:\n"
            + "".join(
                f"- apiVersion: argoproj.io/v1alpha1\n  kind: Application\n  metadata: {{name: a{n}}}\n"
                f"  spec: {{source: {{chart: pachyderm, helm: {{valuesObject: {{zz{n}q: 1}}}}}}}}\n"
                for n in range(int(900 * size))
            )
        )
    ),
    "argo: block of keys": _application(lambda size: f"{_VALUES}        {HEAD}" + _keys(8, 9_800 * size)),
    "argo: block of odd lines": _application(
        lambda size: (
            "      values: |9-\n"
            "               deployTarget: LOCAL\n"
            + _lines("               k{n}: 1\r\n\n               \n", 9_000 * size)
        )
    ),
    "argo: block of blank lines": _application(
        lambda size: f"{_VALUES}        {HEAD}" + "\n" * int(95_000 * size) + "        zz: 1\n"
    ),
    "argo: block of blanks": _application(
        lambda size: f"{_VALUES}        {HEAD}" + (" " * 200 + "\n") * int(4_500 * size) + "        zz: 1\n"
    ),
    "argo: block of comments": _application(
        lambda size: f"{_VALUES}        {HEAD}" + "        # pachlint: ignore[a]\n" * int(30_000 * size)
    ),
    "argo: long string": _application(
        lambda size: '      values: "deployTarget: LOCAL' + "\\n\\u0023" * int(110_000 * size) + '"\n'
    ),
    "argo: folded": _application(
        lambda size: f"      values: >\n        {HEAD}\n" + _lines("        k{n}: 1\n\n", 9_000 * size)
    ),
    "argo: object of keys": _application(
        lambda size: f"      valuesObject:\n        {HEAD}" + _keys(8, 9_800 * size)
    ),
    "argo: flow object": _application(
        lambda size: "      valuesObject: {deployTarget: LOCAL, " + "k: {a: 1}, " * int(3_000 * size) + "}\n"
    ),
    "argo: comments above": _application(
        lambda size: "      valuesObject:\n" + "        # a\n" * int(80_000 * size) + f"        {HEAD}"
    ),
    "argo: aliases": _application(
        lambda _: (
            "      parameters: &a0 [x, x]\n      valuesObject:\n        deployTarget: LOCAL\n"
            + "".join(f"        a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
        )
    ),
    "argo: aliases of maps": _application(
        lambda size: (
            "      x: &a {"
            + ", ".join(f"k{n}: 1" for n in range(90))
            + "}\n      valuesObject:\n        deployTarget: LOCAL\n"
            + _lines("        k{n}: *a\n", 200 * size)
        )
    ),
    "argo: merges": _application(
        lambda size: (
            "      x: &a {k: 1}\n      valuesObject:\n        deployTarget: LOCAL\n"
            + _lines("        k{n}: {<<: *a}\n", 3_000 * size)
        )
    ),
    "argo: indents": _application(
        lambda size: (
            "      valuesObject:\n"
            + "".join(" " * (n + 8) + f"k{n}:\n" for n in range(int(1_300 * size)))
            + " " * 1_400
            + "deployTarget: LOCAL\n"
        )
    ),
    "argo: unreadable documents": _documents(
        lambda n: f"apiVersion: argoproj.io/v1alpha1\nkind: [Application\n# pachyderm {n}\n", 2_000
    ),
    "argo: marks": _file(_filled(_argo() + _SOURCE + f"      valuesObject: {{{HEAD.strip()}}}\n", "---\n")),
}

_OF_FLUX: dict[str, Shape] = {
    "flux: references": _file(
        lambda size: (
            _flux()
            + "  valuesFrom:\n"
            + "  - {kind: ConfigMap, name: m0}\n" * int(2_400 * size)
            + _INLINE
            + "---\n"
            + _map()
            + f"  values.yaml: |\n    {HEAD}"
            + _keys(4, 5_000 * size)
        )
    ),
    "flux: target paths": _file(
        lambda size: (
            _flux()
            + "  valuesFrom:\n"
            + _lines("  - {kind: ConfigMap, name: m0, targetPath: pachd.a{n}, valuesKey: k}\n", 1_900 * size)
            + _INLINE
            + _keys(4, 2_000 * size)
            + "---\n"
            + _map()
            + "  k: x\n"
        )
    ),
    "flux: target paths of values": _file(
        lambda size: (
            _flux()
            + "  valuesFrom:\n"
            + _lines(
                "  - {kind: ConfigMap, name: m0, targetPath: pachd.a{n}, valuesKey: k}\n"
                "  - {kind: ConfigMap, name: m0}\n",
                950 * size,
            )
            + _INLINE
            + "---\n"
            + _map()
            + f"  k: x\n  values.yaml: |\n    {HEAD}"
            + _keys(4, 3_000 * size)
        )
    ),
    "flux: long target": _file(
        lambda size: (
            _flux()
            + "  valuesFrom:\n"
            + _lines("  - {kind: ConfigMap, name: m0, targetPath: a{n}, valuesKey: k}\n", 1_900 * size)
            + "---\n"
            + _map()
            + f"  k: '{'x,' * int(300_000 * size)}'\n"
        )
    ),
    "flux: references to nothing": _file(
        lambda size: _flux() + "  valuesFrom:\n" + _lines("  - {kind: ConfigMap, name: m{n}}\n", 4_900 * size)
    ),
    "flux: references to secrets": _file(
        lambda size: (
            _flux()
            + "  valuesFrom:\n"
            + _lines("  - {kind: Secret, name: m{n}, targetPath: pachd.a{n}}\n", 2_900 * size)
        )
    ),
    "flux: references without key": _file(
        lambda size: (
            _flux()
            + "  valuesFrom:\n"
            + _lines("  - {kind: ConfigMap, name: m0, valuesKey: key{n}}\n", 2_000 * size)
            + "---\n"
            + _map()
            + _lines("  key-{n}: x\n", 4_000 * size)
        )
    ),
    "flux: map of each release": _file(
        lambda size: "---\n".join(
            _flux(n)
            + f"  valuesFrom: [{{kind: ConfigMap, name: m{n}}}]\n---\n"
            + _map(n)
            + f"  values.yaml: |\n    {HEAD}    zz{n}q: 1\n"
            for n in range(int(480 * size))
        )
    ),
    "flux: releases of one map": _file(
        lambda size: "---\n".join(
            (
                _map() + f"  values.yaml: |\n    {HEAD}" + _keys(4, 5_000 * size),
                *(_flux(n) + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n" for n in range(int(100 * size))),
            )
        )
    ),
    "flux: json": _file(
        lambda size: (
            _flux()
            + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n---\n"
            + _map()
            + "  values.yaml: '"
            + json.dumps({"deployTarget": "LOCAL", "x": [{"a": 1}] * int(4_000 * size)})
            + "'\n"
        )
    ),
    "flux: deep json": _file(
        lambda size: (
            _flux()
            + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n---\n"
            + _map()
            + f"  values.yaml: '{'[' * int(900_000 * size)}'\n"
        )
    ),
    "flux: escaped": _file(
        lambda size: (
            _flux()
            + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n---\n"
            + _map()
            + '  values.yaml: "deployTarget: LOCAL'
            + "".join(f"\\nk{n}: 1" for n in range(int(9_000 * size)))
            + '"\n'
        )
    ),
    "flux: secret": _file(
        lambda size: (
            _flux()
            + "  valuesFrom: [{kind: Secret, name: m0}]\n---\n"
            + _map().replace("ConfigMap", "Secret")
            + "  values.yaml: "
            + base64.b64encode((HEAD + _keys(0, 9_800 * size)).encode()).decode()
            + "\n"
        )
    ),
    "flux: releases": _documents(lambda n: _flux(n) + f"{_INLINE}    zz{n}q: 1\n", 2_000),
    "flux: same release": _documents(lambda _: _flux() + _INLINE, 2_000),
    "flux: patches": Shape(
        lambda size: (
            {
                f"p{n}.yaml": "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r0}\n"
                f"spec:\n  values:\n    zz{n}q: 1\n"
                for n in range(int(1_000 * size))
            }
            | {"base.yaml": _flux() + _INLINE}
        ),
        named=("base.yaml",),
    ),
    "flux: maps of a name": Shape(
        lambda size: (
            {
                "v.yaml": "---\n".join(
                    _flux(n) + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n" for n in range(int(100 * size))
                )
            }
            | {f"maps/m{n}.yaml": _map() + f"  values.yaml: |\n    {HEAD}" for n in range(int(1_000 * size))}
        ),
        named=("v.yaml",),
    ),
    "flux: maps": Shape(
        lambda size: (
            {
                "v.yaml": "---\n".join(
                    _flux(n) + f"  valuesFrom: [{{kind: ConfigMap, name: m{n}}}]\n"
                    for n in range(int(100 * size))
                )
            }
            | {
                f"maps/m{n}.yaml": _map(n) + f"  values.yaml: |\n    {HEAD}    zz{n}q: 1\n"
                for n in range(int(1_000 * size))
            }
        ),
        named=("v.yaml",),
    ),
    "flux: names": Shape(
        lambda size: {
            "v.yaml": _flux() + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n",
            **{
                f"maps/m{m}.yaml": _map(m)
                + "  words: ConfigMap Secret OCIRepository HelmChart HelmRelease configMapGenerator secretGenerator\n"
                + _lines(f"  n{{n}}: 'name: x{m}-{{n}}'\n", 9_000 * size)
                for m in range(30)
            },
        },
        named=("v.yaml",),
    ),
    "flux: large maps": Shape(
        lambda size: {
            "v.yaml": _flux() + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n",
            **{
                f"maps/m{m}.yaml": _map(0) + f"  values.yaml: |\n    {HEAD}" + _keys(4, 75_000 * size)
                for m in range(10)
            },
        },
        named=("v.yaml",),
    ),
    "flux: misspelt keys": _file(lambda size: _flux() + _lines("  value{n}: {a: 1}\n", 4_900 * size)),
}

_OF_KUSTOMIZE: dict[str, Shape] = {
    "kustomize: charts": _file(
        lambda size: (
            _CHARTS
            + "helmCharts:\n"
            + _lines("- {name: pachyderm, releaseName: r{n}, valuesInline: {zz{n}q: 1}}\n", 1_900 * size)
        )
    ),
    "kustomize: keys": _file(
        lambda size: _INFLATED + f"  valuesInline:\n    {HEAD}" + _keys(4, 9_800 * size)
    ),
    "kustomize: nulls": _file(
        lambda size: (
            _INFLATED + f"  valuesInline:\n    {HEAD}" + _lines("    k{n}:\n", 9_000 * size) + "    z: null\n"
        )
    ),
    "kustomize: indents": _file(
        lambda size: (
            _INFLATED
            + "  valuesInline:\n"
            + "".join(" " * (n + 4) + f"k{n}:\n" for n in range(int(1_300 * size)))
        )
    ),
    "kustomize: more files": _file(
        lambda size: _INFLATED + "  additionalValuesFiles:\n" + _lines("  - f{n}.yaml\n", 9_900 * size)
    ),
    "kustomize: misspelt keys": _file(lambda size: _INFLATED + _lines("  valuesInlin{n}: 1\n", 4_900 * size)),
    "kustomize: generators": Shape(
        lambda size: {
            "v.yaml": _flux()
            + "  valuesFrom:\n"
            + _lines("  - {kind: ConfigMap, name: m{n}}\n", 1_900 * size),
            "kustomization.yaml": _CHARTS
            + "configMapGenerator:\n"
            + _lines("- {name: m{n}, files: [values.yaml=f.yaml]}\n", 1_900 * size),
            "f.yaml": HEAD + _keys(0, 1_000 * size),
        },
        named=("v.yaml",),
    ),
    "kustomize: literals": Shape(
        lambda size: {
            "v.yaml": _flux()
            + "  valuesFrom:\n"
            + _lines(
                "  - {kind: ConfigMap, name: m, valuesKey: k{n}, targetPath: pachd.a{n}}\n", 1_900 * size
            ),
            "kustomization.yaml": _CHARTS
            + "configMapGenerator:\n- name: m\n  literals:\n"
            + _lines("  - k{n}=v\n", 1_900 * size),
        },
        named=("v.yaml",),
    ),
    "kustomize: kustomizations": Shape(
        lambda size: {
            "v.yaml": _flux() + "  valuesFrom: [{kind: ConfigMap, name: m}]\n",
            **{
                f"k{n}/kustomization.yaml": _CHARTS
                + "configMapGenerator: [{name: m, files: [values.yaml]}]\n"
                for n in range(int(1_000 * size))
            },
        },
        named=("v.yaml",),
    ),
}

_OF_HELMFILE: dict[str, Shape] = {
    "helmfile: releases": _file(
        lambda size: (
            "releases:\n"
            + _lines("- {name: r{n}, chart: p/pachyderm, values: [{zz{n}q: 1}]}\n", 1_900 * size)
        )
    ),
    "helmfile: values": _file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  values:\n"
            + _lines("  - {zz{n}q: 1}\n", 4_000 * size)
        )
    ),
    "helmfile: keys": _file(
        lambda size: (
            f"releases:\n- name: r\n  chart: p/pachyderm\n  values:\n  - {HEAD}" + _keys(4, 9_800 * size)
        )
    ),
    "helmfile: missing files": _file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  values:\n"
            + _lines("  - f{n}.yaml\n", 9_900 * size)
        )
    ),
    "helmfile: set": _file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  set:\n"
            + _lines("  - {name: pachd.a{n}, value: 1}\n", 3_200 * size)
        )
    ),
    "helmfile: set lists": _file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  set:\n  - name: pachd.a\n    values:\n"
            + _lines("    - '{n}'\n", 9_000 * size)
        )
    ),
    "helmfile: set files": Shape(
        lambda size: {
            "helmfile.yaml": "releases:\n- name: r\n  chart: p/pachyderm\n  set:\n"
            + _lines("  - {name: pachd.a{n}, file: big.txt}\n", 2_400 * size),
            "big.txt": "x" * 1_000_000,
        },
        named=("helmfile.yaml",),
    ),
    "helmfile: templates": _file(
        lambda size: (
            "templates:\n"
            + "".join(
                f"  t{n}: {{inherit: [{{template: t{n + 1}}}, {{template: t{n + 1}}}], values: [{{zz{n}q: 1}}]}}\n"
                for n in range(40)
            )
            + "releases:\n"
            + _lines(
                "- {name: r{n}, chart: p/pachyderm, inherit: [{template: t0}, {template: t20}]}\n", 900 * size
            )
        )
    ),
    "helmfile: templates of nothing": _file(
        lambda size: (
            "templates:\n"
            + "".join(f"  t{n}: {{inherit: [{{template: t{n + 1}}}]}}\n" for n in range(18))
            + "  t18:\n    inherit:\n"
            + _lines("    - {template: x{n}}\n", 1_500 * size)
            + "releases:\n"
            + _lines("- {name: r{n}, chart: p/pachyderm, inherit: [{template: t0}]}\n", 900 * size)
        )
    ),
    "helmfile: parts": _documents(
        lambda n: f"releases:\n- {{name: r{n}, chart: p/pachyderm, values: [{{zz{n}q: 1}}]}}\n", 2_000
    ),
    "helmfile: holes": _file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  values:\n"
            + _lines("  - {zz{n}q: '{{ .Values.a }}'}\n", 3_000 * size)
        ),
        "helmfile.yaml.gotmpl",
    ),
    "helmfile: lines of holes": _file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  values:\n"
            + _lines("{{- if .a }}\n  - {zz{n}q: 1}\n{{- end }}\n", 3_000 * size)
        ),
        "helmfile.yaml.gotmpl",
    ),
    "helmfile: name of holes": _file(
        lambda size: (
            f"releases:\n- name: r\n  chart: p/pachyderm\n  values:\n  - '{'{{ .Release.Name }}' * int(40_000 * size)}'\n"
        )
    ),
    "helmfile: misspelt keys": _file(
        lambda size: "releases:\n- name: r\n  chart: p/pachyderm\n" + _lines("  value{n}: 1\n", 4_900 * size)
    ),
}

_OF_TERRAFORM: dict[str, Shape] = {
    "terraform: brackets": _terraform("[", head=_RELEASE + "  x = "),
    "terraform: braces": _terraform("{a=", head=_RELEASE + "  x = "),
    "terraform: parentheses": _terraform("(", head=_RELEASE + "  x = "),
    "terraform: calls": _terraform("f(", head=_RELEASE + "  x = "),
    "terraform: blocks": _terraform("a {\n"),
    "terraform: holes": _terraform("${ ", head=_RELEASE + '  x = "'),
    "terraform: holes in strings": _terraform('${"', head=_RELEASE + '  x = "'),
    "terraform: closed holes": _terraform("${a}", '"\n}\n', _RELEASE + '  x = "'),
    "terraform: conditions": _terraform("a ? ", head=_RELEASE + "  x = "),
    "terraform: operators": _terraform("a + ", "a\n}\n", _RELEASE + "  x = "),
    "terraform: minus signs": _terraform("- ", "a\n}\n", _RELEASE + "  x = "),
    "terraform: escapes": _terraform("\\u0041", '"\n}\n', _RELEASE + '  x = "'),
    "terraform: open string": _terraform("x", head=_RELEASE + '  x = "'),
    "terraform: comments": _terraform("# pachlint: ignore[a]\n", "}\n"),
    "terraform: comments in a line": _terraform("/* a */ ", "\n}\n"),
    "terraform: open comments": _terraform("/* ", "\n}\n"),
    "terraform: heredoc": _terraform(
        "  k{n}: 1\n", "  EOT\n  ]\n}\n", _RELEASE + "  values = [<<-EOT\n  deployTarget: LOCAL\n"
    ),
    "terraform: open heredoc": _terraform(
        "  k{n}: 1\n", head=_RELEASE + "  values = [<<-EOT\n  deployTarget: LOCAL\n"
    ),
    "terraform: heredoc of holes": _terraform(
        "  k{n}: ${a}\n", "  EOT\n  ]\n}\n", _RELEASE + "  values = [<<-EOT\n  deployTarget: LOCAL\n"
    ),
    "terraform: heredoc of open holes": _terraform(
        "${", "\nEOT\n]\n}\n", _RELEASE + "  values = [<<EOT\ndeployTarget: LOCAL\n"
    ),
    "terraform: heredoc of holes in a line": _terraform(
        "${a}", "\nEOT\n]\n}\n", _RELEASE + "  values = [<<EOT\ndeployTarget: LOCAL\n"
    ),
    "terraform: heredoc of escapes": _terraform(
        "$${", "\nEOT\n]\n}\n", _RELEASE + "  values = [<<EOT\ndeployTarget: LOCAL\nx: "
    ),
    "terraform: heredocs": _terraform("  x{n} = <<E\na\nE\n", "}\n"),
    "terraform: values": _terraform("<<E\nzz{n}q: 1\nE\n,", "]\n}\n", _RELEASE + "  values = ["),
    "terraform: files": _terraform('file("f{n}.yaml"),', "]\n}\n", _RELEASE + "  values = ["),
    "terraform: set": _terraform('  set {\n  name = "pachd.a{n}"\n  value = "1"\n  }\n', "}\n"),
    "terraform: sensitive": _terraform(
        '  set_sensitive {\n  name = "pachd.a{n}"\n  value = var.b\n  }\n', "}\n"
    ),
    "terraform: set list": _terraform(
        '  {name = "pachd.a{n}", value = "1"},\n', "]\n}\n", _RELEASE + "  set = [\n"
    ),
    "terraform: locals": _file(
        lambda size: (
            "locals {\n"
            + _lines('  a{n} = "zz{n}q: 1"\n', 2_000 * size)
            + "}\n"
            + _RELEASE
            + "  values = [\n"
            + _lines("  local.a{n},\n", 2_000 * size)
            + "  ]\n}\n"
        ),
        "main.tf",
    ),
    "terraform: locals of locals": _file(
        lambda size: (
            "locals {\n"
            + _lines("  a{n} = [local.b{n}, local.b{n}]\n  b{n} = local.a{n}\n", 900 * size)
            + "}\n"
            + _RELEASE
            + "  values = [yamlencode({\n"
            + _lines("  k{n} = local.a{n}\n", 900 * size)
            + "  })]\n}\n"
        ),
        "main.tf",
    ),
    "terraform: encoded": _terraform(
        "  zz{n}q = 1\n", "  })]\n}\n", _RELEASE + '  values = [yamlencode({\n  deployTarget = "LOCAL"\n'
    ),
    "terraform: numbers": _terraform(
        "9", "\n  })]\n}\n", _RELEASE + '  values = [yamlencode({\n  deployTarget = "LOCAL"\n  a = 1'
    ),
    "terraform: releases": _terraform(
        'resource "helm_release" "a{n}" {\nchart = "pachyderm"\nvalues = ["zz{n}q: 1"]\n}\n', head=""
    ),
    "terraform: large": _file(
        lambda size: _RELEASE + _lines("  # a comment {n}\n", 50_000 * size) + "}\n", "main.tf"
    ),
    "terraform json: releases": _file(
        lambda size: json.dumps(
            {
                "resource": {
                    "helm_release": {
                        f"r{n}": {"chart": "pachyderm", "values": [f"zz{n}q: 1"]}
                        for n in range(int(1_200 * size))
                    }
                }
            }
        ),
        "main.tf.json",
    ),
    "terraform json: set": _file(
        lambda size: json.dumps(
            {
                "resource": {
                    "helm_release": {
                        "a": {
                            "chart": "pachyderm",
                            "set": [{"name": f"pachd.a{n}", "value": "1"} for n in range(int(2_400 * size))],
                        }
                    }
                }
            }
        ),
        "main.tf.json",
    ),
    "terraform json: string": _file(
        lambda size: json.dumps(
            {
                "resource": {
                    "helm_release": {
                        "a": {
                            "chart": "pachyderm",
                            "values": [HEAD + _keys(0, 9_800 * size)],
                        }
                    }
                }
            }
        ),
        "main.tf.json",
    ),
    "terraform json: holes": _file(
        lambda size: json.dumps(
            {
                "resource": {
                    "helm_release": {
                        "a": {
                            "chart": "pachyderm",
                            "name": "${" * int(40_000 * size) + "}",
                            "values": ["${" * int(40_000 * size) + "}"],
                        }
                    }
                }
            }
        ),
        "main.tf.json",
    ),
}

_FLUX_OF_MAP = _flux() + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n"

_OF_REPOSITORIES: dict[str, Shape] = {
    "printed: user's": _file(lambda size: "USER-SUPPLIED VALUES:\n" + HEAD + _keys(0, 9_800 * size)),
    "printed: all": _file(lambda size: "COMPUTED VALUES:\n" + HEAD + _keys(0, 9_800 * size)),
    "printed: json": _file(
        lambda size: json.dumps(
            {"deployTarget": "LOCAL", **{f"k{n}": {"a": [1]} for n in range(int(3_000 * size))}}
        ),
        "v.json",
    ),
    "sops: values": _file(
        lambda size: (
            HEAD
            + _lines("k{n}: ENC[AES256_GCM,data:QQ==,iv:QQ==,tag:QQ==,type:str]\n", 9_000 * size)
            + "sops: {version: 3.8.1, mac: 'ENC[]'}\n"
        )
    ),
    "sops: words": _file(
        lambda size: HEAD + "x: '" + "ENC[" * int(240_000 * size) + "'\nsops: {version: 3.8.1}\n"
    ),
    "umbrella: dependencies": Shape(
        lambda size: {
            "Chart.yaml": "apiVersion: v2\nname: u\nversion: 1.0.0\ndependencies:\n"
            + _lines("- {name: pachyderm, alias: a{n}, version: 2.11.0}\n", 2_400 * size),
            "values.yaml": _lines("a{n}:\n  deployTarget: LOCAL\n", 2_400 * size),
        },
        named=("values.yaml",),
    ),
    "umbrella: charts": Shape(
        lambda size: {
            name: text
            for n in range(int(20 * size))
            for name, text in (
                (
                    f"c{n}/Chart.yaml",
                    "apiVersion: v2\nname: u\nversion: 1.0.0\ndependencies:\n- {name: pachyderm, version: 2.11.0}\n",
                ),
                (f"c{n}/values.yaml", f"pachyderm:\n  {HEAD}  zz{n}q: 1\n"),
            )
        },
    ),
    "umbrella: large chart": Shape(
        lambda size: {
            "Chart.yaml": "apiVersion: v2\nname: u\nversion: 1.0.0\ndependencies:\n- {name: pachyderm, version: 2.11.0}\n"
            + _keys(0, 9_000 * size),
            **{f"v{n}.yaml": f"pachyderm:\n  {HEAD}" for n in range(int(20 * size))},
        },
    ),
    "charts in circles": Shape(
        lambda size: {
            "v.yaml": "---\n".join(
                _argo(n) + f"  source: {{path: c{n}/pachyderm}}\n" for n in range(int(90 * size))
            ),
            **{
                name: text
                for n in range(int(90 * size))
                for name, text in (
                    (f"c{n}/pachyderm/Chart.yaml", "apiVersion: v2\nname: pachyderm\nversion: 2.11.0\n"),
                    (f"c{n}/pachyderm/templates/a.yaml", "a: {{ .Values.x }}\n"),
                    (f"c{n}/pachyderm/charts", Link(f"../../c{(n + 1) % max(int(90 * size), 1)}")),
                )
            },
        },
        named=("v.yaml",),
    ),
    "ignored files": Shape(
        lambda size: {
            ".git/HEAD": "ref: refs/heads/main\n",
            ".git/config": "[core]\n\trepositoryformatversion = 0\n",
            ".git/objects/x": "",
            ".git/refs/x": "",
            ".gitignore": "".join(f"**/a*b*c*d*{n}*/**/x\n" for n in range(int(20_000 * size))),
            **{f"f{n}.yaml": HEAD for n in range(20)},
        },
        named=("f0.yaml",),
    ),
    "ignored by exploding patterns": Shape(
        lambda size: {
            ".git/HEAD": "ref: refs/heads/main\n",
            ".git/config": "[core]\n\trepositoryformatversion = 0\n",
            ".git/objects/x": "",
            ".git/refs/x": "",
            ".gitignore": "**/" + "a*" * 30 + "b\n" + "**/a/" * 20 + "b\n",
            **{f"{'a/' * 30}{'a' * 60}{n}.yaml": HEAD for n in range(int(20 * size))},
        },
        named=(".",),
    ),
    "many files of maps": Shape(
        lambda size: {
            "v.yaml": _FLUX_OF_MAP,
            **{
                f"d{n % 50}/m{n}.yaml": _map(n) + f"  values.yaml: |\n    {HEAD}"
                for n in range(int(2_000 * size))
            },
        },
        named=(".",),
    ),
}

HOLDERS: dict[str, Shape] = {
    **_OF_ARGO_CD,
    **_OF_FLUX,
    **_OF_KUSTOMIZE,
    **_OF_HELMFILE,
    **_OF_TERRAFORM,
    **_OF_REPOSITORIES,
}
