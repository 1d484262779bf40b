"""Waiting for a person: the place, the choices by key, every way out, and why the caller is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec
import pytest

from ivr.flow.book import Book
from ivr.flow.directives import Disconnect, Enter, Hold, Leave, Listen, Record, Seek, Transfer
from ivr.flow.events import Dialed, Digits, Failed, Place, Recorded, Resolved, Room, Silence, Unheard, Utterance
from ivr.flow.meaning import Meaning
from ivr.flow.model import Agency, Line, Overflow
from tests.flow.talk import TUESDAY, Talk, the_book

POTHOLE = Meaning(intent="service", value="pothole", confidence=0.9)
WANTS_PERSON = Meaning(link="operator", confidence=0.95)
NOTHING = Meaning()
LEFT = Resolved("left")
HOLD = Hold(40, "en/music.wav")


@dataclass
class Agents:
    """The people of a line: what they answer to each asking, the last answer again and again."""

    answers: list[Place | Room | Resolved | Failed] = field(default_factory=lambda: [Place(3, 4)])
    left: Resolved | Failed = LEFT

    def __call__(self, asked: Seek | Leave) -> Place | Room | Resolved | Failed:
        if isinstance(asked, Leave):
            return self.left
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def waiting(
    *answers: Place | Room | Resolved | Failed, book: Book | None = None, hidden: bool = False, now: datetime = TUESDAY
) -> Talk:
    """A call that asked for a person by key, and was answered so."""
    people = Agents(list(answers)) if answers else Agents()
    talk = Talk(book=book or the_book(), people=people, now=now)
    return talk.answer(caller_known=not hidden).press("0")


def with_queue(recordings: tuple[str, ...] = (), **rules: object) -> Book:
    """The city's own line, with other rules for the queue of its services, and recordings."""
    city = the_book().city
    services = city.queues["services"].model_copy(update=rules)
    return with_city(recordings, queues={**city.queues, "services": services})


def with_city(recordings: tuple[str, ...] = (), **settings: object) -> Book:
    """The city's own line in a city that has other settings."""
    city = the_book().city.model_copy(update=settings)
    return replace(the_book(), city=city, recordings=frozenset(recordings))


def with_node(flow: str, name: str, **settings: object) -> Book:
    """The city's own line, with other settings of one node."""
    document = the_book().flows[flow]
    nodes = {**document.nodes, name: document.nodes[name].model_copy(update=settings)}
    return replace(the_book(), flows={**the_book().flows, flow: document.model_copy(update={"nodes": nodes})})


def at(hour: int, minute: int = 0) -> datetime:
    """That time of a Tuesday."""
    return TUESDAY.replace(hour=hour, minute=minute)


def seeks(talk: Talk) -> list[Seek]:
    return [one for one in talk.sought if isinstance(one, Seek)]


