"""What stops a template: a mistake in it, something that it does, or that its result is unknown."""


class ParseError(Exception):
    """Go cannot read a template; ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class ExecutionError(Exception):
    """A template stops when it runs; ``line`` counts from 1, and is 0 where it is not known.

    The message holds names of fields, functions and types, and no value.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.line = 0


class UnknownError(Exception):
    """What a template does cannot be said without a cluster, a clock, chance, or too many steps."""


class BudgetError(UnknownError):
    """A template takes more steps, or makes more text, than are followed."""
