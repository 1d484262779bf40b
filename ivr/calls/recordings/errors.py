"""Why a job about a recording is tried again."""

from __future__ import annotations

from ivr.calls.errors import CallsError


class NotNow(CallsError):
    """What the job needs is away, or not there yet: another time may do."""


class NotFiledYet(NotNow):
    """The request these words belong to is not in the database yet."""
