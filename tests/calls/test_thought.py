"""What the test phone is told of the line's thoughts."""

from __future__ import annotations

from ivr.calls.thought import did, thought
from ivr.flow.meaning import Meaning

ALTERNATIVES = (("street_repair", 0.1234), ("dirty_street", 0.05), ("rats", 0.01), ("noise", 0.01))
SLOTS = {
    "place": "2400 North Charles Street",
    "place_said": "twenty four hundred north charles",
    "place_lat": "39.3",
    "place_kind": "address",
    "place_neighborhood": "Charles Village",
    "place_confidence": "0.92",
}


def test_alternatives_are_told_with_their_probabilities_three_at_most() -> None:
    told = thought(Meaning(value="pothole", confidence=0.8, alternatives=ALTERNATIVES), "intents", 0.857)
    assert told["alternatives"] == [["street_repair", 0.123], ["dirty_street", 0.05], ["rats", 0.01]]
    assert (told["kind"], told["heard"]) == ("intents", 0.86)


def test_a_place_beside_a_need_is_told_with_where_it_lies() -> None:
    told = thought(Meaning(value="pothole", confidence=0.8, slots=SLOTS), "intents", None)
    assert told["place"] == {
        "said": "twenty four hundred north charles",
        "name": "2400 North Charles Street",
        "kind": "address",
        "neighborhood": "Charles Village",
        "confidence": 0.92,
        "found": "yes",
    }


def test_a_place_that_was_asked_for_is_as_sure_as_the_answer() -> None:
    meant = Meaning(
        value="2400 North Charles Street", confidence=0.5, slots={**SLOTS, "place_lat": ""}, ask="direction"
    )
    told = thought(meant, "place", 0.9)
    assert (told["place"]["confidence"], told["ask"]) == (0.5, "direction")
    assert "found" not in told["place"]


def test_what_was_said_instead_is_told() -> None:
    said = Meaning(intent="service", value="rats", confidence=0.9)
    assert thought(Meaning(value="no", correction=said), "yesno", 0.9)["correction"] == {
        "intent": "service",
        "value": "rats",
        "confidence": 0.9,
    }


def test_what_is_not_there_is_left_out() -> None:
    assert thought(Meaning(), "speech", None) == {"kind": "speech"}


def test_what_the_policy_did_is_told_apart_from_the_other_notes() -> None:
    notes = ["emergency_told", "corrected", "asked_for_operator", "asked_number", "named_in_passing", "agents_busy"]
    assert did(notes) == ["corrected", "asked_number", "named_in_passing"]
