"""The template files that make services and ways into them, whole: what is printed, and nothing reduced to its layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pachlint.learning.encoding import Encoder
from pachlint.learning.forms import Branch, Dict, Expr, Loop, Root, Text, Value
from pachlint.learning.layout import merged, plain
from pachlint.learning.learner import Learner
from pachlint.learning.output import arms, with_arms
from pachlint.learning.pieces import Pieces
from pachlint.learning.symbolic import Runner
from pachlint.verdict.breaches import RELEASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pachlint.learning.forms import Nodes

ADDRESSES = {
    "issuer": "pachyderm.issuerURI",
    "issuer for browsers": "pachyderm.userAccessibleOauthIssuerHost",
    "issuer for Console": "pachyderm.reactAppRuntimeIssuerURI",
    "Console callback": "pachyderm.consoleRedirectURI",
    "pachd callback": "pachyderm.pachdRedirectURI",
}
"""The public addresses that charts derive, and the templates that print them."""
_KIND = re.compile(r"^ *kind: *[\"']?(?:Service|Ingress|Route)[\"']? *$", re.MULTILINE)
_COMMENT = re.compile(r"^ *#[^\n]*\n", re.MULTILINE)


class AnyName(Runner):
    """Runs templates of which the release may have any name."""

    def root_field(self, scope: str, name: str) -> Expr:
        found = super().root_field(scope, name)
        if name != "Release" or not isinstance(found, Dict):
            return found
        return Dict(
            tuple(
                (key, Value("", (RELEASE, key)) if key in {"Name", "Namespace"} else e)
                for key, e in found.pairs
            )
        )


class LearnedAnyName(AnyName, Learner):
    """The same for any chart."""


def object_table(
    files: Iterable[tuple[int, Nodes]], addresses: Iterable[tuple[int, str, Nodes]] = ()
) -> dict[str, Any]:
    """Encode what files print, and addresses, each with the number of its span; paths are those of the main chart."""
    encoder = Encoder()
    pieces = Pieces(encoder)
    rows = [[span, pieces.put(nodes)] for span, nodes in files]
    named = [[span, name, pieces.put(nodes)] for span, name, nodes in addresses]
    return {
        "files": rows,
        "addresses": named,
        "open": sorted(encoder.open),
        "expressions": encoder.expressions,
        "pieces": pieces.rows,
    }


def printed_by(runner: Runner, template: str) -> Nodes:
    """What a named template of the chart prints."""
    return merged(plain(runner.template(runner.named(template), Root(""))))


def exposing(nodes: Nodes) -> Nodes | None:
    """What a file prints, without comments; None if it makes neither services nor anything that leads to them."""
    found = merged(plain(nodes))
    return _uncommented(found) if _makes(found) else None


def _makes(nodes: Nodes) -> bool:
    return any(
        _KIND.search(node.text) is not None
        if isinstance(node, Text)
        else isinstance(node, Branch | Loop) and any(map(_makes, arms(node)))
        for node in nodes
    )


def _uncommented(nodes: Nodes) -> Nodes:
    return tuple(
        Text(_COMMENT.sub("", node.text))
        if isinstance(node, Text)
        else with_arms(node, _uncommented)
        if isinstance(node, Branch | Loop)
        else node
        for node in nodes
    )
