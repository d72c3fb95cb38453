"""The config of a project: ``.pachlint.yaml``, or ``[tool.pachlint]`` in pyproject.toml."""
