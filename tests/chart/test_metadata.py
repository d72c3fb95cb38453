"""What Helm 3.17.3 takes for a Chart.yaml and what it rejects; every row was asked of it."""

import pytest

from pachlint.chart.metadata import MetadataError, read_metadata
from pachlint.reading.document import read
from pachlint.source import Source

HEAD = "apiVersion: v2\nname: a\nversion: 1.0.0\n"


def of(text: str) -> dict[str, object]:
    return read(Source("Chart.yaml", text)).data


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("name: a\nversion: 1.0.0\n", "a", "1.0.0"),
        ("apiVersion: v2\nname: 5\nversion: 1.0.0\n", "5", "1.0.0"),
        ("name: a\nversion: 1\n", "a", "1"),
        ("name: a\nversion: 1.10\n", "a", "1.1"),
        ("name: a\nversion: 01.1.1\n", "a", "01.1.1"),
        ("name: a\nversion: v1.2.3-a+b\n", "a", "v1.2.3-a+b"),
        ("Name: a\nVERSION: 1.0.0\n", "a", "1.0.0"),
        ("name: true\nversion: 1.0.0\n", "true", "1.0.0"),
        ("name: 1.50\nversion: 1.0.0\n", "1.5", "1.0.0"),
        ('name: "a\\u200b"\nversion: 1.0.0\n', "a", "1.0.0"),
        ('name: "a\\tb"\nversion: 1.0.0\n', "a b", "1.0.0"),
        (HEAD + "keywords: [1, null]\n", "a", "1.0.0"),
        (HEAD + "annotations: {a: 1, b: true}\n", "a", "1.0.0"),
        (HEAD + "unknown: [a]\n", "a", "1.0.0"),
        (HEAD + "deprecated: null\n", "a", "1.0.0"),
        (HEAD + "type: null\n", "a", "1.0.0"),
        (HEAD + "kubeVersion: x\n", "a", "1.0.0"),
        (HEAD + "appVersion: 1.10\n", "a", "1.0.0"),
        (HEAD + "dependencies: [{name: x, version: 1.5, alias: y}]\n", "a", "1.0.0"),
    ],
)
def test_what_helm_takes(text: str, name: str, version: str) -> None:
    assert read_metadata(of(text))[:2] == (name, version)


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("", "no name"),
        ("name: a\n", "no version"),
        ("version: 1.0.0\n", "no name"),
        ("name: a/b\nversion: 1.0.0\n", "'a/b' is not a chart name"),
        *((f"name: a\nversion: {version}\n", "is not a version") for version in ("x", "true", "' 1.0.0'", "1.0.0-01", "1.0.0-", "1.0.0.0", "9" * 20 + "0.0.0", "9" * 5000)),
        (HEAD + "type: x\n", "type must be"),
        (HEAD + "deprecated: 'yes'\n", "deprecated must be"),
        (HEAD + "deprecated: 1\n", "deprecated must be"),
        (HEAD + "keywords: a\n", "keywords must be a list"),
        (HEAD + "sources: [[1]]\n", "an item of sources must be a string"),
        (HEAD + "home: {}\n", "home must be a string"),
        (HEAD + "tags: [a]\n", "tags must be a string"),
        (HEAD + "maintainers: [null]\n", "an item of maintainers"),
        (HEAD + "maintainers: [x]\n", "an item of maintainers"),
        (HEAD + "maintainers: [{name: [1]}]\n", "name of a maintainer"),
        (HEAD + "annotations: {a: [1]}\n", "the annotation a"),
        (HEAD + "annotations: [a]\n", "annotations must be a mapping"),
        (HEAD + "dependencies: {}\n", "dependencies must be a list"),
        (HEAD + "dependencies: [null]\n", "an item of dependencies"),
        (HEAD + "dependencies: [{name: x, alias: 'a b'}]\n", "the alias of 'x'"),
        (HEAD + "dependencies: [{name: x, alias: z}, {name: z}]\n", "more than one dependency is named 'z'"),
        (HEAD + "dependencies: [{name: x, enabled: 'no'}]\n", "enabled of a dependency"),
        (HEAD + "dependencies: [{name: x, tags: z}]\n", "tags of a dependency"),
        (HEAD + "dependencies: [{name: x, import-values: z}]\n", "import-values of a dependency"),
    ],
)  # fmt: skip
def test_what_helm_rejects(text: str, reported: str) -> None:
    with pytest.raises(MetadataError) as error:
        read_metadata(of(text))
    assert reported in str(error.value)
