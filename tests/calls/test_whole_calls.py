"""Whole calls, from dialling to what is on file: every file of flows/calls against the real app under gunicorn."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from ivr.calls.folders import read
from ivr.calls.outcomes import Outcomes
from ivr.db.embedded import Server
from ivr.flow import loader
from ivr.flow.book import Book
from ivr.requests.status import CityStatus
from ivr.requests.store import change_status
from ivr.simulator.call import PhoneCall
from ivr.simulator.callfile import load
from ivr.simulator.play import Result

from .line import HOME, RunningLine, running

FILES = sorted((HOME / "flows" / "calls").glob("*.yaml"))
NUMBER = "0000000000"  # stands for the number of the request in a staged call
STAGED = {path.stem: path for path in sorted((Path(__file__).parent / "staged").glob("*.yaml"))}

# Nodes no call of these can reach on this city's line, and what proves them instead.
ELSEWHERE = {
    "emergency.offer_line": "test_a_city_with_an_emergency_line_connects_to_it",
    "emergency.connect": "test_a_city_with_an_emergency_line_connects_to_it",
    "emergency.no_connection": "test_a_city_with_an_emergency_line_connects_to_it",
    "emergency.after": "test_a_city_with_an_emergency_line_connects_to_it",
    "agent.called_back": "people take calls: tests/calls/test_waiting.py",
    "agent.another_time": "people take calls: tests/calls/test_waiting.py",
    "agent.call_back_at": "people take calls: tests/calls/test_waiting.py",
    "agent.keep_time": "people take calls: tests/calls/test_waiting.py",
    "agent.time_kept": "people take calls: tests/calls/test_waiting.py",
    "agent.as_soon": "people take calls: tests/calls/test_waiting.py",
    "agent.too_long": "people take calls: tests/calls/test_waiting.py",
    "agent.dispatcher": "test_a_city_with_a_night_rule_passes_on_what_cannot_wait",
    "night.connect": "test_a_city_with_a_night_rule_passes_on_what_cannot_wait",
    "night.not_reached": "test_a_city_with_a_night_rule_passes_on_what_cannot_wait",
    "night.back": "test_a_city_with_a_night_rule_passes_on_what_cannot_wait",
    "night.connected": "test_a_city_with_a_night_rule_passes_on_what_cannot_wait",
    "place.which_spot": "a neighborhood, on the whole map of a city: tests/flow/turning/test_placing.py",
    "status.failed": "the database is away: tests/calls/test_outbox.py",
    "request.not_filed": "the disk is full as well: tests/flow/test_engine.py",
    "agent.message_failed": "the disk is full as well: tests/flow/test_engine.py",
}


@pytest.fixture(scope="session")
def line(server: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLine]:
    """The city's line as it stands in this project."""
    with running(server.url, template, tmp_path_factory.mktemp("line")) as running_line:
        yield running_line


@pytest.fixture(scope="session")
def book() -> Book:
    loaded = loader.load(read(HOME))
    assert loaded.book is not None
    return loaded.book


def holds(result: Result) -> None:
    assert result.failure is None, f"\n{result.failure}"
    assert result.unchecked == ()


# ------------------------------------------------------------------ every file


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_call_goes_as_written(line: RunningLine, path: Path) -> None:
    holds(line.play(path))


def test_there_are_enough_calls_in_both_languages() -> None:
    spanish = [path for path in FILES if path.stem.startswith("es_")]
    assert len(FILES) >= 60
    assert len(spanish) >= 25


def test_every_call_has_a_sentence_a_clock_and_a_caller_of_its_own() -> None:
    """Callers are remembered, and people go home in the evening: no call may depend on another, or on the day."""
    calls = [load(path.name, path.read_text(encoding="utf-8")) for path in [*FILES, *STAGED.values()]]
    callers = Counter(call.caller for call in calls if call.caller and call.path not in map(_name, STAGED.values()))
    assert [number for number, times in callers.items() if times > 1] == []
    assert [call.path for call in calls if call.at is None or len(call.title.split()) < 4] == []
    assert [title for title, times in Counter(call.title for call in calls).items() if times > 1] == []


