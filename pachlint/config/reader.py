"""Read a config: every mistake with its place and what is probably meant, all at once."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from pachlint.config.paths import Reading, chart_of, path_of, paths_of, rule_folders_of
from pachlint.config.settings import IgnorePattern, Named, ReleaseSettings, Settings
from pachlint.finding import Severity
from pachlint.layering.flags import ORDER, Flag, FlagKind
from pachlint.place import PathError, Place, parse_path
from pachlint.policy.rule import RuleError, RuleErrors
from pachlint.reading import nodes
from pachlint.reading.document import read
from pachlint.reading.nodes import Entry, Node, data_of
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    choice_of,
    describe,
    entries_of,
    fields_of,
    flag_of,
    items_of,
    read_root,
    text_of,
)
from pachlint.source import Source
from pachlint.target import ENVIRONMENTS, PROVIDER_NAMES, PROVIDER_SYNONYMS
from pachlint.versions import UnknownVersionError, Version, resolve

SEVERITIES = {severity.word: severity for severity in Severity}
FAIL_ON = (*SEVERITIES, "never")
FIELDS = (
    "chart-version", "chart", "provider", "environment", "rules", "select", "ignore", "severity", "per-file-ignores", "per-path-ignores",
    "fail-on", "min-severity", "require-reason", "require-expiry", "baseline", "releases",
)  # fmt: skip
RELEASE_FIELDS = (
    "name",
    "values",
    *ORDER,
    "chart-version",
    "chart",
    "provider",
    "environment",
    "release",
    "namespace",
)
ITEM_FIELDS = ("name", "value")


def read_settings(text: str, file: str, shown: str) -> Settings:
    """The settings of a config's text.

    Args:
        text: YAML.
        file: the config's file system path; what it names is relative to its folder.
        shown: what people call the file.

    Raises:
        RuleErrors: with all mistakes.
    """
    source = Source(shown, text)
    mistakes = Mistakes(source)
    return _settings(read_root(read(source), mistakes), file, mistakes)


def read_toml(text: str, file: str, shown: str) -> Settings | None:
    """The settings in ``[tool.pachlint]`` of a pyproject.toml; None if it has no such table.

    Raises:
        RuleErrors: with all mistakes.
    """
    from pachlint.config.toml import TomlError, read_table  # noqa: PLC0415 -- few projects keep their settings there

    source = Source(shown, text)
    try:
        table = read_table(text, "tool", "pachlint")
    except TomlError as error:
        line = error.line or source.line_count
        column = error.column or 1
        place = Place(shown, line, column, line, column)
        raise RuleErrors((RuleError(place, f"not TOML: {error}"),)) from error
    return _settings(table, file, Mistakes(source)) if table is not None else None


def _settings(root: Node | None, file: str, mistakes: Mistakes) -> Settings:
    """The settings of a config's root; an empty config sets nothing.

    Raises:
        RuleErrors: with all mistakes.
    """
    found: Mapping[str, Entry] = {}
    if root is not None and not _is_empty(root):
        found = fields_of(root, FIELDS, "the config", mistakes)
    reading = Reading(os.path.dirname(file), mistakes, [])
    values = {
        _NAMES.get(name, name.replace("-", "_")): _READERS[name](entry.node, reading)
        for name, entry in found.items()
    }
    if mistakes.found:
        raise RuleErrors(tuple(sorted(mistakes.found, key=lambda mistake: mistake.place)))
    places = {name: mistakes.source.place(entry.key_span) for name, entry in found.items()}
    return Settings(file=file, folder=reading.folder, named=tuple(reading.named), places=places, **values)


def _is_empty(root: Node) -> bool:
    return (isinstance(root, nodes.ScalarNode) and root.value is None) or (
        isinstance(root, nodes.MappingNode) and not root.entries
    )


def _version(node: Node, reading: Reading) -> Version | None:
    if not isinstance(node, nodes.ScalarNode) or isinstance(node.value, bool) or node.value is None:
        text_of(node, "chart-version", reading.mistakes)
        return None
    text = node.text  # 2.10 without quotes is the number 2.1
    try:
        return resolve(text)
    except UnknownVersionError as error:
        reading.mistakes.add(node.span, str(error))
        return None


def _provider(node: Node, reading: Reading) -> str | None:
    return PROVIDER_NAMES.get(
        choice_of(node, PROVIDER_NAMES, "provider", reading.mistakes, PROVIDER_SYNONYMS)
    )


def _environment(node: Node, reading: Reading) -> str | None:
    return choice_of(node, ENVIRONMENTS, "environment", reading.mistakes) or None


def _names(node: Node, what: str, reading: Reading) -> tuple[str, ...]:
    several = [node] if isinstance(node, nodes.ScalarNode) else list(items_of(node, what, reading.mistakes))
    found = [(text_of(item, f"an item of {what}", reading.mistakes), item.span) for item in several]
    reading.named.extend(Named(name, reading.mistakes.source.place(span)) for name, span in found if name)
    return tuple(name for name, _ in found if name)


def _severities(node: Node, reading: Reading) -> dict[str, Severity]:
    found = {}
    for entry in entries_of(node, "severity", reading.mistakes):
        word = choice_of(entry.node, SEVERITIES, "severity", reading.mistakes)
        reading.named.append(Named(entry.key, reading.mistakes.source.place(entry.key_span)))
        if word:
            found[entry.key] = SEVERITIES[word]
    return found


def _ignore_patterns(node: Node, what: str, reading: Reading) -> tuple[IgnorePattern, ...]:
    found = []
    for entry in entries_of(node, what, reading.mistakes):
        if not entry.key.strip():
            reading.mistakes.add(entry.key_span, f"a pattern of {what} must not be blank")
        elif what == "per-path-ignores":
            try:
                parse_path(entry.key)
            except PathError as error:
                reading.mistakes.add(entry.key_span, str(error))
        found.append(IgnorePattern(entry.key, _names(entry.node, what, reading)))
    return tuple(found)


def _releases(node: Node, reading: Reading) -> tuple[ReleaseSettings, ...]:
    found = [_release(item, reading) for item in items_of(node, "releases", reading.mistakes)]
    releases = [release for release in found if release]
    seen: set[str] = set()
    for release in releases:
        if release.name in seen:
            reading.mistakes.found.append(
                RuleError(release.place, f"there are two releases named '{release.name}'")
            )
        seen.add(release.name)
    return tuple(releases)


def _release(node: Node, reading: Reading) -> ReleaseSettings | None:
    mistakes = reading.mistakes
    found = fields_of(node, RELEASE_FIELDS, "a release", mistakes)
    missing = [name for name in ("name", "values") if name not in found]
    if missing and isinstance(node, nodes.MappingNode) and node.entries:
        mistakes.add(node.span, f"a release has no '{missing[0]}'")
    texts = {
        name: text_of(found[name].node, name, mistakes)
        for name in ("name", "release", "namespace")
        if name in found
    }
    release = ReleaseSettings(
        name=texts.get("name", ""),
        values=paths_of(found["values"].node, "values", reading) if "values" in found else (),
        flags=tuple(
            flag for kind in ORDER if kind in found for flag in _flags(kind, found[kind].node, reading)
        ),
        chart_version=_version(found["chart-version"].node, reading) if "chart-version" in found else None,
        chart=chart_of(found["chart"].node, reading) if "chart" in found else None,
        provider=_provider(found["provider"].node, reading) if "provider" in found else None,
        environment=_environment(found["environment"].node, reading) if "environment" in found else None,
        release=texts.get("release", "pachd"),
        namespace=texts.get("namespace", "default"),
        place=mistakes.source.place(found["name"].node.span if "name" in found else node.span),
        places={name: mistakes.source.place(entry.key_span) for name, entry in found.items()},
    )
    return None if missing else release


def _flags(kind: FlagKind, node: Node, reading: Reading) -> list[Flag]:
    """The flags of a list: each ``path=value`` as on the command line, or ``{name, value}`` as helmfile has it."""
    flags = []
    for item in items_of(node, kind, reading.mistakes):
        if isinstance(item, nodes.MappingNode):
            found = fields_of(item, ITEM_FIELDS, f"an item of {kind}", reading.mistakes)
            if len(found) == len(ITEM_FIELDS):
                name = text_of(found["name"].node, "name", reading.mistakes)
                flags.append(
                    Flag(kind, f"{name}={_value(kind, found['value'].node, reading)}", reading.folder)
                )
            elif item.entries:
                reading.mistakes.add(item.span, f"an item of {kind} has a name and a value")
        else:
            text = text_of(item, f"an item of {kind}", reading.mistakes)
            if text and "=" not in text:
                reading.mistakes.add(item.span, f"an item of {kind} is path=value")
            flags.append(Flag(kind, text, reading.folder))
    return flags


def _value(kind: FlagKind, node: Node, reading: Reading) -> str:
    value = data_of(node)
    if isinstance(value, dict | list):
        reading.mistakes.add(
            node.span, f"a value here must be a scalar, not {describe(node)}; put it into a values file"
        )
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    return str(value) if kind == "set-literal" else str(value).replace("\\", "\\\\").replace(",", "\\,")


_NAMES = {"per-file-ignores": "per_file", "per-path-ignores": "per_path"}
_READERS: Mapping[str, Callable[[Node, Reading], Any]] = {
    "chart-version": _version,
    "chart": chart_of,
    "provider": _provider,
    "environment": _environment,
    "rules": rule_folders_of,
    "select": lambda node, reading: _names(node, "select", reading),
    "ignore": lambda node, reading: _names(node, "ignore", reading),
    "severity": _severities,
    "per-file-ignores": lambda node, reading: _ignore_patterns(node, "per-file-ignores", reading),
    "per-path-ignores": lambda node, reading: _ignore_patterns(node, "per-path-ignores", reading),
    "fail-on": lambda node, reading: choice_of(node, FAIL_ON, "fail-on", reading.mistakes) or None,
    "min-severity": lambda node, reading: (
        choice_of(node, tuple(SEVERITIES), "min-severity", reading.mistakes) or None
    ),
    "require-reason": lambda node, reading: flag_of(node, "require-reason", reading.mistakes),
    "require-expiry": lambda node, reading: flag_of(node, "require-expiry", reading.mistakes),
    "baseline": lambda node, reading: path_of(text_of(node, "baseline", reading.mistakes), node, reading),
    "releases": _releases,
}
