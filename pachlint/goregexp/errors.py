"""Why a pattern cannot be used, or a match not be told."""


class RegexpError(ValueError):
    """Go rejects the pattern; the message is Go's, without the part of the pattern that it quotes."""


class RegexpLimitError(ValueError):
    """A pattern that Go may take, and that is larger, nested deeper or takes more steps than are followed here."""
