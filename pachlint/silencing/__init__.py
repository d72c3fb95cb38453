"""Findings that somebody has set aside: by a comment, by the config, or in a baseline."""
