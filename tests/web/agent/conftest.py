"""A desk of one's own for each test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from .site import Site

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The pages' styles, built from what stands in the tree."""
    subprocess.run([sys.executable, str(ROOT / "hatch_build.py")], check=True, capture_output=True)


@pytest.fixture
def site(database: Engine) -> Site:
    return Site(database)
