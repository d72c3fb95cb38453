"""Predicates in Python that shipped rules may name."""
