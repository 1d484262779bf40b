"""What one language must bring to be understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Vocabulary:
    """All words folded and without contractions (see saying); phrases in the notation of patterns.

    links: name of a link → phrases that ask for it.   unknown: “I don't know”.
    yes, no, unclear: phrases, the longest counts.   agrees, denies: those that mean yes and no only as an answer to a
    question of yes and no (“that's the old one”); at another question they are what was said.
      echoes: those for yes that are none when they go on (“it is …”).
    enough: “that's all”.   ongoing, finished: words for what goes on at this moment, and for what is over.
    stop: words that carry no meaning for the classifier.   same: words that mean the same there.
    endings: cut from words, longest first.
    ordinal_frame: words around “the second one”.   last: words for the last option.
    months, weekdays: 1–12; Monday is 0.   days: phrases by days from today.   before_hour: “around”, “a las”.
    letters: spoken letters, also by alphabet word.
    number_frame: words around a number that make no place of it.
    near, street, stops: words before a place, of a street, and after a place.
    """

    links: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    agrees: tuple[str, ...]
    denies: tuple[str, ...]
    unclear: tuple[str, ...]
    echoes: tuple[str, ...]
    enough: tuple[str, ...]
    ongoing: tuple[str, ...]
    finished: tuple[str, ...]
    stop: frozenset[str]
    same: Mapping[str, str]
    endings: tuple[str, ...]
    fillers: frozenset[str]
    ordinal_frame: frozenset[str]
    last: frozenset[str]
    amounts: Mapping[str, int]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[int, tuple[str, ...]]
    before_hour: tuple[str, ...]
    letters: Mapping[str, str]
    number_frame: frozenset[str]
    near: tuple[str, ...]
    street: frozenset[str]
    stops: frozenset[str]
