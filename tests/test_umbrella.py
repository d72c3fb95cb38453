"""Umbrella charts: Pachyderm's rules on the values below its key, as its templates see them, and the outer chart's own on the rest."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pachlint.chart import at_hand
from pachlint.chart.charts import Likeness
from pachlint.cli import main

DEPENDENCY = {"name": "pachyderm", "version": "2.6.x", "repository": "https://x.example.org"}
OWN = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n"
    "data: {name: {{ .Values.ours.name }}, seen: {{ toJson .Values.pachyderm | quote }}}\n"
)


def write_umbrella(
    folder: Path, *, defaults: Any = None, lock: str = "2.6.4", inner: bool = False, **dependency: Any
) -> Path:
    """A chart that depends on Pachyderm's, whose release a lock file tells; with ``inner`` a small one of that name lies inside."""
    chart = folder / "umbrella"
    (chart / "templates").mkdir(parents=True)
    about = {
        "apiVersion": "v2",
        "name": "platform",
        "version": "0.1.0",
        "dependencies": [{**DEPENDENCY, **dependency}],
    }
    (chart / "Chart.yaml").write_text(json.dumps(about))
    (chart / "Chart.lock").write_text(json.dumps({"dependencies": [{"name": "pachyderm", "version": lock}]}))
    (chart / "values.yaml").write_text(json.dumps({"ours": {"name": "x"}, **(defaults or {})}))
    (chart / "templates" / "own.yaml").write_text(OWN)
    if inner:
        below = chart / "charts" / "pachyderm"
        (below / "templates").mkdir(parents=True)
        (below / "Chart.yaml").write_text('{"apiVersion": "v2", "name": "pachyderm", "version": "2.6.4"}')
        (below / "values.yaml").write_text('{"deployTarget": "", "pachd": {"replicas": 1}}')
        demand = 'kind: {{ required "set it" .Values.deployTarget }}\nn: {{ .Values.global.size | int }}\n'
        (below / "templates" / "a.yaml").write_text("apiVersion: v1\nmetadata: {name: a}\n" + demand)
    return chart


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository as the current folder, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / ".git").mkdir()
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def report(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("check", *words, "--chart", "umbrella", "--format", "json").stdout)
    return found


def found(*words: str) -> list[str]:
    """The findings that matter: rule, whole path, and line."""
    findings = report(*words)["findings"]
    return [f"{one['rule']} {one['path']} {one['line']}" for one in findings if one["severity"] != "info"]


def check(text: str, *words: str) -> list[str]:
    Path("v.yaml").write_text(text)
    return found("v.yaml", *words)


GOOD = "pachyderm:\n  deployTarget: LOCAL\n"


def test_values_below_the_key_are_judged_by_pachyderms_rules(here: Path) -> None:
    write_umbrella(here)
    assert check(f"{GOOD}  pachd:\n    replicas: '2'\n  etcd:\n    size: 1Gi\n") == [
        "wrong-type pachyderm.pachd.replicas 4",
        "unknown-key pachyderm.etcd.size 6",
    ]


def test_release_is_that_of_the_lock_file(here: Path) -> None:
    write_umbrella(here, lock="2.5.3")
    Path("v.yaml").write_text(GOOD)
    release = report("v.yaml")["releases"][0]
    assert release["chart_version"] == {"value": "2.5.3", "from": "chart"}
    assert release["provider"] == {"value": "local", "from": "deploy-target"}


def test_other_charts_values_are_not_pachyderms(here: Path) -> None:
    write_umbrella(here, alias="pach")
    assert check(
        "pachd: {replicas: '2'}\netcd: {size: 1}\npach: {deployTarget: LOCAL, etcd: {size: 1Gi}}\n"
    ) == [
        "unknown-key pachd 1",
        "unknown-key etcd 2",
        "unknown-key pach.etcd.size 3",
    ]


def test_what_the_umbrella_sets_is_a_default(here: Path) -> None:
    write_umbrella(here, defaults={"pachyderm": {"deployTarget": "GOOGLE", "pachd": {"replicas": 0}}})
    Path("v.yaml").write_text("pachyderm:\n  etcd: {}\n")
    shown = report("v.yaml")
    assert shown["releases"][0]["provider"] == {"value": "gcp", "from": "deploy-target"}
    (bucket,) = (one for one in shown["findings"] if one["rule"] == "gcs-bucket-required")
    assert (bucket["path"], bucket["line"], bucket["from"]) == (
        "pachyderm.pachd.storage.google.bucket",
        2,
        "default",
    )


