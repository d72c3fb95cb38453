"""What a topic and an impact are about, in a line each."""

from collections.abc import Mapping
from typing import cast

from pachlint.bundled import read_json
from pachlint.finding import Impact

IMPACTS: Mapping[Impact, str] = {
    Impact.REJECTED: "Helm rejects the values: nothing is installed.",
    Impact.BROKEN: "It installs, and something does not work.",
    Impact.INSECURE: "Something is open to others, or travels or is kept in plain text.",
    Impact.INEFFECTIVE: "The value does nothing: no template, controller or program reads it.",
    Impact.FRAGILE: "It works, and is not fit for production.",
    Impact.OUTDATED: "It works for now, and has a successor.",
}


def about(topic: str) -> str:
    """What a shipped topic is about; "" for one of a pack."""
    return cast("Mapping[str, str]", read_json("schemas/topics.json")).get(topic, "")
