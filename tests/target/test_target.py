"""What comments and values tell about chart version, provider and environment, value by value."""

from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, shipped
from pachlint.source import Source
from pachlint.target import Overrides, Target, is_whole, setting_problems
from pachlint.versions import newest

NEWEST = str(newest())

NO_RULES = Rulebook((), dict)


def target(*texts: str, overrides: Overrides = Overrides()) -> Target:  # noqa: B008 -- a record
    """What a release of these files is judged for."""
    documents = tuple(read(Source(f"v{number}.yaml", text)) for number, text in enumerate(texts))
    return check([Job("r", documents, overrides=overrides)], NO_RULES).releases[0].target


def known(setting: Any) -> tuple[str, str]:
    """A setting as text, with its source."""
    return str(setting.value), setting.source


VERSIONS = [
    ("# pachlint: chart-version=2.5.2\n", ("2.5.2", "comment")),
    ("# pachlint: chart-version=2.5\n", ("2.5.9", "comment")),
    ("# pachlint: chart-version=v2.5.2\n", ("2.5.2", "comment")),
    ("#pachlint:chart-version=2.5.2\n", ("2.5.2", "comment")),
    ("## PachLint : chart-version=2.5.2\n", ("2.5.2", "comment")),
    ("a: 1 # pachlint: chart-version=2.5.2\n", ("2.5.2", "comment")),
    ("# pachlint: provider=aws, chart-version=2.5.2 environment=production\n", ("2.5.2", "comment")),
    # the last one wins, and one that was never released counts for nothing
    ("# pachlint: chart-version=2.5.2\n# pachlint: chart-version=2.5.3\n", ("2.5.3", "comment")),
    ("# pachlint: chart-version=2.5.2 chart-version=2.5.3\n", ("2.5.3", "comment")),
    ("# pachlint: chart-version=2.5.2\n# pachlint: chart-version=2.99.0\n", ("2.5.2", "comment")),
    ("# pachlint: chart-version=2.99.0\n", (NEWEST, "newest")),
    ("# pachlint: chart-version=\n", (NEWEST, "newest")),
    ("# pachlint chart-version=2.5.2\n", (NEWEST, "newest")),
    ("# see pachlint: chart-version=2.5.2\n", (NEWEST, "newest")),
    ("# pachlint: my-chart-version=2.5.2\n", (NEWEST, "newest")),
    ("# pachlint: chart-version:2.5.2\n", (NEWEST, "newest")),
    ("# pachlint: ignore[a] chart-version=2.5.2\n", (NEWEST, "newest")),
    ("# pachlint: ignore-file[a] chart-version=2.5.2\n", (NEWEST, "newest")),
    ("# pachlint: ignored chart-version=2.5.2\n", ("2.5.2", "comment")),
    ("pachd: {image: {tag: 2.5.4}}\n", ("2.5.4", "image-tag")),
    ("pachd: {image: {tag: v2.5.4}}\n", ("2.5.4", "image-tag")),
    ("pachd: {image: {tag: 2.5.4-abc}}\n", ("2.5.4", "image-tag")),
    ("pachd: {image: {tag: 2.5.4+abc}}\n", ("2.5.4", "image-tag")),
    ('pachd: {image: {tag: "2.5.4@sha256:0"}}\n', ("2.5.4", "image-tag")),
    ("pachd: {image: {tag: 2.5.4.1}}\n", (NEWEST, "newest")),
    ("pachd: {image: {tag: 2.5.4abc}}\n", (NEWEST, "newest")),
    ("pachd: {image: {tag: 2.5}}\n", (NEWEST, "newest")),
    ("pachd: {image: {tag: x2.5.4}}\n", (NEWEST, "newest")),
    ("pachd: {image: {tag: 2.5.99}}\n", (NEWEST, "newest")),
    ("console: {image: {tag: 2.5.4}}\n", (NEWEST, "newest")),
    ("pachd: {image: 2.5.4}\n", (NEWEST, "newest")),
    ("pachd: {image: {tag: }}\n", (NEWEST, "newest")),
    ("{}\n", (NEWEST, "newest")),
]


@pytest.mark.parametrize(("text", "version"), VERSIONS)
def test_chart_version(text: str, version: tuple[str, str]) -> None:
    assert known(target(text).chart_version) == version


def annotated(key: str, value: str = "x", at: str = "pachd: {service: {annotations: {%s}}}") -> str:
    """Values with one annotation."""
    return at % f'"{key}": "{value}"'


