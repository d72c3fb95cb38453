"""A local chart, read as Helm reads it: folders and packages, charts within charts, and what is no chart."""

import base64
import gzip
import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pachlint.chart.files import ChartError, load_chart
from pachlint.layering.flags import Flag
from pachlint.layering.layer import layer

SEEN = "x: {{ toJson .Values | b64enc }}\n"
DEPENDENCIES = [
    {
        "name": "child", "version": "1.0.0", "alias": "kid", "condition": "kid.enabled,kid.on", "tags": ["front"],
        "import-values": ["data", {"child": "m", "parent": "taken.m"}, {"child": "exports.other", "parent": "."}],
    },
    {"name": "child", "version": "1.0.0", "condition": "child.on", "tags": ["back"]},
]  # fmt: skip
FILES: Mapping[str, Any] = {
    "Chart.yaml": {"apiVersion": "v2", "name": "par", "version": "1.0.0", "dependencies": DEPENDENCIES},
    "values.yaml": {
        "p": 1, "nil": None, "kid": {"c": 9, "m": {"n": 4, "b": None}, "nil": 7, "inner": {"g": None}},
        "global": {"own": "par", "shared": {"x": None}}, "tags": {"front": True},
    },
    "charts/child/Chart.yaml": {
        "apiVersion": "v2", "name": "child", "version": "1.0.0",
        "dependencies": [{"name": "inner", "version": "1.0.0", "condition": "inner.enabled"}],
    },
    "charts/child/values.yaml": {
        "c": 1, "nil": None, "m": {"a": 1, "n": None, "b": {"c": 2}},
        "exports": {"data": {"from": "child", "z": {"z": 1}}, "other": {"o": 1}},
        "global": {"own": "child", "shared": {"x": 1, "z": None}}, "inner": {"g": 5, "nil": 3},
    },
    "charts/child/charts/inner/Chart.yaml": {"apiVersion": "v2", "name": "inner", "version": "1.0.0"},
    "charts/child/charts/inner/values.yaml": {"g": 1, "nil": None, "global": {"own": "inner", "deep": {"z": 1}}},
}  # fmt: skip


def write(folder: Path) -> None:
    """A chart with a subchart under two names, which has a subchart itself."""
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(data))
    (folder / "templates").mkdir()
    (folder / "templates" / "seen.yaml").write_text(SEEN)


def pack(folder: Path) -> Path:
    """Put a chart's folder into a package beside it."""
    packed = folder.with_name(f"{folder.name}-1.0.0.tgz")
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, folder.name)
    shutil.rmtree(folder)
    return packed


def as_version_1(chart: Path) -> Path:
    """Dependencies in a file of their own, as Helm 2 had them."""
    (chart / "requirements.yaml").write_text(json.dumps({"dependencies": DEPENDENCIES}))
    (chart / "Chart.yaml").write_text("apiVersion: v1\nname: par\nversion: 1.0.0\n")
    return chart


def unlisted(chart: Path) -> Path:
    """A subchart that lies there, and is no dependency."""
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: par\nversion: 1.0.0\n")
    return chart


def empty_list(chart: Path) -> Path:
    """Subcharts that are no dependencies, in a chart that has a list of them."""
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: par\nversion: 1.0.0\ndependencies: []\n")
    return chart


def child_packed(chart: Path) -> Path:
    """Packages within the folder, one within the other."""
    pack(chart / "charts" / "child" / "charts" / "inner")
    pack(chart / "charts" / "child")
    return chart


SHAPES: Mapping[str, Callable[[Path], Path]] = {
    "folder": lambda chart: chart,
    "package": pack,
    "package of packages": lambda chart: pack(child_packed(chart)),
    "packages in a folder": child_packed,
    "version 1": as_version_1,
    "unlisted": unlisted,
    "empty list": empty_list,
    "unlisted, packed": lambda chart: pack(unlisted(chart)),
}


@pytest.mark.helm
@pytest.mark.parametrize("shape", SHAPES)
def test_local_chart_gives_the_values_of_helm(helm3: Path, tmp_path: Path, shape: str) -> None:
    write(tmp_path / "par")
    chart = SHAPES[shape](tmp_path / "par")
    loaded = load_chart(str(chart))
    for text in (
        *("z=1", "kid.on=false,child.inner.enabled=false", "tags.front=false,kid=null", "kid=5"),
        *("child=null,kid.m.a=null,kid.inner=null,taken.m=null,global.shared.x=2", "inner.enabled=false,global=null"),
    ):  # fmt: skip
        values = layer(loaded.defaults, [], [Flag("set", text)], subcharts=loaded.subcharts)
        assert (None if values.problems else values.data) == in_helm(helm3, chart, text), text


def in_helm(helm: Path, chart: Path, flag: str) -> Any:
    """The values that a template sees, or None if Helm rejects them."""
    done = subprocess.run(
        [helm, "template", "x", chart, "--set", flag], capture_output=True, text=True, check=False
    )
    lines = [line.removeprefix("x: ") for line in done.stdout.splitlines() if line.startswith("x: ")]
    return json.loads(base64.b64decode(lines[0])) if done.returncode == 0 else None


def archive(*names: str) -> bytes:
    """A package of files without content."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as packed:
        for name in names:
            packed.addfile(tarfile.TarInfo(name))
    return stream.getvalue()


WHOLE = archive("par/Chart.yaml", "par/values.yaml")
STORED = gzip.compress(WHOLE * 30, 9)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no package",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:20] + b"\xff\xff\xff" + WHOLE[23:],
        STORED,
        gzip.compress(b"x" * 4096),
        archive("par/other"),
        archive("par/Chart.yaml", "../escaped/values.yaml"),
        archive("/par/Chart.yaml"),
        archive("c:\\par\\Chart.yaml"),
    ],
)
def test_what_is_no_package_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.tgz").write_bytes(content)
    with pytest.raises(ChartError) as reported:
        load_chart(str(tmp_path / "p.tgz"))
    assert str(tmp_path / "p.tgz") in str(reported.value)
    assert "\n" not in str(reported.value)


def test_mistake_within_a_chart_is_reported_with_its_place(tmp_path: Path) -> None:
    write(tmp_path / "par")
    where = tmp_path / "par" / "charts" / "child" / "values.yaml"
    where.write_text("a: 1\nb: [\n")
    with pytest.raises(ChartError, match=rf"^{where}:2:4: "):
        load_chart(str(tmp_path / "par"))


def test_dependencies_that_are_not_there_are_named(tmp_path: Path) -> None:
    write(tmp_path / "par")
    shutil.rmtree(tmp_path / "par" / "charts")
    assert load_chart(str(tmp_path / "par")).missing == ("child",)