def test_a_call_in_spanish_is_spoken_to_in_spanish(line: RunningLine) -> None:
    """Once the language is Spanish, not one English word is said."""
    for path in FILES:
        if path.stem.startswith("es_"):
            turns = line.play(path).call.transcript[2:]
            english = {said.text for turn in turns for said in turn.heard if said.language.startswith("en")}
            assert english == set(), path.stem


def test_every_node_of_every_flow_is_visited_by_some_call(line: RunningLine, book: Book) -> None:
    results = [line.play(path) for path in FILES] + [staged(line, name) for name in STAGED]
    seen = set[str]().union(*(visited(result.call) for result in results))
    every = {f"{flow}.{node}" for flow, document in book.flows.items() for node in document.nodes}
    assert sorted(every - seen - ELSEWHERE.keys()) == []
    assert sorted(ELSEWHERE.keys() & seen) == [], "no longer an exception"


def test_most_services_are_asked_for_by_somebody(line: RunningLine, book: Book) -> None:
    spoken = set[str]()
    for path in FILES:
        for turn in line.play(path).call.transcript:
            meaning = (turn.trace or {}).get("meaning") or {}
            spoken |= {str(meaning.get("value"))} & book.services.keys()
    assert len(spoken) >= 25
    assert {code for code in book.services if code.startswith("police_")} <= filed(FILES)


def visited(call: PhoneCall) -> set[str]:
    """The nodes a call went through, as the app told."""
    return {node for turn in call.transcript for node in list((turn.trace or {}).get("path") or ())}


def filed(paths: list[Path]) -> set[str]:
    """The services that some call file expects on file."""
    calls = (load(path.name, path.read_text(encoding="utf-8")) for path in paths)
    return {str(one.values.get("service")) for call in calls for one in call.files or ()}


def _name(path: Path) -> str:
    return path.name


# ------------------------------------------------------------------ the player can fail


WRONG = "call: Wrong on purpose\nat: 2026-11-24T10:30\ncaller: hidden\ntalk:\n"


def test_a_call_that_goes_another_way_is_told_with_file_and_line(line: RunningLine) -> None:
    result = line.play_text("flows/calls/wrong.yaml", WRONG + "  - press: 9\n  - line: {en: How can I help}\n")
    assert str(result.failure).startswith("flows/calls/wrong.yaml:6: the line should say in en\n    - How can I help")
    assert "¿En qué le ayudo?" in str(result.failure)


def test_a_request_that_was_not_filed_is_told_too(line: RunningLine) -> None:
    result = line.play_text("flows/calls/wrong.yaml", WRONG + "  - press: 1\nfiles: {service: pothole}\n")
    assert str(result.failure).startswith("flows/calls/wrong.yaml:6: there should be 1 request(s); there are 0")


def test_signatures_are_checked_on_this_line(line: RunningLine) -> None:
    with pytest.raises(OSError, match="403"):
        line.page("/voice?CallSid=CA1&From=%2B14105550123")


# ------------------------------------------------------------------ what an agency did in between


@pytest.mark.parametrize("name", sorted(STAGED))
def test_a_status_is_told_in_plain_words(line: RunningLine, name: str) -> None:
    holds(staged(line, name))


def staged(line: RunningLine, name: str) -> Result:
    """Files a request from the staged call's telephone, lets the agency work as its note says, and plays the call.

    note: `<CityStatus>` or `<CityStatus>: what the agency writes`; empty leaves the request as it is.
    """
    if name not in line.played:
        path, text = f"tests/calls/staged/{name}.yaml", STAGED[name].read_text(encoding="utf-8")
        call = load(path, text)
        number = _filed_by(line, call.caller)
        if call.note:
            status, _, note = call.note.partition(": ")
            _worked(line, number, status, note)
        line.played[name] = line.patiently(load(path, text.replace(NUMBER, number)), own_phone=True)
    return line.played[name]


def _filed_by(line: RunningLine, caller: str) -> str:
    phone = PhoneCall(line.line, caller, now=datetime(2026, 11, 20, 9, 0))
    phone.dial()
    phone.say("pothole at 2401 North Charles Street")
    for keys in ("1", "1", "#", "#", "1", "2", "1", "3"):
        phone.press(keys)
    [request] = Outcomes(line.rooms.engine, line.rooms.secrets).filed(phone.sid)
    return str(request["number"])


