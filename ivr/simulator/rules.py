"""The grammar applied to a document: names, attributes, values, nesting, and what holds between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from ivr.simulator import voices
from ivr.simulator.refusal import Refusal
from ivr.simulator.verbs import EMERGENCY, TOP, VERBS, Verb

if TYPE_CHECKING:
    from ivr.simulator.document import Element

MOST_PARAMETER = 500


def check(root: Element) -> None:
    """Every element under <Response>, in document order. Refusal: the first that is wrong."""
    _shape(root, Verb(nested=TOP))
    for verb in root.elements:
        for element in verb.walk():
            _shape(element, VERBS[element.name])
            if rule := _RULES.get(element.name):
                rule(element)


def _shape(element: Element, verb: Verb) -> None:
    _attributes(element, verb)
    for child in element.elements:
        if child.name not in verb.nested:
            raise Refusal(*_misplaced(child.name, element.name, verb), child.place)
    if element.text and verb.text == "never":
        raise Refusal(12200, f"<{element.name}> must not hold text: {_short(element.text)}", element.place)
    if verb.text == "must" and not element.text:
        raise Refusal(_EMPTY.get(element.name, 12200), f"<{element.name}> is empty", element.place)


def _attributes(element: Element, verb: Verb) -> None:
    for name, value in element.attributes.items():
        known = verb.attributes.get(name)
        if known is None:
            message = f"<{element.name}> has no attribute {name!r}{_meant(name, verb.attributes)}"
            raise Refusal(12200, message, element.place)
        if (should := known.check(value)) is not None:
            raise Refusal(known.code, f"{name}={_short(value)} of <{element.name}> must be {should}", element.place)


def _misplaced(name: str, parent: str, verb: Verb) -> tuple[int, str]:
    if name in VERBS:
        allowed = ", ".join(sorted(verb.nested)) or "nothing"
        return verb.nested_code, f"<{name}> must not stand in <{parent}>, which holds {allowed}"
    return 12200, f"there is no <{name}>{_meant(name, verb.nested)}"


def _meant(name: str, known: Mapping[str, object] | frozenset[str]) -> str:
    by_lower = {word.lower(): word for word in known}
    close = get_close_matches(name.lower(), by_lower, 1)
    return f"; did you mean {by_lower[close[0]]!r}? Names are case-sensitive" if close else ""


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "…")


# ------------------------------------------------------------------ what holds between the parts of one verb


def _say(say: Element) -> None:
    in_gather = "/Gather" in say.path
    voice, language = say.get("voice"), say.get("language")
    speaks = voices.locales(voice or "man")
    if speaks is None:
        raise Refusal(13321 if in_gather else 13511, f"there is no voice {voice!r}", say.place)
    if language and voice and language not in speaks:
        message = f"the voice {voice} does not speak {language}; it speaks {', '.join(speaks)}"
        raise Refusal(13321 if in_gather else 13511, message, say.place)
    text = "".join(part.text for part in say.walk())
    if not text and not say.elements:
        raise Refusal(13520, "<Say> has nothing to say", say.place)
    if say.elements and voices.family(voice) == "basic":
        raise Refusal(13520, f"the voice {voice or 'man'} knows no SSML", say.place)
    _say_length(say, text, voices.CHARACTERS[voices.family(voice)])


def _say_length(say: Element, text: str, most: int) -> None:
    if len(text) > most:
        raise Refusal(13521, f"<Say> has {len(text)} characters; this voice takes {most}", say.place)
    if (encoded := len(quote_plus(text))) > voices.URL_ENCODED:
        message = f"<Say> has {encoded} characters URL-encoded; at most {voices.URL_ENCODED} are allowed"
        raise Refusal(13521, message, say.place)


def _play(play: Element) -> None:
    digits = play.get("digits")
    if digits and "/Gather" in play.path:
        raise Refusal(13320, "<Play digits> must not stand in <Gather>", play.place)
    if bool(digits) == bool(play.text):
        raise Refusal(12200, "<Play> needs either a URL or digits", play.place)
    _link(play)


def _gather(gather: Element) -> None:
    model, locale = gather.get("speechModel"), gather.get("language", "en-US")
    if model and gather.get("speechTimeout") == "auto":
        message = "speechTimeout must be a whole number of seconds with a speechModel: auto stops at the first pause"
        raise Refusal(13335, message, gather.place)
    if locale not in voices.SPECIFIC_MODELS.get(model, {locale}):
        raise Refusal(13343, f"the speechModel {model} does not hear {locale}, and does not fail over", gather.place)


def _record(record: Element) -> None:
    longest = int(record.get("maxLength", "3600"))
    if record.get("transcribe") == "true" and not 2 <= longest <= 120:
        raise Refusal(13615, f"only 2 to 120 seconds are transcribed; maxLength is {longest}", record.place)


def _dial(dial: Element) -> None:
    names = {noun.name for noun in dial.elements}
    if not names and not dial.text:
        raise Refusal(13223, "<Dial> has nobody to dial", dial.place)
    if names and dial.text:
        raise Refusal(13215, "<Dial> holds a number or nouns, not both", dial.place)
    if names & {"Conference", "Queue"} and len(dial.elements) > 1:
        raise Refusal(13000, "a <Conference> or <Queue> is dialled alone", dial.place)
    if dial.text:
        _number(dial)


def _number(number: Element) -> None:
    """Of a <Number>, or of a <Dial> that holds one. A call to an emergency number reaches the wrong centre."""
    said = number.text
    if not re.fullmatch(r"\+?[0-9 ().-]+", said):
        raise Refusal(13223, f"{_short(said)} is not a phone number", number.place)
    digits = re.sub(r"\D", "", said)
    if digits.removeprefix("1") in EMERGENCY or digits in EMERGENCY:
        message = f"{said} is an emergency number: it would get this line's address, not the caller's"
        raise Refusal(13225, message, number.place)
    if not 8 <= len(digits) <= 15:
        raise Refusal(13224, f"{_short(said)} cannot be called; write +1 and ten digits", number.place)


def _stream(stream: Element) -> None:
    if "/Stop" in stream.path:
        if not stream.get("name"):
            raise Refusal(12200, "<Stop> must name the <Stream> it stops", stream.place)
        return
    if not stream.get("url"):
        raise Refusal(11100, "<Stream> has no url", stream.place)
    names = [parameter.get("name") for parameter in stream.elements]
    for twice in {name for name in names if names.count(name) > 1}:
        raise Refusal(12200, f"the <Parameter> {_short(twice)} is given twice", stream.place)


def _parameter(parameter: Element) -> None:
    if not parameter.get("name"):
        raise Refusal(12200, "<Parameter> has no name", parameter.place)
    if (size := len(parameter.get("name") + parameter.get("value"))) > MOST_PARAMETER:
        message = f"name and value of a <Parameter> have {size} characters; at most {MOST_PARAMETER} are allowed"
        raise Refusal(12200, message, parameter.place)


def _link(element: Element) -> None:
    if not element.text:
        return
    should = VERBS["Gather"].attributes["action"].check(element.text)
    if should is not None:
        raise Refusal(11100, f"<{element.name}> holds {_short(element.text)}; it must hold {should}", element.place)


_EMPTY = {"Redirect": 11100, "Number": 13223, "Conference": 13237}
_RULES: Mapping[str, Callable[[Element], None]] = {
    "Say": _say,
    "Play": _play,
    "Gather": _gather,
    "Record": _record,
    "Dial": _dial,
    "Number": _number,
    "Redirect": _link,
    "Stream": _stream,
    "Parameter": _parameter,
}
