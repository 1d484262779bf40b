"""Which offered answer was meant: the caller's words must be about it, and danger is never taken for “no”."""

from __future__ import annotations

import pytest

from tests.understanding.hearing import Hear

Menu = dict[str, tuple[str, ...]]

SURE = 0.8
"""From this confidence an answer leads out of danger."""
DOUBT: dict[str, Menu] = {
    "en": {
        "danger": ("yes", "someone is hurt", "right now"),
        "none": ("no", "nobody is hurt", "everyone is fine", "not an emergency"),
    },
    "es": {
        "danger": ("sí", "hay heridos", "ahora mismo"),
        "none": ("no", "no hay heridos", "todos están bien", "no es emergencia"),
    },
}
WAIT: Menu = {
    "repeat": ("repeat", "again"),
    "calm": ("not an emergency", "it is not an emergency", "i called by mistake"),
}
POLICE: dict[str, Menu] = {
    "en": {
        "now": ("yes", "right now", "it is happening now", "someone is hurt"),
        "over": ("no", "it is over", "not now", "it already happened"),
    },
    "es": {
        "now": ("sí", "ahora mismo", "está pasando ahora", "hay heridos"),
        "over": ("no", "ya pasó", "ya terminó", "ahora no"),
    },
}
DEPTH: Menu = {
    "ankle": ("ankle deep water", "a few inches", "shallow", "over the curb"),
    "knee": ("knee deep water", "up to the knee", "half the tires"),
    "deeper": ("deeper water", "waist", "car doors", "very deep"),
}
MORE: Menu = {
    "repeat": ("repeat", "again", "say it again"),
    "another": ("another question", "another topic"),
    "main": ("main menu", "something else"),
    "bye": ("no", "that is all", "goodbye", "no thanks", "thank you goodbye", "thank you", "bye"),
}
MORE_ES: Menu = {
    "another": ("otra pregunta", "otro tema"),
    "bye": ("no", "es todo", "adiós", "gracias", "muchas gracias"),
}
LINKS: Menu = dict.fromkeys(("operator", "repeat", "back", "start_over", "language", "help", "slower"), ())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("there is no one helping him", "en"),
        ("he has no pulse", "en"),
        ("no he is not breathing", "en"),
        ("no he's bleeding badly", "en"),
        ("I have no idea he just fell", "en"),
        ("no hay nadie que lo ayude", "es"),
        ("no respira", "es"),
        ("no se despierta", "es"),
        ("no mi hermano está sangrando", "es"),
    ],
)
def test_words_of_danger_are_never_the_no_that_leads_out_of_it(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "options", language, options=DOUBT[language], links=LINKS)
    assert meaning.value != "none" or meaning.confidence < SURE or _alarmed(meaning.emergency, meaning.confidence)


def _alarmed(emergency: str, confidence: float) -> bool:
    return emergency == "certain" and confidence < 0.95


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no", "en"),
        ("no thank you", "en"),
        ("um no", "en"),
        ("no it was last week", "en"),
        ("no nobody is hurt", "en"),
        ("nobody's hurt", "en"),
        ("no everyone is okay", "en"),
        ("no gracias", "es"),
        ("no no hay heridos", "es"),
        ("no, todos están bien", "es"),
        ("no fue la semana pasada", "es"),
    ],
)
def test_a_no_that_leads_is_a_no(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "options", language, options=DOUBT[language], links=LINKS)
    assert (meaning.value, meaning.emergency) == ("none", "none")
    assert meaning.confidence >= SURE


@pytest.mark.parametrize(
    "text", ["I can't hang up", "I'm not hanging up", "I will not leave him", "it is not my phone", "an old man"]
)
def test_a_fragment_of_an_answer_is_no_answer(hear: Hear, text: str) -> None:
    assert hear(text, "options", options=WAIT).value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ankle deep", "ankle"),
        ("it's about ankle deep", "ankle"),
        ("knee deep", "knee"),
        ("up to my knees", "knee"),
        ("up to the ankles", "ankle"),
        ("very deep", "deeper"),
        ("waist deep", "deeper"),
        ("deeper", "deeper"),
        ("a few inches of water", "ankle"),
        ("water", None),
        ("the man next door has a boat with a motor and a knee", None),
    ],
)
def test_nearly_all_the_words_of_an_answer_choose_it(hear: Hear, text: str, value: str | None) -> None:
    assert hear(text, "choice", options=DEPTH).value == value


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("yesterday", "en", "over"),
        ("last night", "en", "over"),
        ("it happened last night", "en", "over"),
        ("two hours ago", "en", "over"),
        ("they already left", "en", "over"),
        ("this morning when I woke up it was gone", "en", "over"),
        ("not anymore", "en", "over"),
        ("still here", "en", "now"),
        ("he's still outside", "en", "now"),
        ("it happened yesterday but he is still here", "en", "now"),
        ("it's going on right now", "en", "now"),
        ("as we speak", "en", "now"),
        ("it just happened", "en", "now"),
        ("ayer", "es", "over"),
        ("anoche", "es", "over"),
        ("fue anoche", "es", "over"),
        ("hace dos horas", "es", "over"),
        ("ya se fueron", "es", "over"),
        ("todavía está aquí", "es", "now"),
        ("sigue aquí", "es", "now"),
        ("aún están afuera", "es", "now"),
        ("ahorita", "es", "now"),
        ("acaba de pasar", "es", "now"),
    ],
)
def test_is_it_happening_now_is_answered_by_when_it_was(hear: Hear, text: str, language: str, value: str) -> None:
    meaning = hear(text, "options", language, options=POLICE[language], links=LINKS)
    assert meaning.value == value
    assert meaning.confidence >= SURE or meaning.emergency == "certain"


