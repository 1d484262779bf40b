"""What was understood of one utterance, as plain values: the object that `ivr understand` prints and measures."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypedDict

from ivr.flow.meaning import Emergency, Meaning

KEPT = 5
"""Alternatives told."""


class Alternative(TypedDict):
    """A service it might be instead; confidence 0..1."""

    service_code: str
    confidence: float


class Account(TypedDict):
    """One utterance understood.

    intent: emergency | crisis | police | service | status | agent | info | other. service_code: a code of
    flows/services, None where no service was meant. alternatives: at most five others, likeliest first.
    place: where, in the caller's words. because: what it was understood by.
    """

    text: str
    language: str
    intent: str
    service_code: str | None
    confidence: float
    alternatives: list[Alternative]
    emergency: Emergency
    crisis: bool
    place: str | None
    because: str


def account(text: str, language: str, meaning: Meaning, services: Collection[str]) -> Account:
    """The meaning of an open question's answer, told. services: the codes that are services."""
    danger = meaning.intent in ("emergency", "crisis")  # what is no need names no service
    code = meaning.value if meaning.value in services and not danger else None
    return Account(
        text=text,
        language=language,
        intent=_intent(meaning),
        service_code=code,
        confidence=round(meaning.confidence, 4),
        alternatives=_others(meaning, services, code),
        emergency=meaning.emergency,
        crisis=meaning.crisis,
        place=meaning.slots.get("place"),
        because=meaning.because,
    )


def _intent(meaning: Meaning) -> str:
    """“Operator” and “emergency” are links at any question; asked for a need they are needs."""
    match meaning.link:
        case "operator":
            return "agent"
        case "emergency":
            return "emergency"
    return meaning.intent or "other"


def _others(meaning: Meaning, services: Collection[str], code: str | None) -> list[Alternative]:
    likely = [(value, sure) for value, sure in meaning.alternatives if value in services and value != code]
    return [Alternative(service_code=value, confidence=round(sure, 4)) for value, sure in likely[:KEPT]]
