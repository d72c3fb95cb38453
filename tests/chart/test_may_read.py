"""What a template that no release has may read of the values, by the words of its text."""

import time

import pytest

from pachlint.chart.charts import chart
from pachlint.place import Path
from pachlint.versions import newest

TEXT = "x: {{ .Values.pachd.extra.deep }}\n{{- with .Values.whole }}{{ toYaml . }}{{ end }}\ny: a-b\n"


@pytest.mark.parametrize(
    ("path", "may"),
    [
        (("pachd", "extra"), True),
        (("pachd", "extra", "deep"), True),
        (("pachd", "other"), False),
        (("whole", "anything"), True),
        (("a-b",), True),
        (("a-c",), False),
        (("extr",), False),
        ((), False),
    ],
)
def test_words_of_the_text_count(path: Path, may: bool) -> None:
    assert chart(newest())._replace(own_text=TEXT).may_read(path) is may


def test_many_keys_and_much_text_take_no_time() -> None:
    mine = chart(newest())._replace(own_text="pachd image.tag deployTarget " * 100_000)
    start = time.process_time()
    assert not any(mine.may_read(("other", f"k{number}")) for number in range(20_000))
    assert time.process_time() - start < 3
