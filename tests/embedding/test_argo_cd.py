"""What an Argo CD application gives to Helm."""

from pathlib import Path

import pytest

from pachlint.embedding.bounds import MAX_RELEASES
from pachlint.embedding.carrier import carriers
from pachlint.embedding.forms import held_in
from pachlint.embedding.held import Held
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.reading.nodes import MappingNode
from pachlint.source import Source

HEAD = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: pach}\nspec:\n"


def held(text: str, file: str = "app.yaml") -> list[Held]:
    """The releases of a file."""
    return held_in(Source(file, text), Tree(file))


def one(source: str) -> Held:
    """The release of an application with one source, written in YAML flow style."""
    (found,) = held(f"{HEAD}  destination: {{namespace: ns}}\n  source: {source}\n")
    return found


def told(found: Held) -> list[str]:
    """What comes to Helm, in order."""
    layers = [one.read().data if isinstance(one, Embedding) else one.path for one in found.layers]
    return [*map(str, layers), *(f"--{each.flag.kind} {each.flag.text}" for each in found.flags)]


@pytest.mark.parametrize(
    ("helm", "expected"),
    [
        ("{valuesObject: {a: 1}}", ["{'a': 1}"]),
        ("{values: 'a: 1'}", ["{'a': 1}"]),
        ("{values: 'a: 1', valuesObject: {b: 2}}", ["{'b': 2}"]),
        ("{values: 'a: 1', valuesObject: }", ["{'a': 1}"]),
        ("{valuesObject: {a: 1}, parameters: [{name: a, value: '2'}]}", ["{'a': 1}", "--set a=2"]),
        ("{parameters: [{name: a, value: '2', forceString: true}]}", ["--set-string a=2"]),
        ("{parameters: [{name: a, value: 'x,y'}]}", ["--set a=x\\,y"]),
        ("{parameters: [{name: a, value: 'x\\,y'}]}", ["--set a=x\\,y"]),
        ("{parameters: [{name: a, value: '{x,y}'}]}", ["--set a={x,y}"]),
        ("{parameters: [{name: a}]}", ["--set a="]),
        ("{}", []),
        ("wrong", []),
        ("{parameters: wrong, valueFiles: {a: b}, fileParameters: [1]}", []),
    ],
)
def test_what_comes_to_helm(helm: str, expected: list[str]) -> None:
    assert told(one(f"{{chart: pachyderm, helm: {helm}}}")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{chart: pachyderm, targetRevision: 2.6.4}", (True, "2.6.4", "pach")),
        ("{chart: charts/pachyderm, targetRevision: '>=2.6'}", (True, ">=2.6", "pach")),
        ("{chart: redis, targetRevision: 2.6.4}", (False, "2.6.4", "pach")),
        ("{path: etc/helm/pachyderm, targetRevision: main}", (True, "", "pach")),
        ("{path: deploy, helm: {releaseName: mine}}", (None, "", "mine")),
        ("{chart: pachyderm, path: ., targetRevision: 2.6.4}", (True, "2.6.4", "pach")),
    ],
)
def test_what_is_installed(source: str, expected: tuple[bool | None, str, str]) -> None:
    found = one(source)
    assert (found.of_pachyderm, found.version, found.release) == expected
    assert found.namespace == "ns"


ALL_KEYS = (
    "{apiVersions: [], fileParameters: [], ignoreMissingValueFiles: true, kubeVersion: '1.30', namespace: a, parameters: [], "
    "passCredentials: true, releaseName: a, skipCrds: true, skipSchemaValidation: true, skipTests: true, valueFiles: [], "
    "values: '', valuesObject: {}, version: v3}"
)
"""Application CRD of Argo CD 3.1, spec.source.helm."""


