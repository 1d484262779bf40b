"""Yes, no, or neither: “yeah no”, “no that's not right”, “no, it's 2501”, “sí, está bien”, “más o menos”."""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import dropwhile, pairwise, takewhile
from typing import Literal

from ivr.understanding import nth, words
from ivr.understanding.patterns import Patterns
from ivr.understanding.saying import POLITE, bare, said_words
from ivr.understanding.sides import BUT, Part, Side, answering, opening, phrases, without_told

Heard = tuple[Literal["yes", "no"] | None, float]
BARE = 6
"""Up to so many words the whole is one answer (“yeah no”); in a longer one what it begins with is."""
MANY = 12
_OPENING = 40
"""Words in which a yes is taken back, or what somebody does not do is said."""
_NEAR = 4
"""So soon after a yes a no speaks of the same; later it is of the story."""
NEITHER: Heard = (None, 0.0)
_DECISIVE = frozenset("correct incorrect correcto correcta incorrecto incorrecta equivocado equivocada".split())
_ASKED_FOR = frozenset({"please", "favor"})
"""Alone they are a yes: “shall I send it?”, “please”."""
_NOT_ASKED = frozenset("nobody nadie hoy ahora ahorita everybody everyone still todavia ya".split())
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_AFTER_KNOW = frozenset("it its that thats the not no sir maam way i im thank know".split())
_PLAIN = frozenset({"yes", "yeah", "yep", "no", "nope", "nah", "correct", "si", "correcto"})
_QUESTIONS = frozenset(
    (verb, one)
    for verb in ("is", "are", "do", "does", "did", "can", "could", "will", "would", "should", "was")
    for one in ("that", "it", "this", "there", "you", "i", "we", "they")
)
"""“Is that the one on Monroe?” answers nothing."""
_SAID = re.compile(
    r"(?:(?:no|but|well|pero|yo|si|le) )*(?:i (?:said|told you|gave you)|(?:le )?(?:dije|di)) (?!yes|yeah|que)"
)
_WRITTEN = re.compile(
    r" (?:(?:and|but|y|pero) )?(?:you (?:put|wrote|typed|heard|have|got|took|said|entered)"
    r"|usted (?:me )?(?:puso|escribio|anoto|apunto|entendio|oyo|dijo|tiene))(?! (?:it|that|lo|la|eso)\b) \w"
)
_PLATES = frozenset("plate plates tag tags placa placas".split())
_NO_PLATES = frozenset(
    "no it has have there is are not any license i said told you got plate plates tag tags "
    "sin tiene tengo hay trae carro car the el que dije ya le placa placas".split()
)
"""“No plates” tells of the vehicle, and answers no question that is asked with yes or no."""
_THAT = frozenset("that this eso ese esa".split())
_PAUSE = frozenset(
    "no wait hold hang on a second sec one minute moment let me look check see think espere espereme permitame un "
    "momento momentito momentico segundo segundito tantito ratito deje dejeme ver".split()
)
_THANKS = (
    *(("thank", "you", "so", "much"), ("thank", "you", "very", "much"), ("thank", "you", "kindly"), ("thank", "you")),
    *(("muchas", "gracias"), ("muchisimas", "gracias"), ("mil", "gracias")),
    *(("do", "not", "worry", "about", "it"), ("do", "not", "worry"), ("no", "se", "preocupe"), ("no", "se", "apure")),
)
_GOD = (("thank", "god"), ("thank", "the", "lord"), ("gracias", "a", "dios"), ("bendito", "dios"))
_CALLED = frozenset(
    "honey hon dear sweetie sweetheart baby babe darling sugar bro buddy miss mister hombre mujer mijo mija mijito "
    "mijita joven amor reina corazon linda compadre amigo amiga muchacha jefe".split()
)
"""Who is spoken to, after the answer: “que sí hombre”."""
_AS_FAR = (
    *(("that", "i", "can", "see"), ("that", "i", "can", "tell"), ("that", "i", "know", "of"), ("that", "i", "know")),
    *(("that", "i", "saw"), ("that", "i", "seen"), ("as", "far", "as", "i", "know"), ("que", "yo", "sepa")),
    *(("que", "yo", "vea"), ("que", "yo", "haya", "visto")),
)
"""How far an answer goes, behind it: “no injuries that I can see”."""
_DETERMINERS = frozenset("my the a his her our your el la un una su otra otro that this".split())

