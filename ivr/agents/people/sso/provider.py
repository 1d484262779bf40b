"""The sign-on itself, over the network: where it is, how a browser is sent there, what a code is worth, its keys."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ivr.agents.people.sso.terms import Asked, Granted, NotBelieved, SignOnAway, Terms
from ivr.agents.people.turnstile import Full, Turnstile

KEPT, ANEW = 3600.0, 60.0
"""Seconds for which its addresses and keys are kept; how soon an unknown key may ask for them anew."""
WAITS = (3.05, 5.0)
"""Seconds until it is reached, and until it answers."""
AT_ONCE, WAITING, TURN = 2, 4, 1.0
"""How many threads of a process may wait for it, and for their turn to: callers are answered by the others. Seconds one
waits for their turn."""
MOST_BYTES = 512 * 1024
SCOPES = "openid profile email"


class Provider:
    """Each method may raise SignOnAway. clock: seconds that only grow."""

    def __init__(self, terms: Terms, clock: Callable[[], float] = time.monotonic) -> None:
        self.terms, self._clock = terms, clock
        self._kept: dict[str, tuple[float, Any]] = {}
        self._lock, self._turns = Lock(), Turnstile(AT_ONCE, WAITING, TURN)

    def address(self, asked: Asked, fresh: bool = False) -> str:
        """Where a browser is sent. fresh: they must show there once more who they are."""
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._found("authorization_endpoint"),
                state=asked.state,
                nonce=asked.nonce,
                code_verifier=asked.verifier,
                **({"prompt": "login", "max_age": "0"} if fresh else {}),
            )
        return str(url)

    def granted(self, code: str, asked: Asked) -> Granted:
        """For the code that came back. NotBelieved: it is worth nothing."""
        endpoint = self._found("token_endpoint")
        with self._session() as session, self._turn():
            try:
                told = session.fetch_token(
                    endpoint, code=code, code_verifier=asked.verifier, grant_type="authorization_code",
                    timeout=WAITS, allow_redirects=False,
                )  # fmt: skip
            except OAuthError as refused:
                raise NotBelieved("code") from refused
            except (requests.RequestException, ValueError, KeyError) as away:
                raise SignOnAway(type(away).__name__) from away
        if not isinstance(token := told.get("id_token"), str):
            raise NotBelieved("no_token")
        return Granted(token, str(told.get("access_token", "")))

    def more(self, access: str) -> Mapping[str, Any]:
        """What it tells of somebody besides the ID token; nothing where it has no such place."""
        if not access or "userinfo_endpoint" not in self._facts():
            return {}
        return self._fetched(self._found("userinfo_endpoint"), {"Authorization": f"Bearer {access}"})

    def keys(self, anew: bool = False) -> KeySet:
        """With which it signs. anew: there must be one we do not know yet; asked at most once a minute."""
        try:
            found: Any = self._get("keys", self._found("jwks_uri"), ANEW if anew else KEPT)
            return KeySet.import_key_set(found)
        except (JoseError, ValueError, KeyError, TypeError) as strange:
            raise SignOnAway("keys") from strange

    def names_itself(self) -> bool:
        """Whether its answers carry its name (RFC 9207), so that one without it is not its own."""
        return bool(self._facts().get("authorization_response_iss_parameter_supported"))

    def _found(self, endpoint: str) -> str:
        url = self._facts().get(endpoint)
        if not isinstance(url, str) or not as_safe(url, self.terms.issuer):
            raise SignOnAway(endpoint)
        return url

    def _facts(self) -> Mapping[str, Any]:
        facts = self._get("facts", self.terms.issuer.rstrip("/") + "/.well-known/openid-configuration", KEPT)
        # Who answers there must be whom we mean: letter for letter.
        if facts.get("issuer") != self.terms.issuer:
            raise SignOnAway("issuer")
        return facts

    def _get(self, name: str, url: str, kept: float) -> Mapping[str, Any]:
        """What it published, of at most so many seconds ago."""
        with self._lock:
            at, known = self._kept.get(name, (0.0, None))
        if known is None or self._clock() - at >= kept:
            known = self._fetched(url)
            with self._lock:
                self._kept[name] = self._clock(), known
        return known  # type: ignore[no-any-return]

    def _fetched(self, url: str, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        try:
            with (
                self._turn(),
                requests.get(url, headers=headers, timeout=WAITS, allow_redirects=False, stream=True) as answer,
            ):
                body = answer.raw.read(MOST_BYTES, decode_content=True) if answer.status_code == 200 else b""
                found = json.loads(body)
        except (requests.RequestException, OSError, ValueError) as away:
            raise SignOnAway(type(away).__name__) from away
        if not isinstance(found, dict):
            raise SignOnAway("no_object")
        return found

    def _session(self) -> OAuth2Session:
        basic = "client_secret_basic" in self._facts().get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )
        return OAuth2Session(
            self.terms.client, self.terms.secret, "client_secret_basic" if basic else "client_secret_post",
            scope=SCOPES, redirect_uri=self.terms.redirect, code_challenge_method="S256",
        )  # fmt: skip

    @contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            with self._turns.turn():
                yield
        except Full:
            raise SignOnAway("many") from None


def as_safe(url: str, issuer: str) -> bool:
    """https, or on this machine where the issuer is, too."""
    parts, home = urlsplit(url), urlsplit(issuer)
    return parts.scheme == "https" or (parts.scheme == home.scheme == "http" and parts.hostname == home.hostname)
