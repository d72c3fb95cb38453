r"""pachlint as a library: check values, and write reports. The command line is built on it.

>>> import pachlint
>>> report = pachlint.check(text="deployTarget: LOCAL\npachd: {replicas: '2'}\n", select=["wrong-type"])
>>> [(finding.rule, finding.place.line) for finding in report.findings]
[('wrong-type', 2)]
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from pachlint import lint, rulebook
from pachlint.discovery import read_bytes, read_file
from pachlint.judged import Judging, judge_groups
from pachlint.judging.judge import PolicyError
from pachlint.layering.flags import ORDER, Flag
from pachlint.lint import Job
from pachlint.policy.expressions import TooSlowError
from pachlint.policy.rule import RuleErrors
from pachlint.policy.steps import TooManyStepsError
from pachlint.report.look import PLAIN, Look
from pachlint.results import Report
from pachlint.rulebook import Rulebook, SelectionError, shipped
from pachlint.suppressions.suppress import Suppressions
from pachlint.target import ENVIRONMENTS, PROVIDER_NAMES, Overrides, Resolved
from pachlint.versions import UnknownVersionError, resolve

if TYPE_CHECKING:
    from pachlint.chart.charts import Chart
    from pachlint.packs import Pack
    from pachlint.reading.document import Document
    from pachlint.visible import Printable

FORMATS = ("text", "concise", "json", "github", "gitlab", "junit", "checkstyle", "html", "sarif")
"""Formats of reports."""

_NO_FLAGS: Mapping[str, Sequence[str]] = {}


class InputError(ValueError):
    """What was given cannot be used: a file that cannot be read, an unknown version, rule or provider, a broken rule file or chart."""


def check(  # noqa: PLR0913 -- the options of a release
    *files: str | os.PathLike[str],
    text: str | None = None,
    filename: str = "<text>",
    flags: Mapping[str, Sequence[str]] = _NO_FLAGS,
    chart_version: str | None = None,
    chart: str | os.PathLike[str] | None = None,
    provider: str | None = None,
    environment: str | None = None,
    rules: Iterable[str | os.PathLike[str]] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    partial: bool = False,
) -> Report:
    """Judge one release: its values files in Helm's order, and its flags. No config is read, and nothing is printed or written.

    Args:
        files: values files; the last one wins.
        text: the text of a values file that is laid over them.
        filename: what reports call that text.
        flags: what ``helm`` would get, by kind: ``{"set": ["proxy.host=pach.example.com"], "set-file": [...]}``.
        chart_version: such as ``2.6.4`` or ``2.6``; by default what the files, or those around them, say, else the newest.
        chart: the folder or package of a local chart instead of a released one.
        provider: ``aws``, ``gcp``, ``azure``, ``on-prem`` or ``local``; by default what the values say.
        environment: ``production`` or ``development``.
        rules: folders of rules of your own.
        select: only these rules, topics, packs or impacts.
        ignore: not these.
        partial: the files are a part of a release, so nothing is said about what is missing.

    Returns:
        The report. What is wrong with the values is in it, also that a file is no YAML at all.

    Raises:
        InputError: if anything else than the values is wrong.
    """
    documents = [_read(os.fspath(file)) for file in files]
    if text is not None:
        documents.append(read_bytes(text.encode("utf-8", "surrogateescape"), filename))
    job = Job(
        name=" + ".join(document.source.name for document in documents) or "<command line>",
        documents=tuple(documents),
        flags=_flags(flags),
        overrides=_overrides(chart_version, provider, environment),
        chart=_chart(os.fspath(chart)) if chart is not None else None,
        part=partial,
    )
    book = _book([os.fspath(folder) for folder in rules], select, ignore)
    return with_tried_fixes(judge([job], book), [job], judge)


def judge(
    jobs: Iterable[Job],
    book: Rulebook,
    suppressions: Suppressions | None = None,
    *,
    whole: bool = False,
    judging: Judging = judge_groups,
) -> Report:
    """Judge releases that are read already.

    With ``whole`` all findings of a rule are kept that has more than are reported, and rules offer no fixes. ``judging`` judges
    groups of several.

    Raises:
        InputError: if a rule of the user's cannot be judged.
        PolicyError: if one of pachlint's own cannot, which is a defect.
    """
    try:
        return lint.check(jobs, book, suppressions or Suppressions(), whole=whole, judging=judging)
    except PolicyError as error:
        is_slow = isinstance(error.cause, TooSlowError | TooManyStepsError)
        if not is_slow and shipped().rule(error.rule):
            raise
        why = str(error.cause) if is_slow else type(error.cause).__name__
        raise InputError(f"rule {error.rule} cannot be judged: {why}") from error


def with_tried_fixes(
    report: Report, jobs: Sequence[Job], judge_again: Callable[[Sequence[Job], Rulebook], Report]
) -> Report:
    """The report with those fixes only that ``--fix`` would make, as far as they can be tried in time."""
    if not any(finding.fix for finding in report.findings):
        return report
    from pachlint.offers import offered  # noqa: PLC0415 -- most runs find nothing to fix

    return offered(report, jobs, judge_again)


def render(report: Report, format: str = "text", look: Look = PLAIN) -> "Printable":  # noqa: A002 -- the option's name
    """The report in one of :data:`FORMATS`, as the command line writes it; formats are imported when they are asked for.

    Raises:
        InputError: if there is no such format.
    """
    if format not in (*FORMATS, "statistics"):
        raise InputError(f"there is no format {format!r}; formats are {', '.join(FORMATS)}")
    function: Callable[[Report, Look], Printable] = import_module(f"pachlint.report.{format}").render
    return function(report, look)


def _read(path: str) -> "Document":
    try:
        return read_file(path, path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error


def _flags(given: Mapping[str, Sequence[str]]) -> tuple[Flag, ...]:
    for kind, texts in given.items():
        if kind not in ORDER:
            raise InputError(f"there is no flag {kind!r}; flags are {', '.join(ORDER)}")
        if isinstance(texts, str):
            raise InputError(f"{kind} is a list of flags, not one")
    return tuple(Flag(kind, text) for kind in ORDER for text in given.get(kind, ()))


def _overrides(chart_version: str | None, provider: str | None, environment: str | None) -> Overrides:
    try:
        version = resolve(chart_version) if chart_version else None
    except UnknownVersionError as error:
        raise InputError(str(error)) from error
    if provider is not None and provider not in PROVIDER_NAMES:
        raise InputError(f"there is no provider {provider!r}; providers are {', '.join(PROVIDER_NAMES)}")
    if environment is not None and environment not in ENVIRONMENTS:
        raise InputError(f"there is no environment {environment!r}; there are {' and '.join(ENVIRONMENTS)}")
    return Overrides(
        chart_version=Resolved(version, "flag") if version else None,
        provider=Resolved(PROVIDER_NAMES[provider], "flag") if provider else None,
        environment=Resolved(environment, "flag") if environment else None,
    )


def _chart(path: str) -> "Chart":
    from pachlint.chart.at_hand import as_chart  # noqa: PLC0415 -- for a local chart only
    from pachlint.chart.files import load_chart  # noqa: PLC0415
    from pachlint.chart.packing import ChartError  # noqa: PLC0415
    from pachlint.chart_version_files import locked_in  # noqa: PLC0415
    from pachlint.learning.kept import learned  # noqa: PLC0415

    try:
        return as_chart(load_chart(path), learned, partial(locked_in, path))
    except ChartError as error:
        raise InputError(str(error)) from error


def _book(folders: Sequence[str], select: Sequence[str], ignore: Sequence[str]) -> Rulebook:
    try:
        return rulebook.load(_packs(folders) if folders else ()).select(select, ignore)
    except (RuleErrors, SelectionError) as error:
        raise InputError(str(error)) from error


def _packs(folders: Sequence[str]) -> Sequence["Pack"]:
    from pachlint.packs import Pack, PackError, distinct, pack_name  # noqa: PLC0415 -- only for rules of users

    try:
        return distinct([Pack(pack_name(folder), folder, given=False) for folder in folders])
    except PackError as error:
        raise InputError(str(error)) from error
