"""Answers to the line's questions: yes and no, offered choices, links, numbers, days, the caller's own words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.understanding.hearing import CASES, Hear, read

LANE = {
    "travel": ("Travel lane", "driving lane", "in the road"),
    "parking": ("Parking lane", "parked cars"),
    "bike": ("Bike lane",),
    "crosswalk": ("Crosswalk", "cross walk"),
}
LIGHT = {
    "out": ("Out", "off", "dark"),
    "flicker": ("Flickering", "on and off", "blinking"),
    "down": ("Knocked down", "leaning"),
}
FAROLA = {
    "apagada": ("Apagada", "no prende"),
    "parpadea": ("Parpadeando", "se prende y se apaga"),
    "caida": ("Caída", "tirada"),
}
LINKS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("operator", "repeat", "back", "start_over", "language", "help", "slower", "skip"), ()
)


def _yes_no() -> Iterator[tuple[str, str, str | None]]:
    for side, languages in read(CASES / "yesno.yaml").items():
        for language, phrases in languages.items():
            yield from ((phrase, language, None if side == "unclear" else side) for phrase in phrases)


@pytest.mark.parametrize(("text", "language", "value"), list(_yes_no()))
def test_yes_and_no(hear: Hear, text: str, language: str, value: str | None) -> None:
    assert hear(text, "yesno", language).value == value


def _counted() -> Iterator[tuple[str, str, str, str | None]]:
    for language, kinds in read(CASES / "counted.yaml").items():
        for kind, cases in kinds.items():
            yield from ((kind, language, text, value) for text, value in cases.items())


@pytest.mark.parametrize(("kind", "language", "text", "value"), list(_counted()))
def test_numbers_telephones_plates_and_days(hear: Hear, kind: str, language: str, text: str, value: str | None) -> None:
    meaning = hear(text, kind, language)
    assert meaning.value == value
    assert (meaning.confidence >= 0.5) == (value is not None)


def test_a_number_of_too_few_or_too_many_digits_is_asked_again(hear: Hear) -> None:
    assert hear("one two three", "digits", digits=(4, 6)).value is None
    assert hear("one two three four five six seven", "digits", digits=(4, 6)).value is None
    assert hear("one two three four five", "digits", digits=(4, 6)).value == "12345"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the second one", "parking"),
        ("number three", "bike"),
        ("two", "parking"),
        ("bike", "bike"),
        ("it's in the bike lane", "bike"),
        ("crosswalks", "crosswalk"),
        ("the parkin lane", "parking"),
        ("not the travel lane the parking lane", "parking"),
        ("the last one", "crosswalk"),
        ("option four please", "crosswalk"),
        ("bank lane", "bike"),
        ("the first", "travel"),
        ("one", "travel"),
        ("lane", None),
        ("neither", None),
        ("banana", None),
        ("five", None),
        ("press two", "parking"),
    ],
)
def test_a_choice_is_heard_by_word_place_or_nearly(hear: Hear, text: str, value: str | None) -> None:
    assert hear(text, "choice", options=LANE).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it just keeps blinking", "flicker"),
        ("it's off", "out"),
        ("it goes on and off all night", "flicker"),
        ("completely dark", "out"),
    ],
)
def test_the_longest_words_of_a_choice_count(hear: Hear, text: str, value: str) -> None:
    assert hear(text, "choice", options=LIGHT).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("la segunda", "parpadea"),
        ("dos", "parpadea"),
        ("está apagada", "apagada"),
        ("la tercera opción", "caida"),
        ("parpadea", "parpadea"),
        ("número uno", "apagada"),
        ("la última", "caida"),
    ],
)
def test_a_choice_in_spanish(hear: Hear, text: str, value: str) -> None:
    assert hear(text, "choice", "es", options=FAROLA).value == value


@pytest.mark.parametrize(
    ("text", "value"), [("yeah", "0"), ("nah I'm good", "1"), ("sure", "0"), ("something else", "0")]
)
def test_a_menu_of_yes_and_no_hears_every_yes_and_no(hear: Hear, text: str, value: str) -> None:
    assert hear(text, "options", options={"0": ("yes", "something else"), "1": ("no", "that is all")}).value == value


def _links() -> Iterator[tuple[str, str, str]]:
    for language in ("en", "es"):
        for link, phrases in read(CASES / "links.yaml")[language].items():
            yield from ((language, link, phrase) for phrase in phrases)


@pytest.mark.parametrize(("language", "link", "text"), list(_links()))
def test_links_are_heard_at_any_question(hear: Hear, text: str, language: str, link: str) -> None:
    assert hear(text, "speech", language, links=LINKS).link == link
    assert hear(text, "number", language, links=LINKS).link == link


@pytest.mark.parametrize("text", read(CASES / "links.yaml")["inside"])
def test_a_link_inside_a_long_answer_is_no_link(hear: Hear, text: str) -> None:
    meaning = hear(text, "speech", links=LINKS)
    assert (meaning.link, meaning.value) == (None, text)


def test_a_link_that_is_not_in_force_is_not_heard(hear: Hear) -> None:
    assert hear("skip", "speech").link is None


def test_the_words_an_administrator_gave_a_link_are_heard(hear: Hear) -> None:
    links = {"lawyer": ("attorney please", "get me a lawyer")}
    assert hear("attorney", "speech", links=links).link == "lawyer"
    assert hear("get me a lawyr", "speech", links=links).link == "lawyer"


def test_an_offered_answer_goes_before_a_link_of_the_same_word(hear: Hear) -> None:
    meaning = hear("back", "choice", options={"front": ("front",), "back": ("back", "back yard")}, links=LINKS)
    assert (meaning.link, meaning.value) == (None, "back")


def test_free_speech_is_kept_as_said_without_control_characters(hear: Hear) -> None:
    assert hear("it\0 is\x07 by the   big\ntree", "speech").value == "it is by the big tree"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no", "en"),
        ("nope", "en"),
        ("no thank you", "en"),
        ("no that's it", "en"),
        ("no I'm good", "en"),
        ("that's all", "en"),
        ("no that is all thank you", "en"),
        ("nothing", "en"),
        ("nothing else", "en"),
        ("not really", "en"),
        ("um no nothing", "en"),
        ("no gracias", "es"),
        ("no", "es"),
        ("eso es todo", "es"),
        ("no es todo gracias", "es"),
        ("nada", "es"),
        ("no nada más", "es"),
        ("eso sería todo", "es"),
        ("así está bien", "es"),
    ],
)
def test_no_more_to_say_passes_over_a_question_that_may_be_left_out(hear: Hear, text: str, language: str) -> None:
    for kind in ("speech", "number", "date"):
        meaning = hear(text, kind, language, links=LINKS)
        assert (meaning.link, meaning.value) == ("skip", None)


@pytest.mark.parametrize(
    "text", ["no parking sign is there", "nobody comes to fix it", "no lights on the whole block", "nothing works here"]
)
def test_words_that_only_begin_with_no_are_kept(hear: Hear, text: str) -> None:
    meaning = hear(text, "speech", links=LINKS)
    assert (meaning.link, meaning.value) == (None, text)


def test_a_no_is_an_answer_where_it_can_be_one_or_must_be(hear: Hear) -> None:
    assert hear("no", "yesno", links=LINKS).value == "no"
    assert hear("no", "speech").value == "no"


def test_a_place_is_handed_on_as_said_and_not_knowing_is_an_answer(hear: Hear) -> None:
    assert hear("2400 North Charles", "place").value == "2400 North Charles"
    assert hear("I don't know", "place").value == "unknown"
    assert hear("no sé", "place", "es").value == "unknown"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I don't have the number", "en"),
        ("I don't know the number", "en"),
        ("I'm not sure of the address", "en"),
        ("um I don't have the exact address", "en"),
        ("I couldn't tell you the street", "en"),
        ("no tengo el número", "es"),
        ("no sé la dirección exacta", "es"),
        ("no me sé el número", "es"),
    ],
)
def test_who_does_not_know_the_address_says_so(hear: Hear, text: str, language: str) -> None:
    assert hear(text, "place", language).value == "unknown"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("uh", "en"),
        ("um well", "en"),
        ("hmm", "en"),
        ("2401", "en"),
        ("twenty four oh one", "en"),
        ("it's number 2401", "en"),
        ("yes", "en"),
        ("okay", "en"),
        ("este", "es"),
        ("pues bueno", "es"),
        ("dos mil cuatrocientos", "es"),
        ("el número 2401", "es"),
    ],
)
def test_a_murmur_or_a_bare_number_is_no_place_and_is_asked_again(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "place", language)
    assert (meaning.value, meaning.link) == (None, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("33rd", "en"),
        ("I don't know the number but it's on Greenmount", "en"),
        ("la 33", "es"),
        ("the park", "en"),
        ("my house", "en"),
    ],
)
def test_what_may_be_a_place_is_kept(hear: Hear, text: str, language: str) -> None:
    assert hear(text, "place", language).value == text


@pytest.mark.parametrize(
    ("text", "language", "link"),
    [
        *(("no quiero hablar con una persona", "es", None), ("no me pase con nadie no necesito un agente", "es", None)),
        *(("i don't want to talk to a person", "en", None), ("please don't transfer me to an agent", "en", None)),
        *(("no, quiero hablar con una persona", "es", "operator"), ("no operador", "es", "operator")),
        ("no quiero hablar con una máquina quiero hablar con una persona", "es", "operator"),
        ("i don't want to talk to a robot can i talk to a person", "en", "operator"),
    ],
)
@pytest.mark.parametrize("kind", ["choice", "intents"])
def test_who_wants_no_person_is_given_none(hear: Hear, text: str, language: str, link: str | None, kind: str) -> None:
    meaning = hear(text, kind, language, links=LINKS, options=FAROLA if kind == "choice" else {})
    assert meaning.link == link or (kind == "intents" and (meaning.intent == "agent") == (link is not None))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("i ain't got it with me", "en"), ("no i don't have the bill in front of me", "en")),
        *(("they never gave me no number", "en"), ("there is no number on it", "en")),
        *(("no me dieron ningún número", "es"), ("no traigo el recibo conmigo", "es"), ("no hay número", "es")),
    ],
)
def test_what_is_not_at_hand_is_not_known_and_no_danger(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "digits", language, links={"skip": ("skip",)})
    assert (meaning.link, meaning.emergency, meaning.crisis) == ("skip", "none", False)


def test_whether_there_is_one_is_answered_by_not_having_it(hear: Hear) -> None:
    assert hear("no i don't have it", "yesno").value == "no"


ITEMS = {"one": ("one item", "just one"), "two": ("two items", "a couple"), "three": ("three items", "all three")}
COSAS = {"one": ("una cosa",), "two": ("dos cosas",), "three": ("tres cosas",)}


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        *(("a couch and a mattress", "en", "two"), ("the old bed and two chairs", "en", "three")),
        *(("just a dresser", "en", "one"), ("one couch and one mattress and a tv", "en", "three")),
        *(("un sofá y un colchón", "es", "two"), ("una cama y dos sillas", "es", "three")),
        *(("two", "en", "two"), ("a couple of them", "en", "two"), ("los tres", "es", "three")),
        *(("a couch and four chairs", "en", None), ("a whole load of stuff", "en", None)),
        *(("the front of the house", "en", None), ("any day next week", "en", None)),
    ],
)
def test_asked_how_many_things_that_are_named_are_counted(
    hear: Hear, text: str, language: str, value: str | None
) -> None:
    assert hear(text, "choice", language, options=ITEMS if language == "en" else COSAS).value == value


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("no quiero hablar con una persona quiero reportar ratas", "es", "rats"),
        ("i don't want to talk to a person i just want my trash picked up", "en", "missed_trash"),
    ],
)
def test_what_is_said_beside_it_is_heard_when_no_person_is_wanted(
    hear: Hear, text: str, language: str, code: str
) -> None:
    assert hear(text, "intents", language).value == code
