"""What would steer a terminal or a CI runner is made visible, and nothing else is changed."""

import json
import random
import time
import unicodedata

import pytest
from hostile_payloads import STYLES, Payload, github_command, leaked, payloads

from pachlint.report.styled import Piece, colored, plain, wrapped
from pachlint.visible import as_json, harmless, shown, steers, visible, width

PAYLOADS = payloads()
FITTING = (
    "plain text, 100 % of it: a::b ::c",
    "pächy.example.com  # 日本語, עברית, العربية, हिन्दी",
    "⚠️ mind this ❤️ 1️⃣ ©️",
    "e\u0301 \xa0 \u3000 \U000f0000",
    "## heading [x]",
    "#[error] # #[error] ##x y[",
    "",
)


def category(character: str) -> str:
    """The general category of Unicode."""
    return unicodedata.category(character)


@pytest.mark.parametrize("text", FITTING)
def test_text_that_does_no_harm_stays_as_it_is(text: str) -> None:
    assert (visible(text), shown(text), steers(text)) == (text, text, False)


@pytest.mark.parametrize("one", PAYLOADS, ids=lambda one: one.name)
def test_nothing_comes_through(one: Payload) -> None:
    line = (Piece("a "), Piece(one.text, "bold"), Piece(one.text))
    texts = [
        harmless(visible(one.text)),
        plain([(Piece(one.text),), line]),
        colored([(Piece(one.text),), (Piece("  "), Piece(one.text)), line]),
        plain(wrapped(line, 40, 2)),
        as_json({one.text: [one.text]}),
    ]
    is_line = one.name == "line of its own"
    texts += [] if is_line else [shown(f"{one.text}\n{one.text}")]
    for text in texts:
        assert leaked(text.encode("utf-8", "surrogatepass"), PAYLOADS) == set()
    assert steers(f"a\n{one.text}\n") != is_line


@pytest.mark.parametrize("number", range(0x110000 // 0x4000))
def test_every_character_that_has_no_look_is_a_sign(number: int) -> None:
    for character in map(chr, range(number * 0x4000, (number + 1) * 0x4000)):
        if category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and not "\u0600" <= character <= "\u08e2":
            # signs of Arabic, Kaithi and hieroglyphs that are seen are of this category too
            seen = character in "\U000110bd\U000110cd" or 0x13430 <= ord(character) <= 0x1345F
            assert seen or character not in visible(character), f"{ord(character):x}"


def test_a_line_is_never_a_command_of_github() -> None:
    rng = random.Random(1)
    parts = (
        "::",
        ":",
        "#",
        "##",
        "[",
        "]",
        "error",
        "##[",
        " ",
        "\t",
        "\xa0",
        "\n",
        "\r",
        "a",
        "=",
        "\x1b[1m",
        "\u200b",
    )
    for _ in range(20_000):
        text = "".join(rng.choices(parts, k=rng.randint(2, 9)))
        pieces = [Piece(rng.choice(("", text)), rng.choice(("", "bold"))), Piece(text)]
        styled = colored([tuple(pieces)])
        for line in f"{shown(text)}\n{plain([tuple(pieces)])}\n{styled}\n{STYLES.sub('', styled)}".split(
            "\n"
        ):
            assert github_command(line) is None, (text, line)
            assert "##[" not in line, (text, line)
            assert not line.lstrip().startswith("::") or line.lstrip().startswith("::: "), (text, line)


def test_json_reads_back_as_the_same() -> None:
    data = {one.name: one.text for one in PAYLOADS} | {one.text: one.name for one in PAYLOADS}
    assert json.loads(as_json(data)) == data
    assert as_json(data).isascii()


def test_signs_say_what_they_stand_for() -> None:
    assert visible("a\x1b\n\x7f\x9b\u202e\udc9b\U000e0041") == "a␛␊␡<U+009B><U+202E>\\x9b<U+E0041>"
    assert shown("::error::x\n  ::error::x\n::: b.yaml:1:1\na ##[error]x\n##vso[x]\n") == (
        "\\::error::x\n  \\::error::x\n::: b.yaml:1:1\na ##\\[error]x\n##\\vso[x]\n"
    )
    assert width(visible("\x1b日")) == 3


def test_ends_of_lines_and_tabs_do_no_harm() -> None:
    assert not steers("a: 1\r\n\tb\r\n")
    assert shown("a: 1\r\n\tb\r\n") == "a: 1\n    b\n"
    assert steers("a\rb")


@pytest.mark.parametrize(
    "text", ["\n" * 20_000, " " * 20_000, "##" + "a" * 20_000, ":" * 20_000, "\x1b[" * 20_000, "#" * 20_000]
)
def test_takes_time_by_length(text: str) -> None:
    start = time.perf_counter()
    harmless(text * 5 + "::##")
    shown(text * 5)
    steers(text * 5)
    assert time.perf_counter() - start < 2
