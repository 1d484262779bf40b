"""Twilio's REST interface, the little of it that is used: recordings, text messages, calls and who is in a room.

Every method may be asked again: what is done stays done. What goes wrong is one of the errors here, each named for what
is true; none carries a number, an address or a word of Twilio's own, which may hold them.
"""

from ivr.telephony.rest.calls import Calls
from ivr.telephony.rest.messages import Messages
from ivr.telephony.rest.problems import (
    Gone,
    NotAllowed,
    NotSent,
    NotSound,
    NotThereYet,
    TooLarge,
    TwilioAway,
    TwilioProblem,
)
from ivr.telephony.rest.recordings import MOST, Recordings, Sound, Told

__all__ = [
    "MOST",
    "Gone",
    "NotAllowed",
    "NotSent",
    "NotSound",
    "NotThereYet",
    "Sound",
    "Told",
    "TooLarge",
    "Twilio",
    "TwilioAway",
    "TwilioProblem",
]


class Twilio(Recordings, Messages, Calls):
    """All of one account that is used here."""
