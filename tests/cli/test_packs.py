"""Packs: folders of rules of the user's own, whose names keep them apart from the shipped rules and from each other."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.rulebook import shipped

# the name of a shipped rule, on purpose
TAKEN = "log-level"
RULE = """\
title: The log level is info
severity: warning
impact: fragile
why: WHY
require: {pachd.logLevel: info}
message: "it is {pachd.logLevel}"
examples:
  - {bad: "pachd: {logLevel: debug}", expect: [{}]}
  - {good: "pachd: {logLevel: info}"}
"""
VALUES = "deployTarget: LOCAL\npachd:\n  logLevel: debug\n"


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def found(*words: str) -> list[str]:
    """The rules of the findings about the log level."""
    result = run("check", "--format", "json", *words)
    assert result.exit_code in (0, 1), result.stderr
    return [one["rule"] for one in json.loads(result.stdout)["findings"] if one["path"] == "pachd.logLevel"]


def write(path: Path, why: str = "Because.") -> None:
    """Write the rule into a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE.replace("WHY", why))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with values and a pack of two topics, one of which is called like one of ours."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "v.yaml").write_text(VALUES)
    write(tmp_path / "corp" / "tls" / f"{TAKEN}.yaml")
    write(tmp_path / "corp" / "logs" / "own.yaml")
    return tmp_path


