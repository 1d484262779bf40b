"""A placeholder nobody fills.

The caller would hear a gap, or the braces themselves. `{name}` is filled with a slot of the call or with what the line
knows: the place, the number, the date. `{number:spell}` is read character by character, `{due:date}` as a date.
What agents hear before they take a caller holds what is said of it there: `{place}` in `whisper_place`, and no other.

    # prompts/en.yaml
    greeting: "Welcome to {citty}."
    what_do_you_need: "How can I help?"
    still_there: "Are you still there?"
    sorry_again: "Sorry?"
    hang_up_and_dial: "Please hang up and dial 911."
    goodbye: "Goodbye."

Remedy: correct the name, or set the slot before the prompt is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.placeholders import DESK_PROMPTS, ENGINE_SLOTS, FORMATS, PLACEHOLDERS, fields, strays
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading import said
from ivr.flow.reading.draft import Draft

CODE = "unknown-placeholder"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Placeholders of all texts whose name or format is unknown, and braces that are no placeholder."""
    known = PLACEHOLDERS | ENGINE_SLOTS | draft.slots
    for file, path, _, text in said.texts(draft):
        own = DESK_PROMPTS.get(str(path[0])) if file.startswith("prompts/") else None
        filled = known if own is None else own | {"city"}
        for name, form in fields(text):
            if name not in filled:
                message = f"nothing fills the placeholder {{{name}}}"
                yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=filled, word=name)
            elif form and form not in FORMATS:
                message = f"{{{name}:{form}}} has an unknown format; there are :spell and :date"
                yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=FORMATS, word=form)
        for stray in strays(text):
            message = f"{stray} is no placeholder; write one like {{place}}, and no other braces"
            yield draft.problem(file, path, message, CODE, severity=SEVERITY)
