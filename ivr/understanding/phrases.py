"""The words of flows/emergency_words.yaml, read: by language, by how grave they are, by kind of danger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivr.understanding.pattern import BadPattern, Part, Pattern, as_list, compile_pattern
from ivr.understanding.patterns import Kinds, Patterns

LEVELS = ("certain", "ask", "hint", "crisis")
LISTS = ("like_harmless", "like_danger", "like_crisis")
OFF = "off"
REASONS = ("kind", "because", "by")


@dataclass(frozen=True)
class Phrases:
    """One language's. certain, ask, hint, crisis: kind → its phrases, in the order they are written."""

    never: Patterns
    certain: Kinds
    ask: Kinds
    hint: Kinds
    crisis: Kinds
    past: Patterns
    now: Patterns


def read(written: Mapping[str, object]) -> tuple[dict[str, Phrases], list[str]]:
    """The phrases of every language, and what cannot be read, a sentence each."""
    mistakes: list[str] = []
    found = {
        str(language): _Reader(str(language), mapping(entry), mistakes).phrases()
        for language, entry in written.items()
        if language != OFF
    }
    mistakes += _badswitches(written)
    return found, mistakes


def is_off(written: Mapping[str, object], kind: str) -> bool:
    """Whether the city has written that a kind of danger need not be heard, why, and who says so."""
    return any(entry.get("kind") == kind for entry in switches(written))


def mapping(value: object) -> Mapping[object, object]:
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> list[str]:
    """The texts of a list; none of anything else."""
    return [str(one) for one in value] if isinstance(value, Sequence) and not isinstance(value, str) else []


def switches(written: Mapping[str, object]) -> Iterator[Mapping[object, object]]:
    """The entries of `off`: the kinds of danger that a city does not want to hear, its reason, and who decided it."""
    entries = written.get(OFF)
    if isinstance(entries, Sequence) and not isinstance(entries, str):
        yield from map(mapping, entries)


def _badswitches(written: Mapping[str, object]) -> Iterator[str]:
    for number, entry in enumerate(switches(written), start=1):
        if missing := [name for name in REASONS if not str(entry.get(name) or "").strip()]:
            yield f"entry {number} of off lacks {' and '.join(missing)}; it needs {', '.join(REASONS)}"


class _Reader:
    """Reads one language's entry; every mistake is noted, and the rest is read."""

    def __init__(self, language: str, entry: Mapping[object, object], mistakes: list[str]) -> None:
        self._language = language
        self._entry = entry
        self._mistakes = mistakes
        self._named: dict[str, Part] = {}
        self._lists: dict[str, Patterns] = {}

    def phrases(self) -> Phrases:
        known = ("words", "never", *LEVELS, *LISTS)
        self._mistakes += [
            f"{self._language}: “{key}” is none of {', '.join(known)}" for key in self._entry if key not in known
        ]
        for name, phrases in mapping(self._entry.get("words")).items():
            compiled = self._compiled(listed(phrases))
            self._lists[str(name)] = Patterns(compiled)
            if compiled:
                self._named[str(name)] = as_list(compiled)
        nothing = Patterns(())
        never = Patterns(self._compiled(listed(self._entry.get("never"))))
        certain, ask, hint, crisis = (self._by_kind(level) for level in LEVELS)
        return Phrases(
            never, certain, ask, hint, crisis, self._lists.get("past", nothing), self._lists.get("now", nothing)
        )

    def _by_kind(self, level: str) -> Kinds:
        """A plain list is of no kind."""
        value = self._entry.get(level)
        kinds = mapping(value) or ({"": value} if value else {})
        return Kinds({str(kind): Patterns(self._compiled(listed(phrases))) for kind, phrases in kinds.items()})

    def _compiled(self, phrases: Sequence[str]) -> list[Pattern]:
        compiled: list[Pattern] = []
        for phrase in phrases:
            try:
                compiled.append(compile_pattern(phrase, self._named))
            except BadPattern as mistake:
                self._mistakes.append(f"{self._language}: {mistake}")
        return compiled
