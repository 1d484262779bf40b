"""The name of a street: direction, name, kind: “n charles st” → North Charles Street; “twenty fifth” → 25th."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.flow.numerals import Number, numbers
from ivr.places.names import DIRECTIONS, KINDS, LANDMARKS, NOT_A_NAME, SPANISH_KINDS

LONGEST = 6
"""Words of a street's name, direction and kind included."""


@dataclass(frozen=True, slots=True)
class Street:
    """name: as the city writes it. spoken: in the caller's language. sure: a direction, a kind or a number said so."""

    name: str
    spoken: str
    sure: bool
    end: int


WINDOW = 24
"""Words looked at: more than any name has. Without an end, words that ramble would cost the square of their number."""


def street(said: Sequence[str], language: str) -> Street | None:
    """The street these words begin with; None when they name none. `end`: where its name ends."""
    said = said[:WINDOW]
    if language == "es" and (found := _spanish(said)):
        return found
    return _english(said, language)


def _spanish(said: Sequence[str]) -> Street | None:
    """“la calle Charles”, “avenida Greenmount”, “calle veinticinco”: the kind comes first."""
    at = next((n for n, w in enumerate(said[:3]) if w not in ("la", "el", "de", "del", "en")), 0)
    kind = SPANISH_KINDS.get(said[at]) if at < len(said) else None
    if kind is None:
        return None
    rest = list(said[at + 1 :])
    dropped = len(rest)
    while rest and rest[0] in ("la", "el", "de", "del", "numero"):
        rest = rest[1:]
    begins = at + 1 + dropped - len(rest)
    if not (named := _english(rest, "es", allow_number=True)):
        return None
    suffixed = any(named.name.endswith(f" {k}") for k in set(KINDS.values()))
    return Street(
        named.name if suffixed else f"{named.name} {kind}",
        f"{said[at]} {_plain_number(named.name)}",
        True,
        begins + named.end,
    )


def _plain_number(spoken: str) -> str:
    """In Spanish a numbered street is “calle 25”, not “calle 25th”."""
    return spoken[:-2] if spoken[:1].isdigit() and spoken[-2:] in ("st", "nd", "rd", "th") else spoken


def _english(said: Sequence[str], language: str, allow_number: bool = False) -> Street | None:
    figures = {n.start: n for n in (*numbers(said, language), *numbers(said, "en"))}
    at, parts, sure = 0, [], False
    if len(said) > 1 and said[0] in DIRECTIONS:
        parts.append(DIRECTIONS[said[at]])
        at, sure = at + 1, True
    if at < len(said) and said[at] == "the":
        return None
    if at in figures and (figures[at].ordinal or allow_number or _is_numbered(said, at, figures[at])):
        parts.append(ordinal(int(figures[at].digits[:4])))
        at, sure = figures[at].end, True
    else:
        at = _name(said, at, parts, figures)
    named = len(parts) > (1 if parts and parts[0] in DIRECTIONS.values() and sure else 0)
    if not named and not _is_kind(said, at):
        return None
    kind = _kind(said, at)
    if kind:
        parts.append(kind)
        at, sure = at + 1, True
    if at < len(said) and said[at] in DIRECTIONS and len(said[at]) > 1 and kind:
        parts.append(DIRECTIONS[said[at]])
        at += 1
    name = " ".join(parts)
    spoken = f"la {_plain_number(name)}" if language == "es" and len(parts) == 1 and name[:1].isdigit() else name
    return Street(name, spoken, sure, at) if parts and len(parts) <= LONGEST else None


def _is_numbered(said: Sequence[str], at: int, figure: Number) -> bool:
    """“25 street”, “east 33”: a street called by a plain number."""
    alone = at > 0 and figure.end == len(said)
    return len(figure.digits) < 4 and (alone or _is_kind(said, figure.end))


def _kind(said: Sequence[str], at: int) -> str | None:
    return KINDS.get(said[at]) if at < len(said) else None


def _is_kind(said: Sequence[str], at: int) -> bool:
    return at < len(said) and (said[at] in KINDS or said[at] in DIRECTIONS)


def _name(said: Sequence[str], at: int, parts: list[str], figures: dict[int, Number]) -> int:
    """Adds the words of the name; returns where it ends: at the kind of street, or at a word that is no name."""
    begin = at
    while at < len(said) and at - begin < LONGEST - 1:
        word = said[at]
        if word in NOT_A_NAME or word in ("&", "@") or (at in figures and at > begin and not figures[at].ordinal):
            break
        saint = word == "st" and at + 1 < len(said) and at == begin and said[at + 1] not in NOT_A_NAME | KINDS.keys()
        if word in KINDS and not saint and not (at == begin and word in ("park", "court")):
            further = at + 1 < len(said) and said[at + 1] in KINDS and word not in ("st", "ave", "rd")
            if not further:  # “park circle drive”: the last one is the kind
                break
        if word in LANDMARKS and word not in (
            "park",
            "church",
            "market",
            "bank",
            "university",
            "hospital",
            "field",
            "harbor",
            "college",
            "school",
            "bridge",
            "center",
            "library",
        ):
            break
        parts.append("Saint" if saint else _capital(word))
        at += 1
    return at


def _capital(word: str) -> str:
    if word.startswith("mc") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    if word.startswith("o'"):
        return f"O'{word[2:].capitalize()}"
    return word.upper() if len(word) == 1 else word.capitalize()


def ordinal(number: int) -> str:
    """25 → “25th”."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
