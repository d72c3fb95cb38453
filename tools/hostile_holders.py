"""Shapes of files of other programs near the bounds of pachlint, for :mod:`hostile_sizes`: see :mod:`hostile_shapes`."""

import json

from hostile_argo_cd import OF_ARGO_CD
from hostile_flux import OF_FLUX
from hostile_objects import (
    CHARTS,
    INFLATED,
    application,
    config_map,
    documents,
    file,
    flux_release,
    keys,
    numbered_lines,
)
from hostile_shapes import HEAD, Link, Shape
from hostile_terraform import OF_TERRAFORM

OF_KUSTOMIZE: dict[str, Shape] = {
    "kustomize: charts": file(
        lambda size: (
            CHARTS
            + "helmCharts:\n"
            + numbered_lines(
                "- {name: pachyderm, releaseName: r{n}, valuesInline: {zz{n}q: 1}}\n", 1_900 * size
            )
        )
    ),
    "kustomize: keys": file(lambda size: INFLATED + f"  valuesInline:\n    {HEAD}" + keys(4, 9_800 * size)),
    "kustomize: nulls": file(
        lambda size: (
            INFLATED
            + f"  valuesInline:\n    {HEAD}"
            + numbered_lines("    k{n}:\n", 9_000 * size)
            + "    z: null\n"
        )
    ),
    "kustomize: indents": file(
        lambda size: (
            INFLATED
            + "  valuesInline:\n"
            + "".join(" " * (n + 4) + f"k{n}:\n" for n in range(int(1_300 * size)))
        )
    ),
    "kustomize: more files": file(
        lambda size: INFLATED + "  additionalValuesFiles:\n" + numbered_lines("  - f{n}.yaml\n", 9_900 * size)
    ),
    "kustomize: misspelt keys": file(
        lambda size: INFLATED + numbered_lines("  valuesInlin{n}: 1\n", 4_900 * size)
    ),
    "kustomize: generators": Shape(
        lambda size: {
            "v.yaml": flux_release()
            + "  valuesFrom:\n"
            + numbered_lines("  - {kind: ConfigMap, name: m{n}}\n", 1_900 * size),
            "kustomization.yaml": CHARTS
            + "configMapGenerator:\n"
            + numbered_lines("- {name: m{n}, files: [values.yaml=f.yaml]}\n", 1_900 * size),
            "f.yaml": HEAD + keys(0, 1_000 * size),
        },
        named=("v.yaml",),
    ),
    "kustomize: literals": Shape(
        lambda size: {
            "v.yaml": flux_release()
            + "  valuesFrom:\n"
            + numbered_lines(
                "  - {kind: ConfigMap, name: m, valuesKey: k{n}, targetPath: pachd.a{n}}\n", 1_900 * size
            ),
            "kustomization.yaml": CHARTS
            + "configMapGenerator:\n- name: m\n  literals:\n"
            + numbered_lines("  - k{n}=v\n", 1_900 * size),
        },
        named=("v.yaml",),
    ),
    "kustomize: kustomizations": Shape(
        lambda size: {
            "v.yaml": flux_release() + "  valuesFrom: [{kind: ConfigMap, name: m}]\n",
            **{
                f"k{n}/kustomization.yaml": CHARTS + "configMapGenerator: [{name: m, files: [values.yaml]}]\n"
                for n in range(int(1_000 * size))
            },
        },
        named=("v.yaml",),
    ),
}

