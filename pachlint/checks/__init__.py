"""The checks in Python that shipped rules may name."""
