"""Packages from strangers: what Helm takes and rejects, and whatever costs too much, in one line and in little time."""

import gzip
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from fuzz_inputs import tar_member

from pachlint.chart.files import load_chart
from pachlint.chart.packing import ChartError, package_files
from pachlint.chart.tar import MEBIBYTE, Allowance

CHART = tar_member("0", "p/Chart.yaml", b"apiVersion: v2\nname: p\nversion: 1.0.0\n")
SECONDS = 4.0
"""Twice what is promised: the machine may be busy."""


def packed(*members: bytes) -> bytes:
    return gzip.compress(b"".join(members), 1, mtime=0)


def record(key: str, value: str) -> bytes:
    """An extended header of one record."""
    body = f" {key}={value}\n"
    length = next(size for size in range(5, 999) if len(str(size)) + len(body) == size)
    return tar_member("x", "x", f"{length}{body}".encode())


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ([tar_member("0", "./Chart.yaml", b"")], ["Chart.yaml"]),
        ([tar_member("0", "p/./values.yaml", b"")], ["values.yaml"]),
        ([tar_member("0", "p\\templates\\a.yaml", b"")], ["templates/a.yaml"]),
        ([tar_member("0", "/p/values.yaml", b"")], []),
        ([tar_member("1", "p/values.yaml", b"")], ["values.yaml"]),
        ([tar_member("2", "p/values.yaml", b"", 900)], ["values.yaml"]),
        ([tar_member("5", "p/values.yaml", b"")], []),
        ([tar_member("g", "x", b""), CHART], ["Chart.yaml"]),
        ([record("path", "p/values.yaml"), tar_member("0", "x", b"")], ["values.yaml"]),
        ([tar_member("L", "x", b"p/values.yaml\0"), tar_member("0", "x", b"")], ["values.yaml"]),
        ([record("path", ""), tar_member("0", "p/values.yaml", b"")], ["values.yaml"]),
        (
            [tar_member("0", "p/values.yaml", b"a: 1\n"), tar_member("0", "p/values.yaml", b"a: 2\n")],
            ["values.yaml"],
        ),
        ([tar_member("0", "p/readme", b"x" * 600), CHART], ["Chart.yaml"]),
        ([CHART, bytes(1024), b"what nobody reads"], ["Chart.yaml"]),
        ([CHART], ["Chart.yaml"]),
    ],
)
def test_members_are_those_that_helm_sees(members: list[bytes], names: list[str]) -> None:
    assert list(package_files(packed(*members), "p.tgz", Allowance())) == names


def test_of_files_of_one_name_the_last_counts_and_of_packages_the_first() -> None:
    members = [
        tar_member("0", name, content)
        for name in ("p/values.yaml", "p/charts/a.tgz")
        for content in (b"1", b"2")
    ]
    assert package_files(packed(*members), "p", Allowance()) == {"values.yaml": b"2", "charts/a.tgz": b"1"}


def zeros(kind: str, name: str, size: int) -> bytes:
    return packed(CHART, tar_member(kind, name, b"", size), bytes(size))


def nested(depth: int) -> bytes:
    inner = packed(CHART)
    for _ in range(depth):
        inner = packed(CHART, tar_member("0", "p/charts/i.tgz", inner))
    return inner


def aliased(count: int, more: str) -> bytes:
    """A chart inside that is listed many times."""
    listed = "".join(f"- {{name: s, version: 1.0.0, {more.format(number)}}}\n" for number in range(count))
    return packed(
        tar_member("0", "p/Chart.yaml", f"name: p\nversion: 1.0.0\ndependencies:\n{listed}".encode()),
        tar_member("0", "p/charts/s/Chart.yaml", b"name: s\nversion: 1.0.0\n"),
        tar_member("0", "p/charts/s/values.yaml", b"".join(b"k%d: v\n" % number for number in range(100))),
    )


@cache
def bomb() -> bytes:
    return packed(CHART, *(tar_member("0", f"p/r{number}", bytes(4 * MEBIBYTE)) for number in range(12)))


@pytest.mark.parametrize(
    ("make", "reported"),
    [
        (lambda: zeros("x", "x", 64 * MEBIBYTE), "a header of more than 1 MiB"),
        (lambda: zeros("L", "x", 64 * MEBIBYTE), "a header of more than 1 MiB"),
        (lambda: zeros("0", "p/values.yaml", 64 * MEBIBYTE), "larger than a chart's files may be (5 MiB)"),
        (lambda: packed(CHART, tar_member("0", "p/readme", b"", 2**40)), "larger than a chart's files"),
        (lambda: packed(CHART, *[tar_member("0", "p/x", b"")] * 30_000), "more than 20000 members"),
        (lambda: packed(CHART, *[record("a", "b")] * 30_000), "more than 20000 members"),
        (lambda: packed(CHART[:512]) + gzip.compress(b"", 1, mtime=0) * 100_000, "more than 20000 members"),
        (lambda: packed(CHART, *(tar_member("0", f"p/charts/b{number}.tgz", bomb()) for number in range(30))), "unpacks to more than"),
        (lambda: nested(12), "nested more than 8 levels deep"),
        (lambda: packed(CHART, *(tar_member("0", f"p/templates/{n}", bytes(4 * MEBIBYTE)) for n in range(3))), "more than 10 MiB"),
        (lambda: packed(CHART, tar_member("0", "p/values.yaml", b"a: b\n" * 500_000)), "more than 2 MiB"),
        (lambda: packed(CHART, tar_member("0", "p/values.yaml", b"a: {b: " * 100_000)), "not closed"),
        (lambda: aliased(5000, "alias: a{}"), "more than 20,000 keys and values"),
        (lambda: aliased(1, "import-values: [" + "{{child: k, parent: x}}," * 5000 + "]"), "more than 20,000 keys and values"),
        (lambda: packed(CHART, tar_member("S", "p/values.yaml", b"")), "a sparse file (p/values.yaml)"),
        (lambda: packed(CHART, record("GNU.sparse.map", "0,1"), tar_member("0", "p/values.yaml", b"")), "a sparse file (p/values.yaml)"),
        (lambda: packed(CHART, CHART), "several files named Chart.yaml"),
        (lambda: packed(CHART, tar_member("0", "p//etc/passwd", b"")), "outside its own folder"),
        (lambda: packed(CHART, tar_member("0", "p/../../x", b"")), "outside its own folder"),
        (lambda: packed(CHART, tar_member("0", "p/c:/x", b"")), "outside its own folder"),
        (lambda: packed(CHART, tar_member("0", "p/x", b"", -5)), "a broken header"),
        (lambda: packed(CHART, tar_member("x", "x", b"9 a=b\n")), "a broken header"),
        (lambda: packed(CHART, record("size", "12x"), tar_member("0", "p/x", b"")), "a broken header"),
        (lambda: packed(CHART, bytes(512), CHART), "has data after its end"),
        (lambda: packed(CHART[:530]), "ends within a member"),
        (lambda: packed(CHART)[:-20], "too early"),
    ],
)  # fmt: skip
def test_what_is_too_much_or_broken_is_one_line(
    tmp_path: Path, make: Callable[[], bytes], reported: str
) -> None:
    (tmp_path / "p.tgz").write_bytes(make())
    start = time.process_time()
    with pytest.raises(ChartError) as error:
        load_chart(str(tmp_path / "p.tgz"))
    assert time.process_time() - start < SECONDS
    assert reported in str(error.value)
    assert "\n" not in str(error.value)
