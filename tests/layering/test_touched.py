"""Which flags write at a path: against looking at every write of every flag."""

from hypothesis import given
from hypothesis import strategies as st

from pachlint.layering.flags import Write
from pachlint.layering.touched import Touched
from pachlint.place import Path, Span

PATHS = st.lists(st.sampled_from(["a", "b", 0, 1]), max_size=3).map(tuple)
FLAGS = st.lists(st.lists(PATHS, max_size=3), max_size=4)


def writes(flags: list[list[Path]]) -> list[list[Write]]:
    """Writes at these paths, each with its number as its value."""
    return [
        [Write(path, (at, number), Span(0, 0), 0, ()) for number, path in enumerate(paths)]
        for at, paths in enumerate(flags)
    ]


def concerns(write: Path, path: Path) -> bool:
    """Whether one of two paths leads to the other."""
    length = min(len(write), len(path))
    return write[:length] == path[:length]


@given(FLAGS, PATHS)
def test_flags_that_concern_a_path(flags: list[list[Path]], path: Path) -> None:
    touched = Touched(writes(flags))
    expected = {}
    for at, paths in enumerate(flags):
        for number, write in enumerate(paths):
            if concerns(write, path):
                expected[at] = (at, number)
    assert [(flag, write.value) for flag, write in touched.flags(path)] == sorted(
        expected.items(), reverse=True
    )
    for at in range(len(flags) + 1):
        found = touched.write(at, path)
        assert (found and found.value) == expected.get(at)
    assert touched.count == len(flags)


def test_no_flags_write_nothing() -> None:
    assert list(Touched().flags(("a",))) == []
    assert Touched().write(0, ()) is None
