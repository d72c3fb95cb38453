"""Ignored findings: by a comment, by the config, or in a baseline."""
