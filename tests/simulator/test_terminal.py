"""The telephone in a terminal, typed into through a pipe."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from ivr.simulator.call import PhoneCall
from ivr.simulator.callfile import load
from ivr.simulator.record import record
from ivr.simulator.sound import tone
from ivr.simulator.terminal import PhoneOptions, run
from ivr.speech.audio import Audio
from ivr.speech.transcript import Expected, Transcript
from tests.calls.hearing.sounds import Counter

from .pothole import WELCOME, Kept, build, told
from .scripted import Answer, Script

TONE = (
    '<Gather input="dtmf" numDigits="1" finishOnKey="" action="/key" timeout="1">'
    '<Say>Speak after the tone.</Say></Gather><Record action="/left"/>'
)


class Hears(Counter):
    """Twilio's own recogniser; hears the same in any sound."""

    def recognize(self, audio: Audio, expected: Expected, timeout: float) -> Transcript:
        return Transcript("a pothole", expected.languages[0])


def typed(app: Script, *lines: str, **options: object) -> tuple[int, str]:
    """Exit code and output of a call to the pothole line."""
    out = StringIO()
    wanted = replace(PhoneOptions(build(app).base_url), **options)  # type: ignore[arg-type]
    code = run(wanted, StringIO("".join(f"{line}\n" for line in lines)), out)
    return code, out.getvalue()


def test_a_whole_call_can_be_piped_in(app: Script) -> None:
    code, out = typed(app, "", "/1", "/rec 7", "/busy")
    assert code == 0
    said = [line for line in out.splitlines() if line.startswith(("en", "es"))]
    assert said[:2] == [
        "en  Thank you for calling 311. For potholes, press 1.",
        "es  Para español, oprima 9.",
    ]
    assert said[2] == "en  Are you still there?"
    assert said[-1] == "en  All of us are busy. Your number is 2 6 0 0 0 0 1 4."
    assert "The line hung up after" in out
    assert " ms\n" in out
    assert [line for line in out.splitlines() if line.startswith(" ›")][:2] == [" ›  (silence)", " ›  /1"]
    assert app.at("/left")[0].form["RecordingDuration"] == "7"
    assert app.at("/dialled")[0].form["DialCallStatus"] == "busy"


def test_words_are_spoken_as_well_as_they_are_said_to_be_heard(app: Script) -> None:
    typed(app, "{0.4} a hole", "/hang")
    typed(app, "{?} a hole", "/hang")
    assert [one.form.get("Confidence") for one in app.at("/need")] == ["0.40000000", None]
    assert app.at("/need")[0].form["SpeechResult"] == "a hole"


