"""The city's content keeps its promises: every service of the catalogue, in both languages, told apart by its words."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ivr.flow.model import CityDocument, ServiceDocument, Slot, TopicsDocument, Value

ROOT = Path(__file__).parents[2]
FLOWS = ROOT / "flows"
CATALOGUE = ROOT.parent / "shared" / "data" / "catalogue.csv"
LANGUAGES = {"en", "es"}
FEWEST_PHRASES = 14
SPOKEN_CHARACTERS_A_SECOND = 15
TAKEN = frozenset(  # slots and placeholders of the flows: a question of the same name would never be asked
    [
        "service",
        "group",
        "topic",
        "place",
        "place_kind",
        "landmark",
        "details",
        "phone",
        "texts",
        "anonymous",
        "contact_known",
        "reference",
        "recording",
        "language",
        "slow",
        "found",
        "name",
        "value",
        "number",
        "count",
        "status",
        "when",
        "summary",
        "due",
        "agency",
        "answer",
        "advice",
        "choice",
        "key",
        "line",
    ]
)


def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@cache
def services() -> dict[str, ServiceDocument]:
    return {p.stem: ServiceDocument.model_validate(_read(p)) for p in sorted((FLOWS / "services").glob("*.yaml"))}


@cache
def city() -> CityDocument:
    return CityDocument.model_validate(_read(FLOWS / "city.yaml"))


@cache
def topics() -> TopicsDocument:
    return TopicsDocument.model_validate(_read(FLOWS / "topics.yaml"))


@cache
def catalogue() -> dict[str, dict[str, str]]:
    if not CATALOGUE.exists():
        return {}
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {row["service_code"]: row for row in csv.DictReader(file)}


needs_catalogue = pytest.mark.skipif(
    not CATALOGUE.exists(), reason=f"NOT CHECKED AGAINST THE CITY'S CATALOGUE: {CATALOGUE} is not here"
)
every_service = pytest.mark.parametrize("code", sorted(p.stem for p in (FLOWS / "services").glob("*.yaml")))


def _folded(phrase: str) -> str:
    plain = unicodedata.normalize("NFKD", phrase.lower())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _name(value: Value | dict[str, str]) -> dict[str, str]:
    return value.name if isinstance(value, Value) else value


def _words(value: Value | dict[str, str]) -> dict[str, list[str]]:
    return (value.says or {}) if isinstance(value, Value) else {}


def _questions() -> list[tuple[str, Slot]]:
    return [(s.code, q) for s in services().values() for q in s.questions]


# ------------------------------------------------------------------ the catalogue


@needs_catalogue
def test_every_service_of_the_catalogue_has_a_file_and_there_is_no_other() -> None:
    assert set(services()) == set(catalogue())


@needs_catalogue
@every_service
def test_the_facts_are_those_of_the_catalogue(code: str) -> None:
    service, facts = services()[code], catalogue()[code]
    days = facts["target_days"]
    assert service.code == code
    assert service.name == {"en": facts["name_en"], "es": facts["name_es"]}
    assert city().agencies[service.agency].name["en"] == facts["agency"]
    assert service.target == (f"{days} day{'' if days == '1' else 's'}" if days else None)
    assert (service.srtype or "") == facts["baltimore_srtype"]


def test_city_services_stand_in_five_groups_and_police_matters_apart() -> None:
    city_groups = {s.group for s in services().values() if not s.code.startswith("police_")}
    assert city_groups == set(city().groups)
    assert len(city_groups) == 5
    assert {s.group for s in services().values() if s.code.startswith("police_")} == {"police"}
    assert sum(s.group != "police" for s in services().values()) == 52


# ------------------------------------------------------------------ what callers say


@every_service
def test_callers_are_heard_in_many_ordinary_words(code: str) -> None:
    for language in LANGUAGES:
        phrases = services()[code].hears[language]
        assert len(phrases) >= FEWEST_PHRASES, f"{code} hears only {len(phrases)} phrases in {language}"
        for phrase in phrases:
            assert phrase == phrase.lower().strip(), f"{phrase!r}: in lower case, without spaces around it"
            assert not set(phrase) & set(".,;:!?¿¡#"), f"{phrase!r}: as it is spoken, without punctuation"
            assert len(phrase) <= 100, f"{phrase!r} is longer than a recogniser's hint may be"


def test_no_phrase_means_two_things() -> None:
    for language in sorted(LANGUAGES):
        said = Counter(_folded(p) for s in services().values() for p in s.hears[language])
        said += Counter(_folded(p) for t in topics().topics for p in t.hears[language])
        assert [p for p, times in said.items() if times > 1] == []


# ------------------------------------------------------------------ what callers hear


@every_service
def test_everything_is_said_in_both_languages(code: str) -> None:
    service = services()[code]
    texts: list[object] = [service.name, service.menu, service.hears, service.advice or dict.fromkeys(LANGUAGES, "-")]
    for question in service.questions:
        texts += [question.ask, question.label]
        texts += [_name(v) for v in (question.values or {}).values()]
        texts += [_words(v) for v in (question.values or {}).values()]
    for text in texts:
        assert isinstance(text, dict), f"{code}: {text!r} is not in both languages"
        assert set(text) == LANGUAGES, f"{code}: {text} is not in both languages"
        assert all(text.values()), f"{code}: {text} is empty in a language"


@every_service
def test_few_questions_are_asked_and_none_that_the_flows_ask(code: str) -> None:
    questions = services()[code].questions
    assert 1 <= len(questions) <= 4
    assert len({q.slot for q in questions}) == len(questions)
    assert not {q.slot for q in questions} & TAKEN
    assert sum(q.required and q.when is None for q in questions) <= 3


@every_service
def test_a_choice_offers_two_to_five_answers_with_other_words_for_each(code: str) -> None:
    for question in services()[code].questions:
        if question.type != "choice":
            assert question.values is None
            continue
        values = question.values or {}
        assert 2 <= len(values) <= 5, f"{code}.{question.slot} offers {len(values)}"
        for language in LANGUAGES:
            said = [_folded(w) for v in values.values() for w in {_name(v)[language], *_words(v)[language]}]
            assert len(said) == len(set(said)), f"{code}.{question.slot}: one word for two answers in {language}"


def test_a_question_code_means_the_same_in_every_service() -> None:
    meant: dict[str, tuple[str, object, bool]] = {}
    for code, question in _questions():
        meaning = (question.type, tuple(question.values or ()), question.private)
        assert meant.setdefault(question.slot, meaning) == meaning, f"{question.slot} of {code} means something else"


def test_a_question_asked_only_sometimes_depends_on_an_earlier_answer() -> None:
    for service in services().values():
        earlier: dict[str, set[str]] = {}
        for question in service.questions:
            for slot, wanted in (question.when.slots or {} if question.when else {}).items():
                answers = {wanted} if isinstance(wanted, str) else set(wanted)
                assert answers <= earlier[slot], f"{service.code}.{question.slot} waits for an answer never given"
            earlier[question.slot] = {"yes", "no"} if question.type == "yesno" else set(question.values or ())


def test_words_about_persons_are_private() -> None:
    about_a_person = {"plate", "suspect_description", "suspect_vehicle", "dumper_seen", "outreach_description"}
    about_a_person |= {
        "water_account",
        "report_number",
        "report_name",
        "feedback_employee",
        "stolen_items",
        "property_item",
    }
    assert about_a_person <= {q.slot for _, q in _questions()}
    for code, question in _questions():
        if question.slot in about_a_person:
            assert question.private, f"{code}.{question.slot} is about a person"


def test_short_numbers_are_spoken_digit_by_digit_and_nothing_is_too_long_to_listen_to() -> None:
    said = [s.advice for s in services().values() if s.advice]
    said += [q.ask for _, q in _questions() if isinstance(q.ask, dict)]
    for text in [*said, *(t.answer for t in topics().topics)]:
        for words in text.values():
            assert not {"911", "988", "211", "711", "311"} & set(words.replace(".", " ").replace(",", " ").split()), (
                words
            )
            assert len(words) / SPOKEN_CHARACTERS_A_SECOND <= 21, f"{words!r} takes too long"


# ------------------------------------------------------------------ topics and the city


def test_topics_are_told_and_heard_in_both_languages() -> None:
    assert len(topics().topics) >= 14
    assert len({t.code for t in topics().topics}) == len(topics().topics)
    for topic in topics().topics:
        assert set(topic.name) == set(topic.answer) == set(topic.hears) == LANGUAGES
        assert all(len(topic.hears[language]) >= 6 for language in LANGUAGES)


def test_the_city_speaks_english_first_and_its_numbers_ring_nowhere_until_it_sets_its_own() -> None:
    assert list(city().languages) == ["en", "es"]
    assert set(city().lines) == {"operator", "police_desk"}
    assert all(line.number.startswith("+141055501") and len(line.number) == 12 for line in city().lines.values())
    assert city().lines["police_desk"].hours == "always"
    assert city().emergency_line is None
    assert city().announcement == {}


@pytest.mark.parametrize("path", ["city.yaml", "topics.yaml"])
def test_editors_find_the_schema_of_the_citys_files(path: str) -> None:
    first = (FLOWS / path).read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../docs/schema/{path.removesuffix('.yaml')}.json"


@every_service
def test_editors_find_the_schema_of_a_service(code: str) -> None:
    first = (FLOWS / "services" / f"{code}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../docs/schema/service.json"
