"""What ``helm get values --all`` prints is told from a user's values, and parted from the chart's defaults."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from pachlint.chart.charts import chart
from pachlint.cli import main
from pachlint.computed_values import computed
from pachlint.layering.coalesce import effective_values
from pachlint.reading.document import Document, read
from pachlint.source import Source
from pachlint.versions import resolve

VERSIONS = ["2.0.5", "2.3.9", "2.11.6"]
USERS: list[dict[str, Any]] = [
    {},
    {
        "deployTarget": "AMAZON",
        "global": {"postgresql": {"postgresqlHost": "db.example.com", "postgresqlPassword": "hunter22"}},
        "pachd": {"storage": {"amazon": {"bucket": "bucket", "region": "us-east-2"}}},
        "postgresql": {"enabled": False},
    },
    {
        "deployTarget": "LOCAL",
        "ingress": {"annotations": {"kubernetes.io/ingress.class": "nginx"}, "enabled": True},
        "pachd": {"metrics": {"enabled": False}, "tolerations": [{"key": "a"}]},
        "postgresql": {"persistence": {"size": "20Gi"}, "primary": {"nodeSelector": {"a": "b"}}},
        "unknown": {"a": []},
    },
]


def printed(version: str, user: dict[str, Any]) -> str:
    """The values that Helm has for a release, in its order of keys."""
    own = chart(resolve(version))
    return json.dumps(effective_values(own.defaults, own.subcharts, user), sort_keys=True, indent=2)


def document(text: str) -> Document:
    return read(Source("<stdin>", text))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("user", USERS, ids=["nothing", "cloud", "local"])
def test_users_part_is_found(version: str, user: dict[str, Any]) -> None:
    found = computed(document(printed(version, user)), None, None)
    assert found is not None
    assert found.document.data == user
    assert chart(found.version).defaults == chart(resolve(version)).defaults


def test_nodes_are_those_of_the_users_part() -> None:
    text = f"COMPUTED VALUES:\n{printed('2.6.4', USERS[1])}"
    found = computed(document(text), None, None)
    assert found is not None
    bucket = found.document.find(("pachd", "storage", "amazon", "bucket"))
    assert bucket is not None
    assert text[slice(*bucket.node.span)] == '"bucket"'
    assert found.document.find(("console", "enabled")) is None


@pytest.mark.parametrize(
    "text",
    [
        "deployTarget: LOCAL\n",
        json.dumps(USERS[1]),
        # somebody's own copy of the defaults
        "# mine\n" + printed("2.6.4", USERS[1]),
        "USER-SUPPLIED VALUES:\n# mine\n" + printed("2.6.4", USERS[1]),
        "{" + '"zzz": 1,' + printed("2.6.4", USERS[1])[1:],
    ],
    ids=["short", "user-supplied", "comment", "comment below the line", "order"],
)
def test_users_own_values_are_not_touched(text: str) -> None:
    assert computed(document(text), None, None) is None


def test_version_that_is_asked_for_counts() -> None:
    found = computed(document(printed("2.6.4", USERS[1])), None, resolve("2.6.3"))
    assert found is not None
    assert found.version == resolve("2.6.3")


@pytest.mark.parametrize("header", ["", "COMPUTED VALUES:\n"])
def test_check_judges_the_users_part(header: str) -> None:
    text = header + printed("2.6.4", {"deployTarget": "GOOGL", "pachd": {"replica": 2}})
    result = CliRunner().invoke(
        main, ["check", "-", "--format", "concise"], input=text, catch_exceptions=False
    )
    rules = {
        line.partition("[")[2].partition("]")[0]
        for line in result.stdout.splitlines()
        if ": info[" not in line
    }
    assert rules == {"deploy-target-spelling", "unknown-key"}
    assert "chart 2.6.4 (the defaults among the values)" in result.stderr
    assert "<stdin>: what is as in the defaults of chart 2.6.4 is not taken for yours" in result.stderr


def test_nothing_is_written_to_what_was_printed() -> None:
    text = printed("2.6.4", {"deployTarget": "GOOGL"})
    result = CliRunner().invoke(main, ["check", "-", "--fix"], input=text, catch_exceptions=False)
    assert result.stdout == text
    assert "nothing is written there, because it is what helm get values --all prints" in result.stderr


def test_values_are_the_whole_ones(tmp_path: Any) -> None:
    text = printed("2.6.4", USERS[2])
    file = tmp_path / "all.json"
    file.write_text(text)
    result = CliRunner().invoke(main, ["values", "-f", str(file), "--format", "json"], catch_exceptions=False)
    assert json.loads(result.stdout) == json.loads(text)
