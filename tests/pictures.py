"""A screen as an SVG picture that names no address: for snapshots and for the README."""

import re

from textual.app import App

_FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def picture(app: App[None], title: str = "pressreader") -> str:
    """The screen as it is. The font that Rich would fetch from a site is the reader's own instead."""
    svg = _FONT_FACES.sub("", app.export_screenshot(title=title))
    return svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
