"""How an answer is heard: by gather, recorded or streamed; consent, and what goes on when no ear can make it out."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.book import Book
from ivr.flow.directives import Prompt
from ivr.flow.model import By, Menu, Question, Review, Slot
from ivr.flow.state import State
from ivr.flow.turning import links
from ivr.flow.turning.speaking import said

CONSENT_TOLD = "consent_told"
"""The slot that knows that consent was asked for in this call."""
UNHEARD = "unheard"
"""The slot that knows at which question no ear could make out the caller: from then on Twilio's recogniser hears."""
MANY_KEYS = frozenset({"number", "digits", "phone", "reference", "date", "time"})
"""Types whose answers are often keyed, and so many keys that only a gather takes them."""
ONE_WORD = frozenset({"yesno", "choice"})


def unfit(question: Question, by: By) -> str:
    """Why this question cannot be heard this way; empty: it can."""
    match question:
        case _ if by == "gather":
            return ""
        case Slot() if question.type in MANY_KEYS:
            return f"answers of type {question.type} are often keyed, which only gather takes"
        case Menu() if question.choose:
            return f"its {question.choose} are chosen by key, page by page"
        case Slot() if by == "record" and question.type in ONE_WORD:
            return f"an answer of type {question.type} is a word or a key, and the caller would wait for it"
        case Menu() if by == "record" and not question.hear:
            return "its answer is a word or a key, and the caller would wait for it"
        case Review() if by == "record":
            return "its answer is yes or no, and the caller would wait for it"
        case _:
            return ""


def way(book: Book, state: State, question: Question, recordable: bool) -> By:
    """How the open question is heard. recordable: it is the question itself, no value read back and no offer.

    Where danger is spoken of, always by gather; what is only inherited gives way where it does not fit.
    """
    layers = (question, *links.defaults(book, state.at.partition(".")[0]))
    wish: By = next((layer.listen for layer in layers if layer.listen), book.city.hearing.listen)
    if wish == "gather" or links.in_danger(book, state.at) or unfit(question, wish):
        return "gather"
    if wish == "record" and not recordable:
        return "gather"
    return "gather" if UNHEARD in state.slots and not (wish == "record" and goes_on(question)) else wish


def goes_on(question: Question | None) -> bool:
    """Whether the call goes on without the words of a recorded answer: it is free text."""
    return isinstance(question, Slot) and question.type == "speech"


def consent(book: Book, state: State) -> list[Prompt]:
    """What is said before the first recording or stream of a call; nothing when it was said, or the city has none."""
    return said(book, state, book.city.hearing.consent) if CONSENT_TOLD not in state.slots else []


def consented(state: State) -> State:
    """The state after consent was asked for."""
    return state if CONSENT_TOLD in state.slots else replace(state, slots={**state.slots, CONSENT_TOLD: "yes"})


def unheard(state: State) -> State:
    """The state after no ear could make out the answer to the open question."""
    return replace(state, slots={**state.slots, UNHEARD: _here(state)})


def not_heard_here(state: State) -> bool:
    """Whether no ear could make out what was said to the open question, so that it was asked once more."""
    return state.slots.get(UNHEARD) == _here(state)


def _here(state: State) -> str:
    return f"{state.at}/{state.index}"
