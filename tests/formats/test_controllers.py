"""Texts of annotations as ingress controllers and clouds read them."""

from collections.abc import Callable

import pytest

from pachlint.formats import controllers

Check = Callable[[str], str | None]

READABLE: dict[Check, list[str]] = {
    controllers.size: ["0", "8m", "512K", "1G"],
    controllers.nginx_time: ["30s", "90", "1h 30m", "10ms"],
    controllers.ttl: ["60", "5m", "1h30m"],
    controllers.azure_id: ["/subscriptions/0/resourceGroups/lab", "/SUBSCRIPTIONS/0"],
    controllers.object_name: ["letsencrypt", "lab.ca-1"],
    controllers.object_reference: ["lab-tls", "data/lab-tls"],
    controllers.absolute_path: ["/", "/healthz?full=1"],
    controllers.dns_name: [
        "pach.example.com",
        "*.example.com",
        ".example.com",
        "pach.example.com.",
        "_dmarc.a.io",
    ],
    controllers.listeners: ['[{"HTTP": 80}, {"HTTPS": 443}]', '[{"HTTP": 80, "HTTPS": 443}]'],
    controllers.backend_config: ['{"default": "lab"}', '{"ports": {"80": "lab"}}'],
    controllers.app_protocols: ['{"https": "HTTPS"}', "{}"],
    controllers.json_of(list, "a list"): ["[]"],
}
UNREADABLE: dict[Check, list[str]] = {
    controllers.size: ["", "8mb", "8 m", "8MiB", "-1"],
    controllers.nginx_time: ["", "soon", "30 seconds"],
    controllers.ttl: ["", "0", "-1", "1d"],
    controllers.azure_id: ["", "lab", "subscriptions/0"],
    controllers.object_name: ["", "data/letsencrypt", "Lab"],
    controllers.object_reference: ["", "a/b/c", "/b", "Lab TLS"],
    controllers.absolute_path: ["", "healthz", "/a b", "https://a.io/"],
    controllers.dns_name: ["", "https://a.io", "a b", "a/b", "-a"],
    controllers.listeners: [
        "443", "[]", "[443]", '{"HTTPS": 443}', '[{"https": 443}]', '[{"TCP": 443}]', '[{"HTTPS": "443"}]',
        '[{"HTTPS": 0}]', '[{"HTTPS": 65536}]', '[{"HTTPS": true}]', "[{'HTTPS': 443}]",
    ],
    controllers.backend_config: ["lab", '"lab"', '{"name": "lab"}'],
    controllers.app_protocols: ["HTTPS", '["HTTPS"]', '{"https": "https"}', '{"https": {}}'],
    controllers.json_of(list, "a list"): ["{}", "["],
}  # fmt: skip


@pytest.mark.parametrize(
    ("check", "text"), [(check, text) for check, texts in READABLE.items() for text in texts]
)
def test_readable_text_has_no_reason(check: Check, text: str) -> None:
    assert check(text) is None


@pytest.mark.parametrize(
    ("check", "text"), [(check, text) for check, texts in UNREADABLE.items() for text in texts]
)
def test_unreadable_text_has_a_reason(check: Check, text: str) -> None:
    assert check(text)
