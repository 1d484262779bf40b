"""A place said in passing, in a sentence about something else: “someone dumped a mattress in Druid Hill Park”."""

from __future__ import annotations

from dataclasses import replace

from ivr.flow.spoken import fold
from ivr.places.amend import amended
from ivr.places.choose import Choice, choose
from ivr.places.dress import Mention
from ivr.places.gazetteer import Gazetteer
from ivr.places.index import index
from ivr.places.lexis import IN_TOWN, LIVING, ORDINARY, TOLD_ON, TOWN_TAILS
from ivr.places.locate import heard, opened
from ivr.places.located import SURE, Located
from ivr.places.sentence import Sentence


def passing(text: str, language: str, gazetteer: Gazetteer) -> Located | None:
    """The place these words name beside what they are about, if they surely name one; else None.

    Nobody was asked where it is: only what needs no question is taken, a street that is called one (“on Monroe”), and a
    town around that it is said to be in. Never a neighborhood, which is no place to send a crew to, and never a name
    that was guessed by its sound. `said` is the place alone.
    """
    said, plain = heard(text, language)
    sentence = amended(plain, (), language, gazetteer, index(gazetteer))
    choice = choose(sentence)
    if choice.ask == "outside":
        sure = _in_town(sentence, choice.outside)
    else:
        sure = bool(choice.best and choice.best.exact) and (_whole(choice) or _on_street(choice, sentence))
    if not sure:
        return None
    located = opened(said, choice, language, gazetteer)
    return replace(located, said=located.readback, ask="number" if located.ask == "cross" else located.ask)


def _whole(choice: Choice) -> bool:
    spot = choice.best is not None and choice.best.kind != "neighborhood"
    return spot and choice.ask is None and choice.confidence >= SURE


def _on_street(choice: Choice, s: Sentence) -> bool:
    """Whether the street alone that was found was told as one, and its house is all that is missing."""
    best = choice.best
    if best is None or best.kind != "street" or best.main is None or choice.ask == "again":
        return False
    named = (one for one in s.mentions if one.exact and one.names[0].name == fold(best.main.name))
    return any(_told(s, one) for one in named)


def _told(s: Sentence, one: Mention) -> bool:
    """“on Monroe”, “en la Highland”: a name that is no word of every day, right after what a street comes after."""
    name = s.said[one.begin : one.stop]
    counted = one.names[0].name[:1].isdecimal() and len(name) == 1 and not one.dressed  # “on second thought”
    if counted or any(word in ORDINARY for word in name):
        return False
    lead = s.said[max(0, one.start - 2) : one.start]
    return lead[-1:] in TOLD_ON or lead in TOLD_ON


def _in_town(s: Sentence, town: str) -> bool:
    """“in Towson”, “Essex, Maryland”: not “I am visiting from Columbia”, “I live in Towson”."""
    for start, end, area in s.areas:
        if area.what is None and area.name == town and area.likeness == 1.0:
            before, after = s.said[max(0, start - 3) : start], s.said[end : end + 1]
            in_it = before[-1:] in IN_TOWN or (after and after[0] in TOWN_TAILS)
            if in_it and not LIVING & set(before):
                return True
    return False
