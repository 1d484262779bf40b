"""The agent's page: what it shows of a caller, what it does, and what it leaves in the audit."""

from __future__ import annotations

import html
import json

import pytest

from ivr.agents import events as e
from ivr.agents.people.person import Person
from ivr.agents.screens import Party, Said, Understood, Written
from ivr.places.located import Candidate, Located

from ..site import HTML, Browser
from .floor import OPEN, draft_of
from .house import House, book

PAGE = "/desk/floor"
CORNER = "North Charles Street and East 25th Street"


def do(browser: Browser, act: str, handoff: str = "h1", **fields: str) -> str:
    """Does it from the page; the page that follows."""
    done = browser.post(f"{PAGE}/{handoff}/{act}", PAGE, **fields)
    assert done.status_code == 303, done.text
    return browser.get(done.location).text


def talking(house: House) -> tuple[Browser, Person]:
    browser, person = house.at_work()
    house.floor.offer(person)
    house.floor.goes_on(person, "joined")
    return browser, person


def test_who_is_free_sees_where_it_will_ring_and_who_waits_to_be_called_back(house: House) -> None:
    browser, _ = house.at_work()
    house.floor.drafts.append(draft_of(house.clock()))
    page = browser.get(PAGE).text
    assert "(410) 555-0181" in page
    assert "Hay agua saliendo de la calle" in page
    assert "Luis Ortega" in page
    assert 'id="part-owed"' in page
    assert 'City services <span class="badge">Spanish</span>' in page
    assert do_draft(browser, "d1") == "They will be called when it is your turn."
    assert do_draft(browser, "d1") == "Somebody else is calling them back already."
    assert "(410) 555-0177" in page
    assert house.floor.told == [("call_back", "d1")]


def do_draft(browser: Browser, draft: str) -> str:
    done = browser.post(f"{PAGE}/drafts/{draft}", PAGE)
    page = browser.get(done.location).text
    return page.split('id="part-notice"')[1].split("<p")[1].split(">")[1].split("<")[0]


def test_an_offer_says_who_what_where_in_which_language_and_how_long_they_waited(house: House) -> None:
    browser, person = house.at_work()
    house.floor.offer(person)
    page = browser.get(PAGE).text
    told = ("Your telephone rings", "Pothole", "(410) 555-0164", "North Charles Street and East 25th Street", "English")
    for words in (*told, "1:35", "There&#39;s a big pothole", "likely 61 %", "unsure, ask 44 %", "confirmed"):
        assert words in page
    assert "<svg" in page
    assert "street-name" in page
    do(browser, "decline")
    assert house.floor.told == ["decline"]


def test_a_caller_is_in_the_audit_before_anything_is_shown_and_once(house: House) -> None:
    browser, person = house.at_work()
    browser.get(PAGE)
    house.floor.offer(person)
    before = [(entry.what, entry.about) for entry in house.audited()]
    assert ("opened_handoff", "handoff:h1") not in before
    for _ in range(3):
        browser.get(PAGE)
    opened = [entry.about for entry in house.audited() if entry.what == "opened_handoff"]
    assert opened == ["handoff:h1"]


def test_where_the_audit_cannot_be_written_nothing_is_shown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, person = house.at_work()
    house.floor.offer(person)

    def away(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(type(house.desk.audit), "opened", away)
    shown = browser.get(PAGE)
    assert shown.status_code == 503
    assert "555-0164" not in shown.text


def test_nobody_sees_or_moves_a_colleague_s_caller(house: House) -> None:
    talking(house)
    other, _ = house.at_work("luis", "+14105550182")
    assert "555-0164" not in other.get(PAGE).text
    assert "not with you any more" in do(other, "hold", on="1")
    assert house.floor.told == []


def test_in_a_talk_the_caller_is_held_muted_and_let_speak_with_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = book().city.lines
    monkeypatch.setitem(lines, "interpreters", lines["operator"])
    browser, person = talking(house)
    me = str(person.id)
    do(browser, "hold", on="1")
    do(browser, "mute", on="1")
    assert "They are being called" in do(browser, "call-in", who="desk:operator")
    do(browser, "call-in", who="interpreter:interpreters")
    house.floor.goes_on(person, "joined", held=True, parties=(Party("desk", "operator", inside=True),))
    assert "Bring together" in browser.get(PAGE).text
    do(browser, "hold", on="0")
    do(browser, "drop", who="operator")
    assert house.floor.told == [
        e.Held(me, True), e.Muted(me, True), e.CalledIn(me, "desk", "operator", True),
        e.CalledIn(me, "interpreter", "interpreters", False), e.Held(me, False), e.Dropped("operator"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"who": "8"}, ("person", "8", True)),
        ({"who": "queue:police", "cold": "1"}, ("queue", "police", False)),
        ({"who": "police:police_desk", "cold": "1"}, ("desk", "police_desk", False)),
    ],
)
def test_a_caller_is_handed_on_warm_and_cold_only_where_the_form_says_so(
    house: House, fields: dict[str, str], told: tuple[object, ...]
) -> None:
    browser, person = talking(house)
    assert "Handed on" in do(browser, "hand-on", **fields)
    assert house.floor.told == [e.HandedOn(str(person.id), *told)]  # type: ignore[arg-type]


