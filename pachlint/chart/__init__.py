"""What is known about the released charts: fields, defaults, types, secrets and annotation keys."""
