"""flows/desk.yaml: what the people at the desks read and choose from, as frozen values."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ivr.flow.model import Document, Name, Texts, Words

Case = Literal[
    "asked",
    "key_0",
    "not_understood",
    "flow",
    "emergency_follow_up",
    "vulnerable",
    "urgent_after_hours",
    "call_back",
]
"""Why a caller is with a person (model.Reason), or that they are called back."""
SCRIPT_WORDS = frozenset({"agent", "city", "service", "place"})
"""The placeholders of a script's lines."""


class Script(Document):
    """What an agent may say: a help, not an order, shown in the caller's language.

    {agent} is the name callers may hear, {city} the city's, {service} and {place} what is known of the matter.
    """

    open: dict[Case, Words] = Field(
        description="What is said first, by why the caller is with a person: the reasons of a `queue` node, and "
        "`call_back` for who is called back. `asked` stands for those that are left out."
    )
    known: Texts = Field(description="Said next where service and place are known already.")
    place: Texts = Field(description="How the place is asked for.")
    which: Texts = Field(description="How the matter is asked for.")
    nameless: Texts = Field(description="Stands for {agent} of who gives callers no name.")
    close: Words = Field(description="What is said last, when a request was filed.")
    groups: dict[Name, Words] = Field(
        default_factory=dict,
        description="What is said besides in matters of a group of city.yaml, or of `police`. For one service alone: "
        "`script` in its file.",
    )


class DeskDocument(Document):
    """flows/desk.yaml: what agents read, and the reasons they choose from."""

    script: Script = Field(description="What agents may say to callers.")
    procedure_911: Words = Field(
        description="What an agent does when somebody may be in danger, step by step, in the agent's language. It "
        "stands on the screen in place of all else."
    )
    reasons: Annotated[dict[Name, Texts], Field(min_length=1)] = Field(
        description="What a talk was about, as the agent says after it. The names stand in reports: give a reason a "
        "new wording, but leave it its name."
    )
    away: Annotated[dict[Name, Texts], Field(min_length=1)] = Field(
        description="Why somebody is away, as they choose it."
    )
    vulnerable: Words = Field(
        default_factory=dict,
        description="What callers say who should have a person first: phrases, written as those of "
        "`emergency_words.yaml`, and `<age>` for any age from 65. They go before others who wait, and where "
        "main.yaml has a link with `intent: vulnerable`, they are not asked again what was not understood.",
    )


BARE = DeskDocument(
    script=Script(open={}, known={}, place={}, which={}, nameless={}, close={}),
    procedure_911={
        "en": ["Say: Hang up now and dial 911. They see where you are; I cannot send help from here."],
        "es": ["Diga: Cuelgue ahora y marque el 911. Ellos ven dónde está; yo no puedo enviar ayuda desde aquí."],
    },
    reasons={"other": {"en": "Other", "es": "Otro"}},
    away={"break": {"en": "Break", "es": "Pausa"}},
)
"""Of a book that has no such file: nobody is left without the procedure, or without a way out of a talk."""
