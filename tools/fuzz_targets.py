"""What :mod:`fuzz` feeds: for each kind of input how it is made, and what pachlint does with it.

A run may raise what the program turns into a line for people, and nothing else.
"""

import functools
import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import fuzz_inputs

from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import chart
from pachlint.chart.files import load_chart
from pachlint.chart.packing import ChartError
from pachlint.chart.secret_spans import secret_spans
from pachlint.chartschema.reading import SchemaFile, schema_file
from pachlint.config.reader import read_settings, read_toml
from pachlint.gotemplate.context import Around, dot
from pachlint.gotemplate.engine import Engine
from pachlint.gotemplate.errors import ExecutionError, ParseError, UnknownError
from pachlint.judging.judge import PolicyError
from pachlint.layering.flags import ORDER, Flag, RemoteError
from pachlint.layering.layer import layer
from pachlint.lint import Job, check
from pachlint.policy.packing import build_rules
from pachlint.policy.rule import RuleErrors
from pachlint.predicates import chart_schema
from pachlint.reading.document import Document, decode, read
from pachlint.repair import repair
from pachlint.report import json as as_json
from pachlint.report import text
from pachlint.report.look import Look
from pachlint.rulebook import Rulebook, shipped
from pachlint.rulefiles.reader import Loading, read_rule
from pachlint.source import Source
from pachlint.suppressions.baseline import BaselineError, read_baseline, write_baseline
from pachlint.versions import newest

_EVERY = 200
"""One in so many inputs goes all the way to a report."""
_PARTS = 12
"""In so many parts the shipped rules judge documents, each input another part."""


class Target(NamedTuple):
    """``make`` gives an input, ``run`` does with it what the program does."""

    make: Callable[[random.Random], bytes]
    run: Callable[[bytes], None]


def _document(content: bytes) -> Document | None:
    decoded = decode(content)
    return read(Source("values.yaml", decoded)) if isinstance(decoded, str) else None


def _whole(document: Document, flags: tuple[Flag, ...] = ()) -> None:
    """Everything that check does, with and without fixes."""
    jobs = [Job("values.yaml", (document,), flags)]
    report = check(jobs, shipped())
    as_json.render(report)
    text.render(report, Look())
    if any(finding.fix for finding in report.findings):
        repair(jobs, lambda given: check(given, shipped()), unsafe=True)


def run_text(content: bytes) -> None:
    """Read a values file, lay it over nothing, and look for secrets; one in many is judged."""
    document = _document(content)
    if document is None:
        return
    layer({}, [document])
    secret_spans(document)
    if sum(content) % _EVERY == 0:
        _whole(document)


def run_document(content: bytes) -> None:
    """Judge a values file by a part of the rules; one in many by all."""
    document = _document(content)
    if document is None:
        return
    number = sum(content)
    if number % _EVERY == 0:
        _whole(document)
    else:
        check([Job("values.yaml", (document,))], _part(number % _PARTS))


@functools.cache
def _part(number: int) -> Rulebook:
    book = shipped()
    return book._replace(rules=book.rules[number::_PARTS])


def run_flags(content: bytes) -> None:
    """Lay flags over a file and the chart's defaults."""
    flags = []
    for line in fuzz_inputs.lines_of(content):
        kind, _, flag = line.decode("utf-8", "surrogateescape").partition(" ")
        flags += [Flag(name, flag) for name in ORDER if name == kind]
    document = read(Source("values.yaml", "a: {b: [1, {c: 2}]}\nx: text\n"))
    try:
        layer({}, [document], flags, read_file=lambda name: f"content of {name}")
        if sum(content) % _EVERY == 0:
            _whole(document, tuple(flags))
    except RemoteError:
        return


def run_rule(content: bytes) -> None:
    """Compile a rule; one in four that are sound judges a small file."""
    decoded = decode(content)
    if not isinstance(decoded, str):
        return
    compiled, _ = read_rule(Source("r.yaml", decoded), "some-rule", "hosts", Loading())
    if compiled is not None and sum(content) % 4 == 0:
        book = Rulebook(build_rules([compiled.source.to_json()]), lambda: {"some-rule": compiled.text})
        try:
            check([Job("v", (_small(),))], book)
        except PolicyError:
            return


@functools.cache
def _small() -> Document:
    return read(
        Source(
            "v.yaml",
            "deployTarget: AMAZON\ningress: {enabled: true, host: a}\npachd: {service: {type: NodePort}}\n",
        )
    )


def run_config(content: bytes) -> None:
    """Read a config in YAML."""
    try:
        read_settings(content.decode(), "/nowhere/.pachlint.yaml", ".pachlint.yaml")
    except (UnicodeDecodeError, RuleErrors):
        return


def run_toml(content: bytes) -> None:
    """Read a pyproject.toml."""
    try:
        read_toml(content.decode(), "/nowhere/pyproject.toml", "pyproject.toml")
    except (UnicodeDecodeError, RuleErrors):
        return


def run_baseline(content: bytes) -> None:
    """Read a baseline and write it."""
    try:
        write_baseline(read_baseline(content.decode(), "."), ".")
    except (UnicodeDecodeError, BaselineError):
        return


def run_template(content: bytes) -> None:
    """Run a template on values."""
    values = dot({"s": "text", "n": 5, "list": ["a", 1, None], "map": {"a": {"b": 2}}}, _AROUND)
    try:
        Engine().render(content.decode("utf-8", "replace"), values)
    except (ParseError, ExecutionError, UnknownError):
        return


_AROUND = Around("oracle", "x", "default", root=True, subcharts=())


def run_schema(content: bytes) -> None:
    """Judge values by a schema."""
    schema, _, values = content.partition(b"\n")
    document = _document(values or b"{}")
    if document is not None and document.readable:
        _by_schema(schema_file(schema), document)


def _by_schema(schema: SchemaFile, document: Document) -> None:
    chart_schema.rejected(
        layer({}, [document]), chart(newest())._replace(own_subcharts=(), own_schema=schema)
    )


def run_archive(content: bytes) -> None:
    """Read a chart's package, and judge a small file by it."""
    path = _scratch() / "chart.tgz"
    path.write_bytes(content)
    try:
        found = load_chart(str(path))
    except ChartError:
        return
    if sum(content) % _EVERY == 0:
        check([Job("v", (_small(),), chart=as_chart(found))], shipped())


@functools.cache
def _scratch() -> Path:
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of its own is made in it
    folder = tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)
    _HELD.folder = folder  # it is taken away at the end of the process
    return Path(folder.name)


_HELD = SimpleNamespace()

TARGETS = {
    "text": Target(fuzz_inputs.text, run_text),
    "documents": Target(fuzz_inputs.document, run_document),
    "set": Target(fuzz_inputs.flags, run_flags),
    "rules": Target(fuzz_inputs.rule, run_rule),
    "config": Target(fuzz_inputs.config, run_config),
    "toml": Target(fuzz_inputs.toml, run_toml),
    "baseline": Target(fuzz_inputs.baseline, run_baseline),
    "templates": Target(fuzz_inputs.template, run_template),
    "schema": Target(fuzz_inputs.schema, run_schema),
    "tgz": Target(fuzz_inputs.archive, run_archive),
}
