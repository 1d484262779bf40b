"""What is said beside the question: a place before the need, a house at the review, a key aloud, a goodbye, a shrug."""

from __future__ import annotations

import pytest

from ivr.flow.events import Utterance
from ivr.flow.meaning import Meaning
from ivr.flow.turning.keyed import spoken_key
from tests.flow.talk import Talk
from tests.flow.turning.test_moving import LIGHT, NORTH, OTHER_HOUSE, at_the_first_question, meant

NO = Meaning(value="no", confidence=0.97)
YES = Meaning(value="yes", confidence=0.7)
HERE = Meaning(intent="other", slots={**NORTH, "place": "2401 North Charles Street"})


def at_the_review() -> Talk:
    talk = at_the_first_question()
    while talk.at == "questions.start":
        talk.press("1")
    talk.press("#", "3")
    assert (talk.at, talk.state.phase) == ("request.check", "ask")
    return talk


def test_a_place_said_first_is_kept_and_the_problem_is_asked() -> None:
    talk = Talk().answer("en").say("hi, 2401 north charles", HERE)
    assert "what is the problem there" in talk.words
    talk.say("the street light is out", LIGHT)
    assert (talk.at, talk.slots["place"]) == ("questions.start", "2401 North Charles Street")


def test_a_second_place_is_the_one_that_counts_when_the_first_was_not_whole() -> None:
    half = Meaning(intent="other", slots={"place_said": "charles", "place_street": "Charles Street"}, ask="number")
    talk = Talk().answer("en").say("on charles", half)
    assert "what is the problem there" in talk.words
    light = Meaning(intent="service", value="street_light_out", confidence=0.95, slots=dict(HERE.slots))
    talk.say("a street light at 2401 north charles", light)
    assert (talk.at, talk.slots["place_lat"]) == ("questions.start", "39.3153")
    assert "place_ask" not in talk.slots


def test_where_it_is_is_a_yes_to_what_it_is() -> None:
    talk = Talk().answer("en").say("lamp thing", Meaning(intent="service", value="street_light_out", confidence=0.6))
    assert talk.state.phase == "confirm"
    place = Meaning(value="2401 North Charles Street", confidence=0.95, slots=NORTH)
    talk.send(Utterance("2401 north charles"), meant({"place": place}))
    assert (talk.slots["service"], talk.slots["place"]) == ("street_light_out", "2401 North Charles Street")


def test_nonsense_is_no_yes() -> None:
    talk = Talk().answer("en").say("lamp thing", Meaning(intent="service", value="street_light_out", confidence=0.6))
    talk.send(Utterance("fish monday"), meant({"place": Meaning(ask="again", confidence=0.1)}))
    assert (talk.state.phase, "service" in talk.slots) == ("confirm", False)


def test_another_need_instead_of_a_yes_is_taken_and_the_same_one_is_a_yes() -> None:
    """“The trash!” – “is it about a request you already made?”"""
    for asked, said, service in (
        (Meaning(intent="status", confidence=0.6), "street_light_out", "street_light_out"),
        (Meaning(intent="service", value="pothole", confidence=0.6), "street_light_out", "street_light_out"),
        (Meaning(intent="service", value="pothole", confidence=0.6), "pothole", "pothole"),
    ):
        talk = Talk().answer("en").say("that thing", asked)
        need = Meaning(intent="service", value=said, confidence=0.9)
        talk.send(Utterance("the light!"), meant({"intents": need}))
        assert (talk.slots.get("service"), talk.at) == (service, "place.ask")


def test_where_it_is_said_to_an_offer_is_kept_and_the_offer_is_made_again() -> None:
    near = Meaning(intent="service", value="missed_trash", confidence=0.3, alternatives=(("dirty_street", 0.28),))
    talk = Talk().answer("en").say("the trash", near)
    assert talk.state.phase == "offer"
    talk.send(Utterance("2401 north charles"), meant({"intents": HERE}))
    assert (talk.state.phase, talk.state.misses) == ("offer", 0)
    assert "Got it: 2401 North Charles Street. Which one do you mean?" in talk.words
    talk.press("1")
    assert (talk.slots["service"], talk.slots["place"]) == ("missed_trash", "2401 North Charles Street")


@pytest.mark.parametrize("intent", ["status", "agent"])
def test_a_need_that_has_no_name_is_never_the_other_one(intent: str) -> None:
    """“I already told you people the last four times” is no wish for what else came near."""
    rats = Meaning(intent="status", confidence=0.6, alternatives=(("rats", 0.3),))
    talk = Talk().answer("en").say("that thing", rats)
    assert talk.state.phase == "confirm"
    talk.send(Utterance("I told you"), meant({"yesno": Meaning(correction=Meaning(intent=intent, confidence=0.96))}))
    assert talk.slots.get("service") is None
    assert talk.at.partition(".")[0] == intent


def test_the_number_of_a_request_is_a_yes_and_is_used() -> None:
    talk = Talk().answer("en").say("that thing", Meaning(intent="status", confidence=0.6))
    talk.send(Utterance("26 2000 0019"), meant({"reference": Meaning(value="26-20000019", confidence=0.95)}))
    assert talk.works[-1].job == "find_request"
    assert talk.works[-1].slots["reference"] == "26-20000019"


def test_a_number_with_a_wrong_digit_is_asked_about_and_not_asked_for_again() -> None:
    wrong = Meaning(ask="check", alternatives=(("26-20000019", 0.5), ("26-20000091", 0.4)))
    talk = Talk().answer("en").say("that thing", Meaning(intent="status", confidence=0.6))
    talk.send(Utterance("26 2000 0018"), meant({"reference": wrong}))
    assert (talk.at, talk.state.phase) == ("status.start", "offer")
    assert "which_reference" not in talk.prompts


