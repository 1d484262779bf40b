"""A prompt that is never said.

It does no harm, but whoever corrects it wonders why nothing changes.

    # prompts/en.yaml
    greeting: "Welcome."
    what_do_you_need: "How can I help?"
    still_there: "Are you still there?"
    sorry_again: "Sorry?"
    hang_up_and_dial: "Please hang up and dial 911."
    goodbye: "Goodbye."
    old_greeting: "Hello from long ago."

Remedy: delete it in every language, or name it where it should be said.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.placeholders import OWN_PROMPTS
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading import said
from ivr.flow.reading.draft import Draft

CODE = "unused-prompt"
SEVERITY: Severity = "warning"


def check(draft: Draft) -> Iterator[Problem]:
    """Keys of prompts/*.yaml that neither a file nor the engine names."""
    used = {use.key for use in said.prompts(draft)} | OWN_PROMPTS | draft.mentions
    for language, texts in draft.prompts.items():
        for key in texts.keys() - used:
            message = f"prompt '{key}' is never said"
            yield draft.problem(f"prompts/{language}.yaml", (key,), message, CODE, severity=SEVERITY, key=True)
