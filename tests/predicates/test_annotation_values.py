"""What the text of an annotation was meant to be is told only if it is one thing."""

import pytest

from pachlint.chart.annotations import find
from pachlint.predicates.annotation_values import mistake

PROTOCOL = "service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol"


@pytest.mark.parametrize(
    ("key", "text", "meant"),
    [
        (PROTOCOL, "htp", "http"),
        (PROTOCOL, "httpss", "https"),
        (PROTOCOL, "htts", ""),
        (PROTOCOL, "httpx", ""),
        ("nginx.ingress.kubernetes.io/proxy-ssl-server-name", "ofn", ""),
        ("nginx.ingress.kubernetes.io/backend-protocol", "HTPS", "HTTPS"),
    ],
)
def test_of_two_texts_that_are_as_near_neither_is_meant(key: str, text: str, meant: str) -> None:
    known = find(key)
    assert known is not None
    found = mistake(known, text)
    assert found is not None
    assert found.nearest == meant
