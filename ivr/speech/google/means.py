"""What all streams and recordings of one ear share: its thread, its connections, what Google was found not to take."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import structlog

from ivr.speech.google.asking import Question
from ivr.speech.google.failing import Failure
from ivr.speech.google.line import Line
from ivr.speech.google.loop import Loop
from ivr.speech.google.patience import Patience

log = structlog.get_logger(__name__)


@dataclass
class Means:
    """told: refusals that stand in the log already. left_out: what models turned away, in the log as well.
    one_language: models that turned away several languages."""

    loop: Loop
    line: Line
    patience: Patience
    told: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    one_language: set[str] = field(default_factory=set)

    def note(self, ended: Failure) -> None:
        """A failure into the log: a refusal once, until something was heard again; never with a caller's words."""
        if ended.code in self.told:
            return
        if ended.refused:
            self.told.add(ended.code)
            log.error("google_refuses_to_hear", code=ended.code, why=ended.tellable)
        else:
            log.warning("google_did_not_hear", code=ended.code, why=ended.tellable)

    def heard(self) -> None:
        """Something was heard: the next refusal is news."""
        self.told.clear()

    def poorer(self, question: Question, ended: Failure) -> Question:
        """The question without what was turned away: other languages, phrases, or both where it does not say which."""
        if ended.about_languages and len(question.languages) > 1:
            self.one_language.add(question.model)
            self._left_out("languages", question.model, ended)
            return replace(question, languages=question.languages[:1])
        self._left_out("languages and phrases", question.model, ended)
        return question.plain()

    def _left_out(self, what: str, model: str, ended: Failure) -> None:
        if (known := f"{what} {model}") not in self.left_out:
            self.left_out.add(known)
            log.warning("google_takes_less", left_out=what, model=model, why=ended.tellable)
