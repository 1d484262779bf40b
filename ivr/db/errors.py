"""What can be wrong in the cellar."""

from __future__ import annotations


class CellarError(Exception):
    """Something is wrong with the database; the message is one line that says what, and the remedy."""


class DatabaseUnavailable(CellarError):
    """The database cannot be started or reached."""


class NoNumbersLeft(CellarError):
    """This machine holds no leased reference number and must ask PostgreSQL for more."""


class Unreadable(CellarError):
    """This sealed value was not made with any key in SECRET_KEYS; add the key it was made with."""
