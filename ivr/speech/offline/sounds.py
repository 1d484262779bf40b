"""How words are spoken: from the recogniser's dictionary, else of the word's parts or its letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ivr.speech.offline.letters import Sounds, learned

Dictionary = Mapping[str, tuple[Sounds, ...]]
_SHORTEST = 3
_ENDINGS = {"s": ("Z",), "'s": ("Z",), "es": ("IH", "Z"), "ed": ("D",), "ing": ("IH", "NG"), "er": ("ER",)}
_HISSING = ("S", "Z", "SH", "ZH", "CH", "JH")
_WHISPERED = ("P", "T", "K", "F", "TH")


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """The wheel's: word → every way it is spoken, the likeliest first."""
    found: dict[str, list[Sounds]] = {}
    with acoustic_model().with_name("cmudict-en-us.dict").open(encoding="utf-8") as lines:
        for line in lines:
            word, *sounds = line.split()
            found.setdefault(word.partition("(")[0], []).append(tuple(sounds))
    return {word: tuple(ways) for word, ways in found.items()}


def acoustic_model() -> Path:
    """The folder of the wheel's American English."""
    from pocketsphinx import get_model_path

    return Path(get_model_path()) / "en-us" / "en-us"


def spoken(words: Iterable[str]) -> dict[str, tuple[Sounds, ...]]:
    """Every word with the ways it may be spoken; a word nothing can be said of is left out."""
    known = dictionary()
    wanted = sorted(set(words))
    found = {word: known[word] for word in wanted if word in known}
    missing = [word for word in wanted if word not in known]
    rules = learned({word: ways[0] for word, ways in known.items()}, missing) if missing else None
    for word in missing:
        ways = list(dict.fromkeys(_parts(word, known)))
        if rules and (made := rules.sounds(word)) and len(ways) < 2 and made not in ways:
            ways.append(made)
        if ways:
            found[word] = tuple(ways)
    return found


def _parts(word: str, known: Dictionary) -> Iterator[Sounds]:
    """A word of two others ("birchwood"), or one with an ending ("grabbers")."""
    for ending, sounds in _ENDINGS.items():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST and stem in known:
            yield (*known[stem][0], *_ended(known[stem][0][-1], sounds))
            return
    halves = [
        (min(at, len(word) - at), word[:at], word[at:])
        for at in range(_SHORTEST, len(word) - _SHORTEST + 1)
        if word[:at] in known and word[at:] in known
    ]
    if halves:
        _, first, second = max(halves)
        yield (*known[first][0], *known[second][0])


def _ended(last: str, sounds: Sounds) -> Sounds:
    if sounds == ("Z",):
        return ("IH", "Z") if last in _HISSING else ("S",) if last in _WHISPERED else sounds
    if sounds == ("D",):
        return ("IH", "D") if last in ("T", "D") else ("T",) if last in (*_WHISPERED, *_HISSING) else sounds
    return sounds
