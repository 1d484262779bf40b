"""The turn, where the line's own ear hears: in whose language, with which streets expected, what the journal keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from ivr.calls.placing import Finder
from ivr.calls.records import TurnRecord
from ivr.calls.turn import Switchboard
from ivr.flow.directives import Listen, Prompt
from ivr.flow.events import Digits, Recorded, Unheard, Utterance
from ivr.flow.meaning import Meaning, Want
from ivr.flow.state import State
from ivr.telephony.webhook import Call
from tests.flow.talk import TUESDAY, the_book, the_book_heard_by

from .test_placing import made

CITY = made(complete=True)
CALL = Call("CA1", caller="+14105550123", called="+14105550100", status="in-progress", at=TUESDAY)
POTHOLE = Meaning(intent="service", value="pothole", confidence=0.9)
SID = "RE" + "0123456789abcdef" * 2


@dataclass
class Mind:
    """Understands by language what it was told, and nothing else."""

    means: dict[str, Meaning]
    asked: list[str] = field(default_factory=list)

    def hear(self, text: str, language: str, want: Want, now: datetime, confidence: float | None = None) -> Meaning:
        self.asked.append(language)
        return self.means.get(language, Meaning())


@dataclass
class Line:
    """A switchboard with a mind of ours and a journal that can be read."""

    mind: Mind = field(default_factory=lambda: Mind({"en": POTHOLE}))
    by: str = ""
    written: list[TurnRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        book = the_book_heard_by(self.by) if self.by else the_book()
        edition = SimpleNamespace(book=book, mind=self.mind)
        library: Any = SimpleNamespace(current=lambda: edition, get=lambda version: edition)
        journal: Any = SimpleNamespace(put=self._put)
        memory: Any = SimpleNamespace(language_of=lambda phone: None)
        clerk: Any = None
        self.board = Switchboard(library, journal, memory, clerk, Finder(lambda: CITY), lambda sid, at: at)
        self.state = self.board.answered(CALL).state or State()

    def _put(self, record: object) -> None:
        if isinstance(record, TurnRecord):
            self.written.append(record)

    def turn(self, event: Any) -> Any:
        reply = self.board.turn(CALL, self.state, event)
        self.state = reply.state or self.state
        return reply


def test_what_an_ear_heard_in_the_other_language_is_understood_in_it_and_the_call_goes_on_in_it() -> None:
    line = Line(Mind({"es": POTHOLE}))
    reply = line.turn(Utterance("hay un bache", 0.9, "es-US"))
    assert reply.language == "es"
    assert line.state.slots["service"] == "pothole"


@pytest.mark.parametrize(
    ("means", "heard"),
    [
        ({"en": POTHOLE, "es": Meaning(intent="service", value="rats", confidence=0.6)}, "es-US"),
        ({"en": POTHOLE}, "en-US"),
        ({"en": POTHOLE}, ""),
        ({"en": POTHOLE, "de": POTHOLE}, "de-DE"),
    ],
)
def test_what_makes_more_sense_in_the_calls_language_stays_in_it(means: dict[str, Meaning], heard: str) -> None:
    line = Line(Mind(means))
    assert line.turn(Utterance("a pothole", 0.9, heard)).language == "en"
    assert line.state.slots["service"] == "pothole"


def test_danger_is_heard_in_the_calls_language_whatever_the_ear_thinks() -> None:
    line = Line(Mind({"en": Meaning(emergency="certain", confidence=0.1), "es": POTHOLE}))
    line.turn(Utterance("fire", 0.9, "es-US"))
    assert line.state.at.startswith("emergency.")


def test_at_a_closed_question_another_language_is_not_tried() -> None:
    line = Line(Mind({"en": POTHOLE}))
    line.turn(Utterance("a pothole", 0.9))
    line.mind.asked.clear()
    line.turn(Utterance("no sé", 0.9, "es-US"))
    assert "es" not in line.mind.asked


def test_where_a_place_is_asked_streets_are_expected_and_nowhere_else() -> None:
    line = Line()
    asked = line.turn(Utterance("a pothole", 0.9)).directives[-1]
    assert isinstance(asked, Listen)
    assert asked.near
    assert {"North Charles Street", "Guilford Avenue"} <= set(asked.hints)
    assert "North Charles Street" not in Line().board.answered(CALL).directives[-1].hints  # type: ignore[union-attr]


def test_the_journal_keeps_the_words_a_stream_heard_and_that_nothing_was_heard() -> None:
    line = Line(by="stream")
    line.turn(Unheard())
    line.turn(Utterance("a pothole", 0.4, "en-US"))
    assert [(one.event, one.heard, one.confidence) for one in line.written[-2:]] == [
        ("Unheard", "", None),
        ("Utterance", "a pothole", 0.4),
    ]
    assert "not_heard" in line.written[-2].notes


def test_a_recorded_answer_whose_words_are_needed_is_two_turns_in_the_journal() -> None:
    line = Line(by="record")
    line.turn(Recorded(SID, 3))
    line.turn(Utterance("a pothole", 0.4, "en-US"))
    numbers = [(one.n, one.event, one.heard) for one in line.written[-2:]]
    assert numbers == [(1, "Recorded", SID), (2, "Utterance", "a pothole")]
    assert line.state.at == "place.ask"


def test_words_that_are_waited_for_in_vain_stay_last_words_until_the_question_is_answered() -> None:
    line = Line(by="record")
    for event in (Recorded(SID, 3), Unheard(SID), Utterance("a pothole", 0.9, "en-US")):
        line.turn(event)
    mark = f"recording:{SID}"
    assert [one.known.get("said") for one in line.written[-3:]] == [mark, mark, None]


def test_keys_say_nothing_of_a_language() -> None:
    line = Line()
    assert line.turn(Digits("9")).language == "es"


def test_profanity_is_not_said_back_and_stays_in_the_record() -> None:
    line = Line()
    line.turn(Utterance("a pothole", 0.9))
    line.state = replace(line.state, phase="confirm", pending="the fucking corner")
    reply = line.turn(Utterance("what the fuck", 0.9))
    said = " ".join(part.text for one in reply.directives if isinstance(one, Prompt) for part in one.parts)
    assert "the … corner" in said
    assert (line.state.pending, line.written[-1].heard) == ("the fucking corner", "what the fuck")
