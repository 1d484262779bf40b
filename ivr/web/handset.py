"""What the doors of the test phone share: JSON in, JSON out, and only for pages of this very site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, jsonify, request

from ivr.simulator.far import NobodyThere
from ivr.simulator.sessions import BadAction, NoSuchCall
from ivr.web import pages


def answered(work: Callable[[Mapping[str, Any]], object]) -> Response:
    """What `work` makes of the JSON object that was sent; 403 another site's page, and what `told` answers."""
    if not same_site():
        return answer({"error": "only this page may call"}, 403)
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        return answer({"error": "send a JSON object"}, 400)
    return told(lambda: work(asked))


def told(work: Callable[[], object]) -> Response:
    """As JSON; 400 what cannot be understood, 404 no such call, 503 nobody keeps the calls."""
    try:
        return answer(work(), 200)
    except BadAction as problem:
        return answer({"error": str(problem)}, 400)
    except NoSuchCall as problem:
        return answer({"error": str(problem)}, 404)
    except NobodyThere:
        return answer({"error": "the test phone's own process does not answer"}, 503)


def same_site() -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def answer(value: object, status: int) -> Response:
    response = jsonify(value)
    response.status_code = status
    return pages.secure(response)
