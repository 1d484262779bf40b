"""A street as it was named: its name in the middle, the direction and the kind said around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.places.index import Alike
from ivr.places.lexis import HEARD_DIRECTIONS, HEARD_KINDS, LEADING_KINDS


@dataclass(frozen=True, slots=True)
class Mention:
    """A street named in words start..end (direction and kind included), its own name in begin..stop.

    names: what it may be, the likest first. prefix, suffix: as said, "" when they were not. loose: the kind was said
    in Spanish before the name (“calle”), which people say of any street. told: direction or kind were the answer to a
    question about them, and hold.
    """

    start: int
    begin: int
    stop: int
    end: int
    names: tuple[Alike, ...]
    prefix: str = ""
    suffix: str = ""
    loose: bool = False
    told: bool = False

    @property
    def exact(self) -> bool:
        return self.names[0].likeness == 1.0

    @property
    def dressed(self) -> bool:
        """Whether it was said that this is a street: by a direction or a kind."""
        return bool(self.prefix or self.suffix)


_SPANISH = frozenset(["norte", "sur", "oeste"])


def dressed(said: Sequence[str], begin: int, stop: int, names: tuple[Alike, ...]) -> Mention:
    """With the direction and the kind said around the name."""
    start, suffix, loose, end = begin, "", False, stop
    if end < len(said) and said[end] in HEARD_KINDS and not _starts_saint(said, end):
        suffix, end = HEARD_KINDS[said[end]], end + 1
    at = _past_articles(said, begin)
    if at >= 0 and said[at] in LEADING_KINDS:
        start = at
        if not suffix:
            suffix, loose = LEADING_KINDS[said[at]], said[at] == "calle"
        at = _past_articles(said, at)
    if at >= 0 and said[at] in HEARD_DIRECTIONS and (at == start - 1 or said[at + 1] in ("de", "del")):
        return Mention(at, begin, stop, end, names, HEARD_DIRECTIONS[said[at]], suffix, loose)
    prefix, end = _direction_after(said, end)
    return Mention(start, begin, stop, end, names, prefix, suffix, loose)


def _past_articles(said: Sequence[str], at: int) -> int:
    """The word before `at`, before at most two articles."""
    word = at - 1
    while word >= 0 and said[word] in ("la", "el", "de", "del") and word > at - 3:
        word -= 1
    return word


def _direction_after(said: Sequence[str], end: int) -> tuple[str, int]:
    """(direction, where it ends): “charles street north”, “monument al este”; not the “este …” of who hesitates."""
    skip = 1 if end < len(said) and said[end] in ("al", "hacia") else 0
    at = end + skip
    word = said[at] if at < len(said) else ""
    if word not in HEARD_DIRECTIONS or len(word) == 1 or (word == "este" and not skip):
        return "", end
    told = skip or at + 1 == len(said) or word in _SPANISH
    return (HEARD_DIRECTIONS[word], at + 1) if told else ("", end)


def _starts_saint(said: Sequence[str], at: int) -> bool:
    """“… st paul”: a saint, not a street."""
    return said[at] == "st" and at + 1 < len(said) and said[at + 1] in ("paul", "johns", "marys", "helena", "james")
