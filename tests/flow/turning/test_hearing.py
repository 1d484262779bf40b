"""How answers are heard: as the flow says, with consent once; what is recorded, and what no ear can make out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from ivr.flow.book import Book
from ivr.flow.directives import Await, Listen, Record
from ivr.flow.events import Recorded, Resolved, Unheard
from ivr.flow.example import SMALLEST
from ivr.flow.loader import load
from ivr.flow.meaning import Meaning
from ivr.flow.state import State
from ivr.flow.turning.hearing import CONSENT_TOLD, UNHEARD, consented
from tests.flow.talk import Talk

SID = "RE" + "0123456789abcdef" * 2
TROUBLE = "I am having trouble hearing you."
SAID = {
    "trouble_hearing": TROUBLE,
    "trouble_person": "Let me get you a person.",
    "one_moment": "One moment.",
    "after_tone": "After the tone.",
    "recorded_words": "your recorded words",
}
CONSENT = "This call is recorded."
SERVICE = Meaning(intent="service", confidence=0.95)


@dataclass(frozen=True)
class City:
    """A city of a few questions: need (by words), then a form, then a review.

    need, form: how they listen (`listen: record`); hearing: settings of the city; fields: of the form.
    """

    need: str = ""
    form: str = ""
    hearing: str = "consent: {en: This call is recorded., es: Esta llamada se graba.}"
    field: str = "type: speech"
    defaults: str = ""

    @property
    def book(self) -> Book:
        main = SMALLEST["flows/main.yaml"]
        main = main.replace("    hear: intents\n", f"    hear: intents\n{_line(4, self.need)}")
        listen = f", {self.form}" if self.form else ""
        main = main.replace(
            """{slot: details, ask: {en: "What is the problem?", es: "¿Cuál es el problema?"}}""",
            f"""{{slot: details, ask: {{en: "What is the problem?", es: "¿Qué?"}}, {self.field}{listen}}}""",
        )
        main = main.replace("nodes:\n", f"{_line(0, self.defaults)}nodes:\n", 1).replace(
            "goto: file\n", "goto: check\n"
        )
        main = main.replace("  danger:\n    say: hang_up_and_dial\n    goto: back\n", DANGER)
        assert self.field in main
        files: dict[str, str] = {**SMALLEST, "flows/main.yaml": main + CHECK}
        files["flows/city.yaml"] += f"hearing:\n  {self.hearing}\n"
        for file in ("prompts/en.yaml", "prompts/es.yaml"):
            files[file] += "".join(f'{key}: "{text}"\n' for key, text in {**SAID, **PLACES}.items())
        loaded = load(files)
        assert loaded.book, "\n".join(map(str, loaded.problems))
        return loaded.book

    def call(self) -> Talk:
        return Talk(book=self.book).answer()

    def at_the_form(self) -> Talk:
        talk = self.call().say("something is wrong", SERVICE)
        assert talk.at == "main.report"
        return talk


DANGER = """\
  danger:
    menu: hang_up_and_dial
    choices:
      - {key: 1, says: {en: [it is not], es: [no es]}, goto: back}
    noinput: back
    nomatch: back
"""
CHECK = """\
  check:
    review: {en: "I have {details}.", es: "Tengo {details}."}
    which: {en: "Which part is wrong?", es: "¿Qué está mal?"}
    parts:
      - {name: {en: the details, es: los detalles}, clear: [details], subdialog: report_again}
    goto: message
  report_again:
    form: again
    fields:
      - {slot: details, ask: {en: "What is it?", es: "¿Qué es?"}}
    goto: back
  message:
    record: {en: "Please say more.", es: "Diga más."}
    slot: recording
    goto: file
