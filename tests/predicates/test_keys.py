"""Unknown keys of every number: what was meant is told of as many as a person can have mistyped."""

from pachlint.lint import Job, prepare
from pachlint.predicates.keys import unknown_keys
from pachlint.reading.document import read
from pachlint.source import Source


def test_what_many_unknown_keys_meant_is_not_sought_for_ever() -> None:
    lines = "".join(f"  replicaz{number}: 1\n" for number in range(300))
    document = read(Source("v.yaml", f"pachd:\n  replicsa: 1\n{lines}  replicas2: 1\n"))
    found = list(unknown_keys(prepare(Job("v", (document,))), {}))
    assert len(found) == 302
    assert found[0].facts["suggestion"] == "did you mean pachd.replicas?"
    assert [found[-1].facts[name] for name in ("key", "suggestion", "kind")] == ["replicas2", "", "none"]


def test_of_two_keys_that_are_as_near_both_are_named_and_neither_is_written() -> None:
    text = "determined:\n  security:\n    defaultTask:\n      qid: 1\n      grup: x\n"
    found = {
        one.facts["key"]: one.facts
        for one in unknown_keys(prepare(Job("v", (read(Source("v.yaml", text)),))), {})
    }
    both = "did you mean determined.security.defaultTask.gid or determined.security.defaultTask.uid?"
    assert (found["qid"]["suggestion"], "nearest" in found["qid"], found["qid"]["nearest_path"]) == (
        both,
        False,
        "",
    )
    assert found["grup"]["nearest"] == "group"


def test_misspelled_mistake_means_the_same_as_the_mistake() -> None:
    text = "ingress:\n  clas: nginx\n  ingressClasName: nginx\n  zzz: 1\n"
    document = read(Source("v.yaml", text))
    found = {one.facts["key"]: one.facts for one in unknown_keys(prepare(Job("v", (document,))), {})}
    meant = 'did you mean ingress.annotations["kubernetes.io/ingress.class"]?'
    assert [found[key]["suggestion"] for key in ("clas", "ingressClasName", "zzz")] == [meant, meant, ""]
    assert not any("nearest" in facts for facts in found.values())
