"""How a name sounds: one code for spellings an ear cannot tell apart, “Wilkens” and “wilkins”, “Thames” and “tems”."""
# ruff: noqa: E501  (tables are read and edited as text)

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 40
"""Letters of a name that are listened to."""
_VOWELS = frozenset("aeiouy")

# Spelling → sound, the longest first at each place. Capitals are sounds: X is sh, ch, j and soft g; S also z and soft c;
# F also v; T also d and th; P also b; K also g, q and hard c. A recogniser, an accent or a bad line swaps these.
_SPELLINGS = {
    "tch": "X", "schr": "XR", "schn": "XN", "schm": "XM", "schw": "XW", "schl": "XL", "sch": "SK", "dge": "X", "tion": "XaN", "sion": "XaN", "ough": "a", "augh": "a", "eigh": "a", "igh": "a", "cks": "KS",
    "sh": "X", "ch": "X", "ph": "F", "th": "T", "ck": "K", "cc": "K", "ce": "Sa", "ci": "Sa", "cy": "Sa", "ge": "Xa", "gi": "Xa", "gy": "Xa",
    "gh": "K", "qu": "KW", "wh": "W", "ll": "L", "mb": "MP", "mn": "M", "c": "K", "q": "K", "k": "K", "g": "K", "x": "KS", "j": "X", "s": "S", "z": "S",
    "f": "F", "v": "F", "t": "T", "d": "T", "p": "P", "b": "P", "l": "L", "r": "R", "m": "M", "n": "N", "w": "W", "h": "",
}  # fmt: skip
_SPELLED = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)) + "|[aeiouy]+|.")
_BEGINNINGS = (
    ("kn", "n"), ("gn", "n"), ("pn", "n"), ("wr", "r"), ("ps", "s"), ("wh", "w"), ("rh", "r"), ("you", "ju"), ("yu", "ju"), ("eu", "ju"), ("uni", "juni"),
    ("x", "s"), ("mac", "mc"), ("saint", "snt"),
)  # fmt: skip
_DOUBLED = re.compile(r"([A-Z])\1+")
_NOT_LETTERS = re.compile(r"[^a-z]")


@lru_cache(maxsize=65536)
def sound(name: str) -> str:
    """The sounds of a folded name: capitals for consonants, one `a` for any run of vowels; "" for a name without letters."""
    plain = name[:_LONGEST]
    for begin, instead in _BEGINNINGS:
        if plain.startswith(begin):
            plain = instead + plain[len(begin) :]
            break
    plain = _NOT_LETTERS.sub("", plain)
    if len(plain) > 3 and plain.endswith("e") and plain[-2] not in _VOWELS:
        plain = plain[:-1]  # wolfe, clarke; the e of "ette" went with it
    heard = "".join(_sound(m[0]) for m in _SPELLED.finditer(plain))
    heard = _DOUBLED.sub(r"\1", re.sub(r"a[aW]*a|a+W?(?=[^a]|$)", "a", heard))
    return heard if heard[:1] != "W" or len(heard) > 1 else "Wa"


def _sound(spelled: str) -> str:
    return _SPELLINGS.get(spelled, "a" if spelled[0] in _VOWELS else "")


def skeleton(heard: str) -> str:
    """The consonants of a sound, and its first vowel when it begins with one."""
    return ("a" if heard[:1] == "a" else "") + heard.replace("a", "")
