"""The agent's page: what it shows of a caller, what it does, and what it leaves in the audit."""

from __future__ import annotations

import pytest

from ivr.agents import events as e
from ivr.agents.people.person import Person
from ivr.agents.screens import Party, Written

from ..site import HTML, Browser
from .floor import OPEN, draft_of
from .house import House

PAGE = "/desk/floor"


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
    assert do_draft(browser, "d1") == "They will be called when it is your turn."
    assert do_draft(browser, "d1") == "Somebody else is calling them back already."
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


def test_in_a_talk_the_caller_is_held_muted_and_let_speak_with_others(house: House) -> None:
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


@pytest.mark.parametrize("who", ["", "colleague:", "nobody:8", "8"])
def test_what_is_no_choice_of_the_list_calls_nobody(house: House, who: str) -> None:
    browser, _ = talking(house)
    assert "Choose whom" in do(browser, "call-in", who=who)
    assert house.floor.told == []


def test_the_form_of_the_service_is_filled_in_as_far_as_known_and_filed_once(house: House) -> None:
    browser, _ = talking(house)
    page = browser.get(PAGE).text
    assert '<option value="larger" selected>' in page
    assert "Which part of the street is it in?" in page
    filled = {"service": "pothole", "place": "2400 North  Charles", "q_pothole_size": "larger", "q_lane": "bike"}
    assert "Filed." in do(browser, "file", **filled)
    do(browser, "file", **filled)
    answers = {"pothole_size": "larger", "lane": "bike"}
    assert house.floor.told == [Written("pothole", "2400 North Charles", "", answers)]
    assert "Choose the matter first" in do(browser, "file", service="nothing")
    assert "needs a place" in do(browser, "file", service="pothole", q_pothole_size="larger")
    assert "An answer is missing" in do(browser, "file", service="pothole", place="x", q_pothole_size="huge")


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
