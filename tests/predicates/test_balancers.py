"""Where TLS ends in front of a service on AWS, and which controller reads what.

The rows follow cloud-provider-aws 1.36 (pkg/providers/v1/aws.go) and AWS Load Balancer Controller 3.5 (pkg/service).
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from pachlint.lint import Job, check, prepare
from pachlint.policy.context import CheckContext
from pachlint.predicates import balancers
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, shipped
from pachlint.source import Source

KEY = "service.beta.kubernetes.io/aws-load-balancer-"
CERTIFICATE = "arn:aws:acm:us-east-2:418295077736:certificate/0aa2f4a1-3c2b-4d5e-8f90-123456789abc"
FINE, CLEAR, TLS = "fine", "clear text to TLS", "TLS to clear text"


def job(block: str, annotations: Mapping[str, str], *, tls: bool) -> Job:
    """A release with annotations at the proxy's load balancer or the external service."""
    part = "proxy" if block == "proxy" else "pachd"
    service = (
        "  service:\n    type: LoadBalancer" if part == "proxy" else "  externalService:\n    enabled: true"
    )
    lines = [f"deployTarget: AMAZON\n{part}:\n  tls: {{enabled: {str(tls).lower()}, secretName: t}}", service]
    if annotations:
        lines += ["    annotations:", *(f'      {KEY}{name}: "{text}"' for name, text in annotations.items())]
    return Job("v", (read(Source("v.yaml", "\n".join(lines))),))


def context(block: str, annotations: Mapping[str, str], *, tls: bool) -> CheckContext:
    return prepare(job(block, annotations, tls=tls))


def reported(release: CheckContext) -> Iterator[tuple[str, tuple[int, ...]]]:
    for words, predicate in ((CLEAR, balancers.clear_text_to_tls), (TLS, balancers.tls_to_clear_text)):
        for violation in predicate(release, {}):
            ports: Any = violation.facts["ports"]
            yield words, tuple(ports)


@pytest.mark.parametrize(
    ("block", "tls", "kind", "backend", "ssl_ports", "expected"),
    [
        # Envoy speaks TLS on 443 and clear text on 80.
        ("proxy", True, "external", None, None, [(CLEAR, (443,))]),
        ("proxy", True, "external", "tcp", "443", [(CLEAR, (443,))]),
        ("proxy", True, "external", "ssl", "443", []),
        ("proxy", True, "external", "ssl", "https-port", []),
        ("proxy", True, "external", "ssl", None, [(TLS, (80,))]),
        ("proxy", True, "external", None, "80", []),
        ("proxy", True, "external", "https", "443", [(CLEAR, (443,))]),
        ("proxy", True, "external", "SSL", "443", [(CLEAR, (443,))]),
        ("proxy", True, "nlb", None, None, [(CLEAR, (443,))]),
        ("proxy", True, "nlb", "http", "443", [(CLEAR, (443,))]),
        ("proxy", True, "nlb", "ssl", "443", []),
        ("proxy", True, "nlb", "ssl", "*", [(TLS, (80,))]),
        ("proxy", True, None, "ssl", "443", []),
        ("proxy", True, None, "tcp", "443", [(CLEAR, (443,))]),
        # A Classic load balancer takes https for TLS after it, a Network Load Balancer does not.
        ("proxy", True, None, "https", "443", []),
        ("proxy", False, None, "https", None, []),
        ("proxy", False, None, None, None, []),
        ("proxy", False, "external", "ssl", None, [(TLS, (80,))]),
        ("proxy", False, "nlb-ip", "ssl", None, [(TLS, (80,))]),
        ("proxy", False, "nlb", "https", None, []),
        ("proxy", True, "${TYPE}", None, None, []),
        ("proxy", True, "nlb", "${PROTOCOL}", None, []),
        # pachd speaks TLS for gRPC and S3, or for neither.
        ("external", True, "nlb", None, None, [(CLEAR, (30650, 30600))]),
        ("external", True, "nlb", None, "30600", [(CLEAR, (30600,))]),
        ("external", True, "nlb", "ssl", "30600", []),
        ("external", False, "nlb", "ssl", "s3gateway-port", [(TLS, (30600,))]),
        ("external", False, "nlb", "tcp", None, []),
    ],
)
def test_both_sides_of_a_port_speak_the_same(
    block: str,
    tls: bool,
    kind: str | None,
    backend: str | None,
    ssl_ports: str | None,
    expected: list[tuple[str, tuple[int, ...]]],
) -> None:
    given = {"type": kind, "backend-protocol": backend, "ssl-ports": ssl_ports, "ssl-cert": CERTIFICATE}
    release = context(block, {name: text for name, text in given.items() if text}, tls=tls)
    assert list(reported(release)) == expected


@pytest.mark.parametrize("backend", ["ssl", "tcp", "https"])
def test_without_a_certificate_the_load_balancer_passes_tls_on(backend: str) -> None:
    for tls in (True, False):
        assert list(reported(context("proxy", {"backend-protocol": backend, "type": "nlb"}, tls=tls))) == []


@pytest.mark.parametrize(
    ("kind", "key", "by"),
    [
        (None, "connection-idle-timeout", "read"),
        ("nlb", "connection-idle-timeout", "unread"),
        ("external", "connection-idle-timeout", "unread"),
        (None, "alpn-policy", "doubtful"),
        ("nlb", "alpn-policy", "doubtful"),
        ("nlb-ip", "alpn-policy", "read"),
        (None, "eip-allocations", "doubtful"),
        ("nlb", "eip-allocations", "read"),
        ("nlb", "proxy-protocol", "doubtful"),
        ("nlb", "internal", "read"),
        ("external", "internal", "read"),
        ("${TYPE}", "alpn-policy", "read"),
    ],
)
def test_who_reads_a_key_depends_on_the_type(kind: str | None, key: str, by: str) -> None:
    release = context("external", {key: "x"} | ({"type": kind} if kind else {}), tls=False)
    unread = [violation.path[-1] for violation in balancers.unread_keys(release, {})]
    doubtful = [violation.path[-1] for violation in balancers.doubtful_keys(release, {})]
    assert (unread, doubtful) == (
        [KEY + key] if by == "unread" else [],
        [KEY + key] if by == "doubtful" else [],
    )


TOLD = ("annotation-of-other-controller", "annotation-deprecated", "annotation-value")


def test_what_is_said_of_every_pair_of_type_and_scheme(golden: Callable[[str, str], None]) -> None:
    """Who serves the load balancer decides which of its two words for internal counts; one line for each combination."""
    book = shipped()
    rules = [rule for rule in book.rules if rule.topic == "load-balancer" or rule.id in TOLD]
    lines = []
    for texts in product(
        (None, "nlb", "external", "nlb-ip", "clb"),
        (None, "ip"),
        (None, "internal", "internet-facing"),
        (None, "true", "false"),
    ):
        named = zip(("type", "nlb-target-type", "scheme", "internal"), texts, strict=True)
        written = {name: text for name, text in named if text}
        found = check([job("proxy", written, tls=True)], Rulebook(tuple(rules), book.texts)).findings
        reported = ", ".join(sorted(f"{one.severity.name.lower()} {one.rule}" for one in found))
        lines.append(
            f"{' '.join(f'{name}={text}' for name, text in written.items()) or '-'}: {reported or '-'}\n"
        )
    golden("aws-load-balancers.txt", "".join(lines))
