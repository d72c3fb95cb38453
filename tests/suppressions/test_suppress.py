"""What ignores a finding: comments around its place or above its path, config and baseline, here and in an outer file."""

from collections import Counter
from typing import Any

import pytest

from pachlint.finding import OF_CHART, OF_USER, Finding, Impact, Severity
from pachlint.place import Place
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.suppressions.suppress import Sorted, Suppressions, apply_suppressions

INNER, OUTER = "inner.yaml", "outer.yaml"
HERE = Finding("r", "t", Severity.INFO, Impact.BROKEN, "m", Place(INNER, 2, 3, 2, 5), "pachd.zz", release="a")
IN_OUTER = HERE._replace(place=Place(OUTER, 3, 5, 3, 7))


def sorted_of(
    *findings: Finding, inner: str = "", outer: str = "", files: tuple[str, ...] = (), **more: Any
) -> Sorted:
    """The findings, parted, with a comment behind the key above and one in the file around."""
    texts = {INNER: f"pachd:{inner}\n  zz: 1\n", OUTER: f"values:{outer}\n  pachd:\n    zz: 1\n"}
    documents = {name: read(Source(name, text)) for name, text in texts.items()}
    return apply_suppressions(findings, documents, {"a": files}, Suppressions(**more))


@pytest.mark.parametrize(
    ("comments", "why", "used"),
    [
        ({}, None, []),
        ({"inner": " # pachlint: ignore[r] inner"}, "inner", [INNER]),
        ({"outer": " # pachlint: ignore[r] outer"}, "outer", [OUTER]),
        # the one outside is not needed
        (
            {"inner": " # pachlint: ignore[r] inner", "outer": " # pachlint: ignore[r] outer"},
            "inner",
            [INNER],
        ),
        ({"inner": " # pachlint: ignore[q] inner"}, None, []),
    ],
)
def test_comments_of_the_file_around_count_as_well(
    comments: dict[str, str], why: str | None, used: list[str]
) -> None:
    found = sorted_of(HERE, **comments, located=lambda _: IN_OUTER)
    assert [one.ignored and one.ignored.reason for one in (*found.kept, *found.ignored)] == [why]
    assert [one.place for one in (*found.kept, *found.ignored)] == [HERE.place]
    assert [file for file, _ in found.used] == used


def test_config_and_baseline_know_a_finding_by_its_place_in_the_file_around() -> None:
    outer = {"located": lambda _: IN_OUTER}
    by_file = {"config": lambda one: one.place.file}
    assert [one.ignored for one in sorted_of(HERE, **by_file, **outer).ignored] == [("config", OUTER, "")]
    assert [one.ignored for one in sorted_of(HERE, **by_file).ignored] == [("config", INNER, "")]
    for file in (INNER, OUTER):
        baseline = Counter({("r", file, "pachd.zz"): 1})
        assert bool(sorted_of(HERE, baseline=baseline, **outer).ignored) is (file == OUTER)
        assert bool(sorted_of(HERE, baseline=baseline).ignored) is (file == INNER)


def test_of_several_entries_for_a_finding_one_is_used_up() -> None:
    former = HERE._replace(aliases=("old",))
    baseline = Counter({("r", INNER, "pachd.zz"): 1, ("old", INNER, "pachd.zz"): 1})
    assert len(sorted_of(former, former, former, baseline=baseline).kept) == 1


@pytest.mark.parametrize(
    ("finding", "is_ignored"),
    [
        (HERE, True),
        # what is missing, or the chart's own, stands at another file
        (IN_OUTER._replace(origin=OF_CHART), True),
        (IN_OUTER._replace(origin=OF_CHART, path="pachd"), True),
        (IN_OUTER._replace(origin=OF_CHART, path="console.zz"), False),
        (IN_OUTER._replace(origin=OF_USER), False),
        # what is no path
        (HERE._replace(path="(3 more)"), True),
        (IN_OUTER._replace(origin=OF_CHART, path="(3 more)"), False),
    ],
)
def test_a_comment_covers_what_stands_in_its_key_or_is_missing_there(
    finding: Finding, is_ignored: bool
) -> None:
    found = sorted_of(finding, inner=" # pachlint: ignore[r]", files=(INNER,))
    assert bool(found.ignored) is is_ignored


def test_a_comment_for_a_whole_file_covers_nothing_that_is_missing_in_another() -> None:
    missing = IN_OUTER._replace(origin=OF_CHART)
    assert not sorted_of(missing, inner=" # pachlint: ignore-file[r]", files=(INNER,)).ignored
    assert sorted_of(HERE, inner=" # pachlint: ignore-file[r]", files=(INNER,)).ignored
