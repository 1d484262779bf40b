"""“The other one”, “the other Charles”: not the place that was read back, the one that is called alike."""

from __future__ import annotations

from ivr.flow.spoken import fold
from ivr.places.amend import picked
from ivr.places.choose import Choice, apart_from_each_other
from ivr.places.found import Found
from ivr.places.located import MOST_CANDIDATES
from ivr.places.readings import readings
from ivr.places.said import Words
from ivr.places.scale import apart
from ivr.places.sentence import Sentence

OTHER = frozenset(["other", "otra", "otro"])
_SIDE = frozenset(["side", "end", "lado"])
"""“On the other side” is the same street still."""
_ALONE = 0.85
"""How sure the only other one is: the caller said that there is another."""
_SAME_PLACE = 150.0


def says_other(answer: Sentence, denied: Found) -> bool:
    """Whether the words ask for the other place of the name: “the other one”, “the other Charles”."""
    if not OTHER.intersection(answer.said) or _SIDE.intersection(answer.said):
        return False
    names = set(_names(denied))
    led = (m for m in answer.mentions if m.exact and m.start and answer.said[m.start - 1] in OTHER)
    return picked(answer.said) is not None or any(m.names[0].name in names for m in led)


def other(before: Sentence, denied: Found) -> Choice:
    """What is called as `denied` is, in another direction or of another kind; nothing where there is no such place."""
    alike = [one for one in readings(_undressed(before)) if _alike(one, denied)]
    match apart_from_each_other(alike)[:MOST_CANDIDATES]:
        case []:
            return Choice(None)
        case [only]:
            return Choice(only, (), _ALONE, None)
        case [best, *rivals]:
            return Choice(best, tuple(rivals), 0.5, "which")
    return Choice(None)


def _undressed(s: Sentence) -> Sentence:
    """The streets by their names alone, without the directions and kinds said of them."""
    dress = {at for m in s.mentions for at in (*range(m.start, m.begin), *range(m.stop, m.end))}
    plain: Words = tuple(word for at, word in enumerate(s.said) if at not in dress)
    return Sentence(plain, s.language, s.gazetteer, s.index, without=s.without)


def _alike(one: Found, denied: Found) -> bool:
    if one.point is None or denied.point is None or apart(one.point, denied.point) < _SAME_PLACE:
        return False
    return (one.kind, one.number, _names(one)) == (denied.kind, denied.number, _names(denied)) and one.exact


def _names(found: Found) -> list[str]:
    """The names of its streets, as mentions have them, in order."""
    return sorted(fold(name.name) for name in (found.main, found.cross) if name)
