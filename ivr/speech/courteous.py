"""Profanity is not said back to a caller: masked in what is spoken, kept as it was in the record.

A short list of whole words with their endings, English and Spanish together, since callers mix them. Mild words stay
(damn, hell, crap), and so does what only looks like a word of the list (Scunthorpe, cockpit, Dickens Street, coger).
Slurs are masked as well: the line says nobody's. Google's own filter is off, for it would change the record.
"""

from __future__ import annotations

import re

MASK = "…"
_ENGLISH = (
    r"(?:mother)?fuck(?:s|ed|er|ers|ing|in|face|wit)?",
    r"(?:bull|horse|dip)?shit(?:s|ty|head|heads|ting|show)?",
    r"ass(?:hole|holes|wipe|hat)",
    r"(?:dumb|jack|smart)ass(?:es)?",
    r"bitch(?:es|y|ing)?",
    r"bastards?",
    r"cunts?",
    r"cocksuck(?:er|ers|ing)",
    r"dickheads?",
    r"pricks?",
    r"(?:god)damn(?:ed|it)?",
    r"whores?",
    r"sluts?",
    r"twats?",
    r"wank(?:er|ers|ing)",
    r"piss(?:ed|ing)? off",
    r"n[i1]gg(?:er|ers|a|as|az)",
    r"fag(?:s|got|gots)",
    r"retard(?:s|ed)",
    r"spics?",
    r"wetbacks?",
)
_SPANISH = (
    r"put(?:a|as|o|os|ada|adas|ísima|ísimo)",
    r"hij(?:o|a|os|as) de (?:la |su )?(?:gran )?puta",
    r"hijueputas?",
    r"joputas?",
    r"mierdas?",
    r"cabr(?:ón|on|ones|ona|onas)",
    r"pendej(?:o|a|os|as|ada|adas)",
    r"ching(?:a|ada|ado|adas|ados|ar|as|ue|uen|adera|aderas)",
    r"coñ(?:o|os|azo)",
    r"carajos?",
    r"culer(?:o|a|os|as)",
    r"jod(?:er|ido|ida|idos|idas|iendo)",
    r"maric(?:ón|on|ones|as?)",
    r"verg(?:a|as|uiza)",
    r"mam(?:ón|ones)",
    r"malparid(?:o|a|os|as)",
    r"gonorreas?",
    r"(?:güev|huev)(?:ón|ones)",
)
_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join((*_ENGLISH, *_SPANISH))})(?!\w)", re.IGNORECASE)
_STARRED = re.compile(r"(?<!\w)[A-Za-zÁÉÍÓÚÑáéíóúñ]\*{2,}\w*")
"""What a recogniser masked by itself (“f***”): read aloud, the stars would be spelt."""


def courteous(text: str) -> str:
    """The text as the line may say it: each such word becomes “…”, which a voice passes over in silence."""
    return _STARRED.sub(MASK, _WORDS.sub(MASK, text))
