"""Ask git about a repository. Nothing is run that the repository's own settings name."""

import contextlib
import math
import os
import subprocess
from collections.abc import Mapping, Sequence

from pachlint.records import NamedTuple

SECONDS = 60.0
"""So long git may take."""
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--no-optional-locks")
# SIGXCPU of Linux, where a signal ends a process with its negative number
_OUT_OF_TIME = 24
# `git rev-parse --local-env-vars`: which repository is meant, whatever folder is asked about
_ABOUT_ANOTHER = frozenset(
    (
        *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"),
        *("GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE"),
        *("GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX"),
        *("GIT_SHALLOW_FILE", "GIT_COMMON_DIR"),
    )
)


class GitError(Exception):
    """Git cannot be asked; the message says why."""


class Answer(NamedTuple):
    """What git printed, and whether it succeeded."""

    status: int
    output: bytes
    errors: bytes


class Patience:
    """How long git may take for one purpose: in all so many seconds of the processor, where that can be bounded, and each time so many seconds."""

    def __init__(self, seconds: float = SECONDS, processor: float = SECONDS) -> None:
        self.seconds, self.processor = seconds, processor
        self.left = processor

    @property
    def exceeded(self) -> GitError:
        """What is said when it is more of the processor."""
        return GitError(f"git takes more than {self.processor:g} seconds of the processor")


def ask(
    folder: str,
    *words: str,
    environment: Mapping[str, str] | None = None,
    patience: Patience | None = None,
) -> Answer:
    """Run a command of git in a folder.

    Raises:
        GitError: if git is not installed, or takes too long.
    """
    patience = patience or Patience()
    if patience.left <= 0:
        raise patience.exceeded
    before = _taken()
    try:
        answer = _run([*_GIT, "-C", folder, *words], environment, patience)
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git takes more than {patience.seconds:g} seconds") from error
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from error
    finally:
        patience.left -= _taken() - before
    if answer.status == -_OUT_OF_TIME:
        patience.left = 0
        raise patience.exceeded
    return answer


def _run(words: Sequence[str], environment: Mapping[str, str] | None, patience: Patience) -> Answer:
    with subprocess.Popen(  # noqa: S603
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        _bound(process.pid, patience.left)
        try:
            output, errors = process.communicate(timeout=patience.seconds)
        except BaseException:
            process.kill()
            raise
        return Answer(process.returncode, output, errors)


def _bound(process: int, seconds: float) -> None:
    """Let a process end when it has taken so many seconds of the processor, rounded up; on Linux."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import resource  # noqa: PLC0415 -- Windows has none

        most = math.ceil(seconds)
        resource.prlimit(process, resource.RLIMIT_CPU, (most, most + 1))


def _taken() -> float:
    """How many seconds of the processor the processes took that this one started; nothing is known on Windows."""
    times = os.times()
    return times.children_user + times.children_system


def environment_of_folder() -> dict[str, str]:
    """The environment without what would point git, in a hook for instance, to another repository than the folder's."""
    kept = {name: value for name, value in os.environ.items() if name not in _ABOUT_ANOTHER}
    return {**kept, "LC_ALL": "C"}
