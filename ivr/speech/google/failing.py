"""Google's failures: what each means for the call, and what of it may be written down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivr.speech.errors import EarAway, EarRefused, SpeechError

REFUSED = frozenset(
    {"INVALID_ARGUMENT", "PERMISSION_DENIED", "UNAUTHENTICATED", "NOT_FOUND", "FAILED_PRECONDITION", "UNIMPLEMENTED"}
)
AGAIN = frozenset({"UNAVAILABLE", "ABORTED", "INTERNAL", "UNKNOWN", "CANCELLED", "DEADLINE_EXCEEDED", "CLOSED"})
_SPENT = re.compile(r"max(imum)? (allowed )?(stream )?duration", re.I)
_TELLABLE = re.compile(
    r'The (model|language) "|Expected resource location|Unable to find Recognizer|Permission |'
    r"Cloud Speech-to-Text API has not been used|This API method requires billing|Quota exceeded"
)


@dataclass(frozen=True, slots=True)
class Failure:
    """code: gRPC's name of the status, or CREDENTIALS. message: the server's own; never told as it is."""

    code: str
    message: str = ""

    @property
    def refused(self) -> bool:
        """What was asked is wrong, or may not be asked: the same would fail again."""
        return self.code in REFUSED or self.code == "CREDENTIALS"

    @property
    def spent(self) -> bool:
        """The stream was open as long as one may be: nobody's fault."""
        return self.code in ("ABORTED", "OUT_OF_RANGE") and _SPENT.search(self.message) is not None

    @property
    def idle(self) -> bool:
        """No sound came for so long that the stream was ended; a new one may begin with the next sound."""
        return self.code == "ABORTED" and "no more client requests" in self.message

    @property
    def again(self) -> bool:
        """A second try may do."""
        return self.code in AGAIN

    @property
    def about_languages(self) -> bool:
        return "anguage" in self.message

    @property
    def tellable(self) -> str:
        """What the log may hold: the server's words only where none of the caller's can be among them."""
        return self.message[:200] if _TELLABLE.match(self.message) else ""

    @property
    def error(self) -> SpeechError:
        kind = EarRefused if self.refused else EarAway
        return kind(f"Google: {self.code}" + (f": {self.tellable}" if self.tellable else ""))


SILENT = Failure("SILENT")
"""It was fed a voice and did not answer."""
STUCK = Failure("STUCK")
"""It does not take the sound as fast as it comes."""
SPENT = Failure("SPENT")
"""The stream is old: another one is begun before Google ends it."""
CLOSED = Failure("CLOSED")
"""The server ended the stream as if all had been heard."""


def failure(error: BaseException) -> Failure:
    """Of whatever the client library raises."""
    from google.api_core.exceptions import GoogleAPICallError
    from google.auth.exceptions import GoogleAuthError, TransportError
    from grpc import RpcError

    match error:
        case GoogleAPICallError():
            status = error.grpc_status_code
            return Failure(str(status.name) if status else "UNKNOWN", str(error.message or ""))
        case TransportError():
            return Failure("UNAVAILABLE")
        case GoogleAuthError():
            return Failure("CREDENTIALS")
        case RpcError() if hasattr(error, "code"):
            return Failure(str(error.code().name), str(error.details() or ""))
        case TimeoutError():
            return Failure("DEADLINE_EXCEEDED")
        case EarRefused():
            return Failure("FAILED_PRECONDITION", str(error))
        case _:
            return Failure("UNKNOWN")
