"""A caller's words without what would tell who they are: for lists that people read to teach the line.

What can be found is masked: numbers of two digits and more, spoken or written; places; e-mail addresses; names that
follow “my name is”. A name in the middle of a story cannot be told from another word, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ivr.flow.numerals import numbers
from ivr.flow.spoken import Token, clean, tokens
from ivr.understanding import mention

NUMBER, PLACE, NAME, ADDRESS = "[number]", "[place]", "[name]", "[e-mail]"
NAME_WORDS, NAME_MOST = 2, 6
"""Words of a name that are masked after its lead, whatever they are; and at most, as long as they may be names."""

_EMAIL = re.compile(r"\S{1,200}@\S{1,200}|\b\w+ (?:at|arroba) \w+ (?:dot|punto) \w+")
_LEADS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "en": (("my", "name", "is"), ("my", "names"), ("name", "is"), ("this", "is"), ("i", "am", "called")),
    "es": (("me", "llamo"), ("mi", "nombre", "es"), ("le", "habla"), ("habla",), ("soy",)),
}
_ORDINARY = (
    "a an the about my your our his her not just so very for in on at regarding calling urgent ridiculous where it"
    " un una el la los las de del mi su nuestra vecino vecina para por en muy tan sobre quien que donde"
    " dueno duena residente inquilino inquilina"
)
_NO_NAMES = frozenset(_ORDINARY.split())
_AFTER = (
    "and i im ive id we there theres here from with to have got need want live living report reporting my it its is"
    " y e hay vivo tengo tenemos necesito quiero quisiera llamo estoy le les se me no que es hablo reporto llamando"
)
_ENDS_A_NAME = (_NO_NAMES | frozenset(_AFTER.split())) - {"de", "del", "la", "las", "el"}
"""What follows a name, and is none: “Juan Carlos Ruiz de la Cruz” goes on, “John Smith calling about” does not."""
Span = tuple[int, int, str]


def mask(text: str, language: str) -> str:
    """The text with what is personal replaced by marks such as [number]; any text is taken, 2,000 characters of it."""
    said = clean(text)
    return _replaced(said, _spans(said, language))


def _spans(said: str, language: str) -> Iterator[Span]:
    """Where something personal stands; they may overlap."""
    yield from ((m.start(), m.end(), ADDRESS) for m in _EMAIL.finditer(said))
    if place := mention.find(said, language):
        at = said.find(place.place)
        if at >= 0:
            yield at, at + len(place.place), PLACE
    tokens_ = tokens(said)
    yield from _number_spans(tokens_, language)
    yield from _name_spans(tokens_, language)


def _number_spans(said: Sequence[Token], language: str) -> Iterator[Span]:
    for run in numbers([t.word for t in said], language):
        if len(run.digits) > 1:
            yield said[run.start].start, said[run.end - 1].end, NUMBER
    for token in said:
        if sum(c.isdigit() for c in token.word) > 1:
            yield token.start, token.end, NUMBER


def _name_spans(said: Sequence[Token], language: str) -> Iterator[Span]:
    plain = [t.word for t in said]
    for lead in _LEADS.get(language, _LEADS["en"]):
        for at in range(len(plain) - len(lead)):
            if tuple(plain[at : at + len(lead)]) == lead and plain[at + len(lead)] not in _NO_NAMES:
                yield said[at + len(lead)].start, said[_end_of_name(plain, at + len(lead)) - 1].end, NAME


def _end_of_name(plain: Sequence[str], begin: int) -> int:
    """The place after the last word of a name: of one, two or more; after two only what may be a name goes on."""
    most = min(len(plain), begin + NAME_MOST)
    later = range(min(begin + NAME_WORDS, most), most)
    return next((at for at in later if plain[at] in _ENDS_A_NAME or plain[at].isdigit()), most)


def _replaced(text: str, spans: Iterator[Span]) -> str:
    """The text with each span's mark in its place; of spans that overlap the first and longest counts."""
    parts, done = [], 0
    for start, end, mark in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done:
            parts += [text[done:start], mark]
            done = end
        elif end > done:
            done = end
    return "".join([*parts, text[done:]])
