"""Formats of names at AWS, Google Cloud and Azure. Each check returns None, or why the text is not one."""

import re

from pachlint.formats.networks import ipv4, scheme_words
from pachlint.lazy_regex import lazy_regex

_ARN = lazy_regex(
    r"arn:(?P<partition>aws[a-z-]*):(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]*):(?P<account>\d{12}|aws|):(?P<resource>\S+)\Z",
    re.ASCII,
)
_CERTIFICATE = lazy_regex(r"certificate/[0-9A-Za-z-]+\Z", re.ASCII)
_ROLE = lazy_regex(r"role/(?:[\x21-\x7e]+/)?[A-Za-z0-9+=,.@_-]{1,64}\Z", re.ASCII)
_AWS_REGION = lazy_regex(
    r"(?:af|ap|ca|cn|eu|eu-isoe|eusc-de|il|me|mx|sa|us|us-gov|us-isob?|us-isof)-"
    r"(?:central|east|north|northeast|northwest|south|southeast|southwest|west)-\d{1,2}\Z",
    re.ASCII,
)
_GCP_REGION = lazy_regex(
    r"(?:africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]+\d{1,2}\Z", re.ASCII
)
_GCP_MULTI_REGIONS = frozenset(("us", "eu", "asia"))
_BUCKET_ENDS = lazy_regex(r"[a-z0-9](?:.*[a-z0-9])?\Z", re.ASCII)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_S3_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
_S3_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
_AZURE_SYSTEM_CONTAINERS = frozenset(("$root", "$web", "$logs"))
_SERVICE_ACCOUNT = lazy_regex(
    r"(?:[a-z](?:[a-z0-9-]{4,28}[a-z0-9])@[a-z][a-z0-9-]{4,28}[a-z0-9](?:\.[a-z0-9.-]+)?\.iam\.gserviceaccount\.com"
    r"|\d+-compute@developer\.gserviceaccount\.com"
    r"|[a-z][a-z0-9-]{4,28}[a-z0-9](?:\.[a-z0-9.-]+)?@appspot\.gserviceaccount\.com)\Z",
    re.ASCII,
)


def arn(text: str) -> str | None:
    """An Amazon Resource Name."""
    if _ARN.match(text):
        return None
    if not text.startswith("arn:"):
        return "does not begin with arn:"
    parts = text.split(":", 5)
    if len(parts) < 6:
        return f"has {len(parts)} parts between colons instead of 6"
    if not re.fullmatch(r"\d{12}|aws|", parts[4], re.ASCII):
        return "has an account ID that is not 12 digits"
    return "has a malformed part"


def _arn_of(text: str, service: str, resource: re.Pattern[str], words: str) -> str | None:
    found = _ARN.match(text)
    if not found:
        return arn(text)
    if found["service"] != service:
        return f"is not an ARN of {service}"
    if not found["account"]:
        return "has no account ID"
    return None if resource.match(found["resource"]) else f"does not end in {words}"


def acm_arn(text: str) -> str | None:
    """The ARN of a certificate in AWS Certificate Manager."""
    reason = _arn_of(text, "acm", _CERTIFICATE, "certificate/<id>")
    return reason or ("has no region" if text.split(":")[3] == "" else None)


def iam_role_arn(text: str) -> str | None:
    """The ARN of an IAM role."""
    reason = _arn_of(text, "iam", _ROLE, "role/<name>")
    return reason or ("has a region, which IAM does not have" if text.split(":")[3] else None)


def subnet_id(text: str) -> str | None:
    """The id of an AWS subnet."""
    return _resource_id(text, "subnet-")


def security_group_id(text: str) -> str | None:
    """The id of an AWS security group."""
    return _resource_id(text, "sg-")


def _resource_id(text: str, prefix: str) -> str | None:
    if not text.startswith(prefix):
        return f"does not begin with {prefix}"
    if re.fullmatch(r"[0-9a-f]{8}|[0-9a-f]{17}", text.removeprefix(prefix), re.ASCII):
        return None
    return f"does not have 8 or 17 hexadecimal digits after {prefix}"


def aws_region(text: str) -> str | None:
    """An AWS region: ``us-east-1``."""
    if _AWS_REGION.match(text):
        return None
    if text[-1:].isalpha() and _AWS_REGION.match(text[:-1]):
        return "is an availability zone"
    return "has a capital letter" if text != text.lower() else "is not the name of an AWS region"


def gcp_region(text: str) -> str | None:
    """A region or multi-region of Google Cloud: ``us-central1``, ``eu``."""
    if _GCP_REGION.match(text) or text.lower() in _GCP_MULTI_REGIONS:
        return None
    if re.fullmatch(r"[a-z]+-[a-z]+\d{1,2}-[a-z]", text, re.ASCII):
        return "is a zone"
    return "has a capital letter" if text != text.lower() else "is not the name of a Google Cloud region"


def _bucket(text: str, letters: str, longest: int) -> str | None:
    if "://" in text:
        return scheme_words(text)
    if "/" in text:
        return "has a slash"
    if not 3 <= len(text) <= longest:
        return f"does not have 3 to {longest} characters"
    if text != text.lower():
        return "has a capital letter"
    if not re.fullmatch(rf"[{letters}]+", text, re.ASCII):
        return "has an underscore" if "_" in text else "has a character that is not allowed"
    if not _BUCKET_ENDS.match(text):
        return "does not begin and end with a letter or digit"
    if ".." in text:
        return "has two dots in a row"
    return "is an IP address" if ipv4(text) is None else None


def bucket_s3(text: str) -> str | None:
    """The name of an S3 bucket, without ``s3://``."""
    reason = _bucket(text, "a-z0-9.-", 63)
    if reason:
        return reason
    for prefix in _S3_PREFIXES:
        if text.startswith(prefix):
            return f"begins with {prefix}, which AWS reserves"
    for suffix in _S3_SUFFIXES:
        if text.endswith(suffix):
            return f"ends with {suffix}, which AWS reserves"
    return None


def bucket_gcs(text: str) -> str | None:
    """The name of a Google Cloud Storage bucket, without ``gs://``."""
    reason = _bucket(text, "a-z0-9._-", 222 if "." in text else 63)
    if reason:
        return reason
    if any(len(part) > 63 for part in text.split(".")):
        return "has a part of more than 63 characters"
    if text.startswith("goog"):
        return "begins with goog, which Google reserves"
    return "contains google, which Google reserves" if "google" in text or "g00gle" in text else None


def azure_container(text: str) -> str | None:
    """The name of an Azure blob container."""
    if text in _AZURE_SYSTEM_CONTAINERS:
        return None
    reason = _bucket(text, "a-z0-9-", 63)
    return reason or ("has two hyphens in a row" if "--" in text else None)


def azure_account(text: str) -> str | None:
    """The name of an Azure storage account."""
    if re.fullmatch(r"[a-z0-9]{3,24}", text, re.ASCII):
        return None
    if not 3 <= len(text) <= 24:
        return "does not have 3 to 24 characters"
    return (
        "has a capital letter"
        if text != text.lower()
        else "has a character that is not a lower-case letter or digit"
    )


def service_account_email(text: str) -> str | None:
    """The mail address of a Google service account."""
    if _SERVICE_ACCOUNT.match(text):
        return None
    if "@" not in text:
        return "has no @"
    if not text.endswith("gserviceaccount.com"):
        return "does not end in gserviceaccount.com"
    return "is not NAME@PROJECT.iam.gserviceaccount.com (NAME: 6 to 30 characters)"