"""
PLACES: Mapping[str, str] = {
    "place_named": "{place}.",
    "place_as_said": "{value}?",
    "place_kept": "{value}.",
    "another_place": "another place",
    **{
        f"place_ask_{what}": "{value}?"
        for what in "number house street direction suffix which cross apart area outside again nearby".split()  # noqa: SIM905
    },
}


def _line(indent: int, text: str) -> str:
    return f"{' ' * indent}{text}\n" if text else ""


# ------------------------------------------------------------------ which way


def test_what_says_nothing_is_gathered_and_nobody_hears_of_consent() -> None:
    listening = City().call().listening
    assert (listening.by, listening.consent, listening.tone) == ("gather", (), ())


@pytest.mark.parametrize("by", ["record", "stream"])
def test_a_question_is_heard_as_it_says(by: str) -> None:
    assert City(need=f"listen: {by}").call().listening.by == by
    assert City(form=f"listen: {by}").at_the_form().listening.by == by


def test_what_a_question_leaves_out_its_flow_says_and_then_the_city() -> None:
    city = "listen: stream\n  consent_required: false"
    assert City(hearing=city).call().listening.by == "stream"
    assert City(hearing=city, defaults="defaults: {listen: record}").call().listening.by == "record"
    assert (
        City(hearing=city, defaults="defaults: {listen: record}", need="listen: gather").call().listening.by == "gather"
    )


@pytest.mark.parametrize("kind", ["phone", "digits", "number", "date"])
def test_what_is_often_keyed_is_gathered_whatever_the_city_says(kind: str) -> None:
    city = City(hearing="listen: stream\n  consent_required: false", field=f"type: {kind}")
    assert city.at_the_form().listening.by == "gather"


def test_a_yes_is_not_recorded_even_where_the_city_records() -> None:
    recording = City(hearing="listen: record\n  consent_required: false", field="type: yesno")
    assert recording.at_the_form().listening.by == "gather"
    streaming = City(hearing="listen: stream\n  consent_required: false", field="type: yesno")
    assert streaming.at_the_form().listening.by == "stream"


def test_danger_is_always_gathered() -> None:
    city = City(hearing="listen: stream\n  consent_required: false")
    talk = city.call().say("fire", Meaning(emergency="certain"))
    assert (talk.at, talk.listening.by) == ("main.danger", "gather")
    assert talk.press("1").listening.by == "stream"


def test_a_few_answers_are_a_closed_question_and_an_open_menu_is_none() -> None:
    city = City(hearing="listen: stream\n  consent_required: false", field="type: yesno")
    assert city.call().listening.closed is False
    assert city.at_the_form().listening.closed is True


# ------------------------------------------------------------------ consent


def said(listening: Listen) -> str:
    return " ".join(getattr(part, "text", "") for prompt in listening.consent for part in prompt.parts)


def test_consent_is_for_the_first_recording_of_a_call_and_in_its_language() -> None:
    talk = City(form="listen: record", need="listen: stream").call()
    assert said(talk.listening) == CONSENT
    talk.state = consented(talk.state)
    assert talk.say("wrong", SERVICE).listening.consent == ()
    spanish = Talk(book=City(need="listen: stream").book).answer("es")
    assert said(spanish.listening) == "Esta llamada se graba."


def test_a_message_asks_for_consent_too_and_once() -> None:
    talk = City().at_the_form().say("a hole", Meaning(value="a hole", confidence=0.9))
    talk.say("yes", Meaning(value="yes", confidence=0.95))
    assert isinstance(talk.out[-1], Record)
    assert talk.words == f"{CONSENT} Please say more."
    assert talk.slots[CONSENT_TOLD] == "yes"


def test_who_was_asked_once_is_not_asked_again_after_starting_over_or_filing() -> None:
    talk = City(form="listen: record").at_the_form()
    talk.state = consented(talk.state)
    talk.send(Recorded(SID, 3)).press("1")
    assert isinstance(talk.out[-1], Record)
    assert CONSENT not in talk.words
    talk.work = lambda work: Resolved("filed", {"number": "1"})
    assert CONSENT_TOLD in talk.send(Recorded(SID, 3)).slots


# ------------------------------------------------------------------ recorded answers


def test_a_recorded_description_goes_on_at_once_and_is_read_back_as_recorded() -> None:
    talk = City(form="listen: record").at_the_form()
    assert talk.listening.later
    assert talk.listening.tone
    talk.send(Recorded(SID, 7, "#"))
    assert talk.slots["details"] == f"recording:{SID}"
    assert talk.words.startswith("I have your recorded words.")
    assert "answer_recorded" in talk.notes


def test_words_that_are_needed_now_are_waited_for_after_something_is_said() -> None:
    talk = City(need="listen: record").call()
    assert not talk.listening.later
    before = talk.state
    talk.send(Recorded(SID, 2))
    assert (talk.words, talk.out[-1]) == ("One moment.", Await(SID))
    assert (talk.at, talk.state.turns) == (before.at, before.turns + 1)
    assert talk.say("something is wrong", SERVICE).at == "main.report"


def test_silence_after_the_tone_is_silence() -> None:
    assert "Are you still there?" in City(need="listen: record").call().send(Recorded(SID, 0)).words


def test_a_key_that_ends_a_recording_is_the_answer_but_for_pound() -> None:
    talk = City(need="listen: record").call()
    assert talk.send(Recorded(SID, 2, "1")).at == "main.report"
    assert City(form="listen: record").at_the_form().send(Recorded(SID, 2, "0")).at == "main.person"
    assert City(form="listen: record").at_the_form().send(Recorded(SID, 2, "#")).at == "main.check"


def test_a_recording_nobody_asked_for_asks_the_question_again() -> None:
    talk = City().call()
    assert talk.send(Recorded(SID, 5)).listening.by == "gather"
    assert talk.at == "main.need"
    assert SID not in str(talk.slots)


# ------------------------------------------------------------------ no ear could make it out


def test_who_cannot_be_heard_is_asked_once_more_by_gather_and_keys() -> None:
    talk = City(need="listen: stream").call().send(Unheard())
    assert talk.words.startswith(TROUBLE)
    assert "How can I help?" in talk.words
    listening = talk.listening
    assert (listening.by, listening.keys, listening.speech) == ("gather", True, True)
    assert "not_heard" in talk.notes
    assert talk.say("something is wrong", SERVICE).at == "main.report"


@pytest.mark.parametrize("what", ["silence", "nonsense", "unheard"])
def test_who_is_not_heard_then_either_gets_a_person(what: str) -> None:
    talk = City(need="listen: stream").call().send(Unheard())
    match what:
        case "silence":
            talk.silence()
        case "nonsense":
            talk.say("mumble", Meaning())
        case "unheard":
            talk.send(Unheard())
    assert talk.at == "main.person"
    assert talk.words.startswith("Let me get you a person.")


def test_after_it_failed_once_the_line_listens_by_gather_but_free_text_is_still_recorded() -> None:
    talk = City(need="listen: stream", form="listen: stream").call().send(Unheard())
    assert talk.say("something is wrong", SERVICE).listening.by == "gather"
    assert talk.slots[UNHEARD] == "main.need/0"
    again = City(need="listen: stream", form="listen: record").call().send(Unheard())
    assert again.say("something is wrong", SERVICE).listening.by == "record"


def test_trouble_at_one_question_costs_no_patience_at_the_next() -> None:
    talk = City(need="listen: stream", field="type: yesno").call().send(Unheard())
    talk.say("something is wrong", SERVICE)
    assert SAID["trouble_person"] not in talk.say("mumble", Meaning()).words


def test_unheard_where_nothing_is_asked_goes_on() -> None:
    talk = City().call()
    talk.state = State(version=talk.state.version, at="main.person", started=talk.state.started)
    assert talk.send(Unheard()).at == "main.person"


# ------------------------------------------------------------------ places


def test_only_where_a_place_is_asked_is_it_told_what_is_known_of_it() -> None:
    city = City(field="type: place")
    assert city.call().listening.near == ""
    talk = city.at_the_form()
    assert talk.listening.near == "Springfield"
    talk.say(
        "charles street",
        Meaning(value="Charles Street", confidence=0.6, ask="number", slots={"place_street": "Charles Street"}),
    )
    assert talk.listening.near == "charles street"
    talk.say("2401", Meaning(value="2401 Charles Street", confidence=0.5))
    assert (talk.state.phase, talk.listening.near) == ("confirm", "")
