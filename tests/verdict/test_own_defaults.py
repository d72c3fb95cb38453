"""Every release's own defaults meet its demands, with the one value that nobody can leave out."""

import pytest

from pachlint.chart.charts import chart
from pachlint.layering.coalesce import effective_values
from pachlint.verdict import crashes, manifests, template_checks
from pachlint.verdict.breaches import TemplateInput
from pachlint.versions import RELEASED, Version


@pytest.mark.parametrize("version", RELEASED, ids=str)
def test_defaults_meet_every_demand(version: Version) -> None:
    released = chart(version)
    seen = effective_values(released.defaults, released.subcharts, {"deployTarget": "LOCAL"})
    given = TemplateInput(seen, str(version))
    assert template_checks.breaches(given, crashes._demands()) == []
    assert manifests.unreadable(given, crashes._manifests()) == []


@pytest.mark.parametrize("version", RELEASED[:: len(RELEASED) - 1], ids=str)
def test_what_nobody_can_leave_out_is_demanded(version: Version) -> None:
    released = chart(version)
    seen = effective_values(released.defaults, released.subcharts, {})
    found = template_checks.breaches(TemplateInput(seen, str(version)), crashes._demands())
    assert ("deployTarget",) in {breach.path for breach in found}
