"""A repository as GitOps teams have it, of any size: objects, pipelines and other charts' values, and Pachyderm values among them."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
_EXAMPLES = sorted(
    path for name in ("broken", "right") for path in (ROOT / "examples").glob(f"*/{name}.yaml")
)
_IN_A_FOLDER = 40

_APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}}}
spec:
  source:
    chart: {chart}
    repoURL: https://helm.example.com
    targetRevision: 2.11.6
    helm:
      valuesObject:
{values}
"""


def write(folder: Path, files: int, values: int, *, applications: int = 0, seed: int = 0) -> None:
    """Write ``files`` files, ``values`` and ``applications`` of which hold Pachyderm values, all over the folders."""
    chance = random.Random(seed)  # noqa: S311 -- a repository, no secret
    kinds = ["values"] * values + ["application"] * applications
    kinds += ["other"] * (files - len(kinds))
    chance.shuffle(kinds)
    for number, kind in enumerate(kinds):
        place = folder / f"team-{number // (_IN_A_FOLDER * 20)}" / f"app-{number // _IN_A_FOLDER}"
        if not number % _IN_A_FOLDER:
            place.mkdir(parents=True)
        if kind == "values":
            name, text = f"values-{number}.yaml", values_text(number)
        elif kind == "application":
            inner = "".join(f"        {line}\n" for line in values_text(number).splitlines())
            name = f"application-{number}.yaml"
            text = _APPLICATION.format(name=f"pach-{number}", chart="pachyderm", values=inner.rstrip())
        else:
            name, text = next(_others(number, chance))
        (place / name).write_text(text, encoding="utf-8")


def values_text(number: int) -> str:
    """Values of Pachyderm's, no two alike."""
    text = _EXAMPLES[number % len(_EXAMPLES)].read_text(encoding="utf-8")
    return text.replace("corp-data", f"corp-{number}-data").replace("100Gi", f"{100 + number % 50}Gi")


def _others(number: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    name = f"service-{number}"
    labels = "".join(f"    label-{one}: value-{chance.randrange(10**6)}\n" for one in range(6))
    env = "".join(
        f"            - name: SETTING_{one}\n              value: {chance.random()}\n" for one in range(12)
    )
    kind = number % 6
    if kind <= 2:
        yield (
            f"deployment-{number}.yaml",
            (
                f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  labels:\n{labels}"
                f"spec:\n  template:\n    spec:\n      containers:\n        - name: main\n          image: x:{number}\n"
                f"          env:\n{env}---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\n"
                "spec: {ports: [{port: 80}], type: ClusterIP}\n"
            ),
        )
    elif kind == 3:
        yield (
            f"ingress-{number}.yaml",
            (
                f"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: {name}\n  annotations:\n"
                '    nginx.ingress.kubernetes.io/proxy-body-size: "0"\n'
                f"spec:\n  rules:\n    - host: {name}.example.com\n"
            ),
        )
    elif kind == 4:
        yield (
            f"values-of-{name}.yaml",
            (
                f"image: {{repository: {name}, tag: '1.{number}'}}\nreplicaCount: 2\ningress:\n  enabled: true\n"
                f"  hosts: [{name}.example.com]\nglobal: {{imageRegistry: r.example.com}}\nresources: {{}}\nenv:\n"
                + "".join(f"  SETTING_{one}: {chance.random()}\n" for one in range(20))
            ),
        )
    else:
        panels = [
            {"id": one, "title": f"Panel {one}", "expr": f"rate(x_{one}[5m])", "proxy": one}
            for one in range(40)
        ]
        yield f"dashboard-{number}.json", json.dumps({"title": name, "panels": panels}, indent=1)