_TAKEN_BACK = re.compile(
    r"\b(?:but|pero) (?:(?:please|por favor|first|primero|also|tambien|well|pues) )*(?:"
    r"(?:it|that|this|he|she|they|those|these) (?:is|are|was|were) (?:an?|the|my|his|her|our|their|your)\b"
    r"|(?:i|we|id) (?:would |also |really )*(?:want|need|like|have (?:a|another|one|some|something)) "
    r"|(?:can|could|would) (?:you|i|we)\b|(?:call|tell|let|add|ask|wait|listen|change|fix|correct|put)\b"
    r"|(?:the|my|his|her|our) \w+ (?:\w+ )?(?:is|are|was) (?:\w+ )?(?:wrong|off|incorrect|missing|different)$"
    r"|(?:the|my|his|her|our) (?:(?:last|first|middle|house|street|phone|apartment|unit|zip) )?(?!\w+ed$)\w+$"
    r"|(?:es|era|son|fue) (?:una?|unos|unas|el|los|las|mi|mis|su|sus)\b|(?:yo )?(?:quiero|quisiera|necesito) "
    r"|(?:tengo|hay) (?:una? )?(?:preguntas?|dudas?|otr[ao]|algo)\b"
    r"|(?:me |se )?(?:puede|podria|puedo)\b|(?:le |me )?falta\b"
    r"|(?:antes|llameme|llamenme|espere|espereme|oiga|agregue|ponga|anote|corrija|cambie|digale|digame|dejeme)\b"
    r"|(?:el|la|mi|su|los|las|mis|sus) \w+ (?:\w+ )?(?:esta|estan|es|son) "
    r"(?:mal|equivocad[ao]s?|incorrect[ao]s?|otr[ao]))"
    r"|\bexcept (?:for )?(?:the|my|his|her|our|that|one)\b"
    r"|\b(?:excepto|salvo|menos) (?:por )?(?:el|la|los|las|mi|su|ese|esa|un|una)\b"
)
"""After a yes it asks for something, or says what is not right: “yes, but it's a dog”, “all good except the street”."""
_DOING = (
    r"(?:moving|breathing|responding|answering|talking|speaking|walking|waking|looking|eating|reacting|getting|feeling"
    r"|coming|helping|stopping|acting|crying|seeing|hearing)"
)
_DO = (
    "(?:move|breathe|talk|speak|walk|wake|respond|answer|hear|see|feel|stand|get|stop|come|swallow|react|open|leave|go)"
)
_STATED = re.compile(
    r"(?:(?:no|nope|nah) )?(?:"
    rf"(?:(?:he|she|they|i|we) (?:is|are|am|was|were) )?not {_DOING}\b"
    r"|(?:i|we) (?:can|could) not (?:move|breathe|talk|speak|walk|hear|feel|stand|get|swallow|wake|stop)\b"
    r"|(?:he|she|they) (?:does|do|did|can|could|will|would) not "
    rf"(?:even |really |seem to |want to )?{_DO}\b"
    r"|(?:nobody|no one) (?:is |are |was |has |have |will |would )?(?:ever |even |been )?"
    rf"(?:{_DOING}|doing|listening|picking|showing|comes?|came|helps?|helped|answers?|answered|stops?|showed|cares?|does)\b"
    r")|(?:no )?not yet but "
    r"|(?:no )?(?:todavia|aun) no pero "
    r"|(?:(?:ya|yo|el|ella|ellos|ellas|todavia|aun) )*no (?:(?:me|te|le|lo|la|nos|les|los|las) )*(?:"
    r"(?:responden?|contestan?|reaccionan?|respiran?|caminan?|despiertan?|hablan?|oyen?|oigo|escuchan?|mueven?"
    r"|siento|sienten?|camino|respiro|funcionan?|sirven?|prenden?|salen?|abren?|cierran?|llegan?|vienen?|aparecen?"
    r"|sangran?|aguanto|aguantan?|ayudan?|hacen caso|come|comen|dejan?|quieren?)\b"
    r"|para[n]? de |pued(?:e|en|o) (?!ser\b)\w|podemos \w|pasan? (?:el|la|los|las)\b"
    r"|esta[n]? (?:\w+[ai]e?ndo\b|bien$)|estoy (?:bien$|\w+[ai]e?ndo\b))"
)
"""It begins with what somebody does not do: “no responde”, “no he's not moving”, “nobody is helping him”."""
_TWOFOLD = re.compile(r"(?:pues )?bueno(?: bueno| pues)*|no esta mal")
"""“¿Bueno?” is the hello of a Mexican telephone as well; “no, está mal” sounds as “no está mal” does."""
_DOUBTED = 0.6
"""So sure is, at most, what may be no answer. Where much hangs on it, it is asked again."""


