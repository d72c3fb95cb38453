"""The catalog of annotations says of every key who reads it."""

from typing import Any

from pachlint.bundled import read_json
from pachlint.chart import annotations

FILE: Any = read_json("schemas/annotations.json")
READERS, LINES = FILE["readers"], FILE["keys"]


def known(key: str) -> Any:
    return annotations.facts(key)


def test_every_key_that_is_read_has_known_readers() -> None:
    assert [key for key in LINES if not known(key).get("read_by") and not known(key).get("removed")] == []
    assert {one for key in LINES for one in known(key).get("read_by", ())} == set(READERS)


def test_versions_are_those_of_readers() -> None:
    assert all(set(known(key).get("since", {})) <= set(known(key).get("read_by", ())) for key in LINES)


def test_a_deprecated_key_and_its_successor_may_have_different_readers() -> None:
    """What one controller reads must not be told to give way to what it does not read."""
    key = "service.beta.kubernetes.io/aws-load-balancer-internal"
    internal, scheme = annotations.find(key), annotations.find(key.replace("internal", "scheme"))
    assert internal is not None
    assert scheme is not None
    assert set(internal.readers) - set(scheme.readers) == {"aws-ccm-classic", "aws-ccm-nlb"}
    assert annotations.reader("aws-lbc")[:2] == ("AWS Load Balancer Controller", ("alb",))


def test_a_key_is_explained_by_those_who_read_it() -> None:
    role = annotations.find("iam.gke.io/gcp-service-account")
    tags = annotations.find("alb.ingress.kubernetes.io/tags")
    ranges = annotations.find("service.beta.kubernetes.io/load-balancer-source-ranges")
    assert role is not None
    assert tags is not None
    assert ranges is not None
    said = [annotations.documentation(known, "serviceaccount") for known in (role, tags, ranges)]
    assert said == ["https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity", None, None]
    by_object = [str(annotations.documentation(tags, on)).split("/")[-3] for on in ("ingress", "service")]
    assert by_object == ["ingress", "service"]
