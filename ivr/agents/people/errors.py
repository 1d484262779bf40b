"""What can be wrong with people; each message is one line, for whoever typed it."""

from __future__ import annotations


class PeopleError(Exception):
    """Something is wrong with what was asked about a person."""


class BadPerson(PeopleError):
    """A name, a role, a telephone or a language cannot be as it was written; the message says which, and `what`, in a
    word: login, name, heard, role, telephone, language, skill or level."""

    def __init__(self, what: str, message: str) -> None:
        super().__init__(message)
        self.what = what


class LoginTaken(PeopleError):
    """There is already somebody with this name for signing in."""


class NobodyOfThatName(PeopleError):
    """There is nobody with this name for signing in; `ivr people list` shows who there is."""


class TooManyTries(PeopleError):
    """Too many tries: wait until there may be another. seconds: how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many tries; the next one may come in {seconds:.0f} seconds.")
        self.seconds = seconds
