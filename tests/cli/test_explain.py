"""``pachlint explain`` of topics, impacts, values and annotations, and ``pachlint rules`` with its filters."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.rulebook import shipped
from pachlint.versions import newest

NEWEST = str(newest())

RULE = """\
title: {title}
severity: warning
impact: {impact}
see: ["https://example.com"]
require: {{{path}: info}}
message: "it is not info"
help: "Set it to info."
examples:
  - bad: |
      {path}: debug
    expect: [{{line: 1}}]
  - good: |
      {path}: info
"""


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), prog_name="pachlint", catch_exceptions=False)


def listed(*words: str) -> list[str]:
    """The ids that ``pachlint rules`` lists."""
    return [rule["id"] for rule in json.loads(run("rules", "--format", "json", *words).stdout)["rules"]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules of one's own, named by the config."""
    monkeypatch.chdir(tmp_path)
    for name, title, impact in (
        ("replicas", "Certificates of ours", "fragile"),
        ("tls/own-tls", "Of tls", "insecure"),
    ):
        file = tmp_path / "policies" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            RULE.format(title=title, impact=impact, path="pachd.logLevel")
            .replace("pachd.logLevel: debug", "pachd: {logLevel: debug}")
            .replace("  pachd.logLevel: info", "  pachd: {logLevel: info}")
        )
    (tmp_path / ".pachlint.yaml").write_text("rules: {corp: policies}\n")
    return tmp_path


class TestRules:
    def test_filters_combine(self, folder: Path) -> None:
        reading = listed("--reads", "proxy.tls")
        about = listed("--search", "certificate")
        assert sorted(set(reading) & set(about)) == sorted(
            listed("--reads", "proxy.tls", "--search", "certificate")
        )
        assert set(listed("--reads", "proxy.tls", "--select", "rejected")) < set(reading)
        both = listed("--reads", "proxy.tls", "--reads", "proxy.host")
        assert set(both) == set(reading) & set(listed("--reads", "proxy.host"))
        assert both

    def test_those_that_look_at_every_value_stand_apart(self, folder: Path) -> None:
        result = run("rules", "--reads", "pachd.logLevel")
        assert "unknown-key" not in result.stdout
        assert result.stderr.startswith("note: ")
        assert "look at every value" in result.stderr
        reported = json.loads(run("rules", "--reads", "pachd.logLevel", "--format", "json").stdout)
        assert "unknown-key" in reported["every_value"]

    def test_rules_of_the_config_are_among_them(self, folder: Path) -> None:
        assert {"corp/replicas", "corp/own-tls"} <= {*listed(), *listed("--reads", "pachd.logLevel")}
        assert "corp/replicas" in listed("--search", "certificates ours")
        assert "corp/replicas" not in listed("--no-config")

    def test_what_a_check_here_would_not_apply_is_left_out_and_reported(self, folder: Path) -> None:
        (folder / ".pachlint.yaml").write_text("ignore: [tls]\nchart-version: 2.0.3\nprovider: azure\n")
        result = run("rules")
        every = len(shipped().rules)
        assert f" of {every} rules (ignore: tls)" in result.stderr
        assert " rules apply to chart 2.0.3 (config), provider azure (config)\n" in result.stderr
        found = listed()
        assert not {"proxy-tls-secret", "etcd-disk-aws", "proxy-replicas"} & set(found)
        assert "azure-account-required" in found
        assert len(listed("--no-config")) == every
        assert set(listed("--chart-version", "2.11.6")) - set(found)

    def test_environment_that_is_not_given_rules_out_nothing(self, folder: Path) -> None:
        assert set(listed("--environment", "development")) < set(listed())

    @pytest.mark.parametrize(
        ("words", "reported"),
        [
            (
                ["--reads", "proxy.tsl"],
                "error: no chart version has a value proxy.tsl; did you mean 'proxy.tls'?\n",
            ),
            (["--reads", "proxy..x"], "error: not a path: 'proxy..x' (at character 6)\n"),
            (
                ["--search", "certifcate"],
                "error: no rule is about 'certifcate'; did you mean 'certificate'?\n",
            ),
            (["--search", "qqqqqqqq"], "error: no rule is about 'qqqqqqqq'\n"),
        ],
    )
    def test_nothing_found_is_a_mistake(self, folder: Path, words: list[str], reported: str) -> None:
        result = run("rules", *words)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", reported)

    def test_value_that_no_rule_is_about(self, folder: Path) -> None:
        result = run("rules", "--reads", "etcd.podLabels", "--select", "tls")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "note: no rule is left" in result.stderr


