"""The fields of a learned chart over those of the release that it is most like."""

from collections.abc import Sequence

import pytest

from pachlint import lint
from pachlint.chart import fields
from pachlint.chart.charts import Chart, Likeness, chart, without_default
from pachlint.chart.model import LearnedField, LearnedSubchart, Model
from pachlint.chart.own_fields import lacking, own_fields
from pachlint.lint import Job
from pachlint.place import format_path
from pachlint.reading.document import read
from pachlint.rulebook import load
from pachlint.source import Source
from pachlint.versions import newest, resolve

NEWEST = newest()


def model(*changes: LearnedField, without: Sequence[str] = ()) -> Model:
    """What would be learned of the newest release, with some paths added, changed and left out."""
    found = {
        path: LearnedField(path, declared=True, type="", default=None, read="yes", switches=())
        for path in map(_names, _paths())
        if not format_path(path).startswith(tuple(without) or ("/",))
    }
    found |= {one.path: one for one in changes}
    return Model(
        tuple(found.values()), (LearnedSubchart("inner", "", ()),), ("",), {}, {}, {}, {}, (), {}, (), 1, 1
    )


def _paths() -> list[tuple[str | int, ...]]:
    return [
        path
        for path, node in fields.walk()
        if fields.is_present(node, NEWEST) and all(isinstance(step, str) for step in path)
    ]


def _names(path: tuple[str | int, ...]) -> tuple[str, ...]:
    return tuple(map(str, path))


def learned(*changes: LearnedField, without: Sequence[str] = ()) -> Chart:
    """The newest release as it would be judged with these fields."""
    found = model(*changes, without=without)
    known = chart(NEWEST)._replace(likeness=Likeness.SIMILAR, model=found, defaults={})
    return known._replace(own_fields=own_fields(found, NEWEST), own_text="pachd etcd anything")


def new(path: str, *, read: str = "yes", kind: str = "string") -> LearnedField:
    return LearnedField(
        tuple(path.split(".")), declared=True, type=kind, default=None, read=read, switches=()
    )


def test_a_new_key_is_known() -> None:
    chart_at_hand = learned(new("extra", kind="object"), new("extra.name"))
    assert chart_at_hand.known(("extra", "name"))
    assert not chart_at_hand.known(("extra", "nmae"))
    assert not chart(NEWEST).known(("extra", "name"))


def test_what_is_written_as_it_is_may_hold_any_key() -> None:
    assert learned(new("extra", read="whole", kind="object")).known(("extra", "any", "key"))
    assert learned(new("inner", kind="object")).known(("inner", "any", "key"))


def test_what_the_chart_writes_as_it_is_may_hold_other_keys_than_in_a_release() -> None:
    changed = learned(new("pachd.livenessProbe", read="whole", kind="object"))
    assert changed.known(("pachd", "livenessProbe", "exec"))
    assert not chart(NEWEST).known(("pachd", "livenessProbe", "exec"))
    assert not learned(new("pachd.livenessProbe", kind="object")).known(("pachd", "livenessProbe", "exec"))


def test_a_key_that_the_chart_lost_is_that_of_other_versions() -> None:
    chart_at_hand = learned(without=["etcd.storageSize"])
    assert not chart_at_hand.known(("etcd", "storageSize"))
    assert chart_at_hand.known(("etcd", "storageClass"))
    assert ("etcd", "storageSize") in set(
        without_default(chart_at_hand._replace(defaults=chart(NEWEST).defaults))
    )
    assert [*lacking(model(without=["etcd.storageSize"]), NEWEST)] == [("etcd", "storageSize")]


def test_whether_a_key_is_read_is_learned() -> None:
    dead = learned(new("etcd.storageSize", read="no")).field(("etcd", "storageSize"))
    assert dead is not None
    assert not dead.read
    alive = learned().field(("pachd", "activateEnterprise"))
    released = chart(NEWEST).field(("pachd", "activateEnterprise"))
    assert alive is not None
    assert released is not None
    assert (alive.read, released.read) == (True, False)


def test_words_of_templates_do_not_count_where_all_was_followed() -> None:
    assert not learned().may_read(("anything",))
    assert learned()._replace(own_fields=None).may_read(("anything",))


@pytest.mark.parametrize("version", ["2.0.0", "2.6.4", str(NEWEST)])
def test_a_key_that_the_chart_lacks_and_a_like_release_has_is_told(version: str) -> None:
    like = resolve(version)
    found = model(without=["etcd.storageSize"])
    known = chart(like)._replace(likeness=Likeness.SIMILAR, model=found, defaults={}, own_text="")
    known = known._replace(own_fields=own_fields(found, like))
    document = read(Source("values.yaml", "etcd: {storageSize: 20Gi}\n"))
    book = load().select(["other-version-key"])
    (told,) = lint.check([Job("values", (document,), chart=known)], book).findings
    assert (told.rule, told.path) == ("other-version-key", "etcd.storageSize")