def read(text: str, language: str) -> Literal["yes", "no"] | None:
    """yes, no, or None: neither, or both."""
    return hear(said_words(text), language)[0]


def hear(said: Sequence[str], language: str) -> Heard:
    """(yes | no | None, confidence). None: neither, or both. An answer begins, ends or fills what is said."""
    said = _plainly(said)
    side, sure = _heard(said, language)
    if side is None:
        return NEITHER
    plain, begun = " ".join(said[:_OPENING]), " ".join(dropwhile(POLITE.__contains__, said[:_OPENING]))
    if _TWOFOLD.fullmatch(plain):
        return side, min(sure, _DOUBTED)
    if _STATED.match(begun):
        return (side, min(sure, _DOUBTED)) if side == "no" else NEITHER
    return NEITHER if _takes_back(plain, said, language) else (side, sure)


def _takes_back(plain: str, said: Sequence[str], language: str) -> bool:
    """Whether a yes is given first, and then something that it does not go with; a plain last word counts more."""
    found = _TAKEN_BACK.search(plain)
    if found is None or said[-1] in _PLAIN:
        return False
    parts = answering(said, language, True)[1]
    begins_with_no = bool(parts) and parts[0].side == "no"
    return not begins_with_no and _heard(said[: plain[: found.start()].count(" ")], language)[0] == "yes"


def _heard(said: Sequence[str], language: str) -> Heard:
    if said[-1:] and said[-1] in _PLATES and _NO_PLATES.issuperset(said[:-1]):
        return NEITHER
    if tuple(said[:2]) in _QUESTIONS and _PLAIN.isdisjoint(said):
        return NEITHER
    if _put_down(said):
        return _sure("no", 0.7)
    # “Press 1 for yes”: some say the key instead of pressing it.
    if (key := nth.of(said, language, 2)) is not None:
        return _sure("no" if key else "yes", 0.9)
    if said and (POLITE | {"por"}).issuperset(said) and not _ASKED_FOR.isdisjoint(said):
        return _sure("yes", 0.7)
    said, parts = _after_pause(*answering(said, language, True), language)
    parts = without_told(parts, said, language)
    sides = [p for p in parts if p.side != "unclear"]
    if sides and (meant := _after_but(sides, said)):
        return meant
    if not sides or parts[0].side == "unclear" or (len(sides) < len(parts) and len(said) <= BARE):
        return NEITHER
    answer = _short(sides, said) if len(said) <= BARE else _long(sides, said)
    if answer is NEITHER and len(parts) == len(sides):
        answer = _decided(sides, said)
    return _voted(sides, said) if answer is NEITHER and len(parts) == len(sides) else answer


