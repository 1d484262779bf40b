"""Conferences: in by a document or by REST, who is where, what is told, and what is refused."""

from __future__ import annotations

import pytest
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.call import PhoneCall
from ivr.simulator.rest import Rest
from ivr.simulator.switch.account import Account

from ..scripted import Answer, Script
from .floor import ask, caller, conference, events, refused, whom

ANN, LINE = "+14105550201", "+14105550100"
AFTER = "<Say>Afterwards.</Say><Gather/>"


def two(app: Script, account: Account, first: str = "", second: str = "") -> tuple[PhoneCall, PhoneCall]:
    """Two callers in one room, one after the other, each with these attributes."""
    app.on("/after", AFTER).on("/voice", conference(f'participantLabel="one" {first}'))
    one = caller(account)
    app.on("/voice", conference(f'participantLabel="two" {second}'))
    other = caller(account, "+14105550124")
    account.settle()
    return one, other


def room(account: Account) -> str:
    [sid] = account.rooms.all
    return sid


def test_the_first_hears_music_until_the_second_comes(app: Script, account: Account) -> None:
    app.on("/voice", conference())
    one = caller(account)
    assert (one.state, [item.text for item in one.heard_since_last()], whom(one)) == (
        "conference",
        ["(music)"],
        set(),
    )
    two = caller(account, "+14105550124")
    account.settle()
    assert (whom(one), whom(two)) == ({two.sid}, {one.sid})
    assert [item.text for item in two.heard_since_last()] == []


def test_nothing_begins_before_somebody_comes_who_may_begin_it(app: Script, account: Account) -> None:
    waits = 'startConferenceOnEnter="false"'
    one, other = two(app, account, waits, waits)
    assert (whom(one), whom(other), "start" in str(events(app))) == (set(), set(), False)
    app.on("/voice", conference('participantLabel="agent"'))
    agent = caller(account, "+14105550125")
    account.settle()
    assert whom(agent) == {"one", "two"}
    assert events(app) == ["join", "join", "join", "conference-start"]


def test_music_of_ones_own_is_asked_again_only_by_a_redirect(app: Script, account: Account) -> None:
    music = "<Play>https://sounds.example/a.mp3</Play><Redirect>/more</Redirect>"
    app.on("/music", music).on("/more", "<Say>Still waiting.</Say>")
    app.on("/voice", conference('waitUrl="/music"'))
    one = caller(account)
    assert [item.text for item in one.heard_since_last()] == ["https://sounds.example/a.mp3"]
    assert (one.wait().said, one.wait().said, one.state) == ("Still waiting.", "", "conference")
    assert (len(app.at("/music")), len(app.at("/more"))) == (1, 1)


def test_there_may_be_silence_instead_of_music(app: Script, account: Account) -> None:
    app.on("/voice", conference('waitUrl=""'))
    assert caller(account).heard_since_last() == []


@pytest.mark.parametrize("verb", ["<Gather/>", "<Dial>+14105550111</Dial>", "<Record/>", "<Hangup/>"])
def test_music_holds_nothing_but_what_can_be_played(app: Script, account: Account, verb: str) -> None:
    app.on("/voice", conference('waitUrl="/music"')).on("/music", verb)
    one = caller(account)
    assert ([refusal.code for refusal in one.refusals], one.state) == ([12200], "conference")


def test_music_that_cannot_be_fetched_is_silence(app: Script, account: Account) -> None:
    app.on("/voice", conference('waitUrl="/music"')).on("/music", Answer(b"", 500))
    one = caller(account)
    assert ([refusal.code for refusal in one.refusals], one.state) == ([11200], "conference")


def test_who_hangs_up_leaves_and_the_action_is_told(app: Script, account: Account) -> None:
    one, other = two(app, account)
    one.hang_up()
    account.settle()
    [after] = app.at("/after")
    assert (after.form["DialCallStatus"], after.form["CallStatus"], one.ending) == (
        "answered",
        "completed",
        "transferred",
    )
    assert (other.state, whom(other)) == ("conference", set())
    [left] = [one for one in app.at("/room") if one.form["StatusCallbackEvent"] == "participant-leave"]
    assert (left.form["ParticipantLabel"], left.form["ReasonParticipantLeft"]) == ("one", "participant_hung_up")


