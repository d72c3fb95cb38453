"""``pachlint map``: golden files of scenes, what it says of findings, and how it is called."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

ROOT = Path(__file__).parent.parent.parent
SCENES = sorted(path.stem for path in (ROOT / "tests/data/maps").glob("*.yaml"))
FORMATS = {"text": "txt", "json": "json", "markdown": "md", "mermaid": "mmd", "svg": "svg", "html": "html"}


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def run(*words: str, content: str = "") -> Result:
    """A map, made without a config."""
    return CliRunner().invoke(main, ["map", "--no-config", *words], input=content, catch_exceptions=False)


def shown(*words: str, content: str = "") -> str:
    """What a map prints."""
    done = run(*words, content=content)
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("scene", SCENES)
def test_scene_looks_like_its_golden_file(scene: str, form: str, golden: Callable[[str, str], None]) -> None:
    golden(f"maps/{scene}.{FORMATS[form]}", shown(f"tests/data/maps/{scene}.yaml", "--format", form))


def test_file_is_short_for_f() -> None:
    file = "tests/data/maps/seed.yaml"
    assert shown(file) == shown("-f", file)


def test_file_with_and_without_f_is_a_mistake() -> None:
    done = run("tests/data/maps/seed.yaml", "-f", "tests/data/maps/open.yaml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "name the files of the release with -f or without it, not both" in done.stderr


def test_nothing_from_outside_is_said() -> None:
    found = shown("examples/local/right.yaml")
    assert "No way in from outside" in found
    assert "├─ Service" not in found


def test_what_helm_rejects_is_said() -> None:
    assert "Helm rejects these values (examples/eks/broken.yaml:" in shown("examples/eks/broken.yaml")


def test_finding_is_marked_at_the_door_that_it_concerns_alone() -> None:
    found = shown("tests/data/maps/mismatch.yaml")
    number = next(
        line[: line.index("]") + 1]
        for line in found.splitlines()
        if "] warning tls-backend-protocol:" in line
    )
    assert number in next(
        line for line in found.splitlines() if "├─ port 443" in line or "└─ port 443" in line
    )


def test_what_is_sent_and_not_expected_is_marked() -> None:
    found = shown("tests/data/maps/mismatch.yaml")
    assert "✗ plain is sent, Envoy expects TLS" in found
    assert found.count("✗ plain is sent, pachd expects TLS") == 2


def test_secret_is_masked_wherever_it_stands() -> None:
    values = "deployTarget: LOCAL\npachd: {rootToken: hunter2hunter2}\ningress: {enabled: true, host: hunter2hunter2.example.com}\n"
    for form in FORMATS:
        found = shown("-", "--format", form, content=values)
        assert "hunter2" not in found
        assert "***.example.com" in found.replace("#42;", "*")


def test_map_goes_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "map.txt"
    assert shown("tests/data/maps/seed.yaml", "--output", str(file)) == ""
    assert file.read_text() == shown("tests/data/maps/seed.yaml")


UMBRELLA = "pach:\n  pachd: {storage: {storageURL: s3://b}}\n  proxy: {service: {type: LoadBalancer}}\n"


@pytest.mark.parametrize("form", FORMATS)
def test_chart_inside_of_another_one_is_shown(form: str) -> None:
    args = ("-", "--chart", "examples/umbrella", "--environment", "production", "--format", form)
    text = shown(*args, content=UMBRELLA)
    assert "pachyderm-proxy" in text
    assert "LoadBalancer" in text


def test_values_of_a_chart_inside_of_another_one_are_named_whole() -> None:
    args = ("-", "--chart", "examples/umbrella", "--environment", "production", "--format", "json")
    found = json.loads(shown(*args, content=UMBRELLA))
    (proxy,) = (one for one in found["exposure"] if one["name"] == "pachyderm-proxy")
    assert proxy["reach"]["because"] == ["pach.proxy.service.type"]
    assert proxy["because"] == ["pach.proxy.service.type"]
    assert "exposed-without-tls" in {one["rule"] for one in proxy["findings"]}


def test_chart_inside_that_is_off_is_said() -> None:
    done = run("examples/umbrella/values-dev.yaml")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "pach.enabled switches Pachyderm's chart off" in done.stderr


def test_file_that_cannot_be_written_ends_the_command(tmp_path: Path) -> None:
    done = run("tests/data/maps/seed.yaml", "--output", str(tmp_path / "none" / "map.txt"))
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_json_counts_doors_from_zero() -> None:
    data = json.loads(shown("tests/data/maps/mismatch.yaml", "--format", "json"))
    proxy = next(one for one in data["exposure"] if one["name"] == "pachyderm-proxy")
    found = next(one for one in proxy["findings"] if one["rule"] == "tls-backend-protocol")
    assert proxy["doors"][found["door"]]["port"] == 443
    assert data["release"]["chart_version"] == {"value": "2.11.6", "from": "comment"}


class TestAgainst:
    @pytest.mark.parametrize(("form", "ending"), [("text", "txt"), ("markdown", "md"), ("json", "json")])
    def test_changes_look_like_their_golden_file(
        self, form: str, ending: str, golden: Callable[[str, str], None]
    ) -> None:
        found = shown("tests/data/maps/open.yaml", "--against", "examples/gke/right.yaml", "--format", form)
        golden(f"maps/changes.{ending}", found)

    def test_nothing_changed_is_said(self) -> None:
        file = "tests/data/maps/seed.yaml"
        for form in ("text", "markdown"):
            assert "Nothing changes in how traffic gets in" in shown(
                file, "--against", file, "--format", form
            )
        assert json.loads(shown(file, "--against", file, "--format", "json"))["changes"] == []

    def test_several_files_are_laid_over_each_other(self, tmp_path: Path) -> None:
        extra = tmp_path / "extra.yaml"
        extra.write_text("proxy: {service: {type: ClusterIP}}\n")
        file = "examples/gke/right.yaml"
        found = shown(file, "--against", file, "--against", str(extra))
        assert "new way in: Internet" in found

    def test_flags_hold_for_both(self) -> None:
        file = "examples/gke/right.yaml"
        assert "Nothing changes" in shown("-f", file, "--set", "proxy.tls.enabled=false", "--against", file)

    def test_drawing_of_changes_is_refused(self) -> None:
        done = run("tests/data/maps/seed.yaml", "--against", "examples/gke/right.yaml", "--format", "svg")
        assert done.exit_code == 2
        assert "--against has no drawing; its formats are text, json, markdown" in done.stderr

    def test_standard_input_is_one_side_only(self) -> None:
        done = run("-", "--against", "-", content="deployTarget: LOCAL\n")
        assert done.exit_code == 2
        assert "standard input cannot be both sides" in done.stderr

    def test_secret_of_one_side_is_masked_in_the_other(self, tmp_path: Path) -> None:
        secret, host = tmp_path / "a.yaml", tmp_path / "b.yaml"
        secret.write_text("deployTarget: LOCAL\npachd: {rootToken: hunter2hunter2}\n")
        host.write_text("deployTarget: LOCAL\ningress: {enabled: true, host: hunter2hunter2.example.com}\n")
        for form in ("text", "markdown", "json"):
            found = shown(str(host), "--against", str(secret), "--format", form)
            assert "hunter2" not in found
            assert "***.example.com" in found
