"""How callers speak of a service they asked for before: sentences into which each service's name is put."""

from __future__ import annotations

from collections.abc import Iterable

_FRAMES = {
    "en": (
        "I reported {} a while ago and nobody came",
        "what's going on with {} I called about",
        "has anyone fixed {} yet",
    ),
    "es": (
        "reporté lo de {} y nadie ha venido",
        "qué pasó con lo de {} que reporté",
        "ya arreglaron lo de {} o todavía no",
    ),
}


def earlier(language: str, services: Iterable[str]) -> tuple[str, ...]:
    """Such sentences, three for each name; none in a language that is not known."""
    named = tuple(services)
    return tuple(frame.format(name) for name in named for frame in _FRAMES.get(language, ()))
