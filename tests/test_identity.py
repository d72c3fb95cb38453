"""A key that only the same thing has."""

from pachlint.identity import Same


def test_nothing_else_is_the_same_whatever_it_equals() -> None:
    one, other = [1], [1]
    assert Same(one) == Same(one)
    assert Same(one) != Same(other)
    assert Same(one) != one


def test_it_is_found_again_though_it_has_no_hash() -> None:
    one, other = [1], [1]
    found = {Same(one): "one", Same(other): "other"}
    assert (found[Same(one)], found[Same(other)]) == ("one", "other")
