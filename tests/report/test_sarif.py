"""SARIF: the whole document against golden files, and what its readers rely on."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.finding import Impact, Related
from pachlint.layering.flags import Flag
from pachlint.lint import Job, check
from pachlint.place import Place
from pachlint.reading.document import Document, read
from pachlint.report import sarif
from pachlint.report.line_hashes import LineHashes
from pachlint.report.look import Look
from pachlint.report.sarif_results import MAX_RESULTS
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.suppressions.suppress import Suppressions

BASE = """\
# pachlint: chart-version=2.6.4 environment=production
deployTarget: AMAZON
pachd:
  storage: {amazon: {bucket: pächy-😀, region: us-east-1a}}   # 日本語 in a comment
  logLevel: info
ingress:
  enabled: true
  host: pachyderm.example.com
  tls: {enabled: true}
# lines enough for the hash of those above to end
# before the secret below, so that GitHub may have them
console: {enabled: true}
oidc:
  clientId: pachyderm-production-users
  additionalClients: []
pgbouncer:
  maxConnections: 1000
postgresql:
  enabled: true
  persistence: {size: 200Gi}
etcd:
  storageSize: 200Gi
  dynamicNodes: 1
unkown: 1   # pachlint: ignore[unknown-key] read by our own templates
global:
  postgresql: {postgresqlPassword: 5e2c7a9d41b84f0fb6a3}
"""
PROD = """\
ingress:
  enabled: "yes"
pachd:
  logLevel: verbose
