"""What a caller hears when the line itself fails: an apology, the 911 notice, and a person.

Made once at start from constants, so that saying it needs no flows, no prompts, no database and no state.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivr.flow.directives import Prompt, Text
from ivr.flow.model import Voice
from ivr.telephony.dialling import NotDialled, dialled
from ivr.telephony.speaking import spoken
from ivr.telephony.twiml import dial, document

RING = 30
VOICES: Mapping[str, Voice] = {
    "en": Voice(name="English", voice="Polly.Joanna-Neural", locale="en-US"),
    "es": Voice(name="español", voice="Polly.Lupe-Neural", locale="es-US"),
}
_SORRY = {
    "en": "We are sorry. Something went wrong on our side. If this is an emergency, hang up and dial 9 1 1.",
    "es": "Lo sentimos. Tuvimos un problema técnico. Si es una emergencia, cuelgue y marque el 9 1 1.",
}
_PERSON = {
    "en": "Please stay on the line for a person.",
    "es": "No cuelgue, por favor; le comunicamos con una persona.",
}
_NOBODY = {
    "en": "We are sorry, nobody can take your call right now. Please call 3 1 1 again in a few minutes. "
    "If this is an emergency, hang up and dial 9 1 1.",
    "es": "Lo sentimos, nadie puede atender su llamada en este momento. Por favor, vuelva a llamar al 3 1 1 en unos "
    "minutos. Si es una emergencia, cuelgue y marque el 9 1 1.",
}
_REACHED = frozenset({"completed", "answered"})


class Apologies:
    """Documents for every failure; each connects to `operator` (E.164), or asks to call again where there is none.

    base: the public address. voices: of the city, language → Voice; English and Spanish are spoken without one too.
    """

    def __init__(self, base: str, operator: str, voices: Mapping[str, Voice] = VOICES) -> None:
        self._base, self._voices = base, {**VOICES, **voices}
        self._operator = _reachable(operator)
        self._sorry = {language: self._apology(language) for language in ("", *_SORRY)}
        self._nobody = {language: self._ending(language) for language in ("", *_SORRY)}
        self._hang_up = document("<Hangup/>")

    def sorry(self, language: str = "") -> bytes:
        """The apology and the operator in `language`, or in all when it is empty or has no words here."""
        return self._sorry.get(language) or self._sorry[""]

    def after(self, language: str, outcome: str) -> bytes:
        """What follows the operator's line: nothing more when someone answered, else the way to try again."""
        return self._hang_up if outcome in _REACHED else self._nobody.get(language) or self._nobody[""]

    def _apology(self, language: str) -> bytes:
        if not self._operator:
            return document(self._say(language, _SORRY, _NOBODY), "<Hangup/>")
        action = f"{self._base}/voice/fallback?after={language or 'all'}"
        return document(self._say(language, _SORRY, _PERSON), dial(self._operator, RING, action))

    def _ending(self, language: str) -> bytes:
        return document(self._say(language, _NOBODY), "<Hangup/>")

    def _say(self, language: str, *texts: Mapping[str, str]) -> str:
        """Every text in one language before the next begins, so that a caller can follow."""
        languages = (language,) if language else tuple(_SORRY)
        prompts = [Prompt("", each, tuple(Text(text[each]) for text in texts)) for each in languages]
        return spoken(prompts, self._base, self._voices)


def _reachable(operator: str) -> str:
    try:
        return dialled(operator)
    except NotDialled:
        return ""
