"""What is worked out once for a release, and what must not be printed."""

from pachlint.lint import Job, prepare
from pachlint.policy.context import SECRET, CheckContext, Enclosing, Memo, numbering
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


def test_what_a_chart_has_of_its_own_is_known_of_releases_alone() -> None:
    """Another chart of the same version may have other defaults, and one inside gets its values from the one around."""
    released = prepare(Job("v", (read(Source("v.yaml", "pachd: {logLevel: debug}\n")),)))
    at_hand = released.chart._replace(own_subcharts=())
    of_disk = released._replace(chart=at_hand, memo=Memo())
    inside = released._replace(enclosing=Enclosing(("pach",), released.values), memo=Memo())
    for context, is_known in ((released, True), (of_disk, False), (inside, False)):
        numbers = numbering(context)
        assert numbers.is_default(("console", "enabled")) is is_known
        assert not numbers.is_default(("pachd", "logLevel"))
        assert not numbers.is_default(("postgresql", "enabled"))
