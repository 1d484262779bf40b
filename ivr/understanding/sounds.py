"""How a word sounds, roughly, in either language: what a recogniser confuses is spelled alike (“vache”, “bache”)."""

from __future__ import annotations

import re
from functools import lru_cache

_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"), ("h", ""), ("v", "b"), ("ll", "y"), ("qu", "k"), ("x", "ks"), ("z", "s"), ("w", "gu"),
        ("c(?=[eiy])", "s"), ("ck?", "k"), ("g(?=[eiy])", "j"), ("gu", "g"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The sound of a folded word, as letters and digits; the word itself where nothing would be left."""
    heard = word
    for pattern, letters in _RULES:
        heard = pattern.sub(letters, heard)
    return heard or word
