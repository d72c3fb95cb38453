"""What ships with pachlint and is missing is told."""

import pytest

from pachlint.bundled import BundledError, read_beside, read_json


def test_file_that_is_missing_is_reported() -> None:
    assert read_json("schemas/annotations.json")["keys"]
    with pytest.raises(BundledError, match=r"schemas/none\.json is missing"):
        read_json("schemas/none.json")


def test_file_among_the_modules_that_is_missing_is_reported() -> None:
    assert read_beside("report/page.html").startswith(b"<!doctype html>")
    with pytest.raises(BundledError, match=r"report/none\.html is missing"):
        read_beside("report/none.html")
