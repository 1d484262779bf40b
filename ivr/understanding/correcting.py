"""An answer to a value read back: yes, no, “no, the other one”, “no, a street light”, “I said Charles not Charleston”."""
# ruff: noqa: E501  (phrases are read and edited a line each)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ivr.flow.meaning import Meaning
from ivr.flow.spoken import tokens
from ivr.understanding import yesno
from ivr.understanding.pattern import compile_pattern
from ivr.understanding.patterns import Patterns
from ivr.understanding.saying import CONTRACTIONS, POLITE, bare, said_words

OTHER = "the other one"
"""Why a correction has no value: the second of two was meant."""
INSTEAD = "instead"
"""The slot of a “no” that is not all that was said: what follows it, where that is no answer to what was read back."""
DENIED, PLAIN = 0.3, 0.75
"""How sure an answer must be to count as a correction: after a “no” or “I said”, and without either."""
_OPEN = frozenset({"intents", "services", "police", "topics"})

_OTHER = {
    "en": (
        "[i (mean|meant|said|want|wanted)] [it is|it was|that is] [the|that] other (one|thing|place|street|option) [please]",
        "[i (mean|meant|said|want|wanted)] the other [please]",
        "not (that|this) [one] the other [one]",
        "the (second|first|next) one",
    ),
    "es": (
        "[quise decir|digo|dije|quiero|es|era] (la|el|lo) (otra|otro) [cosa|calle|lugar|opcion]",
        "(esa|ese|esta|este|eso) no (la|el|lo) (otra|otro)",
        "no (esa|ese|esta|este|eso) [sino] (la|el|lo) (otra|otro)",
        "(la|el) (segunda|segundo|primera|primero)",
    ),
}
_DENIALS = {
    "en": (
        "(no|nope|nah|naw|wrong|incorrect|no no|no no no|yeah no|well no|uh no|um no)",
        "(wait|hold on|oh|[no] wait wait) [no|sorry|actually] i (said|meant|mean|told you)",
        "no (wait|sorry|actually|sir|ma am|maam|that is not it|it is not|that is wrong)",
        "[no] (not that|not it|not really|not quite|not that one)",
        "[no] i (said|meant|mean|told you|was talking about|am talking about|was saying|am calling about|asked (for|about))",
        "[no] [well] (actually|rather)",
        "[no] (that|this|it) (is|was) (not|wrong|incorrect) [it|right|what i said|what i meant|correct|the one|my problem|what i want|true]",
        "[no] you (got|have|heard|understood|are getting) (that|it|me) (wrong|all wrong)",
        "[that is] [the] wrong (one|thing|street|place|address|number)",
    ),
    "es": (
        "(no|nop|que no|no no|no no no|ay no|pues no|incorrecto|equivocado)",
        "(espere|espera|espereme|esperame|esperese|esperate|ay) [no|perdon] (dije|digo|quise decir)",
        "no (perdon|espere|espera|espereme|esperame|esperese|esperate|senor|senora|senorita|gracias|es correcto|es asi)",
        "[no] [yo] [le|les] (dije|digo|quise decir|quiero decir|me refiero a|hablo de|estoy hablando de|llamo por) [que]",
        "[no] lo que (dije|digo|quise decir|quiero) (es|fue|era)",
        "[no] (mas bien|mejor dicho|en realidad)",
        "[no] (eso|esa|ese|asi) no (es|era|fue) [eso|lo que dije|correcto]",
        "no (es|era|fue) (eso|esa|ese|asi|ahi|correcto)",
        "[no] (eso|esa|ese|este|esta) no",
        "[no] (me entendio mal|esta mal|esta equivocado|esta equivocada)",
    ),
}
_FRAMES = {
    "en": (
        "(it is|it was|that is|it should be|make it|make that|they are|there is|but|try)",
        "(it is|that is) (about|on|at|in)",
    ),
    "es": ("(es|era|sino|sino que|pero|son|fue|hay)", "(es|era) (por|de|en) "),
}
_NOT = {"en": "not", "es": "no"}