OF_HELMFILE: dict[str, Shape] = {
    "helmfile: releases": file(
        lambda size: (
            "releases:\n"
            + numbered_lines("- {name: r{n}, chart: p/pachyderm, values: [{zz{n}q: 1}]}\n", 1_900 * size)
        )
    ),
    "helmfile: values": file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  values:\n"
            + numbered_lines("  - {zz{n}q: 1}\n", 4_000 * size)
        )
    ),
    "helmfile: keys": file(
        lambda size: (
            f"releases:\n- name: r\n  chart: p/pachyderm\n  values:\n  - {HEAD}" + keys(4, 9_800 * size)
        )
    ),
    "helmfile: missing files": file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  values:\n"
            + numbered_lines("  - f{n}.yaml\n", 9_900 * size)
        )
    ),
    "helmfile: set": file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  set:\n"
            + numbered_lines("  - {name: pachd.a{n}, value: 1}\n", 3_200 * size)
        )
    ),
    "helmfile: set lists": file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  set:\n  - name: pachd.a\n    values:\n"
            + numbered_lines("    - '{n}'\n", 9_000 * size)
        )
    ),
    "helmfile: set files": Shape(
        lambda size: {
            "helmfile.yaml": "releases:\n- name: r\n  chart: p/pachyderm\n  set:\n"
            + numbered_lines("  - {name: pachd.a{n}, file: big.txt}\n", 2_400 * size),
            "big.txt": "x" * 1_000_000,
        },
        named=("helmfile.yaml",),
    ),
    "helmfile: templates": file(
        lambda size: (
            "templates:\n"
            + "".join(
                f"  t{n}: {{inherit: [{{template: t{n + 1}}}, {{template: t{n + 1}}}], values: [{{zz{n}q: 1}}]}}\n"
                for n in range(40)
            )
            + "releases:\n"
            + numbered_lines(
                "- {name: r{n}, chart: p/pachyderm, inherit: [{template: t0}, {template: t20}]}\n", 900 * size
            )
        )
    ),
    "helmfile: templates of nothing": file(
        lambda size: (
            "templates:\n"
            + "".join(f"  t{n}: {{inherit: [{{template: t{n + 1}}}]}}\n" for n in range(18))
            + "  t18:\n    inherit:\n"
            + numbered_lines("    - {template: x{n}}\n", 1_500 * size)
            + "releases:\n"
            + numbered_lines("- {name: r{n}, chart: p/pachyderm, inherit: [{template: t0}]}\n", 900 * size)
        )
    ),
    "helmfile: parts": documents(
        lambda n: f"releases:\n- {{name: r{n}, chart: p/pachyderm, values: [{{zz{n}q: 1}}]}}\n", 2_000
    ),
    "helmfile: holes": file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  values:\n"
            + numbered_lines("  - {zz{n}q: '{{ .Values.a }}'}\n", 3_000 * size)
        ),
        "helmfile.yaml.gotmpl",
    ),
    "helmfile: lines of holes": file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n  values:\n"
            + numbered_lines("{{- if .a }}\n  - {zz{n}q: 1}\n{{- end }}\n", 3_000 * size)
        ),
        "helmfile.yaml.gotmpl",
    ),
    "helmfile: name of holes": file(
        lambda size: (
            f"releases:\n- name: r\n  chart: p/pachyderm\n  values:\n  - '{'{{ .Release.Name }}' * int(40_000 * size)}'\n"
        )
    ),
    "helmfile: misspelt keys": file(
        lambda size: (
            "releases:\n- name: r\n  chart: p/pachyderm\n" + numbered_lines("  value{n}: 1\n", 4_900 * size)
        )
    ),
}

_FLUX_OF_MAP = flux_release() + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n"

_OF_REPOSITORIES: dict[str, Shape] = {
    "printed: user's": file(lambda size: "USER-SUPPLIED VALUES:\n" + HEAD + keys(0, 9_800 * size)),
    "printed: all": file(lambda size: "COMPUTED VALUES:\n" + HEAD + keys(0, 9_800 * size)),
    "printed: json": file(
        lambda size: json.dumps(
            {"deployTarget": "LOCAL", **{f"k{n}": {"a": [1]} for n in range(int(3_000 * size))}}
        ),
        "v.json",
    ),
    "sops: values": file(
        lambda size: (
            HEAD
            + numbered_lines("k{n}: ENC[AES256_GCM,data:QQ==,iv:QQ==,tag:QQ==,type:str]\n", 9_000 * size)
            + "sops: {version: 3.8.1, mac: 'ENC[]'}\n"
        )
    ),
    "sops: words": file(
        lambda size: HEAD + "x: '" + "ENC[" * int(240_000 * size) + "'\nsops: {version: 3.8.1}\n"
    ),
    "umbrella: dependencies": Shape(
        lambda size: {
            "Chart.yaml": "apiVersion: v2\nname: u\nversion: 1.0.0\ndependencies:\n"
            + numbered_lines("- {name: pachyderm, alias: a{n}, version: 2.11.0}\n", 2_400 * size),
            "values.yaml": numbered_lines("a{n}:\n  deployTarget: LOCAL\n", 2_400 * size),
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
            + keys(0, 9_000 * size),
            **{f"v{n}.yaml": f"pachyderm:\n  {HEAD}" for n in range(int(20 * size))},
        },
    ),
    "charts in circles": Shape(
        lambda size: {
            "v.yaml": "---\n".join(
                application(n) + f"  source: {{path: c{n}/pachyderm}}\n" for n in range(int(90 * size))
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
                f"d{n % 50}/m{n}.yaml": config_map(n) + f"  values.yaml: |\n    {HEAD}"
                for n in range(int(2_000 * size))
            },
        },
        named=(".",),
    ),
}

HOLDERS: dict[str, Shape] = {
    **OF_ARGO_CD,
    **OF_FLUX,
    **OF_KUSTOMIZE,
    **OF_HELMFILE,
    **OF_TERRAFORM,
    **_OF_REPOSITORIES,
}
