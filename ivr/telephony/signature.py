"""Was this request sent by Twilio? Checked by Twilio's own validator, against the one public address of the line."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from hmac import compare_digest
from urllib.parse import parse_qs, quote

from twilio.request_validator import (  # type: ignore[import-untyped]
    RequestValidator,
    get_signature_algorithm,
)

from ivr.telephony.webhook import Form

HEADER = "X-Twilio-Signature"
SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings"

# It warns of an algorithm it does not know in the words of a header anybody may send: those stay out of the log.
logging.getLogger("twilio.request_validator").disabled = True


class Signatures:
    """Every token in force, the newest first, over `base_url` (scheme, host, port, path prefix).

    Behind a proxy the address a request shows is not the one Twilio signed, so only `base_url` counts.
    """

    def __init__(self, tokens: Sequence[str], base_url: str) -> None:
        self._validators = tuple(RequestValidator(token) for token in tokens)
        self._base = base_url.rstrip("/")

    def valid(self, path: str, query: str, body: Form | str, header: str | None, settings: str = "") -> bool:
        """True when one of the tokens signed exactly this request. Never raises.

        path, query: as requested, the query raw and without its question mark. body: the parameters of a form with all
        their values, blank ones too (empty for GET), or the text of any other body, which counts only when the query
        carries its bodySHA256. header, settings: the headers HEADER and SETTINGS_HEADER.
        """
        if not header or (isinstance(body, str) and "bodySHA256" not in parse_qs(query)):
            return False
        url = self._base + quote(path, safe=_AS_SENT) + ("?" + query if query else "")
        algorithm = get_signature_algorithm(settings)
        parameters = body if isinstance(body, str) else _Parameters(body)
        try:
            # The usual signature first: the validator's own computation once, not for every form of the address. Only
            # who holds a good signature gains time by it. Whatever is refused, the whole validator has refused.
            if isinstance(parameters, _Parameters) and self._usual(url, parameters, header, algorithm):
                return True
            return any([v.validate(url, parameters, header, algorithm) for v in self._validators])  # noqa: C419
        except ValueError:  # a lone surrogate, or an address that is none: Twilio signs neither
            return False

    def _usual(self, url: str, parameters: _Parameters, header: str, algorithm: str) -> bool:
        given = header.encode()
        return any(
            compare_digest(v.compute_signature(url, parameters, algorithm).encode(), given) for v in self._validators
        )


_AS_SENT = "/-._~!$&'()*+,;=:@%"


class _Parameters(dict[str, Sequence[str]]):
    """Parameters as the validator asks for them: `getall` spares it an exception a parameter."""

    getall = dict.__getitem__
