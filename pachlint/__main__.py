"""The program's entry: ``pachlint``, or ``python -m pachlint``."""

import gc
import os

from pachlint.lazy_import import lazy_import


def run() -> None:
    """Run the command line, and leave without Python's clean-up, which takes longer than a check.

    A run ends before garbage could matter.
    """
    gc.disable()
    # click imports it, with ast, dis and tokenize, and a check has no use for it
    lazy_import("inspect")
    from pachlint.cli import main  # noqa: PLC0415 -- what is imported stays in use
    from pachlint.terminal import finish  # noqa: PLC0415

    try:
        main()
    except SystemExit as done:
        finish()
        if done.code is None or isinstance(done.code, int):
            os._exit(done.code or 0)
        raise


if __name__ == "__main__":
    run()
