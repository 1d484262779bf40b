"""What the line does with what it half understood: names it in passing, asks, offers, takes it back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.flow.directives import Transfer, Understand
from ivr.flow.events import Digits, Understood, Utterance
from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk

NORTH = {"place_kind": "address", "place_said": "2400 north charles", "place_lat": "39.3153", "place_long": "-76.6167"}
LOCATED = Meaning(value="2400 North Charles Street", confidence=0.95, slots=NORTH)
NO = Meaning(value="no", confidence=0.95)
NOTHING = Meaning()


def need(code: str, sure: float, **others: float) -> Meaning:
    """A city service, and what else it may be."""
    return Meaning(intent="service", value=code, confidence=sure, alternatives=tuple(others.items()))


def no_but(correction: Meaning, sure: float = 0.9) -> Meaning:
    """“No, …”"""
    return Meaning(value="no", confidence=sure, correction=correction)


def asked(language: str = "en") -> Talk:
    """A call at “how can I help?”."""
    return Talk().answer(language)


def between() -> Talk:
    """A call in which three services were understood, and are offered."""
    return asked().say("the street is bad", need("pothole", 0.4, street_repair=0.3, dirty_street=0.2))


class TestSure:
    def test_it_goes_on_and_names_the_service_in_passing(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.9))
        assert "Okay: Pothole. I can help with that." in talk.words
        assert talk.at == "place.ask"
        assert "named_in_passing" in talk.notes

    def test_a_sure_place_in_the_first_sentence_is_not_asked_for(self) -> None:
        meant = replace(need("pothole", 0.9), slots={**NORTH, "place": "2400 North Charles Street"})
        talk = asked().say("a pothole at 2400 north charles", meant)
        assert "Got it: 2400 North Charles Street." in talk.words
        assert talk.at == "questions.start"
        assert talk.slots["place"] == "2400 North Charles Street"

    def test_in_spanish(self) -> None:
        talk = asked("es").say("un bache", need("pothole", 0.9))
        assert "De acuerdo: Bache en la calle. Con eso le puedo ayudar." in talk.words

    def test_a_place_in_the_first_sentence_that_lies_on_no_map_is_only_confirmed(self) -> None:
        meant = replace(
            need("pothole", 0.9), slots={"place": "12 Elm", "place_said": "12 elm", "place_kind": "address"}
        )
        talk = asked().say("a pothole at 12 elm", meant)
        assert (talk.at, talk.state.phase) == ("place.ask", "confirm")
        assert "I heard: 12 Elm. I do not find that on the map." in talk.words
        assert talk.press("1").slots["place"] == "12 Elm"

    def test_a_place_in_the_first_sentence_that_lacks_a_part_is_asked_for_that_part(self) -> None:
        slots = {"place": "North Charles Street", "place_said": "north charles", "place_street": "North Charles Street"}
        talk = asked().say("a pothole on north charles", replace(need("pothole", 0.9), slots=slots, ask="number"))
        assert "What is the house number on North Charles Street?" in talk.words
        assert "Where is it" not in talk.words
        assert talk.state.part is not None
        assert talk.state.part.said == "north charles"


class TestFairlySure:
    def test_it_asks_whether_it_is_that(self) -> None:
        talk = asked().say("hole thing", need("pothole", 0.6))
        assert "Is it about potholes? Press 1 for yes, 2 for no." in talk.words
        assert talk.say("yes", Meaning(value="yes", confidence=0.95)).slots["service"] == "pothole"

    def test_a_sure_service_that_was_heard_badly_is_asked_too(self) -> None:
        assert asked().say("a pothole", need("pothole", 0.95), heard=0.2).state.phase == "confirm"

    def test_words_without_a_service_are_asked_by_what_they_lead_to(self) -> None:
        talk = asked().say("that thing i called about", Meaning(intent="status", confidence=0.6))
        assert "Is it about a request you already made?" in talk.words
        assert talk.press("1").at == "status.start"

    def test_in_spanish(self) -> None:
        assert "¿Se trata de baches?" in asked("es").say("el hoyo ese", need("pothole", 0.6)).words

    def test_no_and_nothing_else_asks_in_other_words(self) -> None:
        talk = asked().say("hole thing", need("pothole", 0.6)).say("no", NO)
        assert "In a few words, what is the problem?" in talk.words
        assert (talk.at, talk.state.phase, talk.state.misses) == ("main.need", "ask", 1)

    def test_no_offers_what_else_it_may_be_first(self) -> None:
        talk = asked().say("hole thing", need("pothole", 0.6, street_repair=0.2, sidewalk_repair=0.12)).say("no", NO)
        assert talk.state.phase == "offer"
        assert "potholes" not in talk.words
        assert talk.press("2").slots["service"] == "sidewalk_repair"

    def test_half_a_yes_confirms_nothing(self) -> None:
        talk = asked().say("hole thing", need("pothole", 0.6)).say("well", Meaning(value="yes", confidence=0.5))
        assert talk.state.phase == "confirm"
        assert "service" not in talk.slots


class TestBetweenAFew:
    def test_they_are_offered_by_key_and_something_else_is_last(self) -> None:
        words = between().words
        assert "Which one do you mean? For potholes, press 1." in words
        assert "For something else, press 4." in words

    def test_by_key(self) -> None:
        talk = between().press("2")
        assert talk.slots["service"] == "street_repair"
        assert talk.at == "place.ask"

    def test_by_word(self) -> None:
        talk = between().say("the second one", Meaning(value="1", confidence=0.95))
        assert talk.slots["service"] == "street_repair"

    def test_what_may_be_said_are_their_names_and_none_of_them(self) -> None:
        wants: list[Understand] = []

        def understand(ask: Understand) -> Understood:
            wants.append(ask)
            return Understood(Meaning(value="none", confidence=1.0), 0.9, ask.text)

        talk = between().send(Utterance("none of them"), understand)
        assert wants[0].want.options[0].words[0] == "potholes"
        assert "none of them" in wants[0].want.options[-1].words
        assert "In a few words, what is the problem?" in talk.words
        assert talk.state.misses == 1

    def test_none_of_them_and_what_it_is_instead(self) -> None:
        meanings = iter([NOTHING, need("street_light_out", 0.9)])
        talk = between().send(
            Utterance("no it is a street light"), lambda ask: Understood(next(meanings), 0.9, ask.text)
        )
        assert talk.slots["service"] == "street_light_out"

    def test_one_of_them_said_in_other_words_is_taken(self) -> None:
        meanings = iter([NOTHING, need("street_repair", 0.35, pothole=0.3)])
        talk = between().send(Utterance("the pavement is bad"), lambda ask: Understood(next(meanings), 0.9, ask.text))
        assert talk.slots["service"] == "street_repair"

    def test_nonsense_repeats_the_offer_and_ends_with_a_person(self) -> None:
        talk = between().say("blah", NOTHING)
        assert talk.prompts[0] == "not_understood"
        assert "For potholes, press 1." in talk.words
        assert isinstance(talk.say("blah", NOTHING).say("blah", NOTHING).out[-1], Transfer)

    def test_silence_repeats_the_offer(self) -> None:
        assert "For potholes, press 1." in between().silence().words

    def test_star_repeats_it_and_seven_goes_back(self) -> None:
        assert "For potholes, press 1." in between().press("*").words

    def test_in_spanish(self) -> None:
        talk = asked("es").say("la calle", need("pothole", 0.4, street_repair=0.3))
        assert "Para baches, oprima 1." in talk.words
        assert "Para otra cosa, oprima 3." in talk.words

    def test_danger_interrupts_it_and_comes_back_to_the_question(self) -> None:
        talk = between().say("he is not breathing", Meaning(emergency="certain"))
        assert talk.at == "emergency.wait"
        assert talk.press("2").at == "main.need"


class TestNotAtAll:
    def test_one_helpful_reprompt_then_the_menu_then_a_person(self) -> None:
        talk = asked().say("blah", Meaning(intent="other", confidence=0.1))
        assert talk.prompts == ["need_again"]
        assert talk.say("blah", Meaning(intent="other")).prompts == ["need_keys"]
        assert isinstance(talk.say("blah", NOTHING).out[-1], Transfer)

    def test_a_likely_few_are_offered_though_no_one_of_them_was_taken(self) -> None:
        meant = Meaning(intent="other", confidence=0.2, alternatives=(("pothole", 0.3), ("street_repair", 0.25)))
        assert asked().say("the road", meant).state.phase == "offer"


class TestCorrections:
    def test_no_it_is_something_else_takes_that(self) -> None:
        talk = asked().say("hole thing", need("pothole", 0.6)).say("no, rats", no_but(need("rats", 0.9)))
        assert talk.slots["service"] == "rats"
        assert "corrected" in talk.notes

    def test_what_is_said_instead_is_asked_back_when_it_is_unsure(self) -> None:
        talk = asked().say("hole thing", need("pothole", 0.6)).say("no, rats or so", no_but(need("rats", 0.55)))
        assert "Is it about rats?" in talk.words

    def test_no_the_other_one_takes_the_runner_up(self) -> None:
        talk = asked().say("hole thing", need("pothole", 0.6, street_repair=0.2))
        assert talk.say("no, the other one", no_but(Meaning(confidence=0.9))).slots["service"] == "street_repair"

    def test_no_it_is_that_after_all(self) -> None:
        talk = asked().say("hole thing", need("pothole", 0.6)).say("no a pothole", no_but(need("pothole", 0.9)))
        assert talk.slots["service"] == "pothole"

    def test_not_this_but_that_names_both_and_is_asked_about_the_other(self) -> None:
        both = no_but(need("pothole", 0.79, sidewalk_repair=0.21))
        talk = asked().say("a pothole", need("pothole", 0.9)).say("no not a pothole a sidewalk", both)
        assert "Is it about broken sidewalks or curbs?" in talk.words
        assert talk.press("1").slots["service"] == "sidewalk_repair"

    def test_no_number_across_from_the_library_is_a_place_and_no_topic(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.9))
        talk.say(
            "no number across from the library", no_but(Meaning(intent="info", value="libraries", confidence=0.97))
        )
        assert talk.slots["service"] == "pothole"

    def test_what_was_named_in_passing_is_taken_back_with_the_next_words(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.9))
        talk.say("no not a pothole a sidewalk", no_but(need("sidewalk_repair", 0.9)))
        assert talk.slots["service"] == "sidewalk_repair"
        assert talk.at == "place.ask"

    def test_the_words_are_first_heard_as_a_yes_or_no_about_the_question_before(self) -> None:
        wants: list[Understand] = []

        def understand(ask: Understand) -> Understood:
            wants.append(ask)
            return Understood(NOTHING, 0.9, ask.text)

        asked().say("a pothole", need("pothole", 0.9)).send(Utterance("2400 north charles"), understand)
        assert [ask.want.kind for ask in wants] == ["yesno", "place"]
        assert wants[0].want.inner is not None
        assert wants[0].want.inner.kind == "intents"

    def test_it_is_taken_back_while_a_place_of_the_first_sentence_is_read_back(self) -> None:
        meant = replace(
            need("pothole", 0.9), slots={"place": "12 Elm", "place_said": "12 elm", "place_kind": "address"}
        )
        talk = asked().say("a pothole at 12 elm", meant)
        assert talk.state.phase == "confirm"
        talk.say("no not a pothole a sidewalk", no_but(need("sidewalk_repair", 0.9)))
        assert talk.slots["service"] == "sidewalk_repair"

    def test_a_bare_no_is_about_the_place_that_is_read_back(self) -> None:
        meant = replace(
            need("pothole", 0.9), slots={"place": "12 Elm", "place_said": "12 elm", "place_kind": "address"}
        )
        talk = asked().say("a pothole at 12 elm", meant).say("no", NO)
        assert (talk.at, talk.slots["service"]) == ("place.ask", "pothole")
        assert talk.state.phase == "ask"

    def test_a_bare_no_to_where_is_it_takes_it_back_too(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.85, street_repair=0.12)).say("no", NO)
        assert talk.at == "main.need"
        assert "Is it about" in talk.words
        assert talk.press("1").slots["service"] == "street_repair"

    def test_the_other_one_after_it_was_named_in_passing(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.85, street_repair=0.12))
        assert talk.say("no the other one", no_but(Meaning())).slots["service"] == "street_repair"

    def test_an_answer_ends_the_time_for_it(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.9)).say("2400 north charles", LOCATED).press("1")
        assert talk.state.passing == ()

    def test_a_description_without_a_no_takes_nothing_back(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.9))
        talk.say("by the trash can at the park", Meaning(correction=need("public_trash_can", 0.9)))
        assert talk.state.slots["service"] == "pothole"

    def test_the_place_of_the_first_sentence_is_corrected_and_the_service_stays(self) -> None:
        meant = replace(need("pothole", 0.9), slots={**NORTH, "place": "2400 Charleston Avenue"})
        talk = asked().say("a pothole at 2400 charleston", meant)
        wants: list[Understand] = []

        def understand(ask: Understand) -> Understood:
            wants.append(ask)
            about_place = ask.want.inner is not None and ask.want.inner.kind == "place"
            return Understood(no_but(LOCATED) if about_place else NO, 0.9, ask.text)

        talk.send(Utterance("no i said charles not charleston"), understand)
        assert [ask.want.kind for ask in wants] == ["choice", "yesno", "yesno"]
        assert (talk.slots["service"], talk.slots["place"]) == ("pothole", "2400 North Charles Street")
        assert "Got it: 2400 North Charles Street." in talk.words
        assert talk.at == "questions.start"

    def test_a_corrected_place_that_lacks_a_part_is_asked_for_that_part(self) -> None:
        meant = replace(need("pothole", 0.9), slots={**NORTH, "place": "2400 Charleston Avenue"})
        talk = asked().say("a pothole at 2400 charleston", meant)
        talk.say("no charles street", no_but(incomplete("number")))
        assert talk.prompts[-1] == "place_ask_number"
        assert talk.slots["service"] == "pothole"

    def test_a_place_read_back_is_corrected(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.9))
        talk.say("2400 charleston", Meaning(value="2400 Charleston", confidence=0.6, slots={"place_said": "x"}))
        talk.say("i said charles not charleston", Meaning(correction=LOCATED))
        assert talk.slots["place"] == "2400 North Charles Street"
        assert talk.slots["place_lat"] == "39.3153"

    def test_a_value_of_another_kind_is_corrected(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.9)).say("2400 north charles", LOCATED)
        talk.say("plate", Meaning(value="plate", confidence=0.9), heard=0.2)
        assert talk.state.phase == "confirm"
        talk.say("no, larger", no_but(Meaning(value="larger", confidence=0.9)))
        assert talk.slots["pothole_size"] == "larger"

    def test_danger_goes_before_a_correction(self) -> None:
        talk = asked().say("a pothole", need("pothole", 0.9))
        talk.say("no he is not breathing", replace(no_but(need("rats", 0.9)), emergency="certain"))
        assert talk.at == "emergency.wait"
        assert talk.press("2").at == "place.ask"


def incomplete(code: str, **others: float) -> Meaning:
    """A place of which something is missing."""
    slots = {"place_street": "Charles Street", "place_said": "charles"}
    return Meaning(value="Charles Street", confidence=0.5, ask=code, slots=slots, alternatives=tuple(others.items()))


def at_place(language: str = "en") -> Talk:
    return asked(language).say("a pothole", need("pothole", 0.9))


def two_places() -> Talk:
    """A call in which two places fit."""
    other = (("2400 South Charles Street", 0.4),)
    meant = Meaning(value="2400 North Charles Street", confidence=0.5, ask="direction", alternatives=other)
    return at_place().say("2400 charles", meant)


class TestPlaces:
    def test_a_place_on_the_map_is_named_in_passing(self) -> None:
        talk = at_place().say("2400 north charles", LOCATED)
        assert "Got it: 2400 North Charles Street." in talk.words
        assert talk.at == "questions.start"

    def test_a_place_heard_badly_or_found_half_is_read_back(self) -> None:
        assert at_place().say("2400 north charles", LOCATED, heard=0.2).state.phase == "confirm"
        assert at_place().say("2400 north charles", replace(LOCATED, confidence=0.6)).state.phase == "confirm"

    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("code", ["number", "direction", "suffix", "which", "cross", "outside", "again"])
    def test_what_is_missing_is_asked_for_by_itself(self, code: str, language: str) -> None:
        talk = at_place(language).say("charles", incomplete(code))
        assert talk.prompts == [f"place_ask_{code}"]
        assert "{" not in talk.words

    def test_what_was_said_before_goes_along(self) -> None:
        wants: list[Understand] = []

        def understand(ask: Understand) -> Understood:
            wants.append(ask)
            return Understood(NOTHING if ask.want.kind == "yesno" else LOCATED, 0.9, ask.text)

        talk = at_place().say("north charles", incomplete("number")).send(Utterance("2400"), understand)
        assert wants[-1].want.context == "north charles"
        assert talk.slots["place"] == "2400 North Charles Street"
        assert talk.state.part is None

    def test_star_repeats_what_is_missing(self) -> None:
        talk = at_place().say("charles", incomplete("number")).press("*")
        assert talk.prompts == ["place_ask_number"]

    def test_two_follow_ups_at_most_and_then_it_is_read_back_as_said(self) -> None:
        talk = at_place().say("charles", incomplete("number")).say("no idea", incomplete("direction"))
        assert talk.state.phase == "ask"
        talk.say("charles", incomplete("suffix"))
        assert "I heard: Charles Street. Is that right?" in talk.words
        assert talk.press("1").slots["place"] == "Charles Street"

    def test_outside_the_city_is_told_honestly_and_then_gets_a_person(self) -> None:
        talk = at_place().say("main street in annapolis", incomplete("outside"))
        assert "outside Baltimore" in talk.words
        assert talk.state.part is not None
        assert talk.state.part.said == ""
        talk.say("annapolis", incomplete("outside"))
        assert isinstance(talk.say("annapolis i said", incomplete("outside")).out[-1], Transfer)

    def test_nothing_understood_is_helped_twice_and_then_gets_a_person(self) -> None:
        talk = at_place().say("blah", incomplete("again")).say("blah", incomplete("again"))
        assert isinstance(talk.say("blah", incomplete("again")).out[-1], Transfer)

    def test_several_are_offered_by_key_and_word(self) -> None:
        talk = two_places()
        assert "For 2400 North Charles Street, press 1. For 2400 South Charles Street, press 2." in talk.words
        assert "For another place, press 3." in talk.words

    def test_the_chosen_one_is_looked_up_again_for_its_point(self) -> None:
        asks: list[str] = []

        def understand(ask: Understand) -> Understood:
            asks.append(ask.text)
            return Understood(replace(LOCATED, value="2400 South Charles Street"), 0.9, ask.text)

        talk = two_places().send(Digits("2"), understand)
        assert asks == ["2400 South Charles Street"]
        assert (talk.slots["place"], talk.slots["place_lat"]) == ("2400 South Charles Street", "39.3153")

    def test_by_word(self) -> None:
        meanings = iter([Meaning(value="0", confidence=0.95), LOCATED])
        talk = two_places().send(Utterance("north"), lambda ask: Understood(next(meanings), 0.9, ask.text))
        assert talk.slots["place"] == "2400 North Charles Street"

    def test_none_of_them_asks_again(self) -> None:
        talk = two_places().press("3")
        assert (talk.at, talk.state.phase, talk.state.misses) == ("place.ask", "ask", 1)

    def test_another_place_said_instead_is_heard(self) -> None:
        meanings = iter([NOTHING, replace(LOCATED, value="10 Light Street")])
        talk = two_places().send(Utterance("10 light street"), lambda ask: Understood(next(meanings), 0.9, ask.text))
        assert talk.slots["place"] == "10 Light Street"

    def test_i_do_not_know_leads_to_a_landmark(self) -> None:
        talk = at_place().say("charles", incomplete("number")).say("i don't know", Meaning(value="unknown"))
        assert talk.slots["place"] == "unknown"
        assert "What is nearby?" in talk.words
        assert "place_street" not in talk.slots