def test_globals_are_those_of_the_top(here: Path) -> None:
    write_umbrella(here, alias="pach")
    text = "pach: {deployTarget: LOCAL}\nglobal:\n  ours: 1\n  postgresql:\n    postgresqlHost: ''\n"
    assert check(text) == ["connection-complete global.postgresql.postgresqlHost 5"]
    text = "pach:\n  deployTarget: LOCAL\n  global:\n    postgresql:\n      postgresqlHost: ''\n"
    assert check(text) == ["connection-complete pach.global.postgresql.postgresqlHost 5"]


@pytest.mark.parametrize(
    ("dependency", "text", "why"),
    [
        ({"condition": "pachyderm.enabled"}, "pachyderm:\n  enabled: false\n", "pachyderm.enabled"),
        ({"condition": "with.pach,x.y"}, "with: {pach: false}\npachyderm: {}\n", "with.pach,x.y"),
        ({"tags": ["data"]}, "tags: {data: false}\npachyderm: {}\n", "tags.data"),
    ],
)
def test_chart_that_is_switched_off_is_not_judged(
    dependency: dict[str, Any], text: str, why: str, here: Path
) -> None:
    write_umbrella(here, **dependency)
    assert not [one for one in check(text) if "pachyderm" in one]
    said = f"the values below pachyderm, because {why} switches Pachyderm's chart off"
    assert said in report("v.yaml")["releases"][0]["not_judged"]
    assert check(text.replace("false", "true"))[0].startswith("deploy-target-set pachyderm.deployTarget ")


def test_flags_set_values_below_the_key(here: Path) -> None:
    write_umbrella(here)
    Path("v.yaml").write_text(GOOD)
    findings = report("-f", "v.yaml", "--set", "pachyderm.etcd.size=1Gi", "--set-json", 'pachyderm={"zz":1}')[
        "findings"
    ]
    placed = [(one["path"], one["file"], one["line"], one["column"]) for one in findings]
    assert ("pachyderm.zz", "<command line>", 1, 12) in placed
    assert ("pachyderm.etcd.size", "<command line>", 2, 7) in placed


def test_fixes_are_made_below_the_key(here: Path) -> None:
    write_umbrella(here)
    Path("v.yaml").write_text(
        "# ours\npachyderm:\n  deployTarget: AMAZON  # here\n  pachd:\n    replicas: '2'\n"
        "    storage: {amazon: {bucket: 's3://our-data', region: us-east-1}}\n"
    )
    run("check", "v.yaml", "--chart", "umbrella", "--fix", "--unsafe-fixes")
    assert Path("v.yaml").read_text() == (
        "# ours\npachyderm:\n  deployTarget: AMAZON  # here\n  pachd:\n    replicas: 2\n"
        "    storage: {amazon: {bucket: 'our-data', region: us-east-1}}\n"
    )


def test_words_have_whole_paths(here: Path) -> None:
    write_umbrella(here)
    Path("v.yaml").write_text(f"{GOOD}  proxy: {{tls: {{enabled: true}}}}\n")
    (finding,) = (one for one in report("v.yaml")["findings"] if one["rule"] == "proxy-tls-secret")
    assert "but pachyderm.proxy.tls.secretName is empty" in finding["message"]
    assert finding["help"].startswith("Set pachyderm.proxy.tls.secretName to ")


def test_remedy_says_below_which_key(here: Path) -> None:
    write_umbrella(here)
    Path("v.yaml").write_text(f"{GOOD}  zzyzx: 1\n")
    (finding,) = (one for one in report("v.yaml")["findings"] if one["rule"] == "unknown-key")
    assert finding["help"].startswith("Below pachyderm: ")


@pytest.mark.parametrize(
    "config", ["per-path-ignores: {pachyderm.zzyzx: unknown-key}\n", "ignore: unknown-key\n", ""]
)
def test_findings_below_the_key_are_ignored(config: str, here: Path) -> None:
    write_umbrella(here)
    Path(".pachlint.yaml").write_text(config)
    comment = "" if config else "  # pachlint: ignore[unknown-key] ours"
    assert check(f"{GOOD}  zzyzx: 1{comment}\n") == []


