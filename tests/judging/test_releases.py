"""What several releases have in common is told once, in the file that they share."""

from typing import Any

import pytest

from pachlint.finding import Finding, Impact, Severity
from pachlint.judging.releases import merge_findings
from pachlint.layering.layer import COMMAND_LINE
from pachlint.lint import Job, check
from pachlint.place import Place
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

BASE = "deployTarget: LOCAL\npachd: {logLevel: info}\n"
X = "pachd.affinity.x"


def reported(
    rule: dict[str, Any],
    releases: dict[str, list[str]],
    texts: dict[str, str],
    own_rules: Any,
    versions: dict[str, str] | None = None,
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Path, file and line, and the releases of each finding."""
    documents = {name: read(Source(name, text)) for name, text in texts.items()}
    jobs = [
        Job(
            name,
            tuple(documents[file] for file in files),
            overrides=Overrides(
                Resolved(resolve(versions[name]), "flag") if versions and name in versions else None
            ),
        )
        for name, files in releases.items()
    ]
    found = check(jobs, own_rules(r=rule)).findings
    assert all(one.release == one.releases[0] for one in found)
    return [(one.path, f"{one.place.file}:{one.place.line}", one.releases) for one in found]


TWO = {"dev": ["base", "dev"], "prod": ["base", "prod"]}
THREE = {**TWO, "test": ["base", "test"]}
ROWS: list[tuple[str, dict[str, Any], dict[str, list[str]], dict[str, str], list[tuple[str, str, tuple[str, ...]]]]] = [
    ("in the file that all share", {"require": {"pachd.logLevel": "debug"}}, TWO, {"base": BASE, "dev": "{}", "prod": "{}"}, [("pachd.logLevel", "base:2", ("dev", "prod"))]),
    ("in one release only", {"require": {"pachd.logLevel": "debug"}}, TWO, {"base": BASE, "dev": "pachd: {logLevel: debug}", "prod": "{}"}, [("pachd.logLevel", "base:2", ("prod",))]),
    ("each in its own file", {"require": {X: 1}}, TWO, {"base": BASE, "dev": "pachd: {affinity: {x: 2}}", "prod": "pachd: {affinity: {x: 3}}"}, [(X, "dev:1", ("dev",)), (X, "prod:1", ("prod",))]),
    # what is missing stands in the file that all share which lack it
    ("missing everywhere", {"require": {X: 1}}, TWO, {"base": BASE, "dev": "console: {}", "prod": "console: {}"}, [(X, "base:2", ("dev", "prod"))]),
    ("missing, with a nearer key in each", {"require": {X: 1}}, TWO, {"base": BASE, "dev": "pachd: {affinity: {}}", "prod": "pachd: {replicas: 1}"}, [(X, "base:2", ("dev", "prod"))]),
    ("missing in one", {"require": {X: 1}}, TWO, {"base": BASE, "dev": "pachd: {affinity: {x: 1}}", "prod": "pachd: {replicas: 1}"}, [(X, "prod:1", ("prod",))]),
    ("missing in two of three", {"require": {X: 1}}, THREE, {"base": BASE, "dev": "pachd: {affinity: {x: 1}}", "prod": "pachd: {}", "test": "pachd: {}"}, [(X, "prod:1", ("prod",)), (X, "test:1", ("test",))]),
    ("missing in all of three", {"require": {X: 1}}, THREE, {"base": BASE, "dev": "pachd: {}", "prod": "pachd: {}", "test": "pachd: {}"}, [(X, "base:2", ("dev", "prod", "test"))]),
    ("no file shared", {"require": {X: 1}}, {"dev": ["dev"], "prod": ["prod"]}, {"dev": BASE, "prod": BASE}, [(X, "dev:2", ("dev",)), (X, "prod:2", ("prod",))]),
    ("two files shared", {"require": {X: 1}}, {"dev": ["base", "more", "dev"], "prod": ["base", "more", "prod"]}, {"base": BASE, "more": "pachd: {affinity: {}}", "dev": "pachd: {}", "prod": "pachd: {}"}, [(X, "more:1", ("dev", "prod"))]),
    ("missing in one, wrong in another", {"require": {X: 1}}, TWO, {"base": BASE, "dev": "pachd: {replicas: 1}", "prod": "pachd: {affinity: {x: 2}}"}, [(X, "dev:1", ("dev",)), (X, "prod:1", ("prod",))]),
    ("wrong in a file of its own, missing in others", {"require": {X: 1}}, {"one": ["base", "one"], "two": ["base", "more"], "own": ["own", "more"]}, {"base": BASE, "one": "{}", "more": "console: {}", "own": "pachd: {affinity: {x: 2}}"}, [(X, "base:2", ("one", "two")), (X, "own:1", ("own",))]),
    ("each shares a file with a third that is right", {"require": {X: 1}}, {"one": ["a", "b"], "right": ["b", "own", "c"], "two": ["c", "d"]}, {"a": BASE, "b": "{}", "c": "{}", "d": BASE, "own": "pachd: {affinity: {x: 1}}"}, [(X, "a:2", ("one",)), (X, "d:2", ("two",))]),
    ("shared with none that is right", {"require": {X: 1}}, {"dev": ["base", "dev"], "prod": ["base", "prod"], "right": ["prod", "own"]}, {"base": BASE, "dev": "pachd: {}", "prod": "pachd: {}", "own": "pachd: {affinity: {x: 1}}"}, [(X, "base:2", ("dev", "prod"))]),
    ("shared with another that is right", {"require": {X: 1}}, {"dev": ["base", "dev"], "prod": ["base", "prod"], "own": ["own"]}, {"base": BASE, "dev": "pachd: {}", "prod": "pachd: {}", "own": f"{BASE.replace('info}', 'info, affinity: {x: 1}}')}"}, [(X, "base:2", ("dev", "prod"))]),
    ("several findings of one place", {"each": {"in": "pachd.affinity.*", "as": "p"}, "require": {"p": 9}, "at": "pachd.logLevel", "message": "{p}"}, TWO, {"base": BASE.replace("info}", "info, affinity: {k: 1, l: 2}}"), "dev": "{}", "prod": "{}"}, [("pachd.logLevel", "base:2", ("dev", "prod")), ("pachd.logLevel", "base:2", ("dev", "prod"))]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rule", "releases", "texts", "found"), ROWS, ids=[row[0] for row in ROWS])
def test_reported_once(name: str, rule: Any, releases: Any, texts: Any, found: Any, own_rules: Any) -> None:
    assert reported(rule, releases, texts, own_rules) == found


def test_words_that_name_the_version_are_no_second_finding(own_rules: Any) -> None:
    rule = {"require": {"pachd.logLevel": "debug"}, "message": "in {@chart}"}
    texts = {"base": BASE, "dev": "{}", "prod": "{}"}
    found = reported(rule, TWO, texts, own_rules, {"dev": "2.5.0", "prod": "2.6.0"})
    assert found == [("pachd.logLevel", "base:2", ("dev", "prod"))]


def test_findings_of_all_releases_are_in_the_order_of_places(own_rules: Any) -> None:
    texts = {"a": f"{BASE}console: {{affinity: {{x: 2}}}}\n", "b": BASE}
    rule = {"require": {X: 1, "pachd.logLevel": "debug"}}
    found = reported(rule, {"two": ["b"], "one": ["a"]}, texts, own_rules)
    assert found == [
        (X, "a:2", ("one",)), ("pachd.logLevel", "a:2", ("one",)),
        (X, "b:2", ("two",)), ("pachd.logLevel", "b:2", ("two",)),
    ]  # fmt: skip


def test_only_flags_are_told_apart_by_where_they_stand() -> None:
    def finding(file: str) -> Finding:
        return Finding("r", "t", Severity.INFO, Impact.BROKEN, "words", Place(file, 1, 1, 1, 2), path="a")

    def located(one: Finding) -> Finding:
        return one._replace(place=Place(one.release, 9, 1, 9, 2))

    for file, number in (("v.yaml", 1), (COMMAND_LINE, 2)):
        releases = [("one", [finding(file)]), ("two", [finding(file)])]
        found = merge_findings(releases, located)
        assert len(found) == number
        assert all(one.place.file == file for one in found)
        assert len(merge_findings(releases)) == 1


def test_release_that_has_no_file_in_common_changes_nothing(own_rules: Any) -> None:
    rows = reported(
        {"require": {X: 1}},
        {"dev": ["base", "dev"]},
        {"base": BASE, "dev": "pachd: {replicas: 1}"},
        own_rules,
    )
    assert rows == [(X, "dev:1", ("dev",))]


def test_findings_of_one_place_are_paired_in_their_order() -> None:
    def finding(message: str, way: str) -> Finding:
        place = Place("v.yaml", 1, 1, 1, 2)
        return Finding("r", "t", Severity.INFO, Impact.BROKEN, message, place, path="a", ways=(way,))

    releases = [
        ("one", [finding("b", "B1"), finding("a", "A1")]),
        ("two", [finding("a", "A2"), finding("b", "B2")]),
    ]
    found = merge_findings(releases)
    assert [(one.message, one.ways) for one in found] == [("a", ("A1", "A2")), ("b", ("B1", "B2"))]
