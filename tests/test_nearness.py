"""How near words are: what somebody meant who mistyped one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.nearness import distance, equally_near, nearest

WORDS = st.lists(st.text("abcAB-", min_size=1, max_size=7), max_size=8)


@pytest.mark.parametrize(
    ("word", "words", "near"),
    [
        ("replicsa", ["replicas", "resources"], ["replicas"]),
        ("protocosl", ["protocol", "protocols"], ["protocol", "protocols"]),
        ("protocls", ["protocol", "protocols"], ["protocols"]),
        ("Tag", ["tags", "tag"], ["tag"]),
        ("tag", ["tags", "tag"], []),
        ("id", ["uid", "gid"], ["uid", "gid"]),
        ("x", ["y"], []),
    ],
)
def test_equally_near(word: str, words: list[str], near: list[str]) -> None:
    assert equally_near(word, words) == near


@given(st.text("abcAB-", min_size=1, max_size=7), WORDS)
def test_nearest_is_the_first_of_those(word: str, words: list[str]) -> None:
    near = equally_near(word, words)
    assert nearest(word, words) == (near[0] if near else None)
    assert len({distance(word.lower(), one.lower(), 9) for one in near}) <= 1
    least = min((distance(word.lower(), one.lower(), 9) for one in near), default=0)
    assert all(one in near or distance(word.lower(), one.lower(), 9) >= least for one in words)
