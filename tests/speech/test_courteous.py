"""What the line says back, and what it keeps to itself."""

from __future__ import annotations

import pytest

from ivr.speech.courteous import courteous


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("There is shit all over the fucking sidewalk", "There is … all over the … sidewalk"),
        ("BULLSHIT, it was never fixed", "…, it was never fixed"),
        ("That asshole's car blocks my driveway", "That …'s car blocks my driveway"),
        ("Hay mierda de perro en la acera", "Hay … de perro en la acera"),
        ("Ese hijo de puta tiró basura", "Ese … tiró basura"),
        ("¡Qué cabrón!", "¡Qué …!"),
        ("f*** this pothole", "… this pothole"),
    ],
)
def test_profanity_is_passed_over(said: str, spoken: str) -> None:
    assert courteous(said) == spoken


@pytest.mark.parametrize(
    "said",
    [
        "2401 Dickens Street near Cockeysville",
        "Scunthorpe Avenue, glass on the grass, class action",
        "The damn water main, what the hell",
        "Voy a coger el autobús en la calle Putnam",
        "Disputed assessment at Assateague Court",
        "Hay un bache en la avenida del Vergel",
        "five * six",
    ],
)
def test_what_only_looks_like_it_is_said(said: str) -> None:
    assert courteous(said) == said