class TestNames:
    def test_a_rule_may_have_the_name_of_one_of_ours(self, here: Path) -> None:
        assert shipped().rule(TAKEN) is not None
        assert run("test", "corp").exit_code == 0
        assert found("v.yaml", "--rules", "corp") == [f"corp/{TAKEN}", "corp/own"]
        (here / "v.yaml").write_text(VALUES.replace("debug", "loud"))
        assert found("v.yaml", "--rules", "corp") == [f"corp/{TAKEN}", "corp/own", TAKEN]

    @pytest.mark.parametrize(
        ("words", "rules"),
        [
            (("--select", "corp/own"), ["corp/own"]),
            (("--select", "corp/logs"), ["corp/own"]),
            (("--select", "corp/"), [f"corp/{TAKEN}", "corp/own"]),
            (("--select", "corp/,values", "--ignore", f"corp/{TAKEN}"), ["corp/own"]),
            (("--select", "fragile"), [f"corp/{TAKEN}", "corp/own"]),
            # what is bare is ours alone
            (("--select", "tls"), []),
            (("--ignore", f"tls,{TAKEN}"), [f"corp/{TAKEN}", "corp/own"]),
            (("--ignore", "corp/tls"), ["corp/own"]),
            (("--ignore", "fragile"), []),
        ],
    )
    def test_words_choose(self, here: Path, words: tuple[str, ...], rules: list[str]) -> None:
        assert found("v.yaml", "--rules", "corp", *words) == rules

    @pytest.mark.parametrize(
        ("word", "hint"),
        [
            ("own", "; did you mean 'corp/own'?"),
            ("owm", "; did you mean 'corp/own'?"),
            ("corp/owm", "; did you mean 'corp/own'?"),
            ("corp", "; did you mean 'corp/'?"),
            ("logs", "; did you mean 'corp/logs'?"),
            ("values/unknown-key", "; did you mean 'unknown-key'?"),
            ("other/thing", "; there is no rule pack named 'other'"),
            ("corp/nothing-of-the-kind", ""),
        ],
    )
    def test_word_that_chooses_nothing_has_a_hint(self, here: Path, word: str, hint: str) -> None:
        result = run("check", "v.yaml", "--rules", "corp", "--select", word)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"there is no rule, topic or impact '{word}'{hint} (see" in result.stderr
        (here / ".pachlint.yaml").write_text(f"rules: corp\nignore: [{word}]\n")
        result = run("check", "v.yaml")
        assert (
            result.stderr == f"error: .pachlint.yaml:2:10: there is no rule, topic or impact '{word}'{hint}\n"
        )

    def test_many_words_have_hints_for_the_first_few_only(self, here: Path) -> None:
        names = [f"corp/owm{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
        (here / ".pachlint.yaml").write_text(f"rules: corp\nignore: [{', '.join(names)}]\n")
        reported = run("check", "v.yaml").stderr.splitlines()
        assert ["did you mean" in line for line in reported] == [True] * 20 + [False] * 6
        (here / "v.yaml").write_text(f"deployTarget: LOCAL  # pachlint: ignore[{', '.join(names)}] x\n")
        words = (
            "check",
            "v.yaml",
            "--no-config",
            "--rules",
            "corp",
            "--format",
            "concise",
            "--select",
            "ignores",
        )
        reported = run(*words).stdout.splitlines()
        assert ["did you mean" in line for line in reported] == [True] * 20 + [False] * 6

    def test_of_two_packs_both_are_named(self, here: Path) -> None:
        write(here / "team" / "own.yaml")
        result = run("check", "v.yaml", "--rules", "corp", "--rules", "team", "--ignore", "own")
        assert "did you mean 'corp/own' or 'team/own'?" in result.stderr

    def test_pack_may_be_called_like_a_topic_of_ours(self, here: Path) -> None:
        write(here / "tls" / "own.yaml")
        for words, rules in (("tls", []), ("tls/", ["tls/own"]), ("tls/own", ["tls/own"])):
            assert found("v.yaml", "--rules", "tls", "--select", words) == rules
        assert found("v.yaml", "--rules", "tls", "--ignore", "tls") == ["tls/own"]

    def test_name_is_the_same_wherever_it_is_seen_from(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = []
        for folder, rules, values in (
            (here, "corp", "v.yaml"),
            (here, str(here / "corp"), "v.yaml"),
            (here, "./corp/", "v.yaml"),
            (here / "corp", ".", "../v.yaml"),
        ):
            monkeypatch.chdir(folder)
            seen.append(found(values, "--rules", rules))
        assert seen == [[f"corp/{TAKEN}", "corp/own"]] * 4

    def test_name_can_be_given(self, here: Path) -> None:
        assert found("v.yaml", "--rules", "our-own=corp") == [f"our-own/{TAKEN}", "our-own/own"]
        (here / ".pachlint.yaml").write_text("rules: {our-own: corp}\nignore: our-own/own\n")
        for words in ((), ("--rules", "corp"), ("--rules", "our-own=corp")):
            assert found("v.yaml", *words) == [f"our-own/{TAKEN}"]
        (here / ".pachlint.yaml").unlink()
        (here / "pyproject.toml").write_text('[tool.pachlint.rules]\nour-own = "corp"\n')
        assert found("v.yaml") == [f"our-own/{TAKEN}", "our-own/own"]
        os.rename("corp", "a=b")
        assert found("v.yaml", "--no-config", "--rules", "x=a=b") == [f"x/{TAKEN}", "x/own"]

    @pytest.mark.parametrize(
        ("words", "reported"),
        [
            (("corp", "b/corp"), "two rule packs are named 'corp', corp and b/corp; give one a name: --rules NAME=b/corp"),
            (("x=corp", "y=corp"), "the rules in corp are named both 'x' and 'y'"),
            (("My_Pack",), "the name of a rule pack must be kebab-case: 'My_Pack' is not; give one a name: --rules NAME=My_Pack"),
            (("a/b=corp",), "the name of a rule pack must be kebab-case: 'a/b' is not"),
            (("=corp",), "the name of a rule pack must be kebab-case: '' is not"),
            (("clone",), "the rules of a whole repository need a name, because its folder may have another name elsewhere"),
        ],
    )  # fmt: skip
    def test_names_that_cannot_be(self, here: Path, words: tuple[str, ...], reported: str) -> None:
        for folder in ("b/corp", "My_Pack", "clone"):
            write(here / folder / "own.yaml")
        (here / "clone" / ".git").mkdir()
        result = run("check", "v.yaml", *(part for word in words for part in ("--rules", word)))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"error: {reported}")
        # a name that is given may be the one that the folder has today
        for name in ("ours", "clone"):
            assert found("v.yaml", "--rules", f"{name}=clone") == [f"{name}/own"]

    @pytest.mark.parametrize(
        ("config", "reported"),
        [
            ("rules: [corp, b/corp]", "1:15: two rule packs are named 'corp'; give it one: rules: {NAME: b/corp}"),
            ("rules: My_Pack", "1:8: the name of a rule pack must be kebab-case: 'My_Pack' is not; give it one: rules: {NAME: My_Pack}"),
            ("rules: {My_Pack: corp}", "1:18: the name of a rule pack must be kebab-case: 'My_Pack' is not"),
            ("rules: {a: corp, b: ./corp}", "1:21: './corp' is listed twice in rules"),
            ("rules: {a: [corp]}", "1:12: a folder of rules must be a string, not a list"),
            ("rules: {a: ../corp}", "1:12: '../corp' lies outside the repository"),
            ("rules: [.]", "1:9: the rules of a whole repository need a name"),
        ],
    )  # fmt: skip
    def test_names_that_cannot_be_in_a_config(self, here: Path, config: str, reported: str) -> None:
        for folder in ("b/corp", "My_Pack"):
            write(here / folder / "own.yaml")
        (here / ".pachlint.yaml").write_text(config + "\n")
        result = run("check", "v.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"error: .pachlint.yaml:{reported}" in result.stderr


class TestWhereTheyAreNamed:
    def test_comments(self, here: Path) -> None:
        comment = f"  # pachlint: ignore[corp/own, corp/{TAKEN}] later\n"
        (here / "v.yaml").write_text(VALUES.replace("debug\n", f"debug{comment}"))
        words = ("v.yaml", "--rules", "corp", "--select", "corp/,ignores")
        assert run("check", *words).exit_code == 0
        # a bare name is not one of the pack's, and a pack that is not there is said to be missing
        (here / "v.yaml").write_text(VALUES.replace("debug\n", "debug  # pachlint: ignore[own] later\n"))
        assert "There is no rule own; did you mean 'corp/own'?" in run("check", *words).stdout
        (here / "v.yaml").write_text(VALUES.replace("debug\n", f"debug{comment}"))
        assert (
            "There is no rule corp/own; there is no rule pack named 'corp'" in run("check", "v.yaml").stdout
        )

    def test_comments_that_are_written(self, here: Path) -> None:
        run("check", "v.yaml", "--rules", "corp", "--select", "corp/", "--add-ignores")
        assert f"# pachlint: ignore[corp/{TAKEN}, corp/own]\n" in (here / "v.yaml").read_text()
        assert found("v.yaml", "--rules", "corp") == []

    def test_baselines(self, here: Path) -> None:
        words = ("v.yaml", "--rules", "corp", "--select", "corp/")
        run("check", *words, "--write-baseline", "b.json")
        assert [one["rule"] for one in json.loads((here / "b.json").read_text())["findings"]] == [
            f"corp/{TAKEN}",
            "corp/own",
        ]
        assert found(*words, "--baseline", "b.json") == []
        # the same rule in another pack is another rule
        assert found("v.yaml", "--rules", "x=corp", "--select", "x/", "--baseline", "b.json") == [
            f"x/{TAKEN}",
            "x/own",
        ]

    def test_config(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text(
            f"rules: corp\nseverity: {{corp/: error, corp/own: info}}\nper-path-ignores: {{pachd: corp/{TAKEN}}}\n"
        )
        assert found("v.yaml") == ["corp/own"]
        assert "info[corp/own]" in run("check", "v.yaml", "--format", "concise").stdout
        shown = json.loads(run("config", "show", "v.yaml", "--format", "json").stdout)
        assert shown["settings"]["rules"]["value"] == {"corp": "corp"}
        assert {"corp/own", TAKEN} <= set(shown["rules"])

    def test_reports(self, here: Path) -> None:
        words = ("check", "v.yaml", "--rules", "corp", "--select", "corp/own")
        assert "v.yaml:3:13: warning[corp/own]: it is debug\n" in run(*words).stdout
        assert run(*words, "--format", "concise").stdout == "v.yaml:3:13: warning[corp/own] it is debug\n"
        one = json.loads(run(*words, "--format", "json").stdout)["findings"][0]
        assert (one["rule"], one["topic"]) == ("corp/own", "corp/logs")
        # a report is known again, whatever its rules are called
        for form in ("text", "concise"):
            for _ in range(2):
                assert run(*words, "--format", form, "--output", f"{form}.txt").exit_code == 1

    def test_rules_and_explain(self, here: Path) -> None:
        listed = run("rules", "--rules", "corp", "--select", "corp/").stdout.splitlines()
        assert [line.split()[0] for line in listed] == [f"corp/{TAKEN}", "corp/own"]
        text = run("explain", f"corp/{TAKEN}", "--rules", "corp").stdout
        assert text.startswith(f"corp/{TAKEN}: The log level is info\n")
        assert f"# pachlint: ignore[corp/{TAKEN}] reason" in text
        assert run("explain", TAKEN, "--rules", "corp").stdout.startswith(f"{TAKEN}: ")
        result = run("explain", "own", "--rules", "corp")
        assert (
            result.stderr == "error: there is no rule, topic, impact or value own; did you mean 'corp/own'?\n"
        )

    def test_rules_of_the_config_are_known_to_both(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("rules: {our-own: corp}\nignore: our-own/own\n")
        assert run("explain", "our-own/own").exit_code == 0
        listed = run("rules")
        assert "\nour-own/own " not in listed.stdout
        assert listed.stderr.startswith("note: .pachlint.yaml disables 1 of ")
        (here / ".pachlint.yaml").write_text("rules: {our-own: corp}\n")
        assert "\nour-own/own " in run("rules").stdout
        assert run("explain", "our-own/own", "--no-config").exit_code == 2
        # nobody needs a config to read about a shipped rule
        (here / ".pachlint.yaml").write_text("rules: nowhere\n")
        assert (run("explain", TAKEN).exit_code, run("explain", "our-own/own").exit_code) == (0, 2)

    def test_rules_that_a_rule_names(self, here: Path) -> None:
        path = here / "corp" / "logs" / "own.yaml"
        path.write_text(RULE + f"related: [{TAKEN}, unknown-key]\n")
        reported = json.loads(run("explain", "corp/own", "--rules", "corp", "--format", "json").stdout)
        assert reported["related"] == [f"corp/{TAKEN}", "unknown-key"]

    def test_packs_of_two_configs_may_have_one_name(self, here: Path) -> None:
        for part in ("a", "b"):
            write(here / part / "policies" / "own.yaml", f"Because {part} says so.")
            (here / part / ".pachlint.yaml").write_text("rules: policies\nselect: policies/\n")
            (here / part / "v.yaml").write_text(VALUES)
        text = run("check", "a/v.yaml", "b/v.yaml", "-v").stdout
        assert text.index("a/v.yaml:3:13") < text.index("Because a says so.") < text.index("b/v.yaml:3:13")
        assert text.index("b/v.yaml:3:13") < text.index("Because b says so.")


class TestTestSeesWhatCheckSees:
    """Whatever stops ``check`` stops ``test``, with the same words."""

    @pytest.mark.parametrize(
        ("config", "file", "content", "reported"),
        [
            ("rules: corp", "corp/logs/bad.yaml", RULE.replace("impact", "impakt"), "corp/logs/bad.yaml:3:1: unknown field"),
            ("rules: corp", "corp/tls/own.yaml", RULE, "corp/tls/own.yaml:1:1: the rule id 'own' is used by corp/logs/own.yaml"),
            ("rules: corp", "corp/logs/tls.yaml", RULE, "corp/logs/tls.yaml:1:1: 'tls' is a topic, so no rule can have this name"),
            ("rules: corp", "corp/logs/notes.txt", "", "corp/logs/notes.txt:1:1: a folder of rules may contain only rules"),
            ("rules: corp", "corp/My_Logs/other.yaml", RULE, "corp/My_Logs/other.yaml:1:1: the name of a topic must be kebab-case"),
            ("rules: [corp, team]", "team/own.yaml", RULE.replace("info}", "1.5.x}}"), "team/own.yaml:"),
            ("rules: [corp, nowhere]", "corp/logs/own.yaml", RULE, ".pachlint.yaml:1:15: there is no folder nowhere"),
            ("rules: [corp]\nignore: [owm]", "corp/logs/own.yaml", RULE, ".pachlint.yaml:2:10: there is no rule, topic or impact 'owm'"),
            ("rules: [corp]\nselct: [own]", "corp/logs/own.yaml", RULE, ".pachlint.yaml:2:1: unknown field 'selct'"),
            ("rules: [corp, b/corp]", "b/corp/own.yaml", RULE, ".pachlint.yaml:1:15: two rule packs are named 'corp'"),
        ],
    )  # fmt: skip
    def test_same_mistakes(self, here: Path, config: str, file: str, content: str, reported: str) -> None:
        (here / ".pachlint.yaml").write_text(config + "\n")
        (here / file).parent.mkdir(parents=True, exist_ok=True)
        (here / file).write_text(content)
        checked, tested = run("check", "v.yaml"), run("test", "corp")
        assert (checked.exit_code, tested.exit_code) == (2, 2)
        assert checked.stderr == tested.stderr
        assert reported in tested.stderr

    def test_names_of_the_config_hold(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("rules: {our-own: corp}\nignore: our-own/own\n")
        (here / "corp" / "logs" / "own.yaml").write_text(RULE.replace("expect: [{}]", "expect: [{line: 9}]"))
        for path in ("corp", "corp/logs", "corp/logs/own.yaml", "our-own=corp"):
            result = run("test", path)
            assert result.exit_code == 1
            assert result.stdout.startswith("corp/logs/own.yaml:8: our-own/own: finding 1: expected line 9")
        assert run("test", "corp/tls").stderr == "2 examples in 1 rule: all passed\n"
        assert run("test", "corp", "--no-config").stdout.startswith("corp/logs/own.yaml:8: corp/own: ")

    def test_a_file_is_tested_with_the_pack_around_it(self, here: Path) -> None:
        assert run("test", "corp/logs/own.yaml").stderr == "2 examples in 1 rule: all passed\n"
        (here / "corp" / "logs" / "README.md").write_text("# Why\n")
        result = run("test", "corp/logs/README.md")
        assert (result.exit_code, result.stderr) == (2, "error: there is no rule in corp/logs/README.md\n")

    def test_a_comment_in_an_example_knows_the_name(self, here: Path) -> None:
        (here / "corp" / "logs" / "own.yaml").write_text(
            RULE.replace('logLevel: debug}"', 'logLevel: debug} # pachlint: ignore[corp/own] x"')
        )
        assert run("test", "corp").exit_code == 0
