"""Places in what was said: as an answer, beside a need, in parts, and instead of one that was read back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.calls.placing import Finder, slots_of
from ivr.flow.meaning import Meaning, Want
from ivr.places.atlas.builder import Builder
from ivr.places.gazetteer import Gazetteer
from ivr.places.located import Located

PLACE = Want("place")
BOX = [(39.2, -76.7), (39.2, -76.5), (39.4, -76.5), (39.4, -76.7), (39.2, -76.7)]


def made(complete: bool) -> Gazetteer:
    builder = Builder("Baltimore", complete=complete)
    for name, long in (("North Charles Street", -76.617), ("Guilford Avenue", -76.612), ("Barclay Street", -76.611)):
        builder.anchored(name, [(1, 39.29, long), (3301, 39.32, long)], also=())
    builder.anchored("South Charles Street", [(1, 39.29, -76.617), (2401, 39.26, -76.617)], also=())
    builder.anchored("East 25th Street", [(1, 39.318, -76.618), (801, 39.318, -76.605)], also=())
    builder.landmark({"en": "Patterson Park", "es": "Parque Patterson"}, (39.289, -76.581))
    builder.outside(["Towson"])
    builder.boundary([BOX])
    builder.area("neighborhood", "Charles Village", [BOX])
    builder.area("council_district", "12", [BOX])
    builder.area("police_district", "Northern", [BOX])
    return builder.build()


@pytest.fixture(scope="module")
def finder() -> Finder:
    city = made(complete=True)
    return Finder(lambda: city)


def answered(finder: Finder, said: str, want: Want = PLACE) -> Meaning:
    return finder.placed(Meaning(value=said, confidence=0.8), want, "en", said)


def beside_a_need(finder: Finder, said: str) -> Meaning:
    need = Meaning(intent="service", value="pothole", confidence=0.9, slots={"place": said})
    return finder.placed(need, Want("intents"), "en", f"there is a pothole at {said}")


# ------------------------------------------------------------------ the answer to “where is it?”


def test_an_address_fills_every_slot_of_a_place(finder: Finder) -> None:
    meaning = answered(finder, "1801 guilford avenue")
    assert (meaning.value, meaning.ask, meaning.alternatives) == ("1801 Guilford Avenue", None, ())
    assert {**meaning.slots, "place_lat": "", "place_long": ""} == {
        "place_said": "1801 guilford avenue",
        "place_kind": "address",
        "place_number": "1801",
        "place_street": "Guilford Avenue",
        "place_cross": "",
        "place_lat": "",
        "place_long": "",
        "place_neighborhood": "Charles Village",
        "place_council_district": "12",
        "place_police_district": "Northern",
    }
    assert float(meaning.slots["place_lat"]) == pytest.approx(39.3064, abs=0.001)


def test_a_corner_has_both_streets_and_its_point(finder: Finder) -> None:
    slots = answered(finder, "guilford and 25th").slots
    assert (slots["place_kind"], slots["place_street"], slots["place_cross"]) == (
        "intersection",
        "Guilford Avenue",
        "East 25th Street",
    )
    assert slots["place_lat"].startswith("39.318")


def test_of_two_that_fit_both_are_alternatives_and_the_question_is_which_direction(finder: Finder) -> None:
    meaning = answered(finder, "charles street")
    assert meaning.ask in ("direction", "number")
    both = answered(finder, "1801 charles street")
    assert both.ask == "direction"
    assert {both.value, *(value for value, _ in both.alternatives)} == {
        "1801 North Charles Street",
        "1801 South Charles Street",
    }


def test_where_the_number_is_missing_nothing_is_offered_and_the_street_is_kept(finder: Finder) -> None:
    meaning = answered(finder, "guilford avenue")
    assert (meaning.ask, meaning.alternatives) == ("number", ())
    assert (meaning.slots["place_street"], meaning.slots["place_lat"]) == ("Guilford Avenue", "")


def test_the_missing_part_alone_completes_what_was_said_before(finder: Finder) -> None:
    want = replace(PLACE, context="guilford avenue")
    meaning = finder.placed(Meaning(because="no place is named"), want, "en", "eighteen oh one")
    assert (meaning.value, meaning.ask) == ("1801 Guilford Avenue", None)


def test_a_place_outside_the_city_is_named_and_a_place_nobody_knows_is_not(finder: Finder) -> None:
    assert (answered(finder, "towson").ask, answered(finder, "towson").value) == ("outside", "Towson")
    lost = answered(finder, "77 zebulon street")
    assert (lost.ask, lost.value, lost.slots["place_lat"]) == ("again", None, "")


def test_an_unknown_place_stays_unknown_and_a_link_stays_a_link(finder: Finder) -> None:
    for meaning in (Meaning(value="unknown", confidence=0.95), Meaning(link="agent", confidence=0.95), Meaning()):
        assert finder.placed(meaning, PLACE, "en", "guilford avenue") == meaning


def test_a_street_the_starter_does_not_know_is_accepted_as_said_and_read_back() -> None:
    starter = made(complete=False)
    meaning = answered(Finder(lambda: starter), "77 zebulon street")
    assert (meaning.value, meaning.ask, meaning.slots["place_lat"]) == ("77 Zebulon Street", None, "")
    assert 0.5 <= meaning.confidence < 0.8


# ------------------------------------------------------------------ beside a need


def test_a_place_in_the_first_sentence_is_found(finder: Finder) -> None:
    meaning = beside_a_need(finder, "1801 guilford avenue")
    assert (meaning.value, meaning.confidence, meaning.ask) == ("pothole", 0.9, None)
    assert meaning.slots["place"] == "1801 Guilford Avenue"
    sure = finder.find("1801 guilford avenue", "en").confidence
    assert float(meaning.slots["place_confidence"]) == pytest.approx(sure, abs=0.01)
    assert meaning.slots["place_lat"]


def test_a_place_in_the_first_sentence_that_lacks_something_is_to_be_completed(finder: Finder) -> None:
    meaning = beside_a_need(finder, "guilford avenue")
    assert "place" not in meaning.slots
    assert (meaning.ask, meaning.slots["place_said"], meaning.slots["place_street"]) == (
        "number",
        "guilford avenue",
        "Guilford Avenue",
    )


@pytest.mark.parametrize("said", ["77 zebulon street", "my mother's"])
def test_a_place_in_the_first_sentence_that_nobody_knows_is_as_if_it_were_not_said(said: str, finder: Finder) -> None:
    meaning = beside_a_need(finder, said)
    assert (meaning.value, meaning.ask, dict(meaning.slots)) == ("pothole", None, {})


def sentence(finder: Finder, said: str, intent: str = "service", language: str = "en") -> Meaning:
    """A first sentence in which understanding, by words alone, found no place."""
    return finder.placed(Meaning(intent=intent, value="pothole", confidence=0.9), Want("intents"), language, said)


def test_a_place_only_the_map_knows_is_found_in_the_first_sentence(finder: Finder) -> None:
    meaning = sentence(finder, "somebody left a sofa over in patterson park last night")
    assert (meaning.slots["place"], meaning.slots["place_said"], meaning.ask) == (
        "Patterson Park",
        "Patterson Park",
        None,
    )


def test_a_street_told_as_one_in_the_first_sentence_lacks_its_number_alone(finder: Finder) -> None:
    meaning = sentence(finder, "there is a mess on guilford and it stinks")
    assert (meaning.ask, meaning.slots["place_street"], "place" in meaning.slots) == (
        "number",
        "Guilford Avenue",
        False,
    )


def test_a_town_the_first_sentence_is_about_is_said_to_be_outside(finder: Finder) -> None:
    for meaning in (sentence(finder, "a deep hole in towson by the mall"), beside_a_need(finder, "towson")):
        assert (meaning.ask, meaning.slots["place_said"], "place" in meaning.slots) == ("outside", "Towson", False)


@pytest.mark.parametrize("said", ["i live in towson and my bin is gone", "i am from towson and there is litter"])
def test_a_town_a_caller_only_lives_in_is_no_place(said: str, finder: Finder) -> None:
    assert not sentence(finder, said).slots


def test_a_place_in_a_question_about_something_else_is_left_alone(finder: Finder) -> None:
    assert not sentence(finder, "when does patterson park open", intent="info").slots


def test_words_without_a_place_are_left_as_they_are(finder: Finder) -> None:
    meaning = Meaning(intent="service", value="pothole", slots={"lane": "travel"})
    assert finder.placed(meaning, Want("intents"), "en", "x") is meaning


# ------------------------------------------------------------------ instead of what was read back


def test_what_is_said_beside_a_no_is_found_too(finder: Finder) -> None:
    said = Meaning(value="no", confidence=0.95, correction=Meaning(value="1801 guilford avenue", confidence=0.8))
    meaning = finder.placed(said, Want("yesno", inner=PLACE), "en", "no 1801 guilford avenue")
    assert meaning.value == "no"
    assert meaning.correction is not None
    assert meaning.correction.value == "1801 Guilford Avenue"
    assert meaning.correction.slots["place_lat"]


# ------------------------------------------------------------------ small enough for an address


def test_coordinates_travel_with_six_decimals() -> None:
    slots = slots_of(Located("x", lat=39.316112999999996, long=-76.61700071))
    assert (slots["place_lat"], slots["place_long"]) == ("39.316113", "-76.617001")


@pytest.mark.parametrize("text", ["", "\0", "7" * 100_000, "and " * 100_000, "𝔞‮é " * 10_000])
def test_any_text_has_an_answer(text: str, finder: Finder) -> None:
    answered(finder, text)
    beside_a_need(finder, text)


def test_words_of_a_sentence_that_no_map_knows_are_no_place() -> None:
    starter = made(complete=False)
    need = Meaning(intent="service", value="dirty_alley", confidence=0.9, slots={"place": "the alley and the street"})
    text = "there is trash in the alley and the street"
    meant = Finder(lambda: starter).placed(need, Want("intents"), "en", text)
    assert not {name for name in meant.slots if name.startswith("place")}
