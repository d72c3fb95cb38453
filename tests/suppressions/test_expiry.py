"""Comments and baselines that hold until a day."""

from collections import Counter
from datetime import date

import pytest

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.suppressions import expiry
from pachlint.suppressions.baseline import Baseline, BaselineError, read_baseline, write_baseline
from pachlint.suppressions.suppress import Required, Suppressions
from pachlint.versions import newest

NEWEST = str(newest())
TODAY = expiry.today

RULES = ["unknown-key", "unused-ignore", "malformed-ignore", "unlimited-ignore", "unreasoned-ignore"]
UNKNOWN = f"Unknown key zz in chart {NEWEST}"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the first of March 2027."""
    monkeypatch.setattr(expiry, "today", lambda: date(2027, 3, 1))


def judged(text: str, suppressions: Suppressions = Suppressions()) -> Report:  # noqa: B008 -- a record
    """The report on a file."""
    return check([Job("v.yaml", (read(Source("v.yaml", text)),))], shipped().select(RULES), suppressions)


@pytest.mark.parametrize(
    ("comment", "ignored"),
    [
        ("until 2027-03-01", ("comment", "", "2027-03-01")),
        ("until 2027-03-02 clients move", ("comment", "clients move", "2027-03-02")),
        ("- Until 2027-12-31: clients move", ("comment", "clients move", "2027-12-31")),
        ("until 2027-12-31, clients move until then", ("comment", "clients move until then", "2027-12-31")),
        ("clients move until 2026-01-01", ("comment", "clients move until 2026-01-01", "")),
        ("until the next chart", ("comment", "until the next chart", "")),
    ],
)
def test_comment_holds_until_the_end_of_its_day(comment: str, ignored: tuple[str, str, str]) -> None:
    report = judged(f"deployTarget: LOCAL\nzz: 1  # pachlint: ignore[unknown-key] {comment}\n")
    assert ([one.ignored for one in report.ignored], report.findings) == ([ignored], ())


def test_finding_of_an_expired_comment_counts_and_says_so() -> None:
    report = judged("deployTarget: LOCAL\nzz: 1  # pachlint: ignore[unknown-key] until 2027-02-28 soon\n")
    assert report.ignored == ()
    assert [one.message for one in report.findings] == [
        f"{UNKNOWN} (ignored by a comment until 2027-02-28, which has passed)"
    ]


def test_another_comment_that_still_holds_wins() -> None:
    text = (
        "deployTarget: LOCAL\n# pachlint: ignore-file[unknown-key] until 2028-01-01 a\n"
        "zz: 1  # pachlint: ignore[unknown-key] until 2027-02-28 b\n"
    )
    report = judged(text)
    assert [one.ignored for one in report.ignored] == [("comment", "a", "2028-01-01")]
    assert report.findings == ()


def test_of_comments_that_hold_as_long_the_first_says_why() -> None:
    text = (
        "deployTarget: LOCAL\n# pachlint: ignore-file[unknown-key] until 2028-01-01 a\n"
        "zz: 1  # pachlint: ignore[unknown-key] until 2028-01-01 b\n"
    )
    assert [one.ignored for one in judged(text).ignored] == [("comment", "a", "2028-01-01")]


@pytest.mark.parametrize("day", ["2027-02-30", "2027-3-1", "2027.03.01", "20270301", "2027-13-01"])
def test_what_is_no_day_is_reported(day: str) -> None:
    report = judged(f"deployTarget: LOCAL\nzz: 1  # pachlint: ignore[unknown-key] until {day} soon\n")
    assert [one.message for one in report.findings] == [f"{day} is not a day, so the comment holds for good"]
    assert len(report.ignored) == 1


def test_last_day_may_be_required() -> None:
    text = "deployTarget: LOCAL\nzz: 1  # pachlint: ignore[unknown-key] soon\nyy: 1  # pachlint: ignore[unknown-key] until 2027-04-01 soon\n"
    report = judged(text, Suppressions(required=Required(expiry=True)))
    message = "This comment has no last day, which the config requires"
    assert [(one.rule, one.place.line, one.message) for one in report.findings] == [
        ("unlimited-ignore", 2, message)
    ]


def test_today_is_the_day_of_this_machine() -> None:
    before = date.today()  # noqa: DTZ011 -- as there
    assert before <= TODAY() <= date.today()  # noqa: DTZ011 -- as there


def test_expired_comment_that_ignores_nothing_is_unused() -> None:
    report = judged("deployTarget: LOCAL  # pachlint: ignore[unknown-key] until 2027-02-28 soon\n")
    assert [one.rule for one in report.findings] == ["unused-ignore"]


KEY = ("unknown-key", "v.yaml", "zz")


@pytest.mark.parametrize(("until", "counts"), [("", False), ("2027-03-01", False), ("2027-02-28", True)])
def test_entry_of_a_baseline_holds_until_the_end_of_its_day(until: str, counts: bool) -> None:
    baseline = Baseline(Counter({KEY: 1}), {KEY: until} if until else {})
    report = judged(
        "deployTarget: LOCAL\nzz: 1\n", Suppressions(baseline=baseline.counts, until=baseline.until)
    )
    assert (len(report.findings), len(report.ignored)) == (counts, not counts)
    if counts:
        assert (
            report.findings[0].message
            == f"{UNKNOWN} (ignored by the baseline until 2027-02-28, which has passed)"
        )


def test_baseline_keeps_its_days() -> None:
    baseline = Baseline(Counter({KEY: 2, ("a", "w.yaml", ""): 1}), {KEY: "2027-06-01"})
    text = write_baseline(baseline, ".")
    assert '"count": 2, "until": "2027-06-01"}' in text
    assert read_baseline(text, ".") == baseline


@pytest.mark.parametrize(
    ("days", "expected"), [(["2027-01-01", "2027-06-01"], "2027-06-01"), (["2027-01-01", None], None)]
)
def test_latest_day_of_equal_entries_counts(days: list[str | None], expected: str | None) -> None:
    entries = ", ".join(
        '{"rule": "unknown-key", "file": "v.yaml", "path": "zz"' + (f', "until": "{day}"}}' if day else "}")
        for day in days
    )
    found = read_baseline(f'{{"version": 1, "findings": [{entries}]}}', ".")
    assert (found.counts[KEY], found.until.get(KEY)) == (2, expected)


@pytest.mark.parametrize("until", ['"soon"', "5", '"2027-02-30"', "null"])
def test_entry_with_what_is_no_day_is_rejected(until: str) -> None:
    text = f'{{"version": 1, "findings": [{{"rule": "a", "file": "f", "path": "p", "until": {until}}}]}}'
    with pytest.raises(BaselineError, match="until of finding 1 must be a date"):
        read_baseline(text, ".")


@pytest.mark.parametrize(
    "days", [("2027-02-01", "2027-04-01"), ("2027-04-01", "2027-02-01"), ("2027-02-01", "")]
)
def test_of_several_comments_the_one_that_holds_longest_counts(days: tuple[str, str]) -> None:
    first, second = (f" until {day}" if day else "" for day in days)
    report = judged(
        f"# pachlint: ignore-file[unknown-key]{first} a\ndeployTarget: LOCAL\nzz: 1 # pachlint: ignore[unknown-key]{second} b\n"
    )
    assert [one.rule for one in report.findings if one.rule == "unknown-key"] == []
    assert [one.ignored and one.ignored.reason for one in report.ignored] == [
        "a" if days[0] > days[1] > "" else "b"
    ]
