"""What the values are meant for: a chart version, a provider, an environment; and how each is known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import did_you_mean, did_you_mean_choice
from pachlint.place import value_at
from pachlint.reading.directives import MAX_SETTINGS, settings
from pachlint.reading.nodes import Problem
from pachlint.records import NamedTuple
from pachlint.versions import RELEASED, UnknownVersionError, Version, newest, parse, resolve

if TYPE_CHECKING:
    from pachlint.reading.document import Document

T_co = TypeVar("T_co", covariant=True)

PROVIDER_NAMES: Mapping[str, str] = {
    "aws": "aws",
    "gcp": "gcp",
    "azure": "azure",
    "on-prem": "on-prem",
    "local": "local",
    "eks": "aws",
    "gke": "gcp",
    "aks": "azure",
}
"""Every name a provider may be given, and the name that reports use."""

PROVIDER_SYNONYMS = {"amazon": "aws", "google": "gcp", "microsoft": "azure", "minikube": "local"}
"""What people write for a provider, and the name that is suggested."""

SETTING_PROBLEM = "pachlint-comment"
"""The code of problems with settings in ``# pachlint:`` comments."""

ENVIRONMENTS = ("production", "development")
_ENVIRONMENT_NAMES: Mapping[str, str] = {name: name for name in ENVIRONMENTS}


class Resolved(NamedTuple, Generic[T_co]):
    """A value and how it is known.

    ``source`` is one of ``flag config comment chart image-tag deploy-target annotations hosts newest none``; ``detail``
    says more of it to people, such as the name of a file.
    """

    value: T_co
    source: str
    detail: str = ""


class Overrides(NamedTuple):
    """What the command line or the config asks for; None leaves it to the files.

    ``beside`` is the version that the files beside the values tell, which counts less than a comment in them.
    """

    chart_version: Resolved[Version] | None = None
    provider: Resolved[str] | None = None
    environment: Resolved[str] | None = None
    release: str = "pachd"
    namespace: str = "default"
    beside: Resolved[Version] | None = None


class Target(NamedTuple):
    """What one release is judged for; ``provider`` and ``environment`` are None if they are unknown."""

    chart_version: Resolved[Version]
    provider: Resolved[str | None]
    environment: Resolved[str | None]
    release: str
    namespace: str


def chart_version(
    documents: Sequence["Document"], user: Mapping[str, object], overrides: Overrides
) -> Resolved[Version]:
    """The chart version: asked for, or in a comment (the last one wins), or told by chart files, or by pachd's tag.

    By default it is the newest.

    ``user`` is what files and flags set, over no defaults. A version that was never released counts for
    nothing in a comment; :func:`setting_problems` tells about it.
    """
    if overrides.chart_version:
        return overrides.chart_version
    for said in reversed(_said(documents, "chart-version")):
        try:
            return Resolved(resolve(said), "comment")
        except UnknownVersionError:
            continue
    if overrides.beside:
        return overrides.beside
    # what follows the number is a digest, or belongs to a build shortly before or after that release
    number = _NUMBER.match(str(value_at(user, _TAG)))
    tag = parse(number[0]) if number else None
    if tag in RELEASED:
        return Resolved(tag, "image-tag")
    return Resolved(newest(), "newest")


def infer(
    documents: Sequence["Document"],
    user: Mapping[str, object],
    overrides: Overrides,
    version: Resolved[Version],
) -> Target:
    """The target of a release whose chart version is known; ``user`` as in :func:`chart_version`."""
    return Target(
        chart_version=version,
        provider=overrides.provider
        or _last(_said(documents, "provider"), PROVIDER_NAMES)
        or _deployed(user)
        or _annotated(user)
        or Resolved(None, "none"),
        environment=overrides.environment
        or _last(_said(documents, "environment"), _ENVIRONMENT_NAMES)
        or _at_home(user)
        or Resolved(None, "none"),
        release=overrides.release,
        namespace=overrides.namespace,
    )


def is_whole(user: Mapping[str, object]) -> bool:
    """Whether the values name a deploy target, without which no release can be installed."""
    return value_at(user, ("deployTarget",)) not in (None, "")


_NUMBER = lazy_regex(r"v?\d+\.\d+\.\d+(?=[-+@]|\Z)", re.ASCII)
_SETTINGS: Mapping[str, Mapping[str, str] | None] = {
    "chart-version": None,
    "provider": PROVIDER_NAMES,
    "environment": _ENVIRONMENT_NAMES,
}


def setting_problems(document: "Document") -> Iterator[Problem]:
    """What is wrong with the comments of a file that set something: unknown settings and values.

    Words that are no settings are one problem, however many of them a comment has.
    """
    number = 0
    for words in settings(document):
        number += len(words)
        if number > MAX_SETTINGS:
            message = f"the comments of this file hold more than {MAX_SETTINGS:,} settings; what follows is not read"
            yield Problem(SETTING_PROBLEM, message, words[0].span, rejected=False)
            return
        loose = False
        for word, span in words:
            name, equals, value = word.partition("=")
            if equals:
                message = _wrong(name, value)
            else:
                message = (
                    "" if loose else f"'{word}' sets nothing; write name=value{did_you_mean(name, _SETTINGS)}"
                )
                loose = True
            if message:
                hint = f"The settings are {', '.join(_SETTINGS)}."
                yield Problem(SETTING_PROBLEM, message, span, rejected=False, hint=hint)


