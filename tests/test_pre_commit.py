"""The hooks, run by pre-commit itself on real git repositories."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
    "pachlint",
    "rules",
    "schemas",
    "tools",
)

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]


def execute(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder, with git that knows nothing of the machine's own settings."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "t",
        "GIT_AUTHOR_EMAIL": "t@example.com",
        "GIT_COMMITTER_NAME": "t",
        "GIT_COMMITTER_EMAIL": "t@example.com",
        "NO_COLOR": "1",
        **more,
    }
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with what a release of pachlint has, and pre-commit's cache beside it."""
    home = tmp_path_factory.mktemp("hooks")
    repository = home / "pachlint"
    repository.mkdir()
    skipped = shutil.ignore_patterns("__pycache__", "_bundled", "*.pyc")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, repository / name, ignore=skipped)
        else:
            shutil.copy(ROOT / name, repository / name)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "release"], ["tag", "v0"]):
        assert execute(repository, "git", *words).returncode == 0
    return home


@pytest.fixture
def project(hooks: Path, tmp_path: Path) -> Path:
    """A user's repository with the hook switched on."""
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: 'file://{hooks / 'pachlint'}', rev: v0, hooks: [{{id: pachlint-fix}}, {{id: pachlint}}]}}]\n"
    )
    assert execute(tmp_path, "git", "init", "-q").returncode == 0
    assert precommit(hooks, tmp_path, "install").returncode == 0
    done = precommit(hooks, tmp_path, "install-hooks")
    if done.returncode and ("ConnectionError" in done.stdout or "No matching distribution" in done.stdout):
        pytest.skip("pre-commit cannot install from PyPI here")
    assert done.returncode == 0, done.stdout
    return tmp_path


