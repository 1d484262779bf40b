"""What a caller says becomes a place on the map, or a question about what is missing; never a place made up."""
# ruff: noqa: E501  (what is said and what is found stand on one line)

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.places.atlas.builder import Builder
from ivr.places.gazetteer import Gazetteer, Point
from ivr.places.locate import locate
from ivr.places.located import MOST_CANDIDATES, SURE, Located
from ivr.places.scale import apart
from tests.places.paperville import BLOCK, LAT, LONG, paperville


def heard(text: str, language: str = "en", context: str = "") -> Located:
    return locate(text, language, paperville(), context)


SURE_OF = [
    ("en", "twenty four oh one north charles street", "2401 North Charles Street"),
    ("en", "two four zero one charles", "2401 North Charles Street"),
    ("en", "two thousand four hundred one north charles", "2401 North Charles Street"),
    ("en", "2401 Charles St", "2401 North Charles Street"),
    ("en", "there's a pothole in front of twenty four oh one north charles it broke my axle", "2401 North Charles Street"),
    ("en", "the twenty four hundred block of north charles", "2400 block of North Charles Street"),
    ("en", "charles street twenty four hundred", "2400 North Charles Street"),
    ("en", "twenty one oh one st paul", "2101 Saint Paul Street"),
    ("en", "one oh one east thirty third street", "101 East 33rd Street"),
    ("en", "one oh one thirty third street", "101 East 33rd Street"),
    ("en", "corner of charles and lafayette", "the corner of North Charles Street and Lafayette Avenue"),
    ("en", "greenmount at north avenue", "the corner of Greenmount Avenue and East North Avenue"),
    ("en", "where saint paul and thirty third meet", "the corner of Saint Paul Street and East 33rd Street"),
    ("en", "25 and greenmount", "the corner of East 25th Street and Greenmount Avenue"),
    ("en", "harfordroad by lafayette", "the corner of Harford Road and East Lafayette Avenue"),
    ("en", "saint paul between 25th and 26th", "Saint Paul Street between East 25th Street and East 26th Street"),
    ("en", "greenmount from twenty fifth to twenty sixth", "Greenmount Avenue between East 25th Street and East 26th Street"),
    ("en", "sixteen hundred green mount", "1600 Greenmount Avenue"),
    ("en", "fourteen oh seven hartford road no wait twenty oh seven harford road", "2007 Harford Road"),
    ("en", "twenty four hundred charles no wait twenty five hundred", "2500 North Charles Street"),
    ("en", "i said charles not charleston twenty four oh one", "2401 North Charles Street"),
    ("en", "twenty four oh one north charles apartment 3b", "2401 North Charles Street, apartment 3B"),
    ("en", "2400 to 2410 north charles", "2400-2410 North Charles Street"),
    ("en", "saint paul between 25th and uh what's that next one 26th", "Saint Paul Street between East 25th Street and East 26th Street"),
    ("en", "twenty four hundred block of north charles it's twenty four oh one", "2401 North Charles Street"),
    ("en", "twenty four oh one north charles that's the twenty four hundred block", "2401 North Charles Street"),
    ("en", "by the paper mill", "Paper Mill"),
    ("es", "por la fábrica de papel", "Fábrica de Papel"),
    ("en", "i live in towson but the hole is at charles and lafayette", "the corner of North Charles Street and Lafayette Avenue"),
    ("es", "dos mil cuatrocientos uno de la calle charles", "2401 North Charles Street"),
    ("es", "calle lafayette al este ciento uno", "101 East Lafayette Avenue"),
    ("es", "hay un bache en la esquina de charles con lafayette", "la esquina de North Charles Street y Lafayette Avenue"),
    ("es", "la 33 y greenmount", "la esquina de East 33rd Street y Greenmount Avenue"),
    ("es", "la cuadra dos mil cuatrocientos de charles", "cuadra 2400 de North Charles Street"),
    ("es", "en greenmount entre la 25 y la 26", "Greenmount Avenue entre East 25th Street y East 26th Street"),
    ("es", "es en el cien de charles no perdón dos mil cuatrocientos de charles", "2400 North Charles Street"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "readback"), SURE_OF, ids=[text for _, text, _ in SURE_OF])
