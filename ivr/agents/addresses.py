"""The addresses Twilio is given for the telephones of a hand-off; all absolute, each with its signed tie."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.agents.people.person import BROWSER, Person
from ivr.telephony.ties import Ties


@dataclass(frozen=True)
class Addresses:
    """base: the public address, no slash at the end."""

    base: str
    ties: Ties

    def answered(self, tie: str) -> str:
        """The document of an agent's, a colleague's, a desk's, a supervisor's telephone that was picked up."""
        return self._of("leg/answered", tie)

    def key(self, tie: str) -> str:
        """Where the key after the whisper is told."""
        return self._of("leg/key", tie)

    def again(self, tie: str, key: str, times: int) -> str:
        """Where such a telephone asks once more what it could not be told, with the key it pressed, "" for none."""
        return f"{self.key(tie)}&key={key}&again={times}" if key else f"{self.answered(tie)}&again={times}"

    def status(self, tie: str) -> str:
        """How such a telephone fares."""
        return self._of("leg/status", tie)

    def called(self, tie: str) -> str:
        """The document of a called-back caller's telephone that was picked up."""
        return self._of("called", tie)

    def waiting(self, tie: str) -> str:
        """What a called-back caller hears next: the room, music, or goodbye."""
        return self._of("called/next", tie)

    def turn(self, token: str) -> str:
        """Where a caller's call goes on."""
        return f"{self.base}/voice/turn?s={token}&silence=1"

    def _of(self, what: str, tie: str) -> str:
        return f"{self.base}/voice/{what}?t={self.ties.sign(tie)}"


def telephone(person: Person) -> str:
    """Where this person is rung: a number, sip: or the browser, in Twilio's words; "" for nowhere."""
    own = person.profile.telephone
    return f"client:{identity(person)}" if own == BROWSER else own


def identity(person: Person) -> str:
    """What this person's browser is called at Twilio: never their name, and no sign but letters, digits and _."""
    return f"person_{person.id}"
