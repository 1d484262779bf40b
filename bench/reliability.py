"""The reliability diagram: how often the line was right, by how sure it was. SVG, readable in light and in dark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

SIDE, LEFT, TOP, BAND = 360, 56, 20, 66
"""Pixels: the square of the diagram, its margins, and the band below it with the number of rows."""
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.axis{stroke:#888;stroke-width:1}"
    ".ideal{stroke:#888;stroke-dasharray:4 4}"
    ".bar{fill:#2a6fbb}.gap{fill:#d9822b;opacity:.45}.rows{fill:#9aa5b1}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.bar{fill:#6ea8e6}}"
)


def svg(bins: Sequence[dict[str, Any]]) -> str:
    """bins: as Report.calibration gives them, from the least sure to the surest."""
    width, height = LEFT + SIDE + 20, TOP + SIDE + BAND + 46
    most = max((one["n"] for one in bins), default=0) or 1
    title = "How sure the line is, and how often it is right"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d">',
        f'<title id="t">{title}</title><desc id="d">{escape(_told(bins))}</desc><style>{STYLE}</style>',
        f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{TOP + SIDE}H{LEFT + SIDE}"/>',
        f'<path class="ideal" d="M{LEFT} {TOP + SIDE}L{LEFT + SIDE} {TOP}"/>',
        *_ticks(),
        *(part for n, one in enumerate(bins) if one["n"] for part in _bar(n, len(bins), one, most)),
        _middle(LEFT + SIDE / 2, height - 6, "how sure (below: how many utterances)"),
        f'<text transform="translate(14 {TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">how often right</text>',
        "</svg>\n",
    ]
    return "\n".join(parts)


def _bar(n: int, of: int, one: dict[str, Any], most: int) -> list[str]:
    width = SIDE / of
    x, right, sure = LEFT + n * width, one["right"] * SIDE, one["confidence"] * SIDE
    low, high = sorted((right, sure))
    tall = one["n"] / most * (BAND - 24)
    return [
        _box("bar", x, TOP + SIDE - right, width, right),
        _box("gap", x, TOP + SIDE - high, width, high - low),
        _box("rows", x, TOP + SIDE + 24, width, tall),
        _middle(x + width / 2, TOP + SIDE + 37 + tall, str(one["n"])),
    ]


def _box(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x + 2:.1f}" y="{y:.1f}" width="{width - 4:.1f}" height="{height:.1f}"/>'


def _middle(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{text}</text>'


def _ticks() -> list[str]:
    return [
        mark
        for n in range(0, 101, 20)
        for mark in (
            f'<text x="{LEFT + n / 100 * SIDE:.0f}" y="{TOP + SIDE + 16}" text-anchor="middle">{n} %</text>',
            f'<text x="{LEFT - 6}" y="{TOP + SIDE - n / 100 * SIDE + 4:.0f}" text-anchor="end">{n} %</text>',
        )
    ]


def _told(bins: Sequence[dict[str, Any]]) -> str:
    return "; ".join(
        f"{one['n']} utterances {one['confidence']:.0%} sure: {one['right']:.0%} right" for one in bins if one["n"]
    )
