"""What a person hears of a Say, a Play or a Pause: words as they are spoken, and for how long."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivr.simulator.document import Element
from ivr.simulator.voices import locale_of

_CHARACTERS_A_SECOND = 14.5  # about 165 words a minute, Polly's usual pace
_STRENGTHS = {"none": 0.0, "x-weak": 0.0, "weak": 0.25, "medium": 0.4, "strong": 0.75, "x-strong": 1.2}
_SPELLED = frozenset({"character", "characters", "digits", "spell-out", "telephone"})


@dataclass(frozen=True)
class Heard:
    """kind: say, play, pause, or voice: a person's. language: BCP-47. text: as spoken; of a sound, its URL; of a pause,
    empty. voice: who speaks.

    seconds: estimated. node: where the flow was when it was said, if the app told.
    """

    kind: str
    language: str
    voice: str
    text: str
    seconds: float
    node: str = ""


def heard(element: Element, node: str = "") -> Heard:
    """Of a Say, Play or Pause element."""
    match element.name:
        case "Say":
            language = locale_of(element.get("voice"), element.get("language"))
            times = max(1, int(element.get("loop", "1")))
            text = " ".join([spoken(element)] * times)
            seconds = len(text) / _CHARACTERS_A_SECOND + times * _rests(element)
            return Heard("say", language, element.get("voice", "man"), text, round(seconds, 1), node)
        case "Play":
            digits = element.get("digits")
            seconds = 0.25 * len(digits) if digits else 3.0
            return Heard("play", "", "", f"(keys {digits})" if digits else element.text, seconds, node)
        case _:
            return Heard("pause", "", "", "", float(element.get("length", "1")), node)


def spoken(element: Element) -> str:
    """The words of a Say in one line: digits one by one where they are spelled, as a number where they are not."""
    words = "".join(part if isinstance(part, str) else f" {_inside(part)} " for part in element.content)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(_as_numbers(words).split()))


def _inside(part: Element) -> str:
    match part.name:
        case "break":
            return ""
        case "sub":
            return part.get("alias") or part.text
        case "say-as" if part.get("interpret-as") in _SPELLED:
            return " ".join(part.text.replace(" ", ""))
        case _:
            return spoken(part)


def _as_numbers(words: str) -> str:
    """A voice reads 26000014 as “twenty-six million …”: shown as 26,000,014, so that a reader sees the mistake."""
    return re.sub(r"(?<!\d)(?<!\d[,.])\d{5,15}(?!\d|[,.]\d)", lambda found: f"{int(found[0]):,}", words)


def _rests(element: Element) -> float:
    """Seconds of silence that its breaks add."""
    return sum(_rest(part) for part in element.walk() if part.name == "break")


def _rest(pause: Element) -> float:
    if time := pause.get("time"):
        return float(time[:-2]) / 1000 if time.endswith("ms") else float(time[:-1])
    return _STRENGTHS[pause.get("strength", "medium")]
