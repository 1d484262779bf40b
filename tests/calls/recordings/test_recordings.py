"""From Twilio's word of a recording to words on a request, by the real worker, whatever comes late, twice or never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from ivr.calls.recordings import deleting, fetching, joining, outlines, recognising, reconciling
from ivr.requests import store as requests
from ivr.simulator.rest import Trouble
from ivr.speech.audio import Audio
from ivr.speech.errors import EarAway, EarRefused
from ivr.telephony import rest as twilio

from .conftest import City
from .desk import endless, silence, spoken

MARK = "recording:RE1"


def test_what_was_recorded_comes_to_stand_on_the_request_with_its_times_and_sureness(city: City) -> None:
    city.record()
    city.call()
    number = city.file(details=MARK, attributes={"lane": "travel", "more": MARK})
    city.work()
    request, heard = city.request(number), city.heard()
    assert (request.description, request.attributes["more"]) == ("the hydrant leaks", "the hydrant leaks")
    assert request.attributes["lane"] == "travel"
    assert request.recordings == ("RE1",)
    assert heard.recording.kind == "answer"
    assert heard.recording.outcome == "heard"
    assert heard.transcript
    assert [word.text for word in heard.transcript.words] == ["the", "hydrant", "leaks"]
    assert heard.transcript.words[1].start == pytest.approx(1.0)
    assert (heard.transcript.confidence, heard.transcript.engine) == (0.8, "offline")


def test_who_has_the_caller_is_told_that_there_are_words(city: City) -> None:
    told: list[object] = []
    city.record()
    city.work(replace(city.desk(), told=told.append))
    assert told == [{"CA1"}]


def test_words_are_sealed_and_in_no_log(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    city.record()
    city.work()
    sealed = city.run("SELECT sealed FROM transcripts")[0].sealed
    assert b"hydrant" not in bytes(sealed)
    assert "hydrant" not in "".join(capsys.readouterr())


def test_a_private_answer_stays_sealed_when_its_words_come(city: City) -> None:
    city.record()
    city.call()
    number = city.file(private={"medical": MARK})
    city.work()
    with Session(city.engine) as session:
        known = requests.contact(session, number, city.secrets)
    assert known
    assert known[1] == {"medical": "the hydrant leaks"}
    assert city.request(number).recordings == ("RE1",)
    assert not city.run("SELECT 1 FROM request_attributes WHERE value LIKE '%hydrant%'")


def test_a_request_that_is_filed_after_its_words_were_heard_gets_them(city: City) -> None:
    city.record()
    city.call(ended=False, filed=0)
    city.work()
    assert city.jobs("calls.join_recording") == [("todo", 1)], "the call goes on: it is tried again"
    number = city.file(details=MARK)
    city.call()
    city.hurry()
    city.work()
    assert city.request(number).description == "the hydrant leaks"
    assert city.heard().recording.joined


def test_words_nobody_filed_stay_with_their_recording(city: City) -> None:
    city.record()
    city.call(filed=0)
    city.work()
    assert city.heard().recording.joined
    assert city.jobs("calls.join_recording") == [("succeeded", 1)]


def test_a_message_keeps_its_words_with_its_recording(city: City) -> None:
    city.record()
    city.call()
    number = city.file(kind="message", details="", recordings=("RE1",))
    city.work()
    assert city.request(number).description == ""
    assert city.heard().recording.kind == "message"
    assert city.run("SELECT attached_at FROM recordings")[0].attached_at


def test_an_answer_is_not_taken_for_the_message_of_the_same_call(city: City) -> None:
    city.record()
    city.call(filed=2)
    city.file(details=MARK)
    message = city.file("CA1/1", 2, kind="message", details="", recordings=("RE2",))
    city.work()
    assert city.request(message).recordings == ("RE2",)


@pytest.mark.parametrize("kind", ["message", "answer"])
def test_what_kind_it_is_stands_in_its_callback_and_is_not_guessed(city: City, kind: str) -> None:
    city.record(kind=kind)
    city.call()
    message = city.file(kind="message", details="", recordings=())
    city.work()
    assert city.heard().recording.kind == kind
    assert city.request(message).recordings == (("RE1",) if kind == "message" else ())


def test_a_callback_that_comes_after_its_recording_was_asked_for_tells_its_kind(city: City) -> None:
    city.record()
    city.call(filed=0)
    city.work()
    city.tell(status="absent", kind="answer")
    recording = city.heard().recording
    assert (recording.kind, recording.status, recording.outcome) == ("answer", "completed", "heard")


def test_told_twice_it_is_fetched_and_heard_once(city: City) -> None:
    city.record()
    city.tell()
    city.work()
    city.tell()
    city.work()
    assert len(city.ear.heard) == 1
    assert [asked.path for asked in city.rest.asked if asked.path.endswith(".wav")] == [
        f"/2010-04-01/Accounts/{city.rest.account_sid}/Recordings/RE1.wav"
    ]


def test_a_file_that_is_not_there_yet_is_fetched_later(city: City) -> None:
    city.rest.shelf.delay = 3600
    city.record()
    city.work()
    assert city.jobs("calls.fetch_recording") == [("todo", 1)]
    city.rest.shelf.delay = 0
    city.record(told=False)
    city.hurry()
    city.work()
    assert city.heard().recording.outcome == "heard"


@pytest.mark.parametrize("trouble", [503, 429, "cut"])
def test_twilio_in_trouble_is_asked_again(city: City, trouble: Trouble) -> None:
    city.record()
    city.rest.trouble(trouble, path="RE1.wav")
    city.work()
    assert city.heard().recording.outcome == ""
    assert not (city.folder / "recordings").exists() or not [
        p for p in (city.folder / "recordings").rglob("*") if p.is_file()
    ]
    city.hurry()
    city.work()
    assert city.heard().recording.outcome == "heard"


def test_a_recording_nobody_told_of_is_asked_for(city: City) -> None:
    city.call(filed=0)
    city.record(told=False)
    city.record("RE9", "CA of another program", told=False)
    later = _made(city) + timedelta(minutes=11)
    assert reconciling.reconcile(city.desk(), later)["never_told"] == 1
    assert reconciling.reconcile(city.desk(), later)["never_told"] == 0
    city.work()
    assert city.heard().recording.outcome == "heard"
    assert not city.run("SELECT 1 FROM recordings WHERE sid = 'RE9'")


def test_a_young_recording_is_left_for_twilio_to_tell_of(city: City) -> None:
    city.call(filed=0)
    city.record(told=False)
    assert reconciling.reconcile(city.desk(), _made(city) + timedelta(minutes=5))["never_told"] == 0


def test_a_job_that_never_was_is_made(city: City) -> None:
    city.record()
    city.run("DELETE FROM procrastinate_jobs")
    assert reconciling.again(city.desk(), city.clock.at + timedelta(minutes=59)) == 0
    assert reconciling.again(city.desk(), city.clock.at + timedelta(minutes=61)) == 1
    city.work()
    assert city.heard().recording.outcome == "heard"


def test_what_could_not_be_heard_is_kept_and_heard_when_the_ear_is_back(city: City) -> None:
    city.record()
    city.ear.always = EarAway()
    city.work()
    recognising.hear(city.desk(), "RE1", last=True)
    assert (city.heard().recording.outcome, city.heard().recording.playable) == ("unheard", True)
    city.ear.always = None
    city.run("DELETE FROM procrastinate_jobs")
    assert reconciling.again(city.desk(), city.clock.at + timedelta(hours=2)) == 1
    city.work()
    assert city.heard().recording.outcome == "heard"


def test_sound_that_is_lost_here_is_fetched_again(city: City) -> None:
    city.record()
    fetching.fetch(city.desk(), "RE1")
    city.desk().storage.delete("RE1.wav")
    city.work()
    assert city.heard().recording.outcome == "heard"


# ---------------------------------------------------------------------- every file has a clear outcome


def outcome(city: City, sound: bytes | Path, seconds: int = 3) -> str:
    city.record(sound=sound, seconds=seconds)
    city.work()
    return city.heard().recording.outcome


def test_a_file_that_is_no_sound(city: City) -> None:
    assert outcome(city, b"<html>hello</html>" * 100) == "not_audio"
    assert city.heard().recording.playable


def test_an_empty_file(city: City) -> None:
    assert outcome(city, b"") == "not_audio"


def test_a_file_with_a_head_and_no_sound(city: City) -> None:
    assert outcome(city, silence(0).wav()) == "empty"


def test_a_file_that_was_cut_short_is_heard_as_far_as_it_goes(city: City) -> None:
    assert outcome(city, spoken(10).wav()[: 44 + 5 * 16000], 10) == "cut"
    heard = city.heard().transcript
    assert heard
    assert (heard.text, heard.seconds) == ("the hydrant leaks", 5.0)


def test_a_file_shorter_than_twilio_told_is_cut_too(city: City) -> None:
    assert outcome(city, spoken(4).wav(), 60) == "cut"


def test_silence(city: City) -> None:
    assert outcome(city, silence(5).wav(), 5) == "silent"
    assert city.heard().transcript.text == ""  # type: ignore[union-attr]


def test_a_file_of_more_than_100_mb_stays_at_twilio(city: City, tmp_path: Path) -> None:
    big = tmp_path / "big.wav"
    with big.open("wb") as file:
        file.truncate(twilio.MOST + 1)
    assert outcome(city, big) == "too_large"
    assert city.rest.shelf.find("RE1")
    assert not city.heard().recording.playable


def test_an_hour_is_heard_in_pieces_with_the_times_of_the_whole(city: City, tmp_path: Path) -> None:
    hour = tmp_path / "hour.wav"
    with hour.open("wb") as file:
        file.writelines(endless(3600))
    assert outcome(city, hour, 3600) == "heard"
    heard = city.heard().transcript
    assert heard
    assert heard.seconds == 3600
    assert max(seconds for seconds, _ in city.ear.heard) <= 50
    assert sum(seconds for seconds, _ in city.ear.heard) == pytest.approx(3600, abs=0.01)
    assert [w.start for w in heard.words] == sorted(w.start for w in heard.words)
    assert heard.words[-1].end > 3580
    assert outlines.outline(city.desk().storage, "RE1.wav") == [100] * outlines.BARS, "it is loud all the time"


def test_a_piece_ends_where_nobody_speaks(city: City) -> None:
    city.record(sound=spoken(60, pauses=(43.5,)))
    city.work()
    assert city.ear.heard[0][0] == pytest.approx(43.66, abs=0.2)


def test_the_outline_of_a_long_recording_shows_where_somebody_speaks_and_goes_with_it(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlines, "LARGEST", 1_000_000)
    sound = Audio(silence(60).mulaw + spoken(60).mulaw + silence(60).mulaw)
    whole = outlines.Outline(sound.seconds)
    whole.add(0.0, sound)
    assert outcome(city, sound.wav(), 180) == "heard"
    drawn = outlines.outline(city.desk().storage, "RE1.wav")
    assert drawn == whole.heights()
    assert [min(drawn[:60]), max(drawn[:59]), min(drawn[61:119]), max(drawn[121:])] == [3, 3, 100, 3]
    deleting.delete(city.desk(), "RE1", "retention")
    assert [path for path in (city.folder / "recordings").rglob("*") if path.is_file()] == []


def test_a_recording_that_is_too_long_is_kept_and_not_heard(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognising, "LONGEST", 2.0)
    assert outcome(city, spoken(3).wav()) == "too_long"
    assert city.heard().recording.playable


def test_an_absent_recording_leaves_no_job(city: City) -> None:
    city.tell(status="absent")
    assert city.heard().recording.outcome == "absent"
    assert city.jobs("calls.fetch_recording") == []


def test_what_twilio_has_no_more(city: City) -> None:
    city.tell()
    city.work()
    assert city.heard().recording.outcome == "", "Twilio's parts may learn of it at their own pace"
    city.clock.on(timedelta(hours=25))
    city.hurry()
    city.work()
    assert city.heard().recording.outcome == "gone"


def test_credentials_that_are_refused(city: City) -> None:
    city.record()
    wrong = city.desk()
    refused = twilio.Twilio(city.rest.account_sid, "x" * 32, city.rest.url)
    object.__setattr__(wrong, "twilio", refused)
    assert fetching.fetch(wrong, "RE1", last=True) == "not_allowed"


def test_a_language_the_ear_does_not_know(city: City) -> None:
    city.ear.always = EarRefused()
    assert outcome(city, spoken().wav()) == "refused"


def test_the_ear_is_told_the_language_of_the_call_and_the_services(city: City) -> None:
    city.call(language="es", filed=0)
    city.record()
    city.work()
    expected = city.ear.heard[0][1]
    assert expected.languages == ("es-US", "en-US")
    assert "bache en la calle" in [phrase.lower() for phrase in expected.phrases]


def test_joining_again_changes_nothing(city: City) -> None:
    city.record()
    city.call()
    number = city.file(details=MARK)
    city.work()
    before = city.request(number)
    city.run("UPDATE recordings SET joined_at = NULL")
    assert joining.join(city.desk(), "RE1") == 0
    assert city.request(number) == before


def _made(city: City) -> datetime:
    return datetime.fromtimestamp(city.rest.shelf.of()[0].made, UTC)