def _worked(line: RunningLine, number: str, status: str, note: str) -> None:
    at = datetime(2026, 11, 21, 15, 0, tzinfo=line.rooms.zone)
    named: CityStatus = status  # type: ignore[assignment]
    with Session(line.rooms.engine) as session:
        change_status(session, number, named, note=note, by="agency:tests", at=at)
        session.commit()


def test_the_next_call_begins_in_the_language_of_the_last(line: RunningLine) -> None:
    """Chosen once, remembered for this telephone; the other language stays one key away, said in that language."""
    caller = "+14105550155"
    first = PhoneCall(line.line, caller, now=datetime(2026, 11, 24, 10, 0))
    first.dial()
    first.press("9")
    first.hang_up()
    Outcomes(line.rooms.engine, line.rooms.secrets).filed(first.sid)
    second = PhoneCall(line.line, caller, now=datetime(2026, 11, 24, 11, 0))
    said = second.dial().heard
    assert said[0].text.startswith("Gracias por llamar")
    assert [(item.language[:2], item.text) for item in said][1] == ("en", "For English, press 9.")
    assert "main.remembered_language" in visited(second)
    assert "How can I help" in second.press("9").said
    second.hang_up()


# ------------------------------------------------------------------ another city, another service

POSTER = Path(__file__).parent / "lost_pet_poster.yaml"


