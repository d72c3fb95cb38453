"""Values that stand inside a file of another program: found, read as a text of their own, and written back."""
