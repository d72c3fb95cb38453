"""Formats that Kubernetes and container registries demand. Each check returns None, or why the text is not one."""

import re

from pachlint.lazy_regex import lazy_regex

_DNS_LABEL = lazy_regex(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z", re.ASCII)
_QUALIFIED = lazy_regex(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?\Z", re.ASCII)
_TAG = lazy_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\Z", re.ASCII)
_DIGEST = lazy_regex(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}\Z", re.ASCII)
_REPOSITORY_PART = lazy_regex(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\Z", re.ASCII)
_REGISTRY = lazy_regex(r"(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?\Z", re.ASCII)
_QUANTITY = lazy_regex(
    r"(?P<sign>[-+]?)(?P<whole>\d{0,400})(?:\.(?P<part>\d{0,400}))?(?P<suffix>[EPTGMK]i|[numkMGTPE]|[eE][-+]?\d{1,3})?\Z",
    re.ASCII,
)
# A suffix's factor in billionths: the smallest quantity that Kubernetes keeps is one nano.
_NANO = 10**9
_FACTORS: dict[str, int] = {
    "n": 1, "u": 10**3, "m": 10**6, "": _NANO, "k": 10**12, "M": 10**15, "G": 10**18, "T": 10**21, "P": 10**24, "E": 10**27,
    "Ki": 2**10 * _NANO, "Mi": 2**20 * _NANO, "Gi": 2**30 * _NANO, "Ti": 2**40 * _NANO, "Pi": 2**50 * _NANO, "Ei": 2**60 * _NANO,
}  # fmt: skip


def quantity_in_nanos(value: object) -> int | None:
    """A Kubernetes quantity (``500m``, ``2Gi``, ``1.5``, 3) in billionths, rounded up; None if it is not one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = repr(value) if isinstance(value, float) else str(value)
    found = _QUANTITY.match(text)
    if not found or not (found["whole"] or found["part"]):
        return None
    part = found["part"] or ""
    scaled = int(found["whole"] + part) * _NANO
    suffix, below = found["suffix"] or "", 10 ** len(part) * _NANO
    if suffix[:1] in ("e", "E") and len(suffix) > 1 and suffix != "Ei":
        exponent = int(suffix[1:])
        scaled, below = scaled * _NANO * 10 ** max(exponent, 0), below * 10 ** max(-exponent, 0)
    else:
        scaled *= _FACTORS[suffix]
    nanos: int = -(-scaled // below)
    return -nanos if found["sign"] == "-" else nanos


def quantity(value: str | int | float) -> str | None:
    """A Kubernetes quantity, as a number or as text."""
    if quantity_in_nanos(value) is not None:
        return None
    text = str(value)
    if re.search(r"\s", text):
        return "has a space"
    found = re.match(r"[-+]?[\d.]+(?P<suffix>[A-Za-z]+)\Z", text, re.ASCII)
    if found:
        return _wrong_suffix(found["suffix"])
    return "is not a number with a Kubernetes suffix"


def _wrong_suffix(suffix: str) -> str:
    if suffix.removesuffix("B") in _FACTORS:
        return f"has the suffix {suffix}; Kubernetes writes {suffix.removesuffix('B') or 'none'}"
    if suffix == "K":
        return "has the suffix K; Kubernetes writes k or Ki"
    return f"has the suffix {suffix}, which Kubernetes does not know"


def dns_label(text: str) -> str | None:
    """A name as of RFC 1123: up to 63 lower-case letters, digits and hyphens."""
    if len(text) > 63:
        return "has more than 63 characters"
    return _bad_dns_part(text, dots=False)


def dns_subdomain(text: str) -> str | None:
    """A Kubernetes object's name: DNS labels with dots between, up to 253 characters."""
    if len(text) > 253:
        return "has more than 253 characters"
    return next((reason for part in text.split(".") if (reason := _bad_dns_part(part, dots=True))), None)


def _bad_dns_part(part: str, *, dots: bool) -> str | None:
    if _DNS_LABEL.match(part):
        return None
    if not part:
        return "has a dot with nothing beside it" if dots else "is empty"
    for found, words in (
        (part != part.lower(), "has a capital letter"),
        ("_" in part, "has an underscore"),
        ("." in part, "has a dot"),
        ("/" in part, "has a slash"),
        (part[0] == "-" or part[-1] == "-", "has a part that begins or ends with a hyphen"),
    ):
        if found:
            return words
    return f"has a character that is not a lower-case letter, digit, hyphen{' or dot' if dots else ''}"


def label_value(text: str) -> str | None:
    """The value of a Kubernetes label."""
    return _bad_qualified(text)


def annotation_key(text: str) -> str | None:
    """A key of an annotation or label: an optional DNS name and a slash, then a name."""
    prefix, slash, name = text.rpartition("/")
    if slash:
        if not prefix:
            return "has nothing before the slash"
        reason = dns_subdomain(prefix)
        if reason:
            return f"has a prefix that {reason}"
    return _bad_qualified(name) if name else "has nothing after the slash"


def _bad_qualified(text: str) -> str | None:
    if len(text) > 63:
        return "has a name of more than 63 characters"
    if _QUALIFIED.match(text):
        return None
    if not (text[0].isalnum() and text[-1].isalnum()) and re.fullmatch(r"[\w.-]+", text, re.ASCII):
        return "does not begin and end with a letter or digit"
    return "has a character that is not a letter, digit, hyphen, underscore or dot"


def image_tag(text: str) -> str | None:
    """The tag of a container image."""
    if _TAG.match(text):
        return None
    if len(text) > 128:
        return "has more than 128 characters"
    if text[0] in ".-":
        return "begins with a dot or hyphen"
    return "has a character that is not a letter, digit, underscore, dot or hyphen"


def image(text: str) -> str | None:
    """A container image: ``[registry/]repository[:tag][@digest]``."""
    name, at, digest = text.partition("@")
    if at and not _DIGEST.match(digest):
        return "has a digest that is not algorithm:hex"
    head, slash, last = name.rpartition("/")
    repository, colon, tag = last.partition(":")
    if colon and (reason := image_tag(tag) if tag else "is empty"):
        return f"has a tag that {reason}"
    return _bad_repository(f"{head}{slash}{repository}")


def _bad_repository(text: str) -> str | None:
    if "://" in text:
        return "has a scheme"
    parts = text.split("/")
    if len(parts) > 1 and _is_registry(parts[0]):
        if not _REGISTRY.match(parts[0]):
            return "has a registry that is not a host"
        parts = parts[1:]
    for part in parts:
        if not part:
            return "has an empty part"
        if part != part.lower():
            return "has a capital letter in the repository"
        if not _REPOSITORY_PART.match(part):
            return "has a repository part that is not letters and digits separated by . _ or -"
    return None


def _is_registry(text: str) -> bool:
    """Docker's rule: the first part is a registry if it has a dot or colon, is localhost, or has a capital letter."""
    return "." in text or ":" in text or text == "localhost" or text != text.lower()
