"""What the line counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response


def door(exposed: Callable[[], tuple[bytes, str]]) -> Blueprint:
    """The blueprint `metrics`; its route expects the guard `metrics`. exposed: the counts, and their content type."""
    blueprint = Blueprint("metrics", __name__)

    def show() -> Response:
        text, kind = exposed()
        return Response(text, content_type=kind, headers={"Cache-Control": "no-store"})

    blueprint.add_url_rule("/metrics", "show", show)
    return blueprint
