"""Run the examples of rule files: ``tools/run_examples.py PATH...``, where a path is a rule file or a folder of them.

Prints what does not come out as a rule says, and every mistake of the rule files themselves. Exit 1 if there is any.
"""

import sys
from pathlib import Path

from pachlint.judging.judge import PolicyError
from pachlint.policy.packing import build_rules
from pachlint.policy.rule import RuleErrors
from pachlint.policy.rule_text import build_text
from pachlint.rulebook import shipped_loading
from pachlint.rulefiles import examples
from pachlint.rulefiles.folders import RuleFile, compile_files


def _files(arguments: list[str]) -> list[RuleFile]:
    paths = [path for argument in arguments for path in _below(Path(argument))]
    return [RuleFile(str(path), str(path), path.parent.name) for path in paths]


def _below(path: Path) -> list[Path]:
    return sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


def main(arguments: list[str]) -> int:
    """Compile each file by itself, so that one mistake does not hide the others, and run its examples."""
    failed = count = 0
    for file in _files(arguments or ["rules"]):
        try:
            compiled = compile_files([file], shipped_loading())
        except RuleErrors as errors:
            print(errors)
            failed += 1
            continue
        for rule in build_rules(compiled.sources):
            text = build_text(compiled.texts[rule.id])
            count += len(text.examples)
            try:
                problems = examples.run(rule, text)
            except PolicyError as error:
                print(f"{file.name}: {error}")
                failed += 1
                continue
            for problem in problems:
                print(problem)
            failed += bool(problems)
    print(f"{count} examples, {failed} rules failed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
