"""Until when a comment or an entry of a baseline ignores a finding."""

from datetime import date


def date_of(text: str) -> date | None:
    """The day of ``2027-03-01``; None if it is none."""
    try:
        return date.fromisoformat(text) if len(text) == len("2027-03-01") else None
    except ValueError:
        return None


def is_expired(until: str) -> bool:
    """Whether the last day on which a finding is ignored has passed; "" is for ever, and so is what is no day."""
    last = date_of(until) if until else None
    return last is not None and today() > last


def today() -> date:
    """The day by the clock of this machine."""
    return date.today()  # noqa: DTZ011 -- a day on which people work, wherever they do
