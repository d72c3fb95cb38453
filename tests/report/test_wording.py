"""What a text report says of a fix."""

import pytest

import pachlint
from pachlint.finding import Edit, Fix, Safety
from pachlint.place import Place
from pachlint.report.look import Look
from pachlint.report.wording import fix_words, written

TEXT = "deployTarget: LOCAL\npachd: {enabled: 'true'}\n"
FINDING = next(one for one in pachlint.check(text=TEXT).findings if one.fix)


def fix(*texts: str, title: str = "do it", place: Place = FINDING.place) -> Fix:
    return Fix(title, Safety.SAFE, tuple(Edit(place, text) for text in texts))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (fix("true"), "true"),
        (fix(' "10"'), '"10"'),
        (fix("x" * 40), "x" * 40),
        (fix("x" * 41), ""),
        (fix(""), ""),
        (fix(" "), ""),
        (fix("a\nb"), ""),
        (fix("\x1b[2Ja"), ""),
        (fix("true", "false"), ""),
        (fix("1", title="set it to 1"), ""),
        (fix("1", title="set it to 10"), "1"),
        (fix("true", place=FINDING.place._replace(column=1)), ""),
    ],
)
def test_what_a_fix_writes(made: Fix, expected: str) -> None:
    assert written(FINDING, made) == expected
    assert fix_words(FINDING, made) == f"{made.title}{f': write {expected}' if expected else ''} (safe)"


def shown(text: str, **look: object) -> str:
    return str(pachlint.render(pachlint.check(text=text, filename="v.yaml"), "text", Look(**look)))  # type: ignore[arg-type]


def test_reports_say_it() -> None:
    words = "fix: use the type that the chart requires: write true (safe)"
    assert f"^^^^^^ {words}\n" in shown(TEXT)
    assert f"= {words}\n" in shown(TEXT, verbose=True)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(120, "  |                  ^^^^^^ fix: use the type that the chart requires: write true (safe)\n"),
     (60, "  |                  ^^^^^^ fix: write true (safe)\n"),
     (40, "  = fix: use the type that the chart\n    requires: write true (safe)\n")],
)  # fmt: skip
def test_it_stays_on_the_line(columns: int, expected: str) -> None:
    assert expected in shown(TEXT, columns=columns)


def test_no_secret_is_shown() -> None:
    for text in ("pachd: {rootToken: 5551234}\n", "oidc: {clientSecret: 987654321}\n"):
        for look in ({}, {"verbose": True}):
            found = shown(f"deployTarget: LOCAL\n{text}", **look)
            assert "5551234" not in found
            assert "987654321" not in found
