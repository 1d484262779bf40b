"""An everyday need that sounds grave goes on; the one thing that makes it dangerous is heard."""

from __future__ import annotations

import pytest

from tests.understanding.hearing import Hear

STOPPED_AT_MOST, MISSED_AT_MOST = 2, 1
"""Of the pairs below: an example that is added may move one, and none of them may be lost unnoticed."""
PAIRS = (
    (
        "a bread truck backed into our hedge and flattened it",
        "a bread truck backed into a man and he's under the axle",
        "en",
    ),
    ("the limb over the school bus stop looks rotten", "the limb over the school bus stop came down on the kids", "en"),
    (
        "a beagle's panting in a parked sedan by the courthouse",
        "an infant's in a parked sedan by the courthouse in this sun",
        "en",
    ),
    (
        "a fellow in thin clothes sleeps by the depot and it's cold out",
        "a fellow by the depot is frozen stiff and won't answer",
        "en",
    ),
    ("guys peddle dope on my porch most evenings", "guys on my porch are pointing pistols at each other", "en"),
    (
        "the underpass is full of water and a sedan was left in it",
        "the underpass is full of water and a driver is inside a sedan",
        "en",
    ),
    (
        "my grandpa can't get by that broken pavement with his cane",
        "my grandpa fell on that broken pavement and he's out cold",
        "en",
    ),
    (
        "the plumber says the clog is on your side of the line",
        "the plumber went down the sewer and he doesn't answer",
        "en",
    ),
    ("un microbús le dobló la esquina al letrero", "un microbús se subió a la acera y hay peatones debajo", "es"),
    (
        "los cables de internet están caídos sobre mi portón",
        "hay un cable de alta tensión suelto dando chispas en mi portón",
        "es",
    ),
    ("la capilla del sagrado corazón tiene rota la banqueta", "al señor de la capilla le está dando un infarto", "es"),
    ("el drenaje sigue botando agua sucia en mi corredor", "un tipo me viene siguiendo y no sé dónde meterme", "es"),
    (
        "una cachorrita está encerrada en una camioneta en el súper",
        "una criatura está encerrada en una camioneta al sol y no se mueve",
        "es",
    ),
    (
        "un ancianito duerme en el paradero y está helando",
        "un ancianito en el paradero está helado y no reacciona",
        "es",
    ),
    (
        "los güeros de la esquina venden mota en mis escalones",
        "los de la esquina sacaron pistolas en mis escalones",
        "es",
    ),
    ("se cayó el letrero de la panadería", "se cayó el letrero de la panadería encima de una clienta", "es"),
)


def test_everyday_needs_that_sound_grave_go_on(hear: Hear) -> None:
    stopped = [harmless for harmless, _, language in PAIRS if _alarmed(hear, harmless, language)]
    assert len(stopped) <= STOPPED_AT_MOST, stopped


def test_what_makes_them_dangerous_is_heard(hear: Hear) -> None:
    missed = [danger for _, danger, language in PAIRS if not _alarmed(hear, danger, language)]
    assert len(missed) <= MISSED_AT_MOST, missed


def _alarmed(hear: Hear, said: str, language: str) -> bool:
    meaning = hear(said, "intents", language)
    return meaning.emergency != "none" or meaning.crisis


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the trash cans by the shot tower are full", "en"),
        ("there is a pothole on cable street", "en"),
        ("hay basura tirada en la entrada del sagrado corazón", "es"),
        ("se tapó la coladera frente al perpetuo socorro", "es"),
        ("todavía sigue saliendo agua de la banqueta", "es"),
    ],
)
def test_a_word_of_danger_in_a_name_is_none(hear: Hear, text: str, language: str) -> None:
    assert not _alarmed(hear, text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("i think i'm losing it can i please talk to somebody before i do something to myself", "en"),
        ("me quiero morir hay alguien con quien pueda hablar", "es"),
        ("siento que ya no puedo con la vida necesito hablar con una persona", "es"),
    ],
)
def test_a_wish_for_a_person_does_not_hide_a_crisis(hear: Hear, text: str, language: str) -> None:
    assert hear(text, "intents", language).crisis


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("let me talk to a real person", "en"),
        ("i'm eighty one and i can't hear this machine get me somebody", "en"),
        ("no le entiendo a esta cosa páseme a alguien", "es"),
    ],
)
def test_who_only_wants_a_person_is_asked_nothing(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "intents", language)
    assert (meaning.intent, meaning.emergency, meaning.crisis) == ("agent", "none", False)
