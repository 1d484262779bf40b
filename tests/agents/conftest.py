"""A floor with three free agents and one caller who waits."""

from __future__ import annotations

import pytest

from .world import World


@pytest.fixture
def world() -> World:
    """Ana, Ben and Cy are free; a caller waits as H1, on CA1."""
    world = World(presence=dict.fromkeys(("ana", "ben", "cy"), "available"))
    world.ask(world.inbound("caller"))
    return world
