"""Unknown keys of every number: what was meant is told of as many as a person can have mistyped."""

from pachlint.checks.keys import unknown_keys
from pachlint.lint import Job, prepare
from pachlint.reading.document import read
from pachlint.source import Source


def test_what_many_unknown_keys_meant_is_not_sought_for_ever() -> None:
    lines = "".join(f"  replicaz{number}: 1\n" for number in range(300))
    document = read(Source("v.yaml", f"pachd:\n  replicsa: 1\n{lines}  replicas2: 1\n"))
    found = list(unknown_keys(prepare(Job("v", (document,))), {}))
    assert len(found) == 302
    assert found[0].facts["suggestion"] == "did you mean pachd.replicas?"
    assert [found[-1].facts[name] for name in ("key", "suggestion", "kind")] == ["replicas2", "", "none"]
