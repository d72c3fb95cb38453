"""From rule files to rules: reading, checking and compiling them, and running their examples."""
