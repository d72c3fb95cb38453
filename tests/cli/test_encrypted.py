"""Files that SOPS has encrypted: what is encrypted is never shown and never judged, and nothing is written there."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.api import FORMATS
from pachlint.cli import main


def ciphertext(kind: str) -> str:
    return f"ENC[AES256_GCM,data:c2VjcmV0,iv:aXZpdml2,tag:dGFndGFn,type:{kind}]"


VALUES = f"""\
deployTarget: {ciphertext("str")}
global:
    postgresql:
        postgresqlPassword: {ciphertext("str")}
        postgresqlPort: {ciphertext("int")}
ingress:
    enabled: {ciphertext("bool")}
    annotations:
        kubernetes.io/ingress.class: {ciphertext("str")}
pachd:
    replica: {ciphertext("int")}
    storage:
        backend: AMAZN
        amazon:
            bucket: {ciphertext("str")}
            regoin: us-east-2
sops:
    age: [{{recipient: age1, enc: x}}]
    lastmodified: "2026-03-01T09:00:00Z"
    mac: {ciphertext("str")}
    version: 3.9.4
"""


@pytest.fixture(autouse=True)
def _file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secrets.yaml").write_text(VALUES)


def check(*words: str) -> Result:
    result = CliRunner().invoke(main, ["check", "secrets.yaml", *words], catch_exceptions=False)
    assert result.exit_code in (0, 1)
    return result


def test_everything_else_is_judged() -> None:
    lines = check("--format", "concise").stdout.splitlines()
    rules = {line.partition("[")[2].partition("]")[0] for line in lines if ": info[" not in line}
    assert rules == {"unknown-key", "backend-spelling"}


@pytest.mark.parametrize("form", FORMATS)
def test_ciphertext_is_not_shown(form: str) -> None:
    result = check("--format", form, "--show-fixes", "--unsafe-fixes", "--diff")
    assert "ENC[" not in result.stdout + result.stderr
    assert "c2VjcmV0" not in result.stdout + result.stderr


@pytest.mark.parametrize("words", [("--fix", "--unsafe-fixes"), ("--add-ignores",)])
def test_nothing_is_written(words: tuple[str, ...], tmp_path: Path) -> None:
    result = check(*words)
    assert (tmp_path / "secrets.yaml").read_text() == VALUES
    assert "secrets.yaml: nothing is written there, because it is encrypted by SOPS" in result.stderr


def test_values_show_no_ciphertext() -> None:
    result = CliRunner().invoke(main, ["values", "-f", "secrets.yaml"], catch_exceptions=False)
    assert "ENC[" not in result.stdout
