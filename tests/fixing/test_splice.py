"""Splices against the plainest way to make them, piece by piece."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.fixing.splice import OverlapError, Splice, compose, ordered, splice

TEXT = "abcdefgh"
SPLICES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 3), st.sampled_from(["", "X", "YZ"])).map(
        lambda one: Splice(one[0], min(one[0] + one[1], 8), one[2])
    ),
    max_size=4,
)


def plainly(text: str, splices: Sequence[Splice]) -> str:
    """The text after splices, of which no two overlap; what is put in at one place keeps its order."""
    out, at = [], 0
    doing = [one for one in splices if one.start < one.end or one.put]
    for one in sorted(doing, key=lambda one: (one.start, one.end)):
        out.append(text[at : one.start] + one.put)
        at = one.end
    return "".join(out) + text[at:]


def overlap(splices: Sequence[Splice]) -> bool:
    """Whether two of them want the same characters, or one puts something inside another."""
    doing = [one for one in splices if one.start < one.end or one.put]
    return any(
        max(one.start, other.start) < min(one.end, other.end)
        or (other.start == other.end and one.start < other.start < one.end)
        for at, one in enumerate(doing)
        for number, other in enumerate(doing)
        if at != number
    )


@given(SPLICES)
def test_splices_are_made_or_overlap(splices: list[Splice]) -> None:
    if overlap(splices):
        with pytest.raises(OverlapError):
            splice(TEXT, splices)
        return
    assert splice(TEXT, splices) == plainly(TEXT, splices)


@given(SPLICES, SPLICES)
def test_two_after_each_other_are_one(first: list[Splice], second: list[Splice]) -> None:
    if overlap(first):
        return
    between = splice(TEXT, first)
    second = [
        Splice(one.start, min(one.end, len(between)), one.put) for one in second if one.start <= len(between)
    ]
    if overlap(second):
        return
    once = compose(TEXT, first, second)
    assert splice(TEXT, once) == splice(between, second)
    # each of them does something, and between two of them something stays
    assert all(one.start < one.end or one.put for one in once)
    assert all(one.end < other.start for one, other in itertools.pairwise(once))


@pytest.mark.parametrize(
    ("first", "second", "once"),
    [
        ([(1, 2, "X")], [(4, 5, "Y")], [(1, 2, "X"), (4, 5, "Y")]),
        ([(1, 2, "XX")], [(4, 5, "Y")], [(1, 2, "XX"), (3, 4, "Y")]),
        ([(1, 2, "XYZ")], [(2, 3, "")], [(1, 2, "XZ")]),
        ([(1, 2, "X")], [(1, 2, "")], [(1, 2, "")]),
        ([(1, 1, "X")], [(1, 2, "")], []),
        ([(1, 3, "X")], [(0, 3, "Y")], [(0, 4, "Y")]),
        ([(4, 4, "X")], [(4, 5, "Y")], [(4, 4, "Y")]),
        ([(8, 8, "X")], [(9, 9, "Y")], [(8, 8, "XY")]),
        ([], [], []),
    ],
)  # fmt: skip
def test_composed(
    first: list[tuple[int, int, str]], second: list[tuple[int, int, str]], once: list[tuple[int, int, str]]
) -> None:
    made = compose(TEXT, [Splice(*one) for one in first], [Splice(*one) for one in second])
    assert made == tuple(Splice(*one) for one in once)


def test_order() -> None:
    splices = [Splice(3, 3, "b"), Splice(1, 2, ""), Splice(3, 3, "a"), Splice(5, 5, ""), Splice(3, 4, "c")]
    assert ordered(splices) == (splices[1], splices[0], splices[2], splices[4])
    with pytest.raises(OverlapError, match="two edits overlap at offset 2"):
        ordered([Splice(1, 3, ""), Splice(2, 4, "")])
