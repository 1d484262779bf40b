"""The engine, turn by turn, on the city's own flows."""

from __future__ import annotations

import pytest

from ivr.flow.directives import Disconnect, Record, Transfer
from ivr.flow.events import Answered, Dialed, Digits, Failed, HungUp, Recorded, Resolved, Silence
from ivr.flow.meaning import Meaning
from tests.flow.talk import TUESDAY, Talk

POTHOLE = Meaning(intent="service", value="pothole", confidence=0.9)
AT_CHARLES = Meaning(value="2400 North Charles Street", confidence=0.9, slots={"place_kind": "address"})


def at_place() -> Talk:
    """A call in which the service is known and the place is asked for."""
    return Talk().answer().say("a pothole", POTHOLE)


def at_review() -> Talk:
    """A call in which everything is known and read back."""
    talk = at_place().say("2400 north charles street", AT_CHARLES).press("1")
    while talk.at.startswith(("questions", "details")):
        talk.press("1") if talk.at == "questions.start" else talk.silence()
    return talk.press("1", "2")


class TestTheFrontDoor:
    def test_a_call_begins_with_the_greeting_and_the_emergency_notice(self) -> None:
        assert Talk().answer().prompts[:2] == ["greeting", "emergency_notice"]

    def test_an_empty_announcement_is_skipped(self) -> None:
        assert "announcement" not in Talk().answer().prompts

    def test_a_remembered_language_is_spoken_at_once(self) -> None:
        talk = Talk().answer("es")
        assert "Gracias por llamar" in talk.words
        assert "other_language" not in talk.prompts

    def test_an_unknown_remembered_language_is_the_first_of_the_city(self) -> None:
        assert Talk().answer("xx").state.language == "en"

    def test_the_other_language_is_offered_in_that_language(self) -> None:
        offered = next(p for p in Talk().answer().out if getattr(p, "key", "") == "other_language")
        assert offered.language == "es"  # type: ignore[union-attr]

    def test_key_9_changes_the_language_and_asks_again(self) -> None:
        talk = Talk().answer().press("9")
        assert (talk.state.language, talk.at) == ("es", "main.need")


class TestFindingTheService:
    def test_by_menu_in_two_levels(self) -> None:
        talk = Talk().answer().press("1", "1")
        assert talk.at == "report.which_service"

    def test_nine_turns_the_page_and_comes_round(self) -> None:
        talk = Talk().answer().press("1", "1")
        first = talk.words
        talk.press("9")
        assert talk.words != first
        for _ in range(3):
            talk.press("9")
        assert talk.state.index > 3

    def test_by_words(self) -> None:
        assert at_place().at == "place.ask"

    def test_what_was_understood_badly_is_asked_back(self) -> None:
        talk = Talk().answer().say("hole thing", Meaning(intent="service", value="pothole", confidence=0.4))
        assert talk.state.phase == "confirm"
        assert talk.press("1").slots["service"] == "pothole"

    def test_no_asks_again_with_help(self) -> None:
        talk = Talk().answer().say("hole thing", Meaning(intent="service", value="pothole", confidence=0.4)).press("2")
        assert (talk.at, talk.state.phase) == ("main.need", "ask")
        assert "service" not in talk.slots

    def test_what_belongs_to_the_front_door_is_heard_at_a_service_menu_too(self) -> None:
        talk = Talk().answer().press("1").say("what happened to my request", Meaning(intent="status", confidence=0.9))
        assert talk.at == "status.start"

    def test_a_police_matter_found_in_the_review_is_asked_first_whether_it_happens_now(self) -> None:
        talk = at_review().press("2", "1")
        talk.say("somebody stole my bike", Meaning(intent="police", value="police_theft", confidence=0.9))
        assert talk.at == "police.now"


class TestAnswersThatDoNotCome:
    def test_silence_is_helped_twice_and_then_gets_a_person(self) -> None:
        talk = Talk().answer().press("1").silence()
        assert talk.prompts[0] == "still_there"
        assert talk.silence().prompts[0] == "still_there_keys"
        assert isinstance(talk.silence().out[-1], Transfer)

    def test_silence_and_nonsense_are_counted_apart(self) -> None:
        talk = Talk().answer().press("1").silence().say("blah", Meaning()).silence()
        assert (talk.state.silences, talk.state.misses) == (2, 1)
        assert talk.at == "report.which_group"

    def test_an_answer_forgives_earlier_silence(self) -> None:
        talk = Talk().answer().press("1").silence(2).press("1")
        assert talk.state.silences == 0

    def test_a_key_that_is_not_offered_is_never_called_wrong(self) -> None:
        talk = Talk().answer().press("1").press("6")
        assert "wrong" not in talk.words.lower()
        assert talk.at == "report.which_group"

    def test_an_optional_question_is_skipped_by_silence_and_by_pound(self) -> None:
        silent, pound = at_review(), at_review()
        assert silent.slots["details"] == ""
        assert pound.at == "request.check"


