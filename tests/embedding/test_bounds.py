"""What is too much of a file of another program is told, whatever it is."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from pachlint.cli import main
from pachlint.cli.held_values import MAX_VALUES
from pachlint.embedding import repository_objects, tree
from pachlint.embedding.bounds import MAX_LAYERS, MAX_RELEASES
from pachlint.embedding.forms import held_in
from pachlint.embedding.held import Held
from pachlint.embedding.objects import MAX_OBJECTS
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.source import Source

ARGO = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a%d}\nspec:\n"
OBJECT = ARGO + "  source: {chart: pachyderm, helm: {valuesObject: {zz%d: 1}}}\n"
FLUX = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: r}
spec:
  chart: {spec: {chart: pachyderm, version: 2.11.0}}
  valuesFrom: [%s]
"""
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata:\n  values.yaml: |\n    %s\n"


def releases(text: str, name: str = "v.yaml") -> list[Held]:
    """What is read of a file that is not there."""
    return held_in(Source(name, text), Tree(name))


def checked(*words: str) -> tuple[int, str, str]:
    """The exit status of a check, its output and what it says beside."""
    result = CliRunner().invoke(main, ["check", "--format", "concise", *words])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    repository_objects._files.cache_clear()
    repository_objects._in_file.cache_clear()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\n".join(OBJECT % (n, n) for n in range(150)), "v.yaml"),
        ("releases:\n" + "".join(f"- {{name: a{n}, chart: p/pachyderm}}\n" for n in range(150)), "v.yaml"),
        ("kind: List\nitems:\n" + "".join("- " + (OBJECT % (n, n)).replace("\n", "\n  ").rstrip() + "\n" for n in range(150)), "v.yaml"),
        ("".join(f'resource "helm_release" "a{n}" {{\n chart = "pachyderm"\n}}\n' for n in range(150)), "main.tf"),
        ("kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nhelmCharts:\n" + "- {name: pachyderm}\n" * 150, "k.yaml"),
    ],
    ids=["argo", "helmfile", "list", "terraform", "kustomize"],
)  # fmt: skip
def test_as_many_releases_are_read_in_each_form(text: str, name: str) -> None:
    found = releases(text, name)
    assert len(found) == MAX_RELEASES
    assert found[-1].notes == ("only the first 100 releases of the file are read",)
    assert [one.source.text for one in found[-1].layers if isinstance(one, Embedding)] in ([], ["{zz99: 1}"])
    assert not any(one.notes for one in found[:-1])


def test_exactly_as_many_releases_are_no_reason_to_say_so() -> None:
    found = releases("---\n".join(OBJECT % (n, n) for n in range(MAX_RELEASES)))
    assert len(found) == MAX_RELEASES
    assert not any(one.notes for one in found)


@pytest.mark.parametrize(("number", "incomplete"), [(MAX_LAYERS, False), (MAX_LAYERS + 1, True)])
def test_as_many_values_of_a_release_are_read(number: int, incomplete: bool) -> None:
    values = ", ".join(f"{{zz{n}: 1}}" for n in range(number))
    text = (
        f"releases:\n- name: a\n  chart: p/pachyderm\n  values: [{values}]\n  set: [{{name: b, value: c}}]\n"
    )
    (found,) = releases(text)
    assert len(found.layers) == MAX_LAYERS
    assert found.incomplete is incomplete
    assert found.notes == (("only the first 100 of its values are read",) if incomplete else ())
    assert [one.flag.text for one in found.flags] == ["b=c"]


def test_notes_are_told_until_they_are_many() -> None:
    (found,) = releases(
        "releases:\n- name: a\n  chart: p/pachyderm\n  values:\n"
        + "".join(f"  - ref+x{n}\n" for n in range(50))
    )
    assert len(found.notes) == 21
    assert found.notes[-1] == "30 more are not followed"
    assert found.incomplete


def test_notes_of_many_releases_are_told_until_they_are_many(tmp_path: Path) -> None:
    (tmp_path / "v.yaml").write_text(
        "releases:\n"
        + "".join(
            f"- name: a{n}\n  chart: p/pachyderm\n  values: [{{a: 1}}, {', '.join(f'ref+x{m}' for m in range(5))}]\n"
            for n in range(50)
        )
    )
    _, _, said = checked("v.yaml")
    assert sum("is not read" in line for line in said.splitlines()) == 100
    assert "150 more notes of this kind" in said


def test_long_name_is_cut() -> None:
    (found,) = releases((ARGO % 1).replace("a1", "a" * 400) + "  source: {chart: pachyderm}\n")
    assert found.name == "a" * 250 + "…"


