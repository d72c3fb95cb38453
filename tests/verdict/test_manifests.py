"""Manifests that Helm cannot read: rows of real Helm, who is at fault, and which files need no look."""

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import odd_texts
import pytest
import random_values

from pachlint import lint
from pachlint.bundled import read
from pachlint.finding import Finding, Impact
from pachlint.lint import Job, prepare
from pachlint.reading.document import read as read_document
from pachlint.rulebook import Rulebook
from pachlint.rulebook import load as load_rules
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.verdict import manifests
from pachlint.verdict.breaches import TemplateInput
from pachlint.versions import RELEASED, resolve

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "odd-texts.jsonl").read_text().splitlines()
]
TABLE = manifests.load(read("schemas/manifests.json"))
KINDS = (random_values.scattered, random_values.likely, random_values.crowded, odd_texts.odd_texts)


@cache
def judges() -> Rulebook:
    """The rules that can say that Helm rejects values."""
    return load_rules().select(["rejected"])


def rejections(files: list[str], version: str) -> list[Finding]:
    """What is told of the values of several files."""
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
    documents = tuple(read_document(Source(f"{at}.yaml", text)) for at, text in enumerate(files))
    report = lint.check([Job("v", documents, (), overrides)], judges())
    return [finding for finding in report.findings if finding.impact is Impact.REJECTED]


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_odd_texts_get_helms_verdict(number: int) -> None:
    row = ROWS[number]
    assert bool(rejections(row["files"], row["version"])) is not row["ok"], row


@pytest.mark.parametrize("seed", range(80))
def test_files_that_are_skipped_can_be_read(seed: int) -> None:
    rng = random.Random(seed)
    version = rng.choice(RELEASED)
    text = json.dumps(KINDS[seed % len(KINDS)](rng, str(version)), ensure_ascii=False)
    overrides = Overrides(chart_version=Resolved(version, "flag"))
    values = prepare(Job("v", (read_document(Source("v.yaml", text)),), overrides=overrides)).values
    if not values.problems:
        few = manifests.unreadable(TemplateInput(values.data, str(version), values.user), TABLE)
        every = manifests.unreadable(TemplateInput(values.data, str(version)), TABLE)
        assert bool(few) is bool(every)


BLAMED = [
    (
        'console: {service: {type: "a\\n---\\nb"}}',
        "console.service.type has a line that begins with ---, and Helm splits the manifest there",
    ),
    (
        'pachd: {oauthClientID: "\\u2028a", enterpriseLicenseKey: L}',
        "pachd.oauthClientID has a character that ends a line in YAML (U+0085, U+2028 or U+2029), which makes the manifest invalid YAML",
    ),
    (
        "global: {proxy: '.inf', noProxy: x}",
        "global.proxy makes the manifest invalid YAML where the chart puts it",
    ),
    (
        "postgresql: {primary: {extraVolumeMounts: s}}",
        "postgresql.primary.extraVolumeMounts does not fit where the chart puts it: it is written there as a word or string",
    ),
    (
        "etcd: {storageClass: 'a: b', storageSize: 1Gi}",
        "etcd.storageClass makes the manifest invalid YAML where the chart puts it",
    ),
]


@pytest.mark.parametrize(("text", "message"), BLAMED)
def test_value_is_named(text: str, message: str) -> None:
    assert [one.message for one in rejections([f"deployTarget: LOCAL\n{text}\n"], "2.11.6")] == [message]


@pytest.mark.parametrize("value", ["true", "x", "[a]", "{a: {b: c}}"])
def test_annotations_are_a_map_of_texts(value: str) -> None:
    text = f"deployTarget: LOCAL\nloki-stack: {{promtail: {{annotations: {value}}}}}\n"
    assert len(rejections([text], "2.8.10")) == 1
    assert rejections([text.replace(value, "{a: b}")], "2.8.10") == []


def test_condition_is_named_where_no_text_is_odd() -> None:
    values = "pachd:\n  enabled: false\n  enterpriseLicenseKey: L\nenterpriseServer: {enabled: true}\n"
    (found,) = rejections([values], "2.2.2")
    assert found.message == "enterpriseServer.enabled makes the chart write a manifest that Helm cannot parse"
    assert found.place.line == 4
    assert rejections([values], "2.2.3") == []