def test_who_may_end_it_takes_everybody_out_into_their_own_documents(app: Script, account: Account) -> None:
    one, other = two(app, account, second='endConferenceOnExit="true"')
    other.hang_up()
    account.settle()
    assert (one.state, one.transcript[-1].said) == ("listening", "Afterwards.")
    assert events(app) == ["join", "join", "conference-start", "leave", "leave", "conference-end"]
    end = app.at("/room")[-1].form
    assert end["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    assert (end["CallSidEndingConference"], end["ParticipantLabelEndingConference"]) == (other.sid, "two")


def test_a_name_used_again_later_is_another_room_and_at_the_same_time_the_same(app: Script, account: Account) -> None:
    one, other = two(app, account)
    assert len(account.rooms.all) == 1
    one.hang_up()
    other.hang_up()
    caller(account)
    account.settle()
    assert [room.status for room in account.rooms.all.values()] == ["completed", "init"]


def test_only_the_first_says_what_is_told_and_where(app: Script, account: Account) -> None:
    app.on("/voice", "<Dial><Conference>room</Conference></Dial>")
    caller(account)
    app.on("/voice", conference())
    caller(account, "+14105550124")
    account.settle()
    assert app.at("/room") == []


def test_beeps_are_heard_by_those_inside(app: Script, account: Account) -> None:
    one, other = two(app, account, second='beep="onEnter"')
    beeps = [item.text for turn in one.transcript for item in turn.heard].count("(beep)")
    other.hang_up()
    account.settle()
    assert (beeps, [item.text for turn in one.transcript for item in turn.heard].count("(beep)")) == (1, 1)


def test_the_star_key_leaves_where_it_may(app: Script, account: Account) -> None:
    app.on("/after", AFTER).on("/voice", conference(dial='action="/after" hangupOnStar="true"'))
    one = caller(account)
    assert one.press("5").ignored == "keys are not heard here"
    assert (one.press("*").said, one.state) == ("Afterwards.", "listening")


def test_without_an_action_the_next_verb_follows(app: Script, account: Account, rest: Rest) -> None:
    app.on("/voice", conference(dial="") + "<Say>Next.</Say>")
    one = caller(account)
    assert ask(rest, f"Conferences/{room(account)}.json", Status="completed").json()["status"] == "completed"
    account.settle()
    assert (one.transcript[-1].said, one.ending) == ("Next.", "completed")


def test_a_call_that_is_moved_is_out_of_the_room_and_its_action_is_not_asked(
    app: Script, account: Account, twilio: Client
) -> None:
    one, other = two(app, account)
    app.on("/in", "<Say>Moved.</Say><Gather/>")
    twilio.calls(one.sid).update(url=f"{app.base_url}/in")
    account.settle()
    assert (one.transcript[-1].said, whom(one), whom(other)) == ("Moved.", set(), set())
    assert (app.at("/after"), [seat.call_sid for seat in twilio.conferences(room(account)).participants.list()]) == (
        [],
        [other.sid],
    )


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('participantLabel="two"', 16025),
        ('participantLabel="a/b"', 16023),
        (f'coach="CA{"0" * 32}"', 13240),
        ('maxParticipants="2"', 0),
    ],
)
def test_who_cannot_come_in_goes_on_with_the_action(app: Script, account: Account, attributes: str, code: int) -> None:
    two(app, account)
    app.on("/voice", conference(attributes))
    third = caller(account, "+14105550125")
    assert (third.state, third.transcript[-1].said) == ("listening", "Afterwards.")
    assert [refusal.code for refusal in third.refusals] == ([code] if code else [])
    assert app.at("/after")[-1].form["DialCallStatus"] == "failed"


def test_a_supervisor_whispers_to_the_agent_alone(app: Script, account: Account, twilio: Client) -> None:
    one, agent = two(app, account)
    app.on("/voice", conference(f'participantLabel="lead" coach="{agent.sid}"'))
    lead = caller(account, "+14105550125")
    account.settle()
    assert (whom(lead), whom(agent), whom(one)) == ({"one", "two"}, {"one", "lead"}, {"two"})
    people = twilio.conferences(room(account)).participants
    assert people("lead").fetch().call_sid_to_coach == agent.sid
    assert people("lead").update(coaching=False).coaching is False
    assert whom(one) == {"two", "lead"}
    people("lead").update(coaching=True, call_sid_to_coach=one.sid, muted=True)
    account.settle()
    assert (whom(one), whom(agent)) == ({"two"}, {"one"})
    assert events(app)[-3:] == ["modify", "modify", "mute"]


def test_an_announcement_is_heard_by_one_or_by_all(app: Script, account: Account, twilio: Client) -> None:
    one, other = two(app, account)
    app.on("/news", "<Say>One minute left.</Say>")
    url = f"{app.base_url}/news"
    twilio.conferences(room(account)).participants("one").update(announce_url=url)
    account.settle()
    assert (one.transcript[-1].said, other.transcript[-1].said) == ("One minute left.", "")
    twilio.conferences(room(account)).update(announce_url=url)
    account.settle()
    assert (other.transcript[-1].said, whom(one)) == ("One minute left.", {"two"})


# ------------------------------------------------------------------ by REST