def test_who_does_not_know_leaves_the_question_open() -> None:
    talk = at_the_first_question()
    index = talk.state.index
    talk.say("i don't know", Meaning(link="unknown", confidence=0.9))
    assert "left_open" in talk.prompts
    assert (talk.at, talk.slots["light_problem"]) == ("questions.start", "")
    assert talk.state.index > index


def test_another_house_at_the_review() -> None:
    talk = at_the_review().send(Utterance("no it's 2410"), meant({"yesno": NO, "place": OTHER_HOUSE}))
    assert (talk.at, talk.state.phase) == ("request.check", "ask")
    assert talk.slots["place"] == "2410 North Charles Street"
    assert "Place: 2410 North Charles Street" in talk.words


def test_another_street_at_the_review() -> None:
    said = Meaning(value="no", confidence=0.9, correction=OTHER_HOUSE)
    talk = at_the_review().send(Utterance("no, at the next house"), meant({"yesno": said}))
    assert (talk.at, talk.slots["place"]) == ("request.check", "2410 North Charles Street")


def test_a_place_that_lacks_a_part_at_the_review_is_asked_for_that_part_and_comes_back() -> None:
    half = Meaning(value="Charles Street", confidence=0.6, ask="number", slots={"place_said": "charles"})
    said = Meaning(value="no", confidence=0.9, correction=half)
    talk = at_the_review().send(Utterance("no on charles"), meant({"yesno": said}))
    assert talk.prompts[-1] == "place_ask_number"
    talk.say("2410", OTHER_HOUSE)
    assert (talk.at, talk.slots["place"]) == ("request.check", "2410 North Charles Street")


@pytest.mark.parametrize("text", ["please fix the address", "the address is wrong", "no, wrong address"])
def test_a_part_that_is_named_at_the_review_is_asked_at_once(text: str) -> None:
    unheard = Meaning(value="no" if text.startswith("no") else None, confidence=0.6)
    talk = at_the_review().send(Utterance(text), meant({"yesno": unheard}))
    assert talk.at.startswith("place.")


def test_two_parts_at_once_are_asked_which() -> None:
    unheard = Meaning(value="no", confidence=0.9)
    talk = at_the_review().send(Utterance("no the address and the problem"), meant({"yesno": unheard}))
    assert talk.state.phase == "which"


def test_a_plain_no_at_the_review_asks_which_part() -> None:
    talk = at_the_review().say("no", NO)
    assert talk.state.phase == "which"
    talk.send(Utterance("yeah no it's good"), meant({"yesno": YES}))
    assert talk.at == "request.more"


@pytest.mark.parametrize(
    ("said", "language", "at"), [("two", "en", "status.start"), ("oprima dos", "es", "status.start")]
)
def test_a_key_said_at_the_open_menu_is_that_key(said: str, language: str, at: str) -> None:
    assert Talk().answer(language).say(said, Meaning(intent="other")).at == at


@pytest.mark.parametrize(
    ("said", "key"), [("one", "1"), ("press zero", "0"), ("option 2 please", "2"), ("two potholes", None), ("12", None)]
)
def test_keys_that_are_said(said: str, key: str | None) -> None:
    assert spoken_key(said, "en") == key


@pytest.mark.parametrize(("said", "language"), [("Wrong number.", "en"), ("no thank you", "en"), ("no, gracias", "es")])
def test_what_is_a_goodbye_only_at_the_first_question_ends_the_call_kindly(said: str, language: str) -> None:
    talk = Talk().answer(language).say(said, Meaning(intent="other"))
    assert talk.prompts == ["goodbye"]


def test_help_in_danger_says_to_dial() -> None:
    talk = Talk().answer("en").press("8").say("what do I do", Meaning(link="help", confidence=0.95))
    assert "Dial 9 1 1 now. They will tell you what to do" in talk.words
    assert "general_help" not in talk.prompts


def test_a_place_is_no_yes_to_a_need_that_has_none_and_is_kept() -> None:
    """“Is it about a complaint?” – “2400 North Charles Street”: then it is about something that is there."""
    place = Meaning(
        value="2400 North Charles Street",
        confidence=0.9,
        slots={"place_said": "2400 north charles", "place_kind": "address", "place_lat": "39.3", "place_long": "-76.6"},
    )
    talk = Talk().answer().say("alley trash", Meaning(intent="service", value="city_employee", confidence=0.6))
    assert talk.state.phase == "confirm"
    talk.send(Utterance("2400 north charles"), meant({"place": place}))
    assert (talk.at, talk.slots["place"], talk.slots.get("service")) == ("main.need", place.value, None)
    assert "what is the problem there" in talk.words


@pytest.mark.parametrize("said", ["no, the size", "the size is wrong", "no"])
def test_one_answer_named_at_the_review_is_asked_for_alone(said: str) -> None:
    """Said with the no, or as the part that is wrong."""
    hole = Meaning(intent="service", value="pothole", confidence=0.95, slots=dict(HERE.slots))
    talk = Talk().answer("en").say("a pothole at 2401 north charles street", hole)
    talk.press("2", "3", "#", "3")
    assert (talk.at, talk.slots["pothole_size"], talk.slots["lane"]) == ("request.check", "tire", "bike")
    talk.say(said, NO)
    if said == "no":
        assert talk.state.phase == "which"
        talk.say("size", Meaning())
    assert (talk.at, "pothole_size" in talk.slots) == ("questions.start", False)
    talk.press("1")
    assert (talk.at, talk.slots["pothole_size"], talk.slots["lane"]) == ("request.check", "plate", "bike")
