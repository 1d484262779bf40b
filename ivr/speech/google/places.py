"""Where Google's recogniser is: its host and its name, by project and location."""

from __future__ import annotations

import re

from ivr.speech.errors import EarRefused

_LOCATION = re.compile(r"[a-z][a-z0-9-]{1,40}")
_PROJECT = re.compile(r"[a-z0-9.:-]{1,100}")


def host(location: str) -> str:
    """The server of a location (`us`, `eu`, `us-central1` …); sound sent there stays there. `global`: anywhere."""
    return "speech.googleapis.com" if location == "global" else f"{location}-speech.googleapis.com"


def recognizer(project: str, location: str) -> str:
    """The name of the recogniser that has no settings of its own: each request brings them.

    EarRefused: no such project or location can be.
    """
    if not _PROJECT.fullmatch(project):
        raise EarRefused("GOOGLE_CLOUD_PROJECT is no project's id")
    if not _LOCATION.fullmatch(location):
        raise EarRefused("GOOGLE_SPEECH_LOCATION is no location: us, eu, global, us-central1 …")
    return f"projects/{project}/locations/{location}/recognizers/_"
