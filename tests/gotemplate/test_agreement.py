"""Templates do what Helm 3.17 makes of them, text for text; ``templates.jsonl`` has what Helm said."""

import json
from pathlib import Path
from typing import Any

import pytest
from template_agreement import Helm, ours

DATA = Path(__file__).parent.parent / "data" / "templates.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in DATA.read_text().splitlines()]


# some together: each takes less time than to report a test
@pytest.mark.parametrize("first", range(0, len(ROWS), 25))
def test_template_does_what_helm_makes_of_it(first: int) -> None:
    wrong = []
    for row in ROWS[first : first + 25]:
        verdict, said, _ = ours(row["template"])
        expected = "rejected" if row["output"] is None else "ok", row["output"]
        if (verdict, said if verdict == "ok" else None) != expected:
            wrong.append((row["template"], verdict, said, *expected))
    assert wrong == []


@pytest.mark.helm
def test_helm_says_so(helm3: Path, tmp_path: Path) -> None:
    helm = Helm(helm3, tmp_path)
    run = [row for row in ROWS if row["output"] is not None and not ours(row["template"])[2]]
    assert helm.outcomes([row["template"] for row in run]) == [row["output"] for row in run]


@pytest.mark.helm
def test_helm_rejects_what_it_is_said_to_refuse(helm3: Path, tmp_path: Path) -> None:
    helm = Helm(helm3, tmp_path)
    rejected = [row["template"] for row in ROWS if row["output"] is None]
    assert [text for text in rejected[::25] if isinstance(helm.render([text]), list)] == []
