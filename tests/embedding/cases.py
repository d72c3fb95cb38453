"""What is found in the files of a repository, in the words of the tables in tests/data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pachlint.embedding.extraction import FOLDED
from pachlint.embedding.forms import held_in
from pachlint.embedding.held import Held
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.reading.document import read
from pachlint.source import Source

DATA = Path(__file__).parent.parent / "data"
_NOTHING: Mapping[str, Any] = {
    "releases": 1,
    "of_pachyderm": None,
    "version": "",
    "release": "",
    "namespace": "",
    "chart": "",
    "layers": [],
    "flags": [],
    "notes": [],
    "remarks": [],
    "refusals": [],
    "templates": [],
    "incomplete": False,
}


def table(name: str) -> list[dict[str, Any]]:
    """The cases of a table."""
    cases: list[dict[str, Any]] = YAML(typ="safe").load(DATA / name)
    return cases


def written(case: Mapping[str, Any], folder: Path) -> str:
    """Write the files of a case; the path of the first of them."""
    for name, text in case["files"].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(next(iter(case["files"])))


def expected(case: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be found."""
    return {**_NOTHING, **{key: value for key, value in case.items() if key not in {"name", "files"}}}


def found_in(file: str) -> dict[str, Any]:
    """What is found in a file: how many releases, and the first of them."""
    source = Source(file, Path(file).read_text())
    every = held_in(source, Tree(file))
    return {**_NOTHING, "releases": len(every), **(_described(every[0]) if every else {})}


def _described(held: Held) -> dict[str, Any]:
    embeddings = [one for one in held.layers if isinstance(one, Embedding)]
    return {
        "of_pachyderm": held.of_pachyderm,
        "version": held.version,
        "release": held.release,
        "namespace": held.namespace,
        "chart": held.chart,
        "layers": [_layer(one) for one in held.layers],
        "flags": [[one.flag.kind, one.flag.text] for one in held.flags],
        "notes": list(held.notes),
        "remarks": [[one.code, held.file.position(one.span.start)[0], one.message] for one in held.remarks],
        "refusals": [one.refusal for one in embeddings if one.refusal and one.refusal != FOLDED],
        "templates": [True for one in embeddings if one.template],
        "incomplete": held.incomplete,
    }


def _layer(one: Any) -> list[Any]:
    if isinstance(one, Embedding):
        return [one.outer.name, one.read().data]
    return [one.path, read(Source(one.path, Path(one.path).read_text())).data]
