"""Values files that SOPS has encrypted: nothing of it is a value, and nothing is written."""

import json

import pytest

from pachlint.reading.document import read
from pachlint.reading.sops import SEALED
from pachlint.source import Source

METADATA = """\
sops:
    age: [{recipient: age1, enc: x}]
    lastmodified: "2024-01-01T00:00:00Z"
    mac: ENC[AES256_GCM,data:a=,iv:a=,tag:a=,type:str]
    version: 3.9.0
"""
CIPHERTEXT = "ENC[AES256_GCM,data:a=,iv:a=,tag:a=,type:int]"


def test_block_of_metadata_is_no_value() -> None:
    found = read(Source("values.yaml", f"a: {CIPHERTEXT}\nb: 1\n{METADATA}"))
    assert found.data == {"a": CIPHERTEXT, "b": 1}
    assert found.find(("sops",)) is None
    assert found.find(("b",)) is not None


def test_value_that_is_called_data_stays_beside_others() -> None:
    found = read(Source("values.yaml", f"data: 1\nb: {CIPHERTEXT}\n{METADATA}"))
    assert found.data == {"data": 1, "b": CIPHERTEXT}


def test_key_that_is_given_again_counts_as_it_is_given_last() -> None:
    found = read(Source("values.yaml", f"<<: [{{a: 1}}, {{a: 2}}]\nb: 3\nb: {CIPHERTEXT}\n{METADATA}"))
    entries = [found.find(("a",)), found.find(("b",))]
    assert [entry and entry.node.value for entry in entries] == [1, CIPHERTEXT]  # type: ignore[union-attr]


def test_another_program_fills_it_in_and_writes_it() -> None:
    found = read(Source("values.yaml", f"a: {CIPHERTEXT}\n{METADATA}"))
    assert found.template
    assert not found.inserts
    assert found.sealed == SEALED
    assert "encrypted by SOPS" in SEALED


def test_file_that_is_encrypted_as_a_whole_has_no_values() -> None:
    metadata = {"lastmodified": "2024-01-01T00:00:00Z", "mac": CIPHERTEXT}
    found = read(Source("values.json", json.dumps({"data": CIPHERTEXT, "sops": metadata})))
    assert found.data == {}
    assert found.inserts


@pytest.mark.parametrize(
    "text",
    [
        f"a: {CIPHERTEXT}\n",
        f"a: {CIPHERTEXT}\nsops: 1\n",
        f"a: {CIPHERTEXT}\nsops: {{enabled: true}}\n",
        f"a: {CIPHERTEXT}\nb:\n  {METADATA.replace(chr(10), chr(10) + '  ')}",
        f"# sops {CIPHERTEXT}\n",
        f"- sops\n- {CIPHERTEXT}\n",
    ],
)
def test_what_is_no_metadata_is_a_value(text: str) -> None:
    found = read(Source("values.yaml", text))
    assert not found.sealed
    assert ("sops" in found.data) == text.count("\nsops")