def test_somebody_is_asked_in_and_comes_when_they_answer(app: Script, account: Account, twilio: Client) -> None:
    app.on("/voice", conference('participantLabel="one"'))
    one, ann = caller(account), account.phone("sip:ann@desk.example")
    people = twilio.conferences(room(account)).participants
    added = people.create(to=ann.number, from_=LINE, label="ann", timeout=10, end_conference_on_exit=True, beep="false")
    account.settle()
    assert (added.status, people("ann").fetch().status, whom(one)) == ("queued", "ringing", set())
    ann.answer()
    account.settle()
    found = people("ann").fetch()
    assert (found.status, found.end_conference_on_exit, whom(ann), whom(one)) == (
        "connected",
        True,
        {"one"},
        {"ann"},
    )


def test_a_room_is_made_by_the_first_who_is_asked_in(app: Script, account: Account, twilio: Client) -> None:
    ann, ben = account.phone(ANN), account.phone("client:ben")
    told = {"conference_status_callback": f"{app.base_url}/room", "conference_status_callback_event": ["join", "start"]}
    for phone in (ann, ben):
        twilio.conferences("a new room").participants.create(to=phone.number, from_=LINE, **told)
        account.settle()
        phone.answer()
        account.settle()
    [found] = twilio.conferences.list(friendly_name="a new room", status="in-progress")
    assert ([one.call_sid for one in found.participants.list()], events(app)) == (
        [ann.call.sid, ben.call.sid],  # type: ignore[union-attr]
        ["join", "join", "conference-start"],
    )


def test_somebody_asked_in_who_does_not_come_is_told_as_one_who_left(
    app: Script, account: Account, twilio: Client
) -> None:
    app.on("/voice", conference())
    one, ann = caller(account), account.phone(ANN)
    people = twilio.conferences(room(account)).participants
    people.create(to=ANN, from_=LINE, label="ann")
    account.settle()
    ann.decline()
    account.settle()
    assert app.at("/room")[-1].form["ParticipantCallStatus"] == "busy"
    assert ([found.call_sid for found in people.list()], one.state) == ([one.sid], "conference")


def test_when_it_ends_nobody_rings_any_more(app: Script, account: Account, twilio: Client) -> None:
    app.on("/voice", conference('endConferenceOnExit="true"')).on("/after", AFTER)
    one, ann = caller(account), account.phone(ANN)
    twilio.conferences(room(account)).participants.create(to=ANN, from_=LINE)
    account.settle()
    one.hang_up()
    account.settle()
    assert (ann.state, [call.status for call in ann.missed]) == ("idle", ["canceled"])


def test_a_telephone_that_is_asked_in_can_be_taken_back(app: Script, account: Account, twilio: Client) -> None:
    app.on("/voice", conference())
    caller(account)
    ann, people = account.phone(ANN), twilio.conferences(room(account)).participants
    people.create(to=ANN, from_=LINE, label="ann")
    account.settle()
    people("ann").delete()
    assert (ann.state, len(people.list())) == ("idle", 1)


def test_participants_are_found_by_what_they_are(app: Script, account: Account, twilio: Client) -> None:
    one, _ = two(app, account, first='muted="true"')
    people = twilio.conferences(room(account)).participants
    assert [found.call_sid for found in people.list(muted=True)] == [one.sid]
    assert people.list(hold=True) == []
    assert people("two").update(hold=True).hold is True
    assert [found.label for found in people.list(hold=True)] == ["two"]


def test_what_is_not_there_and_what_cannot_be_done(app: Script, account: Account, rest: Rest) -> None:
    assert refused(ask(rest, f"Conferences/CF{'0' * 32}.json", "GET")) == (404, 20404)
    app.on("/voice", conference('participantLabel="one"'))
    one = caller(account)
    people, add = f"Conferences/{room(account)}/Participants", {"To": ANN, "From": LINE}
    assert refused(ask(rest, f"{people}/nobody.json", "GET")) == (404, 20404)
    assert refused(ask(rest, f"{people}/one.json", Hold="true")) == (400, 16099)
    assert refused(ask(rest, f"{people}.json", **add, Label="one")) == (400, 16026)
    assert refused(ask(rest, f"{people}.json", **add, Label="a/b")) == (400, 16024)
    assert refused(ask(rest, f"{people}.json", **add, Timeout="4")) == (400, 20001)
    assert refused(ask(rest, f"{people}.json", **add, Coaching="true", CallSidToCoach=one.sid)) == (400, 16028)
    assert refused(ask(rest, f"{people}.json", **add, WaitUrl="music")) == (400, 21205)
    one.hang_up()
    assert ask(rest, f"{people}.json", "GET").json()["participants"] == []
    assert refused(ask(rest, f"{people}.json", **add)) == (404, 20404)
    assert refused(ask(rest, f"{people}/one.json", Muted="true")) == (404, 20404)
    assert refused(ask(rest, f"Conferences/{room(account)}.json", Status="completed")) == (400, 16099)
