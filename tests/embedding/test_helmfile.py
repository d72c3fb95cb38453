"""helmfile: which values and flags a release has, in which order, and what is told of it (helmfile 1.1, pkg/state)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.embedding.forms import held_in
from pachlint.embedding.held import Held, HeldFlag, Note, Remark, ValuesFile
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.source import Source

BASE = "- name: pachyderm\n  chart: pach/pachyderm\n  version: 2.6.4\n"


def release(*lines: str) -> str:
    """A helmfile with one release and more lines of it."""
    return "releases:\n" + BASE + "".join(f"  {line}\n" for line in lines)


def found(text: str, path: str = "helmfile.yaml") -> list[Held]:
    """The releases of a helmfile."""
    return held_in(Source(path, text), Tree(path))


def parts(held: Held) -> list[str]:
    """What there is to a release, a line each."""
    return [_line(one, held.file) for one in held.parts]


def _line(part: object, file: Source) -> str:
    match part:
        case Embedding(document=None):
            return f"values {part.source.text.strip()!r}"
        case Embedding():
            return f"values {part.read().data}"
        case ValuesFile():
            return f"file {part.path}"
        case HeldFlag():
            return f"--{part.flag.kind} {part.flag.text} < {file.text[slice(*part.span)]}"
        case Remark():
            return f"{part.code} at {file.text[slice(*part.span)]}"
        case Note():
            return f"note{' of values' if part.incomplete else ''}: {part.text}"
    raise AssertionError(part)


ROWS: list[tuple[str, tuple[str, ...], list[str]]] = [
    ("inline", ("values:", "- {a: b}", "- c: d"), ["values '{a: b}'", "values 'c: d'"]),
    ("file", ("values:", "- there.yaml"), ["file there.yaml"]),
    ("file in a folder", ("values:", "- ./in/../in/it.yaml"), ["file in/it.yaml"]),
    ("prefix", ("valuesPathPrefix: in/", "values: [it.yaml]"), ["file in/it.yaml"]),
    ("missing", ("values:", "- gone.yaml"), ["missing-values-file at gone.yaml"]),
    ("missing and handled", ("missingFileHandler: Warn", "values: [gone.yaml]"), []),
    ("pattern", ("values: ['in/*.yaml']",), ["note of values: the values file in/*.yaml is not read"]),
    (
        "remote",
        ("values: ['git::https://x.example.org/a.git@b.yaml']",),
        ["note of values: the values file git::https://x.example.org/a.git@b.yaml is not read"],
    ),
    (
        "outside",
        ("values: [../../../out.yaml]",),
        ["note of values: the values file ../../../out.yaml is not read"],
    ),
    (
        "name that is filled in",
        ("values: ['{{ .Environment.Name }}.yaml']",),
        ["note of values: the values file {{ .Environment.Name }}.yaml is not read"],
    ),
    ("own name", ("values: ['in/{{ .Release.Name }}.yaml']",), ["file in/pachyderm.yaml"]),
    ("own name, quoted", ("values: ['in/{{`{{ .Release.Name }}`}}.yaml']",), ["file in/pachyderm.yaml"]),
    (
        "valuesTemplate comes first",
        ("values: [{a: 1}]", "valuesTemplate: [{b: 2}]"),
        ["values '{b: 2}'", "values '{a: 1}'"],
    ),
    (
        "flags come last, and set before setString",
        ("setString: [{name: a, value: 1}]", "set: [{name: b, value: true}]", "values: [{c: d}]"),
        ["values '{c: d}'", "--set b=true < true", "--set-string a=1 < 1"],
    ),
    ("list of a flag", ("set: [{name: a, values: [1, b]}]",), ["--set a={1,b} < [1, b]"]),
    ("signs of a flag", ("set: [{name: 'a', value: 'x,{y}'}]",), ["--set a=x\\,\\{y\\} < 'x,{y}'"]),
    ("file of a flag", ("set: [{name: a, file: there.yaml}]",), ["--set-file a=there.yaml < there.yaml"]),
    ("file of a flag that is not there", ("set: [{name: a, file: gone}]",), ["values {'a': '${file}'}"]),
    ("flag that is filled in", ("set: [{name: a.b, value: '{{ x }}'}]",), ["values {'a': {'b': '{{ x }}'}}"]),
    (
        "flag of a list that is filled in",
        ("set: [{name: 'a[0]', value: '{{ x }}'}]",),
        ["note of values: what a[0] is set to is unknown"],
    ),
    (
        "name of a flag that is filled in",
        ("set: [{name: '{{ x }}', value: b}]",),
        ["note of values: what {{ x }} sets is unknown"],
    ),
    ("empty flag", ("set: [{name: a, value: ''}]",), ["values-not-used at ''"]),
    ("misspelt", ("value: [{a: b}]",), ["misspelt-values at value"]),
    ("other key", ("wait: true", "labels: {a: b}", "verfy: true"), []),
    ("encrypted", ("secrets: [sops.yaml]",), ["file sops.yaml"]),
    ("secrets elsewhere", ("secrets: [x.yaml]",), ["note of values: the secrets x.yaml are not read"]),
    ("secrets inline", ("secrets: [{a: b}]",), ["note of values: the secrets that are inline are not read"]),
]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".git").mkdir()
    Path("in").mkdir()
    for name in ("there.yaml", "in/it.yaml", "in/pachyderm.yaml"):
        Path(name).write_text("deployTarget: LOCAL\n")
    Path("sops.yaml").write_text("deployTarget: ENC[x]\nsops: {version: 3.9.0}\n")


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_parts_of_a_release(lines: tuple[str, ...], expected: list[str]) -> None:
    (held,) = found(release(*lines))
    assert parts(held) == expected


INHERITED = """\
templates:
  one: {values: [{a: 1}], set: [{name: x, value: 1}], version: 2.5.0}
  two:
    inherit: [{template: one, except: [set]}]
    values: [{b: 2}]
