"""What the telephones of the floor hear: each document is made of the state of that very moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ivr.agents import events as e
from ivr.agents import names
from ivr.agents import place as places
from ivr.agents.addresses import Addresses
from ivr.agents.briefing import brief
from ivr.agents.floor import Floor
from ivr.agents.people.store import people
from ivr.agents.store import handoffs
from ivr.agents.store.handoffs import Kept
from ivr.agents.words import say
from ivr.flow.book import Book
from ivr.flow.directives import Prompt
from ivr.telephony import rooms, twiml
from ivr.telephony.speaking import spoken

REST = '<Pause length="8"/>'


@dataclass(frozen=True)
class Desk:
    """What Twilio tells of telephones goes in, and documents come out. What the database raises is raised."""

    floor: Floor
    addresses: Addresses
    book: Callable[[], Book]

    # ------------------------------------------------------------------ agents, colleagues, desks, supervisors

    def leg(self, tie: str, sid: str, event: e.Event | None) -> bytes:
        """What this telephone hears next: the whisper, the room, or that it is over. event: told first."""
        kept = self.floor.tell(names.handoff_of(tie), event) if event else self._find(tie)
        if kept is None:
            return self.over("en")
        who = _who(kept, tie)
        language = self._language(who)
        match places.leg(kept.handoff, tie, sid):
            case "brief":
                matter = handoffs.matter(kept, self.floor.cabinet.secrets)
                words = brief(kept.handoff, matter, self.book(), language, self.floor.now())
                return rooms.whisper(words, self.addresses.base, self.addresses.key(tie), self.book().city.languages)
            case "room":
                return self._room(kept, tie)
            case "over":
                return self.over(language)

    def later(self, tie: str, key: str, times: int) -> bytes:
        """Nothing is known at this moment, for the so manieth time: a few seconds later it is asked once more."""
        words, where = say(self.book(), "called_moment", "en"), self.addresses
        again = where.again(tie, key, times)
        return rooms.moment(words, where.base, where.key(tie), again, self.book().city.languages)

    def over(self, language: str, name: str = "whisper_over") -> bytes:
        """A word, and the end of the call."""
        return rooms.gone(say(self.book(), name, language), self.addresses.base, self.book().city.languages)

    def _room(self, kept: Kept, tie: str) -> bytes:
        it = kept.handoff
        other = it.leg(tie)
        coached = it.offer.leg if other and other.mode == "whisper" and it.offer else ""
        muted = other is not None and other.mode == "listen"
        name, label = names.label(it.room), names.label(tie)
        return rooms.agent_room(name, self.addresses.base, label, muted=muted, coached=coached)

    # ------------------------------------------------------------------ callers who were called back

    def called(self, tie: str, sid: str, by: str) -> bytes:
        """A called-back caller's telephone was answered."""
        person: e.Answered = e.Answered(tie, sid, "machine" if by in ("machine", "fax") else "person")
        kept = self.floor.tell(names.handoff_of(tie), person)
        if kept is None:
            return self.over("en", "called_goodbye")
        language = kept.handoff.language
        match places.dialled(kept.handoff, tie, sid, person.by):
            case "message":
                return self._said(say(self.book(), "called_machine", language), "<Hangup/>")
            case "over":
                return self._said(say(self.book(), "called_goodbye", language), "<Hangup/>")
            case "room":
                return self._caller_room(kept, tie, say(self.book(), "called_hello", language))
            case "queue":
                return self._said(say(self.book(), "called_hello", language), REST + self._again(tie))

    def following(self, tie: str, sid: str) -> bytes:
        """What a called-back caller hears next: the room, a moment more, or goodbye."""
        kept = self.floor.tell(names.handoff_of(tie), e.CallerFetched(sid))
        if kept is None:
            return self.over("en", "called_goodbye")
        language = kept.handoff.language
        match places.caller(kept.handoff, sid).where:
            case "room":
                return self._caller_room(kept, tie, [])
            case "queue":
                return self._said(say(self.book(), "called_moment", language), REST + self._again(tie))
            case "flow":
                return self._said(say(self.book(), "called_goodbye", language), "<Hangup/>")

    def moment(self, tie: str) -> bytes:
        """What keeps a called-back caller on the line while nothing is known."""
        return self._said(say(self.book(), "called_moment", "en"), REST + self._again(tie))

    def _caller_room(self, kept: Kept, tie: str, words: list[Prompt]) -> bytes:
        again, name = self.addresses.waiting(tie), names.label(kept.handoff.room)
        return self._said(words, rooms.conference(name, self.addresses.base, again))

    def _again(self, tie: str) -> str:
        return f'<Redirect method="POST">{self.addresses.waiting(tie)}</Redirect>'

    # ------------------------------------------------------------------

    def _said(self, words: list[Prompt], rest: str) -> bytes:
        return twiml.document(spoken(words, self.addresses.base, self.book().city.languages), rest)

    def _find(self, tie: str) -> Kept | None:
        with self.floor.cabinet.transaction() as session:
            return handoffs.find(session, names.handoff_of(tie))

    def _language(self, who: str) -> str:
        """The first language of this person in which the line speaks."""
        spoken = self.book().city.languages
        if who.isdecimal():
            with self.floor.cabinet.transaction() as session:
                found = people.by_id(session, int(who))
            for language in found.person.profile.languages if found else ():
                if language in spoken:
                    return language
        return next(iter(spoken), "en")


def _who(kept: Kept, tie: str) -> str:
    it = kept.handoff
    if it.offer and it.offer.id == tie:
        return it.offer.agent
    other = it.leg(tie)
    return other.who if other else ""
