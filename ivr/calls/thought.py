"""What the line thought at one turn, told to the test phone: what it understood, how surely, and what it did then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivr.flow.meaning import Meaning

ALTERNATIVES = 3
POLICY = ("corrected", "named_in_passing", "asked_whether", "offered")
"""Notes of the engine that tell what it did with what it understood; `asked_number` and its like do too."""


def thought(meaning: Meaning, wanted: str, heard: float | None) -> dict[str, Any]:
    """What was understood, beside what the journal keeps of it. wanted: Want.kind. heard: the recogniser's confidence.

    {"kind", "heard", "alternatives": [[value, confidence]], "ask", "place": {…}, "correction": {…}}; without empty ones
    """
    told = {
        "kind": wanted,
        "heard": None if heard is None else round(heard, 2),
        "alternatives": [[value, round(sure, 3)] for value, sure in meaning.alternatives[:ALTERNATIVES]],
        "ask": meaning.ask,
        "place": _place(meaning, wanted),
        "correction": _correction(meaning.correction) if meaning.correction else None,
    }
    return {name: value for name, value in told.items() if value not in (None, [], {})}


def _place(meaning: Meaning, wanted: str) -> dict[str, Any]:
    """The place in what was said: how it was said, what it was taken for, and where that lies."""
    slots = meaning.slots
    if not slots.get("place_said"):
        return {}
    sure = f"{meaning.confidence:.2f}" if wanted == "place" else slots.get("place_confidence", "")
    place = {
        "said": slots["place_said"],
        "name": (meaning.value if wanted == "place" else slots.get("place")) or slots.get("place_street", ""),
        "kind": slots.get("place_kind", ""),
        "neighborhood": slots.get("place_neighborhood", ""),
        "police_district": slots.get("place_police_district", ""),
        "confidence": float(sure) if sure.replace(".", "", 1).isdigit() else None,
        "found": "yes" if slots.get("place_lat") else "",
    }
    return {name: value for name, value in place.items() if value not in (None, "")}


def _correction(said: Meaning) -> dict[str, Any]:
    told = {
        "intent": said.intent,
        "value": said.value or said.slots.get("place"),
        "confidence": round(said.confidence, 3),
    }
    return {name: value for name, value in told.items() if value is not None}


def did(notes: Sequence[str]) -> list[str]:
    """What the policy did, in order: `named_in_passing`, `asked_whether`, `offered`, `corrected`, `asked_number` …"""
    parts = [note for note in notes if note.startswith("asked_") and not note.startswith("asked_for_")]
    return [note for note in notes if note in POLICY or note in parts]
