"""What can go wrong with Twilio's REST interface: each error named for what is true, and none with a word of Twilio's.

Twilio's own words may hold a number or an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException  # type: ignore[import-untyped]

OPTED_OUT = 21610
BAD_NUMBERS = frozenset({21211, 21214, 21217, 21401, 21407, 21421, 21606, 21608, 21612, 21614, 21659})
"""Twilio's codes for a number that cannot be sent to, or from."""
OVERRUN = frozenset({14107, 20429, 21611, 30022})


class TwilioProblem(Exception):
    """Twilio did not do what it was asked."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").partition("\n")[0])


class NotThereYet(TwilioProblem):
    """Twilio knows the recording, and does not have its sound yet: a later time may do."""


class Gone(TwilioProblem):
    """Twilio has no such thing: it never was, or it was deleted."""


class NotAllowed(TwilioProblem):
    """Twilio refuses these credentials; check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."""


class TwilioAway(TwilioProblem):
    """Twilio does not answer, answers too slowly, or is overrun: a later time may do."""


class TooLarge(TwilioProblem):
    """The recording is larger than what is fetched."""


class NotSound(TwilioProblem):
    """What came in the place of a recording is no sound."""


class NotSent(TwilioProblem):
    """Twilio will never send this message."""

    def __init__(self, why: Literal["opted_out", "bad_number", "refused"]) -> None:
        super().__init__(f"Twilio does not send this message: {why}")
        self.why = why


@contextmanager
def away() -> Iterator[None]:
    """What the library raises becomes an error of ours."""
    try:
        yield
    except TwilioRestException as problem:
        check(problem.status, problem.code)
        raise TwilioAway from None
    except (requests.RequestException, TwilioException, OSError):
        raise TwilioAway from None


def check(status: int, code: int | None = None) -> None:
    """Raises what an HTTP status and Twilio's own code mean; nothing where all is well."""
    match status:
        case 200 | 201 | 204 | 206:
            return
        case 401 | 403 if code not in (OPTED_OUT, *BAD_NUMBERS):
            raise NotAllowed
        case 404 | 410:
            raise Gone
        case _ if status == 429 or status >= 500 or status < 400 or code in OVERRUN:
            raise TwilioAway
        case _ if code == OPTED_OUT:
            raise NotSent("opted_out")
        case _:
            raise NotSent("bad_number" if code in BAD_NUMBERS else "refused")
