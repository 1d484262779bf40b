"""What goes wrong on purpose: at which call, after how much sound."""

from __future__ import annotations

from dataclasses import dataclass

import grpc


@dataclass(frozen=True)
class Fault:
    """code: what the call ends with. call: the n-th of its kind from 1, 0: every one. after: seconds of sound of that
    call, 0: at once. how: recognize, stream, or "" for both."""

    code: grpc.StatusCode
    call: int = 0
    after: float = 0.0
    how: str = ""
    message: str = ""

    def strikes(self, how: str, call: int, seconds: float) -> bool:
        return self.how in ("", how) and self.call in (0, call) and seconds >= self.after

    @property
    def says(self) -> str:
        return self.message or _SAYS.get(self.code, "Internal error encountered.")

    @classmethod
    def read(cls, written: str) -> Fault:
        """“UNAVAILABLE”, “UNAVAILABLE@3” (the third call), “ABORTED@1:2.5” (after 2.5 s of sound)."""
        name, _, rest = written.partition("@")
        call, _, after = rest.partition(":")
        return cls(grpc.StatusCode[name], int(call or 0), float(after or 0))


_SAYS = {
    grpc.StatusCode.UNAVAILABLE: "The service is currently unavailable.",
    grpc.StatusCode.DEADLINE_EXCEEDED: "Deadline expired before operation could complete.",
    grpc.StatusCode.RESOURCE_EXHAUSTED: (
        "Quota exceeded for quota metric 'Concurrent streaming sessions' of service 'speech.googleapis.com'."
    ),
    grpc.StatusCode.PERMISSION_DENIED: (
        "Permission 'speech.recognizers.recognize' denied on resource (or it may not exist)."
    ),
    grpc.StatusCode.UNAUTHENTICATED: "Request had invalid authentication credentials.",
    grpc.StatusCode.ABORTED: "Stream timed out after receiving no more client requests.",
}
