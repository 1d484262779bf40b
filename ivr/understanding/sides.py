"""Where yes, no and neither stand in what was said: the phrases that answer, without those that only tell."""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ivr.understanding import words
from ivr.understanding.pattern import Pattern, compile_pattern
from ivr.understanding.patterns import Patterns
from ivr.understanding.saying import POLITE

Side = Literal["yes", "no", "unclear"]
_VERBS = frozenset("sale va dale vale listo ya eso".split())
_SUBJECTS = frozenset({"it", "they", "he", "she", "there", "we"})
_NOBODY = frozenset("nobody never nothing none nadie nunca nada".split())
_NO_ONE = _NOBODY | {"no", "one", "is", "ha", "esta"}
_EXCLAIMED = frozenset(
    "no nope nah si wait lord god oh honey sorry but and well man girl boy baby sweetie hun dear hell heck said yeah "
    "yes yep right close almost unfortunately actually sir maam ay dios uy hijole perdon fijese verdad la ahorita "
    "disculpe espere que eso esa ese asi ahi este esta usted yo mi amor casi claro pues hombre joven mijo mija fue es "
    "era esto".split()
)
"""Words before a “no” that answers; “the porch light, no …” tells, and so does “el agua no sale”."""
_AUXILIARY = frozenset("is are was were do does did am have has had will would can could should not".split())
BUT = frozenset({"but", "pero"})
_CLOSES = BUT | {"although", "though", "aunque", "except"}
"""After them an echo has ended: “it is, but …”."""
_ASKS = (["do", "not"], ["no", "me"], ["no", "nos"])
_NEXT_CLAUSE = frozenset("i we my they that it you he she no sir maam im ive".split())
"""After “please don't” something else is said; any other word is what is not to be done: “please don't hang up”."""
_SPOKEN = frozenset("spelled pronounced listed entered written".split())
"""What may be done wrong to an answer read back."""
_DENIED_VERBS = frozenset(
    "ha han he hemos se lo la los las le les me nos hay habia para paran deja dejan viene vienen vino vinieron "
    "puedo pude puede funciona funcionan sirve sirven sale salen pasa pasan".split()
)
"""After “sí no …” they are what does not happen: “sí no han venido”."""
_PLACED = frozenset(
    "across next by around behind down up off in at near beside outside over above below under where when before "
    "after past here there along between beyond inside".split()
)
"""“It's right across from the school”: nothing was called right."""

_WISHES = frozenset({"gustaria", "encantaria", "interesa", "interesaria"})
_INFINITIVE = re.compile(r"\w+[aei]r(?:me|te|se|nos|l[aeo]s?|(?:me|te|se|nos)l[ao]s?)?|que|saber")
_ANSWERED = (
    frozenset("yes yeah yep si claro no nope sir maam senor senora because if since porque and y".split()) | _CLOSES
)
"""After “I'd like to” they end it; anything else is what somebody would like to do."""
_OF = frozenset("the my his her our their your".split())
_VERB = frozenset("is are was were has have looks sounds works will does do did matches".split())


@dataclass(frozen=True, slots=True)
class Part:
    """A phrase that answers: the words at..end."""

    side: Side
    at: int
    end: int


def phrases(written: Sequence[str]) -> Patterns:
    """Phrases of the word lists, to look up."""
    return Patterns([_read(p) for p in written])


@lru_cache(maxsize=1024)
def _read(phrase: str) -> Pattern:
    return compile_pattern(phrase)


@lru_cache(maxsize=8)
def _sides(language: str, asked: bool) -> tuple[tuple[Side, Patterns], ...]:
    """asked: whether yes or no was asked for, so that “that's the old one” is an answer."""
    known = words.of(language)
    no = (*known.no, *known.denies) if asked else known.no
    yes = (*known.yes, *known.agrees) if asked else known.yes
    return ("unclear", phrases(known.unclear)), ("no", phrases(no)), ("yes", phrases(yes))


@lru_cache(maxsize=8)
def _echoes(language: str) -> Patterns:
    return phrases(words.of(language).echoes)


def answering(said: Sequence[str], language: str, asked: bool) -> tuple[Sequence[str], list[Part]]:
    """The words without the politeness and murmurs around an answer, and the parts of it."""
    parts = _parts(said, language, asked)
    kept = {at for p in parts for at in range(p.at, p.end)}
    plain = [w for at, w in enumerate(said) if at in kept or w not in POLITE]
    return (said, parts) if len(plain) == len(said) else (plain, _parts(plain, language, asked))


def _parts(said: Sequence[str], language: str, asked: bool) -> list[Part]:
    """The longest phrase at each place, from left to right."""
    found: list[Part] = []
    at, all_said = 0, frozenset(said)
    while at < len(said):
        ends = ((side, known.reach(said, at, all_said)) for side, known in _sides(language, asked))
        # As long a yes that begins with a no knows more of it: “no está mal, está bien así”.
        side, end = max(ends, key=lambda one: (one[1], one[0] == "yes" and said[at] == "no"))
        if end > at:
            found.append(Part(side, at, end))
        at = max(end, at + 1)
    return found


