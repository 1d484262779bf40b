"""What was said, cleared: apartments and asides left out, what was taken back and what was denied set apart."""

from __future__ import annotations

from functools import lru_cache

from ivr.places.areas import letters
from ivr.places.index import Index
from ivr.places.lexis import CORRECTIONS, HEARD_KINDS, ORDINARY, UNITS

Words = tuple[str, ...]


def without_asides(said: Words, language: str) -> Words:
    """Without apartments (“apartment two b”), murmurs, and letters spelt one by one."""
    kept: list[str] = []
    at = 0
    while at < len(said):
        word = said[at]
        if word in UNITS and at + 1 < len(said) and kept:
            at += 2
            if at < len(said) and len(said[at]) == 1 and said[at] not in ("a", "y", "n", "s", "e", "w"):
                at += 1
            continue
        if said[at + 1 : at + 2] in (("street",), ("streets",)) and word == "cross" and _of_corner(said, at):
            while kept and kept[-1] in _NEAREST:
                kept.pop()
            kept.append("at")
            at += 3 if said[at + 2 : at + 3] and said[at + 2] in _BEING else 2
            continue
        spelt = _spelt(said, at)
        if spelt > 3:
            at += spelt
            continue
        if word.endswith("00s") and word[:-1].isdecimal():
            kept += [word[:-1], "block"]  # “the 3200s of Greenmount”
        elif word not in ("uh", "um", "er", "eh", "hmm", "mm", "uhm", "umm"):
            kept.append(word)
        at += 1
    return tuple(kept)


_NEAREST = frozenset(["the", "nearest", "closest", "my", "a", "and", "main", "next"])
_BEING = frozenset(["is", "are", "being", "would", "was"])


def _of_corner(said: Words, at: int) -> bool:
    """“… and the nearest cross street is …” tells a corner; Cross Street by itself is a street."""
    return (at > 0 and said[at - 1] in _NEAREST - {"and"}) or said[at + 2 : at + 3] in tuple((w,) for w in _BEING)


def _spelt(said: Words, at: int) -> int:
    end = at
    while end < len(said) and len(said[end]) == 1 and said[end].isalpha():
        end += 1
    return end - at


def corrected(line: Words, language: str) -> list[Words]:
    """“2400 charles no wait 2500” → “2400 charles”, “2500”."""
    parts: list[Words] = []
    begin = at = 0
    while at < len(line):
        if width := _takes_back(line, at, language):
            if at > begin:
                parts.append(line[begin:at])
            begin = at = at + width
        else:
            at += 1
    return [*parts, line[begin:]] if begin < len(line) or not parts else parts


def _takes_back(line: Words, at: int, language: str) -> int:
    for phrase in _phrases(language):
        if line[at : at + len(phrase)] == phrase and at + len(phrase) < len(line):
            return len(phrase)
    return 0


@lru_cache(maxsize=4)
def _phrases(language: str) -> tuple[Words, ...]:
    said = (*CORRECTIONS.get(language, ()), *(CORRECTIONS["en"] if language != "en" else ()))
    return tuple(sorted((tuple(p.split()) for p in said), key=len, reverse=True))


def denied(line: Words, at: int, index: Index, language: str) -> tuple[str, int] | None:
    """(the street's name, where it ends) of what is denied; "" for a kind of street."""
    begin = at
    while (
        begin < len(line)
        and begin < at + 3
        and line[begin] in ("the", "on", "la", "el", "en", "es", "at", "calle", "it", "is")
    ):
        begin += 1
    for width in (4, 3, 2, 1):
        name = index.named.get(letters(line[begin : begin + width]))
        if name and begin + width <= len(line) and not all(w in ORDINARY for w in line[begin : begin + width]):
            end = begin + width
            return name, end + (line[end : end + 1] != () and line[end] in HEARD_KINDS)
    if begin < len(line) and begin > at and line[begin] in HEARD_KINDS and language != "es":
        return "", begin + 1
    return None
