"""Which language is this? By its little words, for files whose lines do not say; by all that is known, in a call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from ivr.understanding import words
from ivr.understanding.saying import said_words

LOOKED_AT = 60
"""Words of a text that are looked at."""
CLEARLY = 0.4
"""Such a share of the words must be of the other language alone: “un bache on North Charles Street” has names in it."""
MARGIN = 3
"""So many times more of them than of the call's language alone."""
RATHER = 8
"""So many times more often must a word be said in one language to be of that one."""
_SPANISH_LETTERS = frozenset("áéíóúñ¿¡")


def language_of(text: str, languages: Sequence[str]) -> str:
    """The one of `languages` whose little words the text has most of; the first where that does not tell."""
    said = said_words(text[:2000])[:LOOKED_AT]
    own = {language: sum(word in words.of(language).stop for word in said) for language in languages}
    if "es" in own:
        own["es"] += 2 * bool(_SPANISH_LETTERS & set(text[:2000].lower()))
    return max(languages, key=lambda language: own[language])


class Tongues:
    """The words of each language of a city, by what its callers say; immutable."""

    def __init__(self, said: Mapping[str, Iterable[Sequence[str]]]) -> None:
        """said: what is said in each language, phrases as plain words."""
        counts = {language: Counter(chain.from_iterable(own)) for language, own in said.items()}
        streets = frozenset(word for language in said for word in words.of(language).street)
        totals = {language: own.total() for language, own in counts.items()}
        rates = {code: {w: n / totals[code] for w, n in own.items()} for code, own in counts.items()}
        self._own = {code: frozenset(w for w in rates[code] if _is_of(w, code, rates)) - streets for code in rates}

    def clearly_other(self, said: Sequence[str], language: str) -> str | None:
        """The language these plain words are in, when that is not `language` and there is no doubt of it."""
        looked_at = tuple(dict.fromkeys(said[:LOOKED_AT]))  # “la la la” is a song
        count = {code: sum(word in own for word in looked_at) for code, own in self._own.items()}
        own = count.pop(language, 0)
        best = max(count, key=lambda code: count[code], default=None)
        if best is None or count[best] < max(MARGIN * own, CLEARLY * len(looked_at), min(2, len(looked_at)), 1):
            return None
        return best

    def of_danger(self, said: Sequence[str], language: str, heard_in: Collection[str]) -> str | None:
        """The language of words of danger, when that is not `language`: few words tell, and nobody waits for more.

        heard_in: the languages whose phrases found the danger: “auxilio” is no English.
        """
        little = {code: words.of(code).stop for code in self._own}
        once = set(said)
        shared = {word for word in once if sum(word in stop for stop in little.values()) > 1}
        signs = {
            code: sum(word in own or (word in little[code] and word not in shared) for word in once)
            + (code in heard_in)
            for code, own in self._own.items()
        }
        against = signs.pop(language, 0)
        best = max(signs, key=lambda code: signs[code], default=language)
        return best if signs.get(best, 0) >= max(MARGIN * against, 1) else None

    def mixed_in(self, said: Sequence[str], language: str) -> tuple[str, ...]:
        """The other languages of which a word is among these: “there's a bache on my street”."""
        looked_at = frozenset(said[:LOOKED_AT])
        return tuple(code for code, own in self._own.items() if code != language and not own.isdisjoint(looked_at))


def _is_of(word: str, language: str, rates: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether a word is said in this language and hardly in another: English callers say “hola” too."""
    own = rates[language][word]
    return all(own >= RATHER * other.get(word, 0.0) for code, other in rates.items() if code != language)