def _wrong(name: str, value: str) -> str:
    if name not in _SETTINGS:
        return f"there is no setting {name}{did_you_mean(name, _SETTINGS)}"
    names = _SETTINGS[name]
    if names is not None:
        synonyms = PROVIDER_SYNONYMS if name == "provider" else {}
        if value in names:
            return ""
        return f"there is no {name} {value}{did_you_mean_choice(value, names, synonyms)}"
    try:
        resolve(value)
    except UnknownVersionError as error:
        return str(error)
    return ""


def _said(documents: Sequence["Document"], name: str) -> list[str]:
    """The values that comments give to a setting, in the order of files and lines."""
    words = [word.text for document in documents for comment in settings(document) for word in comment]
    return [word[len(name) + 1 :] for word in words if word.startswith(f"{name}=")]


def _last(said: Sequence[str], names: Mapping[str, str]) -> Resolved[str] | None:
    known = [names[word] for word in said if word in names]
    return Resolved(known[-1], "comment") if known else None


_TAG = ("pachd", "image", "tag")
_DEPLOY_TARGETS: Mapping[str, str] = {
    **PROVIDER_NAMES,
    "amazon": "aws",
    "google": "gcp",
    "microsoft": "azure",
}
# The annotation keys of the clouds' own controllers, by their beginning.
_ANNOTATION_FAMILIES: tuple[tuple[str, str], ...] = (
    ("alb.ingress.kubernetes.io/", "aws"),
    ("eks.amazonaws.com/", "aws"),
    ("service.beta.kubernetes.io/aws-", "aws"),
    ("cloud.google.com/", "gcp"),
    ("iam.gke.io/", "gcp"),
    ("ingress.gcp.kubernetes.io/", "gcp"),
    ("kubernetes.io/ingress.global-static-ip-name", "gcp"),
    ("kubernetes.io/ingress.regional-static-ip-name", "gcp"),
    ("networking.gke.io/", "gcp"),
    ("appgw.ingress.kubernetes.io/", "azure"),
    ("azure.workload.identity/", "azure"),
    ("service.beta.kubernetes.io/azure-", "azure"),
)
_INGRESS_CLASSES: Mapping[str, str] = {
    "alb": "aws",
    "azure-application-gateway": "azure",
    "azure/application-gateway": "azure",
    "gce": "gcp",
    "gce-internal": "gcp",
}
_CLASS_KEY = "kubernetes.io/ingress.class"
# Where browsers find Pachyderm; localhost there means a browser on the same machine.
_HOSTS_OF_BROWSERS: tuple[tuple[str, ...], ...] = (
    ("proxy", "host"),
    ("ingress", "host"),
    ("oidc", "userAccessibleOauthIssuerHost"),
    ("console", "config", "reactAppRuntimeIssuerURI"),
)
_LOOPBACK = lazy_regex(r"(?:https?://)?(?:(?:[\w-]+\.)*localhost|127(?:\.\d+){3})(?=$|[:/])", re.IGNORECASE)


def _deployed(user: Mapping[str, object]) -> Resolved[str] | None:
    provider = _DEPLOY_TARGETS.get(str(value_at(user, ("deployTarget",))).lower())
    return Resolved(provider, "deploy-target") if provider else None


def _at_home(user: Mapping[str, object]) -> Resolved[str] | None:
    """Development, if the values say that only their author will use this Pachyderm."""
    deployed = _deployed(user)
    if deployed:
        return Resolved("development", "deploy-target") if deployed.value == "local" else None
    cloud = _annotated(user)
    if cloud and cloud.source == "annotations":
        return None
    # a build of one's own, loaded into the nodes of a small cluster
    if value_at(user, _TAG) == "local":
        return Resolved("development", "image-tag")
    if any(_LOOPBACK.match(str(value_at(user, path))) for path in _HOSTS_OF_BROWSERS):
        return Resolved("development", "hosts")
    return None


def _annotated(user: Mapping[str, object]) -> Resolved[str] | None:
    """The cloud that all annotations of a cloud belong to; none if they belong to several."""
    clouds = {cloud for key, value in _texts(user) if (cloud := _cloud(key, value))}
    if len(clouds) == 1:
        return Resolved(clouds.pop(), "annotations")
    # MinIO is an object store that people run themselves; with CUSTOM the store may be anybody's.
    if not clouds and str(value_at(user, ("deployTarget",))).upper() == "MINIO":
        return Resolved("on-prem", "deploy-target")
    return None


def _cloud(key: str, value: object) -> str | None:
    if key == _CLASS_KEY:
        return _INGRESS_CLASSES.get(str(value))
    return next((cloud for family, cloud in _ANNOTATION_FAMILIES if key.startswith(family)), None)


def _texts(value: object) -> Iterator[tuple[str, object]]:
    """Every key with a slash in a tree of values, which annotations have and fields of the chart do not."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if "/" in key:
                yield key, inner
            yield from _texts(inner)
