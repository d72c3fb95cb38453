"""A key by which something is found again that may be large, or has no hash."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """Something as a key: nothing else is the same, whatever it equals."""

    __slots__ = ("it",)

    def __init__(self, it: T) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is other.it
