"""Many releases, checked by several processes: the same as by one, whatever happens to them."""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from repository_files import values_text

from pachlint.cli import main, parallel
from pachlint.cli.parallel import LEAST, Processes
from pachlint.judged import Judged, Task, judge_group
from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, shipped
from pachlint.source import Source

FILES = LEAST + 24
SECRET = "hunter2-and-more"
BLOCKS = (
    "pachd:\n  enabled: 'true'\n",
    "pachd:\n  logLevel: verbose  # pachlint: ignore[log-level] it is known\n",
    f"pachd:\n  zzyzx: 1\n  enterpriseLicenseKey: {SECRET}\n",
    f"proxy:\n  host: {SECRET}\n",
    "ingress:\n  enabled: true\n  annotations: {kubernetes.io/ingress.clas: traefik}\n",
    "pachd: {replicas: [\n",
    "console: {enabled: true}\n",
)


def book(number: int = 0) -> Rulebook:
    """A few rules, so that the tests are quick."""
    return shipped().select(
        ["log-level", "wrong-type", "unknown-key", "annotation-spelling", "unreadable-file"]
    )


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with many values files, some of them of releases, with secrets that stand in others too."""
    chance = random.Random(1)
    for number in range(FILES):
        text = f"deployTarget: LOCAL\n{chance.choice(BLOCKS)}"
        (tmp_path / f"pach-{number:02}.yaml").write_text(text)
    releases = "".join(
        f"  - {{name: r{number}, values: [pach-00.yaml, pach-{number + 10}.yaml]}}\n" for number in range(6)
    )
    (tmp_path / ".pachlint.yaml").write_text(
        f"per-file-ignores: {{'pach-1*.yaml': [unknown-key]}}\nreleases:\n{releases}"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outcome(jobs: int, *words: str) -> tuple[int, str, str]:
    """Status, output and errors of a check of everything by so many processes."""
    chosen = ["--select", "log-level,wrong-type,unknown-key,annotation-spelling,unreadable-file"]
    names = [f"pach-{number:02}.yaml" for number in range(FILES)]
    result = CliRunner().invoke(
        main, ["check", *words, *chosen, "--jobs", str(jobs), *names], catch_exceptions=False
    )
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "json", "--show-ignored"],
        ["--format", "sarif"],
        ["-v", "--color", "always"],
        ["--statistics", "--set", "pachd.zzz=1"],
        ["--diff"],
        ["--write-baseline", "base.json"],
        ["--fail-on", "never", "--format", "github", "--no-config"],
    ],
    ids=" ".join,
)
def test_everything_is_the_same(many: Path, words: list[str]) -> None:
    alone = outcome(1, *words)
    written = (many / "base.json").read_bytes() if "base.json" in words else b""
    assert outcome(3, *words) == alone
    assert SECRET not in alone[1] + alone[2]
    if written:
        assert (many / "base.json").read_bytes() == written
        with_baseline = [outcome(jobs, "--baseline", "base.json", "--format", "json") for jobs in (1, 2)]
        assert with_baseline[0] == with_baseline[1]


def test_fixes_and_comments_are_the_same(many: Path) -> None:
    before = {path: path.read_bytes() for path in many.glob("*.yaml")}
    for words in (["--fix", "--unsafe-fixes"], ["--add-ignores", "--reason", "x"]):
        results = []
        for jobs in (1, 3):
            for path, content in before.items():
                path.write_bytes(content)
            results.append((outcome(jobs, *words), {path: path.read_bytes() for path in before}))
        assert results[0] == results[1]
        assert results[0][1] != before


def jobs(count: int) -> list[Job]:
    """Releases of a file each."""
    texts = {f"v{number:03}.yaml": f"pachd: {{zzyzx: 1, key{number}: 2}}\n" for number in range(count)}
    return [Job(name, (read(Source(name, text)),)) for name, text in texts.items()]


def test_processes_that_begin_from_nothing_find_the_same() -> None:
    some = jobs(LEAST)
    by = Processes(2, partial(book, 1), method="spawn").judging
    found, expected = check(some, book(), judging=by), check(some, book())
    # rules and texts are of another make there
    assert found._replace(book=expected.book, texts=expected.texts) == expected


def dying(group: list[Job], task: Task) -> list[Judged]:
    """Judge, but not in a process of its own."""
    if os.getpid() != PARENT and any(job.name in ("v005.yaml", "v020.yaml") for job in group):
        os.kill(os.getpid(), signal.SIGKILL)
    return judge_group(group, task)


PARENT = os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="processes begin from nothing there")
def test_others_do_the_work_of_a_process_that_dies(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    some = jobs(LEAST + 8)
    expected = check(some, book())
    monkeypatch.setattr(parallel, "judge_group", dying)
    monkeypatch.setattr(sys.modules[__name__], "PARENT", os.getpid())
    found = check(some, book(), judging=Processes(2, book).judging)
    assert found.findings == expected.findings
    told = capsys.readouterr().err.splitlines()
    assert set(told) == {"note: a process that checked files has died (status -9); others do its work"}


@pytest.mark.skipif(os.name == "nt", reason="signals are other there")
def test_interrupt_ends_everything_at_once(tmp_path: Path) -> None:
    # what takes some seconds
    for number in range(600):
        (tmp_path / f"v{number}.yaml").write_text(values_text(number))
    words = [sys.executable, "-m", "pachlint", "check", "--jobs", "3", "."]
    running = subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        # a shell lets what it runs in the background ignore interrupts, and so do the processes of that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not _children(running.pid):
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)
        output, errors = running.communicate(timeout=60)
        assert (running.returncode, output, errors.strip()) == (130, b"", b"")
        with pytest.raises(ProcessLookupError):
            os.killpg(running.pid, 0)
    finally:
        running.kill()


def _children(process: int) -> str:
    try:
        return Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        time.sleep(2)
        return "unknown"
