"""What is said of every way in: by who can reach it, TLS, login, environment and provider.

``tests/golden/exposure-matrix.txt`` is the table; each line of it is a values file that is judged.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from exposed_ways import ENVIRONMENTS, LICENSE, OF_TLS_AND_LOGIN, PROVIDERS, RULES, WAYS

from pachlint import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def said(
    flags: tuple[str, ...], provider: str, environment: str, rules: tuple[str, ...] = OF_TLS_AND_LOGIN
) -> str:
    """Rules and severities of what is said."""
    report = check(
        text="deployTarget: CUSTOM\npachd: {storage: {backend: LOCAL}}\n",
        flags={"set": flags},
        chart_version="2.11.6",
        provider=provider,
        environment=None if environment == "unknown" else environment,
        select=rules,
    )
    found = sorted({f"{one.severity} {one.rule}" for one in report.findings})
    return ", ".join(found) or "-"


def table() -> Iterator[str]:
    """The lines of the table; providers of which the same is said share one."""
    for (name, (made, secured)), tls, login in product(WAYS.items(), (False, True), (False, True)):
        if tls and not secured:
            continue
        flags = (*made, *(secured if tls else ()), *(LICENSE if login else ()))
        yield f"{name} · {'TLS' if tls else 'plain'} · {'login' if login else 'no login'}"
        for environment in ENVIRONMENTS:
            by_words: dict[str, list[str]] = {}
            for provider in PROVIDERS:
                by_words.setdefault(said(flags, provider, environment, RULES), []).append(provider)
            for words, providers in by_words.items():
                yield f"    {environment:<12} {', '.join(providers):<34} {words}"


def test_matrix(golden: Callable[[str, str], None]) -> None:
    golden("exposure-matrix.txt", "\n".join(table()) + "\n")


PUBLIC = [
    "proxy, LoadBalancer",
    "proxy, LoadBalancer beside an ingress with TLS",
    "external service of pachd",
    "pachd, LoadBalancer",
    "Console, LoadBalancer",
    "enterprise server, LoadBalancer",
    "PgBouncer, LoadBalancer",
    "etcd, LoadBalancer",
]


@pytest.mark.parametrize("provider", ["aws", "azure", "gcp"])
@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_public_plain_and_open_in_production_fails_the_gate(name: str, provider: str) -> None:
    assert "error " in said(WAYS[name][0], provider, "production")


@pytest.mark.parametrize("name", [name for name, (_, secured) in WAYS.items() if secured])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_with_tls_and_login_no_rule_speaks_of_tls_or_login(name: str, provider: str) -> None:
    made, secured = WAYS[name]
    words = said((*made, *secured, *LICENSE), provider, "production")
    assert words in {"-", "warning exposed-through-node-port"}


def test_gateway_of_the_platform_is_no_warning() -> None:
    flags = ("proxy.enabled=true", "proxy.host=pach.example.com", *LICENSE)
    assert said(flags, "azure", "production") == "-"
    assert said(flags, "azure", "production", RULES) == "info host-without-exposure"
