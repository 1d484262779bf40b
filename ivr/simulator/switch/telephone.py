"""A person's telephone: it rings when it is dialled, and a test, or a person, does with it what people do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from ivr.simulator.call import State
from ivr.simulator.heard import Heard
from ivr.simulator.switch.outgoing import AnsweredBy, Outgoing
from ivr.simulator.turn import Turn

if TYPE_CHECKING:
    from ivr.simulator.switch.account import Account

NOTICED = 20.0
"""Seconds after which Twilio ends a call whose telephone is not heard from any more."""


class NotRinging(Exception):
    """The telephone does not ring, or not any more."""


class NotOnACall(Exception):
    """Nobody is on the line."""


def address(to: str) -> str:
    """As telephones are told apart: without the parameters and headers of a SIP or client address."""
    return to.partition("?")[0].partition(";")[0].strip().lower() if ":" in to else to.strip()


class AgentPhone:
    """number: +1 410 …, sip:ann@desk.example or client:ann. call: the one that rings or is talked on, or the last one.

    rings: what is done by itself when it rings, on the account's thread; nothing: it rings until somebody acts.
    missed: calls that rang here and were not taken.
    """

    def __init__(self, account: Account, number: str, rings: Callable[[AgentPhone], object] | None = None) -> None:
        self.number, self._account = number, account
        self.rings: Callable[[AgentPhone], object] = rings or (lambda _: None)
        self.call: Outgoing | None = None
        self.calls: list[Outgoing] = []
        self.lost = False

    # -------------------------------------------------------------- what can be seen

    @property
    def state(self) -> State | Literal["idle", "answered"]:
        """idle, ringing, answered (its document is on the way), or where its call is: listening, conference, talk …"""
        call = self.call
        if call is None or call.ending:
            return "idle"
        return "answered" if call.status == "in-progress" and call.waiting is None else call.state

    @property
    def said(self) -> str:
        """What was said to it since its last act."""
        return " ".join(item.text for item in self.heard_since_last if item.kind == "say")

    @property
    def heard_since_last(self) -> list[Heard]:
        """All that was heard since its last act, music and voices too."""
        turns = list(self.call.transcript) if self.call else []
        acts = [at for at, turn in enumerate(turns) if turn.did.kind != "moved"]
        return [item for turn in turns[acts[-1] if acts else 0 :] for item in turn.heard]

    @property
    def hears(self) -> frozenset[str]:
        """Who is heard on it: labels, or sids where there are none."""
        return self.call.hears_whom if self.call else frozenset()

    @property
    def missed(self) -> list[Outgoing]:
        return [call for call in self.calls if call.status in ("busy", "no-answer", "canceled", "failed")]

    # -------------------------------------------------------------- what its owner does

    def answer(self, by: AnsweredBy = "human") -> Turn:
        """Picks up, and listens until something is waited for. NotRinging."""
        call = self._ringing()
        if not self._account.dialler.answered(call, by):
            raise NotRinging
        return call.begin()

    def voicemail(self) -> Turn:
        """A machine answers. NotRinging."""
        return self.answer("machine_start")

    def decline(self) -> None:
        """NotRinging."""
        if not self._account.dialler.over(self._ringing(), "busy"):
            raise NotRinging

    def let_ring(self) -> None:
        """Nobody comes, until the caller's patience is over. NotRinging."""
        if not self._account.dialler.over(self._ringing(), "no-answer"):
            raise NotRinging

    def press(self, keys: str) -> Turn:
        """NotOnACall; CallEndedError: it ended at this moment."""
        return self._talking().press(keys)

    def say(self, words: str, confidence: float | None = 0.9) -> Turn:
        """To the line, or to whoever hears this telephone. NotOnACall."""
        return self._talking().say(words, confidence)

    def wait(self) -> Turn:
        """Does nothing until the line goes on. NotOnACall."""
        return self._talking().wait()

    def hang_up(self) -> Turn:
        """NotOnACall."""
        return self._talking().hang_up()

    def lose_network(self) -> None:
        """It hears nothing and is not heard; Twilio notices after a while, and lets it ring to nobody until then."""
        with self._account.lock:
            self.lost, call = True, self.call
        if call and not call.ending and call.status == "in-progress":
            self._account.lose(call.sid, NOTICED)

    def come_back(self) -> None:
        """The network is there again; a call that was lost is not."""
        self.lost = False

    # -------------------------------------------------------------- what the exchange does

    def rung(self, call: Outgoing) -> Literal["ringing", "busy", "failed"]:
        """It is dialled. A number out of the network rings on in the caller's ear; an app or a desk set is known to be
        gone."""
        if self.lost:
            return "failed" if ":" in self.number else "ringing"
        if self.state != "idle":
            return "busy"
        self.call = call
        self.calls.append(call)
        return "ringing"

    def _ringing(self) -> Outgoing:
        if self.call is None or self.call.status != "ringing" or self.lost:
            raise NotRinging
        return self.call

    def _talking(self) -> Outgoing:
        if self.call is None or self.call.ending or self.call.waiting is None or self.lost:
            raise NotOnACall
        return self.call
