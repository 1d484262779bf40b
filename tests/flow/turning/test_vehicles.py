"""A vehicle is named in passing in few words; the words it was described by are kept beside them."""

from __future__ import annotations

from ivr.calls.work import filing_of
from ivr.flow.meaning import Meaning
from ivr.flow.turning.question import secret_slots
from ivr.telephony.webhook import Call
from tests.flow.talk import TUESDAY, Talk, the_book

SAID = "a kind of silver civic with a dent and the tag 7AB 1234"
CIVIC = Meaning(value="silver Honda Civic", confidence=0.8, slots={"vehicle_said": SAID})
NO = Meaning(value="no", confidence=0.95)


def asked(language: str = "en") -> Talk:
    """A call at “what kind of vehicle is it?”."""
    talk = Talk().answer(language).say("…", Meaning(intent="service", value="abandoned_vehicle", confidence=0.95))
    north = {"place_kind": "address", "place_lat": "39.3", "place_long": "-76.6"}
    return talk.say("…", Meaning(value="1900 Eutaw Place", confidence=0.95, slots=north)).press("1")


def test_it_is_named_in_passing_and_both_are_kept() -> None:
    talk = asked().say(SAID, CIVIC)
    assert "Okay: silver Honda Civic." in talk.words
    assert "license plate" in talk.words
    assert (talk.slots["vehicle_description"], talk.slots["vehicle_said"]) == ("silver Honda Civic", SAID)


def test_in_spanish() -> None:
    talk = asked("es").say("…", Meaning(value="Honda Civic gris", confidence=0.8, slots={"vehicle_said": "…"}))
    assert "De acuerdo: Honda Civic gris." in talk.words


def test_free_words_are_kept_as_said_and_not_read_back() -> None:
    talk = asked().say("a golf cart", Meaning(value="a golf cart", confidence=0.45, slots={"vehicle_said": ""}))
    assert "golf cart" not in talk.words
    assert talk.slots["vehicle_description"] == "a golf cart"
    assert "vehicle_said" not in talk.slots


def test_another_description_leaves_nothing_of_the_one_before() -> None:
    talk = asked().say(SAID, CIVIC).press("7")
    talk.say("a golf cart", Meaning(value="a golf cart", confidence=0.45, slots={"vehicle_said": ""}))
    assert "vehicle_said" not in talk.slots


def test_badly_heard_words_are_named_in_passing_too() -> None:
    assert "Okay: silver Honda Civic." in asked().say(SAID, CIVIC, heard=0.2).words


def test_what_was_named_is_taken_back_by_the_next_words() -> None:
    gold = Meaning(value="gold Toyota Camry", confidence=0.8, slots={"vehicle_said": "a gold Toyota Camry"})
    told = Meaning(value="no", confidence=0.9, correction=gold)
    talk = asked().say(SAID, CIVIC).say("no it's a gold Toyota Camry", told)
    assert (talk.slots["vehicle_description"], talk.slots["vehicle_said"]) == (
        "gold Toyota Camry",
        "a gold Toyota Camry",
    )


def test_the_words_are_filed_as_personal_data_for_a_plate_may_be_among_them() -> None:
    assert "vehicle_said" in secret_slots(the_book())
    talk = asked().say(SAID, CIVIC).press("#", "#").silence().press("3")
    assert talk.press("1").works, talk.words
    filing = filing_of(talk.works[-1], Call(sid="CA1", account="AC1", caller="+14105550123"), the_book(), TUESDAY)
    assert filing.attributes["vehicle_description"] == "silver Honda Civic"
    assert filing.private["vehicle_said"] == SAID
    assert "vehicle_said" not in filing.attributes
