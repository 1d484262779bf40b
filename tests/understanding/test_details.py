"""What is asked for beside the need: references put right by asking, telephones, vehicles, quantities."""

from __future__ import annotations

import pytest
from stdnum import damm

from ivr.flow import reference
from ivr.understanding import describing, plate, quantity, references, telephone, vehicle
from ivr.understanding.quantity import Quantity
from ivr.understanding.saying import said_words

SERIAL = "2100432"
RIGHT = SERIAL + damm.calc_check_digit(SERIAL)


def _heard(text: str, language: str = "en") -> tuple[str | None, float, tuple[str, ...]]:
    meaning = references.hear(said_words(text), language)
    return meaning.value, meaning.confidence, tuple(value for value, _ in meaning.alternatives)


def test_a_reference_with_the_right_check_digit_is_taken_with_the_year_or_without() -> None:
    assert _heard(" ".join(RIGHT)) == (RIGHT, 0.9, ())
    assert _heard("two six " + " ".join(RIGHT)) == ("26" + RIGHT, 0.9, ())


@pytest.mark.parametrize(("language", "misheard"), [("en", "31004322"), ("en", "12004322"), ("es", "21004332")])
def test_one_digit_heard_wrong_is_asked_about(language: str, misheard: str) -> None:
    value, sure, meant = _heard("26 " + misheard, language)
    assert (value, sure) == (None, 0.0)  # never taken without being asked about
    assert "26" + RIGHT in meant
    assert len(meant) < 5
    assert all(reference.is_right(one) for one in meant)
    assert references.hear(said_words("26 " + misheard), language).ask == reference.CHECK


def test_a_number_that_no_slip_explains_is_looked_for_as_it_is() -> None:
    lost = next(n for n in map(str, range(21004300, 21009999)) if not reference.is_right(n) and not _near(n))
    assert _heard(lost) == (lost, 0.9, ())


def _near(number: str) -> tuple[str, ...]:
    return reference.repairs(number, references.ALIKE["en"])


@pytest.mark.parametrize("text", ["", "one two three", "one two three four five six seven eight nine", "my number"])
def test_fewer_digits_or_more_are_no_reference(text: str) -> None:
    assert _heard(text) == (None, 0.0, ())


@pytest.mark.parametrize("digits", ["", "12", "abcdefgh", "1234567a", "١٢٣٤٥٦٧٨", "9" * 5000])
def test_what_is_no_reference_is_not_put_right(digits: str) -> None:
    assert reference.repairs(digits, reference.KEYED) == ()


def _phone(text: str, area: str | None = "410") -> tuple[str | None, bool]:
    meaning = telephone.hear(said_words(text), "en", text, area)
    return meaning.value, meaning.confidence >= 0.75


@pytest.mark.parametrize(
    ("text", "value", "sure"),
    [
        ("four four three five five five oh one nine eight", "+14435550198", True),
        ("five five five oh one two three", "+14105550123", False),
        ("555-0123", "+14105550123", False),
        ("five five five oh one two three area code six six seven", "+16675550123", True),
        ("one five five oh one two three", None, False),
        ("five five five oh one two", None, False),
        ("+52 55 1234 5678", "+525512345678", True),
        ("+1", None, False),
    ],
)
def test_seven_digits_are_a_number_of_the_citys_area(text: str, value: str | None, sure: bool) -> None:
    assert _phone(text) == (value, sure)


def test_seven_digits_are_none_where_the_city_has_no_area_code() -> None:
    assert _phone("555-0123", area=None) == (None, False)
    assert telephone.area_of(["+18005550111", "+528005550111"]) is None
    assert telephone.area_of(["+14435550111", "+14105550111", "+14105550112", "+18005550111"]) == "410"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("it's a silver Honda Accord", "en", ("Honda", "Accord", "silver", None)),
        ("a dark green jeep wrangler", "en", ("Jeep", "Wrangler", "green", "suv")),
        ("old blue chevy impala 2006 with no tags", "en", ("Chevrolet", "Impala", "blue", None)),
        ("an altima I think it's gray", "en", ("Nissan", "Altima", "gray", None)),
        ("white box truck", "en", (None, None, "white", "box truck")),
        ("una troca roja chevrolet silverado", "es", ("Chevrolet", "Silverado", "red", "pickup")),
        ("es un toyota corolla gris", "es", ("Toyota", "Corolla", "gray", None)),
    ],
)
def test_a_vehicle_by_make_model_color_and_kind(
    text: str, language: str, expected: tuple[str | None, str | None, str | None, str | None]
) -> None:
    found = vehicle.read(text, language)
    assert found is not None
    assert (found.make, found.model, found.color, found.kind) == expected
    assert found.said == text


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("it's kind of a silver honda civic, a 2009, with a dent", "en", "silver 2009 Honda Civic"),
        ("an s u v, black", "en", "black SUV"),
        ("a red jeep", "en", "red Jeep"),
        ("some white ford van", "en", "white Ford van"),
        ("una camioneta blanca toda chocada", "es", "camioneta blanca"),
        ("un toyota corolla gris como del 2006", "es", "Toyota Corolla gris 2006"),
        ("un camión color café", "es", "camión café"),
        ("un carro colorado", "es", "carro colorado"),
    ],
)
def test_a_vehicle_is_read_back_in_a_few_words_and_the_callers_own_are_kept(
    text: str, language: str, words: str
) -> None:
    meaning = describing.hear(text, language)
    assert (meaning.value, meaning.slots["vehicle_said"]) == (words, text)


@pytest.mark.parametrize("text", ["a golf cart", "it's white", "I only saw it from behind"])
def test_what_is_no_car_of_any_make_stays_as_it_was_said(text: str) -> None:
    meaning = describing.hear(text, "en")
    assert (meaning.value, meaning.slots) == (text, {"vehicle_said": ""})
    assert meaning.confidence < 0.5  # no correction of a vehicle that was understood


@pytest.mark.parametrize(
    ("text", "language", "none"),
    [
        ("no plate on it", "en", True),
        ("it doesn't have any tags", "en", True),
        ("I can't see it from here", "en", True),
        ("the tags are missing", "en", True),
        ("no tiene placas", "es", True),
        ("sin placas", "es", True),
        ("no it's 7AB 1234", "en", False),
        ("no wait, A B, I mean 1234", "en", False),
        ("something from Virginia", "en", False),
    ],
)
def test_a_plate_there_is_none_of(text: str, language: str, none: bool) -> None:
    assert plate.is_none(text, language) == none


@pytest.mark.parametrize("text", ["", "I don't know", "focus on the road please", "they took my wallet"])
def test_what_names_no_vehicle_is_none(text: str) -> None:
    assert vehicle.read(text, "en") is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("about two feet deep", "en", Quantity(2, "foot")),
        ("two and a half feet", "en", Quantity(2.5, "foot")),
        ("a foot and a half", "en", Quantity(1.5, "foot")),
        ("half a mile", "en", Quantity(0.5, "mile")),
        ("a couple of bags", "en", Quantity(2, "bag")),
        ("dos metros y medio", "es", Quantity(2.5, "meter")),
        ("un par de bolsas", "es", Quantity(2, "bag")),
        ("deep", "en", None),
    ],
)
def test_a_quantity_and_its_unit(text: str, language: str, expected: Quantity | None) -> None:
    assert quantity.read(text, language) == expected
