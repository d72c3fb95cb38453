"""Values at random whose texts meet the layout of a manifest: several lines, separators, tabs, quotes, odd characters.

Nearly all templates are switched on, so that nearly every text is written somewhere.
"""

import copy
import random
from typing import Any

from likely_settings import everything_on
from random_values import bundled_paths, paths_of, put

from pachlint.chart.charts import chart
from pachlint.layering.coalesce import overlay
from pachlint.versions import resolve

Tree = dict[str, Any]
Path = tuple[str, ...]

_LINES = (
    "a", "b: c", "- a", "---", "--- a", "---a", " ---", "...", "- ", "x:", "'", '"', "a'", '"b"', "[", "a]", "{", "}", "#", "# c", "|", ">-", "&a",
    "*a", "!x", "%Y", "@", "`", ":", "? a", "?", "\\", "a\\", ".inf", ".nan", "-----BEGIN CERTIFICATE-----", "MIIB", "key = 'v'", "k: |", 'key: "v"',
    "log_level = debug", "$(X)", "<no value>", "a,b", "10.0.0.0/8", "null", "~", "true", "1e3", "a: b: c", "a:b", "x" * 70, "",
)  # fmt: skip
_LEADS = ("", "", "", "", " ", "  ", "    ", "      ", "          ", "\t", " \t", "  \t", "    \t")
_TAILS = ("", "", "", "", " ", "\t", "\r", ":", " #")
_CHARACTERS = (
    "\x0b", "\x0c", "\x01", "\x1b", "\x85", "\xa0", "\u2028", "\u2029", "\ufeff", "\u200b", "\u3000", "é", "\U0001f600", "\r", "\x00", "\u2007", "\ufffd",
)  # fmt: skip
_WHOLE = (
    "", "\n", "\n\n", "\t", "\t\n", " ", " \n", ".inf", "-.inf", ".nan", "+.INF", "''", '""', "a\n---\nb: [", "a\n---\nb: c", "---", "---\na: b", "x\n---", "\n---\n",
    "-----BEGIN X-----\nabc\n-----END X-----\n", "  deeper\nback\n", "\n\n  a\nb\n", "a\n\n\nb", "a: b\nc: d\n", "- a\n- b\n", "k: |\n  x\n", "a\r\nb\r\n",
)  # fmt: skip


def odd_texts(rng: random.Random, version: str) -> Tree:
    """Everything switched on, and odd texts at some paths of this and the bundled charts."""
    values: Tree = copy.deepcopy(rng.choice(_everything(version)))
    if rng.random() < 0.5:
        values = overlay(values, {"pachd": {"lokiDeploy": True}})
    whole = chart(resolve(version))
    paths = _text_paths(values) if rng.random() < 0.3 else [*paths_of(whole), *bundled_paths(whole)]
    texts = [path for path in paths if _takes_text(whole, path)]
    same = odd_text(rng) if rng.random() < 0.3 else None
    for path in rng.sample(texts, rng.choice((1, 1, 1, 2, 4))):
        put(values, path, _around(rng, whole, path, odd_text(rng) if same is None else same))
    return values


def odd_text(rng: random.Random) -> str:
    """A text of one line or several, with an odd character here and there."""
    if rng.random() < 0.3:
        text = rng.choice(_WHOLE)
    else:
        lines = [
            rng.choice(_LEADS) + rng.choice(_LINES) + rng.choice(_TAILS)
            for _ in range(rng.choice((1, 1, 2, 2, 3, 4)))
        ]
        text = "\n".join(lines) + rng.choice(("", "", "\n"))
    if rng.random() < 0.25:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_CHARACTERS) + text[at:]
    return text


def _everything(version: str) -> tuple[Tree, ...]:
    """What is switched on; with logging to Elastic and a database of its own, so that Determined writes those too."""
    extra: Tree = {
        "determined": {
            "logging": {
                "type": "elastic",
                "host": "h",
                "port": 1,
                "security": {"tls": {"enabled": True, "certificate": "C"}},
            },
            "db": {"sslMode": "x", "sslRootCert": "x", "resourceType": "secret", "certResourceName": "x"},
        },
        "postgresql": {
            "postgresqlConfiguration": {"a": "b"},
            "postgresqlExtendedConf": {"a": "b"},
            "pgHbaConfiguration": "x",
        },
    }
    first, *others = everything_on(version)
    return (overlay(first, extra), first, *others)


def _text_paths(values: Tree, path: Path = ()) -> list[Path]:
    """The paths of the texts that are there already: they switch something on."""
    found: list[Path] = []
    for key, value in values.items():
        if isinstance(value, dict):
            found += _text_paths(value, (*path, key))
        elif isinstance(value, str):
            found.append((*path, key))
    return found


def _takes_text(whole: Any, path: Path) -> bool:
    field = whole.field(path)
    return (
        not whole.children(path)
        and path != ("deployTarget",)
        and (field is None or not field.types or bool({"string", "object"} & set(field.types)))
    )


def _around(rng: random.Random, whole: Any, path: Path, text: str) -> object:
    """The text itself, or a map that holds it where the chart takes one."""
    field = whole.field(path)
    if field is not None and field.types and "string" not in field.types:
        return rng.choice(({"a": text}, {text: "b"}, {"a": {"b": text}}))
    return (
        text
        if field is not None or rng.random() < 0.7
        else rng.choice(({"a": text}, {text: "b"}, [text], [{"a": text}]))
    )