class TestLinks:
    @pytest.mark.parametrize("prepare", [lambda: Talk().answer(), at_place, at_review])
    def test_zero_is_a_person_everywhere(self, prepare) -> None:  # type: ignore[no-untyped-def]
        talk = prepare().press("0")
        assert isinstance(talk.out[-1], Transfer)
        assert "asked_for_operator" in talk.notes

    @pytest.mark.parametrize("prepare", [lambda: Talk().answer(), at_place, at_review])
    def test_eight_is_the_emergency_and_comes_back(self, prepare) -> None:  # type: ignore[no-untyped-def]
        talk = prepare()
        before = talk.at
        talk.press("8")
        assert "emergency_told" in talk.notes
        assert "9 1 1" in talk.words
        assert talk.press("2").at == before

    def test_an_emergency_in_words_interrupts_any_question(self) -> None:
        talk = at_place().say("my house is on fire", Meaning(emergency="certain"))
        assert talk.at == "emergency.wait"
        assert "emergency_heard" in talk.notes

    def test_a_doubt_is_one_short_question_with_911_in_it(self) -> None:
        talk = at_place().say("somebody is in there", Meaning(emergency="ask", value="x", confidence=0.9))
        assert talk.at == "emergency.doubt"
        assert "9 1 1" in talk.words

    def test_after_a_doubt_the_words_are_taken_up_again(self) -> None:
        doubtful = Meaning(emergency="ask", value="2400 North Charles", confidence=0.9)
        talk = at_place().say("2400 north charles somebody might get hurt", doubtful)
        talk.send(
            Digits("2"), lambda ask: __import__("ivr.flow.events", fromlist=["x"]).Understood(doubtful, 0.9, ask.text)
        )
        assert talk.state.phase == "confirm"
        assert talk.state.pending == "2400 North Charles"

    def test_a_crisis_is_told_988(self) -> None:
        talk = at_place().say("i want to end it all", Meaning(crisis=True))
        assert "9 8 8" in talk.words

    def test_a_crisis_that_is_only_guessed_is_asked_about_with_988_and_a_no_goes_on(self) -> None:
        guessed = Meaning(crisis=True, emergency="ask", guessed=True, value="x", confidence=0.9)
        talk = at_place().say("i am so tired of this", guessed)
        assert talk.at == "emergency.crisis_doubt"
        assert "9 8 8" in talk.words
        assert "9 1 1" in talk.words
        assert not talk.press("2").at.startswith("emergency")

    def test_who_was_told_of_988_is_not_told_again_for_words_that_only_resemble_danger(self) -> None:
        talk = at_place().say("i want to end it all", Meaning(crisis=True))
        talk.say("i just want my light fixed", Meaning(crisis=True, emergency="ask", guessed=True))
        assert talk.at == "emergency.crisis_wait"
        assert "8" in talk.words

    def test_star_repeats_without_counting_a_failure(self) -> None:
        talk = at_place()
        words = talk.words
        talk.press("*")
        assert "Where is it?" in talk.words
        assert "Where is it?" in words
        assert talk.state.misses == 0

    def test_seven_goes_back_and_forgets_that_answer(self) -> None:
        talk = at_place().say("2400 north charles street", AT_CHARLES).press("1")
        assert talk.at == "questions.start"
        talk.press("7")
        assert talk.at == "place.ask"
        assert "place" not in talk.slots

    def test_going_back_at_the_first_question_says_so(self) -> None:
        assert Talk().answer().press("7").prompts[0] == "back_at_start"

    def test_a_visit_to_the_emergency_flow_is_no_step_back(self) -> None:
        talk = at_place().press("8", "2").press("7")
        assert talk.at == "main.need"

    def test_pound_is_the_main_menu(self) -> None:
        talk = Talk().answer().press("1", "#")
        assert talk.at == "main.need"

    def test_slower_doubles_the_time(self) -> None:
        talk = at_place()
        before = talk.listening.timeout
        talk.say("more time", Meaning(link="slower"))
        assert talk.listening.timeout == before * 2