@pytest.mark.parametrize("who", [
    "", "colleague:", "nobody:8", "8", "supervisor:8", "colleague:x", "desk:nobody", "interpreter:police_desk",
    "queue:police",
])  # fmt: skip
def test_what_is_no_choice_of_the_list_calls_nobody(house: House, who: str) -> None:
    browser, _ = talking(house)
    assert "Choose whom" in do(browser, "call-in", who=who)
    assert house.floor.told == []


@pytest.mark.parametrize("who", ["queue:nobody", "desk:nobody", "interpreter:interpreters", "colleague:8"])
def test_no_caller_is_handed_on_to_where_nobody_answers(house: House, who: str) -> None:
    browser, _ = talking(house)
    assert "Choose whom" in do(browser, "hand-on", who=who, cold="1")
    assert house.floor.told == []


FILLED = {"service": "pothole", "place": CORNER, "q_pothole_size": "larger"}


def kept(browser: Browser, act: str, fields: dict[str, str], status: int = 422) -> str:
    """The page on which the form stays open."""
    done = browser.post(f"{PAGE}/h1/{act}", PAGE, **fields)
    assert done.status_code == status, done.text
    return done.text


def test_the_form_of_the_service_is_filled_in_as_far_as_known_and_filed_once(house: House) -> None:
    browser, _ = talking(house)
    page = browser.get(PAGE).text
    assert '<option value="larger" selected>' in page
    assert "Which part of the street is it in?" in page
    filled = {**FILLED, "q_lane": "bike", "details": " By the bus stop. "}
    assert "Filed." in do(browser, "file", **filled)
    do(browser, "file", **filled)
    answers = {"pothole_size": "larger", "lane": "bike"}
    assert house.floor.told == [Written("pothole", CORNER, "By the bus stop.", answers)]


def test_what_is_missing_is_told_at_its_field_and_what_was_written_stays(house: House) -> None:
    browser, _ = talking(house)
    page = kept(browser, "file", {"service": "pothole", "details": "It is deep", "q_lane": "bike"})
    assert "This matter needs a place." in page
    assert 'id="wrong_pothole_size">This must be known. Ask the caller.' in page
    assert ">It is deep</textarea>" in page
    assert '<option value="bike" selected>' in page
    assert "That is none of the answers" in kept(browser, "file", {**FILLED, "q_pothole_size": "huge"})
    assert "Choose the matter first" in kept(browser, "file", {"service": "nothing"})
    assert "That is too long" in kept(browser, "file", {**FILLED, "details": "x" * 2001})
    assert house.floor.told == []


def test_what_was_filed_stands_as_it_was_filed_with_its_number_and_its_date_to_say(house: House) -> None:
    browser, _ = talking(house)
    page = browser.get(PAGE).text
    assert "Filed now, it is promised by" in page
    assert "I am filing this now. It should be done by" in page
    page = do(browser, "file", **FILLED)
    assert '<b class="filed-number">26-20001001</b>' in page
    assert "Your request number is 26-20001001. It should be done by" in page
    assert 'name="q_pothole_size"' not in page
    more = browser.get(f"{PAGE}?service=pothole&more=1").text
    assert 'name="q_pothole_size"' in more
    assert '<option value="larger" selected>' not in more


def test_a_place_is_looked_up_on_the_city_s_map_and_kept_with_its_point(house: House) -> None:
    browser, _ = talking(house)
    page = kept(browser, "place", {**FILLED, "place": "25th and Charles", "details": "It is deep"}, 200)
    assert "Found on the map." in page
    assert ">It is deep</textarea>" in page
    (place,) = house.floor.told
    assert (place.kind, place.street, place.cross) == ("intersection", "East 25th Street", "North Charles Street")
    assert place.lat == pytest.approx(39.3165, abs=0.002)
    do(browser, "file", **{**FILLED, "place": "Charles and 25th"})
    assert house.floor.told[-1].found.lat == pytest.approx(place.lat, abs=0.001)


def test_of_several_places_one_is_chosen_by_a_click_or_it_is_filed_as_it_is_written(house: House) -> None:
    browser, _ = talking(house)
    several = (Candidate("street", "North Howard Street", lat=39.3, long=-76.6),
               Candidate("street", "South Howard Street", lat=39.2, long=-76.6))  # fmt: skip
    answer = Located("howard", "street", ask="direction", candidates=several)
    object.__setattr__(house.console, "find", lambda words, language: answer)
    page = kept(browser, "file", {**FILLED, "place": "howard"})
    assert "The map knows several. Which one?" in page
    assert 'value="South Howard Street"' in page
    kept(browser, "place", {**FILLED, "place": "howard", "at": "South Howard Street"}, 200)
    assert house.floor.told[-1].lat == 39.2
    assert "Filed." in do(browser, "file", **{**FILLED, "place": "howard", "at": "-"})
    assert house.floor.told[-1].found.lat is None