releases:
- name: pachyderm
  chart: pach/pachyderm
  version: 2.6.4
  inherit: [{template: two}]
  values: [{c: 3}]
"""


def test_what_is_inherited_comes_first_and_its_version_wins() -> None:
    (held,) = found(INHERITED)
    assert parts(held) == ["values '{a: 1}'", "values '{b: 2}'", "values '{c: 3}'"]
    assert held.version == "2.5.0"


def test_default_inheritance_comes_before_what_a_release_asks_for() -> None:
    (held,) = found(
        INHERITED.replace("releases:", "defaultInherit: one\nreleases:").replace("{template: two}", "")
    )
    assert parts(held)[:2] == ["values '{a: 1}'", "values '{c: 3}'"]


def test_template_that_is_not_there_is_told_and_a_circle_ends() -> None:
    (held,) = found(INHERITED.replace("template: two", "template: far"))
    assert parts(held)[-1] == "note of values: the template far is not in the file"
    (held,) = found(INHERITED.replace("template: one", "template: two"))
    assert "note of values: the template two is not in the file" in parts(held)


def test_templates_that_inherit_from_each_other_in_many_ways_end() -> None:
    lines = [
        f"  t{at + 1}: {{inherit: [{{template: t{at}}}, {{template: t{at}}}], values: [{{a: 1}}]}}"
        for at in range(40)
    ]
    text = (
        "templates:\n  t0: {values: [{b: 2}]}\n"
        + "\n".join(lines)
        + f"\n{release('inherit: [{template: t40}]')}"
    )
    (held,) = found(text)
    assert 2 < len(held.layers) <= 100


def test_part_with_releases_replaces_those_before_it() -> None:
    first, last = release("values: [{a: 1}]"), release("values: [{b: 2}]")
    assert [parts(one) for one in found(f"{first}---\n{last}---\nhelmDefaults: {{}}\n")] == [
        ["values '{b: 2}'"]
    ]


HELD = [
    ("chart: pach/pachyderm", True),
    ("chart: oci://ghcr.example.org/charts/pachyderm", True),
    ("chart: ./pachyderm", True),
    ("chart: https://x.example.org/pachyderm-2.6.4.tgz", True),
    ("chart: pach/{{ .Release.Name }}", True),
    ("chart: ./umbrella", None),
    ("chart: '{{ .Values.chart }}'", None),
    ("chart: stable/pachyderm-exporter", False),
    ("chart: stable/nginx", False),
]


@pytest.mark.parametrize(("chart", "expected"), HELD, ids=[row[0] for row in HELD])
def test_chart_tells_whether_it_is_pachyderm(chart: str, expected: bool | None) -> None:
    (held,) = found(release().replace("chart: pach/pachyderm", chart))
    assert held.of_pachyderm is expected


def test_version_is_that_of_the_lock_file_where_it_is_a_range() -> None:
    Path("helmfile.lock").write_text("dependencies:\n- {name: pachyderm, version: 2.5.4}\n")
    assert found(release())[0].version == "2.6.4"
    assert found(release().replace("2.6.4", "~2.5"))[0].version == "2.5.4"
    assert found(release().replace("  version: 2.6.4\n", ""))[0].version == "2.5.4"


@pytest.mark.parametrize(
    "text",
    [
        "releases: []\n",
        "releases:\n- name: x\n",
        "releases: {a: b}\n",
        "releases:\n- 1\n- [2]\n",
        "releases:\n- *gone\n",
        "apiVersion: v1\nreleases:\n",
    ],
)
def test_other_files_hold_nothing(text: str) -> None:
    assert found(text) == []


def test_template_that_no_program_has_filled_in_is_one_text_that_is_not_read() -> None:
    text = "releases:\n{{ range $x := .Values.all }}\n- name: {{ $x }}\n  chart: pach/pachyderm\n   values: [\n{{ end }}\n"
    (held,) = found(text)
    (layer,) = held.layers
    assert isinstance(layer, Embedding)
    assert [one.code for one in layer.read().problems] == ["template"]
    assert found(text.replace("pachyderm", "nginx")) == []


# whole runs


def check(*words: str) -> Result:
    """``pachlint check`` with an output of a line for each finding."""
    return CliRunner().invoke(main, ["check", "--format", "concise", *words], catch_exceptions=False)


@pytest.fixture
def write() -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = Path("helmfile.yaml")
        path.write_bytes(text.encode())
        return path

    return written


def test_findings_stand_in_the_helmfile(write: Callable[[str], Path]) -> None:
    write(release("values:", "- deployTarget: LOCAL", "  ingres: {enabled: true}"))
    result = check("helmfile.yaml")
    assert "helmfile.yaml:7:5: warning[unknown-key]" in result.stdout
    assert "helmfile pachyderm in helmfile.yaml: chart 2.6.4 (helmfile: 2.6.4)" in result.stderr


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fix_changes_nothing_else(write: Callable[[str], Path], end: str) -> None:
    text = release(
        "values:", "    -   deployTarget: LOCAL", "        console: {enabled: 'true'} # x", "wait: true"
    )
    text = text.replace("\n", end)
    path = write(text)
    assert check("--fix", "helmfile.yaml").exit_code == 0
    assert path.read_bytes().decode() == text.replace("'true'", "true")


def test_values_that_two_releases_share_are_fixed_once(write: Callable[[str], Path]) -> None:
    shared = "templates:\n  all: &all\n    values: [{deployTarget: LOCAL, console: {enabled: 'true'}}]\n    chart: a/pachyderm\n"
    text = f"{shared}releases:\n- {{name: one, <<: *all}}\n- {{name: two, <<: *all}}\n- {{name: three, inherit: [{{template: all}}]}}\n"
    path = write(text)
    check("--fix", "helmfile.yaml")
    assert path.read_text() == text.replace("'true'", "true")


def test_release_that_is_off_is_told(write: Callable[[str], Path]) -> None:
    write(release("installed: false", "values: [{deployTarget: NOWHERE}]"))
    result = check("helmfile.yaml")
    assert "installed: false switches it off" in result.stderr
    assert result.exit_code == 3


def test_nothing_is_missing_where_values_are_not_known(write: Callable[[str], Path]) -> None:
    write(release("values: ['{{ .Environment.Name }}.yaml']"))
    assert "deploy-target" not in check("helmfile.yaml").stdout
    write(release("values: [{ingress: {}}]"))
    assert "deploy-target" in check("helmfile.yaml").stdout


def test_values_that_are_filled_in_are_no_mistakes(write: Callable[[str], Path]) -> None:
    write(
        release(
            "values: [{deployTarget: LOCAL, pachd: {replicas: '{{ .Values.many }}'}}]",
            "set: [{name: pachd.metrics.enabled, value: '{{ .Values.metrics }}'}]",
        )
    )
    assert check("--min-severity", "warning", "helmfile.yaml").exit_code == 0


@pytest.mark.parametrize(("handler", "codes"), [("Warn", []), ("Error", ["missing-values-file"]), ("", ["missing-values-file"])])  # fmt: skip
def test_handler_of_the_whole_file_says_whether_files_may_be_missing(handler: str, codes: list[str]) -> None:
    head = f"missingFileHandler: {handler}\n" if handler else ""
    (held,) = found(f"{head}releases:\n- {{name: a, chart: p/pachyderm, values: [gone.yaml]}}\n")
    assert [one.code for one in held.remarks] == codes


def test_values_of_an_alias_are_called_by_where_they_are_written() -> None:
    text = "shared: &shared {a: 1}\nreleases:\n" + "".join(
        f"- {{name: {name}, chart: p/pachyderm, values: [*shared, {{b: 2}}]}}\n" for name in "xy"
    )
    names = [[one.source.name for one in held.layers if isinstance(one, Embedding)] for held in found(text)]
    assert names == [
        ["shared of helmfile.yaml", f"releases[{number}].values[1] of helmfile.yaml"] for number in (0, 1)
    ]


# ReleaseSpec of helmfile 1.1; helmfile stops at any other key
KEYS = """
adopt apiVersions atomic cascade chart chartPath cleanupOnFail condition conditionTemplate createNamespace deleteTimeout deleteWait dependencies description devel directory disableAutoDetectedKubeVersionForDiff disableOpenAPIValidation disableValidation disableValidationOnInstall enableDNS env force forceConflicts forceGoGetter forceNamespace helmStuckGrace historyMax hooks inherit insecureSkipTLSVerify installed installedTemplate jsonPatches keyring kubeContext kubeVersion kubedogBurst kubedogQPS labels missingFileHandler missingFileHandlerConfig name namespace needs plainHttp postRenderer postRendererArgs recreatePods reuseValues rollbackOnFailure serverSide skipDeps skipKinds skipRefresh skipSchemaValidation strategicMergePatches suppressDiff suppressOutputLineRegex syncReleaseLabels takeOwnership timeout trackFailOnError trackFailedLogs trackKinds trackLogs trackMode trackResources trackTimeout transformers unitTests updateStrategy valuesPathPrefix verify verifyTemplate version wait waitForJobs waitRetries waitTemplate
"""


@pytest.mark.parametrize("key", KEYS.split())
def test_keys_of_helmfile_are_no_mistakes(key: str) -> None:
    (held,) = found(f"releases:\n- {{name: a, chart: p/pachyderm, {key}: x}}\n")
    assert not held.remarks


@pytest.mark.parametrize(
    ("chart", "version", "expected"),
    [
        ("https://x.example.org/pachyderm-2.6.4.tgz", "", "2.6.4"),
        ("./pachyderm-2.6.4.tgz", "2.5.0", "2.6.4"),
        ("p/pachyderm", "2.5.0", "2.5.0"),
        ("p/pachyderm", "", ""),
        ("p/pachyderm", "'{{ x }}'", ""),
    ],
)
def test_version_is_that_of_the_package(chart: str, version: str, expected: str) -> None:
    said = f", version: {version}" if version else ""
    (held,) = found(f"releases:\n- {{name: a, chart: '{chart}'{said}}}\n")
    assert held.version == expected


@pytest.mark.parametrize(
    ("namespace", "expected"), [("pach", "pach"), ("'{{ .Values.a }}'", ""), ("'a-{{ x }}'", "")]
)
def test_namespace_that_is_filled_in_is_not_known(namespace: str, expected: str) -> None:
    (held,) = found(f"releases:\n- {{name: a, chart: p/pachyderm, namespace: {namespace}}}\n")
    assert held.namespace == expected


def test_misspelt_key_is_told_with_what_helmfile_does() -> None:
    (held,) = found("releases:\n- {name: a, chart: p/pachyderm, value: [{a: b}]}\n")
    assert [(one.message, one.hint) for one in held.remarks] == [
        (
            "helmfile knows no value; did you mean 'values'?",
            "helmfile reads no file with a key that it does not know.",
        )
    ]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("'>=2.6.4'", "2.5.1"), ("2.6.4", "2.6.4"), ("v2.6.4-rc.1", "v2.6.4-rc.1"), ("~2.6", "2.5.1")],
)
def test_lock_file_tells_the_version_of_a_range(version: str, expected: str) -> None:
    Path("helmfile.lock").write_text("dependencies: [{name: pachyderm, version: 2.5.1}]\n")
    (held,) = found(f"releases:\n- {{name: a, chart: p/pachyderm, version: {version}}}\n")
    assert held.version == expected


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (
            "set: [{name: a, value: ''}]",
            "values-not-used",
            "helmfile leaves out a, because its value is empty",
        ),
        ("set: [{value: ''}]", "values-not-used", "helmfile leaves out it, because its value is empty"),
        ("sets: [{name: a, value: b}]", "misspelt-values", "helmfile knows no sets; did you mean 'set'?"),
        ("secret: [a.yaml]", "misspelt-values", "helmfile knows no secret; did you mean 'secrets'?"),
        ("setStrings: []", "misspelt-values", "helmfile knows no setStrings; did you mean 'setString'?"),
        (
            "setTemplates: []",
            "misspelt-values",
            "helmfile knows no setTemplates; did you mean 'setTemplate'?",
        ),
        (
            "valueTemplate: []",
            "misspelt-values",
            "helmfile knows no valueTemplate; did you mean 'valuesTemplate'?",
        ),
    ],
)
def test_what_is_lost_is_told_in_words(line: str, code: str, message: str) -> None:
    (held,) = found(f"releases:\n- name: r\n  chart: p/pachyderm\n  {line}\n")
    assert [(one.code, one.message) for one in held.remarks] == [(code, message)]


@pytest.mark.parametrize(
    ("number", "notes"), [(99, ()), (100, ("only the first 100 inherited templates are read",))]
)
def test_as_many_templates_are_inherited(number: int, notes: tuple[str, ...]) -> None:
    templates = "".join(f"  t{n}: {{values: [{{a{n}: 1}}]}}\n" for n in range(number))
    first, rest = (", ".join(f"{{template: t{n}}}" for n in some) for some in (range(60), range(60, number)))
    text = (
        f"templates:\n{templates}  more: {{inherit: [{rest}]}}\n"
        f"releases:\n- name: r\n  chart: p/pachyderm\n  inherit: [{first}, {{template: more}}]\n"
    )
    (held,) = found(text)
    assert held.notes == notes
    assert len(held.layers) == number