def test_a_place_is_found_and_needs_no_question(language: str, text: str, readback: str) -> None:
    found = heard(text, language)
    assert (found.readback, found.ask) == (readback, None)
    assert found.confidence >= SURE
    assert found.lat is not None


MISHEARD = [
    ("twenty four oh one north charls", "2401 North Charles Street"),
    ("one oh seven bentilou", "107 North Bentalou Street"),
    ("three oh five west lafayet", "305 West Lafayette Avenue"),
    ("fifty one hundred park hites", "5100 Park Heights Avenue"),
    ("hartford and lafayette", "the corner of Harford Road and East Lafayette Avenue"),
    ("two thousand seven harford wrote", "2007 Harford Road"),
]


@pytest.mark.parametrize(("text", "readback"), MISHEARD)
def test_a_misheard_name_is_known_by_its_sound_and_its_numbers(text: str, readback: str) -> None:
    assert heard(text).readback == readback


ASKS = [
    ("two hundred linwood", "direction", {"200 North Linwood Avenue", "200 South Linwood Avenue"}),
    ("one oh five lafayette avenue", "direction", {"105 West Lafayette Avenue", "105 East Lafayette Avenue"}),
    ("one oh one garden", "suffix", {"101 Garden Avenue", "101 Garden Street"}),
    ("on park heights", "number", {"Park Heights Avenue"}),
    ("greenmount avenue", "number", {"Greenmount Avenue"}),
    ("ninety nine hundred greenmount avenue", "house", {"Greenmount Avenue"}),
    ("12345 charles", "house", set()),
    ("ten potholes on charles street", "number", set()),
    ("charles and blorptown", "cross", set()),
    ("corner of charles and saint paul", "apart", set()),
    ("charles and", "number", set()),
    ("to one oh one mill road", "which", {"2101 Mill Road", "101 Mill Road"}),
    ("forty two twelve wobblethorpe avenue", "again", set()),
    ("corner of zanzibell and quorvane", "again", set()),
    ("over by my cousin's house", "again", set()),
    ("two weeks and three days", "again", set()),
    ("2401", "again", set()),
    ("", "again", set()),
    ("four oh one york road in towson", "outside", set()),
    ("twenty four oh one north charles baltimore county", "outside", set()),
]


@pytest.mark.parametrize(("text", "ask", "among"), ASKS, ids=[text for text, _, _ in ASKS])
def test_only_what_is_missing_is_asked(text: str, ask: str, among: set[str]) -> None:
    found = heard(text)
    assert found.ask == ask
    assert among <= {each.readback for each in found.candidates}
    assert len(found.candidates) <= MOST_CANDIDATES


ANSWERS = [
    ("charles street", "twenty four hundred", "2400 North Charles Street"),
    ("twenty four hundred", "charles street", "2400 North Charles Street"),
    ("two hundred linwood", "north", "200 North Linwood Avenue"),
    ("two hundred linwood", "the south side", "200 South Linwood Avenue"),
    ("linwood\ntwo hundred", "south", "200 South Linwood Avenue"),
    ("one oh one garden", "the avenue", "101 Garden Avenue"),
    ("charles street", "at lafayette", "the corner of North Charles Street and Lafayette Avenue"),
    ("charles street", "north avenue", "the corner of Charles Street and North Avenue"),
    ("charles and blorptown", "i said lafayette", "the corner of North Charles Street and Lafayette Avenue"),
    ("greenmount", "between 25th and 26th", "Greenmount Avenue between East 25th Street and East 26th Street"),
    ("twenty four hundred charles", "no twenty five hundred", "2500 North Charles Street"),
    ("twenty four hundred charles", "i said saint paul", "2400 Saint Paul Street"),
    ("two oh one charleston", "i said south linwood not charleston", "201 South Linwood Avenue"),
    ("greenmount", "it's one oh one east thirty third", "101 East 33rd Street"),
]