def precommit(hooks: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of pre-commit."""
    return execute(folder, sys.executable, "-m", "pre_commit", *words, PRE_COMMIT_HOME=str(hooks / "cache"))


def commit(hooks: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Try to commit everything."""
    execute(folder, "git", "add", "-A")
    return execute(folder, "git", "commit", "-m", "change", PRE_COMMIT_HOME=str(hooks / "cache"))


def test_hook_blocks_what_is_wrong_and_passes_the_rest(hooks: Path, project: Path) -> None:
    wrong = "deployTarget: LOCAL\npachd:\n  logLevel: verbose\n"
    (project / "values.yaml").write_text(wrong)
    (project / "service.yaml").write_text("kind: Service\nmetadata: {name: x}\n")
    (project / "overlay.yaml").write_text("pachd:\n  replicas: 1\nproxy:\n  replicas: 1\n")
    blocked = commit(hooks, project)
    assert blocked.returncode == 1
    assert "values.yaml:3:13" in blocked.stderr
    assert "log-level" in blocked.stderr
    assert "service.yaml:" not in blocked.stderr

    (project / "values.yaml").write_text(wrong.replace("verbose", "debug"))
    passed = commit(hooks, project)
    assert (passed.returncode, execute(project, "git", "status", "--short").stdout) == (0, "")


def test_fixing_hook_repairs_and_the_next_commit_passes(hooks: Path, project: Path) -> None:
    (project / "values.yaml").write_text("deployTarget: LOCAL\npachd:\n  enabled: 'true'  # on\n")
    first = commit(hooks, project)
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stderr
    assert (project / "values.yaml").read_text() == "deployTarget: LOCAL\npachd:\n  enabled: true  # on\n"
    assert commit(hooks, project).returncode == 0


def test_hook_judges_a_changed_file_with_its_releases(hooks: Path, project: Path) -> None:
    (project / ".pachlint.yaml").write_text("releases: [{name: prod, values: [base.yaml, prod.yaml]}]\n")
    (project / "base.yaml").write_text("deployTarget: LOCAL\npachd: {logLevel: info}\n")
    (project / "prod.yaml").write_text("pachd: {logLevel: debug}\n")
    assert commit(hooks, project).returncode == 0
    (project / "prod.yaml").write_text("pachd: {logLevel: verbose}\n")
    blocked = commit(hooks, project)
    assert blocked.returncode == 1
    assert "prod.yaml:1:19" in blocked.stderr
    assert "base.yaml:2:9" in blocked.stderr


def test_odd_names_are_files(hooks: Path, project: Path) -> None:
    wrong = "deployTarget: LOCAL\npachd: {logLevel: verbose}\n"
    names = ["-f.yaml", "--fix.yaml", "two words.yaml", "new\nline.yaml", "'quoted'.yaml", "sub/-v.yaml"]
    (project / "sub").mkdir()
    for name in names:
        (project / name).write_text(wrong)
    blocked = commit(hooks, project)
    assert blocked.returncode == 1
    assert "error: " not in blocked.stderr.replace("error[", "")
    for name in names:
        assert f"\n{name.replace(chr(10), chr(0x240A))}:2:19: " in blocked.stderr, name


def test_deleted_and_renamed_files_are_no_trouble(hooks: Path, project: Path) -> None:
    text = "deployTarget: LOCAL\npachd: {logLevel: debug}\n"
    for name in ("old.yaml", "gone.yaml"):
        (project / name).write_text(text)
    assert commit(hooks, project).returncode == 0
    (project / "gone.yaml").unlink()
    (project / "old.yaml").rename(project / "new.yaml")
    assert commit(hooks, project).returncode == 0
    (project / ".pachlint.yaml").write_text("releases: [{name: prod, values: [gone.yaml]}]\n")
    blocked = commit(hooks, project)
    assert "release prod: there is no file gone.yaml" in blocked.stderr
    assert blocked.returncode == 1


def test_changed_config_is_judged_with_its_releases(hooks: Path, project: Path) -> None:
    (project / "prod.yaml").write_text("deployTarget: LOCAL\npachd: {logLevel: debug}\n")
    config = project / ".pachlint.yaml"
    config.write_text(
        "rules: [policies]\nreleases: [{name: prod, values: [prod.yaml], chart-version: 2.6.4}]\n"
    )
    policy = project / "policies" / "own" / "quiet.yaml"
    policy.parent.mkdir(parents=True)
    rule = (
        "{title: Logs are short, severity: error, impact: fragile, message: m, require: {pachd.logLevel: debug},"
        " examples: [{bad: 'pachd: {logLevel: info}', expect: [{}]}, {good: 'pachd: {logLevel: debug}'}]}\n"
    )
    policy.write_text(rule)
    assert commit(hooks, project).returncode == 0
    policy.write_text(rule.replace("debug", "error"))
    assert "error[policies/quiet]" in commit(hooks, project).stderr
    policy.write_text(rule)
    config.write_text("ignore: [tsl]\n")
    assert (
        ".pachlint.yaml:1:10: there is no rule, topic or impact 'tsl'; did you mean 'tls'?"
        in commit(hooks, project).stderr
    )


def test_all_files_in_one_run_and_arguments_of_ones_own(hooks: Path, project: Path) -> None:
    config = project / ".pre-commit-config.yaml"
    hook = "{id: pachlint, verbose: true, args: [-v, --fail-on, error, --format, concise]}"
    config.write_text(config.read_text().replace("{id: pachlint-fix}, {id: pachlint}", hook))
    (project / "base.yaml").write_text("deployTarget: LOCAL\nzz: 1\n")
    releases = "".join(
        f"  - {{name: r{number}, values: [base.yaml, r{number}.yaml]}}\n" for number in range(8)
    )
    (project / ".pachlint.yaml").write_text(f"releases:\n{releases}")
    for number in range(8):
        (project / f"r{number}.yaml").write_text("pachd: {logLevel: debug}\n")
    (project / "many").mkdir()
    for number in range(1500):
        (project / "many" / f"a-service-of-somebody-else-{number}.yaml").write_text("kind: Service\n")
    execute(project, "git", "add", "-A")
    done = precommit(hooks, project, "run", "--all-files")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("unknown-key") == 1
    assert "(releases r0, r1, r2, r3, r4, r5, r6, r7)" in done.stdout
    assert "skipped: many/a-service-of-somebody-else-7.yaml" in done.stdout