def test_when_it_was_answers_no_other_question(hear: Hear) -> None:
    assert hear("yesterday", "options", options=DOUBT["en"]).value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("another question thank you", "another"),
        ("yes another question please", "another"),
        ("thank you another topic", "another"),
        ("thank you", "bye"),
        ("thank you very much", "bye"),
        ("thanks", "bye"),
        ("no thank you", "bye"),
        ("no thank you goodbye", "bye"),
    ],
)
def test_a_thank_you_beside_an_answer_is_none(hear: Hear, text: str, value: str) -> None:
    assert hear(text, "options", options=MORE, links=LINKS).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("otra pregunta gracias", "another"),
        ("otra pregunta muchas gracias", "another"),
        ("gracias", "bye"),
        ("no muchas gracias", "bye"),
    ],
)
def test_las_gracias_beside_an_answer_are_none(hear: Hear, text: str, value: str) -> None:
    assert hear(text, "options", "es", options=MORE_ES, links=LINKS).value == value


PART: Menu = {
    "travel": ("a driving lane", "travel lane", "the middle"),
    "parking": ("the parking lane", "by the curb"),
    "bike": ("the bike lane", "bike path"),
}
SIZE: Menu = {"plate": ("small", "like a plate"), "tire": ("medium",), "larger": ("something larger", "big", "huge")}
SIDE_ES: Menu = {"front": ("el frente", "adelante", "calle"), "rear": ("la parte de atrás", "callejón", "atrás")}


@pytest.mark.parametrize(
    ("text", "language", "menu", "meant"),
    [
        ("by the curb, no, a driving lane", "en", PART, "travel"),
        ("the bike path, I mean the parking lane", "en", PART, "parking"),
        ("no, the bike lane", "en", PART, "bike"),
        ("the bike lane, not the parking lane", "en", PART, "bike"),
        ("small, actually huge", "en", SIZE, "larger"),
        ("el frente, no, el callejón", "es", SIDE_ES, "rear"),
    ],
)
def test_of_two_answers_the_one_that_corrects_is_meant(
    hear: Hear, text: str, language: str, menu: Menu, meant: str
) -> None:
    meaning = hear(text, "options", language, options=menu)
    assert meaning.value == meant
    assert meaning.confidence >= 0.6


@pytest.mark.parametrize(
    ("text", "language", "menu"),
    [
        *(("wait, honey, how big was it", "en", SIZE), ("what do you mean, big", "en", SIZE)),
        *(("do you mean small or huge", "en", SIZE), ("qué tan adelante", "es", SIDE_ES)),
        ("este mismo teléfono", "es", SIDE_ES),
    ],
)
def test_a_question_back_or_another_matter_is_no_answer(hear: Hear, text: str, language: str, menu: Menu) -> None:
    assert hear(text, "options", language, options=menu).value is None


def test_what_follows_a_question_back_is_the_answer(hear: Hear) -> None:
    assert hear("how big is it? huge", "options", options=SIZE).value == "larger"


def test_a_story_of_corrections_is_heard_in_no_time(hear: Hear) -> None:
    assert hear("small no " * 400, "options", options=SIZE).value in (None, "plate")


@pytest.mark.parametrize(
    ("text", "language"),
    [("it has no tags", "en"), ("no plates", "en"), ("no tags i said no tags", "en"), ("sin placas", "es")],
)
def test_no_plate_is_neither_yes_nor_no(hear: Hear, text: str, language: str) -> None:
    assert hear(text, "yesno", language).value is None


WHO: Menu = {"house": ("only your house", "just me", "just us"), "block": ("the whole block",)}
LIGHTS: Menu = {"one": ("just one",), "several": ("a few", "two", "three"), "block": ("the whole block",)}


@pytest.mark.parametrize(
    ("text", "menu"),
    [
        ("call me back nobody ever calls me back", WHO),
        ("they told us to call the city", WHO),
        ("no hon i can't read no number way up there", LIGHTS),
    ],
)
def test_a_little_word_of_an_answer_chooses_nothing_in_a_sentence_about_something_else(
    hear: Hear, text: str, menu: Menu
) -> None:
    assert hear(text, "options", options=menu).value is None


@pytest.mark.parametrize(
    ("text", "menu", "meant"),
    [
        ("me", WHO, "house"),
        ("well it is just me over here", WHO, "house"),
        ("i think there are three of them", LIGHTS, "several"),
        ("threee", LIGHTS, "several"),
    ],
)
def test_a_little_word_that_is_the_answer_chooses(hear: Hear, text: str, menu: Menu, meant: str) -> None:
    assert hear(text, "options", options=menu).value == meant


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        *(("ya nomás", "es", None), ("ya es todo", "es", None), ("ya", "es", "yes")),
        *(("no that's it thank you hon", "en", None), ("no that's all", "en", "no"), ("yes hon", "en", "yes")),
    ],
)
def test_that_is_all_is_no_yes(hear: Hear, text: str, language: str, meant: str | None) -> None:
    assert hear(text, "yesno", language).value == meant