def test_a_pipe_has_no_colours_and_a_terminal_may_refuse_them(app: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[36m" not in typed(app, "/hang")[1]
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.delenv("FORCE_COLOR")
    assert "\x1b" not in typed(app, "/hang")[1]


def test_markup_in_what_is_said_is_only_text(app: Script) -> None:
    build(app).on("/voice", "<Say>[bold]press[/bold] 1</Say>")
    out = StringIO()
    run(PhoneOptions(app.base_url), StringIO(), out)
    assert "en  [bold]press[/bold] 1" in out.getvalue()


def test_the_end_of_the_input_hangs_up(app: Script) -> None:
    code, out = typed(app, "/1")
    assert (code, "You hung up after" in out) == (0, True)
    assert len(app.at("/voice/status")) == 1


def test_ctrl_c_hangs_up_cleanly(app: Script) -> None:
    class Interrupted(StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    out = StringIO()
    assert run(PhoneOptions(build(app).base_url), Interrupted(), out) == 0
    assert ("You hung up" in out.getvalue(), len(app.at("/voice/status"))) == (True, 1)


def test_what_twilio_would_refuse_is_shown_with_code_and_place_and_fails(app: Script) -> None:
    build(app).on("/voice", "<Say>Hello</Say><Gather><Dial/></Gather>")
    out = StringIO()
    assert run(PhoneOptions(app.base_url), StringIO(), out) == 1
    assert "Twilio 13320 Gather: Invalid nested verb" in out.getvalue()
    assert "line 1, column 73: /Response/Gather[1]/Dial[1]" in out.getvalue()


def test_an_app_that_is_not_there_is_told_and_fails() -> None:
    out = StringIO()
    assert run(PhoneOptions("http://127.0.0.1:9"), StringIO(), out) == 1
    assert "Twilio 11202 TCP connection refused" in out.getvalue()


def test_the_trace_is_shown_when_asked_for(app: Script) -> None:
    assert "main.welcome → main.need" not in typed(app, "/hang")[1]
    traced = typed(app, "/hang", trace=True)[1]
    assert "main.welcome → main.need" in traced
    assert "understood  intent=service, value=pothole, confidence=0.93" in traced
    assert typed(app, "/1", "/hang", trace=True)[1].count("learned  service=pothole") == 1


def test_what_is_not_understood_is_told_and_changes_nothing(app: Script) -> None:
    out = typed(app, "/fly", "/help", "/rec 3", "/hang")[1]
    assert "/fly is not known; /help lists what is." in out
    assert "/rec 8            speak 8 seconds" in out
    assert "nobody hears this: nothing is being recorded here" in out


def test_another_language_is_another_call(app: Script) -> None:
    typed(app, "/lang es", "/hang")
    first, second = app.at("/voice")
    assert ("X-OneCall-Language" in first.headers, second.headers["X-OneCall-Language"]) == (False, "es")
    assert len(app.at("/voice/status")) == 2


def test_what_was_done_is_written_as_a_call_file_and_plays(app: Script, tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    code, out = typed(app, "/1", "/rec 5", "/no-answer", record=path)
    assert (code, f"Written to {path}" in out) == (0, True)
    code, out = typed(app, play=path)
    assert code == 0, out
    assert out.startswith("✓ A call of ")


def test_a_call_file_that_does_not_hold_fails(app: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("call: Hello\ntalk:\n  - line: Good evening\n")
    code, out = typed(app, play=path)
    assert code == 1
    assert out.startswith(f"✗ Hello\n{path}:3: the line should say\n    - Good evening\n    + [en-US] Thank you")


@pytest.mark.parametrize(("text", "told"), [("talk: 3", "'call' is missing"), (None, "cannot be read")])
def test_a_call_file_that_is_wrong_or_missing_fails(app: Script, tmp_path: Path, text: str | None, told: str) -> None:
    path = tmp_path / "a.yaml"
    if text:
        path.write_text(text)
    code, out = typed(app, play=path)
    assert (code, told in out) == (1, True)


def test_what_was_filed_is_looked_up_where_that_is_possible(app: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("call: Hello\ntalk: [hang up]\nfiles: {service: pothole}\n")
    options = PhoneOptions(build(app).base_url, play=path)
    for filed, code in (([{"service": "pothole"}], 0), ([], 1)):
        assert run(options, StringIO(), StringIO(), Kept(filed)) == code
    out = StringIO()
    assert run(options, StringIO(), out) == 0
    assert "not looked up: files" in out.getvalue()


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def test_the_token_signs_and_is_never_shown(app: Script) -> None:
    code, out = typed(app, "/hang", auth_token="s3cret" * 6, trace=True)
    assert (code, "s3cret" in out, "s3cret" in repr(PhoneOptions(auth_token="s3cret"))) == (0, False, False)
    assert "X-Twilio-Signature" in app.asked[0].headers


def test_an_unscripted_answer_is_no_traceback(app: Script) -> None:
    build(app).on("/need", Answer(b"", 500))
    out = StringIO()
    assert run(PhoneOptions(app.base_url), StringIO("/1\n"), out) == 1
    assert "Traceback" not in out.getvalue()


def test_a_hidden_number_is_not_shown(app: Script) -> None:
    typed(app, "/hang", caller="hidden")
    assert app.at("/voice")[0].form["From"] == "anonymous"


def test_a_sound_file_is_spoken_into_the_recording(app: Script, tmp_path: Path) -> None:
    sound = tmp_path / "message.wav"
    sound.write_bytes(tone(3).wav())
    _, out = typed(app, "", "/1", f"@{sound}", "/busy")
    assert app.at("/left")[0].form["RecordingDuration"] == "3"
    assert "is not known" not in out


def test_a_sound_file_that_is_spoken_before_the_tone_waits_for_it(app: Script, tmp_path: Path) -> None:
    sound = tmp_path / "message.wav"
    sound.write_bytes(tone(3).wav())
    build(app).on("/need", TONE)
    code, out = typed(app, "/1", f"@{sound}", "/hang")
    assert (code, "nobody hears this" in out) == (0, False)
    assert app.at("/left")[0].form["RecordingDuration"] == "3"


def test_a_call_that_was_spoken_is_written_down_in_the_words_that_were_heard(app: Script, tmp_path: Path) -> None:
    sound, written = tmp_path / "words.wav", tmp_path / "call.yaml"
    sound.write_bytes(tone(1).wav())
    build(app).on("/need", told(f"<Say>One moment.</Say>{TONE}", heard="a pothole"))
    app.on("/left", told("<Say>Thank you.</Say><Hangup/>", heard="RE1"))
    call = PhoneCall(app.line(), hears=Hears())
    call.dial()
    call.speak(sound)
    call.speak(tone(5))
    written.write_text(record(call, "Spoken"))
    assert '  - {say: "a pothole", heard: unknown}\n  - line: "Speak after the tone."\n' in written.read_text()
    assert "  - record: 5 s\n" in written.read_text()
    assert load(str(written), written.read_text()).note.startswith("Spoken in sound.")


def test_what_was_spoken_and_not_heard_is_marked_in_the_file(app: Script) -> None:
    build(app).on("/need", told(WELCOME, heard=""))
    call = PhoneCall(app.line(), hears=Hears())
    call.dial()
    call.speak(tone(1))
    call.hang_up()
    text = record(call, "Spoken")
    assert "  - silence  # spoken in sound, and nothing was heard" in text
    load("call.yaml", text)


def test_a_file_that_is_no_sound_is_told(app: Script, tmp_path: Path) -> None:
    wrong = tmp_path / "message.wav"
    wrong.write_bytes(b"no sound")
    _, out = typed(app, f"@{wrong}", "@missing.wav", "/hang")
    assert "this is no WAV file" in out
    assert "missing.wav: No such file" in out


def test_a_caller_with_a_sound_file_has_a_voice(app: Script, tmp_path: Path) -> None:
    sound = tmp_path / "words.wav"
    sound.write_bytes(tone(1).wav())
    typed(app, "/hang", speak=sound)
    typed(app, "/hang")
    assert [one.headers.get("X-OneCall-Voice") for one in app.at("/voice")] == [None, "none"]
