"""What is worked out once for a release, and what must not be printed."""

from pachlint.lint import Job, prepare
from pachlint.policy.context import SECRET, CheckContext
from pachlint.reading.document import read
from pachlint.source import Source


def test_a_secret_is_not_printed() -> None:
    assert f"{SECRET} {SECRET!r} {[SECRET]}" == "*** *** [***]"


def test_work_is_done_once_for_a_release() -> None:
    done: list[object] = []

    def work(context: CheckContext, *given: object) -> int:
        done.append((context, *given))
        return len(done)

    def other(context: CheckContext) -> str:
        return context.target.release

    one, two = (prepare(Job("v", (read(Source("v.yaml", "a: 1\n")),))) for _ in range(2))
    assert [one.once(work, "x"), one.once(work, "x"), one.once(other), two.once(work, "y")] == [
        1,
        1,
        "pachd",
        2,
    ]
    assert done == [(one, "x"), (two, "y")]
    assert one._replace(bad=frozenset()).once(work, "x") == 1
