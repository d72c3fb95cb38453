"""The table of types and the checks of types agree with each other and with their source."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pachlint.bundled import read
from pachlint.kubernetes.formats import FORMATS
from pachlint.kubernetes.type_checks import TYPE_CHECKS
from pachlint.kubernetes.types import SCALARS, Field, fields, kind_type

ROOT = Path(__file__).parent.parent.parent
TABLE = json.loads(read("schemas/kubernetes.json"))
KNOWN = {"enum", "format", "items", "keys", "max", "min", "required", "unique", "values"}


def is_known(field: Field) -> bool:
    """Whether a field's type, its constraints and the formats in them are known."""
    constraints = field.constraints
    kind = field.type.replace("[]", "").replace("{}", "")
    items = constraints.get("items", {})
    formats = {constraints[key] for key in ("format", "keys", "values") if key in constraints}
    formats |= {items} if isinstance(items, str) else set()
    unique = set(constraints.get("unique", ()))
    return (
        (kind in SCALARS or fields(kind) is not None)
        and set(constraints) <= KNOWN
        and formats <= set(FORMATS)
        and unique <= set(fields(kind) or {})
        and (isinstance(items, str) or set(items) <= KNOWN)
    )


@pytest.mark.parametrize("name", TABLE["types"])
def test_types_and_constraints_are_known(name: str) -> None:
    assert [field for field, facts in (fields(name) or {}).items() if not is_known(facts)] == []


def test_checks_are_of_known_types() -> None:
    assert [name for name in TYPE_CHECKS if fields(name) is None] == []


def test_every_format_is_used() -> None:
    used = json.dumps(TABLE["types"])
    assert [name for name in FORMATS if f'"{name}"' not in used] == []


def test_kinds() -> None:
    assert kind_type("apps/v1", "Deployment") == "Deployment"
    assert kind_type("v1", "Deployment") is None
    assert all(fields(name) for name in TABLE["kinds"].values())


@pytest.mark.skipif(
    not importlib.util.find_spec("kubernetes_validate"), reason="kubernetes-validate is not installed"
)
def test_the_table_is_what_the_tool_writes() -> None:
    before = (ROOT / "schemas" / "kubernetes.json").read_bytes()
    subprocess.run([sys.executable, "tools/build_kubernetes.py"], cwd=ROOT, check=True, timeout=120)
    assert (ROOT / "schemas" / "kubernetes.json").read_bytes() == before