def test_what_the_map_does_not_know_is_said_and_nothing_is_moved(house: House) -> None:
    browser, _ = talking(house)
    assert "not on the city’s map" in kept(browser, "place", {**FILLED, "place": "behind the moon"})
    assert "needs a place" in kept(browser, "place", {**FILLED, "place": " "})
    assert house.floor.told == []


def test_a_question_that_hangs_on_an_answer_is_asked_and_needed_only_then(house: House) -> None:
    browser, person = house.at_work()
    house.floor.offer(person, service="tree_down", slots={"tree_wires": "no"})
    house.floor.goes_on(person, "joined")
    form = browser.get(PAGE).text.split('id="part-form"')[1]
    hung = [line.split('"')[1] for line in form.split("data-question=")[1:] if "data-when" in line.split(">")[0]]
    assert hung
    rule = html.unescape(form.split("data-when=")[1].split(">")[0].strip('"'))
    assert json.loads(rule) == {"slots": {"tree_wires": ["yes"]}}
    filled = {"service": "tree_down", "place": CORNER}
    assert f'id="wrong_{hung[0]}"' in kept(browser, "file", {**filled, "q_tree_wires": "yes"})
    assert f'id="wrong_{hung[0]}"' not in kept(browser, "file", {**filled, "q_tree_wires": "no"})


def test_what_else_was_meant_is_one_click_away_and_of_a_guess_that_is_said(house: House) -> None:
    browser, person = talking(house)
    assert "service=street_repair" in browser.get(PAGE).text
    house.floor.goes_on(person, "joined", service="", understood=(Understood("service", "rats", 0.41, (), False),))
    page = browser.get(PAGE).text
    assert "perhaps" in page
    assert "service=rats" in page


def test_keys_and_words_that_are_being_written_down_are_told_as_such(house: House) -> None:
    browser, person = talking(house)
    said = (Said(1, "caller", "2", "en", keyed=True), Said(2, "caller", "", "en", live=True))
    house.floor.goes_on(person, "joined", said=said)
    page = browser.get(PAGE).text
    assert "pressed <kbd>2</kbd>" in page
    assert "being written down" in page


def test_another_matter_brings_its_own_questions_and_none_of_the_first_one_s_answers(house: House) -> None:
    browser, _ = talking(house)
    page = browser.get(f"{PAGE}?service=graffiti").text
    assert 'name="service" value="graffiti"' in page
    assert "q_pothole_size" not in page


def test_a_request_is_followed_by_its_number_with_or_without_the_year(house: House) -> None:
    browser, _ = talking(house)
    do(browser, "follow", number=OPEN[3:])
    assert house.floor.told == [("follow", OPEN)]
    assert "no request with that number" in do(browser, "follow", number="26-12345678")


def test_an_emergency_puts_the_city_s_procedure_on_the_screen(house: House) -> None:
    browser, _ = talking(house)
    page = do(browser, "danger")
    assert "Emergency: do this now" in page
    assert "Hang up now and dial 911" in page


def test_after_the_call_a_reason_is_chosen_and_a_note_written(house: House) -> None:
    browser, person = talking(house)
    do(browser, "leave")
    assert "Before the next caller" in browser.get(PAGE).text
    assert "Choose a reason" in do(browser, "finish", reason="boredom")
    assert "Ready for the next caller" in do(browser, "finish", reason="request", note=" Asked about a hole. ")
    assert house.floor.told[1:] == [("finish", "request", "Asked about a hole.")]
    assert person.id not in house.floor.cards


def test_away_has_a_reason_and_available_has_none(house: House) -> None:
    browser, _ = house.at_work()
    for state, reason in (("away", "lunch"), ("available", "lunch"), ("away", "boredom"), ("busy", "")):
        browser.post(f"{PAGE}/presence", PAGE, state=state, reason=reason)
    assert house.floor.told == [("be", "away", "lunch"), ("be", "available", "")]


def test_the_script_speaks_the_caller_s_language_and_the_page_the_agent_s(house: House) -> None:
    browser, person = talking(house)
    house.floor.goes_on(person, "joined", language="es")
    page = browser.get(PAGE).text
    assert "no tiene que empezar de nuevo" in page
    assert "What was said" in page
    assert "Lo que se dijo" in browser.get(f"{PAGE}?lang=es").text


def test_what_callers_say_is_text_and_nothing_else(house: House) -> None:
    browser, person = talking(house)
    house.floor.says(person, "<script>alert(1)</script>")
    assert "<script>alert" not in browser.get(PAGE).text


def test_what_there_is_not_cannot_be_done(house: House) -> None:
    browser, _ = talking(house)
    assert browser.post(f"{PAGE}/h1/eavesdrop", PAGE).status_code == 404
    assert browser.client.post(f"{PAGE}/h1/hold", headers=HTML).status_code == 400
    assert house.floor.told == []
