"""Danger is heard at once, doubt is asked about, and everyday troubles are not stopped."""

from __future__ import annotations

import pytest

from ivr.flow.meaning import Meaning
from ivr.understanding import BadPattern
from ivr.understanding.alarm import Alarm, problems
from tests.understanding.hearing import CASES, FLOWS, Hear, book, read

MISSED_AT_MOST, STOPPED_AT_MOST = 0.03, 0.05
UNSEEN_MISSED_AT_MOST = {"unseen.yaml": 0.15, "unseen_second.yaml": 0.20}
UNSEEN_STOPPED_AT_MOST = 0.10
PEOPLE_STOPPED_AT_MOST = 0.40
CITY_STOPPED_AT_MOST = 2
"""What words and examples reach when callers say it in ways nobody wrote down.

Missed: 5 of 40, and 16 of 80 in the second set, all of it oblique (15 and 49 before sentences about people that are not
understood were asked about). Stopped: 3 of 40 and 2 of 40 that are harmless, 12 of 32 that are harmless and all about
people, 1 of the 2,629 phrases of the city's own services. A measured model must do better; what is missed and not
understood is asked again, and led to a person.
"""


def test_emergencies_are_heard_in_both_languages(hear: Hear) -> None:
    cases = read(CASES / "emergencies.yaml")
    said = [
        (phrase, lang, kind) for lang, kinds in cases.items() for kind, phrases in kinds.items() for phrase in phrases
    ]
    missed = [phrase for phrase, language, kind in said if not _heard(hear, phrase, language, kind)]
    assert len(said) >= 60
    assert len(missed) / len(said) <= MISSED_AT_MOST, missed


def _heard(hear: Hear, phrase: str, language: str, kind: str) -> bool:
    meaning = hear(phrase, "intents", language)
    match kind:
        case "certain":
            return meaning.emergency == "certain" and meaning.intent == "emergency"
        case "crisis":
            return bool(meaning.crisis)
        case _:
            return meaning.emergency != "none"


def test_what_only_sounds_like_danger_is_not_stopped(hear: Hear) -> None:
    said = [(p, lang) for lang, phrases in read(CASES / "not_emergencies.yaml").items() for p in phrases]
    said += [
        (p, lang) for lang, codes in read(CASES / "needs.yaml").items() for phrases in codes.values() for p in phrases
    ]
    stopped = [p for p, language in said if (m := hear(p, "intents", language)).emergency != "none" or m.crisis]
    assert len(said) >= 60
    assert len(stopped) / len(said) <= STOPPED_AT_MOST, stopped
    assert not [p for p in stopped if hear(p, "intents").emergency == "certain"]


def _unseen(file: str, kind: str) -> list[tuple[str, str]]:
    return [(p, lang) for lang, phrases in read(CASES / file)[kind].items() for p in phrases]


@pytest.mark.parametrize("file", UNSEEN_MISSED_AT_MOST)
def test_danger_in_words_nobody_wrote_down_is_mostly_heard(hear: Hear, file: str) -> None:
    said = _unseen(file, "danger")
    missed = [p for p, lang in said if not _alarmed(hear(p, "intents", lang))]
    assert len(missed) / len(said) <= UNSEEN_MISSED_AT_MOST[file], missed


@pytest.mark.parametrize("file", UNSEEN_MISSED_AT_MOST)
def test_harmless_words_nobody_wrote_down_are_not_stopped(hear: Hear, file: str) -> None:
    said = _unseen(file, "harmless")
    stopped = [p for p, lang in said if _alarmed(hear(p, "intents", lang))]
    assert len(stopped) / len(said) <= UNSEEN_STOPPED_AT_MOST, stopped


def test_harmless_words_about_people_are_seldom_stopped(hear: Hear) -> None:
    said = _unseen("unseen_second.yaml", "people")
    meanings = [(p, hear(p, "intents", lang)) for p, lang in said]
    assert sum(_alarmed(m) for _, m in meanings) / len(said) <= PEOPLE_STOPPED_AT_MOST
    assert not [p for p, m in meanings if m.emergency == "certain" or m.crisis]


def test_the_citys_own_phrases_for_its_services_are_not_stopped(hear: Hear) -> None:
    said = [(p, lang) for s in book().services.values() for lang, phrases in s.hears.items() for p in phrases]
    stopped = [p for p, lang in said if _alarmed(hear(p, "intents", lang))]
    assert len(stopped) <= CITY_STOPPED_AT_MOST, stopped


def test_a_doubt_keeps_the_need_so_that_the_call_can_go_on(hear: Hear) -> None:
    meaning = hear("the porch roof of that vacant building is about to collapse", "intents")
    assert (meaning.emergency, meaning.intent) == ("ask", "service")
    assert meaning.value == "vacant_building"


def _alarmed(meaning: Meaning) -> bool:
    return meaning.emergency != "none" or meaning.crisis


@pytest.mark.parametrize("kind", ["speech", "place", "yesno", "choice", "number", "date", "phone", "plate", "services"])
def test_danger_is_heard_at_any_question(hear: Hear, kind: str) -> None:
    assert hear("somebody is breaking into my house", kind).emergency == "certain"


def test_a_spanish_emergency_is_heard_in_the_english_greeting(hear: Hear) -> None:
    assert hear("se está quemando mi casa", "intents", "en").emergency == "certain"


def test_what_is_over_is_asked_about_and_not_certain(hear: Hear) -> None:
    assert hear("somebody got shot on my block last night", "intents").emergency == "ask"
    assert hear("he passed out yesterday and now he won't wake up", "intents").emergency == "certain"


