"""Flask, with a short way to the doors of a call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from flask import Flask, Request
from werkzeug.routing import MapAdapter, Rule

STRAIGHT = "voice."
"""Blueprint whose plain addresses are found by one look, without werkzeug's adapter: it costs as much as the engine."""


class Application(Flask):
    """Flask, but for a straight address the request knows its rule before an adapter is made to look for it."""

    @cached_property
    def _straight(self) -> Mapping[tuple[str, str], Rule]:
        rules = [r for r in self.url_map.iter_rules() if r.endpoint.startswith(STRAIGHT) and not r.arguments]
        return {
            (method, rule.rule): rule for rule in rules for method in ("GET", "POST") if method in (rule.methods or ())
        }

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The view as it is: none is a coroutine here, and Flask would look at each anew for every request."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """None where the rule is already known: Flask then looks for none."""
        rule = self._straight.get((request.method, request.path)) if request is not None else None
        if request is None or rule is None:
            return super().create_url_adapter(request)
        request.url_rule, request.view_args = rule, {}
        return None
