"""Shapes of files of Flux near the bounds of pachlint."""

import base64
import json

from hostile_objects import INLINE, config_map, documents, file, flux_release, keys, numbered_lines
from hostile_shapes import HEAD, Shape

OF_FLUX: dict[str, Shape] = {
    "flux: references": file(
        lambda size: (
            flux_release()
            + "  valuesFrom:\n"
            + "  - {kind: ConfigMap, name: m0}\n" * int(2_400 * size)
            + INLINE
            + "---\n"
            + config_map()
            + f"  values.yaml: |\n    {HEAD}"
            + keys(4, 5_000 * size)
        )
    ),
    "flux: target paths": file(
        lambda size: (
            flux_release()
            + "  valuesFrom:\n"
            + numbered_lines(
                "  - {kind: ConfigMap, name: m0, targetPath: pachd.a{n}, valuesKey: k}\n", 1_900 * size
            )
            + INLINE
            + keys(4, 2_000 * size)
            + "---\n"
            + config_map()
            + "  k: x\n"
        )
    ),
    "flux: target paths of values": file(
        lambda size: (
            flux_release()
            + "  valuesFrom:\n"
            + numbered_lines(
                "  - {kind: ConfigMap, name: m0, targetPath: pachd.a{n}, valuesKey: k}\n"
                "  - {kind: ConfigMap, name: m0}\n",
                950 * size,
            )
            + INLINE
            + "---\n"
            + config_map()
            + f"  k: x\n  values.yaml: |\n    {HEAD}"
            + keys(4, 3_000 * size)
        )
    ),
    "flux: long target": file(
        lambda size: (
            flux_release()
            + "  valuesFrom:\n"
            + numbered_lines(
                "  - {kind: ConfigMap, name: m0, targetPath: a{n}, valuesKey: k}\n", 1_900 * size
            )
            + "---\n"
            + config_map()
            + f"  k: '{'x,' * int(300_000 * size)}'\n"
        )
    ),
    "flux: references to nothing": file(
        lambda size: (
            flux_release()
            + "  valuesFrom:\n"
            + numbered_lines("  - {kind: ConfigMap, name: m{n}}\n", 4_900 * size)
        )
    ),
    "flux: references to secrets": file(
        lambda size: (
            flux_release()
            + "  valuesFrom:\n"
            + numbered_lines("  - {kind: Secret, name: m{n}, targetPath: pachd.a{n}}\n", 2_900 * size)
        )
    ),
    "flux: references without key": file(
        lambda size: (
            flux_release()
            + "  valuesFrom:\n"
            + numbered_lines("  - {kind: ConfigMap, name: m0, valuesKey: key{n}}\n", 2_000 * size)
            + "---\n"
            + config_map()
            + numbered_lines("  key-{n}: x\n", 4_000 * size)
        )
    ),
    "flux: map of each release": file(
        lambda size: "---\n".join(
            flux_release(n)
            + f"  valuesFrom: [{{kind: ConfigMap, name: m{n}}}]\n---\n"
            + config_map(n)
            + f"  values.yaml: |\n    {HEAD}    zz{n}q: 1\n"
            for n in range(int(480 * size))
        )
    ),
    "flux: releases of one map": file(
        lambda size: "---\n".join(
            (
                config_map() + f"  values.yaml: |\n    {HEAD}" + keys(4, 5_000 * size),
                *(
                    flux_release(n) + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n"
                    for n in range(int(100 * size))
                ),
            )
        )
    ),
    "flux: json": file(
        lambda size: (
            flux_release()
            + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n---\n"
            + config_map()
            + "  values.yaml: '"
            + json.dumps({"deployTarget": "LOCAL", "x": [{"a": 1}] * int(4_000 * size)})
            + "'\n"
        )
    ),
    "flux: deep json": file(
        lambda size: (
            flux_release()
            + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n---\n"
            + config_map()
            + f"  values.yaml: '{'[' * int(900_000 * size)}'\n"
        )
    ),
    "flux: escaped": file(
        lambda size: (
            flux_release()
            + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n---\n"
            + config_map()
            + '  values.yaml: "deployTarget: LOCAL'
            + "".join(f"\\nk{n}: 1" for n in range(int(9_000 * size)))
            + '"\n'
        )
    ),
    "flux: secret": file(
        lambda size: (
            flux_release()
            + "  valuesFrom: [{kind: Secret, name: m0}]\n---\n"
            + config_map().replace("ConfigMap", "Secret")
            + "  values.yaml: "
            + base64.b64encode((HEAD + keys(0, 9_800 * size)).encode()).decode()
            + "\n"
        )
    ),
    "flux: releases": documents(lambda n: flux_release(n) + f"{INLINE}    zz{n}q: 1\n", 2_000),
    "flux: same release": documents(lambda _: flux_release() + INLINE, 2_000),
    "flux: patches": Shape(
        lambda size: (
            {
                f"p{n}.yaml": "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r0}\n"
                f"spec:\n  values:\n    zz{n}q: 1\n"
                for n in range(int(1_000 * size))
            }
            | {"base.yaml": flux_release() + INLINE}
        ),
        named=("base.yaml",),
    ),
    "flux: maps of a name": Shape(
        lambda size: (
            {
                "v.yaml": "---\n".join(
                    flux_release(n) + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n"
                    for n in range(int(100 * size))
                )
            }
            | {
                f"maps/m{n}.yaml": config_map() + f"  values.yaml: |\n    {HEAD}"
                for n in range(int(1_000 * size))
            }
        ),
        named=("v.yaml",),
    ),
    "flux: maps": Shape(
        lambda size: (
            {
                "v.yaml": "---\n".join(
                    flux_release(n) + f"  valuesFrom: [{{kind: ConfigMap, name: m{n}}}]\n"
                    for n in range(int(100 * size))
                )
            }
            | {
                f"maps/m{n}.yaml": config_map(n) + f"  values.yaml: |\n    {HEAD}    zz{n}q: 1\n"
                for n in range(int(1_000 * size))
            }
        ),
        named=("v.yaml",),
    ),
    "flux: names": Shape(
        lambda size: {
            "v.yaml": flux_release() + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n",
            **{
                f"maps/m{m}.yaml": config_map(m)
                + "  words: ConfigMap Secret OCIRepository HelmChart HelmRelease configMapGenerator secretGenerator\n"
                + numbered_lines(f"  n{{n}}: 'name: x{m}-{{n}}'\n", 9_000 * size)
                for m in range(30)
            },
        },
        named=("v.yaml",),
    ),
    "flux: name in many files": Shape(
        lambda size: {
            "v.yaml": flux_release() + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n",
            **{
                f"maps/m{m}.yaml": config_map(m)
                + "  words: ConfigMap Secret OCIRepository HelmChart HelmRelease configMapGenerator secretGenerator\n"
                + numbered_lines("  n{n}: 'name: m0'\n", 9_000 * size)
                for m in range(30)
            },
        },
        named=("v.yaml",),
    ),
    "flux: large maps": Shape(
        lambda size: {
            "v.yaml": flux_release() + "  valuesFrom: [{kind: ConfigMap, name: m0}]\n",
            **{
                f"maps/m{m}.yaml": config_map(0) + f"  values.yaml: |\n    {HEAD}" + keys(4, 75_000 * size)
                for m in range(10)
            },
        },
        named=("v.yaml",),
    ),
    "flux: misspelt keys": file(
        lambda size: flux_release() + numbered_lines("  value{n}: {a: 1}\n", 4_900 * size)
    ),
}