def test_more_values_than_can_be_judged_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text(
        "pachd:\n" + "".join(f"  k{n}: 1\n" for n in range(MAX_VALUES // 5 - 50))
    )
    text = "".join(f"- name: a{n}\n  chart: p/pachyderm\n  values: [big.yaml]\n" for n in range(8))
    (tmp_path / "v.yaml").write_text(f"releases:\n{text}")
    status, found, _ = checked("v.yaml")
    assert status == 1
    assert (
        "error[unreadable-file] pachlint does not read more than 30,000 keys and values of the releases of a file; "
        "what begins with helmfile a5 is not checked." in found
    )
    # the releases before it are judged
    assert "(releases helmfile a0 in v.yaml, helmfile a1 in v.yaml" in found
    assert "helmfile a5 in v.yaml" not in found


def test_more_documents_than_are_read_are_an_error(tmp_path: Path) -> None:
    few, many = ("---\n".join(["a: 1\n"] * number) for number in (MAX_OBJECTS - 1, MAX_OBJECTS + 5))
    one = "---\n" + OBJECT % (1, 1)
    (tmp_path / "few.yaml").write_text(few + one)
    (tmp_path / "many.yaml").write_text(many + one)
    assert "Unknown key zz1" in checked("few.yaml")[1]
    status, found, _ = checked("many.yaml")
    assert status == 1
    assert "error[unreadable-file] pachlint does not read files of more than 1,000 documents." in found
    assert "zz1" not in found


def test_file_too_large_is_found_and_told(tmp_path: Path) -> None:
    (tmp_path / "few.yaml").write_text("pachd: {}\n")
    (tmp_path / "v.yaml").write_text("# x\n" * 280_000 + OBJECT % (1, 1))
    (tmp_path / "other.yaml").write_text("# x\n" * 280_000 + (OBJECT % (1, 1)).replace("pachyderm", "other"))
    status, found, _ = checked()
    assert status == 1
    assert (
        "v.yaml:1:1: error[unreadable-file] pachlint does not read files of more than 1,000,000 characters."
        in found
    )
    assert "other.yaml" not in found


@pytest.mark.parametrize("text", ["x = " + "[" * 100 + "]" * 100, "x = " + "(" * 200, "# x\n" * 30_000])
def test_terraform_beyond_the_bounds_is_an_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(f'resource "helm_release" "a" {{\n chart = "pachyderm"\n {text}\n}}\n')
    status, found, _ = checked("main.tf")
    assert status == 1
    assert "error[unreadable-file] pachlint cannot read this file of Terraform: more than" in found


def test_many_references_of_a_release_are_cut() -> None:
    refers = ", ".join("{kind: ConfigMap, name: m, valuesKey: k}" for _ in range(120))
    (found,) = releases(FLUX % refers + "---\n" + (MAP % ("m", "x")).replace("values.yaml", "k"))
    assert len(found.layers) == MAX_LAYERS
    assert found.notes == ("only the first 100 of valuesFrom are read",)
    assert found.incomplete


def test_references_to_too_much_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_REFERRED", 25)
    text = (
        FLUX % "{kind: ConfigMap, name: m}, {kind: ConfigMap, name: m}"
        + "---\n"
        + MAP % ("m", "deployTarget: LOCAL")
    )
    (found,) = releases(text)
    assert len(found.layers) == 1
    assert found.notes == (
        "the ConfigMap m is not read, because too much is referred to",
        "too much of the repository is read for it to look for patches of it",
    )
    assert found.incomplete


def test_files_that_are_too_much_to_look_through_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_REFERRED", 25)
    (tmp_path / "m.yaml").write_text(MAP % ("m", "deployTarget: LOCAL"))
    (found,) = releases(FLUX % "{kind: ConfigMap, name: m}")
    assert found.notes == (
        "the ConfigMap m is not looked for, because too much of the repository is read for it; its values are not known",
        "too much of the repository is read for it to look for patches of it",
    )


def test_chart_in_files_that_are_too_much_to_look_through_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_REFERRED", 25)
    (tmp_path / "m.yaml").write_text("kind: OCIRepository\nmetadata: {name: p}\n")
    by_template = "chart: {spec: {chart: pachyderm, version: 2.11.0}}"
    (found,) = releases((FLUX % "").replace(by_template, "chartRef: {kind: OCIRepository, name: p}"))
    assert found.notes[0] == (
        "the OCIRepository p is not found in what is read of this repository, so the chart version is unknown"
    )


@pytest.mark.parametrize(
    ("values", "is_read"),
    [
        ("[]", True),
        ("{a: [1, {b: 2}]}", True),
        (f"[{'1, ' * 80}]", False),
        (f"[{'[{b: [1]}], ' * 40}]", False),
    ],
)
def test_each_value_of_a_file_counts_for_as_much_as_it_takes_to_read(
    values: str, is_read: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_REFERRED", 2_000)
    (tmp_path / "m.yaml").write_text(MAP % ("m", "a: 1") + f"other: {values}\n")
    (found,) = releases(FLUX % "{kind: ConfigMap, name: m}")
    assert bool(found.layers) == is_read


def test_file_of_more_names_than_are_kept_is_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository_objects, "_MAX_NAMES", 3)
    for number in range(5):
        (tmp_path / f"m{number}.yaml").write_text(MAP % (f"m{number}", f"a: {number}"))
    (found,) = releases(FLUX % "{kind: ConfigMap, name: m4}")
    assert [one.source.text for one in found.layers] == ["a: 4\n"]  # type: ignore[union-attr]


def test_nearest_is_found_among_files_of_many_names(tmp_path: Path) -> None:
    names = "".join(f"  n{n}: 'name: x{n}'\n" for n in range(500))
    for place, value in (("near", "1"), ("far/off", "2")):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "m.yaml").write_text(MAP % ("m", f"near: {value}") + names)
    (found,) = releases(FLUX % "{kind: ConfigMap, name: m}", "near/r.yaml")
    assert [one.source.text for one in found.layers] == ["near: 1\n"]  # type: ignore[union-attr]


def test_only_some_of_many_files_are_named(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"m{number:02}.yaml").write_text(MAP % ("m", "a: 1"))
    (tmp_path / "r").mkdir()
    (found,) = releases(FLUX % "{kind: ConfigMap, name: m}", "r/r.yaml")
    assert found.notes == (
        "the ConfigMap m is made more than once (m00.yaml, m01.yaml, m02.yaml, m03.yaml, m04.yaml); its values are not known",
    )


def test_no_file_asks_for_standard_input(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    (tmp_path / "v.yaml").write_text(
        ARGO % 1
        + "  source:\n    path: .\n    chart: pachyderm\n    helm: {fileParameters: [{name: 'pachd.a=-,pachd.b', path: x.txt}]}\n"
    )
    result = CliRunner().invoke(main, ["check", "--format", "json", "v.yaml"], input="from stdin")
    assert "a file of the repository cannot ask for standard input" in result.stdout
    assert "from stdin" not in result.stdout


def test_files_of_flags_are_bounded_together(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x" * 4_000_000)
    sets = ", ".join(f"{{name: pachd.a{n}, file: x.txt}}" for n in range(4))
    (tmp_path / "helmfile.yaml").write_text(f"releases:\n- name: a\n  chart: p/pachyderm\n  set: [{sets}]\n")
    _, found, _ = checked("helmfile.yaml")
    assert found.count("together with the files before it, it is larger than 10 MB") == 2


def test_nothing_outside_the_repository_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    _write_outside(outside)
    _write_inside(inside, outside)
    opened: list[str] = []
    monkeypatch.chdir(inside)
    monkeypatch.setattr(os, "open", _recording(opened, os.open))
    result = CliRunner().invoke(main, ["check", "--format", "json", "."])
    assert result.exit_code == 1, result.output
    assert "canary" not in result.output
    assert "2.3.7" not in result.output
    assert len(opened) > 10
    assert not [path for path in opened if os.path.realpath(path).startswith(str(outside.resolve()))]


def _recording(opened: list[str], really: object) -> object:
    def recorded(path: object, *rest: object, **named: object) -> object:
        opened.append(str(path))
        return really(path, *rest, **named)  # type: ignore[operator]

    return recorded


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _write_outside(outside: Path) -> None:
    _write(outside / "v.yaml", "deployTarget: LOCAL\ncanaryKey: 1\n")
    _write(outside / "m.yaml", MAP % ("m", "canaryKey: 1"))
    _write(outside / "x.txt", "canary")
    _write(outside / "pachyderm" / "Chart.yaml", "apiVersion: v2\nname: pachyderm\nversion: 2.3.7\n")
    _write(outside / "pachyderm" / "templates" / "a.yaml", 'a: {{ required "canary" .Values.canary }}\n')
    _write(outside / "pachyderm" / "values.yaml", "canaryDefault: 1\n")
    _write(outside / "pachyderm" / "Chart.lock", "dependencies: [{name: pachyderm, version: 2.3.7}]\n")


def _write_inside(inside: Path, outside: Path) -> None:
    (inside / ".git").mkdir(parents=True)
    chart = outside / "pachyderm"
    for name, target in (
        ("link.yaml", outside / "v.yaml"),
        ("m.yaml", outside / "m.yaml"),
        ("linked", outside),
        ("helmfile.lock", chart / "Chart.lock"),
        ("one/pachyderm", chart),
        ("two/pachyderm/templates", chart / "templates"),
        ("two/pachyderm/values.yaml", chart / "values.yaml"),
        ("three/Chart.lock", chart / "Chart.lock"),
    ):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).symlink_to(target)
    _write(inside / "two" / "pachyderm" / "Chart.yaml", "apiVersion: v2\nname: pachyderm\nversion: 2.11.1\n")
    _write(inside / "three" / "Chart.yaml", "apiVersion: v2\nname: u\nversion: 1.0.0\ndependencies: [{name: pachyderm, version: '>=2'}]\n")  # fmt: skip
    _write(inside / "three" / "values.yaml", "pachyderm: {deployTarget: LOCAL}\n")
    _write(inside / "x.txt", "x")
    _write(inside / f"x,pachd.d={outside}" / "x.txt", "x")
    every = ["../outside/v.yaml", str(outside / "v.yaml"), "/../outside/v.yaml", "link.yaml", "/link.yaml", "linked/v.yaml", "/linked/v.yaml", "$r/../outside/v.yaml", "$r/link.yaml"]  # fmt: skip
    charts = ("one/pachyderm", "two/pachyderm", ".", "../outside/pachyderm", "linked/pachyderm")
    _write(
        inside / "argo.yaml", "---\n".join(_argo(n, path, every, outside) for n, path in enumerate(charts))
    )
    _write(inside / "flux.yaml", "---\n".join(_flux(n, path, every) for n, path in enumerate(charts)))
    _write(inside / "helmfile.yaml", "releases:\n" + "".join(_helmfile(n, path, every, outside) for n, path in enumerate(charts)))  # fmt: skip
    _write(inside / "main.tf", "".join(_terraform(n, path, every) for n, path in enumerate(charts)))
    _write(inside / "kustomization.yaml", "kind: Kustomization\nhelmGlobals: {chartHome: ../outside}\nconfigMapGenerator:\n- name: made\n  files: [values.yaml=../outside/v.yaml, k=linked/x.txt]\nhelmCharts:\n" + "".join(f"- {{name: pachyderm, releaseName: k{n}, valuesFile: '{one}', additionalValuesFiles: {every}}}\n" for n, one in enumerate(every)))  # fmt: skip


def _argo(number: int, path: str, files: list[str], outside: Path) -> str:
    given = (("a", "../outside/x.txt"), ("b", outside / "x.txt"), (f"c={outside}/x.txt,pachd.e", "x.txt"), ("d", f"x,pachd.d={outside}/x.txt"))  # fmt: skip
    listed = "".join(f"      - {{name: 'pachd.{name}', path: '{file}'}}\n" for name, file in given)
    return (
        ARGO % number
        + f"  sources:\n  - {{ref: r}}\n  - path: {path}\n    helm:\n      valueFiles: {files}\n      fileParameters:\n{listed}"
    )


def _flux(number: int, path: str, files: list[str]) -> str:
    refers = ", ".join(f"{{kind: ConfigMap, name: {name}}}" for name in ("m", "made"))
    refers += ", {kind: ConfigMap, name: made, valuesKey: k, targetPath: pachd.k}"
    chart = f"{{chart: {path}, valuesFiles: {files}, sourceRef: {{kind: GitRepository, name: g}}}}"
    named = (FLUX % refers).replace("name: r}", f"name: r{number}}}")
    return named.replace("{chart: pachyderm, version: 2.11.0}", chart) + "  values: {deployTarget: LOCAL}\n"


def _helmfile(number: int, path: str, files: list[str], outside: Path) -> str:
    given = (("a", "../outside/x.txt"), ("b", outside / "x.txt"), (f"c={outside}/x.txt,pachd.e", "x.txt"), ("d", f"x,pachd.d={outside}/x.txt"))  # fmt: skip
    sets = ", ".join(f"{{name: 'pachd.{name}', file: '{file}'}}" for name, file in given)
    return f"- name: h{number}\n  chart: ./{path}\n  values: {files}\n  secrets: {files}\n  set: [{sets}]\n- name: i{number}\n  chart: p/pachyderm\n  values: {files}\n"


def _terraform(number: int, path: str, files: list[str]) -> str:
    named = ", ".join(
        f'file("{one}"), file("${{path.module}}/{one}"), templatefile("{one}", {{}})' for one in files
    )
    return f'resource "helm_release" "t{number}" {{\n  chart = "${{path.module}}/{path}"\n  values = [{named}]\n}}\n'
