"""What a report looks like: one module per format, each a function from a report to its text."""
