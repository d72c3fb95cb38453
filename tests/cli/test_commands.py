"""``pachlint rules``, ``explain``, ``test`` and ``values``."""

import json
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.policy.rule import Applies
from pachlint.report import origins
from pachlint.report.rule_words import applies_words, context_words
from pachlint.versions import newest

NEWEST = str(newest())

RULE = """\
title: The log level must be info
severity: warning
impact: fragile
why: Because we say so.
see: ["https://example.com"]
require: {pachd.logLevel: info}
message: "pachd.logLevel is {pachd.logLevel}"
help: "Set pachd.logLevel to info."
examples:
  - bad: |
      pachd: {logLevel: debug}
    expect: [{line: 1}]
  - good: |
      pachd: {logLevel: info}
"""


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a rule of one's own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "my-level.yaml").write_text(RULE)
    return tmp_path


class TestRules:
    def test_every_rule_has_a_line(self) -> None:
        listed = json.loads(run("rules", "--format", "json").stdout)["rules"]
        assert len(run("rules").stdout.splitlines()) == len(listed) > 300

    def test_own_rules_are_listed_too(self, folder: Path) -> None:
        assert run("rules", "--rules", "mine", "--select", "mine/my-level").stdout.startswith(
            "mine/my-level  warning"
        )


class TestExplain:
    def test_tells_why_and_shows_before_and_after(self) -> None:
        text = run("explain", "annotation-spelling").stdout
        assert text.startswith("annotation-spelling: An annotation key")
        assert (
            text.index("ingress.clas: traefik") < text.index("Fixed") < text.index("ingress.class: traefik")
        )

    def test_tells_what_is_said_of_the_bad_example(self) -> None:
        text = run("explain", "alb-target-type").stdout
        assert (
            text.index("Bad:")
            < text.index("\nline 7      The ALB requires")
            < text.index("\nhelp        Set the")
            < text.index("Fixed:")
        )

    def test_a_rule_without_a_reason_leaves_no_gap(self, folder: Path) -> None:
        (folder / "mine" / "my-level.yaml").write_text(RULE.replace("why: Because we say so.\n", ""))
        text = run("explain", "mine/my-level", "--rules", "mine").stdout
        assert "\n\n\n" not in text
        assert "every chart version\n\nBad:" in text

    def test_words_for_where_a_rule_applies(self) -> None:
        anywhere = Applies(">=2.3.0", ("aws", "gcp", "unknown"), ("production", "unknown"))
        assert applies_words(anywhere) == (
            "chart >=2.3.0, on aws, gcp or an unknown provider, in production or an unknown environment"
        )
        assert applies_words(Applies(environments=("production",))) == "every chart version, in production"

    def test_words_for_what_an_example_is_judged_for(self) -> None:
        assert context_words({"environment": "production", "chart": "2.4.6"}) == "chart 2.4.6, in production"
        assert context_words({"partial": True}) == "as a part of a release"
        assert context_words({"partial": False}) == ""

    def test_json_has_all_examples(self) -> None:
        reported = json.loads(run("explain", "annotation-spelling", "--format", "json").stdout)
        assert [("bad" in one, "good" in one) for one in reported["examples"]][-1] == (False, True)

    def test_unknown_rule_has_a_suggestion(self) -> None:
        result = run("explain", "anotation-spelling")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.endswith("did you mean 'annotation-spelling'?\n")


