"""An ID token, read: signed by the sign-on, for us, for this asking, now; or not believed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError

from ivr.agents.people.person import LONGEST
from ivr.agents.people.sso.provider import Provider
from ivr.agents.people.sso.terms import Asked, Granted, NotBelieved, Terms, Told

SKEW = 120
"""Seconds by which the two clocks may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures of a key that is its alone; with `none`, or a secret that both know, anybody might have signed."""


def read(provider: Provider, granted: Granted, asked: Asked, now: datetime, fresh: datetime | None = None) -> Told:
    """Who it is. fresh: they must have shown there after this moment who they are. NotBelieved, SignOnAway."""
    found = _signed(provider, granted.token)
    terms, at = provider.terms, int(now.timestamp())
    own = {"iss": {"essential": True, "value": terms.issuer}, "aud": {"essential": True, "value": terms.client}}
    params: dict[str, Any] = {"nonce": asked.nonce, "client_id": terms.client, "access_token": granted.access}
    claims = CodeIDToken(found.claims, found.header, own, params | ({"max_age": 1} if fresh else {}))
    try:
        claims.validate(now=at, leeway=SKEW)
    except JoseError as wrong:
        raise NotBelieved(str(getattr(wrong, "claim", "") or wrong.error)) from wrong
    if fresh and float(claims["auth_time"]) < fresh.timestamp() - SKEW:
        raise NotBelieved("auth_time")
    return told({**_more(provider, granted, claims), **claims}, terms)


def _more(provider: Provider, granted: Granted, claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """Some put no more than the subject into the token: the rest is asked for, and must be about the same one."""
    terms = provider.terms
    if terms.login in claims and (not terms.group or terms.groups in claims):
        return {}
    more = provider.more(granted.access)
    if more and more.get("sub") != claims["sub"]:
        raise NotBelieved("userinfo")
    return more


def told(claims: Mapping[str, Any], terms: Terms) -> Told:
    """What we take from claims that are believed."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise NotBelieved("sub")
    login = _text(claims.get(terms.login))
    # An address that nobody has looked at may be typed by anybody, there.
    if terms.login == "email" and claims.get("email_verified") is not True:
        login = ""
    groups = claims.get(terms.groups)
    member = bool(terms.group) and isinstance(groups, list) and terms.group in groups
    amr = claims.get("amr")
    showed = terms.second == "amr" and isinstance(amr, list) and "mfa" in amr
    return Told(
        terms.issuer, subject, login, _text(claims.get("name"))[:LONGEST], member, showed or terms.second == "always"
    )


def _signed(provider: Provider, raw: str) -> jwt.Token:
    try:
        try:
            return jwt.decode(raw, provider.keys(), ALGORITHMS)
        except (InvalidKeyIdError, BadSignatureError, ValueError):  # its keys may have changed
            return jwt.decode(raw, provider.keys(anew=True), ALGORITHMS)
    except (JoseError, ValueError) as wrong:
        raise NotBelieved("signature") from wrong


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) and value.isprintable() else ""
