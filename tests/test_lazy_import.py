"""A module that is imported later is there when somebody asks for something of it."""

import subprocess
import sys

import pytest

HEAD = "import sys; from pachlint.lazy_import import lazy_import; lazy_import('colorsys'); import colorsys; "


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("print(hasattr(sys.modules['colorsys'], '__file__'))", "True"),
        ("print(colorsys.rgb_to_hsv(1.0, 1.0, 1.0))", "(0.0, 0.0, 1.0)"),
        ("from colorsys import ONE_THIRD; print(sys.modules['colorsys'].ONE_THIRD == ONE_THIRD)", "True"),
        ("colorsys.ONE_SIXTH; import colorsys as again; print(again.__spec__.name)", "colorsys"),
        ("lazy_import('sys'); print(sys.modules['sys'] is sys)", "True"),
    ],
)
def test_later(script: str, said: str) -> None:
    done = subprocess.run([sys.executable, "-c", HEAD + script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == said


def test_nothing_is_imported_before() -> None:
    script = HEAD + "print('ONE_SIXTH' in vars(colorsys))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_unknown_name() -> None:
    script = HEAD + "colorsys.nothing"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "AttributeError: module 'colorsys' has no attribute 'nothing'" in done.stderr