@pytest.mark.parametrize(
    ("helm", "codes"),
    [
        ("{valueObject: {a: 1}}", ["misspelt-values"]),
        ("{valuesFile: [a.yaml]}", ["misspelt-values"]),
        ("{values: 'a: 1', valuesObject: {b: 2}}", ["values-not-used"]),
        ("{valuesObject: {b: 2}, skipCrds: true, version: v3}", []),
        ("{valuesObject: {}, values: ''}", []),
        ("{valueFile: a.yaml}", ["misspelt-values"]),
        (
            ALL_KEYS,
            [],
        ),
    ],
)
def test_values_that_get_lost_are_told(helm: str, codes: list[str]) -> None:
    assert [each.code for each in one(f"{{chart: pachyderm, helm: {helm}}}").remarks] == codes


def test_files_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "charts/pachyderm/Chart.yaml",
        "charts/pachyderm/prod.yaml",
        "values/base.yaml",
        ".git/HEAD",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a: 1\n")
    monkeypatch.chdir(tmp_path)
    (found,) = held(
        f"{HEAD}  source:\n    path: charts/pachyderm\n    helm:\n      valueFiles: "
        "[prod.yaml, /values/base.yaml, none.yaml, 'https://x/y.yaml', '*.yaml', ../../../etc/passwd]\n"
        "      fileParameters: [{name: k, path: prod.yaml}]\n",
        "apps/app.yaml",
    )
    assert told(found) == [
        "charts/pachyderm/prod.yaml",
        "values/base.yaml",
        "--set-file k=charts/pachyderm/prod.yaml",
    ]
    assert [each.code for each in found.remarks] == ["missing-values-file", "missing-values-file"]
    assert found.notes == (
        "the values file https://x/y.yaml is not read",
        "the values file *.yaml is not read",
    )


def test_sources_and_references_of_the_same_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "envs").mkdir()
    (tmp_path / "envs" / "prod.yaml").write_text("a: 1\n")
    monkeypatch.chdir(tmp_path)
    (found,) = held(
        f"{HEAD}  source: {{chart: ignored}}\n  sources:\n"
        "  - chart: pachyderm\n    targetRevision: 2.6.4\n    helm:\n"
        "      ignoreMissingValueFiles: true\n"
        "      valueFiles: [$here/envs/prod.yaml, $other/x.yaml, inside.yaml]\n"
        "  - {repoURL: x, ref: here}\n"
    )
    assert found.of_pachyderm
    assert told(found) == ["envs/prod.yaml"]
    assert len(found.notes) == 2


SET = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all}
spec:
  generators:
  - list: {elements: [{cluster: a, n: 1}, {cluster: b, n: 2}]}
  template:
    metadata: {name: 'pach-{{cluster}}'}
    spec:
      source: {chart: pachyderm, helm: {valuesObject: {host: HOST}}}
