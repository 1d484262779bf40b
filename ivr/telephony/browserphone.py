"""A browser as a telephone: the pass by which Twilio's Voice SDK in it can be rung, and by nothing else can ring."""

from __future__ import annotations

from dataclasses import dataclass, field

from twilio.jwt.access_token import AccessToken  # type: ignore[import-untyped]
from twilio.jwt.access_token.grants import VoiceGrant  # type: ignore[import-untyped]

LASTS = 900
"""Seconds a pass is good for; the page asks for another before it ends, as long as its person is signed in."""
SIGNALS = "wss://voice-js.roaming.twilio.com"
"""The one server of Twilio's that the page speaks with; sound goes by WebRTC."""


@dataclass(frozen=True)
class BrowserPhones:
    """Of one Twilio account. key: an API key, SK…; its secret signs."""

    account: str
    key: str
    secret: str = field(repr=False)

    def token(self, identity: str) -> str:
        """For `client:<identity>` alone: it may be rung, and can call nobody."""
        token = AccessToken(self.account, self.key, self.secret, identity=identity, ttl=LASTS)
        token.add_grant(VoiceGrant(incoming_allow=True))
        return str(token.to_jwt())
