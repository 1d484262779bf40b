"""A TwiML document as Flask's response, sent without what werkzeug does for responses in general.

Werkzeug copies and checks headers three times on a response's way out, and looks for redirects and ranges: a fifth of
the time of a turn. Here all is known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

Header = tuple[str, str]

HEADERS: Sequence[Header] = (("Content-Type", "text/xml; charset=utf-8"), ("Cache-Control", "no-store"))


class Document(Response):
    """200, `document` and HEADERS with `more`, which must be good headers already.

    Whatever asks for one of its parts, its `headers` say, gets an ordinary response from then on.
    """

    def __init__(self, document: bytes, more: Sequence[Header] = ()) -> None:
        self._document, self._more = document, more

    def __getattr__(self, name: str) -> Any:
        # Only what `Response.__init__` sets is missing here: somebody looks inside, so it is made after all.
        if "headers" in self.__dict__:
            raise AttributeError(name)
        Response.__init__(self, self._document, headers=[*HEADERS, *self._more])
        return getattr(self, name)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "headers" in self.__dict__ or environ["REQUEST_METHOD"] == "HEAD":
            return super().__call__(environ, start_response)
        start_response("200 OK", [*HEADERS, *self._more, ("Content-Length", str(len(self._document)))])
        return (self._document,)
