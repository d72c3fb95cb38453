"""What is learned of small charts: the verdict of rows that Helm judged, the fields, and bounds for hostile ones."""

import json
import subprocess
import tarfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pachlint import lint
from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import Likeness
from pachlint.chart.files import load_chart
from pachlint.chart.model import Model
from pachlint.finding import Finding, Impact
from pachlint.learning.learn import learn
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import load
from pachlint.source import Source

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "learned-charts.jsonl").read_text().splitlines()
]
DEFAULTS: Mapping[str, Any] = {
    "a": {"b": {"c": "x"}},
    "on": False,
    "name": "",
    "list": [],
    "map": {"k": "v"},
    "n": 1,
    "text": "",
}
Charts = Callable[[dict[str, Any]], tuple[str, Model]]
SECONDS = 20
"""What every hostile chart is followed in, on a busy machine too."""


def written(folder: Path, templates: Mapping[str, str], defaults: Mapping[str, Any] = DEFAULTS) -> str:
    """A chart in a folder."""
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text('{"apiVersion": "v2", "name": "own", "version": "1.0.0"}')
    (folder / "values.yaml").write_text(json.dumps(defaults))
    for name, text in templates.items():
        (folder / "templates" / name).write_text(text)
    return str(folder)


def rejections(location: str, values: str, model: Model | None = None) -> list[Finding]:
    """Why Helm rejects values, by a chart that is learned, or was."""
    chart = as_chart(load_chart(location), lambda files: model or learn(files))
    assert chart.likeness is Likeness.OTHER
    job = Job("values", (read(Source("values.yaml", values)),), chart=chart)
    found = lint.check([job], load().select(["rejected"])).findings
    return [finding for finding in found if finding.impact is Impact.REJECTED]


@pytest.fixture(scope="module")
def chart_of(tmp_path_factory: pytest.TempPathFactory) -> Charts:
    """The chart of a row and what is learned of it, once for all rows that have the same."""

    @cache
    def chart(templates: str, defaults: str) -> tuple[str, Model]:
        folder = written(
            tmp_path_factory.mktemp("chart") / "own", json.loads(templates), json.loads(defaults)
        )
        return folder, learn(load_chart(folder))

    return lambda row: chart(json.dumps(row["templates"]), json.dumps(row.get("defaults", DEFAULTS)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['why']}-{json.dumps(row['values'])}")
def test_verdict_of_a_learned_chart(row: dict[str, Any], chart_of: Charts) -> None:
    chart, model = chart_of(row)
    found = rejections(chart, json.dumps(row["values"]), model)
    assert (not found) is row["ok"]
    assert sorted({finding.path for finding in found}) == row.get("at", [])


@pytest.mark.helm
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['why']}-{json.dumps(row['values'])}")
def test_helm_says_the_same(row: dict[str, Any], chart_of: Charts, tmp_path: Path, helm3: Path) -> None:
    chart, _ = chart_of(row)
    (tmp_path / "values.yaml").write_text(json.dumps(row["values"]))
    command = [helm3, "template", "pachd", chart, "-f", tmp_path / "values.yaml"]
    assert (subprocess.run(command, capture_output=True, check=False).returncode == 0) is row["ok"]


def learned(folder: Path, templates: Mapping[str, str], defaults: Mapping[str, Any]) -> Model:
    return learn(load_chart(written(folder / "own", templates, defaults)))


def test_fields_say_what_is_read_and_under_which_switches(tmp_path: Path) -> None:
    defaults = {"on": False, "name": "n", "free": {}, "dead": 1, "only": {"told": 2}}
    template = "{{ if .Values.on }}{{ .Values.name }}{{ toYaml .Values.free }}{{ .Values.new.port }}{{ end }}"
    model = learned(tmp_path, {"a.yaml": template, "NOTES.txt": "{{ .Values.only.told }}"}, defaults)
    found = {".".join(one.path): (one.declared, one.type, one.read, one.switches) for one in model.fields}
    assert found == {
        "on": (True, "boolean", "yes", ()),
        "name": (True, "string", "whole", ("on",)),
        "free": (True, "object", "whole", ("on",)),
        "dead": (True, "integer", "no", ()),
        "only": (True, "object", "no", ()),
        "only.told": (True, "integer", "no", ()),
        "new": (False, "", "yes", ()),
        "new.port": (False, "", "whole", ("on",)),
    }


def test_what_only_an_upgrade_reads_is_read(tmp_path: Path) -> None:
    model = learned(tmp_path, {"a.yaml": "{{ if .Release.IsUpgrade }}{{ .Values.x }}{{ end }}"}, {"x": 1})
    assert [one.read for one in model.fields] == ["whole"]