class TestReadingBack:
    def test_a_place_that_lies_on_no_map_is_read_back(self) -> None:
        assert at_place().say("2400 north charles", AT_CHARLES).state.phase == "confirm"

    def test_unknown_confidence_is_neither_good_nor_bad(self) -> None:
        talk = at_place().say("2400 north charles", AT_CHARLES).press("1")
        talk.say("the size of a plate", Meaning(value="plate", confidence=0.9), heard=None)
        assert talk.prompts[0] == "implicit_value"

    def test_badly_heard_is_asked(self) -> None:
        talk = at_place().say("2400 north charles", AT_CHARLES).press("1")
        talk.say("plate", Meaning(value="plate", confidence=0.9), heard=0.2)
        assert talk.state.phase == "confirm"

    def test_a_key_needs_no_reading_back(self) -> None:
        talk = at_place().say("2400 north charles", AT_CHARLES).press("1", "1")
        assert "implicit_value" not in talk.prompts

    def test_everything_is_reviewed(self) -> None:
        words = at_review().words
        assert "Pothole" in words
        assert "2400 North Charles" in words
        assert "the size of a plate" in words

    def test_no_asks_which_part_and_asks_only_that_again(self) -> None:
        talk = at_review().press("2", "2")
        assert talk.at == "place.ask"
        talk.say("corner of pratt and light", Meaning(value="Pratt and Light", confidence=0.9)).press("1")
        assert talk.at == "request.check"
        assert "Pratt and Light" in talk.words

    def test_another_kind_of_problem_asks_its_own_questions(self) -> None:
        talk = at_review().press("2", "1")
        talk.say("rats", Meaning(intent="service", value="rats", confidence=0.9))
        assert talk.slots["service"] == "rats"
        assert talk.at == "questions.start"


class TestFiling:
    def test_the_number_is_spelled_and_said_twice_with_the_day(self) -> None:
        talk = at_review().press("1")
        assert talk.words.count("26-20000010") == 2
        assert "Thursday, November 26" in talk.words

    def test_the_work_holds_what_was_said(self) -> None:
        work = at_review().press("1").works[0]
        assert (work.job, work.nth, work.slots["place"]) == ("file_request", 0, "2400 North Charles Street")

    def test_a_second_request_of_the_call_begins_clean_but_knows_the_caller(self) -> None:
        talk = at_review().press("1", "2").say("rats", Meaning(intent="service", value="rats", confidence=0.9))
        assert talk.at == "place.ask"
        assert talk.slots.get("contact_known") == "this"
        assert "pothole_size" not in talk.slots

    def test_what_cannot_be_filed_gets_a_person(self) -> None:
        talk = at_review()
        talk.work = lambda work: Failed("down")
        talk.press("1")
        assert isinstance(talk.out[-1], Transfer)
        assert "not_filed" in talk.notes


class TestAPerson:
    def test_busy_offers_a_message_and_going_on(self) -> None:
        talk = at_place().press("0").send(Dialed("busy"))
        assert talk.at == "agent.offer"
        assert talk.press("2").at == "place.ask"

    def test_at_night_nobody_is_dialled(self) -> None:
        talk = Talk(now=TUESDAY.replace(hour=23)).answer().press("0")
        assert talk.at == "agent.offer_closed"
        assert "agents_closed" in talk.notes

    def test_a_message_becomes_a_request(self) -> None:
        talk = at_place().press("0").send(Dialed("no-answer")).press("1")
        assert isinstance(talk.out[-1], Record)
        talk.send(Recorded("RE1", 20, "#"))
        assert talk.works[-1].job == "file_message"
        assert talk.works[-1].slots["recording"] == "RE1"

    def test_an_empty_message_is_not_filed(self) -> None:
        talk = at_place().press("0").send(Dialed("no-answer")).press("1").send(Recorded("", 0))
        assert not talk.works
        assert isinstance(talk.out[-1], Disconnect)


class TestLimits:
    def test_too_many_turns_get_a_person_once(self) -> None:
        talk = Talk().answer()
        for _ in range(talk.book.city.limits.turns + 1):
            talk.press("*")
        assert "limit_reached" in talk.prompts
        assert talk.send(Dialed("busy")).press("2").at == "main.need"

    def test_too_many_minutes_get_a_person(self) -> None:
        talk = Talk().answer().later(minutes=45).press("*")
        assert "limit_reached" in talk.prompts

    def test_a_call_that_never_ends_is_ended_kindly(self) -> None:
        talk = Talk().answer()
        for _ in range(300):
            talk.press("*")
            if isinstance(talk.out[-1], Transfer):
                talk.send(Dialed("busy")).press("2")
            if isinstance(talk.out[-1], Disconnect):
                break
        assert isinstance(talk.out[-1], Disconnect)


class TestEventsOutOfOrder:
    @pytest.mark.parametrize(
        "event", [Recorded("RE1", 3), Dialed("busy"), Resolved("filed", {}), Failed("x"), Answered()]
    )
    def test_an_event_that_does_not_fit_asks_the_question_again(self, event) -> None:  # type: ignore[no-untyped-def]
        talk = at_place().send(event)
        assert talk.listening

    def test_keys_during_a_transfer_ring_again(self) -> None:
        talk = at_place().press("0").send(Digits("5"))
        assert isinstance(talk.out[-1], Transfer)

    def test_a_caller_who_is_gone_hears_nothing_more(self) -> None:
        assert at_place().send(HungUp()).out == (Disconnect(),)

    def test_silence_at_a_recording_goes_on(self) -> None:
        talk = at_place().press("0").send(Dialed("busy")).press("1").send(Silence())
        assert isinstance(talk.out[-1], Disconnect)
