"""A chart of one template, rendered by real Helm."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Render = Callable[..., str | None]


@pytest.fixture
def render(helm3: Path, tmp_path: Path) -> Render:
    """What Helm 3 prints for a template and values, None if it rejects them; with a schema, it allows all values."""
    chart = tmp_path / "one"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: one\nversion: 1.0.0\n")

    def run(template: str, values: object, *, schema: bool = False) -> str | None:
        if schema:
            (chart / "values.schema.json").write_text("{}")
        (chart / "templates" / "one.yaml").write_text(template)
        # Helm's YAML knows no surrogates
        text = re.sub(
            r"\\u[dD][89abAB]..\\u[dD]...", lambda pair: str(json.loads(f'"{pair[0]}"')), json.dumps(values)
        )
        (tmp_path / "values.yaml").write_text(text, encoding="utf-8")
        done = subprocess.run(
            [helm3, "template", "x", chart, "-f", tmp_path / "values.yaml"],
            capture_output=True,
            text=True,
            check=False,
        )
        return None if done.returncode else done.stdout

    return run
