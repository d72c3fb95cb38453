"""The template that docs/learning.md follows from end to end comes out as it says there."""

import re
from pathlib import Path

import pytest

from pachlint.chart.files import load_chart
from pachlint.learning import forms
from pachlint.learning.demands import Demand, demands_of, without_implied
from pachlint.learning.effort import Effort
from pachlint.learning.flows import flows_of
from pachlint.learning.layout import skeleton
from pachlint.learning.learn import learn
from pachlint.learning.learner import Learner
from pachlint.learning.program import program

DOCS = (Path(__file__).parent.parent.parent / "docs" / "learning.md").read_text()
TEMPLATE, RUN, DEMANDS, TABLE = re.findall(r"^```\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)[:4]
ON = forms.Test(forms.Value("", ("tls", "enabled")), holds=True)


@pytest.fixture
def chart(tmp_path: Path) -> str:
    (tmp_path / "own" / "templates").mkdir(parents=True)
    (tmp_path / "own" / "Chart.yaml").write_text("{apiVersion: v2, name: own, version: 1.0.0}")
    (tmp_path / "own" / "values.yaml").write_text("tls: {enabled: false}")
    (tmp_path / "own" / "templates" / "a.yaml").write_text(TEMPLATE)
    return str(tmp_path / "own")


def test_every_step(chart: str) -> None:
    nodes = Learner(program(load_chart(chart)), Effort()).file("own/templates/a.yaml")
    names = {**vars(forms), "Demand": Demand}
    assert nodes == tuple(eval(line, names) for line in RUN.splitlines())
    demands = without_implied(set(demands_of(nodes, ())))
    assert demands == {eval(line, names) for line in DEMANDS.splitlines()}
    first = skeleton(nodes)[0]
    assert isinstance(first, forms.Text)
    assert repr(first.text)[1:-1] in DOCS
    (flow,) = flows_of(nodes, ())
    assert (flow.kind, flow.place, flow.guard) == ("Service", ("spec", "type"), (ON,))


def test_the_tables(chart: str) -> None:
    found = learn(load_chart(chart)).demands
    for line in TABLE.splitlines():
        name, rows = line.split(":", 1)
        assert str(found[eval(name)]).replace("'", '"') == rows.strip().split("   ")[0].strip()
