"""hear: what the mind of the real flows makes of words at a question."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ivr.flow.meaning import Meaning, Option, Want
from tests.understanding.hearing import NOW, Hear, mind


@pytest.fixture
def hear() -> Hear:
    """hear("yes", "yesno"), hear("el segundo", "choice", "es", options=…): what the real flows' mind makes of it."""

    def heard(
        text: str,
        kind: str,
        language: str = "en",
        options: Mapping[str, tuple[str, ...]] | None = None,
        links: Mapping[str, tuple[str, ...]] | None = None,
        digits: tuple[int, int] | None = None,
    ) -> Meaning:
        def offered(words: Mapping[str, tuple[str, ...]] | None) -> tuple[Option, ...]:
            return tuple(Option(value, said) for value, said in (words or {}).items())

        return mind().hear(text, language, Want(kind, offered(options), offered(links), digits), NOW)

    return heard
