"""Danger is heard at once, doubt is asked about, and everyday troubles are not stopped."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from ivr.flow.meaning import Meaning
from ivr.understanding import BadPattern
from ivr.understanding.alarm import Alarm
from ivr.understanding.critical import CRISES, CRITICAL
from ivr.understanding.guarding import notices, problems
from ivr.understanding.peril import MOST, Peril, windows
from ivr.understanding.saying import said_words
from ivr.understanding.utterance import Utterance
from tests.understanding.hearing import CASES, FLOWS, Hear, book, danger, read

MISSED_AT_MOST, STOPPED_AT_MOST = 0.03, 0.05
UNSEEN_MISSED_AT_MOST = {"unseen.yaml": 0.05, "unseen_second.yaml": 0.05}
UNSEEN_STOPPED_AT_MOST = 0.10
PEOPLE_STOPPED_AT_MOST = 0.20
CITY_STOPPED_AT_MOST = 0.02
"""What phrases and examples reach on sentences nobody wrote them for; docs/emergencies.md has the figures in full."""


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


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.soak)])
def test_the_citys_own_phrases_for_its_services_are_not_stopped(hear: Hear, every: int) -> None:
    said = [(p, lang) for s in book().services.values() for lang, phrases in s.hears.items() for p in phrases][::every]
    stopped = [p for p, lang in said if _alarmed(hear(p, "intents", lang))]
    assert len(stopped) / len(said) <= CITY_STOPPED_AT_MOST, stopped


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


@pytest.mark.parametrize("who", ["my", "a young", "an old", "an elderly", "that older"])
def test_whoever_collapses_is_in_danger(hear: Hear, who: str) -> None:
    assert hear(f"{who} man just collapsed", "intents").emergency == "certain"


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
        "en: “sure” is none of words, never, certain, ask, hint, crisis, like_harmless, like_danger, like_crisis"
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


def test_someone_in_danger_is_heard_in_words_no_phrase_was_written_for(hear: Hear) -> None:
    assert hear("my husband's lips look strange and he won't answer", "intents").emergency == "ask"
    assert hear("my husband says there is a pothole", "intents").emergency == "none"


def test_a_crisis_is_told_of_911_too(hear: Hear) -> None:
    meaning = hear("nobody would miss me and I have the pills here", "intents")
    assert (meaning.emergency, meaning.crisis) == ("ask", True)


def test_the_emergency_link_is_a_command_and_no_doubt(hear: Hear) -> None:
    meaning = hear("this is an emergency", "intents", links={"emergency": ("this is an emergency",)})
    assert (meaning.emergency, meaning.link) == ("none", "emergency")


def test_a_city_without_words_hears_no_danger() -> None:
    assert Alarm({}).hear(Utterance("my house is on fire")).emergency == "none"


# ------------------------------------------------------------------ what must be heard


def test_every_critical_sentence_is_heard_by_the_citys_phrases() -> None:
    assert problems(danger(), ("en", "es")) == []


@pytest.mark.parametrize(("level", "kind"), [("ask", "threats"), ("hint", "bomb")])
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_may_be_danger_cannot_be_taken_away_unnoticed(language: str, level: str, kind: str) -> None:
    words = danger()
    del words[language][level]
    told = problems(words, (language,))
    assert any(f"what may be danger of the kind {kind} is not heard" in sentence for sentence in told)


def test_what_is_told_as_past_may_not_hide_what_is_going_on() -> None:
    words = danger()
    words["en"]["words"]["past"].append("(my|is|he)")
    assert any(
        "“my house is on fire”" in sentence and "under never or past" in sentence
        for sentence in problems(words, ("en",))
    )


@pytest.mark.parametrize("left", [{}, {"like_danger": ["help"], "like_crisis": ["help"], "like_harmless": ["hi"]}])
def test_examples_cannot_be_taken_away_unnoticed(left: dict[str, Any]) -> None:
    words = danger()
    words["es"] = {name: value for name, value in words["es"].items() if not name.startswith("like_")} | left
    assert [sentence.partition(" (")[0] for sentence in problems(words, ("en", "es"))] == [
        "es: there are too few examples to learn danger from"
    ]
    words["off"] = [{"kind": "examples", "because": "a trial with phrases alone", "by": "Jane Roe"}]
    assert problems(words, ("en", "es")) == []


def test_a_kind_that_is_none_cannot_be_switched_off() -> None:
    told = problems({"off": [{"kind": "gaz", "because": "x", "by": "y"}]})
    assert told == ["off: “gaz” is no kind of danger; did you mean “gas”?"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_kind_of_danger_can_be_taken_away_unnoticed(language: str) -> None:
    for kind in CRITICAL[language]:
        level = "crisis" if kind in CRISES else "certain"
        words = {language: danger()[language]}
        words[language][level].pop(kind)
        told = problems(words, (language,))
        assert any(f"danger of the kind {kind} is not heard" in sentence for sentence in told) or _heard_anyway(
            words, language, kind
        )


def _heard_anyway(words: dict[str, Any], language: str, kind: str) -> bool:
    """Whether phrases of other kinds hear all that this one heard: then nothing is lost."""
    alarm = Alarm(words)
    heard = [alarm.hear(Utterance(sentence)) for sentence in CRITICAL[language][kind]]
    return all(d.crisis if kind in CRISES else d.emergency == "certain" for d in heard)


def test_what_hides_a_danger_is_told_with_its_remedy() -> None:
    words = danger()
    words["en"]["never"].append("house is on fire")
    assert problems(words, ("en", "es")) == [
        "en: danger of the kind fire is not heard in “my house is on fire”; bring back a phrase under certain, fire "
        "that hears it and take away what under never or past hides it, or write under off why not and who says so"
    ]


def test_a_city_may_switch_a_kind_off_by_name_and_reason() -> None:
    words = danger()
    words["en"]["certain"].pop("gas")
    words["off"] = [{"kind": "gas", "because": "the gas company answers here", "by": "Jane Roe"}]
    assert problems(words, ("en", "es")) == []
    assert notices(words) == ["danger of the kind gas need not be heard: the gas company answers here (Jane Roe)"]


def test_switching_off_needs_a_name_and_a_reason() -> None:
    assert problems({"off": [{"kind": "gas", "because": " "}]}) == [
        "entry 1 of off lacks because and by; it needs kind, because, by"
    ]


# ------------------------------------------------------------------ two listeners


def test_phrases_alone_ask_about_every_doubt() -> None:
    alone = Alarm(read(FLOWS / "emergency_words.yaml"))
    assert alone.hear(Utterance("something is burning")).emergency == "ask"
    assert alone.hear(Utterance("there's a pothole")).emergency == "none"


def test_examples_alone_never_say_certain() -> None:
    taught = {"en": {"like_danger": ["the floor gave way under him"], "like_harmless": ["the floor is dirty"]}}
    heard = Alarm({}, Peril(taught)).hear(Utterance("the floor gave way under him"))
    assert (heard.emergency, heard.because) == ("ask", "closest example: “the floor gave way under him”")


def test_an_emergency_in_the_middle_of_a_long_complaint_is_heard(hear: Hear) -> None:
    long = (
        "good morning I called last week about the trash in the alley behind my house and nobody came and the cans "
        "are all over and listen while I'm talking the man downstairs has stopped breathing and his wife is screaming "
        "anyway the recycling was not picked up either and I have been waiting for a month for somebody to call me back"
    )
    assert hear(long, "intents").emergency != "none"


@pytest.mark.parametrize(
    "text", ["fire " * 50_000, "a" * 1_000_000, "\u200d\U0001f525" * 200_000, "\x00" * 1000, "()[]|<>" * 9999]
)
def test_any_text_is_heard_in_time(text: str) -> None:
    begun = perf_counter()
    Alarm(danger()).hear(Utterance(text))
    words = said_words(text)
    assert len(windows(len(words))) <= MOST
    assert perf_counter() - begun < 90
