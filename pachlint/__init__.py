"""Policy and lint checker for the values.yaml of the Pachyderm 2.x Helm chart.

``pachlint.check`` judges values, ``pachlint.render`` writes a report; see :mod:`pachlint.api`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pachlint.api import FORMATS, InputError, check, render
    from pachlint.finding import Edit, Finding, Fix, Ignored, Impact, Related, Safety, Severity
    from pachlint.place import Place
    from pachlint.results import Release, Report

__version__ = "0.1.0"
__all__ = [
    "FORMATS",
    "Edit",
    "Finding",
    "Fix",
    "Ignored",
    "Impact",
    "InputError",
    "Place",
    "Related",
    "Release",
    "Report",
    "Safety",
    "Severity",
    "__version__",
    "check",
    "render",
]

_HOMES = {
    "api": ("FORMATS", "InputError", "check", "render"),
    "finding": ("Edit", "Finding", "Fix", "Ignored", "Impact", "Related", "Safety", "Severity"),
    "place": ("Place",),
    "results": ("Release", "Report"),
}


def __getattr__(name: str) -> Any:
    """What the package offers, fetched when it is asked for: its modules import ``pachlint`` first of all."""
    from importlib import import_module  # noqa: PLC0415 -- most only want the version

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"pachlint.{module}"), name)
    raise AttributeError(f"module 'pachlint' has no attribute {name!r}")
