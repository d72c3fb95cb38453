"""Rules about words."""

from collections.abc import Callable

import pytest

from pachlint.catalog.search import nearest_words, search, words_of
from pachlint.rulebook import Rulebook


@pytest.fixture
def book(own_rules: Callable[..., Rulebook]) -> Rulebook:
    """Rules with words in every place."""
    return own_rules(
        certificate_covers_host={"require": {"proxy.replicas": 1}, "title": "It covers the host"},
        in_title={"require": {"proxy.replicas": 1}, "title": "The certificate must be there"},
        in_message={"require": {"proxy.replicas": 1}, "message": "the certificate is not there"},
        in_help={"require": {"proxy.replicas": 1}, "help": "Set a certificate."},
        in_why={"require": {"proxy.replicas": 1}, "why": "Certificates expire."},
        node_port={"require": {"proxy.replicas": 1}, "title": "NodePort on S3Gateway"},
        other={"require": {"proxy.replicas": 1}},
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("certificate", ["certificate-covers-host", "in-title", "in-message", "in-help", "in-why"]),
        ("Certificates", ["certificate-covers-host", "in-title", "in-message", "in-help", "in-why"]),
        ("cert", ["certificate-covers-host", "in-title", "in-message", "in-help", "in-why"]),
        ("certificate host", ["certificate-covers-host"]),
        ("nodeport", ["node-port"]),
        ("node-port", ["node-port"]),
        ("NodePort", ["node-port"]),
        ("s3", ["node-port"]),
        ("s3 gateway", ["node-port"]),
        ("certificate nodeport", []),
        ("zzz", []),
        ("--", []),
    ],
)
def test_all_words_count_and_the_most_telling_place_comes_first(
    book: Rulebook, text: str, names: list[str]
) -> None:
    assert [rule.id for rule in search(book, book.rules, text)] == names


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("certifcate", "certificate"),
        ("certifcate hsot", "certificate host"),
        ("certificate", ""),
        ("qqqqqqqq", ""),
    ],
)
def test_words_that_no_rule_has_are_put_right(book: Rulebook, text: str, meant: str) -> None:
    assert nearest_words(book, book.rules, text) == meant


def test_words_of_names() -> None:
    assert words_of("secretName tls-in-productions S3 class") == [
        *("secret", "name", "tls", "in", "production"),
        *("s3", "class"),
    ]
