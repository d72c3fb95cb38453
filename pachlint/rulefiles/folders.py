"""Folders of rule files: find them, compile them, and keep the result so that the next run need not."""

import os
from collections.abc import Iterator, Sequence
from typing import Any

from pachlint.bounded import MEGABYTE, read_bounded
from pachlint.place import Place
from pachlint.policy.rule import RuleError, RuleErrors
from pachlint.records import NamedTuple
from pachlint.rulefiles.reader import CompiledRule, Loading, is_name, read_rule
from pachlint.source import Source

_README = "README.md"


class RuleFile(NamedTuple):
    """A rule file: the name that messages print, where it is, and the topic it belongs to."""

    name: str
    path: str
    topic: str


class CompiledRules(NamedTuple):
    """The rules of one folder as JSON data: for :func:`pachlint.policy.packing.pack`, and by rule what people read."""

    sources: list[dict[str, Any]]
    texts: dict[str, dict[str, Any]]


def find(folder: str, shown: str = "") -> list[RuleFile]:
    """The rule files of a folder: in sub-folders, which are the topics, or flat, with no topic (``""``).

    Args:
        folder: where to look.
        shown: how messages name the folder; by default as given.

    Raises:
        RuleErrors: if there is no such folder, or something in it is neither a rule nor README.md.
    """
    shown = shown or folder
    errors: list[RuleError] = []
    found: list[RuleFile] = []
    try:
        for entry in _entries(folder):
            inside = f"{shown}/{entry.name}"
            if entry.is_dir():
                found += [
                    _rule_file(below, f"{inside}/{below.name}", entry.name, errors)
                    for below in _entries(entry.path)
                ]
            else:
                found.append(_rule_file(entry, inside, "", errors))
    except OSError as error:
        errors.append(RuleError(_top(shown), f"cannot read the rules: {error.strerror}"))
    if errors:
        raise RuleErrors(tuple(errors))
    rules = sorted(file for file in found if file.name)
    if not rules:
        raise RuleErrors((RuleError(_top(shown), "there are no rules here"),))
    return rules


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from sorted(
            (entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name
        )


def _rule_file(entry: os.DirEntry[str], shown: str, topic: str, errors: list[RuleError]) -> RuleFile:
    if entry.name == _README:
        return RuleFile("", "", "")
    if entry.is_dir():
        errors.append(RuleError(_top(shown), "the folder of a topic contains no folders"))
    elif not entry.name.endswith(".yaml"):
        errors.append(
            RuleError(_top(shown), "a folder of rules may contain only rules (*.yaml) and README.md")
        )
    elif topic and not is_name(topic):
        errors.append(RuleError(_top(shown), f"the name of a topic must be kebab-case: '{topic}' is not"))
    return RuleFile(shown, entry.path, topic)


def _top(file: str) -> Place:
    return Place(file, 1, 1, 1, 1)


def compile_files(files: Sequence[RuleFile], loading: Loading) -> CompiledRules:
    """Compile rule files.

    Raises:
        RuleErrors: with every mistake of every file.
    """
    errors: list[RuleError] = []
    compiled: list[CompiledRule] = []
    known: dict[str, str] = {}
    topics = {file.topic for file in files}
    for file in files:
        rule_id = os.path.basename(file.path).removesuffix(".yaml")
        if rule_id in known:
            errors.append(RuleError(_top(file.name), f"the rule id '{rule_id}' is used by {known[rule_id]}"))
        elif rule_id in topics:
            errors.append(
                RuleError(_top(file.name), f"'{rule_id}' is a topic, so no rule can have this name")
            )
        known.setdefault(rule_id, file.name)
        rule, found = _compile_file(file, rule_id, loading)
        errors += found
        if rule is not None:
            compiled.append(rule)
    errors += [
        RuleError(_top(rule.text["file"]), f"the alias '{alias}' is the name of a rule or a topic")
        for rule in compiled
        for alias in rule.source.aliases
        if alias in known or alias in topics
    ]
    if errors:
        raise RuleErrors(tuple(sorted(errors, key=lambda error: error.place)))
    compiled.sort(key=lambda rule: rule.source.id)
    return CompiledRules(
        [rule.source.to_json() for rule in compiled], {rule.source.id: rule.text for rule in compiled}
    )


def _compile_file(
    file: RuleFile, rule_id: str, loading: Loading
) -> tuple[CompiledRule | None, list[RuleError]]:
    from pachlint.reading.document import decode  # noqa: PLC0415 -- compiling is rare

    try:
        text = decode(read_bounded(file.path, MEGABYTE))
    except OSError as error:
        return None, [RuleError(_top(file.name), f"cannot read the rule: {error.strerror}")]
    if not isinstance(text, str):
        return None, [RuleError(_top(file.name), "the file is not UTF-8")]
    return read_rule(Source(file.name, text), rule_id, file.topic, loading)


def stamp(paths: Sequence[str]) -> str:
    """What changes when one of the files is written: names, sizes and times."""
    parts = []
    for path in paths:
        state = os.stat(path)
        parts.append(f"{path}:{state.st_size}:{state.st_mtime_ns}")
    return "|".join(parts)


def content_stamp(files: Sequence[RuleFile]) -> str:
    """What changes when the content or the name of a rule file does."""
    from hashlib import sha256  # noqa: PLC0415 -- only for rules of the user's own

    digest = sha256()
    for file in files:
        digest.update(f"{file.name}\0{file.topic}\0".encode("utf-8", "backslashreplace"))
        digest.update(sha256(read_bounded(file.path, MEGABYTE)).digest())
    return digest.hexdigest()
