"""What the engine thought, as a header for the test phone; and what it may tell of its caller and the clock."""

from __future__ import annotations

import json
from collections.abc import Mapping

TRACE_HEADER = "X-OneCall-Trace"
CLOCK_HEADER = "X-OneCall-Now"
LANGUAGE_HEADER = "X-OneCall-Language"
VOICE_HEADER = "X-OneCall-Voice"
LIMIT = 6_000


def quoted(trace: object) -> str:
    """The trace as ASCII JSON on one line, at most LIMIT characters; taking it for URL-quoted does it no harm.

    A longer one loses its largest parts, which become null, until it fits.
    """
    parts = dict(trace) if isinstance(trace, Mapping) else {"trace": trace}
    by_size = sorted(parts, key=lambda name: len(_json(parts[name])))
    while len(text := _json(parts)) > LIMIT and by_size:
        parts[by_size.pop()] = None
    return text if len(text) <= LIMIT else "{}"


def _json(value: object) -> str:
    text = json.dumps(value, default=str, separators=(",", ":"))
    return text.replace("%", "\\u0025").replace("\x7f", "\\u007f")
