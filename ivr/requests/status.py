"""What becomes of a request: CitiTrack's statuses, Open311's two, and the words a resident understands."""

from __future__ import annotations

from typing import Literal

Open311Status = Literal["open", "closed"]
CityStatus = Literal["New", "Open", "Pending", "Hold", "Closed", "Closed (Duplicate)", "Closed (Transferred)"]

NEW: CityStatus = "New"
FOLLOWED = "Another resident reported this too."
"""The note of a line of history that somebody follows the request by now."""
WORDS: dict[CityStatus, dict[str, str]] = {
    "New": {"en": "received", "es": "recibida"},
    "Open": {"en": "being worked on", "es": "en proceso"},
    "Pending": {"en": "waiting for its turn", "es": "en espera de su turno"},
    "Hold": {"en": "on hold", "es": "en pausa"},
    "Closed": {"en": "closed", "es": "cerrada"},
    "Closed (Duplicate)": {
        "en": "closed, because the same problem was already reported",
        "es": "cerrada, porque el mismo problema ya estaba reportado",
    },
    "Closed (Transferred)": {
        "en": "passed on to another agency",
        "es": "pasada a otra agencia",
    },
}


def open311(city: CityStatus) -> Open311Status:
    """Open311's status of one of the city's."""
    return "closed" if city.startswith("Closed") else "open"


def city_status(text: str) -> CityStatus:
    """The status of this name, in any case. ValueError: there is none; the message lists them."""
    for name in WORDS:
        if name.casefold() == text.strip().casefold():
            return name
    raise ValueError(f"{text!r} is no status; it must be one of: {', '.join(WORDS)}")


def in_words(city: CityStatus, language: str) -> str:
    """The status in plain words (of a request: `solicitud` in Spanish); in English where there is no such language."""
    return WORDS[city].get(language, WORDS[city]["en"])