AWS, GCP, AZURE = ("aws", "annotations"), ("gcp", "annotations"), ("azure", "annotations")
NONE = ("None", "none")
PROVIDERS = [
    *((f"# pachlint: provider={name}\n", (name, "comment")) for name in ("aws", "gcp", "azure", "on-prem", "local")),
    ("# pachlint: provider=eks\n", ("aws", "comment")),
    ("# pachlint: provider=gke\n", ("gcp", "comment")),
    ("# pachlint: provider=aks\n", ("azure", "comment")),
    ("# pachlint: provider=aws\n# pachlint: provider=gcp\n", ("gcp", "comment")),
    ("# pachlint: provider=aws\n# pachlint: provider=amazon\n", ("aws", "comment")),
    ("# pachlint: provider:aws\n", NONE),
    ("# pachlint: provider=AWS\n", NONE),
    ("# pachlint: provider=amazon\n", NONE),
    ("deployTarget: AMAZON\n", ("aws", "deploy-target")),
    ("deployTarget: amazon\n", ("aws", "deploy-target")),
    ("deployTarget: GOOGLE\n", ("gcp", "deploy-target")),
    ("deployTarget: MICROSOFT\n", ("azure", "deploy-target")),
    ("deployTarget: LOCAL\n", ("local", "deploy-target")),
    ("deployTarget: MINIO\n", ("on-prem", "deploy-target")),
    ("deployTarget: minio\n", ("on-prem", "deploy-target")),
    ("deployTarget: CUSTOM\n", NONE),
    ("deployTarget: ''\n", NONE),
    ("deployTarget: 5\n", NONE),
    ("{}\n", NONE),
    *((annotated(key), AWS) for key in ("alb.ingress.kubernetes.io/scheme", "eks.amazonaws.com/role-arn", "service.beta.kubernetes.io/aws-load-balancer-type")),
    *((annotated(key), GCP) for key in ("cloud.google.com/neg", "iam.gke.io/gcp-service-account", "ingress.gcp.kubernetes.io/pre-shared-cert", "kubernetes.io/ingress.global-static-ip-name", "kubernetes.io/ingress.regional-static-ip-name", "networking.gke.io/load-balancer-type")),
    *((annotated(key), AZURE) for key in ("appgw.ingress.kubernetes.io/ssl-redirect", "azure.workload.identity/client-id", "service.beta.kubernetes.io/azure-load-balancer-internal")),
    (annotated("kubernetes.io/ingress.class", "alb"), AWS),
    (annotated("kubernetes.io/ingress.class", "gce"), GCP),
    (annotated("kubernetes.io/ingress.class", "gce-internal"), GCP),
    (annotated("kubernetes.io/ingress.class", "azure/application-gateway"), AZURE),
    (annotated("kubernetes.io/ingress.class", "azure-application-gateway"), AZURE),
    (annotated("kubernetes.io/ingress.class", "nginx"), NONE),
    (annotated("kubernetes.io/ingress.class", "alb.ingress.kubernetes.io/"), NONE),
    (annotated("nginx.ingress.kubernetes.io/x"), NONE),
    (annotated("service.beta.kubernetes.io/do-loadbalancer-name"), NONE),
    (annotated("x.eks.amazonaws.com/role-arn"), NONE),
    (annotated("eks.amazonaws.com/role-arn", at="a: {b: {c: {d: {%s}}}}"), AWS),
    # one cloud, however often; of two, none
    ('a: {"eks.amazonaws.com/a": x}\nb: {"alb.ingress.kubernetes.io/b": x}\n', AWS),
    ('a: {"eks.amazonaws.com/a": x}\nb: {"nginx.org/b": x}\n', AWS),
    ('a: {"eks.amazonaws.com/a": x}\nb: {"iam.gke.io/b": x}\n', NONE),
    ('a: {"eks.amazonaws.com/a": {"iam.gke.io/b": x}}\n', NONE),
    # the deploy target counts more, MinIO less
    ('deployTarget: GOOGLE\na: {"eks.amazonaws.com/a": x}\n', ("gcp", "deploy-target")),
    ('deployTarget: MINIO\na: {"eks.amazonaws.com/a": x}\n', AWS),
    ('deployTarget: MINIO\na: {"eks.amazonaws.com/a": x, "iam.gke.io/b": x}\n', NONE),
    ('deployTarget: CUSTOM\na: {"eks.amazonaws.com/a": x}\n', AWS),
]  # fmt: skip


@pytest.mark.parametrize(("text", "provider"), PROVIDERS)
def test_provider(text: str, provider: tuple[str, str]) -> None:
    assert known(target(text).provider) == provider