def _after_pause(said: Sequence[str], parts: list[Part], language: str) -> tuple[Sequence[str], list[Part]]:
    """What follows at once on asking for a moment: “hold on, yes that's it”, “no wait, yes”."""
    pauses = list(takewhile(lambda p: p.side == "unclear" and _PAUSE.issuperset(said[p.at : p.end]), parts))
    if not pauses or len(pauses) == len(parts):
        return said, parts
    answer = parts[len(pauses)].at
    return answering(said[answer:], language, True) if _PAUSE.issuperset(said[:answer]) else (said, parts)


def _after_but(sides: Sequence[Part], said: Sequence[str]) -> Heard | None:
    """“Yes, I know, but no”, “sí es esa calle pero no ese número”: the no after a but is what is meant."""
    last = sides[-1]
    if last.end == len(said) and last.at and said[last.at - 1] in BUT:
        return _sure(last.side, 0.8)
    if sides[0].side == "yes" or (len(sides) > 1 and sides[1].side == "yes"):
        return _sure("no", 0.6) if any(p.side == "no" and p.at and said[p.at - 1] in BUT for p in sides) else None
    return None


def _decided(sides: Sequence[Part], said: Sequence[str]) -> Heard:
    """A word that can only be about what was asked, wherever it is said: “the address you have is correct sir”."""
    decisive = {p.side for p in sides if not _DECISIVE.isdisjoint(said[p.at : p.end])} if len(said) <= MANY else set()
    return _sure(decisive.pop(), 0.6) if len(decisive) == 1 else NEITHER


def _voted(sides: Sequence[Part], said: Sequence[str]) -> Heard:
    """The last resort: two plain words or more for the same, and none for the other, wherever they were said."""
    votes = [p.side for p in sides if not (_PLAIN | _DECISIVE).isdisjoint(said[p.at : p.end])]
    return _sure(votes[0], 0.5) if len(votes) > 1 and len({p.side for p in sides}) == 1 else NEITHER


def _put_down(said: Sequence[str]) -> bool:
    """“I said Culver, you put down Calvert”: what was written is not what was said."""
    plain = " ".join(said)
    at = _SAID.match(plain)
    written = _WRITTEN.search(plain, at.end()) if at else None
    if at is None or written is None:
        return False
    heard = plain[written.end() - 1 :].split()
    return _DECISIVE.isdisjoint(heard) and "right" not in heard and plain[at.end() : written.start()].split() != heard


def _plainly(said: Sequence[str]) -> list[str]:
    """The words with drawn-out ones as usual (“nooo”, “yesss”), the “no” heard as “know”, nobody thanked or called."""
    plain = _unthanked([_DRAWN_OUT.sub(r"\1", word) for word in said])
    if plain[:1] == ["know"] and (len(plain) < 2 or plain[1] in _AFTER_KNOW):
        plain[0] = "no"
    while len(plain) > 1 and plain[-1] in _CALLED and plain[-2] not in _DETERMINERS:
        plain.pop()
        if plain[-1] == "mi" and len(plain) > 1:
            plain.pop()
    far = next((len(f) for f in _AS_FAR if tuple(plain[-len(f) :]) == f), 0)
    plain = plain[:-far] if 0 < far < len(plain) else plain
    tag = plain[-3:] == ["is", "not", "it"] and plain[-4:-3] not in ([], ["that"], ["this"], ["it"])
    return plain[:-3] if tag else plain


def _unthanked(said: Sequence[str]) -> list[str]:
    """Without thanks, but for those that are an answer themselves (“no thank you”) or begin it."""
    kept: list[str] = []
    at = 0
    while at < len(said):
        known = _GOD if not kept or kept[-1] in ("no", "yes", "si") else _GOD + _THANKS
        thanks = next((len(t) for t in known if tuple(said[at : at + len(t)]) == t), 0)
        kept += () if thanks else said[at : at + 1]
        at += thanks or 1
    return kept


