"""A prompt that is too long to listen to.

After about ten seconds of choices callers no longer know the first. A question may last 15 seconds, anything else 25;
the time is estimated from the length of the words at the pace of each language.

    # prompts/en.yaml
    greeting: "Welcome."
    what_do_you_need: >-
      If you are calling about a pothole, a broken street light, a water leak, a fallen tree, graffiti, a missed trash
      collection, or any other matter that the city takes care of, then please press one now; for all other matters
      press two, and please remember that you may speak at any time.
    still_there: "Are you still there?"
    sorry_again: "Sorry?"
    hang_up_and_dial: "Please hang up and dial 911."
    goodbye: "Goodbye."

Remedy: say less; put details into `help`, which callers hear when they ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading import said
from ivr.flow.reading.draft import Draft

CODE = "too-long"
SEVERITY: Severity = "warning"
QUESTION, STATEMENT = 15.0, 25.0


def check(draft: Draft) -> Iterator[Problem]:
    """Texts whose estimated time is over the limit of their kind."""
    asked = {use.key for use in said.prompts(draft) if use.question and use.key}
    asked_here = {(use.file, use.path) for use in said.prompts(draft) if use.question}
    for file, path, language, text in said.texts(draft):
        question = path[0] in asked if file.startswith("prompts/") else (file, path[:-1]) in asked_here
        limit = QUESTION if question else STATEMENT
        if (time := said.seconds(text, language)) > limit:
            what = "question" if question else "text"
            message = f"this takes about {time:.0f} seconds to say; a {what} should take at most {limit:.0f}"
            yield draft.problem(file, path, message, CODE, severity=SEVERITY)
