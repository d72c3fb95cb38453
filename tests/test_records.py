"""Records behave as typing's named tuples do, in all that is used of them."""

import copy
import pickle
from typing import Any, NamedTuple

import pytest

from pachlint import records


class Ours(records.NamedTuple):
    """Two items, one with a default."""

    one: int
    other: str = "x"

    @property
    def both(self) -> str:
        """The items as text."""
        return f"{self.one}{self.other}"


class Theirs(NamedTuple):
    """The same."""

    one: int
    other: str = "x"


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_items_defaults_and_copies(kind: Any) -> None:
    record = kind(1)
    assert (record, record.one, record.other, record[1]) == ((1, "x"), 1, "x", "x")
    assert kind(other="y", one=2) == (2, "y")
    assert record._replace(one=3) == (3, "x")
    assert type(record._replace(one=3)) is kind
    assert hash(record) == hash((1, "x"))
    assert repr(record) == f"{kind.__name__}(one=1, other='x')"
    assert pickle.loads(pickle.dumps(copy.deepcopy(record))) == record
    match record:
        case kind(first, second):
            assert (first, second) == (1, "x")


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_what_is_rejected(kind: Any) -> None:
    for wrong in (kind, lambda: kind(1, "y", 2), lambda: kind(1, third=2)):
        with pytest.raises(TypeError):
            wrong()
    # typing's own raises another error since Python 3.13
    with pytest.raises((ValueError, TypeError), match="third"):
        kind(1)._replace(third=1)
    with pytest.raises(AttributeError):
        kind(1).one = 2


def test_properties_are_kept() -> None:
    assert Ours(1, "y").both == "1y"
    assert Ours.__doc__ == "Two items, one with a default."
