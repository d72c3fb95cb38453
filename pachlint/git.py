"""Ask git about a repository. Nothing is run that the repository's own settings name."""

import os
import subprocess
from collections.abc import Mapping

from pachlint.records import NamedTuple

SECONDS = 60.0
"""So long git may take."""
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--no-optional-locks")
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


def ask(
    folder: str, *words: str, environment: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> Answer:
    """Run a command of git in a folder.

    Raises:
        GitError: if git is not installed, or takes too long.
    """
    try:
        done = subprocess.run(  # noqa: S603
            [*_GIT, "-C", folder, *words],
            capture_output=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment,
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git takes more than {seconds:g} seconds") from error
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from error
    return Answer(done.returncode, done.stdout, done.stderr)


def environment_of_folder() -> dict[str, str]:
    """The environment without what would point git, in a hook for instance, to another repository than the folder's."""
    kept = {name: value for name, value in os.environ.items() if name not in _ABOUT_ANOTHER}
    return {**kept, "LC_ALL": "C"}
