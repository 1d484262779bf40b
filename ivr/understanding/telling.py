"""What the line listens for, as a page: every kind of danger, the sentences that must be heard, the city's phrases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ivr.understanding.critical import CRISES, CRITICAL, DOUBTFUL
from ivr.understanding.guarding import notices
from ivr.understanding.peril import EXAMPLES
from ivr.understanding.phrases import LEVELS, listed, mapping

HEAD = """# What the line listens for

<!-- written by `ivr flows manual` from flows/emergency_words.yaml and flows/emergency_examples.yaml -->

The rules by which these words are used are told in [Emergencies](emergencies.md).
"""


def page(written: Mapping[str, object], languages: Sequence[str]) -> str:
    """Markdown. written: Book.emergency."""
    parts = [HEAD, *_switched(written)]
    for language in languages:
        parts += [f"\n## {language}\n", *_examples(mapping(written.get(language)))]
        parts += _must(language)
        parts += _phrases(mapping(written.get(language)))
    return "\n".join(parts) + "\n"


def _switched(written: Mapping[str, object]) -> Iterator[str]:
    told = notices(written)
    yield "\nNothing is switched off.\n" if not told else "\nSwitched off by the city:\n"
    yield from (f"- {sentence}" for sentence in told)


def _examples(entry: Mapping[object, object]) -> Iterator[str]:
    counts = [f"{len(listed(entry.get(name)))} of {kind}" for name, kind in EXAMPLES.items()]
    yield f"It learns from whole sentences: {', '.join(counts)}.\n"


def _must(language: str) -> Iterator[str]:
    yield "### What must be heard\n\n| kind | as | sentences |\n|---|---|---|"
    for kind, sentences in CRITICAL.get(language, {}).items():
        level = "crisis" if kind in CRISES else "certain"
        yield f"| {kind} | {level} | {' · '.join(sentences)} |"
    for kind, sentences in DOUBTFUL.get(language, {}).items():
        yield f"| {kind} | ask or hint | {' · '.join(sentences)} |"


def _phrases(entry: Mapping[object, object]) -> Iterator[str]:
    yield "\n### The city's phrases\n"
    for level in LEVELS:
        for kind, phrases in mapping(entry.get(level)).items():
            yield f"**{level}, {kind}**\n\n" + "\n".join(f"    {phrase}" for phrase in listed(phrases)) + "\n"
    yield "**never**\n\n" + "\n".join(f"    {phrase}" for phrase in listed(entry.get("never"))) + "\n"
