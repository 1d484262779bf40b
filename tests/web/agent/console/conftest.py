"""A house of one's own for each test."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from .house import House


@pytest.fixture
def house(database: Engine) -> House:
    return House(database)
