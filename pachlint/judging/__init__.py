"""Rules put to values: who fails, and the finding that says so."""
