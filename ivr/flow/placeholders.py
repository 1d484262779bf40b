"""The {words in braces} a prompt may hold, and the prompts the engine itself says."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDERS: frozenset[str] = frozenset(
    "city announcement service topic answer summary place place_asked value number due choice key line line_name status"  # noqa: SIM905
    " agency phone when hours minutes count advice emergency_line language_name".split()
)
# Slots that the engine and the work it asks for fill by themselves: conditions may ask for them, prompts may say them.
ENGINE_SLOTS: frozenset[str] = frozenset(
    "caller remembered slow limit doubted service group topic found reference status status_note late received"  # noqa: SIM905
    " place_kind place_lat place_said recording vehicle_said also next_service handover vulnerable".split()
)
FORMATS: frozenset[str] = frozenset({"spell", "date"})
ENGINE_PROMPTS: tuple[str, ...] = (
    "confirm_value",
    "implicit_value",
    "choice_line",
    "choice_more",
    "review_confirm",
    "part_line",
    "sorry_operator",
    "yes_no",
    "skip_hint",
    "nothing_more",
    "limit_reached",
    "no_help",
    "back_at_start",
    "slower_now",
    "left_open",
    "need_at_place",
    "language_changed",
    "two_needs",
    "need_after",
    "one_by_one",
    "ask_whether",
    "which_of_these",
    "something_else",
    "word_yes",
    "word_no",
    "place_unknown",
)

# What the line says by itself where a flow asks for a place: what is missing of it, by its code (see Meaning.ask).
PLACE_PROMPTS: tuple[str, ...] = (
    "place_named",
    "another_place",
    "place_ask_number",
    "place_ask_house",
    "place_ask_street",
    "place_ask_direction",
    "place_ask_suffix",
    "place_ask_which",
    "place_ask_cross",
    "place_ask_apart",
    "place_ask_area",
    "place_ask_outside",
    "place_ask_again",
    "place_ask_nearby",
    "place_as_said",
    "place_kept",
)

# What it says by itself where a flow asks for a request's number, and the check digit of the answer is wrong.
REFERENCE_PROMPTS: tuple[str, ...] = ("reference_wrong", "reference_whether", "reference_again", "another_number")

# What it says by itself where callers are recorded or streamed.
HEARING_PROMPTS: tuple[str, ...] = ("trouble_hearing", "trouble_person", "one_moment", "after_tone", "recorded_words")

# What it says by itself where a flow asks for a time to come.
TIME_PROMPTS: tuple[str, ...] = ("time_whether", "time_closed")

# What it says by itself while callers wait for a person.
QUEUE_PROMPTS: tuple[str, ...] = (
    "queue_called",
    "queue_next",
    "queue_second",
    "queue_third",
    "queue_place",
    "queue_minute",
    "queue_minutes",
    "queue_wait",
    "queue_call_back",
    "queue_message",
    "queue_go_on",
    "queue_keep",
    "queue_connected",
    "queue_person",
)

# What the line says by itself to agents before they take a caller, and to callers whom it calls back; what each may
# hold besides {city}. Nothing else of the call is known there.
DESK_PROMPTS: Mapping[str, frozenset[str]] = {
    "whisper_danger": frozenset(),
    "whisper_caller": frozenset(),
    "whisper_vulnerable": frozenset(),
    "whisper_urgent": frozenset(),
    "whisper_lost": frozenset(),
    "whisper_about": frozenset({"service"}),
    "whisper_nothing": frozenset(),
    "whisper_place": frozenset({"place"}),
    "whisper_language": frozenset({"language_name"}),
    "whisper_now": frozenset(),
    "whisper_minute": frozenset(),
    "whisper_minutes": frozenset({"minutes"}),
    "whisper_call_back": frozenset(),
    "whisper_keys": frozenset(),
    "whisper_over": frozenset(),
    "whisper_away": frozenset(),
    "called_hello": frozenset(),
    "called_moment": frozenset(),
    "called_machine": frozenset(),
    "called_goodbye": frozenset(),
}

_OF_QUESTIONS = (*ENGINE_PROMPTS, *PLACE_PROMPTS, *REFERENCE_PROMPTS, *HEARING_PROMPTS, *TIME_PROMPTS)
OWN_PROMPTS = frozenset((*_OF_QUESTIONS, *QUEUE_PROMPTS, *DESK_PROMPTS))
"""All that the line may say by itself, whatever the city asks and has."""

FIELD = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z]+))?\}")
BRACES = re.compile(r"\{[^{}]*\}|[{}]")


def fields(text: str) -> list[tuple[str, str]]:
    """The placeholders of a prompt in order, as (name, format); the format is empty for a plain `{name}`."""
    return [(found[1], found[2] or "") for found in FIELD.finditer(text)]


def strays(text: str) -> list[str]:
    """What stands in braces, or is a lone brace, and is no placeholder: it would be read to the caller as it is."""
    return [found for found in BRACES.findall(text) if not FIELD.fullmatch(found)]
