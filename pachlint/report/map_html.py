"""The map of a release as a page for a browser, which needs no network, no script and no other file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from pachlint import __version__
from pachlint.report.html_markup import as_html, filled, shipped, text
from pachlint.report.map_svg import drawing

if TYPE_CHECKING:
    from pachlint.report.map_view import MapView
    from pachlint.visible import Html


def render(view: MapView) -> Html:
    """The page around the drawing."""
    style = shipped("report/map-page.css")
    parts = {
        "policy": _policy(style, shipped("report/map.css")),
        "style": style,
        "title": text(f"Ways into {view.release.name}"),
        "drawing": drawing(view),
        "version": as_html(__version__),
    }
    return filled(shipped("report/map.html"), parts)


def _policy(*styles: Html) -> Html:
    """What the browser may do: use these styles, and nothing else."""
    sums = " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in styles)
    return as_html(f"default-src 'none'; style-src {sums}; base-uri 'none'; form-action 'none'")
