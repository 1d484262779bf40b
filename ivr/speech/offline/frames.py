"""Sentences as callers make them: what they want and where, of the city's words, and always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from ivr.speech.offline.words import Name, Phrase, digits, house, hundreds, said, shorter

Words = tuple[str, ...]
STREET, PLACE, AREA, NUMBER = "<street>", "<place>", "<area>", "<number>"
"""Stand for a name, each drawn by its weight; a number is drawn at once."""

WHERE = tuple(
    tuple(frame.split())
    for frame in (
        f"at {NUMBER} {STREET}",
        f"on {STREET}",
        f"at {STREET} and {STREET}",
        f"in front of {NUMBER} {STREET}",
        f"on {STREET}",
        f"at {NUMBER} {STREET}",
        f"on the corner of {STREET} and {STREET}",
        f"behind {NUMBER} {STREET}",
        f"on {STREET} near {STREET}",
        f"at {NUMBER} {STREET}",
        f"on the {NUMBER} block of {STREET}",
        f"at {PLACE}",
        f"at {STREET} and {STREET}",
        f"on {STREET}",
        f"in {AREA}",
        f"near {STREET}",
        f"behind {STREET}",
        f"at the corner of {STREET} and {STREET}",
        f"on {STREET} by {PLACE}",
        f"between {STREET} and {STREET}",
        f"off of {STREET}",
        f"near {PLACE}",
        f"{NUMBER} {STREET}",
        f"in front of my house on {STREET}",
        f"on {STREET} last night",
        f"about {STREET}",
    )
)
ALONE = tuple(
    tuple(frame.split())
    for frame in (
        f"{NUMBER} {STREET}",
        f"{STREET} and {STREET}",
        f"{NUMBER} {STREET}",
        f"the corner of {STREET} and {STREET}",
        f"it's at {NUMBER} {STREET}",
        f"it's on {STREET} near {STREET}",
        f"the {NUMBER} block of {STREET}",
        f"{PLACE}",
        f"i'm at {PLACE}",
        f"it is in {AREA}",
        f"my address is {NUMBER} {STREET}",
        f"{STREET}",
        f"the address is {NUMBER} {STREET} in {AREA}",
        f"across from {PLACE}",
        f"{NUMBER}",
        f"on {STREET} between {STREET} and {STREET}",
        f"next to {NUMBER} {STREET}",
        f"the alley behind {NUMBER} {STREET}",
        f"the {AREA} neighborhood",
    )
)
BEFORE = tuple(
    tuple(frame.split())
    for frame in (
        f"at {NUMBER} {STREET}",
        f"on {STREET}",
        f"i live at {NUMBER} {STREET} and",
        f"at {STREET} and {STREET}",
        f"{STREET} has",
        f"i'm on {STREET} and",
        f"hi i am calling from {NUMBER} {STREET}",
        f"in {AREA}",
        f"at {PLACE}",
    )
)
"""A place that is said first."""
OPENINGS = tuple(
    tuple(words.split())
    for words in (
        "there is a", "i want to report a", "", "there's", "i'd like to report", "", "i need to report a", "there is",
        "", "hi i'm calling about a", "yes there is a", "", "i would like to report a", "i have a", "the", "", "my",
        "somebody", "people are", "there are", "we have", "a", "i am calling to report", "please", "i found a",
        "hi i would like to report", "can you send somebody", "hello there is a", "someone",
    )
)  # fmt: skip
TIMES = (
    "yesterday", "last night", "this morning", "today", "two days ago", "last week", "since monday",
    "about an hour ago", "on tuesday", "on wednesday", "thursday", "friday", "saturday", "sunday morning",
    "at three o'clock", "around ten thirty", "at eleven p m",
    "at six a m", "for three weeks", "for a month", "every night", "all day long",
)  # fmt: skip
SHORT = (
    "yes", "no", "yeah", "yep", "nope", "yes please", "no thank you", "that's right", "that is correct", "correct",
    "no that's wrong", "i don't know", "not sure", "skip", "repeat", "help", "an agent", "a person", "operator",
    "representative", "pound", "star", "goodbye", "that's all", "thank you", "hello", "spanish", "english",
)  # fmt: skip
PLAIN = ("yes", "no", "yeah", "nope", "that's right")
"""Said in almost every call."""
ALONE_TIMES = 60
STORY = 1.0
"""How often a sentence of free speech counts, beside one that names a need; measured by perplexity."""
SEED = 311


def sentences(phrases: Sequence[Phrase]) -> Iterator[tuple[Words, float]]:
    """Every sentence of the language model, with how often it counts; names stand as STREET, PLACE and AREA."""
    draw = random.Random(SEED)  # noqa: S311
    for sentence in _needs(phrases, draw):
        yield sentence, 1.0
    yield from ((words, 1.0) for words in _once(said(one.text) for one in phrases if one.kind in ("answer", "prompt")))
    yield from ((words, STORY) for words in _once(said(one.text) for one in phrases if one.kind == "story"))
    for frame in ALONE:
        for _ in range(ALONE_TIMES):
            yield _numbered(frame, draw), 1.0
    for time in TIMES:
        yield tuple(time.split()), 10.0
    for word in SHORT:
        yield tuple(word.split()), 300.0 if word in PLAIN else 60.0
    for length in (3, 4, 5, 7, 10, 6, 8):
        for _ in range(30):
            yield digits("".join(str(draw.randrange(10)) for _ in range(length))), 1.0


def _needs(phrases: Sequence[Phrase], draw: random.Random) -> Iterator[Words]:
    """What callers want: alone, with an opening, with a place behind it or before it."""
    needs = _once(said(phrase.text) for phrase in phrases if phrase.kind == "need")
    for at, need in enumerate(needs):
        yield need
        for turn in range(3):
            opening = OPENINGS[(at + turn * 7) % len(OPENINGS)] if turn else ()
            yield _numbered((*opening, *need, *WHERE[(at + turn * 11) % len(WHERE)]), draw)
        if at % 3 == 0:
            opening = OPENINGS[at // 3 % len(OPENINGS)]
            yield _numbered((*BEFORE[at // 3 % len(BEFORE)], *opening, *need), draw)


def _once(spoken: Iterator[Words]) -> list[Words]:
    return [words for words in dict.fromkeys(spoken) if words]


def _numbered(frame: Words, draw: random.Random) -> Words:
    return tuple(word for part in frame for word in (_number(draw) if part == NUMBER else (part,)))


def _number(draw: random.Random) -> Words:
    """A house number as it is said: a block more often than any one house, and seldom the longer way."""
    number = draw.randrange(1, 70) * 100
    match draw.randrange(10):
        case 0 | 1 | 2 | 3:
            return house(number)
        case 4:
            return hundreds(number + draw.randrange(1, 100))
        case 5:
            return house(draw.randrange(1, 1000))
        case _:
            return house(number + draw.randrange(1, 100))


def members(names: Sequence[Name]) -> Mapping[str, Sequence[tuple[Words, float]]]:
    """What each class stands for: the words, and the share of those who mean one of the class that say just these."""
    found: dict[str, dict[Words, float]] = {STREET: {}, PLACE: {}, AREA: {}}
    for name in names:
        words, own = said(name.text), found[f"<{name.kind}>"]
        if not words:
            continue
        for form, share in shorter(words) if name.kind == "street" else [(words, 1.0)]:
            own[form] = own.get(form, 0.0) + share * name.weight
    sums = {kind: sum(own.values()) or 1.0 for kind, own in found.items()}
    return {kind: [(words, weight / sums[kind]) for words, weight in own.items()] for kind, own in found.items()}
