"""What a caller's words mean at one question: the contract between the engine and the room that understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Emergency = Literal["none", "ask", "certain"]


@dataclass(frozen=True, slots=True)
class Option:
    """One expected answer: its canonical value and the words for it in the call's language."""

    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Want:
    """What an answer should be.

    kind: a FieldType of the model, or intents | services | police | topics | options.
    options: expected answers, in menu order; empty for open kinds.
    links: the words of every link in force, so that "operator" is heard at any question.
    digits: (fewest, most) for number and digits.
    context: what was said to this question before, when only a part of it was asked again: the street whose house
        number is missing.
    inner: of a yesno that confirms a value: what that value answered, so that “no, the other one” is understood.
    """

    kind: str
    options: tuple[Option, ...] = ()
    links: tuple[Option, ...] = ()
    digits: tuple[int, int] | None = None
    context: str = ""
    inner: Want | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood.

    link: the name of a link, when the caller asked for one and did not answer.
    intent: emergency | crisis | police | service | status | agent | info | other, for open questions.
    value: the canonical answer (see Want.kind): an option's value, yes | no, digits, ISO date, E.164 phone,
        a service or topic code, a place as it should be read back, free text.
    confidence: 0..1, how sure the understanding is (not the recogniser).
    alternatives: (value, confidence), best first, without `value` itself.
    slots: what else was said: a place in the first sentence; `instead`, what followed a “no” and was no answer to what
        was read back.
    ask: what is missing to be sure of a value, as a question code (see docs/understanding.md); None: nothing.
    guessed: the danger was heard by examples alone, by no phrase of the city's: it is asked about and never told.
    vulnerable: by the city's phrases, this caller should have a person first (flows/desk.yaml).
    correction: what the caller said instead, beside a “no” to a value read back (see Want.inner).
    """

    emergency: Emergency = "none"
    crisis: bool = False
    link: str | None = None
    intent: str | None = None
    value: str | None = None
    confidence: float = 0.0
    alternatives: tuple[tuple[str, float], ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    because: str = ""
    ask: str | None = None
    correction: Meaning | None = None
    guessed: bool = False
    vulnerable: bool = False