class TestThePlace:
    def test_it_is_told_with_the_estimate_and_the_choices(self) -> None:
        talk = waiting(Place(3, 4))
        assert talk.prompts[0] == "connecting"
        assert "You are third in line. It should take about 4 minutes." in talk.words
        assert "press 2" in talk.words
        assert talk.out[-1] == HOLD
        assert "queued" in talk.notes

    def test_it_is_told_in_spanish_too(self) -> None:
        talk = Talk(people=Agents([Place(2, 1)])).answer("es").press("0")
        assert "Hay una persona antes que usted. Tardará como un minuto." in talk.words

    @pytest.mark.parametrize(
        ("position", "said"),
        [
            (0, "I am calling a person for you now."),
            (1, "You are next in line."),
            (2, "You are second"),
            (17, "You are number 17"),
        ],
    )
    def test_whatever_the_position_it_is_said_in_plain_words(self, position: int, said: str) -> None:
        assert said in waiting(Place(position)).words

    def test_a_place_that_is_kept_and_not_known_now_is_not_told(self) -> None:
        words = waiting(Place(-1, 4)).words
        assert "in line" not in words
        assert "I am calling" not in words
        assert "To keep waiting" in words

    def test_without_an_honest_estimate_none_is_made_up(self) -> None:
        talk = waiting(Place(3))
        assert "minute" not in talk.words

    def test_every_round_asks_again_and_tells_the_new_place_but_says_hello_only_once(self) -> None:
        talk = waiting(Place(3, 4), Place(1)).silence()
        assert "connecting" not in talk.prompts
        assert "You are next in line." in talk.words
        first, second = seeks(talk)
        assert first == second
        assert talk.state.silences == 0

    def test_music_is_played_in_the_callers_language_or_in_any(self) -> None:
        both = with_queue(("en/music.wav", "es/music.wav"), music="music")
        assert waiting(book=both).press("9").out[-1] == Hold(40, "es/music.wav")
        one = with_queue(("en/music.wav",), music="music")
        assert waiting(book=one).press("9").out[-1] == Hold(40, "en/music.wav")
        assert waiting(book=with_queue(music="music")).out[-1] == Hold(40)

    @pytest.mark.parametrize(("danger", "prompt"), [("emergency", "emergency_hang_up"), ("crisis", "crisis_again")])
    def test_who_may_be_in_danger_hears_first_and_each_time_what_to_dial(self, danger: str, prompt: str) -> None:
        talk = Talk(people=Agents()).answer().with_slots(in_danger=danger).press("0")
        assert talk.prompts[:3] == ["connecting", prompt, "queue_third"]
        assert talk.silence().prompts[0] == prompt
        assert talk.press("1").prompts == [prompt, "queue_keep"]


class TestKeys:
    @pytest.mark.parametrize("key", ["1", "0"])
    def test_one_and_zero_keep_waiting_and_hear_no_choices(self, key: str) -> None:
        talk = waiting().press(key)
        assert talk.prompts == ["queue_keep"]
        assert talk.out[-1] == HOLD
        assert "queue_next" in waiting(Place(1)).press(key).silence().prompts

    @pytest.mark.parametrize("key", ["5", "6", "7", "#", "*"])
    def test_a_key_that_means_nothing_costs_nothing(self, key: str) -> None:
        talk = waiting().press(*[key] * 5)
        assert (talk.at, talk.state.misses) == ("agent.connect", 0)
        assert "queue_third" in talk.prompts

    def test_two_is_called_back_and_the_place_is_kept(self) -> None:
        talk = waiting().press("2")
        assert talk.sought[-1] == Leave(seeks(talk)[0].turn, "call_back")
        assert "call_back_promised" in talk.prompts
        assert "chose_call_back" in talk.notes
        assert isinstance(talk.silence().out[-1], Disconnect)

    def test_a_call_back_that_could_not_be_kept_is_not_promised(self) -> None:
        talk = waiting()
        talk.people = Agents(left=Resolved("failed"))
        talk.press("2")
        assert "call_back_promised" not in talk.prompts
        assert isinstance(talk.out[-1], Transfer)

    def test_who_hides_their_number_is_offered_no_call_back_until_they_tell_one(self) -> None:
        talk = waiting(hidden=True)
        assert "queue_call_back" not in talk.prompts
        assert talk.press("2").at == "agent.connect"
        assert "call_back_promised" in talk.with_slots(phone="+14105550123").press("2").prompts

    @pytest.mark.parametrize("left", [LEFT, Resolved("failed"), Failed("the database is away")])
    def test_three_leaves_a_message_whatever_the_database_does(self, left: Resolved | Failed) -> None:
        talk = waiting()
        talk.people = Agents(left=left)
        assert isinstance(talk.press("3").out[-1], Record)
        assert talk.sought[-1] == Leave(seeks(talk)[0].turn, "message")

    def test_four_goes_on_where_the_caller_was(self) -> None:
        talk = Talk(people=Agents()).answer().say("a pothole", POTHOLE).press("0", "4")
        assert (talk.at, talk.slots["service"]) == ("place.ask", "pothole")
        assert talk.sought[-1] == Leave(seeks(talk)[0].turn, "go_on")

    def test_nine_changes_the_language_and_keeps_the_place(self) -> None:
        talk = waiting().press("9")
        assert "Hay dos personas antes que usted." in talk.words
        first, again = seeks(talk)
        assert (again.turn, again.language) == (first.turn, "es")

    def test_eight_is_told_to_dial_911_at_once_and_who_comes_back_waits_anew(self) -> None:
        talk = waiting().press("8")
        assert "emergency_tell" in talk.prompts
        assert talk.sought[-1] == Leave(seeks(talk)[0].turn, "emergency")
        talk.press("2")
        assert talk.at == "agent.connect"
        assert len({one.turn for one in seeks(talk)}) == 2

    @pytest.mark.parametrize(
        "event", [Utterance("hello?"), Unheard(), Recorded("RE1", 5), Dialed("failed"), Digits("")]
    )
    def test_what_is_no_key_keeps_the_place(self, event: Utterance | Unheard | Recorded | Dialed | Digits) -> None:
        talk = waiting().send(event)
        assert (talk.at, talk.out[-1]) == ("agent.connect", HOLD)
        assert len({one.turn for one in seeks(talk)}) == 1


