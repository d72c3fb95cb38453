"""The formats a rule may ask for by name, what people call them, and why a value is not of one."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from pachlint.formats import clouds, encodings, kubernetes, networks
from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple

Check = Callable[[Any], str | None]

_PLACEHOLDERS = (
    ("<", lazy_regex(r"<[A-Za-z][^<>\n]*>"), "has a placeholder (<…>)"),
    ("$", lazy_regex(r"\$\{(?:(?!\$\{)[^}\n])*\}"), "has a placeholder (${…})"),
    ("$", lazy_regex(r"\$\((?:(?!\$\()[^)\n])*\)"), "has a placeholder ($(…))"),
    (
        "{",
        lazy_regex(r"\{\{(?:(?!\{\{).)*?\}\}"),
        "has a template ({{…}}), which Helm does not fill in a values file",
    ),
)


class Format(NamedTuple):
    """A format: its words for messages ("a host name"), its check, and whether a number may have it.

    ``whole`` formats hold texts in which spaces and placeholders are not looked for before the check.
    """

    words: str
    check: Check
    numbers: bool = False
    whole: bool = False


def _in_pem(name: str) -> Check:
    def check(text: str) -> str | None:
        from pachlint.formats import pem  # noqa: PLC0415 -- few values are certificates or keys

        found: str | None = getattr(pem, name)(text)
        return found

    return check


FORMATS: Mapping[str, Format] = {
    "hostname": Format("a host name", networks.hostname),
    "host": Format("a host name or an IP address", networks.host),
    "fqdn": Format("a host name with a dot", networks.fqdn),
    "ip": Format("an IP address", networks.ip),
    "ipv4": Format("an IPv4 address", networks.ipv4),
    "cidr": Format("an address range (CIDR)", networks.cidr),
    "port": Format("a port from 1 to 65535", networks.port, numbers=True),
    "node_port": Format("a port from 30000 to 32767", networks.node_port, numbers=True),
    "port_list": Format("ports separated by commas", networks.port_list, numbers=True, whole=True),
    "url": Format("a URL", networks.url),
    "http_url": Format("an http or https URL", networks.http_url),
    "email": Format("an email address", networks.email),
    "image": Format("an image", kubernetes.image),
    "image_tag": Format("an image tag", kubernetes.image_tag),
    "quantity": Format("a Kubernetes quantity", kubernetes.quantity, numbers=True),
    "dns_label": Format("a DNS label", kubernetes.dns_label),
    "dns_subdomain": Format("a Kubernetes name", kubernetes.dns_subdomain),
    "secret_name": Format("the name of a secret", kubernetes.dns_subdomain),
    "label_value": Format("the value of a label", kubernetes.label_value),
    "annotation_key": Format("the key of an annotation", kubernetes.annotation_key),
    "arn": Format("an ARN", clouds.arn),
    "acm_arn": Format("the ARN of an ACM certificate", clouds.acm_arn),
    "iam_role_arn": Format("the ARN of an IAM role", clouds.iam_role_arn),
    "subnet_id": Format("a subnet ID", clouds.subnet_id),
    "security_group_id": Format("a security group ID", clouds.security_group_id),
    "aws_region": Format("an AWS region", clouds.aws_region),
    "gcp_region": Format("a Google Cloud region", clouds.gcp_region),
    "bucket_s3": Format("the name of an S3 bucket", clouds.bucket_s3),
    "bucket_gcs": Format("the name of a Google Cloud Storage bucket", clouds.bucket_gcs),
    "azure_container": Format("the name of an Azure blob container", clouds.azure_container),
    "azure_account": Format("the name of an Azure storage account", clouds.azure_account),
    "service_account_email": Format(
        "the email address of a Google service account", clouds.service_account_email
    ),
    "json": Format("JSON", encodings.json, whole=True),
    "pem": Format("PEM", _in_pem("pem"), whole=True),
    "pem_certificate": Format("a certificate in PEM", _in_pem("pem_certificate"), whole=True),
    "pem_private_key": Format("a private key in PEM", _in_pem("pem_private_key"), whole=True),
    "base64": Format("base64", encodings.base64, whole=True),
    "duration": Format("a duration", encodings.duration),
    "integer_text": Format("a whole number as a string", encodings.integer_text),
    "boolean_text": Format("true or false as a string", encodings.boolean_text),
    "id_list": Format("IDs separated by commas", encodings.id_list, whole=True),
}


def reason_against(name: str, value: object) -> str | None:
    """Why ``value`` is not of the format ``name``, as the end of a sentence that names the value; None if it is."""
    wanted = FORMATS[name]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return "is not a string"
    if not isinstance(value, str):
        return _reason_against_number(wanted, value)
    if name == "label_value" and not value:
        return None
    if not value.strip():
        return "is blank" if value else "is empty"
    return _spoilt(value, wanted) or wanted.check(value)


def _reason_against_number(wanted: Format, value: float) -> str | None:
    if not wanted.numbers:
        return "is a number, not a string"
    if wanted.check is kubernetes.quantity:
        return None
    if not math.isfinite(value) or value != int(value):
        return "is not a whole number"
    return wanted.check(str(int(value)))


def _spoilt(text: str, wanted: Format) -> str | None:
    """A placeholder or a space, where the format has no room for either."""
    if wanted.whole:
        return None
    for sign, pattern, words in _PLACEHOLDERS:
        if sign in text and pattern.search(text):
            return words
    if text != text.strip():
        return "has a space at its beginning or end"
    return "has a space" if re.search(r"\s", text) else None