@pytest.mark.parametrize(("context", "answer", "readback"), ANSWERS, ids=[f"{c} · {a}" for c, a, _ in ANSWERS])
def test_an_answer_completes_what_was_said_before(context: str, answer: str, readback: str) -> None:
    assert heard(answer, "en", context).readback == readback


def test_one_of_those_offered_is_picked_by_its_place() -> None:
    offered = heard("two hundred linwood").candidates
    assert heard("the second one", "en", "two hundred linwood").readback == offered[1].readback
    assert heard("la primera", "es", "two hundred linwood").readback == offered[0].readback


def test_a_house_stands_on_its_block_and_in_its_areas() -> None:
    found = heard("twenty one fifty one north charles")
    assert apart(Point(LAT + 1.5 * BLOCK, LONG), Point(found.lat or 0, found.long or 0)) < 30
    assert (found.number, found.street, found.kind) == ("2151", "North Charles Street", "address")
    assert (found.neighborhood, found.council_district, found.police_district) == ("Upton-Downton", "1", None)


def test_a_neighborhood_alone_is_an_area() -> None:
    found = heard("all over upton downton")
    assert (found.kind, found.neighborhood, found.ask) == ("neighborhood", "Upton-Downton", None)


def test_a_starter_map_takes_a_street_it_does_not_know_as_said() -> None:
    found = locate("forty two twelve wobblethorpe avenue", "en", paperville(complete=False))
    assert (found.readback, found.ask, found.lat) == ("4212 Wobblethorpe Avenue", None, None)
    assert 0 < found.confidence < SURE


def test_a_starter_map_is_still_used_where_it_knows() -> None:
    assert locate("2401 north charles", "en", paperville(complete=False)).lat is not None


def test_a_starter_map_asks_for_the_house_of_a_street_it_knows_by_its_whole_name() -> None:
    assert locate("charles street", "en", paperville(complete=False)).ask is not None
    assert locate("wobblethorpe avenue", "en", paperville(complete=False)).ask is None


def test_who_says_nothing_is_asked_again_by_a_starter_map_too() -> None:
    assert locate("uh", "en", paperville(complete=False)).ask == "again"


@given(st.text(max_size=400), st.text(max_size=100), st.sampled_from(["en", "es", "xx"]))
@settings(deadline=None)
def test_any_text_has_an_answer_and_always_the_same(text: str, context: str, language: str) -> None:
    found = heard(text, language, context)
    assert found == heard(text, language, context)
    assert 0 <= found.confidence <= 1


HEAP = [
    "charles",
    "lafayette",
    "and",
    "at",
    "north",
    "st",
    "25th",
    "two",
    "hundred",
    "between",
    "corner",
    "not",
    "no",
    "wait",
    "the",
    "second",
    "la",
    "calle",
    "con",
    "y",
    "de",
    "park",
]


@given(st.lists(st.sampled_from(HEAP), max_size=60), st.lists(st.sampled_from(HEAP), max_size=12))
@settings(deadline=None)
def test_any_heap_of_place_words_has_an_answer(said: list[str], before: list[str]) -> None:
    for language in ("en", "es"):
        found = heard(" ".join(said), language, " ".join(before))
        assert found.ask is not None or found.readback


@pytest.mark.parametrize(
    "piece",
    ["charles and ", "no wait charles ", "not charles ", "two four ", "\U0001f6a7", "between charles and lafayette "],
)
def test_a_megabyte_is_heard_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.perf_counter()
    heard(text, "en", text)
    assert time.perf_counter() - began < 15


# ------------------------------------------------------------------ a number the street does not have


@pytest.mark.parametrize(
    ("text", "readback"),
    [
        ("3150 greenmount avenue", "2900 block of Greenmount Avenue"),
        ("a hole at fourteen hundred greenmount avenue", "1500 block of Greenmount Avenue"),
    ],
)
def test_the_block_beside_a_number_nobody_has_is_read_back_and_never_taken(text: str, readback: str) -> None:
    place = heard(text)
    assert (place.kind, place.readback, place.ask) == ("block", readback, None)
    assert 0.5 <= place.confidence < SURE