class TestWaysOut:
    def test_nobody_is_queued_where_nobody_takes_calls_and_not_a_word_is_said_of_it(self) -> None:
        talk = Talk().answer().press("0")
        assert talk.prompts == ["connecting"]
        assert talk.notes == ["asked_for_operator"]
        assert isinstance(talk.out[-1], Transfer)
        assert talk.at == "agent.connect_line"

    def test_the_people_may_send_on_a_caller_who_chose_before(self) -> None:
        assert isinstance(waiting(Place(1), Resolved("message")).silence().out[-1], Record)
        assert "call_back_promised" in waiting(Place(1), Resolved("call_back")).silence().prompts

    def test_when_patience_is_over_there_is_a_kind_way_out(self) -> None:
        talk = waiting(Place(3), Resolved("too_long")).silence()
        assert talk.prompts[0] == "queue_too_long"
        assert talk.at == "agent.offer"
        assert "queue_too_long" in talk.notes

    def test_when_the_database_goes_away_meanwhile_the_telephone_rings(self) -> None:
        assert isinstance(waiting(Place(3), Failed("away")).silence().out[-1], Transfer)

    def test_who_waits_when_the_line_closes_is_not_sent_away_but_nobody_new_is_let_in(self) -> None:
        talk = waiting(now=at(18, 50)).later(minutes=20).silence()
        assert talk.at == "agent.connect"
        lines = the_book().city.lines
        shut = lines["police_desk"].model_copy(update={"hours": {"mon": "08:00-17:00"}})
        police = Talk(book=with_city(lines={**lines, "police_desk": shut}), people=Agents()).answer()
        police.with_slots(service="police_noise").press("0")
        assert police.sought == []
        assert "agents_closed" in police.prompts

    def test_the_people_may_close_the_queue(self) -> None:
        assert "agents_closed" in waiting(Place(3), Resolved("closed")).silence().prompts


ROOM = Room("r0123456789abcdefghij", "Ana")


class TestTheRoom:
    def test_whose_call_is_taken_hears_who_is_there_and_goes_to_them(self) -> None:
        talk = waiting(Place(1), ROOM).silence()
        assert talk.words == "Thank you for waiting. Ana is here for you now."
        assert talk.out[-1] == Enter("r0123456789abcdefghij")
        assert "joined" in talk.notes

    def test_who_is_taken_at_once_never_waits(self) -> None:
        talk = waiting(Room("r0123456789abcdefghij"))
        assert talk.prompts == ["queue_connected"]
        assert isinstance(talk.out[-1], Enter)

    @pytest.mark.parametrize("status", ["completed", "answered"])
    @pytest.mark.parametrize("answer", [Resolved("completed"), Resolved("failed"), Failed("the database is away")])
    def test_after_the_talk_the_call_goes_on(self, status: str, answer: Resolved | Failed) -> None:
        talk = waiting(ROOM, answer).send(Dialed(status, 300))  # type: ignore[arg-type]
        assert talk.at == "agent.after"

    def test_who_lost_their_person_in_the_room_waits_again_in_their_place(self) -> None:
        talk = waiting(Place(2), ROOM, Place(1), ROOM).silence().send(Dialed("completed", 4))
        assert "You are next in line." in talk.words
        assert talk.silence().out[-1] == Enter("r0123456789abcdefghij")
        assert len({one.turn for one in seeks(talk)}) == 1

    def test_who_was_moved_out_of_the_room_goes_on_where_the_people_say(self) -> None:
        assert waiting(ROOM, Resolved("completed")).silence().at == "agent.after"

    def test_who_is_handed_on_to_a_desk_is_connected_by_telephone(self) -> None:
        talk = waiting(ROOM, Resolved("desk", {"line": "police_desk"})).silence()
        assert talk.out[-1] == Transfer("police_desk", "+14105550122", 40)
        assert talk.send(Dialed("completed", 60)).at == "agent.after"
        assert isinstance(waiting(ROOM, Resolved("desk", {"line": "nowhere"})).silence().out[-1], Listen)


