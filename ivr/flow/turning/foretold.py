"""What the first sentence already answers: “there's a dead dog” needs no “what animal is it?”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ivr.flow.book import Book
from ivr.flow.model import ServiceDocument, Slot
from ivr.flow.numerals import numbers
from ivr.flow.spoken import words
from ivr.flow.turning.options import of_values, remember

LONGEST = 60
"""Words of a sentence that is looked through; a longer story tells of more than one thing."""
_ARTICLES = frozenset("a an the some un una unos unas el la los las".split())  # noqa: SIM905
_DENIES = frozenset("not no without nor never isnt arent wasnt dont doesnt didnt ni sin nunca tampoco".split())  # noqa: SIM905

_BESIDE = frozenset(
    "front behind near outside beside next across frente enfrente detras atras cerca lado junto".split()  # noqa: SIM905
)
"""“In front of my house” is not the house."""

_PLACES = frozenset(["front", "back", "here", "there"])
"""“The light out front” is not out."""

Span = tuple[int, int, str]
"""Words start..end of what was said name this value."""


def foretold(book: Book, service: ServiceDocument, text: str, place: str, language: str) -> Mapping[str, str]:
    """Answers in `text` to the service's questions with `said_first`: just one of the values is named by its own words.

    place: the words of it that say where, which answer nothing else.
    """
    said = _without(words(text), words(place))
    if len(said) > LONGEST:
        return {}
    asked = (question for question in service.questions if question.said_first and question.values)
    found = ((question.slot, _named(book, question, said, language)) for question in asked)
    return {slot: value for slot, value in found if value}


def _named(book: Book, question: Slot, said: Sequence[str], language: str) -> str:
    spans = list(_spans(_phrases(book, remember(question), language), said))
    whole = [one for one in spans if not any(_within(one, other) for other in spans)]
    values = {value for start, _, value in whole}
    other = any(_elsewhere(said, start, end) for start, end, _ in whole)
    return next(iter(values)) if len(values) == 1 and not other else ""


def _elsewhere(said: Sequence[str], start: int, end: int) -> bool:
    """“Not on the sidewalk”, “in front of my house”, “out front”: the words say something else."""
    return bool((_DENIES | _BESIDE).intersection(said[max(0, start - 3) : start]) or _PLACES & set(said[end : end + 1]))


def _spans(phrases: Sequence[tuple[tuple[str, ...], str]], said: Sequence[str]) -> Iterator[Span]:
    for phrase, value in phrases:
        for at in range(len(said) - len(phrase) + 1):
            if tuple(said[at : at + len(phrase)]) == phrase:
                yield at, at + len(phrase), value


def _within(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]


@lru_cache(maxsize=4096)
def _phrases(book: Book, slot: int, language: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The words of every value of a question (see options.remember), without an article before them.

    A lone number is none: “another one”, “two chairs and a table”.
    """
    offers = of_values(book, slot, language)
    named = ((_bare(words(phrase)), offer.value) for offer in offers for phrase in (offer.name, *offer.words))
    return tuple((phrase, value) for phrase, value in named if phrase and not _counts(phrase, language))


def _counts(phrase: tuple[str, ...], language: str) -> bool:
    return len(phrase) == 1 and (bool(numbers(phrase, language)) or phrase[0] in _ARTICLES)


def _bare(phrase: Sequence[str]) -> tuple[str, ...]:
    return tuple(phrase[1:] if len(phrase) > 1 and phrase[0] in _ARTICLES else phrase)


def _without(said: Sequence[str], place: Sequence[str]) -> Sequence[str]:
    """The words without those of the place, where they stand together."""
    width = len(place)
    at = next((n for n in range(len(said) - width + 1) if width and tuple(said[n : n + width]) == tuple(place)), -1)
    return said if at < 0 else (*said[:at], *said[at + width :])
