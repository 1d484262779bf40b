"""Was this request sent by Twilio? Checked by Twilio's own validator, against the one public address of the line."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from hmac import HMAC, compare_digest
from hmac import new as hmac_new
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
        self._begun = tuple(hmac_new(token.encode(), digestmod="sha1") for token in tokens)
        self._base = base_url.rstrip("/")

    def valid(self, path: str, query: str, body: Form | str, header: str | None, settings: str = "") -> bool:
        """True when one of the tokens signed exactly this request. Never raises.

        path, query: as requested, the query raw and without its question mark. body: the parameters of a form with all
        their values, blank ones too (empty for GET), or the text of any other body, which counts only when the query
        carries its bodySHA256. header, settings: the headers HEADER and SETTINGS_HEADER.
        """
        if not header or (isinstance(body, str) and "bodySHA256" not in parse_qs(query)):
            return False
        try:
            url = self._base + _quoted(path) + ("?" + query if query else "")
            # The usual signature first, computed once and not for every form of the address. Only who holds a good
            # signature gains time by it: whatever is refused, Twilio's own validator has refused.
            if not settings and not isinstance(body, str) and self._usual(url, body, header):
                return True
            algorithm = get_signature_algorithm(settings)
            sent = body if isinstance(body, str) else _Parameters(body)
            return any([v.validate(url, sent, header, algorithm) for v in self._validators])  # noqa: C419
        except ValueError:  # a lone surrogate, or an address that is none: Twilio signs neither
            return False

    def _usual(self, url: str, form: Form, header: str) -> bool:
        """Whether it is the signature of a form, by an auth token, for exactly this address."""
        covered, given = _covered(url, form).encode(), header.encode()
        return any(compare_digest(b64encode(_mac(begun, covered)), given) for begun in self._begun)


def _covered(url: str, form: Form) -> str:
    """What Twilio signs: the address, then every name with each of its values, in order."""
    parts = [url]
    for name in sorted(form):
        values = form[name]
        parts += (name, values[0]) if len(values) == 1 else [name + value for value in sorted(set(values))]
    return "".join(parts)


def _mac(begun: HMAC, covered: bytes) -> bytes:
    mac = begun.copy()
    mac.update(covered)
    return mac.digest()


_AS_SENT = "/-._~!$&'()*+,;=:@%"


@lru_cache(maxsize=64)
def _quoted(path: str) -> str:
    return quote(path, safe=_AS_SENT)


class _Parameters(dict[str, Sequence[str]]):
    """Parameters as the validator asks for them: `getall` spares it an exception a parameter."""

    getall = dict.__getitem__
