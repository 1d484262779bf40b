"""Prompts become <Say> and <Play>: text cleaned and escaped, characters spelled, long texts parted at sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from urllib.parse import quote

from ivr.flow.directives import Prompt, Sound, Spell, Text
from ivr.flow.model import Voice

LONGEST_SAY = 3_000
LONGEST_ENCODED = 4_500
LONGEST_SPELLED = 64
_SAFE_PIECE = LONGEST_ENCODED // 12
"""No text of this length is too long, whatever its characters (four bytes of UTF-8, three characters each)."""
_SAFE_ASCII = LONGEST_ENCODED // 3
_REST = '<break time="300ms"/>'
_NOT_XML = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]+")
_GROUPS = re.compile(r"[0-9]+|[^\W\d_]+")
_ENDS = (". ", "? ", "! ", "… ", "; ", ": ", ", ", " ")


def spoken(prompts: Iterable[Prompt], base: str, voices: Mapping[str, Voice]) -> str:
    """The prompts in order; texts that follow one another in one language are one <Say>."""
    out: list[str] = []
    run: list[str] = []
    language = ""
    for prompt in prompts:
        if prompt.language != language:
            _close(out, run, language, voices)
            language = prompt.language
        for part in prompt.parts:
            match part:
                case Text(text):
                    _add(out, run, text, language, voices)
                case Spell(text) if len(text) <= LONGEST_SPELLED:
                    _join(out, run, spelled(text), language, voices)
                case Spell(text):
                    _add(out, run, text, language, voices)
                case Sound(path):
                    _close(out, run, language, voices)
                    out.append(f"<Play>{attribute(sound(base, path))}</Play>")
    _close(out, run, language, voices)
    return "".join(out)


def sound(base: str, path: str) -> str:
    """The address of a recording; `path` under prompts/."""
    return f"{base}/voice/prompts/{quote(path)}"


def pause(seconds: int) -> str:
    """So many seconds of silence."""
    return f'<Pause length="{seconds}"/>'


def _add(out: list[str], run: list[str], text: str, language: str, voices: Mapping[str, Voice]) -> None:
    for piece in _marked(text):
        _join(out, run, piece, language, voices)


@lru_cache(maxsize=4096)
def _marked(text: str) -> tuple[str, ...]:
    """The text as markup, in pieces; remembered, because most of what the line says it says in every call."""
    return tuple(escape(piece, quote=False) for piece in pieces(" ".join(strip(text).split())))


def _join(out: list[str], run: list[str], markup: str, language: str, voices: Mapping[str, Voice]) -> None:
    """Markup joins the run; where the run grows too long for one <Say>, another begins."""
    if run and not fits(" ".join((*run, markup))):
        _close(out, run, language, voices)
    run.append(markup)


def _close(out: list[str], run: list[str], language: str, voices: Mapping[str, Voice]) -> None:
    if run and (words := " ".join(filter(None, run))):
        out.append(f"<Say{_voice(language, voices)}>{words}</Say>")
    run.clear()


def _voice(language: str, voices: Mapping[str, Voice]) -> str:
    voice = voices.get(language) or next(iter(voices.values()), None)
    return f' voice="{constant(voice.voice)}" language="{constant(voice.locale)}"' if voice else ""


def spelled(text: str) -> str:
    """Characters one by one, with a rest between groups: SSML for digits, letters parted by commas.

    `interpret-as="characters"` would serve both, but Polly's neural voices do not know it and hand the whole sentence
    to another voice; "digits" they speak themselves.
    """
    groups = _GROUPS.findall(strip(text))
    return _REST.join(
        f'<say-as interpret-as="digits">{group}</say-as>' if group.isascii() and group.isdigit() else ", ".join(group)
        for group in groups
    )


def pieces(text: str) -> list[str]:
    """The text in pieces that each fit one <Say>, parted after a sentence, else after a word, else anywhere."""
    out: list[str] = []
    while not fits(text):
        cut = _cut(text)
        out.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*out, text] if text else out


def fits(text: str) -> bool:
    """Twilio's limits for one <Say>: 3,000 characters with Polly's voices, and 4,500 when URL-encoded."""
    if len(text) <= _SAFE_PIECE or (len(text) <= _SAFE_ASCII and text.isascii()):
        return True
    return len(text) <= LONGEST_SAY and len(quote(text)) <= LONGEST_ENCODED


def _cut(text: str) -> int:
    """Where the first piece ends: the end of the last sentence that fits; linear in LONGEST_SAY."""
    longest = min(len(text), LONGEST_SAY)
    while not fits(text[:longest]):
        longest = max(_SAFE_PIECE, longest * 9 // 10)
    for end in _ENDS:
        at = text.rfind(end, longest // 3, longest)
        if at > 0:
            return at + len(end)
    return longest


def strip(text: str) -> str:
    """Without the characters XML cannot hold, escaped or not; Twilio's own library would send them."""
    return _NOT_XML.sub(" ", text) if _NOT_XML.search(text) else text


def attribute(text: str) -> str:
    """Escaped for an attribute in double quotes, and for element text."""
    return escape(text, quote=True)


@lru_cache(maxsize=256)
def constant(text: str) -> str:
    """`attribute`, remembered: for the few values that stand in every document."""
    return attribute(text)
