"""Who is to blame when an expression of the chart's templates cannot be evaluated."""

import pytest

from pachlint.verdict.expressions import Evaluator, Failure

VALUES = {"pools": [{"name": "default"}], "wanted": {"gpus": {}}, "other": 1}


def test_numbers_of_loop_variables_are_no_expressions() -> None:
    each = ["each", 1, 0, 0, 2, 2]
    fold = ["fold", 1, 0, 0, 0, 2, 2]
    evaluator = Evaluator(["other", "pools", ["=", ""], each, fold], frozenset(), VALUES)
    assert [evaluator.violation(index) for index in (3, 4)] == [("pools",), ("pools",)]


def test_refusal_is_blamed_on_the_condition_that_led_to_it() -> None:
    evaluator = Evaluator(["wanted", ["fail"], ["=", ""], ["if", 0, 1, 2], ["cat", 3]], frozenset(), VALUES)
    with pytest.raises(Failure) as caught:
        evaluator.value(4, {})
    assert (caught.value.kind, caught.value.path) == ("refuse", ("wanted",))
