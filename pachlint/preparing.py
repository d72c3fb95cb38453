"""A release before any rule is asked: its files and flags laid over the chart's values, and what they are meant for."""

from collections.abc import Mapping

from pachlint.chart import charts
from pachlint.chart.charts import Chart, Likeness
from pachlint.layering.flags import Flag
from pachlint.layering.layer import over_defaults, user_layers
from pachlint.layering.values import Values
from pachlint.policy.context import CheckContext, Memo, Violation
from pachlint.policy.steps import effort_of
from pachlint.predicates import types
from pachlint.predicates.keys import with_known
from pachlint.reading.document import Document
from pachlint.records import NamedTuple
from pachlint.target import Overrides, Resolved, chart_version, infer, is_whole
from pachlint.versions import Version

_UNTRIED = "which of all findings have a fix, because they are too many to try them all"


class Job(NamedTuple):
    """One release to judge: files in the order in which Helm gets them, and flags.

    ``chart`` is a local chart, None for the released one. ``part`` says that the files are only a part of the
    release; None: they are one if they set no deploy target. ``foreign`` names the files that look like the
    values of something else.
    """

    name: str
    documents: tuple[Document, ...]
    flags: tuple[Flag, ...] = ()
    overrides: Overrides = Overrides()
    chart: Chart | None = None
    part: bool | None = False
    foreign: tuple[str, ...] = ()

    def with_texts_of(self, documents: Mapping[str, Document]) -> "Job":
        """The same with its files as they stand in these by their names; one of the same text stays as this release sees it."""
        found = ((one, documents.get(one.source.name, one)) for one in self.documents)
        return self._replace(
            documents=tuple(one if one.source.text == other.source.text else other for one, other in found)
        )


def prepare(job: Job) -> CheckContext:
    """Lay the files and flags over the chart's defaults, and find out what they are meant for."""
    given = user_layers(job.documents, job.flags)
    user = given.values
    version = chart_version(job.documents, user, job.overrides)
    if job.chart:
        version = _at_hand(job.chart, job.overrides.beside)
    chart = job.chart or charts.chart(version.value)
    values = over_defaults(given, chart.defaults, chart.label, chart.subcharts)
    mismatches, left_open = _mismatches(values, chart)
    context = CheckContext(
        values=values,
        target=infer(job.documents, user, job.overrides, version),
        chart=chart,
        documents=job.documents,
        partial=is_part(job, chart, user) or any(document.inserts for document in job.documents),
        bad=frozenset(violation.path for violation in mismatches if violation.message is None).union(
            charts.without_default(chart)
        ),
        mismatches=mismatches,
        left_open=left_open,
        memo=Memo(),
    )
    return with_known(context)


def _at_hand(chart: Chart, beside: Resolved[Version] | None = None) -> Resolved[Version]:
    """The release that a local chart is judged as, and how much of the chart was learned; of one inside it, who tells the version."""
    if chart.inside and not chart.inside[0][1].at_hand:
        version = chart.inside[0][1].version
        said = f", {beside.detail}" if beside and beside.value == version else ""
        return Resolved(version, "chart", f"local chart, with Pachyderm's {version}{said}")
    if chart.inside:
        return _at_hand(chart.inside[0][1])
    if chart.likeness is Likeness.OTHER:
        return Resolved(chart.version, "chart")
    if chart.model is not None:
        followed = f"{chart.model.followed} of {chart.model.files} templates followed"
        return Resolved(chart.version, "chart", f"local chart, {followed}, else judged as {chart.version}")
    same = chart.label.removeprefix("chart ") == str(chart.version)
    return Resolved(chart.version, "chart", "" if same else f"local chart, judged as {chart.version}")


def is_part(job: Job, chart: Chart, user: Mapping[str, object]) -> bool:
    """Whether the files are only a part of a release, whose user values these are."""
    if chart.likeness is Likeness.OTHER:
        return False
    return not is_whole(user) if job.part is None else job.part


def _mismatches(values: Values, chart: Chart) -> tuple[tuple[Violation, ...], tuple[str, ...]]:
    """What the schema rejects, that of the released chart or whatever a local chart holds; and what is left open."""
    if not chart.at_hand:
        return tuple(types.type_mismatches(values, chart)), ()
    from pachlint.predicates import chart_schema  # noqa: PLC0415 -- for --chart only

    rejected, left_open = chart_schema.rejected(values, chart)
    return tuple(rejected), tuple(left_open)


def not_judged(context: CheckContext) -> tuple[str, ...]:
    """What cannot be judged of a release, in words."""
    untried = any(view.once(effort_of).spent for view in (context, context.known) if view)
    return (
        *filter(None, [context.chart.not_judged]),
        *context.left_open,
        *([_UNTRIED] if untried else ()),
    )
