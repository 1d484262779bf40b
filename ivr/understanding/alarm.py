"""Danger: is this 911, might it be, or is it a crisis? From the city's own words, in every language at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivr.flow.meaning import Emergency
from ivr.understanding.patterns import BadPattern, Pattern, Patterns, compile_pattern
from ivr.understanding.saying import said_words

LISTS = ("never", "certain", "ask", "crisis")


@dataclass(frozen=True, slots=True)
class Danger:
    """What was heard, and the phrase it was heard by."""

    emergency: Emergency = "none"
    crisis: bool = False
    because: str = ""


@dataclass(frozen=True)
class _Language:
    never: Patterns
    certain: Patterns
    ask: Patterns
    crisis: Patterns
    past: Patterns
    now: Patterns


class Alarm:
    """Hears danger. Words explained by a `never` phrase are left out before the others are looked for."""

    def __init__(self, written: Mapping[str, object]) -> None:
        """BadPattern: every phrase of flows/emergency_words.yaml that cannot be read, one a line."""
        if mistakes := problems(written):
            raise BadPattern("\n".join(mistakes))
        self._languages = tuple(_language(_mapping(words)) for words in written.values())

    def hear(self, text: str) -> Danger:
        """The gravest thing that any language's words find: a Spanish caller may still be in the English greeting."""
        said = said_words(text)
        heard = [_hear(language, said) for language in self._languages]
        gravest = max(heard, key=_gravity, default=Danger())
        return Danger(gravest.emergency, any(d.crisis for d in heard), gravest.because)


def _gravity(danger: Danger) -> int:
    return 2 * ("none", "ask", "certain").index(danger.emergency) + danger.crisis


def _hear(words: _Language, said: Sequence[str]) -> Danger:
    left = words.never.mask(said)
    crisis = words.crisis.find(left)
    if found := words.certain.find(left):
        # What is over is asked about: "somebody was shot last night" may need an officer, or nobody.
        over = words.past.find(said) and not words.now.find(said)
        return Danger("ask" if over else "certain", crisis is not None, found.written)
    if found := words.ask.find(left):
        return Danger("none" if crisis else "ask", crisis is not None, found.written)
    return Danger("none", crisis is not None, crisis.written if crisis else "")


# ------------------------------------------------------------------ reading the words


def problems(written: Mapping[str, object]) -> list[str]:
    """What is wrong with flows/emergency_words.yaml, a sentence each; empty: nothing."""
    found: list[str] = []
    for language, words in written.items():
        entry = _mapping(words)
        names = _names(entry)
        unknown = [str(key) for key in entry if key not in (*LISTS, "words")]
        found += [f"{language}: “{key}” is none of {', '.join(LISTS)}, words" for key in unknown]
        phrases = [p for name in LISTS for p in _phrases(entry, name)] + [p for list_ in names.values() for p in list_]
        found += [f"{language}: {mistake}" for p in phrases if (mistake := _mistake(p, names))]
    return found


def _mistake(phrase: str, names: Mapping[str, Sequence[str]]) -> str:
    try:
        compile_pattern(phrase, names)
    except BadPattern as mistake:
        return str(mistake)
    return ""


def _language(entry: Mapping[object, object]) -> _Language:
    names = _names(entry)

    def of(phrases: Sequence[str]) -> Patterns:
        return Patterns(_compiled(phrases, names))

    never, certain, ask, crisis = (of(_phrases(entry, name)) for name in LISTS)
    return _Language(never, certain, ask, crisis, past=of(names.get("past", ())), now=of(names.get("now", ())))


def _compiled(phrases: Sequence[str], names: Mapping[str, Sequence[str]]) -> list[Pattern]:
    return [compile_pattern(phrase, names) for phrase in phrases]


def _mapping(value: object) -> Mapping[object, object]:
    return value if isinstance(value, Mapping) else {}


def _phrases(entry: Mapping[object, object], name: str) -> list[str]:
    value = entry.get(name)
    return [str(phrase) for phrase in value] if isinstance(value, Sequence) and not isinstance(value, str) else []


def _names(entry: Mapping[object, object]) -> dict[str, list[str]]:
    words = _mapping(entry.get("words"))
    return {str(name): _phrases(words, str(name)) for name in words}