HOSTS = ("development", "hosts")
ENVIRONMENTS = [
    ("# pachlint: environment=production\n", ("production", "comment")),
    ("# pachlint: environment=development\n", ("development", "comment")),
    ("# pachlint: environment=development\n# pachlint: environment=production\n", ("production", "comment")),
    ("# pachlint: environment=development\n# pachlint: environment=prod\n", ("development", "comment")),
    ("deployTarget: LOCAL\n", ("development", "deploy-target")),
    ("deployTarget: AMAZON\n", NONE),
    ("deployTarget: MINIO\n", NONE),
    ("pachd: {image: {tag: local}}\n", ("development", "image-tag")),
    ("pachd: {image: {tag: Local}}\n", NONE),
    ("deployTarget: CUSTOM\npachd: {image: {tag: local}}\n", ("development", "image-tag")),
    ("deployTarget: AMAZON\npachd: {image: {tag: local}}\n", NONE),
    ('a: {"eks.amazonaws.com/a": x}\npachd: {image: {tag: local}}\n', NONE),
    ("deployTarget: MINIO\npachd: {image: {tag: local}}\n", ("development", "image-tag")),
    ("proxy: {host: localhost}\n", HOSTS),
    ("ingress: {host: localhost}\n", HOSTS),
    ("oidc: {userAccessibleOauthIssuerHost: 'localhost:30658'}\n", HOSTS),
    ("console: {config: {reactAppRuntimeIssuerURI: 'http://localhost:30658'}}\n", HOSTS),
    ("proxy: {host: LOCALHOST}\n", HOSTS),
    ("proxy: {host: pach.localhost}\n", HOSTS),
    ("proxy: {host: a-b.pach.localhost}\n", HOSTS),
    ("proxy: {host: 127.0.0.1}\n", HOSTS),
    ("proxy: {host: '127.0.0.1:80'}\n", HOSTS),
    ("proxy: {host: https://localhost/}\n", HOSTS),
    ("proxy: {host: localhost.example.com}\n", NONE),
    ("proxy: {host: mylocalhost}\n", NONE),
    ("proxy: {host: 127.0.0}\n", NONE),
    ("proxy: {host: 127.0.0.1.2}\n", NONE),
    ("proxy: {host: 127.example.com}\n", NONE),
    ("proxy: {host: ftp://localhost}\n", NONE),
    ("proxy: {host: 'x localhost'}\n", NONE),
    ("oidc: {issuerURI: http://localhost:30658}\n", NONE),
    ("deployTarget: AMAZON\nproxy: {host: localhost}\n", NONE),
    ('a: {"eks.amazonaws.com/a": x}\nproxy: {host: localhost}\n', NONE),
    ('a: {"eks.amazonaws.com/a": x, "iam.gke.io/b": x}\nproxy: {host: localhost}\n', HOSTS),
    ("deployTarget: MINIO\nproxy: {host: localhost}\n", HOSTS),
    ("{}\n", NONE),
]  # fmt: skip


@pytest.mark.parametrize(("text", "environment"), ENVIRONMENTS)
def test_environment(text: str, environment: tuple[str, str]) -> None:
    assert known(target(text).environment) == environment


def test_later_files_say_the_last_word() -> None:
    base = "# pachlint: chart-version=2.5.2 provider=aws environment=production\n"
    over = "# pachlint: chart-version=2.5.3 provider=gcp environment=development\n"
    both, back = target(base, over), target(over, base)
    assert [known(both.chart_version), known(both.provider), known(both.environment)] == [
        ("2.5.3", "comment"), ("gcp", "comment"), ("development", "comment"),
    ]  # fmt: skip
    assert [known(back.chart_version), known(back.provider), known(back.environment)] == [
        ("2.5.2", "comment"), ("aws", "comment"), ("production", "comment"),
    ]  # fmt: skip
    assert known(target(base, "a: 1\n").provider) == ("aws", "comment")
    assert known(target("deployTarget: AMAZON\n", "deployTarget: GOOGLE\n").provider) == (
        "gcp",
        "deploy-target",
    )


def test_release_and_namespace() -> None:
    assert target("{}\n")[3:] == ("pachd", "default")
    assert target("{}\n", overrides=Overrides(release="r", namespace="n"))[3:] == ("r", "n")


@pytest.mark.parametrize(
    ("target_", "whole"), [("AMAZON", True), ("x", True), (5, True), ("", False), (None, False)]
)
def test_values_with_a_deploy_target_are_a_whole_release(target_: object, whole: bool) -> None:
    assert is_whole({"deployTarget": target_}) is whole
    assert not is_whole({})