def test_secrets_below_the_key_are_masked(here: Path) -> None:
    write_umbrella(here)
    Path("v.yaml").write_text(f"{GOOD}  pachd: {{rootToken: abcd1234efgh, replicas: '2'}}\n")
    for words in ((), ("--format", "html"), ("--diff",), ("-v",)):
        assert "abcd1234efgh" not in run("check", "v.yaml", "--chart", "umbrella", *words).output
    assert "abcd1234efgh" not in run("values", "-f", "v.yaml", "--chart", "umbrella").output


def test_files_are_recognized_by_the_chart_of_the_config(here: Path) -> None:
    write_umbrella(here)
    (here / "live").mkdir()
    Path("live/prod.yaml").write_text(f"{GOOD}  etcd: {{size: 1Gi}}\n")
    told = run("check", "live")
    assert (told.exit_code, "give that chart with --chart" in told.stderr) == (3, True)
    Path(".pachlint.yaml").write_text("chart: umbrella\n")
    judged = run("check", "live", "--format", "concise")
    assert (judged.exit_code, "give that chart" in judged.stderr) == (1, False)
    assert "live/prod.yaml:3:10: warning" in judged.stdout


def test_part_of_a_release_is_one_by_what_stands_below_the_key(here: Path) -> None:
    write_umbrella(here)
    (here / "live").mkdir()
    Path("live/prod.yaml").write_text("pachyderm:\n  pachd: {storage: {amazon: {region: x}}}\n")
    Path(".pachlint.yaml").write_text("chart: umbrella\n")
    assert not [one for one in found("live") if one.startswith("deploy-target-set")]
    assert [one for one in found("live/prod.yaml") if one.startswith("deploy-target-set")]