class TestTopics:
    def test_tells_what_it_is_about_and_its_rules(self) -> None:
        result = run("explain", "tls")
        lines = result.stdout.splitlines()
        assert lines[0].startswith("tls: Encryption")
        rules = [rule for rule in shipped().rules if rule.topic == "tls"]
        assert lines[2] == f"{len(rules)} rules:"
        assert [line.partition(" ")[0] for line in lines[4:]] == [rule.id for rule in rules]
        reported = json.loads(run("explain", "tls", "--format", "json").stdout)
        assert [rule["id"] for rule in reported["rules"]] == [rule.id for rule in rules]

    @pytest.mark.parametrize(
        ("word", "rules"),
        [
            ("corp/", ["corp/own-tls", "corp/replicas"]),
            ("corp/tls", ["corp/own-tls"]),
            ("corp", ["corp/own-tls", "corp/replicas"]),
        ],
    )
    def test_packs_and_their_topics(self, folder: Path, word: str, rules: list[str]) -> None:
        reported = json.loads(run("explain", word, "--format", "json").stdout)
        assert [rule["id"] for rule in reported["rules"]] == rules
        assert run("explain", word, "--no-config").exit_code == 2

    def test_impact(self) -> None:
        result = run("explain", "rejected")
        assert result.stdout.startswith("rejected: Helm rejects the values")
        assert "proxy-tls-secret" in result.stdout

    def test_only_rules_that_apply_here(self, folder: Path) -> None:
        result = run("explain", "proxy", "--chart-version", "2.1.0")
        assert "proxy-replicas" not in result.stdout
        assert "rules apply to chart 2.1.0 (--chart-version)" in result.stderr

    def test_word_that_is_a_topic_and_a_value(self) -> None:
        assert (
            run("explain", "proxy").stdout.splitlines()[-1]
            == "proxy is a value too: pachlint explain proxy --as value"
        )
        result = run("explain", "proxy", "--as", "value")
        assert result.stdout.startswith("proxy: Envoy, ")
        assert result.stdout.splitlines()[-1] == "proxy is a topic too: pachlint explain proxy --as topic"
        assert run("explain", "proxy", "--as", "impact").stderr == "error: there is no impact proxy\n"


def test_word_that_names_nothing_leads_to_a_search() -> None:
    reported = run("explain", "certificate").stderr
    number = len(listed("--search", "certificate"))
    assert reported == (
        "error: there is no rule, topic, impact or value certificate; "
        f"{number} rules are about it: pachlint rules --search 'certificate'\n"
    )


