"""Text messages: sent, looked for among those that were sent, and from which number."""

from __future__ import annotations

from datetime import datetime

from ivr.telephony.rest.account import Account


class Messages(Account):
    """An account's text messages."""

    def text(self, to: str, from_: str, body: str) -> str:
        """Sends a text message; its sid. NotSent: never. NotAllowed. TwilioAway: it may have gone out all the same."""
        return str(self._ask(lambda: self._client.messages.create(to=to, from_=from_, body=body)).sid)

    def was_texted(self, to: str, marks: tuple[str, ...], since: datetime) -> bool:
        """Whether a message that holds all these marks went to this number since then. NotAllowed, TwilioAway."""
        sent = self._ask(lambda: self._client.messages.list(to=to, date_sent_after=since, page_size=100, limit=1000))
        return any(all(mark in (each.body or "") for mark in marks) for each in sent)

    def own_number(self) -> str:
        """A number of the account that can send text messages (E.164), "" where it has none. NotAllowed, TwilioAway."""
        found = self._ask(lambda: self._client.incoming_phone_numbers.list(page_size=100, limit=1000))
        able = (one.phone_number or "" for one in found if (one.capabilities or {}).get("sms"))
        return min(able, default="")
