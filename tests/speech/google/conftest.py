"""Ears that are closed when the test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ivr.speech.google import Google
from ivr.speech.google.patience import Patience
from tests.speech.google_server import GoogleServer

Hears = Callable[..., Google]


@pytest.fixture
def ear() -> Iterator[Hears]:
    """Makes an ear for a server: ear(server, answer=0.5) changes its patience, ear(server, location="eu") itself."""
    made: list[Google] = []

    def make(server: GoogleServer, **changes: object) -> Google:
        patient = {name: changes.pop(name) for name in tuple(changes) if name in Patience.__dataclass_fields__}
        given = {"project": "a-project", "location": "us", "endpoint": server.address} | changes
        made.append(Google(**given, patience=Patience(**patient)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()