def test_a_checksum_of_all_values_reads_none(tmp_path: Path) -> None:
    model = learned(tmp_path, {"a.yaml": "x: {{ toJson .Values | sha256sum }}"}, {"x": 1})
    assert [one.read for one in model.fields] == ["no"]


def test_with_a_file_that_is_not_followed_everything_may_be_read(tmp_path: Path) -> None:
    templates = {"a.yaml": "{{ range .Values.x }}{{ break }}{{ end }}", "b.yaml": "a: {{ .Values.x.y }}"}
    model = learned(tmp_path, templates, {"x": [], "z": 1})
    assert (model.files, model.followed, model.unknown) == (2, 1, ("break",))
    assert {one.read for one in model.fields} == {"whole"}


def test_what_is_not_followed_is_named(tmp_path: Path) -> None:
    model = learned(tmp_path, {"a.yaml": "x: {{ repeat 2 .Values.x }}"}, {"x": "1"})
    assert (model.followed, model.unknown) == (1, ("the function repeat",))


_DOUBLED = "".join(
    f'{{{{ define "a{n}" }}}}{{{{ include "a{n - 1}" . }}}}{{{{ include "a{n - 1}" . }}}}{{{{ end }}}}'
    for n in range(1, 39)
)
HOSTILE = {
    "endless recursion": '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}',
    "two that include each other": (
        '{{ define "r" }}{{ template "s" . }}{{ template "s" . }}{{ end }}'
        '{{ define "s" }}{{ template "r" . }}{{ template "r" . }}{{ end }}{{ template "r" . }}'
    ),
    "a map that merges itself": "{{ $d := dict }}"
    + '{{ $d = merge (dict "a" $d "b" $d) $d }}' * 60
    + "x: {{ $d }}",
    "a template that includes itself by printf": '{{ define "a.b" }}{{ include (printf "a.%s" .Values.x) . }}{{ end }}{{ include "a.b" . }}',
    "many templates that printf can name": "".join(
        f'{{{{ define "a.{n}" }}}}{{{{ include (printf "a.%s" .Values.x) . }}}}{{{{ end }}}}'
        for n in range(9)
    )
    + '{{ include "a.1" . }}',
    "exponential includes": f'{{{{ define "a0" }}}}{{{{ .Values.x }}}}{{{{ end }}}}{_DOUBLED}{{{{ include "a38" . }}}}',
    "exponential text": f'{{{{ define "a0" }}}}xxxxxxxx{{{{ end }}}}{_DOUBLED}{{{{ include "a38" . }}}}',
    "exponential variables": "{{ $a := .Values.x }}" + "{{ $a = list $a $a }}" * 60 + "{{ $a }}",
    "exponential branches": "{{ $a := .Values.x }}"
    + '{{ if .Values.b }}{{ $a = printf "%s%s" $a $a }}{{ else }}{{ $a = printf "%s-%s" $a $a }}{{ end }}'
    * 40,
    "exponential constants": '{{ $a := "aa" }}' + '{{ $a = replace "a" "aa" $a }}' * 60,
    "deep loops": "{{ range .Values.l }}" * 30 + "{{ . }}" + "{{ end }}" * 30,
    "deep lists": "{{ $a := 1 }}" + "{{ $a = list $a }}" * 2000 + "{{ $a }}",
    "deep parentheses": "x: {{ " + "(not " * 90 + ".Values.x" + ")" * 90 + " }}",
    "deep conditions": "{{ if .Values.x }}" * 400 + "{{ end }}" * 400,
    "many variables": "".join(f"{{{{ $v{n} := .Values.a }}}}" for n in range(3000))
    + "{{ if .Values.x }}{{ end }}" * 3000,
    "an indentation of two gigabytes": "x: {{ indent 2000000000 .Values.x }}{{ randAlphaNum 2000000000 }}",
    "templates without an end": "{{ if .Values.x }}" + "{{ .Values.y }}" * 80_000 + "{{ end }}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_templates_are_left_unknown(name: str, tmp_path: Path) -> None:
    chart = written(tmp_path / "own", {"a.yaml": HOSTILE[name]}, {})
    begun = time.process_time()
    model = learn(load_chart(chart))
    assert time.process_time() - begun < SECONDS
    assert model.followed == 0 or model.unknown or name in ("deep parentheses", "deep conditions")
    assert rejections(chart, "x: a\nl: [a, b, c, d, e]\n", model) == []


GREEDY = {
    "loops in loops": "{{ range $.Values.l }}" * 6 + "x" + "{{ end }}" * 6,
    "a long text in loops": "{{ range $.Values.l }}{{ range $.Values.l }}" + "- x: y\n" * 50_000 + "{{ end }}{{ end }}",
    "quotes in quotes": "x: {{ .Values.q" + " | quote" * 100 + " }}",
    "a text that doubles": "{{ $a := .Values.q }}" + '{{ $a = replace "a" "aa" $a }}' * 100 + "x: {{ $a }}",
    "lists that double": "{{ $a := .Values.l }}" + "{{ $a = concat $a $a }}" * 100 + "x: {{ $a }}",
    "large merges in loops": "{{ range $.Values.l }}{{ range $.Values.l }}{{ $d := merge (dict) $.Values }}{{ end }}{{ end }}",
    "patterns in loops": '{{ range $.Values.l }}{{ range $.Values.l }}{{ if regexReplaceAll "^(a+)+$" $.Values.p "" }}{{ end }}{{ end }}{{ end }}',
    "a pattern that tracks back": 'x: {{ if regexMatch "^(a+)+$" .Values.p }}x{{ end }}',
    "letters in letters": '{{ $a := splitList "" .Values.p }}{{ range $a }}{{ range $a }}{{ range $a }}{{ . }}{{ end }}{{ end }}{{ end }}',
}  # fmt: skip


@pytest.mark.parametrize("name", GREEDY)
def test_values_are_judged_within_bounds(name: str, tmp_path: Path) -> None:
    chart = written(tmp_path / "own", {"a.yaml": GREEDY[name]}, {})
    values = {"q": '"aaa"', "p": "a" * 60 + "!", "l": [f"v{n}" for n in range(300)]}
    begun = time.process_time()
    assert rejections(chart, json.dumps(values)) == []
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("path", ['.Files.Glob "conf/*"', '.Files.Get "conf/a.txt"'])
def test_other_files_of_a_chart_are_not_taken_for_missing(tmp_path: Path, path: str) -> None:
    text = f'{{{{ if not ({path}) }}}}{{{{ fail "there is none" }}}}{{{{ end }}}}'
    chart = written(tmp_path / "own", {"a.yaml": text})
    (tmp_path / "own" / "conf").mkdir()
    (tmp_path / "own" / "conf" / "a.txt").write_text("x")
    assert rejections(chart, "n: 1\n") == []


@pytest.mark.parametrize("values", ["sub: x\n", "sub: [1]\n", "sub: 5\n"])
def test_values_of_a_chart_inside_that_are_no_map(values: str, tmp_path: Path) -> None:
    chart = written(tmp_path / "own", {"a.yaml": "x: {{ .Values.x }}\n"})
    written(tmp_path / "own" / "charts" / "sub", {"b.yaml": "y: {{ .Values.y }}\n"}, {"y": 1})
    (tmp_path / "own" / "charts" / "sub" / "Chart.yaml").write_text(
        '{"apiVersion": "v2", "name": "sub", "version": "1"}'
    )
    found = rejections(chart, values)
    assert [(one.rule, one.path) for one in found] == [("flag-problem", "sub")]


@pytest.mark.parametrize(
    ("asked", "ok"),
    [
        ('.Files.Glob "files/*.sql"', False),
        ('.Files.Glob "files/conf.d/*.{conf,sh}"', False),
        ('.Files.Get "files/none"', False),
        ('.Files.Glob "files/conf.d/*"', True),
        ('.Files.Glob "files/**.md"', True),
        ('.Files.Glob "files/[a-z]*/x"', True),  # not followed
        ('.Files.Get "files/conf.d/README.md"', True),
        ('.Files.Glob "*.md"', True),  # not followed
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_files_below_files_are_known_by_their_names(
    asked: str,
    ok: bool,
    packed: bool,
    tmp_path: Path,
) -> None:
    """What is not there is not there; of what is, only that is known."""
    text = f'{{{{ if not ({asked}) }}}}{{{{ required "r" .Values.nothing }}}}{{{{ end }}}}'
    chart = written(tmp_path / "own", {"a.yaml": text})
    (tmp_path / "own" / "files" / "conf.d").mkdir(parents=True)
    (tmp_path / "own" / "files" / "conf.d" / "README.md").write_text("x")
    if packed:
        with tarfile.open(tmp_path / "own.tgz", "w:gz") as archive:
            archive.add(chart, "own")
        chart = str(tmp_path / "own.tgz")
    assert (rejections(chart, "n: 1\n") == []) is ok