"""
SECRET = "5e2c7a9d41b84f0fb6a3"
SHOWN = Look(show_ignored=True)

Golden = Callable[[str, str], None]


def document(name: str, content: str) -> Document:
    """A values file."""
    return read(Source(name, content))


def run(*words: str, stdin: str | None = None) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), input=stdin, catch_exceptions=False)


def log(report: Report, look: Look = SHOWN) -> dict[str, Any]:
    """The run in the document of a report."""
    found: dict[str, Any] = json.loads(sarif.render(report, look))["runs"][0]
    return found


def checked(*words: str, stdin: str | None = None) -> dict[str, Any]:
    """The run in the document that a command line prints."""
    found: dict[str, Any] = json.loads(run("check", *words, "--format", "sarif", stdin=stdin).stdout)["runs"][
        0
    ]
    return found


def narrowed(report: Report) -> Report:
    """The report with the rules alone that found something, and fixed numbers of them."""
    ids = {finding.rule for finding in (*report.findings, *report.ignored)}
    book = report.book._replace(rules=tuple(rule for rule in report.book.rules if rule.id in ids))
    releases = tuple(release._replace(rules_run=300) for release in report.releases)
    return report._replace(book=book, releases=releases)


@pytest.fixture(scope="module")
def report() -> Report:
    """A release of two files and a flag, and a file that cannot be read, compared with a baseline."""
    flags = (Flag("set", "pachd.externalService.enabled=true"),)
    jobs = [
        Job(
            "base.yaml + deploy/prod #1.yaml",
            (document("base.yaml", BASE), document("deploy/prod #1.yaml", PROD)),
            flags,
        ),
        Job("bad.yaml", (document("bad.yaml", "pachd:\n  image: [\n"),)),
    ]
    before = {
        ("s3-region-is-zone", "base.yaml", "pachd.storage.amazon.region"): 1,
        ("s3-region-is-zone", "base.yaml", "pachd.storage.amazon.zone"): 1,
        ("s3-region-is-zone", "elsewhere.yaml", "a"): 1,
        ("no-such-rule", "base.yaml", "a"): 1,
        ("unknown-key", "base.yaml", "unkown"): 1,
    }  # fmt: skip
    return check(jobs, shipped(), Suppressions(baseline=before))


def result(found: dict[str, Any], rule: str) -> dict[str, Any]:
    """The one result of a rule."""
    (one,) = [one for one in found["results"] if one["ruleId"] == rule]
    return dict(one)


class TestDocument:
    def test_whole(self, report: Report, golden: Golden) -> None:
        golden("reports/report.sarif", sarif.render(narrowed(report), SHOWN))

    def test_empty_report_is_a_whole_document(self, golden: Golden) -> None:
        text = "# pachlint: chart-version=2.11.6 environment=development\ndeployTarget: LOCAL\npachd: {storage: {local: {hostPath: /data/}}}\n"
        clean = narrowed(check([Job("v.yaml", (document("v.yaml", text),))], shipped()))
        assert clean.findings == ()
        golden("reports/empty.sarif", sarif.render(clean))

    def test_all_rules_are_described_and_sorted(self, report: Report) -> None:
        rules = log(report)["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == sorted(rule.id for rule in shipped().rules)
        for rule in rules:
            assert 0 < len(rule["shortDescription"]["text"]) <= 1024
            assert 0 < len(rule["fullDescription"]["text"]) <= 1024
            assert "```yaml" in rule["help"]["markdown"]
            assert rule["helpUri"].startswith("https://")
            assert rule["properties"]["precision"] in ("very-high", "high", "medium")
            assert len(rule["properties"]["tags"]) <= 10

    def test_help_says_what_to_do(self, report: Report) -> None:
        without = []
        for rule in log(report)["tool"]["driver"]["rules"]:
            reported = [
                line for line in rule["help"]["text"].split("\n\n") if line.startswith("How to fix it: ")
            ]
            without += [] if reported else [rule["id"]]
            assert not any("{@" in line or ".@path}" in line for line in reported)
            assert ("**How to fix it:** " in rule["help"]["markdown"]) == bool(reported)
        assert without == ["chart-rejection", "empty-file", "flag-problem", "wrong-type"]

    def test_security_rules_alone_have_a_score(self, report: Report) -> None:
        rules = {rule["id"]: rule["properties"] for rule in log(report)["tool"]["driver"]["rules"]}
        scores = {"error": "8.0", "warning": "5.5", "info": "3.0"}
        for rule in shipped().rules:
            insecure = rule.impact is Impact.INSECURE
            assert rules[rule.id].get("security-severity") == (
                scores[rule.severity.word] if insecure else None
            )
            assert ("security" in rules[rule.id]["tags"]) == insecure
            assert {rule.topic, rule.impact.value} <= set(rules[rule.id]["tags"])

    def test_results_point_to_their_rules(self, report: Report) -> None:
        found = log(report)
        rules = found["tool"]["driver"]["rules"]
        assert len(found["results"]) > 10
        for one in found["results"]:
            assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
            assert one["kind"] == "fail"

    def test_severities_of_the_config_are_levels(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("v.yaml").write_text("deployTarget: LOCAL\npachd: {logLevl: info}\n")
        Path(".pachlint.yaml").write_text("severity: {unknown-key: error}\nignore: [etcd-disk-aws]\n")
        found = checked("v.yaml")
        assert result(found, "unknown-key")["level"] == "error"
        rules = {rule["id"]: rule for rule in found["tool"]["driver"]["rules"]}
        assert rules["unknown-key"]["defaultConfiguration"] == {"level": "error"}
        assert "etcd-disk-aws" not in rules
        (reported,) = found["invocations"][0]["toolExecutionNotifications"]
        assert reported["message"]["text"].startswith(".pachlint.yaml disables 1 of ")

    def test_rules_of_users_are_described(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("mine").mkdir()
        rule = {
            "title": "Logs <b>must</b> be [short](https://evil.example)",
            "severity": "warning",
            "impact": "insecure",
            "why": "A `tick`, a | and a\u202eturn.\n\nAnother paragraph.",
            "see": ["https://example.com/a b>c"],
            "require": {"pachd.logLevel": "info"},
            "message": "See [here](https://evil.example)",
            "examples": [
                {"bad": "pachd: {logLevel: debug} # ```\n", "expect": [{}]},
                {"good": "pachd: {logLevel: info}\n"},
            ],
        }
        Path("mine/own.yaml").write_text(json.dumps(rule))
        Path("v.yaml").write_text("deployTarget: LOCAL\npachd: {logLevel: debug}\n")
        found = checked("v.yaml", "--rules", "mine", "--select", "mine/")
        (described,) = found["tool"]["driver"]["rules"]
        assert described["id"] == "mine/own"
        assert described["name"] == "MineOwn"
        assert described["properties"]["security-severity"] == "5.5"
        assert described["helpUri"] == "https://example.com/a%20b%3Ec"
        markdown = described["help"]["markdown"]
        assert markdown.startswith(r"**Logs \<b\>must\</b\> be \[short\](https://evil.example)**")
        assert (
            r"A \`tick\`, a \| and a<U+202E>turn. Another paragraph.".replace("<", r"\<").replace(">", r"\>")
            in markdown
        )
        assert "````yaml\npachd: {logLevel: debug} # ```\n````" in markdown
        assert found["results"][0]["message"]["text"] == "See [here] (https://evil.example)."


class TestResults:
    def test_message_begins_with_a_sentence_and_links_other_places(self, report: Report) -> None:
        one = result(log(report), "wrong-type")
        assert one["message"]["text"].startswith("ingress.enabled must be ")
        assert one["message"]["text"].endswith(
            "See also: this earlier value is overridden ([line 7](1) of base.yaml)."
        )
        (related,) = one["relatedLocations"]
        assert related["id"] == 1
        assert related["physicalLocation"]["artifactLocation"]["uri"] == "base.yaml"

    def test_region_is_a_value_on_one_line(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("v.yaml").write_text(
            "deployTarget: LOCAL\npachd:\n  logLevel: very\n    much\n  enabled: 'yes'\n"
        )
        regions = {}
        for one in checked("v.yaml")["results"]:
            region = one["locations"][0]["physicalLocation"]["region"]
            assert region["startLine"] == region["endLine"]
            assert region["startColumn"] < region["endColumn"]
            regions[one["ruleId"]] = region
        assert regions["log-level"] == {
            "startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 17, "snippet": {"text": "very"},
        }  # fmt: skip
        assert regions["wrong-type"]["snippet"] == {"text": "'yes'"}

    def test_columns_are_code_points(self, report: Report) -> None:
        found = log(report)
        states = [one for one in found["results"] if one["ruleId"] == "s3-region-is-zone"]
        region = states[0]["locations"][0]["physicalLocation"]["region"]
        assert found["columnKind"] == "unicodeCodePoints"
        assert region["snippet"] == {"text": "us-east-1a"}
        start = BASE.splitlines()[3].index("us-east-1a") + 1
        assert (region["startColumn"], region["endColumn"]) == (start, start + 10)

    def test_fix_gives_what_pachlint_writes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        text = (
            "deployTarget: AMAZON\r\npachd:\r\n  storage: {amazon: {bucket: a, region: us-east-1a}} # ü\r\n"
        )
        Path("v.yaml").write_bytes(text.encode())
        one = result(checked("v.yaml"), "s3-region-is-zone")
        (fix,) = one["fixes"]
        assert (fix["description"]["text"], fix["properties"]) == (
            "remove the zone letter (safe)",
            {"safety": "safe"},
        )
        (change,) = fix["artifactChanges"]
        assert change["artifactLocation"]["uri"] == "v.yaml"
        (replaced,) = change["replacements"]
        region, source = replaced["deletedRegion"], Source("", text)
        start = source.offset(region["startLine"], region["startColumn"])
        end = source.offset(region["endLine"], region["endColumn"])
        fixed = text[:start] + replaced.get("insertedContent", {"text": ""})["text"] + text[end:]
        run("check", "v.yaml", "--select", "s3-region-is-zone", "--fix")
        assert Path("v.yaml").read_bytes().decode() == fixed != text

    def test_fingerprints(self, report: Report) -> None:
        found = log(report, Look())
        own = [one["partialFingerprints"]["pachlint/v1"] for one in found["results"]]
        assert len(own) == len(set(own))
        hashes = [one.name for one in LineHashes(PROD)]
        for rule, line in (("wrong-type", 2), ("log-level", 4)):
            assert result(found, rule)["partialFingerprints"]["primaryLocationLineHash"] == hashes[line - 1]

    def test_what_a_secret_goes_into_has_no_line_hash_and_no_snippet(self, report: Report) -> None:
        shown = sarif.render(report, SHOWN)
        assert SECRET not in shown
        found = json.loads(shown)["runs"][0]
        plain = result(found, "plain-secret-production")
        assert list(plain["partialFingerprints"]) == ["pachlint/v1"]
        place = plain["locations"][0]["physicalLocation"]
        assert "snippet" not in place["region"]
        assert "contextRegion" not in place

    def test_suppressions_are_reported_on_request(self, report: Report) -> None:
        found = log(report)
        assert all("suppressions" in one for one in found["results"])
        reported = [(one["ruleId"], words) for one in found["results"] for words in one["suppressions"]]
        assert reported == [
            (
                "s3-region-is-zone",
                {"kind": "external", "status": "accepted", "justification": "Ignored by the baseline."},
            ),
            (
                "unknown-key",
                {"kind": "inSource", "status": "accepted", "justification": "read by our own templates"},
            ),
        ]
        without = log(report, Look())["results"]
        assert len(without) < len(found["results"])
        assert not any("suppressions" in one for one in without)

    def test_baseline_tells_what_is_new(self, report: Report) -> None:
        assert {one["baselineState"] for one in log(report, Look())["results"]} == {"new"}
        states = [(one["ruleId"], one["baselineState"]) for one in log(report)["results"]]
        assert [state for state in states if state[1] != "new"] == [
            ("s3-region-is-zone", "unchanged"),
            ("unknown-key", "unchanged"),
            ("s3-region-is-zone", "absent"),
            ("s3-region-is-zone", "absent"),
        ]
        assert not any("baselineState" in one for one in log(report._replace(baseline=None))["results"])

    def test_several_releases_are_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("base.yaml").write_text("deployTarget: LOCAL\npachd: {logLevl: info}\n")
        Path("over.yaml").write_text("console: {enabled: 'yes'}\n")
        Path(".pachlint.yaml").write_text(
            "releases:\n  - {name: one, values: [base.yaml], environment: production}\n"
            "  - {name: two, values: [base.yaml, over.yaml], environment: development}\n"
        )
        found = checked()
        assert result(found, "unknown-key")["properties"]["releases"] == ["one", "two"]
        assert result(found, "wrong-type")["properties"]["releases"] == ["two"]
        assert [one["name"] for one in found["properties"]["releases"]] == ["one", "two"]
        assert found["automationDetails"]["id"] == "pachlint/development+production/"


class TestPlaces:
    @pytest.mark.parametrize(
        ("name", "uri"),
        [
            ("deploy/values.yaml", "deploy/values.yaml"),
            ("a b/100%/#1?.yaml", "a%20b/100%25/%231%3F.yaml"),
            ("a:b.yaml", "a%3Ab.yaml"),
            ("ü/日本.yaml", "%C3%BC/%E6%97%A5%E6%9C%AC.yaml"),
            ("b\udce9.yaml", "b%E9.yaml"),
            ("..values.yaml", "..values.yaml"),
        ],
    )
    def test_addresses_are_relative_and_encoded(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, uri: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        job = Job("r", (document(name, "deployTarget: LOCAL\npachd: {logLevl: info}\n"),))
        found = log(narrowed(check([job], shipped())))
        (address,) = {
            json.dumps(one["locations"][0]["physicalLocation"]["artifactLocation"])
            for one in found["results"]
        }
        assert json.loads(address) == {"uri": uri, "uriBaseId": "SRCROOT"}

    def test_files_elsewhere_are_relative_to_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here = tmp_path / "here"
        here.mkdir()
        monkeypatch.chdir(here)
        (tmp_path / "v w.yaml").write_text("deployTarget: LOCAL\npachd: {logLevl: info}\n")
        for name, uri in (
            ("../v w.yaml", "../v%20w.yaml"),
            (str(tmp_path / "v w.yaml"), (tmp_path / "v w.yaml").as_uri()),
        ):
            one = result(checked(name), "unknown-key")
            assert one["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}

    def test_folder_and_machine_change_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        shown = set()
        for place in ("one", "another/machine"):
            root = tmp_path / place
            (root / "deploy").mkdir(parents=True)
            (root / ".git").mkdir()
            (root / ".pachlint.yaml").write_text("ignore: [etcd-disk-aws]\n")
            (root / "deploy" / "v.yaml").write_text(BASE)
            (root / "deploy" / "w.yaml").write_text(PROD)
            for here, names in (
                (".", ("deploy/v.yaml", "deploy/w.yaml")),
                ("deploy", ("v.yaml", "w.yaml")),
                ("deploy", (str(root / "deploy/v.yaml"), str(root / "deploy/w.yaml"))),
            ):
                monkeypatch.chdir(root / here)
                shown.add(run("check", *names, "--format", "sarif").stdout)
        (only,) = shown
        assert str(tmp_path) not in only

    def test_hash_seed_changes_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "v.yaml").write_text(BASE)
        words = ["-c", "from pachlint.__main__ import run; run()", "check", "v.yaml", "--format", "sarif"]
        outputs = {
            subprocess.run(
                [sys.executable, *words],
                capture_output=True,
                check=False,
                cwd=tmp_path,
                env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2")
        }
        (only,) = outputs
        assert json.loads(only)["version"] == "2.1.0"


class TestWhatIsLeftOut:
    def test_standard_input_is_reported(self) -> None:
        words = ("check", "-", "--select", "unknown-key", "--format", "sarif")
        done = run(*words, stdin="deployTarget: AMAZON\npachd: {logLevl: info}\n")
        found = json.loads(done.stdout)["runs"][0]
        assert (done.exit_code, found["results"]) == (1, [])
        (reported,) = found["invocations"][0]["toolExecutionNotifications"]
        words_of_it = "1 finding about standard input (--stdin-filename gives it a name) left out, since SARIF is about files"
        assert (reported["level"], reported["message"]["text"]) == ("error", f"{words_of_it}.")
        assert f"note: {words_of_it}\n" in done.stderr

    def test_standard_input_with_a_name_is_a_file(self) -> None:
        found = checked(
            "-", "--stdin-filename", "piped.yaml", stdin="deployTarget: LOCAL\npachd: {logLevl: info}\n"
        )
        place = result(found, "unknown-key")["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "piped.yaml", "uriBaseId": "SRCROOT"}

    def test_flags_are_reported(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("v.yaml").write_text("deployTarget: LOCAL\n")
        done = run(
            "check",
            "-f",
            "v.yaml",
            "--set",
            "pachd.logLevl=info",
            "--select",
            "unknown-key",
            "--format",
            "sarif",
        )
        assert json.loads(done.stdout)["runs"][0]["results"] == []
        assert "note: 1 finding about the command line left out" in done.stderr

    def test_what_is_not_asked_for_is_reported(self, report: Report) -> None:
        below, unchanged = report.findings[:1], report.findings[1:3]
        shown = log(report._replace(findings=report.findings[3:], below=below, unchanged=unchanged))
        reported = [
            one["message"]["text"]
            for one in shown["invocations"][0]["toolExecutionNotifications"]
            if one["level"] == "note"
        ]
        assert reported[:2] == [
            "2 findings on lines that have not changed left out.",
            "1 finding of less than the least severity that is asked for left out.",
        ]

    def test_unreadable_file_is_no_success(self, report: Report) -> None:
        (invocation,) = log(report)["invocations"]
        assert invocation["executionSuccessful"] is False
        reported = {one["descriptor"]["id"]: one for one in invocation["toolExecutionNotifications"]}
        assert reported["file-unreadable"]["level"] == "error"
        (where,) = reported["file-unreadable"]["locations"]
        assert where["physicalLocation"]["artifactLocation"]["uri"] == "bad.yaml"

    def test_no_rule_is_no_success(self, report: Report) -> None:
        releases = tuple(one._replace(rules_run=0, unread=()) for one in report.releases)
        (invocation,) = log(report._replace(releases=releases))["invocations"]
        assert invocation["executionSuccessful"] is False
        assert "No rule was applied to bad.yaml." in [
            one["message"]["text"] for one in invocation["toolExecutionNotifications"]
        ]

    def test_too_many_results_lose_the_least_severe(
        self, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert MAX_RESULTS == 25_000
        for name in ("results", "notifications"):
            monkeypatch.setattr(f"pachlint.report.sarif_{name}.MAX_RESULTS", 100)
        worst = next(one for one in report.findings if one.rule == "wrong-type")._replace(
            related=(), fix=None
        )
        least = worst._replace(
            severity=next(one.severity for one in report.findings if one.severity.word == "info")
        )
        findings = (*[least] * 100, worst, worst)
        many = narrowed(report)._replace(findings=findings, ignored=(), baseline=None)
        found = log(many)
        assert len(found["results"]) == 100
        assert [one["level"] for one in found["results"]].count("error") == 2
        assert sarif.omitted(many, Look()) == [
            "2 findings left out, the least severe: GitHub takes no more than 100"
        ]

    def test_locations_and_messages_are_bounded(self, report: Report) -> None:
        one = next(one for one in report.findings if one.rule == "wrong-type")
        others = tuple(Related(Place("base.yaml", 1, 1, 1, 2), "x" * 5000) for _ in range(1200))
        (found,) = log(
            narrowed(report)._replace(findings=(one._replace(related=others),), ignored=()), Look()
        )["results"]
        assert len(found["relatedLocations"]) == 999
        assert found["message"]["text"].endswith("; and 1190 more places.")
        assert len(found["message"]["text"]) < 30_000
        assert len(found["relatedLocations"][0]["message"]["text"]) == 2000

    def test_place_in_the_same_file_is_named_by_its_line(self, report: Report) -> None:
        one = next(one for one in report.findings if one.rule == "wrong-type")
        other = Related(one.place._replace(line=4, end_line=4), "here too.")
        alone = narrowed(report)._replace(findings=(one._replace(related=(other,)),), ignored=())
        (found,) = log(alone, Look())["results"]
        assert found["message"]["text"].endswith(" See also: here too ([line 4](1)).")

    def test_other_place_on_the_command_line_is_reported_in_words(self, report: Report) -> None:
        one = next(one for one in report.findings if one.rule == "wrong-type")
        other = Related(Place("<command line>", 1, 1, 1, 2), "switched on here")
        (found,) = log(
            narrowed(report)._replace(findings=(one._replace(related=(other,)),), ignored=()), Look()
        )["results"]
        assert "relatedLocations" not in found
        assert found["message"]["text"].endswith("See also: switched on here (not in a file).")


def test_report_of_an_earlier_run_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("v.yaml").write_text("deployTarget: LOCAL\n")
    words = ("check", "v.yaml", "--format", "sarif", "--output", "r.sarif")
    assert run(*words).exit_code == 0
    assert run(*words).exit_code == 0
    Path("r.sarif").write_text(Path("r.sarif").read_text().replace('"name": "pachlint"', '"name": "other"'))
    assert run(*words).exit_code == 2
