"""Guarding what the line listens for: what a city may not lose from flows/emergency_words.yaml and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ivr.flow.problems import nearest
from ivr.understanding.alarm import plainly
from ivr.understanding.critical import CRISES, CRITICAL, DOUBTFUL, EXAMPLES, KINDS, LEAST
from ivr.understanding.phrases import Phrases, is_off, listed, mapping, read, switches

OR_OFF = "or write under off why not and who says so"


def problems(written: Mapping[str, object], languages: Sequence[str] | None = None) -> list[str]:
    """What is wrong with the words and examples of danger, a sentence each; empty: nothing.

    languages: the city's; in each, every sentence of `critical` must be heard, and so many examples be learned from.
    None: only what can be read counts.
    """
    known, mistakes = read(written)
    mistakes += _misspelt(written)
    if mistakes or languages is None:
        return mistakes
    return [wrong for language in languages for wrong in _lost(written, language, known.get(language))]


def notices(written: Mapping[str, object]) -> list[str]:
    """Kinds of danger that the city has switched off, with its reason and who decided it: a sentence each."""
    return [
        f"danger of the kind {entry.get('kind')} need not be heard: {entry.get('because')} ({entry.get('by')})"
        for entry in switches(written)
    ]


def _misspelt(written: Mapping[str, object]) -> Iterator[str]:
    """What is switched off by a name that is none: whoever wrote it believes it is."""
    for entry in switches(written):
        kind = str(entry.get("kind") or "").strip()
        if kind and kind not in KINDS:
            meant = nearest(kind, KINDS)
            hint = f"; did you mean “{meant}”?" if meant else f"; the kinds are {', '.join(sorted(KINDS))}"
            yield f"off: “{kind}” is no kind of danger{hint}"


def _lost(written: Mapping[str, object], language: str, words: Phrases | None) -> Iterator[str]:
    yield from _unheard(written, language, words)
    yield from _unasked(written, language, words)
    yield from _untaught(written, language)


def _unheard(written: Mapping[str, object], language: str, words: Phrases | None) -> Iterator[str]:
    """Every critical kind of which a sentence is not heard by the phrases of its own language."""
    for kind, sentences in CRITICAL.get(language, {}).items():
        deaf = [sentence for sentence in sentences if not _heard(sentence, kind, words)]
        if deaf and not is_off(written, kind):
            level = "crisis" if kind in CRISES else "certain"
            yield (
                f"{language}: danger of the kind {kind} is not heard in {_quoted(deaf)}; bring back a phrase under "
                f"{level}, {kind} that hears it and take away what under never or past hides it, {OR_OFF}"
            )


def _heard(sentence: str, kind: str, words: Phrases | None) -> bool:
    if words is None:
        return False
    level, crisis = plainly(sentence, words)
    return crisis if kind in CRISES else level == "certain"


def _unasked(written: Mapping[str, object], language: str, words: Phrases | None) -> Iterator[str]:
    """Every kind that may not be certain, of which a sentence would not even be asked about for a phrase's sake."""
    for kind, sentences in DOUBTFUL.get(language, {}).items():
        deaf = [sentence for sentence in sentences if words is None or plainly(sentence, words)[0] == "none"]
        if deaf and not is_off(written, kind):
            yield (
                f"{language}: what may be danger of the kind {kind} is not heard in {_quoted(deaf)}; bring back a "
                f"phrase under ask or hint, {kind} that hears it and take away what under never hides it, {OR_OFF}"
            )


def _untaught(written: Mapping[str, object], language: str) -> Iterator[str]:
    """Too few examples: danger that no phrase was written for is heard by them alone."""
    entry = mapping(written.get(language))
    there = {name: len(listed(entry.get(name))) for name in LEAST}
    few = [f"{there[name]} under {name} instead of {least}" for name, least in LEAST.items() if there[name] < least]
    if few and language in CRITICAL and not is_off(written, EXAMPLES):
        yield (
            f"{language}: there are too few examples to learn danger from ({', '.join(few)}); bring back those of "
            f"flows/emergency_examples.yaml, {OR_OFF}, as the kind {EXAMPLES}"
        )


def _quoted(sentences: Sequence[str]) -> str:
    return ", ".join(f"“{sentence}”" for sentence in sentences)
