"""Whether a file may be one of another program, with values inside: a first look, which costs next to nothing."""

_WORDS = (
    "argoproj.io/",
    "helm.toolkit.fluxcd.io/",
    "helmCharts",
    "elmChartInflationGenerator",
    "releases:",
    '"helm_',
)
"""Words without one of which a file is none."""


def may_hold(text: str) -> bool:
    """Whether it is worth reading the file as one of another program."""
    return any(word in text for word in _WORDS)