def test_a_map_that_is_not_complete_knows_of_no_number_that_is_not_there() -> None:
    place = locate("3150 greenmount avenue", "en", paperville(complete=False))
    assert (place.kind, place.readback, place.lat, place.ask) == ("address", "3150 Greenmount Avenue", None, None)


def test_a_number_far_from_every_house_is_told_not_to_be_there() -> None:
    asked = [heard(said).ask for said in ("ninety nine hundred greenmount avenue", "3300 greenmount avenue")]
    assert asked == ["house", "house"]


def test_a_street_that_has_the_number_comes_before_the_block_beside_it_on_another() -> None:
    assert heard("twenty four oh one greenmount").readback == "2401 Greenmount Avenue"
    assert heard("150 north linwood").kind == "address"


@pytest.mark.parametrize("answer", ["12345 greenmount avenue", "i said 12345 greenmount", "9900 greenmount avenue"])
def test_said_once_more_a_number_that_is_not_there_makes_no_other_place(answer: str) -> None:
    place = heard(answer, context="12345 greenmount avenue")
    assert (place.street, place.ask) == ("Greenmount Avenue", "house")


@pytest.mark.parametrize(("said", "again"), [("12345 garden avenue", "12345 garden avenue")])
def test_a_street_makes_no_corner_with_another_of_its_own_name(said: str, again: str) -> None:
    assert heard(again, context=said).kind == "street"


@pytest.mark.parametrize("answer", ["sorry, 2405", "2405, sorry", "it's on file, 2405"])
def test_words_beside_a_number_keep_the_street_said_before(answer: str) -> None:
    assert heard(answer, context="12345 greenmount avenue").readback == "2405 Greenmount Avenue"


def test_words_that_name_no_street_keep_the_place_said_before() -> None:
    for answer in ("on the church", "brick", "i can't read the sign"):
        place = heard(answer, context="ninety nine hundred greenmount avenue")
        assert (place.street, place.ask) == ("Greenmount Avenue", "house")


# ------------------------------------------------------------------ roads that run both ways


def motorway() -> Gazetteer:
    builder = Builder("Paperville")
    for north, long in (("I 83 N", -76.61), ("I 83 S", -76.611)):
        builder.segment(north, [(39.30, long), (39.34, long)], None, None, kind="highway")
    builder.segment("West Oak Street", [(39.32, -76.62), (39.32, -76.60)], (1, 99), (2, 98))
    builder.known_as("I 83", ["Jones Falls Expressway", "JFX"])
    return builder.build()


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("under the jfx", "JFX"),
        ("on the jones falls expressway", "Jones Falls Expressway"),
        ("trash on i-83", "I 83"),
        ("interstate 83 south", "I 83 South"),
    ],
)
def test_a_road_is_found_by_what_people_call_it_in_no_direction_nobody_said(text: str, street: str) -> None:
    place = locate(text, "en", motorway())
    assert (place.kind, place.street, place.ask) == ("street", street, "number")


@pytest.mark.parametrize(
    ("text", "first"), [("charles and saint paul", "Charles Street"), ("saint paul and charles", "Saint Paul Street")]
)
def test_of_two_streets_that_never_meet_the_first_is_kept_and_the_other_asked_for(text: str, first: str) -> None:
    place = heard(text)
    assert (place.ask, place.street) == ("apart", first)
    corner = heard("lafayette", context=text)
    assert (corner.kind, first in corner.street, "Lafayette" in corner.cross) == ("intersection", True, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "the one on charles"), ("en", "what's that next one charles"), ("en", "the third house on charles")],
)
def test_one_of_several_is_no_house_number(language: str, text: str) -> None:
    found = heard(text, language)
    assert (found.kind, found.number, found.ask) == ("street", "", "number")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "no tengo ninguno es la primera vez"),
        ("en", "this is the twenty fifth time i call"),
        ("en", "second floor"),
    ],
)
def test_what_is_counted_is_no_street(language: str, text: str) -> None:
    assert heard(text, language).ask == "again"


def test_asked_to_wait_in_any_of_its_forms_a_number_that_follows_is_put_right() -> None:
    assert heard("2401 north charles no espérese 2501", "es").readback == "2501 North Charles Street"