HINT = "The settings are chart-version, provider, environment."
PROBLEMS = [
    ("# pachlint: provider=aws\n", []),
    ("# pachlint: chart-version=2.5\n", []),
    ("# pachlint: environment=production\n", []),
    ("# pachlint: ignore[unknown-key]\n", []),
    ("# pachlint: ignore-file[unknown-key] why\n", []),
    ("# pachlint\n# other: provider=x\n", []),
    ("# pachlint: provider=awz\n", [(1, 13, "there is no provider awz; did you mean 'aws'?")]),
    ("# pachlint: provider=\n", [(1, 13, "there is no provider ")]),
    ("# pachlint: provider=Amazon\n", [(1, 13, "there is no provider Amazon; did you mean 'aws'?")]),
    ("# pachlint: provider=google\n", [(1, 13, "there is no provider google; did you mean 'gcp'?")]),
    ("# pachlint: provider=microsoft\n", [(1, 13, "there is no provider microsoft; did you mean 'azure'?")]),
    ("# pachlint: provider=minikube\n", [(1, 13, "there is no provider minikube; did you mean 'local'?")]),
    ("# pachlint: environment=prod\n", [(1, 13, "there is no environment prod; did you mean 'production'?")]),
    ("# pachlint: environment=minikube\n", [(1, 13, "there is no environment minikube")]),
    ("# pachlint: environment=produktion\n", [(1, 13, "there is no environment produktion; did you mean 'production'?")]),
    ("# pachlint: provder=aws\n", [(1, 13, "there is no setting provder; did you mean 'provider'?")]),
    ("# pachlint: chart-version=2.99.0\n", [(1, 13, "2.99.0")]),
    ("# pachlint: what is this\n", [(1, 13, "'what' sets nothing; write name=value")]),
    ("# pachlint: provider aws\n", [(1, 13, "'provider' sets nothing; write name=value")]),
    ("# pachlint: x provider=awz y\n", [(1, 13, "'x' sets nothing"), (1, 15, "there is no provider awz; did you mean 'aws'?")]),
    ("a: 1 # pachlint: x\nb: 1 # pachlint: y\n", [(1, 18, "'x' sets nothing"), (2, 18, "'y' sets nothing")]),
    ("# pachlint:  provider=aws ,environment=x\n", [(1, 28, "there is no environment x")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problems"), PROBLEMS)
def test_comments_that_set_nothing(text: str, problems: list[tuple[int, int, str]]) -> None:
    document = read(Source("v.yaml", f"{text}deployTarget: LOCAL\n"))
    report = check([Job("r", (document,))], shipped().select(["comment-setting"]))
    assert {one.help for one in report.findings} <= {HINT}
    found = [(one.place.line, one.place.column, one.message) for one in report.findings]
    assert len(found) == len(problems)
    for (line, column, message), (known_line, known_column, part) in zip(found, problems, strict=True):
        assert (line, column) == (known_line, known_column)
        whole = part.startswith("there is no")
        assert message.lower() == part.lower() if whole else part.lower() in message.lower()


BEYOND = "the comments of this file hold more than 3 settings; what follows is not read"


@pytest.mark.parametrize(
    ("comments", "problems"),
    [
        (["provider=aws"] * 3, []),
        (["provider=aws environment=production", "provider=aws"], []),
        (["provider=aws"] * 4, [("provider=aws", BEYOND)]),
        (["provider=aws", "provider=gcp", "chart-version=2.11.6 provider=gcp"], [("chart-version=2.11.6", BEYOND)]),
        (["provider=me", "provider=gcp", "provider=aws provider=gcp"], [("provider=me", "there is no provider me"), ("provider=aws", BEYOND)]),
    ],
)  # fmt: skip
def test_so_many_settings_are_read_and_no_more(
    comments: list[str], problems: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pachlint.target.MAX_SETTINGS", "pachlint.reading.directives.MAX_SETTINGS"):
        monkeypatch.setattr(name, 3)
    text = "".join(f"# pachlint: {words}\n" for words in comments)
    found = list(setting_problems(read(Source("v.yaml", text))))
    assert [(text[slice(*one.span)], one.message) for one in found] == problems
    assert not any(one.rejected for one in found)


def test_more_is_said_of_a_source_only_if_there_is_more_to_say() -> None:
    found = target("deployTarget: AMAZON\n")
    assert (found.provider.detail, found.chart_version.detail) == ("", "")
