"""Find the config that holds for a folder: the nearest one upward, up to the root of the git repository."""

import os
import re
from collections.abc import Callable

from pachlint.bounded import MEGABYTE, read_bounded
from pachlint.config.settings import Settings
from pachlint.place import Place
from pachlint.policy.rule import RuleError, RuleErrors

NAMES = (".pachlint.yaml", ".pachlint.yml")
PYPROJECT = "pyproject.toml"
_OURS = b"pachlint"
# [tool.pachlint] in any spelling, or a table or value called tool that may hold it
_TABLE = rb"""(?mx) ^[^#\w"'=\n\[]* (?: \[+[ \t]*["']?tool["']?[ \t]*(?: \.[ \t]*["']?pachlint | \]) | ["']?tool["']?[ \t]*[.=] )"""
NONE = Settings()


def settings_for(folder: str, shown: Callable[[str], str]) -> Settings:
    """The settings that hold for what is in a folder; without any config, empty ones.

    Raises:
        RuleErrors: if the config has mistakes.
    """
    at = os.path.abspath(folder)
    while True:
        for name in (*NAMES, PYPROJECT):
            file = os.path.join(at, name)
            if os.path.lexists(file):
                settings = settings_in(file, shown(file))
                if settings is not None:
                    return settings
        parent = os.path.dirname(at)
        if parent == at or os.path.exists(os.path.join(at, ".git")):
            return NONE
        at = parent


def settings_in(file: str, shown: str) -> Settings | None:
    """The settings of one config file; None for a pyproject.toml that is about other tools.

    Raises:
        RuleErrors: if it cannot be read, or has mistakes.
    """
    try:
        content = read_bounded(file, MEGABYTE)
        if file.endswith(".toml") and (_OURS not in content or not re.search(_TABLE, content)):
            return None
        text = content.decode().removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "it is not UTF-8") or str(error)
        raise RuleErrors((RuleError(Place(shown, 1, 1, 1, 1), f"cannot be read: {reason}"),)) from error
    from pachlint.config.reader import read_settings, read_toml  # noqa: PLC0415 -- most runs find no config

    return read_toml(text, file, shown) if file.endswith(".toml") else read_settings(text, file, shown)
