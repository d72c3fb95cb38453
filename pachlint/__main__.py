"""Run pachlint as ``python -m pachlint``."""

from pachlint.cli import main

if __name__ == "__main__":
    main()