WATER = "    name: {en: Public Works - Water and Wastewater, es: Obras Públicas - Agua y Aguas Residuales}\n"
NIGHTS = ", ".join(f"{day}: 22:00-06:00" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
DISPATCHER = {
    WATER: f"{WATER}    dispatcher: water_dispatch\n",
    "\nlines:\n": "\nlines:\n  water_dispatch:\n    name: {en: the water dispatcher, es: el despachador del agua}\n"
    f'    number: "+14105550144"\n    hours: {{{NIGHTS}}}\n',
}


@pytest.fixture(scope="module")
def other_city(server: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLine]:
    """The same flows with one service file more, a line into the emergency centre, and a dispatcher for the night."""
    home = tmp_path_factory.mktemp("city")
    _copied(home)
    shutil.copy(POSTER, home / "flows" / "services" / POSTER.name)
    city = home / "flows" / "city.yaml"
    changed = city.read_text(encoding="utf-8")
    for old, new in {"# emergency_line:": "emergency_line:", **DISPATCHER}.items():
        assert old in changed
        changed = changed.replace(old, new, 1)
    city.write_text(changed, encoding="utf-8")
    with running(server.url, template, home / "data", home) as running_line:
        yield running_line


def _copied(home: Path) -> None:
    shutil.copytree(HOME / "flows", home / "flows", ignore=shutil.ignore_patterns("calls"))
    shutil.copytree(HOME / "prompts", home / "prompts")


def test_a_service_added_as_one_file_is_heard_asked_filed_and_shown(other_city: RunningLine) -> None:
    call = PhoneCall(other_city.line, "+14105550156", now=datetime(2026, 11, 24, 10, 0))
    call.dial()
    assert "Okay: Lost pet poster" in call.say("somebody must take down a lost pet poster").said
    call.say("2401 North Charles Street")
    assert "What animal is on the poster?" in call.press("1").said
    call.say("a parrot")
    assert "How many posters are there?" in call.transcript[-1].said
    call.press("2")
    for keys in ("#", "1", "2"):
        call.press(keys)
    assert (
        "Lost pet poster. Place: 2401 North Charles Street. Animal: a parrot. How many: several"
        in call.transcript[-1].said
    )
    assert "Your request is in" in call.press("1").said
    call.press("3")
    [request] = Outcomes(other_city.rooms.engine, other_city.rooms.secrets).filed(call.sid)
    assert request["service"] == "lost_pet_poster"
    assert request["answers"] == {"poster_animal": "a parrot", "poster_count": "several"}
    number = str(request["number"])
    assert "Lost pet poster" in other_city.page(f"/requests/{number}")
    shown = other_city.ivr("requests", "show", number)
    assert "lost_pet_poster" in shown
    assert "a parrot" in shown


def test_a_service_added_as_one_file_is_offered_by_the_menu_in_both_languages(other_city: RunningLine) -> None:
    call = PhoneCall(other_city.line, "", now=datetime(2026, 11, 24, 10, 0))
    call.dial()
    call.press("1")
    assert "For lost pet posters, press 1." in call.press("4").said
    assert "Para carteles de mascotas perdidas, oprima 1." in _in_spanish(other_city)
    assert "Okay: Lost pet poster" in call.press("1").said
    call.hang_up()


def _in_spanish(line: RunningLine) -> str:
    call = PhoneCall(line.line, "", now=datetime(2026, 11, 24, 10, 0))
    call.dial()
    for keys in ("9", "1", "4"):
        call.press(keys)
    call.hang_up()
    return call.transcript[-2].said


EMERGENCY_CALL = """\
call: The city has a line into the emergency centre, and offers it
caller: hidden
at: 2026-11-24T10:30
talk:
  - say: my house is on fire
  - line: [hang up now and dial 9 1 1, I can also connect you, "To be connected, press 1"]
  - press: 1
  - line: Connecting you with the emergency centre
  - transfer: busy
  - line: Please hang up and dial 9 1 1 now
  - node: emergency.wait
  - press: 1
  - line: I can also connect you
  - say: not an emergency
  - line: Let us go on
  - press: 8
  - silence
  - line: Please hang up and dial 9 1 1 now
  - silence
  - line: Connecting you
  - transfer: {to: "+14105550133", answer: answered, seconds: 200}
  - line: Goodbye
files: nothing
ends: transferred
"""


def test_a_city_with_an_emergency_line_connects_to_it(other_city: RunningLine) -> None:
    result = other_city.play_text("tests/calls/test_whole_calls.py", EMERGENCY_CALL)
    holds(result)
    assert {node for node in ELSEWHERE if node.startswith("emergency.")} <= visited(result.call)


NIGHT_CALL = """\
call: At night what cannot wait is filed and passed to the dispatcher, whom a second call asks for
caller: "+14105550159"
at: 2026-11-24T23:30
talk:
  - say: there is a water leak in the street
  - say: 1900 Eutaw Place
  - press: 1
  - press: 1
  - press: 2
  - press: 2
  - press: "#"
  - press: 3
  - press: 1
  - line: [Your request is in, I am connecting you with the dispatcher on duty]
  - transfer: no-answer
  - line: the dispatcher could not take the call just now
  - node: request.more
  - press: 0
  - line: I am connecting you with the dispatcher on duty
  - transfer: {to: water_dispatch, answer: answered, seconds: 90}
  - line: Is there anything else I can do
  - press: 2
files: {service: water_leak}
ends: transferred
"""


def test_a_city_with_a_night_rule_passes_on_what_cannot_wait(other_city: RunningLine) -> None:
    result = other_city.play_text("tests/calls/test_whole_calls.py", NIGHT_CALL)
    holds(result)
    assert {node for node in ELSEWHERE if node.startswith("night.")} <= visited(result.call) | {"night.day"}


# ------------------------------------------------------------------ published in the middle of a call


def test_a_call_keeps_the_flows_it_began_with_even_when_the_line_is_started_again(
    server: Server, template: str, tmp_path: Path
) -> None:
    _copied(tmp_path)
    with running(server.url, template, tmp_path / "data", tmp_path) as line:
        old = PhoneCall(line.line, "+14105550157", now=datetime(2026, 11, 24, 10, 0))
        old.dial()
        old.say("pothole at 2401 North Charles Street")
        prompts = tmp_path / "prompts" / "en.yaml"
        before = prompts.read_text(encoding="utf-8")
        prompts.write_text(before.replace("Thank you for calling {city} 3 1 1. Goodbye.", "So long."), encoding="utf-8")
        assert prompts.read_text(encoding="utf-8") != before
        line.publish()
        line.stop()
        line.start()
        for keys in ("1", "1", "#", "#", "3", "1"):
            old.press(keys)
        new = PhoneCall(line.line, "+14105550158", now=datetime(2026, 11, 24, 10, 5))
        new.dial()
        for keys in ("4", "1"):
            new.press(keys)
        assert "So long." in new.press("4").said
        assert "Your request is in" in old.transcript[-1].said
        assert "Thank you for calling Baltimore 3 1 1. Goodbye." in old.press("3").said
        assert old.ending == new.ending == "completed"
