"""Values that a program has printed or encrypted: what is the user's of them, and why nothing is written there."""

from pachlint.cli.input_types import MANY_KEYS, Batch, Inputs
from pachlint.computed_values import SEALED as COMPUTED
from pachlint.computed_values import computed
from pachlint.lint import Job
from pachlint.reading.document import Document
from pachlint.reading.sops import SEALED as ENCRYPTED
from pachlint.target import Resolved
from pachlint.versions import Version


def without_defaults(inputs: Inputs, asked: Version | None) -> Inputs:
    """The same where computed values are without what equals the chart's defaults, and with notes on what is not written to.

    Args:
        inputs: what to judge.
        asked: the chart version of the command line.
    """
    batches = tuple(
        Batch(one.settings, tuple(_job(job, asked or one.settings.chart_version) for job in one.jobs))
        for one in inputs.batches
    )
    documents = {
        document.source.name: document
        for batch in batches
        for job in batch.jobs
        for document in job.documents
        if document.sealed in (COMPUTED, ENCRYPTED)
    }
    notes = [f"{name}: nothing is written there, because {one.sealed}" for name, one in documents.items()]
    versions = {
        document.source.name: job.overrides.chart_version or job.overrides.beside
        for batch in batches
        for job in batch.jobs
        for document in job.documents
        if document.sealed == COMPUTED
    }
    told = [
        f"{name}: what is as in the defaults of chart {version.value} is not taken for yours"
        for name, version in versions.items()
        if version
    ]
    return inputs._replace(batches=batches, notes=(*inputs.notes, *told, *notes))


def _job(job: Job, asked: Version | None) -> Job:
    """A release with the user's part of its values, and the chart version that they tell."""
    documents, told = list[Document](), None
    for one in job.documents:
        found = computed(one, job.chart, asked) if len(one.data) >= MANY_KEYS else None
        documents.append(found.document if found else one)
        told = found.version if found else told
    if told is None:
        return job
    beside = Resolved(told, "chart", "the defaults among the values")
    return job._replace(documents=tuple(documents), overrides=job.overrides._replace(beside=beside))
