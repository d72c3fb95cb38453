"""What Helm does not see of a chart's folder, and what it takes for a chart below ``charts/``."""

import json
import random
import subprocess
from pathlib import Path

import pytest

from pachlint.chart.at_hand import as_chart
from pachlint.chart.files import ChartError, load_chart
from pachlint.chart.helmignore import IgnoreError, ignored_by
from pachlint.layering.layer import layer
from pachlint.reading.document import read
from pachlint.source import Source

NAMES = (
    "charts/README.md", "charts/notes.txt", "charts/a.prov", "charts/_x/Chart.yaml", "charts/.h/foo", "charts/.hidden",
    "charts/foo/notes.txt", "charts/foo/deep/er.txt", "charts/empty/", "charts/sub/README.md", "charts/x.bak",
    "charts/sub/charts/x.txt", "charts/sub/charts/in/Chart.yaml", "charts/sub/charts/in/values.yaml",
)  # fmt: skip
PATTERNS = (
    "*.md", "/charts/*.md", "charts/", "/charts", "values.yaml", "/values.yaml", "Chart.yaml", "sub", "sub/", "charts/sub",
    "charts/*", "!charts/sub", "!*.yaml", "foo/", "*.txt", "*.bak", "# c", "", "[fb]oo", "[^f]oo", "charts/foo/*", "deep/",
    "charts/*/*.txt", "er.txt", "in", "*", "c*", "\\*.md", "[a-z]ub", "**", "a[", "charts/*/values.yaml", "!foo/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "path", "folder", "ignored"),
    [
        ("", "values.yaml", False, False),
        ("# *.yaml\n\n", "values.yaml", False, False),
        ("*.yaml", "charts/sub/values.yaml", False, True),
        ("/*.yaml", "charts/sub/values.yaml", False, False),
        ("charts/*", "charts/sub", True, True),
        ("charts/*", "charts/sub/values.yaml", False, False),
        ("sub/", "charts/sub", True, True),
        ("sub/", "charts/sub", False, False),
        ("!*.yaml", "charts", True, True),
        ("!*.yaml", "values.yaml", False, False),
        ("[^v]*", "values.yaml", False, False),
        ("v?l[a-u]es.yaml", "values.yaml", False, True),
        ("\\*.md", "*.md", False, True),
        ("\\*.md", "a.md", False, False),
    ],
)
def test_patterns(text: str, path: str, folder: bool, ignored: bool) -> None:
    assert ignored_by(text)(path, folder) is ignored


@pytest.mark.parametrize("text", ["**", "a[", "charts/**/x", "[]", "a\\"])
def test_what_is_no_pattern_is_reported(text: str) -> None:
    with pytest.raises(IgnoreError):
        ignored_by(text)


def a_chart(folder: Path, rng: random.Random) -> Path:
    """A chart with a subchart, with things beside it that are none, and with patterns."""
    found = {"Chart.yaml", "values.yaml", "templates/seen.yaml", *rng.sample(NAMES, rng.randint(0, 3))}
    if rng.random() < 0.6:
        found |= {"charts/sub/Chart.yaml", "charts/sub/values.yaml"}
    for name in sorted(found):
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"apiVersion": "v2", "name": path.parent.name, "version": "1.0.0"}
        texts = {"Chart.yaml": json.dumps(content), "seen.yaml": "v: {{ .Values | toJson | quote }}\n"}
        path.write_text(texts.get(path.name, f"of: {path.parent.name}\n"))
    if rng.random() < 0.7:
        (folder / ".helmignore").write_text("\n".join(rng.sample(PATTERNS, rng.randint(1, 3))) + "\n")
    return folder


@pytest.mark.helm
@pytest.mark.parametrize("seed", range(40))
def test_folder_is_read_as_helm_reads_it(helm3: Path, tmp_path: Path, seed: int) -> None:
    folder = a_chart(tmp_path / "c", random.Random(seed))
    done = subprocess.run(
        [helm3, "template", "x", folder], capture_output=True, text=True, check=False, timeout=30
    )
    try:
        chart = as_chart(load_chart(str(folder)))
    except ChartError:
        assert done.returncode, done.stdout
        return
    assert done.returncode == 0, done.stderr
    if "v: " in done.stdout:  # else the template is ignored
        values = layer(
            chart.defaults, [read(Source("v.yaml", "{}"))], (), chart.label, subcharts=chart.subcharts
        )
        assert values.data == json.loads(json.loads(done.stdout.rpartition("v: ")[2]))
