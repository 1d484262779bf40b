"""What a turn gathered: as sure as it was heard, and nobody's guess once the caller has said yes."""

from __future__ import annotations

from ivr.calls.gathered import Gathered, gathered, said
from ivr.flow.book import Book
from ivr.flow.directives import Disconnect, Prompt, Sound, Spell, Text
from ivr.flow.meaning import Meaning
from ivr.flow.state import State

HEARD = Meaning(
    intent="service",
    value="pothole",
    confidence=0.618,
    alternatives=(("sinkhole", 0.3), ("street_repair", 0.05)),
    slots={"place_confidence": "0.91"},
)
OTHERS = (("sinkhole", 0.3), ("street_repair", 0.05))


def after(**slots: str) -> State:
    return State(slots=slots)


def test_a_need_is_gathered_with_what_else_it_may_be_before_it_is_taken() -> None:
    assert gathered(State(), State(), HEARD, "intents", False, ()) == {"service": Gathered("pothole", 0.62, OTHERS)}


def test_a_place_beside_a_need_is_as_sure_as_the_map_was() -> None:
    found = gathered(
        State(), after(service="pothole", place="2401 Charles", place_lat="1"), HEARD, "intents", False, ()
    )
    assert found == {"service": Gathered("pothole", 0.62, OTHERS), "place": Gathered("2401 Charles", 0.91)}


def test_a_place_that_is_still_to_be_confirmed_is_gathered_and_one_that_stands_stays() -> None:
    there = Meaning(value="2401 Charles", confidence=0.62, alternatives=(("2401 Saint Paul", 0.3),))
    heard = {"place": Gathered("2401 Charles", 0.62, (("2401 Saint Paul", 0.3),))}
    assert gathered(State(), State(phase="confirm"), there, "place", False, ()) == heard
    beside = Meaning(intent="service", slots={"place": "2401 Charles", "place_confidence": "0.62"})
    assert gathered(State(), State(), beside, "intents", False, ()) == {"place": Gathered("2401 Charles", 0.62)}
    assert gathered(after(place="1 Light"), after(place="1 Light"), there, "place", False, ()) == {}
    assert gathered(State(), State(), Meaning(value="unknown", confidence=1.0), "place", False, ()) == {}


def test_what_the_caller_confirmed_chose_or_keyed_is_no_guess() -> None:
    yes = Meaning(value="yes", confidence=0.7)
    for before, keyed in ((State(phase="confirm"), False), (State(phase="offer"), False), (State(), True)):
        found = gathered(before, after(service="pothole"), yes, "yesno", keyed, ())
        assert found == {"service": Gathered("pothole", None)}


def test_what_is_personal_and_what_the_line_notes_for_itself_is_not_gathered() -> None:
    known = after(phone="+14105550123", group="streets", size="3")
    found = gathered(State(), known, Meaning(value="3", confidence=0.5), "number", False, {"phone"})
    assert found == {"size": Gathered("3", 0.5)}


def test_what_stands_already_is_not_gathered_again() -> None:
    assert gathered(after(size="3"), after(size="3"), Meaning(), "number", False, ()) == {}


def test_the_line_s_words_are_read_as_they_are_spoken_and_recordings_as_they_are_written() -> None:
    book = Book("", None, {}, {}, {}, {"en": {"greeting": "Baltimore 311."}})  # type: ignore[arg-type]
    out = (
        Prompt("greeting", "en", (Sound("en/greeting.wav"),)),
        Prompt("", "en", (Text("Your number is "), Spell("26-1"), Text("."))),
        Prompt("music", "en", (Sound("en/music.wav"),)),
        Disconnect(),
    )
    assert said(out, book) == "Baltimore 311. Your number is 26-1."
