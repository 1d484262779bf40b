"""Small talk that decides: yes and no, numbers and times in the breadth of how they are said, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.understanding import dates, number, scoring, yesno
from ivr.understanding.saying import said_words
from tests.understanding.hearing import CASES, read

THURSDAY = datetime(2026, 10, 15, 13, 20, tzinfo=ZoneInfo("America/New_York"))
Case = tuple[str, str, str | None]


def _answers() -> Iterator[Case]:
    for side, languages in read(CASES / "spoken_answers.yaml").items():
        for language, said in languages.items():
            yield from ((text, language, None if side == "unclear" else side) for text in said)


def _values(name: str) -> Iterator[Case]:
    for language, cases in read(CASES / name).items():
        yield from ((text, language, value) for text, value in cases.items())


@pytest.mark.parametrize(("text", "language", "side"), list(_answers()))
def test_yes_no_and_neither(text: str, language: str, side: str | None) -> None:
    assert yesno.read(text, language) == side


@pytest.mark.parametrize(("text", "language", "digits"), list(_values("spoken_numbers.yaml")))
def test_the_digits_meant(text: str, language: str, digits: str | None) -> None:
    assert number.read(text, language) == digits


@pytest.mark.parametrize(("text", "language", "value"), list(_values("spoken_times.yaml")))
def test_the_day_and_the_hour_meant(text: str, language: str, value: str | None) -> None:
    when = dates.read(text, language, THURSDAY)
    assert (when.value if when else None) == value


@pytest.mark.parametrize("text", ["the other one", "somebody else", "that's my mother's house", "it should be north"])
def test_what_denies_only_where_yes_or_no_was_asked_is_elsewhere_what_was_said(text: str) -> None:
    said = said_words(text)
    assert yesno.hear(said, "en")[0] == "no"
    assert yesno.only(said, "en") is None
    assert not yesno.declines(said, "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I want to cancel", "en"),
        ("I want to talk to somebody", "en"),
        ("I'd like to add something", "en"),
        ("I want to tell you what happened", "en"),
        ("I'd like to know what that costs", "en"),
        ("I want to give my daughter's number", "en"),
        ("well I want to tell you about it", "en"),
        ("I want to report it", "en"),
        ("I would love to report that my neighbor burns tires", "en"),
        ("quiero cancelar", "es"),
        ("me gustaría agregar algo", "es"),
        ("me gustaría decirle lo que pasó", "es"),
        ("me gustaría que me llamaran", "es"),
    ],
)
def test_what_somebody_wants_to_do_is_no_yes(text: str, language: str) -> None:
    assert yesno.read(text, language) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I'd like to", "en"),
        ("I want to", "en"),
        ("yes I want to", "en"),
        ("I'd love to thank you", "en"),
        ("I'd like to yes", "en"),
        ("yes I want to report it", "en"),
        ("me gustaría", "es"),
        ("me gustaría mucho", "es"),
        ("me gustaría sí", "es"),
        ("sí me gustaría recibirlo", "es"),
    ],
)
def test_wanting_to_is_a_yes_by_itself(text: str, language: str) -> None:
    assert yesno.read(text, language) == "yes"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("yes but it's a dog", "en"),
        ("well I suppose so but it's a dog", "en"),
        ("that's right but it's the house behind it", "en"),
        ("it's good except the street", "en"),
        ("it's all good except for the last number", "en"),
        ("that's fine but call me first", "en"),
        ("okay but can you add something", "en"),
        ("yes it is but I have a question", "en"),
        ("sure, but the address is wrong", "en"),
        ("yes but my name is wrong", "en"),
        ("everything is right but the apartment", "en"),
        ("correct the address", "en"),
        ("correct my last name please", "en"),
        ("correct that", "en"),
        ("yes correct the address", "en"),
        ("sí pero es un perro", "es"),
        ("está bien pero quiero agregar algo", "es"),
        ("claro pero primero llámeme", "es"),
        ("sí pero la dirección está mal", "es"),
        ("correcto pero falta el apartamento", "es"),
        ("todo bien menos la calle", "es"),
        ("está bien excepto el número", "es"),
    ],
)
def test_a_yes_that_takes_something_back_is_none(text: str, language: str) -> None:
    assert yesno.read(text, language) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("yes but hurry", "en"),
        ("yes but please hurry", "en"),
        ("yeah but I already called about it", "en"),
        ("yes but it's getting worse", "en"),
        ("yes but it's a dog and yes send somebody yes", "en"),
        ("correct", "en"),
        ("that's correct", "en"),
        ("correct that's the house", "en"),
        ("correct the address is right", "en"),
        ("sí pero rápido", "es"),
        ("sí pero ya se fueron", "es"),
        ("es correcto", "es"),
    ],
)
def test_a_yes_with_a_circumstance_is_one(text: str, language: str) -> None:
    assert yesno.read(text, language) == "yes"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no responde", "es"),
        ("no entiendo", "es"),
        ("no se mueve", "es"),
        ("no respira", "es"),
        ("no está bien", "es"),
        ("él no está respirando", "es"),
        ("no puede hablar", "es"),
        ("no me oye", "es"),
        ("no me siento bien", "es"),
        ("no sé", "es"),
        ("todavía no pero ya vienen", "es"),
        ("no one is helping", "en"),
        ("nobody's helping him", "en"),
        ("nobody came out here", "en"),
        ("no one came out here", "en"),
        ("no he's not moving", "en"),
        ("she's not responding", "en"),
        ("not breathing", "en"),
        ("no she can't talk", "en"),
        ("no he won't wake up", "en"),
        ("no I can't breathe", "en"),
        ("not yet but they are coming", "en"),
        ("not yet but I will", "en"),
    ],
)
def test_what_somebody_does_not_do_is_no_sure_no(text: str, language: str) -> None:
    value, sure = yesno.hear(said_words(text), language)
    assert value != "yes"
    assert sure <= 0.6


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no it isn't", "en"),
        ("no it's not right", "en"),
        ("no thank you", "en"),
        ("no, that's wrong", "en"),
        ("no he isn't", "en"),
        ("no she can't", "en"),
        ("no one is hurt", "en"),
        ("nobody is hurt", "en"),
        ("not really", "en"),
        ("not yet", "en"),
        ("I don't think so", "en"),
        ("no es correcto", "es"),
        ("no, no está bien", "es"),
        ("no lo es", "es"),
        ("no quiero", "es"),
        ("no puedo", "es"),
        ("no gracias", "es"),
        ("no está bien escrito", "es"),
    ],
)
def test_a_plain_no_stays_sure(text: str, language: str) -> None:
    value, sure = yesno.hear(said_words(text), language)
    assert value == "no"
    assert sure >= 0.9


def test_bueno_alone_may_be_a_hello_and_is_no_sure_yes() -> None:
    assert yesno.hear(said_words("¿Bueno?"), "es")[1] <= 0.6
    assert yesno.hear(said_words("bueno, bueno"), "es")[1] <= 0.6
    assert yesno.hear(said_words("bueno sí"), "es") == ("yes", 0.97)
    assert yesno.hear(said_words("maybe"), "en")[0] is None


def test_no_esta_mal_with_a_pause_is_its_opposite_and_no_sure_yes() -> None:
    assert yesno.hear(said_words("no, está mal"), "es")[1] <= 0.6
    assert yesno.hear(said_words("no está mal, está bien así"), "es") == ("yes", 0.97)


def test_an_hour_ago_is_sixty_minutes_on_the_night_the_clocks_go_back() -> None:
    second_half_past_one = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York"))
    when = dates.read("an hour ago", "en", second_half_past_one)
    assert when is not None
    assert when.value == "2026-11-01T01:30"


@pytest.mark.parametrize(
    ("text", "now", "value"),
    [
        ("tonight at ten", "2026-10-15T00:40", "2026-10-14T22:00"),
        ("at ten", "2026-10-15T09:15", "2026-10-14T22:00"),
        ("today at four", "2026-10-15T14:05", "2026-10-15T04:00"),
        ("christmas", "2026-12-25T08:00", "2026-12-25"),
        ("next christmas", "2026-10-15T08:00", "2026-12-25"),
        ("easter", "2027-05-01T08:00", "2027-03-28"),
        ("february twenty ninth", "2027-03-01T08:00", None),
        ("a month ago", "2026-03-31T08:00", "2026-02-28"),
    ],
)
def test_times_are_seen_from_the_call(text: str, now: str, value: str | None) -> None:
    when = dates.read(text, "en", datetime.fromisoformat(now))
    assert (when.value if when else None) == value


def test_answers_are_scored_by_language() -> None:
    rows: list[dict[str, str | None]] = [
        {"text": "yeah", "language": "en", "value": "yes"},
        {"text": "yeah", "language": "en", "value": "no"},
        {"text": "más o menos", "language": "es", "value": None},
    ]
    scores = scoring.score_answers("yesno", rows)
    assert (scores.right, scores.total, dict(scores.by_language)) == (2, 3, {"en": (1, 2), "es": (1, 1)})
    assert [(miss.text, miss.expected, miss.heard) for miss in scores.misses] == [("yeah", "no", "yes")]
    assert scoring.score_answers("when", []).accuracy == 1.0
