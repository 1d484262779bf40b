"""The words of each language that are no administrator's to edit: yes and no, links, dates, letters, stop words."""

from ivr.understanding.words.en import ENGLISH
from ivr.understanding.words.es import SPANISH
from ivr.understanding.words.vocabulary import Vocabulary

_VOCABULARIES = {"en": ENGLISH, "es": SPANISH}


def of(language: str) -> Vocabulary:
    """The words of a language; English for one that has none yet."""
    return _VOCABULARIES.get(language, ENGLISH)
