"""Words compared as people hear them: any case, any spacing, punctuation aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ivr.simulator.heard import Heard


def plain(text: str) -> str:
    """Lower case, one space between words, no punctuation: how two people would agree they heard the same."""
    return " ".join(re.sub(r"[^\w]+", " ", unicodedata.normalize("NFKC", text).casefold()).split())


def find(heard: Sequence[Heard], text: str, language: str, start: int) -> int:
    """Where in the words heard `text` ends, searched from `start`; -1: it was not said (in that language)."""
    joined, spans = "", []
    for item in heard:
        if item.kind == "say":
            joined += plain(item.text) + " "
            spans.append((len(joined), item.language.partition("-")[0]))
    wanted = plain(text)
    at = joined.find(wanted, start)
    while at >= 0 and language and next(lang for end, lang in spans if at < end) != language:
        at = joined.find(wanted, at + 1)
    return at + len(wanted) if at >= 0 else -1
