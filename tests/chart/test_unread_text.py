"""Of a text that cannot be read only what is plainly harmless is shown."""

import pytest

from pachlint.chart.unread_text import could_be_secret, is_harmless, unread_spans
from pachlint.place import Span


def shown(text: str) -> str:
    """The text as a report shows it."""
    out, at = "", 0
    for span in unread_spans(text, Span(0, len(text))):
        out += text[at : span.start] + "***"
        at = span.end
    return out + text[at:]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("pachd:\n  rootToken abc\n", "pachd:\n  rootToken ***\n"),
        ("  rootToken: true 5 x", "  rootToken: ***"),
        ("  rootToken: ${TOKEN}", "  rootToken: ${TOKEN}"),
        ("  rootToken: ${TOKEN:-abc}", "  rootToken: ***"),
        ("  enabled: true\n  replicas: 3\n", "  enabled: true\n  replicas: 3\n"),
        ("  storageSize: 100Gi", "  storageSize: 100Gi"),
        ("  type: LoadBalancer # of Ann", "  type: LoadBalancer # ***"),
        ("  host: pach.example.io: xyz", "  host: ***: ***"),
        ("  enabld: yes", "  enabld: yes"),
        ("  secondly: yes", "  ***: yes"),
        ("postgresql.postgresqlPassword: abc", "postgresql.postgresqlPassword: ***"),
        ("  a.b/c: xyz", "  ***: ***"),
        ("abc: xyz", "abc: ***"),
        ("    service.beta.kubernetes.io/aws-load-balancer-type: nlb", "    service.beta.kubernetes.io/aws-load-balancer-type: ***"),
        ("- {name: DB, value: 'a b c'}", "- {name: ***, value: '***'}"),
        ("12345 123456", "12345 ***"),
        ("<your-bucket>: [", "<your-bucket>: ["),
        ("  # pachlint: ignore[abc] def", "  # pachlint: ignore[abc] def"),
        ("x://a b", "***"),
        ("abc\r\ndef\r\n", "***\r\n***\r\n"),
    ],
)  # fmt: skip
def test_only_what_is_plainly_harmless_is_shown(text: str, masked: str) -> None:
    assert shown(text) == masked


def test_harmless_words() -> None:
    harmless = ["pachd", "ReadWriteOnce", "null", "8080", "512Mi", "0.5", "-", "proxy.service"]
    other = ["Zk9Vw2Xb", "hunter", "123456", "pachd.hunter", "a" * 5, "0.1234567"]
    assert [is_harmless(word) for word in (*harmless, *other)] == [True] * 8 + [False] * 6


def test_what_could_be_a_secret_in_another_file() -> None:
    secret = ["Zk9Vw2Xb", "my-token", "A" * 7 + "1"]
    other = [
        "Zk9Vw",
        "pachyderm",
        "12345678",
        "pach.example.io",
        "gcr.io/corp/pachd",
        "https://a.example.io/x",
        "a.b.io:443",
    ]
    assert [could_be_secret(text) for text in (*secret, *other)] == [True] * 3 + [False] * 7
