"""The straight line as a whole."""

import random
from pathlib import Path

import pytest

from pachlint.finding import Severity
from pachlint.lint import Job, check
from pachlint.packs import Pack
from pachlint.reading.document import read
from pachlint.report import json as json_report
from pachlint.rulebook import Rulebook, load, shipped
from pachlint.source import Source

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "examples").glob("*/broken.yaml"))
RULE = """\
title: Rule {number}
severity: warning
impact: fragile
require: {{pachd.logLevel: info}}
message: "rule {number} says {{pachd.logLevel}}"
examples:
  - bad: "pachd: {{logLevel: debug}}"
    expect: [{{}}]
  - good: "pachd: {{logLevel: info}}"
"""


def jobs() -> list[Job]:
    """The broken examples, as a run gets them."""
    return [Job(path.parent.name, (read(Source(path.parent.name, path.read_text())),)) for path in FILES]


@pytest.mark.parametrize("seed", range(3))
def test_order_of_rules_never_changes_the_report(seed: int) -> None:
    book = shipped()
    rules = list(book.rules)
    random.Random(seed).shuffle(rules)
    shuffled = Rulebook(tuple(rules), book.texts)
    assert json_report.render(check(jobs(), shuffled)) == json_report.render(check(jobs(), book))


def test_order_of_rule_folders_never_changes_the_report(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / f"rules{number}" / "own"
        folder.mkdir(parents=True)
        (folder / f"own-{number}.yaml").write_text(RULE.format(number=number))
    job = Job("v", (read(Source("v.yaml", "pachd: {logLevel: debug}\n")),))
    one, other = Pack("one", str(tmp_path / "rules1")), Pack("two", str(tmp_path / "rules2"))
    report = json_report.render(check([job], load([one, other])))
    assert report == json_report.render(check([job], load([other, one])))
    assert report.count("/own-") == 2


def test_order_of_releases_never_changes_the_findings() -> None:
    forth, back = check(jobs(), shipped()), check(jobs()[::-1], shipped())
    assert forth.findings == back.findings


def test_wrong_type_skips_only_rules_that_read_it() -> None:
    text = "deployTarget: AMAZON\npachd: {image: {tag: 2.11}, service: {type: NodePort}}\nproxy: {service: {type: 7}}\n"
    found = check([Job("v", (read(Source("v.yaml", text)),))], shipped()).findings
    assert [one.path for one in found if one.rule == "exposed-through-node-port"] == ["pachd.service.type"]
    assert {one.path for one in found if one.rule == "wrong-type"} == {
        "pachd.image.tag",
        "proxy.service.type",
    }


OVERLAYS = {
    "prod": "pachd:\n  resources: {limits: {memory: 8Gi}}\n",
    "test": "console:\n  enabled: false\n",
    "demo": "pachd:\n  logLevel: debug\n",
}


def layered(base: str, overlays: dict[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Rule, file and releases of what is said about the storage URL, for a base file with each of the overlays."""
    found = check(
        [
            Job(name, (read(Source("base.yaml", base)), read(Source(f"{name}.yaml", text))))
            for name, text in overlays.items()
        ],
        shipped(),
    ).findings
    return [(one.rule, one.place.file, one.releases) for one in found if "storageURL" in one.path]


def test_what_all_releases_of_a_file_lack_is_reported_once_in_that_file() -> None:
    everyone = ("prod", "test", "demo")
    missing = layered("deployTarget: AMAZON\n", OVERLAYS)
    assert missing == [("storage-url-required", "base.yaml", everyone)]
    wrong = layered("deployTarget: AMAZON\npachd: {storage: {storageURL: bucket}}\n", OVERLAYS)
    assert {(file, releases) for _, file, releases in wrong} == {("base.yaml", everyone)}


def test_what_one_release_lacks_is_reported_where_that_one_differs() -> None:
    given = "pachd:\n  storage: {storageURL: s3://data-7f3}\n"
    found = layered("deployTarget: AMAZON\n", {**OVERLAYS, "demo": given})
    assert {(file, releases) for _, file, releases in found} == {
        ("prod.yaml", ("prod",)),
        ("test.yaml", ("test",)),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oidc: {additionalOIDCClient: []}\n", {"additional-clients-key"}),
        ("oidc: {additionalOIDC: []}\n", {"unknown-key"}),
        ("etcd: {dynamicNodes: -1}\n", {"at-least-one-node"}),
        ("unknown: ${VARIABLE}\n", {"unknown-key", "unfilled-variable"}),
    ],
)
def test_rule_made_for_a_path_speaks_in_place_of_one_about_anything(text: str, expected: set[str]) -> None:
    found = check([Job("v", (read(Source("v.yaml", "deployTarget: LOCAL\n" + text)),))], shipped()).findings
    assert {one.rule for one in found if one.severity > Severity.INFO} == expected
