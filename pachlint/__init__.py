"""Policy and lint checker for the values.yaml of the Pachyderm 2.x Helm chart."""

__version__ = "0.1.0"