@lru_cache(maxsize=16)
def _patterns(language: str, which: str) -> Patterns:
    written: Mapping[str, Mapping[str, tuple[str, ...]]] = {"other": _OTHER, "denials": _DENIALS, "frames": _FRAMES}
    phrases = written[which]
    return Patterns(compile_pattern(p) for p in phrases.get(language, phrases["en"]))


def hear(text: str, language: str, kind: str, instead: Callable[[str], Meaning]) -> Meaning:
    """yes, no or neither, and beside it what was said instead.

    kind: of the question whose answer was read back. instead: what words mean as an answer to that question.
    """
    said = said_words(text)
    answer, sure = yesno.hear(said, language)
    plain = Meaning(value=answer, confidence=sure)
    if yesno.only(said, language):
        return plain
    split = _split(text, language, kind)
    if _patterns(language, "other").whole(bare(said_words(split.rest))):
        return Meaning(value="no", confidence=0.9, correction=Meaning(because=OTHER))
    if not split.rest:
        return Meaning(value="no", confidence=max(sure, 0.9)) if split.denied and answer != "yes" else plain
    if answer == "yes" and not split.denied:
        return plain
    # A need is heard whole as well: the “no” of “no hay agua” belongs to it.
    tried = [instead(rest) for rest in dict.fromkeys((split.rest, text) if kind in _OPEN else (split.rest,))]
    best = max(tried, key=lambda meaning: meaning.confidence)
    if not _is_answer(best, kind, DENIED if split.denied else PLAIN):
        return replace(plain, slots={INSTEAD: split.rest}) if split.denied and plain.value == "no" else plain
    return Meaning(value="no" if split.denied else None, confidence=0.9 if split.denied else 0.0, correction=best)


def _is_answer(meaning: Meaning, kind: str, least: float) -> bool:
    if meaning.link or meaning.confidence < least:
        return False
    return meaning.value is not None or (kind in _OPEN and meaning.intent not in (None, "other"))


# ------------------------------------------------------------------ taking the denial off


@dataclass(frozen=True, slots=True)
class _Split:
    """rest: what is left once the denials are taken off it. denied: whether there was one."""

    rest: str
    denied: bool


def _split(text: str, language: str, kind: str) -> _Split:
    """Denials are taken off the beginning, and “not Charleston” off the end of a denial or a place."""
    found = tokens(text)
    spread = [(word, n) for n, token in enumerate(found) for word in CONTRACTIONS.get(token.word, (token.word,))]
    plain = [word for word, _ in spread]
    start, denied = _after_denials(plain, language)
    end = len(plain)
    if denied or kind == "place":
        end = next((at for at in range(start + 1, len(plain)) if plain[at] == _NOT.get(language, "not")), end)
    rest = text[found[spread[start][1]].start : found[spread[end - 1][1]].end] if start < end else ""
    return _Split(rest, denied or end < len(plain))


def _after_denials(plain: Sequence[str], language: str) -> tuple[int, bool]:
    """Where what was meant begins, and whether it was denied before that."""
    denials, frames = _patterns(language, "denials"), _patterns(language, "frames")
    at, denied = 0, False
    while at < len(plain):
        if (end := denials.reach(plain, at)) > at:
            at, denied = end, True
        elif (end := frames.reach(plain, at)) > at or plain[at] in POLITE:
            at = max(end, at + 1)
        elif plain[at] == "not":
            at, denied = _after_not(plain, at, language), True
        else:
            break
    return at, denied


def _after_not(plain: Sequence[str], at: int, language: str) -> int:
    """After “not a pothole it is”; after the “not” alone where nothing of the kind follows."""
    frames, denials = _patterns(language, "frames"), _patterns(language, "denials")
    later = ((n, max(frames.reach(plain, n), denials.reach(plain, n))) for n in range(at + 2, len(plain)))
    return next((end for n, end in later if end > n), at + 1)
