"""How an unknown name is spoken: letter-to-sound rules, learned from the dictionary that comes with the recogniser.

Every dictionary word is laid letter against sound (Viterbi, after counting which letters and sounds stand at the same
place); what a letter sounds like is then looked up by the letters around it and the sound before, in the widest
surroundings the dictionary has seen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from math import log

Sounds = tuple[str, ...]
Aligned = list[tuple[str, Sounds]]
_LIKE = 4
"""Letters in a row that a word must share with a wanted one to be of use, its ends counted."""
_MOST = 2
"""Sounds a letter makes at most: x is K S."""
_WINDOWS = ((4, 4), (3, 3), (2, 3), (3, 2), (2, 2), (1, 2), (2, 1), (1, 1), (0, 1), (0, 0))
_VOICED = {
    "a": "AE AA AH EY AO EH AW ER", "b": "B", "c": "K S CH", "d": "D JH", "e": "EH IY AH ER IH EY", "f": "F",
    "g": "G JH", "h": "HH", "i": "IH AY IY AH ER", "j": "JH Y HH", "k": "K", "l": "L", "m": "M", "n": "N NG",
    "o": "AA OW AO AH UW UH AW ER OY", "p": "P F", "q": "K", "r": "R ER", "s": "S Z SH ZH", "t": "T SH TH DH CH",
    "u": "AH UW UH Y ER W", "v": "V F", "w": "W V", "x": "K Z G S", "y": "Y IY IH AY", "z": "Z S T", "'": "",
}  # fmt: skip
"""Where counting begins: which sounds a letter may well make."""


class Letters:
    """Rules: surroundings → the sounds of the letter in their middle."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = rules

    def sounds(self, word: str) -> Sounds:
        """Of a word of letters a-z; letters that are none are left out."""
        plain = "".join(letter for letter in word if letter in _VOICED)
        padded, made = f"####{plain}####", list[str]()
        last = ""
        for at in range(4, 4 + len(plain)):
            own = self._own(padded, at, last)
            made += own
            last = own[-1] if own else last
        return tuple(made)

    def _own(self, padded: str, at: int, last: str) -> Sounds:
        for before, after in _WINDOWS:
            window = f"{padded[at - before : at]}.{padded[at : at + after + 1]}"
            for key in (f"{window}/{last}", window):
                if (found := self._rules.get(key)) is not None:
                    return tuple(found.split())
        return ()


def learned(words: Mapping[str, Sounds], wanted: Iterable[str]) -> Letters:
    """From a dictionary (word → its sounds): all that is needed for the wanted words.

    Words that share nothing with them are passed over; of very many, every second or third is enough.
    """
    wanted = tuple(wanted)
    needed = {window for word in wanted for window in _windows(f"####{word}####", len(word))}
    parts = {word[at : at + _LIKE] for word in map("#{}#".format, wanted) for at in range(len(word) - _LIKE + 1)}
    plain = [
        (word, sounds)
        for at, (word, sounds) in enumerate(words.items())
        if set(word) <= set(_VOICED) and (at % 40 == 0 or _shares(f"#{word}#", parts))
    ]
    begun = _chances(None)
    first = _chances([one for word, sounds in plain[::10] if (one := _align(word, sounds, begun))])
    return Letters(
        _rules(
            (one for word, sounds in plain[:: 1 + len(plain) // 50_000] if (one := _align(word, sounds, first))), needed
        )
    )


def _shares(word: str, parts: Container[str]) -> bool:
    return any(word[at : at + _LIKE] in parts for at in range(len(word) - _LIKE + 1))


def _windows(padded: str, length: int) -> Iterator[str]:
    for at in range(4, 4 + length):
        for before, after in _WINDOWS:
            yield f"{padded[at - before : at]}.{padded[at : at + after + 1]}"


def _chances(aligned: Iterable[Aligned] | None) -> Mapping[str, Mapping[Sounds, float]]:
    """letter → sounds → log chance."""
    counts: dict[str, Counter[Sounds]] = {letter: Counter({(): 2}) for letter in _VOICED}
    if aligned is None:
        for letter, own in _VOICED.items():
            for sound in own.split():
                counts[letter][(sound,)] = 10
    else:
        for word in aligned:
            for letter, sounds in word:
                counts[letter][sounds] += 1
    return {
        letter: {sounds: log(count / sum(own.values())) for sounds, count in own.items()}
        for letter, own in counts.items()
    }


_SELDOM = -9.0


def _align(word: str, sounds: Sounds, chances: Mapping[str, Mapping[Sounds, float]]) -> Aligned | None:
    """The likeliest way to share the sounds out among the letters, in order; None: there are too many of them."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in word:
        own = chances[letter]
        row: dict[int, tuple[float, int]] = {}
        for done, (score, _) in best[-1].items():
            for many in range(min(_MOST, len(sounds) - done) + 1):
                new = score + own.get(sounds[done : done + many], _SELDOM - 3 * many)
                if done + many not in row or row[done + many][0] < new:
                    row[done + many] = (new, done)
        best.append(row)
    if len(sounds) not in best[-1]:
        return None
    found: Aligned = []
    at = len(sounds)
    for place in range(len(word), 0, -1):
        begin = best[place][at][1]
        found.append((word[place - 1], sounds[begin:at]))
        at = begin
    return found[::-1]


def _rules(aligned: Iterable[Aligned], needed: Container[str]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word in aligned:
        padded = "####" + "".join(letter for letter, _ in word) + "####"
        last = ""
        for at, (_, sounds) in enumerate(word, 4):
            own = " ".join(sounds)
            for before, after in _WINDOWS[::-1]:
                window = f"{padded[at - before : at]}.{padded[at : at + after + 1]}"
                if window in needed:
                    counts[window][own] += 1
                    counts[f"{window}/{last}"][own] += 1
                elif before in (0, after):
                    break  # all that come now hold this one
            last = sounds[-1] if sounds else last
    return {key: own.most_common(1)[0][0] for key, own in counts.items()}
