"""A caller may speak another language of the city than the call: they are understood in theirs, when it is clear."""

from __future__ import annotations

import pytest

from ivr.understanding.tongue import Tongues
from tests.understanding.hearing import Hear

LINKS: dict[str, tuple[str, ...]] = {"language": ()}


@pytest.mark.parametrize(
    ("text", "call", "other", "code"),
    [
        ("un hoyo en mi calle", "en", "es", "pothole"),
        ("hay muchas ratas en mi callejón", "en", "es", "rats"),
        ("no hay agua", "en", "es", "no_water"),
        ("se robaron mi carro", "en", "es", "police_theft"),
        ("there are rats behind my house", "es", "en", "rats"),
        ("somebody spray painted the wall", "es", "en", "graffiti"),
    ],
)
def test_a_need_in_the_other_language_is_understood_in_it(
    hear: Hear, text: str, call: str, other: str, code: str
) -> None:
    meaning = hear(text, "intents", call)
    assert (meaning.slots.get("language"), meaning.value) == (other, code)


@pytest.mark.parametrize(("text", "call", "other"), [("buenas tardes", "en", "es"), ("good morning", "es", "en")])
def test_a_greeting_in_the_other_language_says_which(hear: Hear, text: str, call: str, other: str) -> None:
    meaning = hear(text, "intents", call)
    assert (meaning.slots.get("language"), meaning.intent) == (other, "other")


@pytest.mark.parametrize(
    ("text", "call"),
    [
        *(("there's a pothole on la plata avenue", "en"), ("pothole", "en"), ("gracias", "en"), ("asdf qwer", "en")),
        *(("un bache en North Charles Street", "es"), ("Charles Street", "es"), ("ok", "es"), ("", "es")),
        *(("señor, the light on my street is out", "en"), ("el parking de mi calle está bloqueado", "es")),
    ],
)
def test_a_name_or_a_word_leaves_no_language(hear: Hear, text: str, call: str) -> None:
    assert "language" not in hear(text, "intents", call).slots


@pytest.mark.parametrize(
    ("text", "call"),
    [
        *(("no english", "en"), ("sorry, no English", "en"), ("no hablo inglés", "en"), ("español por favor", "en")),
        *(("no spanish", "es"), ("I don't speak Spanish", "es"), ("English please", "es")),
    ],
)
def test_the_other_language_is_asked_for(hear: Hear, text: str, call: str) -> None:
    assert hear(text, "intents", call, links=LINKS).link == "language"


@pytest.mark.parametrize(("text", "call"), [("English", "en"), ("I speak English", "en"), ("hablo español", "es")])
def test_the_language_that_is_spoken_is_not_left_by_its_name(hear: Hear, text: str, call: str) -> None:
    assert hear(text, "intents", call, links=LINKS).link is None


def test_a_city_of_one_language_never_leaves_it() -> None:
    assert Tongues({"en": [("a", "pothole")]}).clearly_other(("un", "bache"), "en") is None
    assert Tongues({}).clearly_other(("un", "bache"), "en") is None


def test_little_words_of_both_languages_tell_neither() -> None:
    tongues = Tongues({"en": [("fire",)], "es": [("lumbre",)]})
    assert tongues.of_danger(("me", "he", "a", "lumbre"), "en", ()) == "es"
    assert tongues.of_danger(("me", "he", "a"), "en", ()) is None


def test_a_word_of_the_other_language_in_a_sentence_is_understood_and_the_call_stays_in_its_own(hear: Hear) -> None:
    for said, language in (("hola um there's a bache on my street", "en"), ("there's a bache on my street", "en")):
        meant = hear(said, "intents", language)
        assert (meant.value, meant.slots.get("language")) == ("pothole", None), said


@pytest.mark.parametrize(
    ("text", "call", "other"),
    [
        *(("mi hijo no respira", "en", "es"), ("auxilio", "en", "es"), ("hubo un choque en la esquina", "en", "es")),
        *(("ya no aguanto más, no sé qué hacer con mi vida", "en", "es"), ("no puedo respirar", "en", "es")),
        *(("somebody shot", "es", "en"), ("help", "es", "en"), ("my mom is not breathing", "es", "en")),
        *(("there's a man with a gun on La Plata Avenue", "en", None), ("my house is on fire por favor", "en", None)),
        *(("mi casa is on fire", "es", None), ("se cayó my grandma", "es", None), ("nine one one", "en", None)),
    ],
)
def test_danger_says_at_every_question_which_language_it_was_told_in(
    hear: Hear, text: str, call: str, other: str | None
) -> None:
    for asked in ("intents", "place", "speech"):
        meaning = hear(text, asked, call)
        assert meaning.slots.get("language") == other, asked


@pytest.mark.parametrize("kind", ["yesno", "choice", "intents"])
@pytest.mark.parametrize("text", ["on eastern avenue and conkling", "the corner of pratt and light"])
def test_a_place_and_nothing_else_is_said_in_no_language(hear: Hear, text: str, kind: str) -> None:
    options = {"a": ("uno solo",), "b": ("toda la cuadra",)} if kind == "choice" else None
    assert "language" not in hear(text, kind, "es", options=options).slots


def test_more_than_a_place_is_said_in_its_language(hear: Hear) -> None:
    assert hear("there are rats behind my house on eastern avenue", "intents", "es").slots["language"] == "en"