def without_told(parts: Sequence[Part], said: Sequence[str], language: str) -> list[Part]:
    """The parts without the echoes that go on: “it is” answers, “it is on the corner” does not."""
    kept: list[Part] = []
    parts = _without_wishes(parts, said)
    before = opening(said)
    agreed = next((p.side == "yes" for p in parts if p.side != "unclear"), False)
    for part in reversed(parts):
        goes_on = part.end < len(said) and not (kept and kept[-1].at == part.end and kept[-1].side == part.side)
        told = _is_verb(part, said, before) or _is_under_way(part, said, before)
        told = told or _is_denied(part, said, before) or (agreed and _is_aside(part, said))
        if not told and not (goes_on and _is_echo(part, said, language, before)):
            kept.append(part)
    return kept[::-1]


def _without_wishes(parts: Sequence[Part], said: Sequence[str]) -> list[Part]:
    """The parts without “I want to …” and what is wanted; “correct the address” is asked for, and unclear."""
    kept: list[Part] = []
    wished = -1
    for part in parts:
        if part.side == "yes" and _is_wish(part, said):
            wished = part.end
        elif part.at != wished or said[part.at] in _ANSWERED:
            kept.append(Part("unclear", part.at, part.end) if _is_asked(part, said) else part)
    return kept


def _is_wish(part: Part, said: Sequence[str]) -> bool:
    """Whether something to be done follows: “I'd like to add …”, “me gustaría agregar …”."""
    if part.end == len(said):
        return False
    last, after = said[part.end - 1], said[part.end]
    if last == "to":
        return after not in _ANSWERED
    return last in _WISHES and _INFINITIVE.fullmatch(after) is not None


def _is_asked(part: Part, said: Sequence[str]) -> bool:
    """“Correct the address”, “correct that”; but “correct, the address is right” answers."""
    if said[part.at : part.end] != said[part.end - 1 : part.end] or said[part.at] != "correct" or part.end == len(said):
        return False
    if part.at and said[part.at - 1] in _VERB:
        return False
    after = said[part.end]
    if after in ("it", "that", "this"):
        return _VERB.isdisjoint(said[part.end + 1 : part.end + 4])
    return after in _OF and _VERB.isdisjoint(said[part.end + 2 : part.end + 5])


def opening(said: Sequence[str]) -> int:
    """How many words there are before one that is more than an exclamation."""
    return next((n for n, word in enumerate(said) if word not in _EXCLAIMED), len(said))


def _is_verb(part: Part, said: Sequence[str], before: int) -> bool:
    """“Sale” and “va” are a yes by themselves, and none in “el agua no sale”."""
    return part.end == part.at + 1 and said[part.at] in _VERBS and part.at > before


def _is_under_way(part: Part, said: Sequence[str], before: int) -> bool:
    """What something does not do is no answer: “the light is not working right”, “la luz no está prendiendo bien”."""
    verbs = (w.endswith(("ing", "ando", "iendo", "ed")) and w not in _SPOKEN for w in said[part.at : part.end])
    return part.side == "no" and part.at > before and said[part.at] in _AUXILIARY | {"no"} and any(verbs)


def _is_denied(part: Part, said: Sequence[str], before: int) -> bool:
    """“Bien” in “la llave no cierra bien”: how something does not do."""
    alone = part.side == "yes" and part.end == part.at + 1 and part.at > before
    return alone and not {"no", "not"}.isdisjoint(said[max(0, part.at - 2) : part.at - 1])


def _is_aside(part: Part, said: Sequence[str]) -> bool:
    """What denies nothing after a yes: “yes, nobody's been here”, “yes, but don't call after nine”."""
    asks = said[part.at : part.at + 2] in _ASKS and part.end < len(said)
    return part.side == "no" and part.at > 0 and (asks or _is_nobody(said[part.at : part.end]))


def _is_nobody(phrase: Sequence[str]) -> bool:
    return _NO_ONE.issuperset(phrase) and not {"one", *_NOBODY}.isdisjoint(phrase)


def _is_echo(part: Part, said: Sequence[str], language: str, before: int) -> bool:
    """Whether it answers only where it ends what is said: “it is”, and the “is not” of “the dog is not on a leash”."""
    phrase, after = said[part.at : part.end], said[part.end]
    if list(phrase) == ["please", "do", "not"]:
        return after not in _NEXT_CLAUSE
    if part.side == "no":
        but = part.at > 0 and said[part.at - 1] in BUT and after not in _DENIED_VERBS
        return not but and _tells_no(phrase, after, part.at, before)
    if part.side != "yes":
        return False
    if phrase[-1] == "right" and after in _PLACED:
        return True
    return after not in _CLOSES and _echoes(language).whole(phrase) is not None


def _tells_no(phrase: Sequence[str], after: str, at: int, before: int) -> bool:
    """Whether a no that goes on denies something else than what was asked: “yes nobody's been here”."""
    first, width = phrase[0], len(phrase)
    verb = first in _AUXILIARY or (first in _SUBJECTS and width == 3 and phrase[1] in _AUXILIARY)
    denied = first == "no" and (at > before or (width == 1 and after in _DENIED_VERBS))
    nobody = (at > 0 and _is_nobody(phrase)) or (width == 1 and first in _NOBODY)
    return nobody or (at > 0 and (verb or denied)) or list(phrase) == ["para", "que"]
