"""Write the generated documents: a page for each rule, their index, and which statement is covered by which rule.

``build_docs.py [--check]`` from the project's root. Findings on the pages are what the rules say of their examples.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pachlint.catalog.topics import about
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import Example, RuleText
from pachlint.report.rule_words import applies_words, context_words
from pachlint.rulebook import shipped
from pachlint.rulefiles.examples import findings

ROOT = Path(__file__).parent.parent
STATEMENTS = ROOT / "docs" / "statements.yaml"
_NOTICE = "<!-- Made by tools/build_docs.py; edit the rule files, not this page. -->\n"


def documents() -> dict[str, str]:
    """Every generated document by its path below the project's root."""
    book = shipped()
    pages = {f"docs/rules/{rule.id}.md": page(rule, book.text(rule.id)) for rule in book.rules}
    return {**pages, "docs/rules/README.md": index(book.rules), "docs/coverage.md": coverage()}


def page(rule: Rule, text: RuleText) -> str:
    """The page of one rule."""
    lines = [
        f"# {rule.id}",
        "",
        f"**{rule.title}**",
        "",
        f"{rule.severity.word} · {rule.impact.value} · topic [{rule.topic}](README.md#{rule.topic}) · {applies_words(rule.applies)}",
        "",
        text.why,
    ]
    bad = [example for example in text.examples if example.bad]
    good = [example for example in text.examples if not example.bad]
    for number, example in enumerate(bad[:3]):
        lines += [*_heading("Before" if number == 0 else "Also found"), *_bad(rule, example)]
    if good:
        lines += [*_heading("No findings"), *_yaml(good[0].text), *_context(good[0])]
    lines += [*_heading("See"), *(f"- <{address}>" for address in text.see)]
    ignore = f"`# pachlint: ignore[{rule.id}] reason` on the line, above it, or at a key around it."
    lines += ["", f"To ignore it: {ignore}"]
    if rule.aliases:
        lines += ["", f"Formerly: {', '.join(f'`{alias}`' for alias in rule.aliases)}."]
    return _NOTICE + "\n".join(lines) + "\n"


def _heading(words: str) -> list[str]:
    return ["", f"## {words}", ""]


def _bad(rule: Rule, example: Example) -> Iterator[str]:
    yield from _yaml(example.text)
    yield from _context(example)
    yield from ("", "```text")
    for finding in findings(rule, example, example.text):
        yield f"{finding.place.line}:{finding.place.column}: {finding.severity.word}[{rule.id}] {finding.message}"
        if finding.help:
            yield f"    help: {finding.help}"
    yield "```"
    if example.fixed is not None:
        yield from ("", "After the fix:", "", *_yaml(example.fixed))


def _yaml(text: str) -> Iterator[str]:
    yield from ("```yaml", *text.rstrip("\n").split("\n"), "```")


def _context(example: Example) -> Iterator[str]:
    if example.context:
        yield from ("", f"Checked for: {context_words(example.context)}.")


def index(rules: tuple[Rule, ...]) -> str:
    """The list of all rules by topic."""
    topics: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        topics[rule.topic].append(rule)
    lines = ["# Rules", "", f"{len(rules)} rules in {len(topics)} topics.", ""]
    for topic in sorted(topics):
        lines += [
            f"## {topic}",
            "",
            about(topic),
            "",
            "| rule | severity | impact | what it requires |",
            "| --- | --- | --- | --- |",
        ]
        lines += [
            f"| [{rule.id}]({rule.id}.md) | {rule.severity.word} | {rule.impact.value} | {rule.title} |"
            for rule in topics[topic]
        ]
        lines.append("")
    return _NOTICE + "\n".join(lines).rstrip("\n") + "\n"


def statements() -> Mapping[str, Any]:
    """What is known about Pachyderm's values: each statement by its id, as text or ``{says, unchecked}``."""
    found: Mapping[str, Any] = YAML(typ="safe").load(STATEMENTS)
    return found


def covering() -> dict[str, list[str]]:
    """The rules that cover each statement."""
    book = shipped()
    found: dict[str, list[str]] = defaultdict(list)
    for rule in book.rules:
        for name in book.text(rule.id).covers:
            found[name].append(rule.id)
    return found


def coverage() -> str:
    """The table of all statements, with the rules that cover them or the reason why values cannot tell."""
    covered = covering()
    known = statements()
    uncovered = sum(name not in covered for name in known)
    introduction = (
        f"What Pachyderm's documentation, its chart and its users' mistakes teach about values: {len(known)} statements. "
        f"{len(known) - uncovered} are covered by rules, of {uncovered} the last column says why values cannot tell; where it holds both, "
        "the rules see a part."
    )
    lines = [
        "# Coverage",
        "",
        introduction,
        "",
        "| id | statement | rules, or why there is none |",
        "| --- | --- | --- |",
    ]
    for name, said in known.items():
        says, why = (said["says"], said.get("unchecked", "")) if isinstance(said, dict) else (said, "")
        rules = ", ".join(f"[{rule}](rules/{rule}.md)" for rule in covered.get(name, ()))
        cells = (_cell(says), "; ".join(filter(None, (rules, _cell(why)))))
        lines.append(f"| {name} | {cells[0]} | {cells[1]} |")
    return _NOTICE + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write what is not up to date; with ``--check`` only name it."""
    wanted = documents()
    folder = ROOT / "docs" / "rules"
    surplus = (
        [path for path in folder.glob("*.md") if f"docs/rules/{path.name}" not in wanted]
        if folder.exists()
        else []
    )
    stale = [
        name
        for name, text in wanted.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text("utf-8") != text
    ]
    for name in [*stale, *(str(path.relative_to(ROOT)) for path in surplus)]:
        print(name)
    if "--check" in sys.argv:
        return 1 if stale or surplus else 0
    for path in surplus:
        path.unlink()
    folder.mkdir(exist_ok=True)
    for name in stale:
        (ROOT / name).write_text(wanted[name], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