def over() -> Book:
    """A line whose queue flows over to its telephone after eight minutes."""
    return with_queue(overflow=Overflow(after=8))


class TestFlowingOver:
    def test_it_is_asked_for_only_while_the_other_line_is_open(self) -> None:
        assert seeks(waiting(book=over()))[0].overflow == 480
        assert seeks(waiting())[0].overflow is None
        closing = waiting(book=over(), now=at(18, 50)).later(minutes=20).silence()
        assert [one.overflow for one in seeks(closing)] == [480, None]

    def test_the_lines_telephone_rings(self) -> None:
        talk = waiting(Place(3), Resolved("overflow"), book=over()).silence()
        assert talk.out[-1] == Transfer("operator", "+14105550111", 40)
        assert talk.send(Dialed("answered", 60)).at == "agent.after"

    @pytest.mark.parametrize("status", ["busy", "no-answer", "failed"])
    def test_where_nobody_answers_there_either_there_is_a_kind_way_out(self, status: str) -> None:
        talk = waiting(Place(3), Resolved("overflow"), book=over()).silence()
        assert talk.send(Dialed(status)).prompts[0] == "queue_too_long"  # type: ignore[arg-type]


def gives_up(talk: Talk) -> Talk:
    return talk.say("mumble", NOTHING).say("mumble", NOTHING).say("mumble", NOTHING)


def in_danger(talk: Talk) -> Talk:
    return talk.press("8").silence(3)


def not_filed(talk: Talk) -> Talk:
    talk.state = msgspec.structs.replace(
        talk.state, at="request.file", slots={**talk.state.slots, "service": "pothole"}
    )
    return talk.send(Failed("the disk is full"))


class TestWhy:
    @pytest.mark.parametrize(
        ("does", "reason", "priority"),
        [
            (lambda talk: talk.press("0"), "key_0", "services"),
            (lambda talk: talk.say("a person", WANTS_PERSON), "asked", "services"),
            (lambda talk: talk.say("agent", Meaning(intent="agent", confidence=0.95)), "asked", "services"),
            (gives_up, "not_understood", "services"),
            (lambda talk: talk.silence(3), "not_understood", "services"),
            (in_danger, "emergency_follow_up", "emergency_follow_up"),
            (lambda talk: talk.press("8", "0"), "emergency_follow_up", "emergency_follow_up"),
            (not_filed, "flow", "services"),
        ],
    )
    def test_the_line_knows_why(self, does: Callable[[Talk], Talk], reason: str, priority: str) -> None:
        [asked] = seeks(does(Talk(people=Agents()).answer()))
        assert (asked.reason, asked.priority) == (reason, priority)

    def test_a_reason_is_forgotten_when_the_caller_goes_on(self) -> None:
        talk = Talk(people=Agents()).answer().press("0", "4")
        assert "handover" not in talk.slots
        assert seeks(not_filed(talk))[-1].reason == "flow"

    def test_a_reason_is_forgotten_too_when_nobody_was_there(self) -> None:
        talk = Talk(people=Agents(), now=at(22)).answer().press("0", "2")
        assert (talk.at, talk.slots.get("handover")) == ("main.need", None)

    def test_a_node_may_know_it_better(self) -> None:
        book = with_node("agent", "connect", reason="vulnerable")
        [asked] = seeks(waiting(book=book))
        assert (asked.reason, asked.priority) == ("vulnerable", "urgent")

    def test_a_police_matter_waits_for_those_who_know_of_it(self) -> None:
        talk = Talk(people=Agents()).answer().with_slots(service="police_noise").press("0")
        [asked] = seeks(talk)
        assert (asked.queue, asked.skills, asked.priority) == ("police", ("police",), "police")

    def test_whoever_was_told_of_911_goes_before_all_others(self) -> None:
        talk = in_danger(Talk(people=Agents()).answer().with_slots(service="police_noise"))
        assert seeks(talk)[0].priority == "emergency_follow_up"


