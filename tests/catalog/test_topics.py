"""Each topic and each impact has a line that says what it is about."""

import json
from pathlib import Path

from pachlint.catalog.topics import IMPACTS, about
from pachlint.finding import Impact
from pachlint.rulebook import shipped

FILE = Path(__file__).parent.parent.parent / "schemas" / "topics.json"


def test_every_topic_and_no_other() -> None:
    reported = json.loads(FILE.read_text())
    assert list(reported) == list(shipped().topics)
    assert [topic for topic, words in reported.items() if not words.endswith(".")] == []
    assert [about("tls"), about("corp")] == [reported["tls"], ""]


def test_every_impact() -> None:
    assert list(IMPACTS) == list(Impact)