def _long(sides: Sequence[Part], said: Sequence[str]) -> Heard:
    """An answer and what is told with it: it begins with what is meant, or ends with a plain word for it."""
    first, last = sides[0], sides[-1]
    if first.at > 3:  # a yes in the middle of a story answers nothing
        return _sure(last.side, 0.6) if last.end == len(said) and _is_plain_end(sides, said) else NEITHER
    if _is_turned(sides):
        return _sure(sides[1].side, 0.7 if sides[1].side != first.side else 0.9)
    if first.side == "yes" and any(
        p.side == "no" and p.at <= first.end + _NEAR and _is_against(said[p.at : p.end]) for p in sides
    ):
        return _sure("no", 0.6)  # “yes but that's the wrong street”
    return _sure(first.side, 0.9 if first.at <= 1 and all(p.side == first.side for p in sides) else 0.6)


def _is_plain_end(sides: Sequence[Part], said: Sequence[str]) -> bool:
    """Whether what is said ends with a plain word and perhaps with what says it again: “… sí, es esa”."""
    at = len(sides) - 1
    while at and sides[at - 1].end == sides[at].at and sides[at - 1].side == sides[at].side:
        at -= 1
    return said[-1] in _PLAIN or said[sides[at].at] in _PLAIN | _THAT


def _is_turned(sides: Sequence[Part]) -> bool:
    """“Yeah no …”: the second is meant."""
    first = sides[0]
    return len(sides) > 1 and first.at == 0 and sides[1].at == first.end and first.end < 3


def _is_against(phrase: Sequence[str]) -> bool:
    """Whether a no beside a yes speaks of what was asked: “that's the wrong street”, not “nobody is hurt”."""
    return len(phrase) > 1 and phrase[0] not in _NOT_ASKED and tuple(phrase[:2]) != ("no", "one")


def _short(sides: Sequence[Part], said: Sequence[str]) -> Heard:
    first, last, length = sides[0], sides[-1], len(said)
    if first.at > opening(said) and last.end < length and 2 * sum(p.end - p.at for p in sides) < length:
        return NEITHER  # “there is no one helping him”
    if first.side == "yes" and _is_turned(sides) and sides[1].side == "no" and sides[1].end > sides[1].at + 1:
        return _sure("no", 0.7)  # “definitivamente ese no es mi número”
    chosen = last if last.end == length or first.at else first
    return _sure(chosen.side, 0.97 if all(p.side == chosen.side for p in sides) else 0.7)


def _sure(side: Side, confidence: float) -> Heard:
    return ("yes" if side == "yes" else "no"), confidence


LONGEST_ANSWER = 12
"""Words; whoever says more says more than yes or no."""


def only(said: Sequence[str], language: str) -> Literal["yes", "no"] | None:
    """yes or no when that is all that was said, however often: “no nobody is hurt”. Else None."""
    if len(said) > LONGEST_ANSWER:
        return None
    said, parts = answering(said, language, False)
    whole = bool(parts) and parts[0].at == 0 and all(a.end == b.at for a, b in pairwise(parts))
    if not whole or parts[-1].end != len(said) or len({p.side for p in parts}) > 1 or parts[0].side == "unclear":
        return None
    return "yes" if parts[0].side == "yes" else "no"


@lru_cache(maxsize=8)
def _nothing_more(language: str) -> Patterns:
    return phrases((*words.of(language).no, *words.of(language).enough))


def declines(said: Sequence[str], language: str) -> bool:
    """Whether nothing more is to be said, and no more was: “no thank you”, “that's all”, “no nada más”."""
    plain, patterns, at = bare(said), _nothing_more(language), 0
    while at < len(plain):
        end = patterns.reach(plain, at)
        if end == at:
            return False
        at = end
    return bool(plain)