class TestValues:
    @pytest.mark.parametrize("path", ["proxy.tls.secretName", "pachd.activateEnterprise"])
    def test_whole(self, golden: Callable[[str, str], None], path: str) -> None:
        golden(f"explain/{path}.txt", run("explain", path).stdout)

    def test_annotation(self, golden: Callable[[str, str], None]) -> None:
        text = run("explain", 'ingress.annotations["alb.ingress.kubernetes.io/target-type"]').stdout
        golden("explain/annotation.txt", text)
        assert run("explain", "ingress.annotations.alb.ingress.kubernetes.io/target-type").stdout == text

    def test_annotation_that_may_stand_in_several_maps(self) -> None:
        text = run("explain", "service.beta.kubernetes.io/aws-load-balancer-type").stdout
        assert (
            "pachd.externalService.annotations, pachd.service.annotations, proxy.service.annotations" in text
        )
        assert "11 rules are about it" in text
        assert "\nload-balancer-type-on-aws " in text
        assert "\nexposed-without-tls " not in text

    def test_annotation_that_only_decides_the_ways_in(self) -> None:
        text = run("explain", "service.beta.kubernetes.io/load-balancer-source-ranges").stdout
        assert "rules       no rule is about it" in text
        assert "\nunrestricted-load-balancer " in text

    def test_annotation_that_decides_nothing_that_a_rule_asks(self) -> None:
        text = run("explain", 'ingress.annotations["nginx.ingress.kubernetes.io/proxy-body-size"]').stdout
        assert "ways in" not in text
        assert "look at every annotation, 20 at every value: pachlint rules --reads" in text

    def test_annotation_that_is_unknown(self) -> None:
        text = run("explain", 'ingress.annotations["kubernetes.io/ingress.clas"]').stdout
        assert "reads this key; did you mean kubernetes.io/ingress.class?" in text

    def test_as_templates_write_it(self) -> None:
        assert run("explain", ".Values.proxy.host").stdout.startswith("proxy.host: ")

    def test_secret_is_said_to_be_one(self) -> None:
        assert "\nsecret      yes" in run("explain", "pachd.rootToken").stdout
        assert "\nsecret " not in run("explain", "proxy.host").stdout

    def test_version_of_the_config_and_of_the_command_line(self, folder: Path) -> None:
        (folder / ".pachlint.yaml").write_text("chart-version: 2.2.8\n")
        path = "global.postgresql.postgresqlPassword"
        assert '\nhere        chart 2.2.8 (config): default ""\n' in run("explain", path).stdout
        reported = run("explain", path, "--chart-version", "2.3.0").stdout
        assert '\nhere        chart 2.3.0 (--chart-version): default "insecure-user-password"\n' in reported
        assert "chart 2.2.8 (config) does not have it\n" in run("explain", "proxy.host").stdout
        assert (
            "chart 2.3.0 (--chart-version): default false, and no template reads it"
            in run("explain", "pachd.activateEnterprise", "--chart-version", "2.3.0").stdout
        )

    def test_value_of_a_chart_inside(self) -> None:
        lines = run("explain", "postgresql.image.pullPolicy").stdout.splitlines()
        assert lines[2] == f'default     "IfNotPresent"  (chart {NEWEST})'
        near = run("explain", "postgresql.persistance.size").stdout
        assert "\nnear        postgresql.persistence.size\n" in near

    def test_wildcards(self) -> None:
        lines = run("explain", "*.tls.enabled").stdout.splitlines()
        assert lines[0] == "*.tls.enabled: 4 values"
        assert [line.partition(" ")[0] for line in lines[2:6]] == [
            *("enterpriseServer.tls.enabled", "ingress.tls.enabled"),
            *("pachd.tls.enabled", "proxy.tls.enabled"),
        ]

    def test_json(self) -> None:
        reported = json.loads(run("explain", "pachd.activateEnterprise", "--format", "json").stdout)
        (value,) = reported["values"]
        last = value["versions"][-1]["until"]
        assert value["read"] == [
            {"since": "2.0.2", "until": "2.2.8", "value": True},
            {"since": "2.3.0", "until": last, "value": False},
        ]
        assert (value["types"], value["instead"], value["secret"]) == (
            ["boolean"],
            "pachd.enterpriseLicenseKey",
            False,
        )
        assert value["defaults"] == [{"since": "2.0.2", "until": last, "value": False}]
        assert "license-required" in [rule["id"] for rule in reported["rules"]]
        (block,) = json.loads(run("explain", "proxy.tls", "--format", "json").stdout)["values"]
        assert block["defaults"] == [{"since": "2.3.0", "until": NEWEST}]

    @pytest.mark.parametrize(
        ("word", "reported"),
        [
            (
                "proxy.tls.secretNme",
                "no chart version has a value proxy.tls.secretNme; did you mean 'proxy.tls.secretName'?",
            ),
            (
                "kubernetes.io/ingress.clas",
                "there is no annotation kubernetes.io/ingress.clas; did you mean 'kubernetes.io/ingress.class'?",
            ),
            ("etcd.foo", "no chart version has a value etcd.foo"),
            ("tsl", "there is no rule, topic, impact or value tsl; did you mean 'tls'?"),
            ("proxi", "there is no rule, topic, impact or value proxi; did you mean 'proxy'?"),
            ("pachdd", "there is no rule, topic, impact or value pachdd; did you mean 'pachd'?"),
            (
                "values.yaml",
                "values.yaml is a file; pachlint check judges it, pachlint values -f shows what is in it",
            ),
            ("qqqqqq", "there is no rule, topic, impact or value qqqqqq"),
        ],
    )
    def test_what_there_is_not(self, word: str, reported: str) -> None:
        result = run("explain", word)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {reported}\n")
