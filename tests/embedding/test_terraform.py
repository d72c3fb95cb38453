"""Terraform's helm_release: which values and flags it has, and what is told of it (terraform-provider-helm 3, getValues)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.embedding.forms import held_in
from pachlint.embedding.held import Held, HeldFlag, Note, Remark, ValuesFile
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.source import Source

HEAD = 'resource "helm_release" "pach" {\n  chart = "pachyderm"\n  version = "2.6.4"\n'


def resource(*lines: str) -> str:
    """A release with more lines."""
    return HEAD + "".join(f"  {line}\n" for line in lines) + "}\n"


def found(text: str, path: str = "main.tf") -> list[Held]:
    """The releases of a file."""
    return held_in(Source(path, text), Tree(path))


def told(held: Held) -> list[str]:
    """What there is to a release, a line each."""
    return [_line(one, held.file.text) for one in held.parts]


def _line(part: object, text: str) -> str:
    match part:
        case Embedding():
            return f"{part.read().data}{' template' if part.read().template else ''}{' hidden' if part.hidden else ''}"
        case ValuesFile():
            return f"file {part.path}{' template' if part.template else ''}"
        case HeldFlag():
            return f"--{part.flag.kind} {part.flag.text} < {text[slice(*part.span)]}"
        case Remark():
            return f"{part.code} at {text[slice(*part.span)]}"
        case Note():
            return f"note{' of values' if part.incomplete else ''}: {part.text}"
    raise AssertionError(part)


ROWS: list[tuple[str, tuple[str, ...], list[str]]] = [
    ("heredoc", ("values = [<<EOT", "a: 1", "EOT", "]"), ["{'a': 1}"]),
    ("flush heredoc", ("values = [<<-EOT", "    a:", "      b: 1", "  EOT", "]"), ["{'a': {'b': 1}}"]),
    (
        "heredoc that is filled in",
        ("values = [<<EOT", "a: ${var.x}", "EOT", "]"),
        ["{'a': '${var.x}'} template"],
    ),
    (
        "heredoc with a directive",
        ("values = [<<EOT", "%{ if var.x }", "a: 1", "%{ endif ~}", "EOT", "]"),
        ["{'a': 1} template"],
    ),
    ("escaped hole", ("values = [<<EOT", "a: $${x}", "EOT", "]"), ["{'a': '${x}'}"]),
    ("string", (r'values = ["a: 1\nb: \"2\""]',), ["{'a': 1, 'b': '2'}"]),
    ("several", ('values = ["a: 1", "", null, "b: 2"]',), ["{'a': 1}", "{'b': 2}"]),
    ("file", ('values = [file("${path.module}/there.yaml")]',), ["file there.yaml"]),
    ("file in a string", ('values = ["${file("there.yaml")}"]',), ["file there.yaml"]),
    ("template file", ('values = [templatefile("there.yaml", {a = 1})]',), ["file there.yaml template"]),
    (
        "file that is not there",
        ('values = [file("${path.module}/gone.yaml")]',),
        ['missing-values-file at file("${path.module}/gone.yaml")'],
    ),
    (
        "file from the working folder",
        ('values = [file("gone.yaml")]',),
        ["note of values: the values file gone.yaml is not read"],
    ),
    (
        "file elsewhere",
        ('values = [file("${path.root}/there.yaml"), file(var.x)]',),
        [
            "note of values: the values file ${path.root}/there.yaml is not read",
            "note of values: the values file of an expression is not read",
        ],
    ),
    ("expression", ("values = var.values",), ["note of values: the values are an expression, and are not read"]),
    (
        "item that is one",
        ('values = [var.x ? "a: 1" : ""]',),
        ["note of values: values[0] is an expression, and is not read"],
    ),
    (
        "encoded",
        ('values = [yamlencode({a = 1, "b.c" = [true, null, -2.5], d = {e = "f"}})]',),
        ["{'a': 1, 'b.c': [True, None, -2.5], 'd': {'e': 'f'}} template"],
    ),
    (
        "encoded with expressions",
        ('values = [jsonencode({a = var.b, c = "d-${e}", (f) = 1, g = [for h in i : h]})]',),
        [
            "{'a': '${…}', 'c': 'd-${e}', 'g': '${…}'} template",
            "note of values: a key that is an expression is not read",
        ],
    ),
    (
        "encoded expression",
        ("values = [yamlencode(merge(a, b))]",),
        ["note of values: values[0] is an expression, and is not read"],
    ),
    ("set", ("set {", 'name = "a.b"', 'value = "c,d"', "}"), ['--set a.b=c,d < "c,d"']),
    ("set of version 3", ('set = [{name = "a", value = true}, {name = "b", value = 2}]',), ["--set a=true < true", "--set b=2 < 2"]),
    ("strings", ("set {", 'name = "a"', "value = 1", 'type = "string"', "}"), ["--set-string a=1 < 1"]),
    ("escapes", (r'set = [{name = "a\\.b/c", value = "d"}]',), ['--set a\\.b/c=d < "d"']),
    ("list", ("set_list {", 'name = "a"', 'value = ["b", 1]', "}"), ['--set a={b,1} < ["b", 1]']),
    (
        "order",
        ("set_sensitive {", 'name = "a"', 'value = "s"', "}", 'set_list = [{name = "b", value = []}]', 'set = [{name = "c", value = "d"}]'),
        ['--set c=d < "d"', "--set b={} < []", "{'a': '${sensitive}'} template hidden"],
    ),
    ("set that is filled in", ('set = [{name = "a.b", value = "x${var.c}"}]',), ["{'a': {'b': 'x${var.c}'}} template"]),
    ("set by an expression", ('set = [{name = "a", value = var.c[0]}]',), ["{'a': '${var.c[0]}'} template"]),
    ("no value", ('set = [{name = "a", value = null}, {name = "b"}]',), []),
    (
        "unknown sets",
        ("set = var.x", 'set_list = [{name = var.y, value = ["a"]}]', 'dynamic "set" {', "for_each = var.z", "}"),
        [
            "note of values: set is an expression, and is not read",
            "note of values: what set_list sets is not known",
            "note of values: what dynamic set makes is not read",
        ],
    ),
    ("another function", ('values = [foo("there.yaml")]',), ["note of values: values[0] is an expression, and is not read"]),
    ("condition", ('set = [{name = "a", value = var.x   ?  1 : 2}]',), ["{'a': '${var.x ? 1 : 2}'} template"]),
    ("two keys in one", ('set = [{name = "a=1,b", value = var.x}]',), ["note of values: what a=1,b is set to is not known"]),
    ("auto", ('set = [{name = "a", value = "1", type = "auto"}]',), ['--set a=1 < "1"']),
    ("string", ('set = [{name = "a", value = "1", type = "string"}]',), ['--set-string a=1 < "1"']),
    ("no type", ('set = [{name = "a", value = "1", type = null}]',), ['--set a=1 < "1"']),
    (
        "unknown type",
        ('set = [{name = "a", value = "1", type = "json"}]',),
        ["note of values: what set sets is not known"],
    ),
    (
        "literal at the top",
        ('set = [{name = "a", value = "1", type = "literal"}]',),
        ["note of values: what a is set to as a literal is not read"],
    ),
    (
        "literal",
        ('set = [{name = "a.b", value = "1", type = "literal"}]',),
        ["note of values: what a.b is set to as a literal is not read", 'values-not-used at "1"'],
    ),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".git").mkdir()
    Path("there.yaml").write_text("deployTarget: LOCAL\n")


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_parts_of_a_release(lines: tuple[str, ...], expected: list[str]) -> None:
    (held,) = found(resource(*lines))
    assert told(held) == expected


JSON_ROWS: list[tuple[dict[str, object], list[str]]] = [
    ({"values": ['a: 1\nb: "2"']}, ["{'a': 1, 'b': '2'}"]),
    ({"values": ['{"a": 1}', '${file("${path.module}/there.yaml")}']}, ["{'a': 1}", "file there.yaml"]),
    ({"values": ["a: ${var.x}"]}, ["{'a': '${var.x}'} template"]),
    ({"values": "${var.x}"}, ["note of values: the values are an expression, and are not read"]),
    ({"set": [{"name": "a", "value": True}]}, ["--set a=true < true"]),
    ({"set": {"name": "a", "value": "b", "type": "string"}}, ['--set-string a=b < "b"']),
    ({"set_sensitive": [{"name": "a", "value": "b"}]}, ["{'a': '${sensitive}'} template hidden"]),
    ({"dynamic": {"set": {}}}, ["note of values: what dynamic dynamic makes is not read"]),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), JSON_ROWS)
@pytest.mark.parametrize("listed", [False, True])
def test_parts_of_a_release_in_json(given: dict[str, object], expected: list[str], listed: bool) -> None:
    release: object = {"chart": "pachyderm", "version": "2.6.4", **given}
    text = json.dumps({"resource": {"helm_release": {"pach": [release] if listed else release}}}, indent=1)
    (held,) = found(text, "main.tf.json")
    assert told(held) == expected
    assert (held.of_pachyderm, held.version) == (True, "2.6.4")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('chart = "pachyderm"', (True, "2.6.4")),
        ('chart = "oci://x.example.org/charts/pachyderm"', (True, "2.6.4")),
        ('chart = "https://x.example.org/pachyderm-2.5.0.tgz"', (True, "2.5.0")),
        ('chart = "${path.module}/charts/pachyderm"', (True, "2.6.4")),
        ('chart = "./charts/platform"', (None, "2.6.4")),
        ("chart = var.chart", (None, "2.6.4")),
        ('chart = "redis"', (False, "2.6.4")),
        ("chart = local.chart\n", (True, "2.6.4")),
    ],
)
def test_chart_tells_whether_it_is_pachyderm(lines: str, expected: tuple[bool | None, str]) -> None:
    text = resource().replace('chart = "pachyderm"', lines) + 'locals {\n  chart = "pachyderm"\n}\n'
    (held,) = found(text)
    assert (held.of_pachyderm, held.version) == expected


def test_local_of_the_same_file_is_followed_and_a_circle_ends() -> None:
    text = (
        resource("values = local.all")
        + "locals {\n  all = [local.one, local.round]\n  one = <<E\na: 1\nE\n  round = local.round\n}\n"
    )
    assert told(found(text)[0]) == ["{'a': 1}", "note of values: values[1] is an expression, and is not read"]


def test_name_namespace_and_count() -> None:
    (held,) = found(resource('name = "p-${var.x}"', 'namespace = "ns"', "count = 0"))
    assert (held.name, held.release, held.namespace, held.off) == ("pach", "", "ns", "count = 0")
    (held,) = found(resource('name = "p"', "namespace = var.ns", "count = var.on ? 1 : 0"))
    assert (held.release, held.namespace, held.off) == ("p", "", "")


def test_data_source_is_a_release_and_other_blocks_are_none() -> None:
    text = 'data "helm_template" "x" {\n  chart = "pachyderm"\n}\nresource "helm_release" {}\nmodule "helm_release" {}\n'
    assert [one.title for one in found(text)] == ["helm_template x"]


def test_file_that_cannot_be_read_is_told() -> None:
    (held,) = found(resource("values = [").removesuffix("}\n"))
    assert [one.code for one in held.remarks] == ["template"]
    assert held.of_pachyderm is True


# whole runs


def check(*words: str) -> Result:
    """``pachlint check`` with an output of a line for each finding."""
    return CliRunner().invoke(main, ["check", "--format", "concise", *words], catch_exceptions=False)


def written(*lines: str, end: str = "\n") -> Path:
    path = Path("main.tf")
    path.write_bytes(resource(*lines).replace("\n", end).encode())
    return path


WRONG = (
    "values = [",
    "  <<-EOT",
    "    deployTarget: LOCAL",
    "    console:",
    "      enabled: 'true' # x",
    "",
    "  EOT",
    "  ,",
    "]",
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fix_changes_nothing_else(end: str) -> None:
    path = written(*WRONG, "wait = true", end=end)
    before = path.read_bytes()
    assert "main.tf:8:" in check("main.tf").stdout
    check("--fix", "main.tf")
    assert path.read_bytes() == before.replace(b"'true'", b"true")


def test_values_that_two_releases_share_are_fixed_once() -> None:
    shared = "locals {\n  v = <<E\ndeployTarget: LOCAL\nconsole: {enabled: 'true'}\nE\n}\n"
    text = (
        shared + resource("values = [local.v]") + resource("values = [local.v]").replace('"pach"', '"other"')
    )
    Path("main.tf").write_text(text)
    check("--fix", "main.tf")
    assert Path("main.tf").read_text() == text.replace("'true'", "true")


def test_new_line_gets_the_indentation_of_the_heredoc() -> None:
    path = written(
        "values = [<<-EOT", "    deployTarget: LOCAL", "    ingres: {enabled: false}", "  EOT", "]"
    )
    check("--add-ignores", "--reason", "so", "main.tf")
    assert "      # pachlint: ignore[unknown-key] so\n      ingres:" in path.read_text()


def test_what_no_comment_can_ignore_is_told_at_its_place() -> None:
    written("values = [yamlencode({", '  deployTarget = "LOCAL"', "  ingres = {}", "})]")
    assert (
        "note: main.tf:4:24: no comment can be written to ignore unknown-key here"
        in check("--add-ignores", "main.tf").stderr
    )


def test_comments_of_the_file_ignore_what_stands_below() -> None:
    lines = (*WRONG, "set {", '  name = "pachd.replicas"', '  value = "two"', "}")
    written(*lines)
    assert check("main.tf").stdout.count("wrong-type") == 2
    text = Path("main.tf").read_text()
    Path("main.tf").write_text(text.replace("  set {", "  # pachlint: ignore[wrong-type] so\n  set {"))
    assert check("main.tf").stdout.count("wrong-type") == 1
    text = Path("main.tf").read_text()
    Path("main.tf").write_text(text.replace("resource", "# pachlint: ignore[wrong-type] so\nresource", 1))
    assert check("main.tf").stdout.count("wrong-type") == 0


SECRET = "hunter2hunter2"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html", "github", "gitlab", "junit"])
def test_what_is_sensitive_is_never_shown(form: str) -> None:
    written(
        *WRONG,
        f'set_sensitive = [{{ name = "pachd.replicas", value = "{SECRET}" }}, {{ name = "console.enabled", value = "{SECRET}" }}]',
    )
    for words in ((), ("--diff",), ("-v",), ("--fix",)):
        result = CliRunner().invoke(
            main, ["check", "main.tf", "--format", form, *words], catch_exceptions=False
        )
        assert SECRET not in result.stdout + result.stderr


def test_what_terraform_fills_in_is_no_mistake() -> None:
    written(
        "values = [<<EOT",
        "deployTarget: LOCAL",
        "pachd:",
        "  replicas: ${var.many}",
        "EOT",
        "]",
        'set = [{name = "console.enabled", value = var.on}]',
    )
    assert check("--min-severity", "warning", "main.tf").exit_code == 0


@pytest.mark.parametrize("lead", ["", " \n ", "\ufeff\r\n"])
def test_json_is_read_as_such_whatever_the_file_is_called(lead: str) -> None:
    given = {"resource": {"helm_release": {"a": {"chart": "pachyderm", "values": ["b: 1"]}}}}
    (held,) = found(lead + json.dumps(given))
    assert told(held) == ["{'b': 1}"]


def test_ignore_comments_stand_in_later_documents_too(tmp_path: Path) -> None:
    Path("app.yaml").write_text(
        "a: 1\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n"
        "    chart: pachyderm\n    helm:\n      # pachlint: ignore[values-lost]\n      valuesObjec: {a: 1}\n      valueObject: {a: 1}\n"
    )
    output = check("app.yaml").stdout
    assert "app.yaml:12:7: error[values-lost]" in output
    assert "app.yaml:11:7" not in output


def test_literal_is_told_with_the_key_that_is_meant() -> None:
    (held,) = found(resource('set = [{name = "a.b.c", value = "1", type = "literal"}]'))
    assert [one.message for one in held.remarks] == [
        "A value of type literal is set at the one key a.b.c, and not below a"
    ]


@pytest.mark.parametrize("namespace", ["${var.x}", "%{ if var.x }a%{ endif }", "a${var.x}"])
def test_what_is_filled_in_is_no_namespace(namespace: str) -> None:
    (held,) = found(resource(f'namespace = "{namespace}"'))
    assert held.namespace == ""


def test_places_of_encoded_values_are_those_of_the_file() -> None:
    text = resource("values = [yamlencode({", "  a = {b = [1, true]}", '  c = "d"', "})]")
    (held,) = found(text)
    (layer,) = held.layers
    assert isinstance(layer, Embedding)
    document = layer.read()
    for path, words in (
        (("a", "b"), "[1, true]"),
        (("a", "b", 1), "true"),
        (("c",), '"d"'),
        (("a",), "{b = [1, true]}"),
    ):
        entry = document.find(path)
        assert entry is not None
        assert text[slice(*layer.outer_span(entry.node.span))] == words
        if isinstance(path[-1], str):
            assert text[slice(*layer.outer_span(entry.key_span))] == path[-1]


def test_value_that_is_filled_in_stands_where_it_is_said() -> None:
    text = resource('set = [{name = "a.b", value = var.x}]')
    (layer,) = found(text)[0].layers
    assert isinstance(layer, Embedding)
    document = layer.read()
    entry = document.find(("a", "b"))
    assert entry is not None
    assert document.template
    assert document.sealed == "another program fills it in"
    assert text[slice(*layer.outer_span(entry.node.span))] == "var.x"


def test_text_that_ends_in_a_brace_is_no_expression() -> None:
    text = 'locals {\n  n = "other"\n}\n' + resource('name = "xylocal.n}"')
    (held,) = found(text)
    assert held.release == "xylocal.n}"


def test_values_of_a_local_are_called_by_it() -> None:
    text = 'locals {\n  v = ["a: 1", "b: 2"]\n}\n' + resource("values = local.v")
    (held,) = found(text)
    start = text.index("[")
    assert [one.source.name for one in held.layers if isinstance(one, Embedding)] == [
        f"local.v + {text.index(word) - start} in main.tf" for word in ('"a', '"b')
    ]


@pytest.mark.parametrize(
    "text",
    [
        "locals {\n  a {\n  }\n}\n" + resource('name = "x"'),
        resource('name = "x"') + "locals {}\n",
    ],
)
def test_locals_of_any_shape_are_no_obstacle(text: str) -> None:
    assert [one.release for one in found(text)] == ["x"]


@pytest.mark.parametrize("release", [5, None, "a", [5], []])
def test_release_in_json_that_is_no_object_is_none(release: object) -> None:
    given = {"resource": {"helm_release": {"a": release, "b": {"chart": "pachyderm"}}}}
    assert [one.name for one in found(json.dumps(given), "main.tf.json")] == ["b"]


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (("values = [<<EOT", "a: 1", "EOT", "]"), ""),
        (("values = [<<EOT", "a: $${b}", "EOT", "]"), "the values stand in a string"),
        (('values = ["a: 1"]',), "the values stand in a string"),
        (('values = ["a: \\"1\\""]',), "the values stand in a string"),
    ],
)
def test_only_plain_heredocs_are_written(lines: tuple[str, ...], refusal: str) -> None:
    (layer,) = found(resource(*lines))[0].layers
    assert isinstance(layer, Embedding)
    assert layer.refusal == refusal
    assert layer.read().sealed == refusal


def test_missing_file_of_the_module_is_told_by_its_name() -> None:
    (held,) = found(resource('values = [file("${path.module}/gone.yaml")]'))
    assert [one.message for one in held.remarks] == ["There is no values file gone.yaml in the module"]
