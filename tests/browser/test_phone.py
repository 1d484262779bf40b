"""The test phone in a real browser, over a scripted line."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from .conftest import NewPage, until
from .scripted import NUMBER, ScriptedSessions


def dial(page: Page, site: str, query: str = "") -> Page:
    """A call that has been answered."""
    page.goto(f"{site}/phone{query}")
    page.locator("#call").click()
    expect(page.locator("#log .line .bubble").first).to_be_attached()
    expect(page.locator("#say")).to_be_visible()
    return page


def say(page: Page, words: str) -> None:
    page.locator("#words").fill(words)
    page.locator("#words").press("Enter")


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.locator(f'.key[data-key="{key}"]').click()


def test_a_pothole_is_reported_and_its_number_links_to_its_page(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    expect(page.locator("#log")).to_contain_text("Thank you for calling Baltimore 3 1 1.")
    say(page, "there's a pothole on my street")
    expect(page.locator(".you .sense")).to_contain_text("City service · Pothole 93 % sure")
    expect(page.locator(".you .sense")).to_contain_text("there is a hole in the road")
    say(page, "twenty four hundred north charles")
    slip = page.locator(".slip")
    expect(slip.locator('[data-slot="service"]')).to_have_text("ServicePothole")
    expect(slip.locator('[data-slot="place"]')).to_contain_text("2400 North Charles Street")
    expect(slip.locator('[data-slot="size"]')).to_have_text("Sizelike a tire")
    press(page, "2")
    link = slip.locator(".slip-number a")
    expect(link).to_have_text(NUMBER)
    expect(slip).to_have_class(re.compile("filed"))
    assert link.get_attribute("href") == f"/requests/{NUMBER}"


def test_what_was_understood_is_shown_with_its_rivals_and_what_the_line_did(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    say(page, "the street is bad")
    panel = page.get_by_role("group", name="Understood")
    expect(panel).to_contain_text("City service · Pothole 42 % sure")
    expect(panel.get_by_role("listitem")).to_have_text(["Broken sidewalk or curb31 %"])
    expect(panel).to_contain_text("Closest to the example “the street is bad”")
    expect(panel).to_contain_text("Heard badly: the recogniser is 40 % sure of the words")
    expect(panel).to_contain_text("Between a few: offers them by key and by word.")
    marks = "bar => ['--sure', '--fair-at', '--sure-at'].map(name => bar.style.getPropertyValue(name))"
    assert panel.locator(".bar-of").first.evaluate(marks) == ["42%", "50%", "80%"]


def test_a_place_is_shown_with_where_it_lies(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    say(page, "twenty four hundred north charles")
    panel = page.get_by_role("group", name="Understood")
    expect(panel).to_contain_text("2400 North Charles Street 92 % sure")
    expect(panel.locator(".where")).to_contain_text("Charles Village · Northern police district")
    expect(panel).to_contain_text("An address")
    expect(panel).not_to_contain_text("not on the map")


def test_danger_is_shown_without_weighing_it_against_services(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    say(page, "i smell gas")
    panel = page.get_by_role("group", name="Understood")
    expect(panel).to_contain_text("Emergency")
    expect(panel).to_contain_text("Stops everything else, and speaks of help.")
    expect(panel.locator(".bar-of")).to_have_count(0)


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_what_was_understood_fits_a_small_screen_in_both_languages(new_page: NewPage, site: str, size: str) -> None:
    page = dial(new_page(size), site)
    if size == "phone":
        page.locator('[data-show="talk"]').click()
    say(page, "the street is bad")
    for name, did in (("Understood", "Between a few"), ("Se entendió", "Entre unos pocos")):
        panel = page.get_by_role("group", name=name)
        expect(panel).to_contain_text(did)
        assert panel.evaluate("it => it.scrollWidth <= it.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("#language").click()


def test_a_filed_request_keeps_what_was_written_and_the_next_one_gets_its_own_slip(
    browser_page: Page, site: str
) -> None:
    page = dial(browser_page, site)
    say(page, "a pothole")
    say(page, "twenty four hundred north charles")
    expect(page.locator('[data-slot="place"]')).to_be_visible()
    press(page, "2")
    filed = page.locator(".slip.filed")
    expect(filed.locator('[data-slot="due"]')).to_have_text("To be done byThursday, November 26")
    expect(filed.locator('[data-slot="texts"]')).to_have_text("Text messagesyes")
    expect(filed.locator('[data-slot="place"]')).to_contain_text("2400 North Charles Street")
    expect(filed.locator('[data-slot="number"]')).to_have_count(0)
    say(page, "something else")
    say(page, "another pothole")
    expect(page.locator(".slip")).to_have_count(2)
    expect(page.locator(".slip").first).to_have_text("Being writtenServicePothole")
    expect(filed.locator('[data-slot="place"]')).to_be_visible()


def test_the_map_lights_up_where_the_call_has_been_and_follows_it(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    say(page, "a pothole")
    expect(page.locator('[data-node="place.ask"]')).to_have_class("visited current")
    expect(page.locator('[data-node="main.need"]')).to_have_class("visited")
    expect(page.locator("#trail li").last).to_have_text("place.ask")
    page.wait_for_function("""() => {
        const node = document.querySelector('.map-host').shadowRoot.querySelector('.current').getBoundingClientRect();
        const view = document.getElementById('map').getBoundingClientRect();
        return node.left >= view.left && node.right <= view.right && node.top >= view.top && node.bottom <= view.bottom;
    }""")


def test_the_milliseconds_and_the_language_of_each_answer_are_shown(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    press(page, "9")
    bubble = page.locator(".turn.line .bubble").last
    expect(bubble).to_have_text("¿En qué puedo ayudarle? Diga, por ejemplo, «hay un bache».")
    expect(bubble).to_have_attribute("lang", "es")
    last = page.locator(".turn.line").last
    expect(last.locator(".meta")).to_contain_text("ES")
    expect(last.locator(".meta")).to_contain_text("3.2 ms")


def test_held_keys_are_sent_when_no_other_key_comes(browser_page: Page, site: str, sessions: ScriptedSessions) -> None:
    page = browser_page
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))  # however long the fingers take, no time passes
    dial(page, site)
    press(page, "555")
    expect(page.locator("#keyed")).to_have_text("555·······")
    expect(page.locator(".you .keys")).to_have_text("555")
    expect(page.locator('.desk[aria-busy="false"]')).to_be_attached()  # all keys are answered
    page.clock.run_for(1000)
    expect(page.locator("#log .line .bubble").last).to_have_text("Are you still there?")
    assert sessions.actions == [{"press": "5"}] * 3 + [{"silence": True}]


def test_a_person_is_called_and_you_decide_what_happens_there(
    browser_page: Page, site: str, sessions: ScriptedSessions
) -> None:
    page = dial(browser_page, site)
    press(page, "0")
    expect(page.locator("#far-lead")).to_have_text("+14105550100 is ringing. What happens there?")
    expect(page.locator("#say")).to_be_hidden()
    page.get_by_role("button", name="Busy").click()
    expect(page.locator("#record")).to_be_visible()
    expect(page.locator("#status")).to_have_text("Recording")
    page.locator("#seconds").fill("9")
    page.get_by_role("button", name="Leave the message").click()
    expect(page.locator("#log")).to_contain_text("I have 9 seconds.")
    assert sessions.actions[-2:] == [
        {"dial_result": "busy", "seconds": 0, "then": ""},
        {"record": 9, "then": ""},
    ]


@pytest.mark.parametrize(("button", "then"), [("They hang up", ""), ("You hang up", "hangup"), ("Hang up", "hangup")])
def test_when_a_person_answers_either_side_ends_the_talk(
    browser_page: Page, site: str, sessions: ScriptedSessions, button: str, then: str
) -> None:
    page = dial(browser_page, site)
    press(page, "0")
    page.get_by_role("button", name="Answers", exact=True).click()
    expect(page.locator("#status")).to_have_text("You are talking with +14105550100")
    page.get_by_label("Seconds you talk").fill("240")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#status")).to_have_text("Call ended: connected to a person")
    expect(page.get_by_role("button", name="Call 311")).to_be_visible()
    assert sessions.actions[-1] == {"dial_result": "answered", "seconds": 240, "then": then}


def test_a_message_ends_with_a_key_or_with_the_call(browser_page: Page, site: str, sessions: ScriptedSessions) -> None:
    page = dial(browser_page, site)
    ways = (page.locator('.key[data-key="#"]'), page.get_by_role("button", name="Leave it and hang up"))
    for times, finish in enumerate(ways, start=1):
        press(page, "0")
        page.get_by_role("button", name="Busy").click()
        page.locator("#seconds").fill("9")
        finish.click()
        expect(page.locator("#log .line .bubble", has_text="I have 9 seconds.")).to_have_count(times)
    assert [action for action in sessions.actions if "record" in action] == [
        {"record": 9, "then": "#"},
        {"record": 9, "then": "hangup"},
    ]


def test_a_screen_reader_hears_the_new_lines_alone(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    press(page, "9")
    aloud = page.locator("#aloud")
    expect(aloud).to_have_text("¿En qué puedo ayudarle? Diga, por ejemplo, «hay un bache».")
    expect(aloud.locator("p")).to_have_attribute("lang", "es")
    assert page.locator("[aria-live=polite]").count() == 1
    page.keyboard.press("Escape")
    expect(aloud).to_contain_text("Call ended: you hung up")


def test_what_twilio_would_refuse_is_told_with_its_code_and_place(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    say(page, "refuse me")
    refusal = page.get_by_role("alert").filter(has_text="Twilio would refuse")
    expect(refusal).to_contain_text("Error 12200")
    expect(refusal).to_contain_text("line 3, column 5: /Response/say[1]")
    expect(page.locator("#status")).to_have_text("Refused: error 12200")


def test_the_keyboard_is_a_telephone(browser_page: Page, site: str, sessions: ScriptedSessions) -> None:
    page = browser_page
    page.goto(f"{site}/phone")
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_be_visible()
    page.keyboard.press("9")
    expect(page.locator("#log")).to_contain_text("¿En qué puedo ayudarle?")
    page.keyboard.press("/")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("911 m ?")
    expect(page.locator("#words")).to_have_value("911 m ?")
    page.keyboard.press("Escape")
    expect(page.locator("#words")).not_to_be_focused()
    assert sessions.actions == [{"press": "9"}]
    page.keyboard.press("Escape")
    expect(page.locator("#status")).to_have_text("Call ended: you hung up")
    assert sessions.actions[-1] == {"hangup": True}


def test_single_keys_can_be_switched_off(browser_page: Page, site: str, sessions: ScriptedSessions) -> None:
    page = browser_page
    page.goto(f"{site}/phone")
    page.keyboard.press("?")
    page.get_by_label("Single keys work as shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.locator("#call").click()
    expect(page.locator("#say")).to_be_visible()
    page.keyboard.press("9")
    page.keyboard.press("m")
    expect(page.locator("#mute")).to_have_attribute("aria-pressed", "false")
    assert sessions.actions == []


def test_the_page_changes_its_language_in_the_middle_of_a_call(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    say(page, "a pothole")
    expect(page.locator(".slip")).to_contain_text("Pothole")
    page.locator("#language").click()
    expect(page.locator("#talk-title")).to_have_text("Conversación")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator(".slip")).to_contain_text("Bache en la calle")
    expect(page.locator(".you .sense")).to_contain_text("Servicio de la ciudad · Bache en la calle 93 % de certeza")
    expect(page.locator("#log")).to_contain_text("Thank you for calling")
    expect(page.get_by_role("button", name="Colgar")).to_be_visible()
    expect(page.locator("#words")).to_have_attribute("placeholder", "Escriba lo que diría")


def test_a_hidden_number_a_language_and_a_time_are_dialled(
    browser_page: Page, site: str, sessions: ScriptedSessions
) -> None:
    page = browser_page
    page.goto(f"{site}/phone?lang=es")
    page.get_by_label("Llama desde").select_option("hidden")
    expect(page.locator("#from-row")).to_be_hidden()
    page.locator("#call-language").select_option("es")
    page.locator("#clock").select_option(label=page.locator("#clock option", has_text="feriado").inner_text())
    page.locator("#call").click()
    expect(page.locator("#log")).to_contain_text("Gracias por llamar")
    assert sessions.dialled == [("", "es", "2026-11-26T11:00")]


def test_a_number_and_a_time_of_ones_own_are_dialled(browser_page: Page, site: str, sessions: ScriptedSessions) -> None:
    page = browser_page
    page.goto(f"{site}/phone")
    page.locator("#from-number").fill("+14435550199")
    page.locator("#clock").select_option("other")
    page.locator("#clock-at").fill("2026-12-25T03:15")
    page.locator("#call").click()
    expect(page.locator("#say")).to_be_visible()
    assert sessions.dialled == [("+14435550199", None, "2026-12-25T03:15")]


def test_enter_in_the_settings_dials(browser_page: Page, site: str, sessions: ScriptedSessions) -> None:
    page = browser_page
    page.goto(f"{site}/phone")
    page.locator("#from-number").fill("+14435550199")
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_be_visible()
    expect(page.get_by_role("button", name="Hang up", exact=True)).to_be_focused()
    assert sessions.dialled == [("+14435550199", None, None)]


def test_the_whole_page_is_read_in_the_order_it_is_seen(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    order = page.evaluate("""() => [...document.querySelectorAll('.key, #call, #log, #words, #map, #slips')]
        .map(part => part.id || 'key').filter((part, at, all) => part !== all[at - 1])""")
    assert order == ["key", "call", "log", "words", "map", "slips"]


def test_a_call_the_program_has_forgotten_is_said_to_be_gone(
    browser_page: Page, site: str, sessions: ScriptedSessions
) -> None:
    page = dial(browser_page, site)
    sessions.__init__()  # type: ignore[misc]  # the program was started anew
    say(page, "hello?")
    expect(page.locator("#problem")).to_contain_text("This call is gone")
    expect(page.get_by_role("button", name="Call 311")).to_be_visible()


def test_a_line_that_cannot_be_reached_leaves_the_call_as_it_was(browser_page: Page, site: str) -> None:
    page = dial(browser_page, site)
    page.context.set_offline(True)
    say(page, "a pothole")
    expect(page.locator("#problem")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    say(page, "a pothole")
    expect(page.locator("#problem")).to_be_hidden()
    expect(page.locator(".slip")).to_contain_text("Pothole")


def run_out(page: Page, graces: list[threading.Timer]) -> None:
    """The line was told that the page is gone, and has waited long enough, where it still waits."""
    until(page, lambda: graces)
    for one in graces:
        if not one.finished.is_set():
            one.function(*one.args)


def test_closing_the_page_hangs_up(
    browser_page: Page, site: str, sessions: ScriptedSessions, graces: list[threading.Timer]
) -> None:
    page = dial(browser_page, site)
    page.goto(f"{site}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    run_out(page, graces)
    assert sessions.actions == [{"hangup": True}]


def test_a_call_goes_on_when_the_page_is_loaded_again(
    browser_page: Page, site: str, sessions: ScriptedSessions, graces: list[threading.Timer]
) -> None:
    page = dial(browser_page, site)
    say(page, "a pothole")
    expect(page.locator(".slip")).to_contain_text("Pothole")
    page.reload()
    expect(page.locator("#log")).to_contain_text("Thank you for calling Baltimore 3 1 1.")
    expect(page.locator(".slip")).to_contain_text("Pothole")
    expect(page.locator("#status")).to_have_text("Your turn: speak or press")
    run_out(page, graces)
    say(page, "twenty four hundred north charles")
    expect(page.locator(".slip")).to_contain_text("2400 North Charles Street")
    assert sessions.actions == [
        {"say": "a pothole", "confidence": 0.9},
        {"say": "twenty four hundred north charles", "confidence": 0.9},
    ]


def test_a_small_screen_shows_one_view_at_a_time(new_page: NewPage, site: str) -> None:
    page = dial(new_page("phone"), site)
    expect(page.locator("#view-phone")).to_be_visible()
    expect(page.locator("#view-talk")).to_be_hidden()
    tab = page.locator('[data-show="talk"]')
    expect(tab).to_have_attribute("data-news", "")
    tab.click()
    expect(page.locator("#view-talk")).to_be_visible()
    expect(page.locator("#view-phone")).to_be_hidden()
    expect(tab).not_to_have_attribute("data-news", "")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_line_is_spoken_in_its_own_language_unless_muted(new_page: NewPage, site: str, language: str) -> None:
    page = new_page()
    page.add_init_script("""
        const spoken = (window.spoken = []);
        const voices = [{lang: "en-US", localService: true}, {lang: "es-US", localService: true}];
        Object.defineProperty(window, "speechSynthesis", {value: {
            getVoices: () => voices, cancel() {},
            speak(words) { spoken.push([words.text, words.lang]); words.onend(); }}});
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    """)
    page.goto(f"{site}/phone?lang={language}")
    page.locator("#call-language").select_option(language)
    page.locator("#call").click()
    expect(page.locator("#say")).to_be_visible()
    page.wait_for_function("spoken.length === 2")
    spoken = page.evaluate("spoken")
    assert [locale for _, locale in spoken] == [f"{language}-US"] * 2
    page.locator("#mute").click()
    press(page, "9")
    expect(page.locator("#log")).to_contain_text("«hay un bache»")
    assert page.evaluate("spoken.length") == 2


def test_the_microphone_says_what_it_heard_and_how_well(
    new_page: NewPage, site: str, sessions: ScriptedSessions
) -> None:
    page = new_page()
    page.add_init_script("""
        window.SpeechRecognition = window.webkitSpeechRecognition = class {
            start() {
                window.language = this.lang;
                const result = Object.assign([{transcript: "there is a pothole", confidence: 0.62}], {isFinal: true});
                setTimeout(() => { this.onresult({results: [result]}); this.onend(); }, 50);
            }
            abort() {}
        };
    """)
    dial(page, site)
    page.locator("#mic").click()
    expect(page.locator(".slip")).to_contain_text("Pothole")
    assert sessions.actions == [{"say": "there is a pothole", "confidence": 0.62}]
    assert page.evaluate("language") == "en-US"