class TestChartInside:
    """A chart that lies inside: of a pretended likeness, for none of the real ones is here."""

    @pytest.fixture(autouse=True)
    def alike(self, monkeypatch: pytest.MonkeyPatch) -> None:
        compare = at_hand.compare

        def pretended(templates: Any, version: str) -> Any:
            found = compare(templates, version)
            alike = "charts/pachyderm/templates/a.yaml" not in templates and "templates/a.yaml" in templates
            return found._replace(likeness=Likeness.SIMILAR) if alike else found

        monkeypatch.setattr(at_hand, "compare", pretended)

    def test_verdict_is_that_of_all_templates(self, here: Path) -> None:
        write_umbrella(here, inner=True)
        assert check("global: {size: 1}\npachyderm: {}\n") == ["chart-rejection pachyderm.deployTarget 2"]
        assert check("global: {size: 1}\npachyderm: {deployTarget: LOCAL}\n") == []

    def test_keys_of_the_outer_chart_are_known(self, here: Path) -> None:
        write_umbrella(here, inner=True)
        text = "ours: {nmae: x}\ntags: {a: true}\nglobal: {a: 1}\npachyderm: {deployTarget: LOCAL}\n"
        assert check(text) == ["unknown-key ours.nmae 1"]

    @pytest.mark.helm
    @pytest.mark.parametrize(
        "text",
        [
            "global: {size: 1}\npachyderm: {}\n",
            "global: {size: 1}\npachyderm: {deployTarget: LOCAL, global: {size: 2, b: 3}}\n",
            "global: {size: {a: 1}}\npachyderm: {deployTarget: LOCAL, pachd: null}\n",
            "pachyderm: {deployTarget: LOCAL, pachd: {replicas: 3}}\n",
            "pachyderm: null\n",
            "pachyderm: {enabled: false}\n",
            "pachyderm: 1\n",
            "global: 1\npachyderm: {deployTarget: LOCAL}\n",
        ],
    )
    def test_helm_agrees(self, text: str, here: Path, helm3: Path, helm4: Path) -> None:
        write_umbrella(here, inner=True, condition="pachyderm.enabled")
        Path("v.yaml").write_text(text)
        rejected = bool(report("v.yaml", "--select", "rejected")["findings"])
        for helm in (helm3, helm4):
            command = [helm, "template", "x", "umbrella", "-f", "v.yaml"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert (done.returncode != 0) is rejected
            if rejected:
                continue
            line = next(line for line in done.stdout.splitlines() if line.startswith("data: "))
            seen = json.loads(json.loads(line[line.index("seen: ") + len("seen: ") : -1]))
            shown = run("values", "pachyderm", "-f", "v.yaml", "--chart", "umbrella", "--format", "json")
            assert json.loads(shown.stdout) == seen


# values files of a chart that nobody named


def beside(file: str, text: str, *words: str) -> Result:
    """A check of a file in the folder of the umbrella chart."""
    path = Path("umbrella", file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return run("check", str(path), "--format", "json", *words)


def findings_of(done: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


@pytest.mark.parametrize("file", ["values-prod.yaml", "envs/prod.yaml", "envs/prod/values.yaml"])
def test_chart_around_a_file_is_as_if_it_were_named(here: Path, file: str) -> None:
    write_umbrella(here, defaults={"pach": {"etcd": {"size": 1}}}, alias="pach")
    text = "ours: {name: y}\npach:\n  deployTarget: LOCAL\n  pachd: {replicas: '2'}\nglobal: {postgresql: {postgresqlHost: ''}}\n"
    by_itself = findings_of(beside(file, text))
    assert by_itself == findings_of(beside(file, text, "--chart", "umbrella"))
    assert {"pach.pachd.replicas", "global.postgresql.postgresqlHost"} <= {one["path"] for one in by_itself}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a/b/c/values.yaml", GOOD),
        ("values.yaml", "pachyderm-exporter: {enabled: true}\n"),
        ("charts/other/values.yaml", GOOD),
    ],
)
def test_chart_is_not_that_of_other_files(here: Path, file: str, text: str) -> None:
    write_umbrella(here)
    other = here / "umbrella" / "charts" / "other"
    other.mkdir(parents=True)
    (other / "Chart.yaml").write_text("apiVersion: v2\nname: other\nversion: 1.0.0\n")
    beside(file, text)
    assert "local chart" not in run("check", f"umbrella/{file}").stdout


def test_version_that_is_asked_for_is_that_of_the_chart_inside(here: Path) -> None:
    write_umbrella(here, lock="2.6.4")
    release = json.loads(beside("v.yaml", GOOD, "--chart-version", "2.5.3").stdout)["releases"][0]
    assert release["chart_version"] == {"value": "2.5.3", "from": "chart"}
    shown = run("check", "umbrella/v.yaml").stdout
    assert "chart platform 0.1.0 (local chart, with Pachyderm's 2.6.4, Chart.lock)" in shown


def test_chart_that_cannot_be_read_is_told_and_its_values_are_not_judged(here: Path) -> None:
    write_umbrella(here)
    Path("umbrella/values.schema.json").write_text("{")
    done = beside("v.yaml", GOOD)
    assert "note: umbrella/values.schema.json" in done.stderr
    assert "are not checked" in done.stderr


def test_folder_is_searched_for_values_of_its_chart(here: Path) -> None:
    write_umbrella(here, defaults={"pachyderm": {"console": {"enabled": "true"}}})
    assert [one["path"] for one in findings_of(run("check", "--format", "json")) if one["fix"]] == [
        "pachyderm.console.enabled"
    ]
    run("check", "--fix")
    assert json.loads(Path("umbrella/values.yaml").read_text())["pachyderm"] == {"console": {"enabled": True}}


HELMFILE = "releases:\n- name: pach\n  chart: ./umbrella\n  values:\n  - pachyderm: {deployTarget: LOCAL, pachd: {replicas: '2'}}\n"
APPLICATION = (
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: pach}\nspec:\n  source:\n    path: umbrella\n"
    "    helm:\n      valuesObject: {pachyderm: {deployTarget: LOCAL, pachd: {replicas: '2'}}}\n"
)


@pytest.mark.parametrize("text", [HELMFILE, APPLICATION], ids=["helmfile", "Argo CD"])
def test_release_of_another_program_may_have_an_umbrella_chart(here: Path, text: str) -> None:
    write_umbrella(here)
    Path("held.yaml").write_text(text)
    (finding,) = findings_of(run("check", "held.yaml", "--format", "json", "--select", "wrong-type"))
    assert (finding["path"], finding["file"]) == ("pachyderm.pachd.replicas", "held.yaml")
