"""Shapes of files of Argo CD near the bounds of pachlint."""

from collections.abc import Callable

from hostile_objects import SOURCE, application, documents, file, filled, keys, numbered_lines
from hostile_shapes import HEAD, Shape

_VALUES = "      values: |\n"


def _application(rest: Callable[[float], str]) -> Shape:
    """An Application whose ``helm`` goes on so, by 6 blanks."""
    return file(lambda size: application() + SOURCE + rest(size))


OF_ARGO_CD: dict[str, Shape] = {
    "argo: elements": file(
        lambda size: (
            application(kind="ApplicationSet")
            + "  generators:\n  - list:\n      elements:\n"
            + numbered_lines("      - cluster: c{n}\n", 4_900 * size)
            + "  template:\n    metadata: {name: '{{cluster}}'}\n    spec:\n"
            + "      source: {chart: pachyderm, helm: {valuesObject: {deployTarget: LOCAL}}}\n"
        )
    ),
    "argo: name of holes": file(
        lambda size: (
            application(kind="ApplicationSet")
            + "  generators:\n  - list:\n      elements:\n"
            + numbered_lines("      - cluster: c{n}\n", 900 * size)
            + f"  template:\n    metadata: {{name: '{'{{cluster}}' * int(60_000 * size)}'}}\n    spec:\n"
            + "      source: {chart: pachyderm, helm: {valuesObject: {deployTarget: LOCAL}}}\n"
        )
    ),
    "argo: open holes": file(
        lambda size: (
            application(kind="ApplicationSet")
            + f"  template:\n    metadata: {{name: '{'{{' * int(200_000 * size)}'}}\n    spec:\n"
            + f"      source: {{chart: pachyderm, helm: {{values: '{'{{' * int(200_000 * size)}'}}}}\n"
        )
    ),
    "argo: parameters": _application(
        lambda size: (
            "      parameters:\n" + numbered_lines("      - {name: pachd.a{n}, value: '1'}\n", 3_200 * size)
        )
    ),
    "argo: same parameter": _application(
        lambda size: (
            "      parameters:\n" + numbered_lines("      - {name: pachd.a, value: '{n}'}\n", 3_200 * size)
        )
    ),
    "argo: parameter of commas": _application(
        lambda size: f"      parameters:\n      - {{name: pachd.a, value: '{',' * int(900_000 * size)}'}}\n"
    ),
    "argo: parameter of indexes": _application(
        lambda size: (
            "      parameters:\n"
            + numbered_lines("      - {name: 'a{n}[65535].b', value: '1'}\n", 3_200 * size)
        )
    ),
    "argo: file parameters": Shape(
        lambda size: {
            "v.yaml": application()
            + SOURCE
            + "      fileParameters:\n"
            + numbered_lines("      - {name: pachd.a{n}, path: big.txt}\n", 2_400 * size),
            "big.txt": "x" * 1_000_000,
        },
        named=("v.yaml",),
    ),
    "argo: missing values files": file(
        lambda size: (
            application()
            + "  source:\n    path: pachyderm\n    helm:\n      valueFiles:\n"
            + numbered_lines("      - /f{n}.yaml\n", 9_900 * size)
        )
    ),
    "argo: values files": Shape(
        lambda size: {
            "v.yaml": application()
            + "  source:\n    path: pachyderm\n    helm:\n      valueFiles:\n"
            + numbered_lines("      - /f{n}.yaml\n", 110 * size),
            **{f"f{n}.yaml": f"{HEAD}zz{n}q: 1\n" for n in range(int(110 * size))},
        },
        named=("v.yaml",),
    ),
    "argo: same values file": Shape(
        lambda size: {
            "v.yaml": application()
            + "  source:\n    path: pachyderm\n    helm:\n      valueFiles:\n"
            + numbered_lines("      - /f.yaml\n", 9_900 * size),
            "f.yaml": HEAD + keys(0, 4_000 * size),
        },
        named=("v.yaml",),
    ),
    "argo: sources": file(
        lambda size: (
            application()
            + "  sources:\n"
            + numbered_lines("  - {chart: pachyderm, helm: {values: 'zz{n}q: 1'}}\n", 2_400 * size)
        )
    ),
    "argo: refs": file(
        lambda size: (
            application()
            + "  sources:\n"
            + numbered_lines("  - {ref: r{n}}\n", 2_400 * size)
            + "  - chart: pachyderm\n    helm:\n      valueFiles:\n"
            + numbered_lines("      - $r{n}/a.yaml\n", 2_400 * size)
        )
    ),
    "argo: misspelt keys": _application(
        lambda size: numbered_lines("      valuesObjec{n}: {a: 1}\n", 4_900 * size)
    ),
    "argo: documents": documents(
        lambda n: application(n) + SOURCE + _VALUES + f"        {HEAD}        zz{n}q: 1\n", 2_000
    ),
    "argo: large documents": documents(
        lambda n: application(n) + SOURCE + _VALUES + f"        {HEAD}" + keys(8, 900), 95
    ),
    "argo: large objects": documents(
        lambda n: application(n) + SOURCE + f"      valuesObject:\n        {HEAD}" + keys(8, 900), 95
    ),
    "argo: documents of comments": documents(
        lambda n: (
            application(n) + SOURCE + _VALUES + f"        {HEAD}# pachlint: provider=aws\n" + "# a\n" * 900
        ),
        95,
    ),
    "argo: list of objects": file(
        lambda size: (
            "kind: List\nitems:\n"
            + "".join(
                f"- apiVersion: argoproj.io/v1alpha1\n  kind: Application\n  metadata: {{name: a{n}}}\n"
                f"  spec: {{source: {{chart: pachyderm, helm: {{valuesObject: {{zz{n}q: 1}}}}}}}}\n"
                for n in range(int(900 * size))
            )
        )
    ),
    "argo: block of keys": _application(lambda size: f"{_VALUES}        {HEAD}" + keys(8, 9_800 * size)),
    "argo: block of odd lines": _application(
        lambda size: (
            "      values: |9-\n"
            "               deployTarget: LOCAL\n"
            + numbered_lines("               k{n}: 1\r\n\n               \n", 9_000 * size)
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
        lambda size: (
            f"      values: >\n        {HEAD}\n" + numbered_lines("        k{n}: 1\n\n", 9_000 * size)
        )
    ),
    "argo: object of keys": _application(
        lambda size: f"      valuesObject:\n        {HEAD}" + keys(8, 9_800 * size)
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
            + numbered_lines("        k{n}: *a\n", 200 * size)
        )
    ),
    "argo: merges": _application(
        lambda size: (
            "      x: &a {k: 1}\n      valuesObject:\n        deployTarget: LOCAL\n"
            + numbered_lines("        k{n}: {<<: *a}\n", 3_000 * size)
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
    "argo: unreadable documents": documents(
        lambda n: f"apiVersion: argoproj.io/v1alpha1\nkind: [Application\n# pachyderm {n}\n", 2_000
    ),
    "argo: marks": file(
        filled(application() + SOURCE + f"      valuesObject: {{{HEAD.strip()}}}\n", "---\n")
    ),
}