class TestTest:
    def test_passes(self, folder: Path) -> None:
        result = run("test", "mine")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "2 examples in 1 rule: all passed\n"

    def test_failure_names_file_and_line(self, folder: Path) -> None:
        (folder / "mine" / "my-level.yaml").write_text(
            RULE.replace("expect: [{line: 1}]", "expect: [{line: 2}]")
        )
        result = run("test", "mine")
        assert result.exit_code == 1
        assert result.stdout == "mine/my-level.yaml:11: mine/my-level: finding 1: expected line 2, got 1\n"

    def test_what_a_fix_makes_stands_below(self, folder: Path) -> None:
        fix = "fix: {title: a, safety: safe, edits: [{set: {path: pachd.logLevel, value: info}}]}\nexamples:"
        (folder / "mine" / "my-level.yaml").write_text(RULE.replace("examples:", fix))
        assert run("test", "mine").stdout == (
            "mine/my-level.yaml:12: mine/my-level: the rule has a fix for this example; write its result under 'fixed':\n"
            "    | pachd: {logLevel: info}\n"
        )

    def test_broken_rule_is_2(self, folder: Path) -> None:
        (folder / "mine" / "my-level.yaml").write_text(RULE.replace("require", "requires"))
        result = run("test", "mine")
        assert result.exit_code == 2
        assert "did you mean 'require'" in result.stderr

    def test_expression_without_an_end_is_given_up(self, folder: Path) -> None:
        rule = RULE.replace(
            "require: {pachd.logLevel: info}", "require: {pachd.logLevel: {not_matches: '^(a+)+$'}}"
        )
        (folder / "mine" / "my-level.yaml").write_text(
            rule.replace("{logLevel: info}", "{logLevel: " + "a" * 60 + "b}")
        )
        result = run("test", "mine")
        assert (result.exit_code, "takes more than 1 second" in result.stdout) == (1, True)
        (folder / "values.yaml").write_text("pachd: {logLevel: " + "a" * 60 + "b}\n")
        result = run("check", "--rules", "mine", "values.yaml")
        assert result.exit_code == 2
        assert result.stderr == (
            "error: rule mine/my-level cannot be judged: the regular expression '^(a+)+$' takes more than 1 second for one value\n"
        )

    def test_own_rule_runs_no_code(self, folder: Path) -> None:
        rule = RULE.replace("require: {pachd.logLevel: info}", "predicate: unknown-key")
        (folder / "mine" / "my-level.yaml").write_text(rule)
        assert run("test", "mine").exit_code == 2


class TestValues:
    def test_json_is_what_a_template_sees(self, folder: Path) -> None:
        (folder / "v.yaml").write_text("proxy:\n  host: a.example.com\n  tls: {enabled: true}\n")
        result = run("values", "-f", "v.yaml", "--set", "proxy.host=null", "--format", "json", "proxy.tls")
        assert json.loads(result.stdout) == {"enabled": True, "secret": {}, "secretName": ""}
        whole = json.loads(run("values", "-f", "v.yaml", "--format", "json").stdout)
        assert whole["proxy"]["host"] == "a.example.com"

    def test_text_says_who_set_what_and_what_it_overrode(self, folder: Path) -> None:
        (folder / "a.yaml").write_text("proxy:\n  host: a.example.com\n")
        (folder / "b.yaml").write_text("\nproxy:\n  host: b.example.com\n")
        assert run("values", "-f", "a.yaml", "-f", "b.yaml", "proxy.host").stdout.splitlines() == [
            'proxy.host: "b.example.com"  # b.yaml:3:9',
            '    overrides "a.example.com"  # a.yaml:2:9',
            f'    overrides ""  # chart {NEWEST}',
        ]

    def test_secrets_are_masked_in_text(self, folder: Path) -> None:
        (folder / "v.yaml").write_text("pachd: {rootToken: verysecret}\n")
        assert "verysecret" not in run("values", "-f", "v.yaml", "pachd.rootToken").output

    def test_values_that_are_too_many_for_people_are_counted(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "v.yaml").write_text("deployTarget: LOCAL\n")
        monkeypatch.setattr(origins, "MAX_VALUES", 2)
        of_a = ("values", "-f", "v.yaml", "--set", "a[4]=1", "a")
        shown = ["a[0]: null  # --set", "a[1]: null  # --set"]
        more = "3 more values are not shown; name the path of some, or ask for --format json"
        assert run(*of_a).stdout.splitlines() == [*shown, more]
        assert json.loads(run(*of_a, "--format", "json").stdout) == [None] * 4 + [1]
        monkeypatch.setattr(origins, "MAX_VALUES", 5)
        assert run(*of_a).stdout.splitlines()[-1].startswith("a[4]: 1  # ")

    def test_local_chart_gives_its_own_defaults(self, folder: Path) -> None:
        chart = folder / "own"
        chart.mkdir()
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: own\nversion: 1.2.3\n")
        (chart / "values.yaml").write_text("a: 1\nb: {c: 2}\n")
        with tarfile.open(folder / "own.tgz", "w:gz") as archive:
            archive.add(chart, "own")
        for where in ("own", "own.tgz"):
            result = run("values", "--chart", where, "--set", "b.d=3", "--format", "json")
            assert json.loads(result.stdout) == {"a": 1, "b": {"c": 2, "d": 3}}

    @pytest.mark.parametrize(
        ("words", "status"), [(["--set", "a[x]=1"], 1), (["proxi"], 2), (["--chart", "nowhere"], 2)]
    )
    def test_what_helm_rejects_or_is_unknown(self, folder: Path, words: list[str], status: int) -> None:
        result = run("values", *words)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (status, "", 1)