def test_a_doubt_does_not_stop_the_plain_answer_that_was_offered(hear: Hear) -> None:
    weapons = {"gun": ("a gun", "gun"), "knife": ("a knife",), "none": ("no weapon",)}
    assert hear("a gun", "choice", options=weapons).emergency == "none"
    assert hear("he has a gun and he is here", "choice", options=weapons).emergency == "certain"


def test_danger_to_life_goes_before_a_crisis(hear: Hear) -> None:
    meaning = hear("he has a gun and says he will kill himself", "intents")
    assert (meaning.emergency, meaning.crisis, meaning.intent) == ("certain", True, "emergency")


def test_the_citys_own_words_can_all_be_read() -> None:
    assert problems(read(FLOWS / "emergency_words.yaml")) == []


@pytest.mark.parametrize(
    ("phrase", "mistake"),
    [
        ("(house|car on fire", "en: “(house|car on fire” opens a ( that is not closed"),
        ("house] on fire", "en: “house] on fire” closes a bracket that was not opened"),
        ("<home> on fire", "en: “<home> on fire” speaks of <home>, which is not among the words"),
        ("[maybe]", "en: “[maybe]” would match silence"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_named(phrase: str, mistake: str) -> None:
    with pytest.raises(BadPattern) as raised:
        Alarm({"en": {"certain": [phrase]}})
    assert str(raised.value) == mistake


def test_an_unknown_list_is_named() -> None:
    assert problems({"en": {"sure": ["fire"]}}) == [
        "en: “sure” is none of never, certain, ask, crisis, unless_understood, like_danger, like_crisis, words"
    ]


@pytest.mark.parametrize(
    ("text", "language"), [("no hay heridos", "es"), ("nobody is hurt", "en"), ("no injuries", "en")]
)
def test_a_danger_denied_is_none(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "yesno", language)
    assert (meaning.emergency, meaning.value) == ("none", "no")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hubo un choque, no hay heridos", "es"),
        ("hubo un choque pero nadie salió herido", "es"),
        ("chocaron dos carros y no hay nadie lastimado", "es"),
        ("un accidente, no hay ningún herido", "es"),
        ("there was an accident, nobody's hurt", "en"),
        ("there was an accident and no one's injured", "en"),
        ("car accident but everyone's fine, no one got hurt", "en"),
        ("a crash, I don't think anybody's hurt", "en"),
        ("two cars hit each other, nobody was injured in the crash", "en"),
        ("car crash and nobody is really bleeding or anything", "en"),
        ("there was a crash but there are no injuries", "en"),
    ],
)
def test_an_accident_without_the_injured_is_at_most_asked_about(hear: Hear, text: str, language: str) -> None:
    for kind in ("intents", "speech"):
        assert hear(text, kind, language).emergency in ("none", "ask")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nobody is helping him he is bleeding", "en"),
        ("nobody is hurt in my car but the other driver he is bleeding", "en"),
        ("nadie lo ayuda y está sangrando", "es"),
    ],
)
def test_what_is_denied_of_one_is_not_denied_of_another(hear: Hear, text: str, language: str) -> None:
    assert hear(text, "intents", language).emergency == "certain"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("chirimoyas moradas bailando", "es"),
        ("moradas", "es"),
        ("mil morsas marinas", "es"),
        ("la vida es una tómbola", "es"),
        ("los elefantes vuelan de noche", "es"),
        ("purple monkeys dishwasher", "en"),
        ("I feel like chicken tonight", "en"),
        ("the rain in spain stays mainly", "en"),
        ("goodbye yellow brick road", "en"),
        ("kitchen cabinets for sale", "en"),
    ],
)
def test_nonsense_is_no_danger(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "intents", language)
    assert (meaning.emergency, meaning.crisis) == ("none", False)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("this is an emergency can you send somebody", "en"),
        ("it's an emergency in the parking garage", "en"),
        ("emergency on the sidewalk", "en"),
        ("es una emergencia en el estacionamiento", "es"),
        ("emergencia en la banqueta", "es"),
    ],
)
def test_an_emergency_is_asked_about_wherever_it_is(hear: Hear, text: str, language: str) -> None:
    assert hear(text, "intents", language).emergency == "ask"


@pytest.mark.parametrize(
    "text", ["hi can you help me", "I hope you can help me", "could somebody help me with a pothole"]
)
def test_asking_for_help_politely_is_no_danger(hear: Hear, text: str) -> None:
    assert hear(text, "intents").emergency == "none"


def test_someone_in_a_sentence_that_is_not_understood_may_be_in_danger(hear: Hear) -> None:
    assert hear("my husband's lips look strange", "intents").emergency == "ask"
    assert hear("my husband says there is a pothole", "intents").emergency == "none"
    assert hear("my husband's lips look strange", "speech").emergency == "none"
    long = (
        "well dear my late husband always took care of these things and now my knees hurt and my niece said call them"
    )
    assert hear(long.replace("hurt", "are not what they were"), "intents").emergency == "none"


def test_the_emergency_link_is_a_command_and_no_doubt(hear: Hear) -> None:
    meaning = hear("this is an emergency", "intents", links={"emergency": ("this is an emergency",)})
    assert (meaning.emergency, meaning.link) == ("none", "emergency")


def test_a_city_without_words_hears_no_danger() -> None:
    assert Alarm({}).hear("my house is on fire").emergency == "none"