"""


def test_a_release_for_each_element_where_the_values_are_plain() -> None:
    assert [each.name for each in held(SET)] == ["pach-a", "pach-b"]
    assert [each.release for each in held(SET)] == ["pach-a", "pach-b"]


def test_templated_values_are_told_and_not_guessed() -> None:
    (found,) = held(SET.replace("HOST", "'{{cluster}}.example.com'"))
    assert found.notes == ("what the ApplicationSet fills in is not known",)
    (layer,) = found.layers
    assert isinstance(layer, Embedding)
    assert layer.read().template
    assert found.release == ""


def test_objects_of_others_hold_nothing() -> None:
    assert held("apiVersion: v1\nkind: Application\nspec: {source: {chart: pachyderm}}\n") == []
    assert held("apiVersion: argoproj.io/v1alpha1\nkind: AppProject\n") == []
    assert held("apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: 1\n") == []


def test_two_of_the_same_name_have_different_titles() -> None:
    text = f"{HEAD}  source: {{chart: pachyderm}}\n"
    assert [each.title for each in held(f"{text}---\n{text}")] == ["Application pach", "Application pach (2)"]


def test_no_more_releases_than_can_be_judged() -> None:
    text = f"{HEAD}  source: {{chart: pachyderm}}\n---\n"
    found = held(text * (MAX_RELEASES + 5))
    assert len(found) == MAX_RELEASES
    assert found[-1].notes == (f"only the first {MAX_RELEASES} releases of the file are read",)


def test_an_object_that_cannot_be_read_is_told_at_its_place() -> None:
    text = f"kind: Namespace\n---\n{HEAD}  source:\n    chart: pachyderm\n   x: [\n"
    (found,) = held(text)
    (remark,) = found.remarks
    assert (remark.code, remark.rejected, found.of_pachyderm) == ("syntax", True, True)
    assert Source("", text).position(remark.span.start)[0] == 9


@pytest.mark.parametrize("name", ["1", "''", "'{{x}}.yaml'", "'https://x.example.org/a.yaml'", "'a*.yaml'"])
def test_values_file_that_has_no_plain_name_is_told(name: str) -> None:
    found = one(f"{{path: pachyderm, helm: {{valueFiles: [{name}]}}}}")
    assert found.incomplete
    assert [note.endswith("is not read") for note in found.notes] == [True]


@pytest.mark.parametrize(
    ("key", "like"),
    [
        ("valuesFile", "'valueFiles'"),
        ("valuesObjec", "'valuesObject'"),
        ("valus", "'values'"),
        ("parameter", "'parameters'"),
    ],
)
def test_misspelt_key_is_told_with_what_is_meant(key: str, like: str) -> None:
    (found,) = one(f"{{chart: pachyderm, helm: {{{key}: {{a: 1}}}}}}").remarks
    assert f"did you mean {like}" in found.message


def test_the_object_has_the_comments_that_are_not_among_the_values() -> None:
    text = (
        "# one\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}  # two\nspec:\n  source:\n    chart: pachyderm\n"
        "    helm:\n      valuesObject:\n        # three\n        a: 1  # four\n      version: v3  # five\n---\n# six\nb: 1\n"
    )
    (held,) = held_in(Source("app.yaml", text), Tree("app.yaml"))
    (document,) = carriers(held)
    assert [one.text for one in document.comments] == ["# one", "# two", "# five", "# six"]
    assert [text[slice(*one.span)] for one in document.comments] == ["# one", "# two", "# five", "# six"]
    assert document.sealed == "values stand in it that are written by themselves"
    assert isinstance(document.root, MappingNode)
    keys = [text[slice(*one.key_span)] for one in document.root.entries]
    assert keys == ["apiVersion", "kind", "metadata", "spec", "b"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("b,c", "a=b\\,c"),
        ("{b,c}", "a={b,c}"),
        ("b,c}", "a=b\\,c}"),
        ("{b,c", "a={b\\,c"),
        ("b\\,c", "a=b\\,c"),
    ],
)
def test_commas_are_part_of_a_value_except_in_a_list(value: str, text: str) -> None:
    found = one(f"{{chart: pachyderm, helm: {{parameters: [{{name: a, value: '{value}'}}]}}}}")
    assert [flag.flag.text for flag in found.flags] == [text]


def test_chart_of_a_registry_is_in_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Chart.yaml").write_text("{apiVersion: v2, name: pachyderm, version: 2.6.4}")
    monkeypatch.chdir(tmp_path)
    assert one("{chart: pachyderm, path: .}").chart == ""
    assert one("{path: .}").chart == "."


def test_document_that_cannot_be_read_and_holds_nothing_is_passed_over() -> None:
    text = "a: [\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {source: {chart: pachyderm}}\n"
    assert [each.title for each in held(text)] == ["Application a"]


def test_places_in_later_documents_are_those_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Chart.yaml").write_text("{apiVersion: v2, name: pachyderm, version: 2.6.4}")
    monkeypatch.chdir(tmp_path)
    text = "a: 1\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {source: {path: ., helm: {valueFiles: [gone.yaml]}}}\n"
    (found,) = held(text)
    assert [text[slice(*each.span)] for each in found.remarks] == ["gone.yaml"]
