"""An edit inside one section of a file is told by that section, unless the rest may have a part in it."""

import pytest

from pachlint.fixing.sections import after, around
from pachlint.fixing.splice import Splice
from pachlint.reading.document import read
from pachlint.source import Source

REST = "console:\n  enabled: true\n  labels: {a: b}\n  annotations: {c: d, e: f}\n"


def spliced(text: str, old: str, new: str, *, expected: dict[str, object]) -> dict[str, object] | None:
    """What the section says after ``old`` became ``new``; None if it was not asked, or says something else."""
    document = read(Source("v.yaml", text))
    splices = [Splice(text.index(old), text.index(old) + len(old), new)]
    section = around(document, splices)
    found = after(document, section, splices, {**document.data, **expected}) if section else None
    return found.data if found else None


@pytest.mark.parametrize(
    "text",
    [
        "pachd:\n  tag: 1\n" + REST,
        REST + "pachd:\n  tag: 1\n",
        REST + "pachd:\n  tag: 1",
        REST + "pachd: {tag: 1}\n# end",
    ],
)
def test_section_says_what_the_file_says(text: str) -> None:
    expected: dict[str, object] = {"pachd": {"tag": "1"}}
    assert spliced(text, "1", '"1"', expected=expected) == expected


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("pachd:\n  tag: 1\n", "1", '"1"'),  # nothing else
        ("pachd: &x\n  tag: 1\n" + REST, "1", '"1"'),  # an anchor
        ("---\npachd:\n  tag: 1\n" + REST, "1", '"1"'),  # a mark of a document
        ("pachd:\n  tag: 1\n" + REST, "1", '"1'),  # a quote that nothing closes
        ("pachd:\n  tag: 1\n" + REST, "1", "[1"),
        ("pachd:\n  tag: 1\n" + REST, " 1\n", ' "1" '),  # no end of line any more
        ("pachd:\n  tag: 1\n" + REST, " 1\n", ' "1"\nmine: 2\n'),  # another section
        ("pachd:\n  tag: 1\n" + REST, "1", '"2"'),  # not what is expected
        ("pachd:\n  tag: 1\n" + REST, "1", '"1"\n  more: 2'),
        ("{pachd: {tag: 1},\nconsole: {a: 1, b: 2, c: 3}}", "tag: 1", 'tag: "1"'),
    ],
)  # fmt: skip
def test_file_is_read_as_a_whole(text: str, old: str, new: str) -> None:
    assert spliced(text, old, new, expected={"pachd": {"tag": "1"}}) is None


def test_rest_must_stay() -> None:
    text = "pachd:\n  tag: 1\n" + REST
    assert spliced(text, "1", '"1"', expected={"pachd": {"tag": "1"}, "console": {}}) is None


def test_what_is_put_before_a_key_is_below_the_one_before_it() -> None:
    text = "pachd:\n  tag: 1\n" + REST
    document = read(Source("v.yaml", text))
    at = text.index("console")
    section = around(document, [Splice(at, at, "  more: 2\n")])
    assert section is not None
    assert (section.key, section.start, section.end) == ("pachd", 0, at)
