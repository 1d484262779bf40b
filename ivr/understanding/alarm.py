"""Danger: is this 911, might it be, or is it a crisis? From the city's own words, in every language at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ivr.flow.meaning import Emergency
from ivr.understanding.patterns import MASKED, BadPattern, Part, Pattern, Patterns, as_list, compile_pattern
from ivr.understanding.saying import said_words

LISTS = ("never", "certain", "ask", "crisis", "unless_understood")
EXAMPLES = {"emergency": "like_danger", "crisis": "like_crisis"}
"""intent → the list of whole sentences that mean it."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What was heard, and the phrase it was heard by.

    explained: a `never` phrase stood among the words. now: they speak of this moment.
    """

    emergency: Emergency = "none"
    crisis: bool = False
    because: str = ""
    explained: bool = False
    now: bool = False
    strange: bool = False


@dataclass(frozen=True)
class _Language:
    never: Patterns
    certain: Patterns
    ask: Patterns
    crisis: Patterns
    unless_understood: Patterns
    past: Patterns
    now: Patterns
    ordinary: Patterns


class Alarm:
    """Hears danger. Words explained by a `never` phrase are left out before the others are looked for."""

    def __init__(self, written: Mapping[str, object]) -> None:
        """BadPattern: every phrase of flows/emergency_words.yaml that cannot be read, one a line."""
        read = [_read(language, _mapping(words)) for language, words in written.items()]
        if mistakes := [mistake for _, found in read for mistake in found]:
            raise BadPattern("\n".join(mistakes))
        self._languages = tuple(language for language, _ in read)

    def hear(self, text: str) -> Danger:
        """The gravest thing that any language's words find: a Spanish caller may still be in the English greeting."""
        said = said_words(text)
        heard = [_hear(language, said) for language in self._languages]
        gravest = max(heard, key=_gravity, default=Danger())
        return replace(
            gravest,
            crisis=any(d.crisis for d in heard),
            explained=any(d.explained for d in heard),
            now=any(words.now.find(said) for words in self._languages),
            strange=any(words.unless_understood.find(said) for words in self._languages)
            and not any(words.ordinary.find(said) for words in self._languages),
        )


def _gravity(danger: Danger) -> int:
    return 2 * ("none", "ask", "certain").index(danger.emergency) + danger.crisis


def _hear(words: _Language, said: Sequence[str]) -> Danger:
    left = words.never.mask(said)
    crisis = words.crisis.find(left)
    explained = MASKED in left
    if found := words.certain.find(left):
        # What is over is asked about: "somebody was shot last night" may need an officer, or nobody.
        over = words.past.find(said) and not words.now.find(said)
        return Danger("ask" if over else "certain", crisis is not None, found.written, explained)
    if found := words.ask.find(left):
        return Danger("none" if crisis else "ask", crisis is not None, found.written, explained)
    return Danger("none", crisis is not None, crisis.written if crisis else "", explained)


# ------------------------------------------------------------------ reading the words


def problems(written: Mapping[str, object]) -> list[str]:
    """What is wrong with flows/emergency_words.yaml, a sentence each; empty: nothing."""
    return [mistake for language, words in written.items() for mistake in _read(language, _mapping(words))[1]]


def _read(language: str, entry: Mapping[object, object]) -> tuple[_Language, list[str]]:
    """One language's words, and what could not be read."""
    known_keys = (*LISTS, *EXAMPLES.values(), "words")
    mistakes = [f"{language}: “{key}” is none of {', '.join(known_keys)}" for key in entry if key not in known_keys]
    lists: dict[str, Part] = {}
    written_lists = _mapping(entry.get("words"))

    def of(phrases: Sequence[str], known: Mapping[str, Part]) -> list[Pattern]:
        compiled: list[Pattern] = []
        for phrase in phrases:
            try:
                compiled.append(compile_pattern(phrase, known))
            except BadPattern as mistake:
                mistakes.append(f"{language}: {mistake}")
        return compiled

    named = {str(name): of(_phrases(written_lists, name), {}) for name in written_lists}
    lists.update({name: as_list(patterns) for name, patterns in named.items()})
    kinds = [Patterns(of(_phrases(entry, name), lists)) for name in LISTS]
    known = [Patterns(named.get(name, ())) for name in ("past", "now", "ordinary")]
    return _Language(*kinds, *known), mistakes


def examples(written: Mapping[str, object], language: str) -> dict[str, list[str]]:
    """emergency and crisis → whole sentences of a language that mean it."""
    entry = _mapping(written.get(language))
    return {intent: _phrases(entry, name) for intent, name in EXAMPLES.items()}


def _mapping(value: object) -> Mapping[object, object]:
    return value if isinstance(value, Mapping) else {}


def _phrases(entry: Mapping[object, object], name: object) -> list[str]:
    value = entry.get(name)
    return [str(phrase) for phrase in value] if isinstance(value, Sequence) and not isinstance(value, str) else []
