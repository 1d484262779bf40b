"""How a found place is read back: English names as the city writes them, in the frame of the caller's language."""

from __future__ import annotations

from ivr.places.found import Found


def read_out(found: Found, language: str, unit: str = "") -> str:
    """“2401 North Charles Street”, “the corner of North Charles Street and North Avenue”, “cuadra 2400 de …”."""
    spanish = language == "es"
    match found.kind:
        case "address":
            return f"{found.number} {found.main}{unit}"
        case "block":
            return f"cuadra {found.number} de {found.main}" if spanish else f"{found.number} block of {found.main}"
        case "intersection" if spanish:
            return f"la esquina de {found.main} {_and(str(found.cross))} {found.cross}"
        case "intersection":
            return f"the corner of {found.main} and {found.cross}"
        case "between" if spanish:
            return f"{found.main} entre {found.cross} {_and(str(found.end))} {found.end}"
        case "between":
            return f"{found.main} between {found.cross} and {found.end}"
        case "street":
            return str(found.main)
        case _:
            return found.name


def _and(following: str) -> str:
    """“y”; “e” before the sound of an i: “Wilkens Avenue e Irving Avenue”."""
    return "e" if following.startswith("I") else "y"
