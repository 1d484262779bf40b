"""`ivr`: the line from the command line, for administrators, engineers and tests."""

from __future__ import annotations

from ivr.cli.commands import main

__all__ = ["main"]
