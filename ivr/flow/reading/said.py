"""Everything the line says: which prompt stands where, in which words, and how long it takes to hear it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.flow.model import Part
from ivr.flow.reading.draft import Draft, Setting
from ivr.flow.reading.source import Path

PROMPT_SETTINGS = frozenset(
    {"say", "menu", "ask", "label", "help", "review", "which", "record", "disconnect", "prompts"}
)
QUESTIONS = frozenset({"menu", "ask", "review", "which"})
# Characters a second of Amazon Polly's neural voices at their ordinary pace; Spanish has longer words, said faster.
PACE = {"en": 15.0, "es": 16.5}
ORDINARY_PACE = 15.0


@dataclass(frozen=True, slots=True)
class Said:
    """One prompt where it is used: `key` of prompts/*.yaml, or `texts` by language when the words stand in place."""

    file: str
    path: Path
    key: str
    texts: dict[str, str] | None
    question: bool


def prompts(draft: Draft) -> Iterator[Said]:
    """Every use of a prompt, in the order of the files."""
    for file, setting in draft.settings():
        if is_prompt(setting):
            question = setting.attribute in QUESTIONS
            match setting.value:
                case str(key) if key:
                    yield Said(file, setting.path, key, None, question)
                case list(keys):
                    for number, key in enumerate(keys):
                        yield Said(file, (*setting.path, number), str(key), None, question)
                case dict(texts):
                    yield Said(file, setting.path, "", texts, question)


def is_prompt(setting: Setting) -> bool:
    """Whether the setting names prompts, or holds words to be said."""
    if setting.attribute == "name":
        return isinstance(setting.record, Part)
    return setting.attribute in PROMPT_SETTINGS


def texts(draft: Draft) -> Iterator[tuple[str, Path, str, str]]:
    """(file, path, language, text) of every text a caller hears: prompts, words in place, names, answers, advice."""
    for language, entries in draft.prompts.items():
        for key, text in entries.items():
            yield f"prompts/{language}.yaml", (key,), language, text
    for file, setting in draft.settings():
        if isinstance(setting.value, dict) and (is_prompt(setting) or setting.attribute in _SPOKEN):
            for language, text in setting.value.items():
                if isinstance(text, str):
                    yield file, (*setting.path, language), language, text


_SPOKEN = frozenset({"name", "answer", "advice", "announcement"})


def seconds(text: str, language: str) -> float:
    """How long the text takes to be said, with a rest of 0.4 s after each sentence."""
    rests = sum(text.count(mark) for mark in ".?!")
    return len(text) / PACE.get(language, ORDINARY_PACE) + 0.4 * max(rests - 1, 0)