class TestWaitingIsNoTalking:
    def test_an_hour_of_waiting_does_not_end_the_call(self) -> None:
        talk = waiting()
        for _ in range(200):
            talk.later(seconds=40).silence()
        assert talk.at == "agent.connect"
        talk.press("4")
        assert (talk.at, "limit" in talk.slots) == ("main.need", False)
        assert talk.press("1").at == "report.which_group"

    def test_nor_does_a_long_talk_with_the_person(self) -> None:
        talk = waiting(ROOM, Resolved("completed")).later(minutes=50).send(Dialed("completed", 2900)).press("1")
        assert (talk.at, "limit" in talk.slots) == ("main.need", False)

    def test_the_turn_that_asked_names_the_asking_for_as_long_as_it_lasts(self) -> None:
        talk = Talk(people=Agents()).answer().press("1", "0")
        turn = seeks(talk)[0].turn
        assert turn == 2
        talk.send(Silence()).press("1", "9", "5")
        assert {one.turn for one in seeks(talk)} == {turn}


def with_night_rule() -> Book:
    """A city whose water works have a dispatcher at night."""
    city, every = the_book().city, ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    names = {"en": "water", "es": "agua"}
    line = Line(name=names, number="+14105550144", hours=dict.fromkeys(every, "22:00-06:00"))
    water = Agency(name=names, dispatcher="water")
    return with_city(lines={**city.lines, "water": line}, agencies={**city.agencies, "public_works_water": water})


class TestTheNightRule:
    @pytest.mark.parametrize(
        ("service", "hour", "number"),
        [
            ("water_leak", 23, "+14105550144"),
            ("water_leak", 5, "+14105550144"),
            ("water_leak", 20, None),  # the dispatcher is not there yet
            ("water_bill", 23, None),  # nothing urgent
            ("traffic_signal", 23, None),  # another agency
            ("water_leak", 10, "+14105550111"),  # by day there are people
        ],
    )
    def test_who_asks_for_a_person_at_night_with_an_urgent_matter_gets_the_agencys_dispatcher(
        self, service: str, hour: int, number: str | None
    ) -> None:
        talk = Talk(book=with_night_rule(), now=at(hour)).answer().with_slots(service=service)
        wait = talk.press("0").out[-1]
        assert (wait.number if isinstance(wait, Transfer) else None) == number

    def test_a_city_without_dispatchers_has_no_night_rule(self) -> None:
        talk = Talk(now=at(23)).answer().with_slots(service="water_leak").press("0")
        assert "agents_closed" in talk.prompts

    def test_an_urgent_request_is_filed_at_night_and_then_passed_on(self) -> None:
        talk = filed(Talk(book=with_night_rule(), now=at(23)).answer().with_slots(service="water_leak"))
        assert talk.prompts == ["filed_number", "filed_due", "connecting_dispatcher"]
        assert talk.out[-1] == Transfer("water", "+14105550144", 60)
        assert "urgent_after_hours" in talk.notes
        talk.send(Dialed("no-answer"))
        assert (talk.prompts[0], talk.at) == ("dispatcher_not_reached", "request.more")

    def test_one_that_can_wait_is_filed_and_no_more(self) -> None:
        talk = filed(Talk(book=with_night_rule(), now=at(23)).answer().with_slots(service="water_bill"))
        assert (talk.prompts[:2], talk.at) == (["filed_number", "filed_due"], "request.more")


def filed(talk: Talk) -> Talk:
    """The request in hand is complete, and the caller says so."""
    talk.state = msgspec.structs.replace(talk.state, at="request.check")
    return talk.press("1")
