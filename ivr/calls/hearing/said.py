"""The words of one answer: those that will not change any more, and those that still may."""

from __future__ import annotations

from ivr.speech.ranked import FEW_WORDS
from ivr.speech.transcript import Transcript


class Said:
    """interim: what the ear makes of the latest sound, until it is final."""

    def __init__(self) -> None:
        self.finals: list[Transcript] = []
        self.interim = ""

    @property
    def any(self) -> bool:
        """Words of either kind."""
        return bool(self.finals or self.interim)

    @property
    def text(self) -> str:
        """The final words."""
        return " ".join(one.text for one in self.finals)

    @property
    def so_far(self) -> str:
        """What it sounds like by now."""
        return f"{self.text} {self.interim}".strip() if self.interim else self.text

    @property
    def confidence(self) -> float | None:
        """Of all that was said, by the length of its parts; unknown where the ear did not tell of one."""
        known = [(one.confidence, len(one.text)) for one in self.finals if one.confidence is not None]
        if not known or len(known) < len(self.finals):
            return None
        return sum(sure * length for sure, length in known) / sum(length for _, length in known)

    @property
    def language(self) -> str:
        """BCP-47, of the latest words; empty: nothing is final."""
        return self.finals[-1].language if self.finals else ""

    @property
    def doubtful(self) -> bool:
        """An ear of few words made out some of it: good enough to keep and to search, not to be sure of."""
        return any(one.engine in FEW_WORDS for one in self.finals)

    def take(self, transcript: Transcript) -> None:
        """Words that stay, and end what was interim. Without any, only that ends."""
        self.interim = ""
        if transcript.text:
            self.finals.append(transcript)
